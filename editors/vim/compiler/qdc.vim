" `:make` checks the file and fills the quickfix list. What is checked is what was written.

if exists('current_compiler')
  finish
endif
let current_compiler = 'qdc'

if exists(':CompilerSet') != 2
  command -nargs=* CompilerSet setlocal <args>
endif

execute 'CompilerSet makeprg=' . escape(qdc#program() . ' check --format short %:S', ' \|"')
" lease.qdc:8:5: error[unknown-keyword] …
CompilerSet errorformat=%f:%l:%c:\ %trror%m,%f:%l:%c:\ %tarning%m,%f:%l:%c:\ %tint%m,%-G%.%#
if exists('+makeencoding')
  CompilerSet makeencoding=utf-8
endif

augroup qdc_compiler
  autocmd!
  autocmd QuickFixCmdPost make call qdc#columns(0)
  autocmd QuickFixCmdPost lmake call qdc#columns(1)
augroup END
