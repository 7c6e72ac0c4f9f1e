" How to work in a .qdc file: comments, blocks, formatting, checking.

if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1
let s:cpo = &cpoptions
set cpoptions&vim

setlocal comments=:// commentstring=//\ %s
" Never break a line while typing, since a statement ends with its line; comments continue.
setlocal formatoptions-=t formatoptions+=croql
" Han characters are word characters anyway; with the hyphen `*` and completion take whole names.
setlocal iskeyword=@,48-57,_,192-255,-
setlocal matchpairs+=（:）,｛:｝
setlocal expandtab shiftwidth=4 softtabstop=4
" 引用 "shared/parties.qdc": `gf` and `[i` go there.
setlocal include=^\\s*\\%(use\\\|引用\\)[\ :：]\\+[\"“]\\zs[^\"”]\\+
setlocal suffixesadd=.qdc
" To Vim every full-width character may be part of a file's name, quotation marks too.
setlocal includeexpr=substitute(v:fname,'[“”＂]','','g')

let &l:formatprg = qdc#program() . ' fmt -'
" Vim would put what 'formatprg' complains about in the place of the text; this leaves a broken file as it is.
setlocal formatexpr=qdc#formatexpr()

command! -buffer -bar QdcFormat call qdc#format()

compiler qdc

let b:undo_ftplugin = 'setlocal comments< commentstring< formatoptions< iskeyword< matchpairs< expandtab< '
      \ . 'shiftwidth< softtabstop< include< includeexpr< suffixesadd< formatprg< formatexpr< makeprg< errorformat< makeencoding<'
      \ . ' | silent! delcommand -buffer QdcFormat | unlet! b:current_compiler'

let &cpoptions = s:cpo
unlet s:cpo
