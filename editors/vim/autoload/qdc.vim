" What the filetype's files share.

let s:cpo = &cpoptions
set cpoptions&vim

" The program, for a shell. `g:qdc_program` says where it is when it is not in the PATH.
function! qdc#program() abort
  let l:program = get(g:, 'qdc_program', 'qdc')
  return l:program =~# '^[[:alnum:]._/-]\+$' ? l:program : shellescape(l:program)
endfunction

" ---- formatting ----

" The whole buffer in its uniform shape; whether it could be brought there.
function! qdc#format() abort
  let l:old = getline(1, '$')
  let l:new = systemlist(qdc#program() . ' fmt -', l:old)
  if v:shell_error
    echohl ErrorMsg
    echo join(l:new, "\n")
    echohl None
    return 0
  endif
  " Only the lines that differ are touched: marks, folds and the cursor stay where they are.
  let l:top = 0
  while l:top < min([len(l:old), len(l:new)]) && l:old[l:top] ==# l:new[l:top]
    let l:top += 1
  endwhile
  let l:tail = 0
  while l:tail < min([len(l:old), len(l:new)]) - l:top && l:old[-1 - l:tail] ==# l:new[-1 - l:tail]
    let l:tail += 1
  endwhile
  let l:new = l:new[l:top : len(l:new) - l:tail - 1]
  let l:view = winsaveview()
  let l:common = min([len(l:old) - l:tail - l:top, len(l:new)])
  if l:common > 0
    call setline(l:top + 1, l:new[: l:common - 1])
  endif
  if len(l:new) > l:common
    call append(l:top + l:common, l:new[l:common :])
  elseif len(l:old) - l:tail > l:top + l:common
    call deletebufline('%', l:top + l:common + 1, len(l:old) - l:tail)
  endif
  call winrestview(l:view)
  return 1
endfunction

" For `gq`: a block can only be shaped with what stands around it, so the whole file is. While typing Vim does as
" ever.
function! qdc#formatexpr() abort
  if mode() =~# '[iR]'
    return 1
  endif
  call qdc#format()
  return 0
endfunction

" ---- indentation ----

function! qdc#indent(lnum) abort
  let l:above = prevnonblank(a:lnum - 1)
  if l:above == 0
    return 0
  endif
  " Closing braces a line begins with have moved that line itself.
  let l:rest = substitute(s:code(l:above), '^[[:blank:]　}]*', '', '')
  let l:opened = count(l:rest, '{') - count(l:rest, '}')
  let l:closed = count(matchstr(s:code(a:lnum), '^[[:blank:]　}]*'), '}')
  return max([0, indent(l:above) + (l:opened - l:closed) * shiftwidth()])
endfunction

" A line without its texts and comments, whose braces are none, and with ASCII braces.
function! s:code(lnum) abort
  let l:code = substitute(getline(a:lnum), '\v"[^"]*"?|[“”＂][^“”＂]*[“”＂]?|//.*', '', 'g')
  return tr(l:code, '｛｝', '{}')
endfunction

" ---- checking ----

" `qdc` counts characters and Vim's lists count bytes, which differ behind every Han character.
function! qdc#columns(location) abort
  if get(b:, 'current_compiler', get(g:, 'current_compiler', '')) !=# 'qdc'
    return
  endif
  let l:list = a:location ? getloclist(0) : getqflist()
  let l:lines = {}
  for l:entry in l:list
    if !l:entry.valid || !l:entry.bufnr
      continue
    endif
    if !has_key(l:lines, l:entry.bufnr)
      let l:name = bufname(l:entry.bufnr)
      let l:lines[l:entry.bufnr] = bufloaded(l:entry.bufnr) ? getbufline(l:entry.bufnr, 1, '$')
            \ : filereadable(l:name) ? readfile(l:name) : []
    endif
    let l:line = get(l:lines[l:entry.bufnr], l:entry.lnum - 1, '')
    let l:at = byteidx(l:line, l:entry.col - 1)
    let l:entry.col = (l:at < 0 ? strlen(l:line) : l:at) + 1
    " A hint is a note to Vim.
    let l:entry.type = toupper(substitute(l:entry.type, 'h', 'n', ''))
  endfor
  if a:location
    call setloclist(0, [], 'r', {'items': l:list})
  else
    call setqflist([], 'r', {'items': l:list})
  endif
endfunction

let &cpoptions = s:cpo
unlet s:cpo
