" Each `Test_…` is one test. The report goes to a file, since a Vim without a screen prints what it likes.
scriptencoding utf-8

" The group's name where `text` first stands in the buffer, plus so many characters.
function! s:Group(text, ...) abort
  let [l:line, l:column] = searchpos('\V' . escape(a:text, '\'), 'cnw')
  if l:line == 0
    return 'no ' . a:text
  endif
  let l:column = byteidx(getline(l:line)[l:column - 1 :], get(a:, 1, 0)) + l:column
  return synIDattr(synID(l:line, l:column, 1), 'name')
endfunction

" A buffer of its own with this text.
function! s:Open(name, lines) abort
  silent execute 'edit!' fnameescape($WORK . '/' . a:name)
  silent %delete _
  call setline(1, a:lines)
  call cursor(1, 1)
  syntax sync fromstart
endfunction

function! s:Test_the_filetype_and_its_options() abort
  let v:errmsg = ''
  call s:Open('a.qdc', [''])
  call assert_equal('', v:errmsg, 'the plugin loads without an error')
  call assert_equal('qdc', &filetype)
  call assert_equal('qdc', b:current_syntax)
  call assert_equal('// %s', &commentstring)
  call assert_equal('://', &comments)
  call assert_match('fmt -$', &formatprg)
  call assert_equal([4, 1], [shiftwidth(), &expandtab])
  setfiletype none
  set filetype=none
  call assert_equal('', &l:formatprg)
endfunction

function! s:Test_colours_in_chinese() abort
  call s:Open('zh.qdc', [
        \ '// 注释 合同',
        \ '企业 服务商 {',
        \ '    账号 "CORP_合同_001"',
        \ '}',
        \ '合同 "{客户名称}技术服务合同 {{ {U+000A}" {',
        \ '    截止 30天内',
        \ '    顺序 依次 // 行尾',
        \ '    文件 合同正文 "FC_1" 页数 4',
        \ '    签署方 甲方2 认证 短信 人脸 {',
        \ '        签章 合同正文 页 末页 位置 (3.5厘米, -12) 日期 "YYYY-MM-DD"',
        \ '    }',
        \ '    有效期至 2026年 1月5日',
        \ '}'])
  call assert_equal('qdcComment', s:Group('注释'))
  call assert_equal('qdcComment', s:Group('合同'))
  call assert_equal('qdcStatement', s:Group('企业'))
  call assert_equal('qdcNamed', s:Group('服务商'))
  call assert_equal('qdcBrace', s:Group('{'))
  call assert_equal('qdcClause', s:Group('账号'))
  call assert_equal('qdcText', s:Group('CORP_合同', 5))
  call assert_equal('qdcHole', s:Group('客户名称'))
  call assert_equal('qdcText', s:Group('技术服务合同', 4))
  call assert_equal('qdcEscape', s:Group('{{'))
  call assert_equal('qdcEscape', s:Group('U+000A'))
  call assert_equal('qdcStatement', s:Group('截止'))
  call assert_equal('qdcNumber', s:Group('30天'))
  call assert_equal('qdcNumber', s:Group('30天', 2))
  call assert_equal('qdcWithin', s:Group('天内', 1))
  call assert_equal('qdcChoice', s:Group('依次'))
  call assert_equal('qdcComment', s:Group('行尾'))
  call assert_equal('qdcNamed', s:Group('合同正文'), 'a name that begins like a keyword')
  call assert_equal('qdcNamed', s:Group('甲方2', 2), 'a digit in a name')
  call assert_equal('qdcClause', s:Group('认证'))
  call assert_equal('qdcChoice', s:Group('短信'))
  call assert_equal('qdcChoice', s:Group('末页'))
  call assert_equal('qdcDelimiter', s:Group('('))
  call assert_equal('qdcNumber', s:Group('3.5厘米', 4))
  call assert_equal('qdcNumber', s:Group('-12'))
  call assert_equal('qdcClause', s:Group('日期'), 'a keyword that is a choice elsewhere')
  call assert_equal('qdcWord', s:Group('有效期至'))
  call assert_equal('qdcDate', s:Group('2026年 1月5日', 9))
endfunction

function! s:Test_colours_in_english() abort
  call s:Open('en.qdc', [
        \ 'param number number',
        \ 'param start date default 2026-03-02',
        \ 'company party-a {',
        \ '    account "a // b"',
        \ '}',
        \ 'contract "C" {',
        \ '    deadline in 30d',
        \ '    document order "FC_1" name "a" pages 2',
        \ '    contract-x 7',
        \ '    redirect "https://a.example" after 3s',
        \ '}'])
  call assert_equal('qdcNamed', s:Group('number'), 'a name spelled like a choice')
  call assert_equal('qdcChoice', s:Group('number number', 7))
  call assert_equal('qdcClause', s:Group('default'))
  call assert_equal('qdcDate', s:Group('2026-03-02', 9))
  call assert_equal('qdcNamed', s:Group('party-a', 6))
  call assert_equal('qdcText', s:Group('// b'))
  call assert_equal('qdcChoice', s:Group('in 30d'))
  call assert_equal('qdcNumber', s:Group('30d', 2))
  call assert_equal('qdcNamed', s:Group('order'), 'a name spelled like a keyword')
  call assert_equal('qdcClause', s:Group('pages'))
  call assert_equal('qdcWord', s:Group('contract-x'))
  call assert_equal('qdcNumber', s:Group('3s', 1))
endfunction

function! s:Test_colours_in_full_width() abort
  call s:Open('wide.qdc', [
        \ '合同　“他说"你好"，{名字}”　｛',
        \ '    截止：２０２６－１２－３１',
        \ '    发起方：甲方',
        \ '    签署方　甲方，认证：短信、人脸｛',
        \ '        签章 ”正文“ 页 １２ 位置（１２．５，－３０）',
        \ '    ｝',
        \ '    ｏｒｄｅｒ ｆｒｅｅ',
        \ '    名称 “没有结尾',
        \ '    顺序 依次',
        \ '｝'])
  call assert_equal('qdcText', s:Group('你好'))
  call assert_equal('qdcHole', s:Group('名字'))
  call assert_equal('qdcBrace', s:Group('｛'))
  call assert_equal('qdcBrace', s:Group('｝'))
  call assert_equal('qdcStatement', s:Group('截止'))
  call assert_equal('qdcDelimiter', s:Group('截止：', 2))
  call assert_equal('qdcDate', s:Group('２０２６', 9))
  call assert_equal('qdcNamed', s:Group('发起方：甲方', 4))
  call assert_equal('qdcNamed', s:Group('签署方　甲方', 4))
  call assert_equal('qdcClause', s:Group('认证'))
  call assert_equal('qdcChoice', s:Group('人脸'))
  call assert_equal('qdcText', s:Group('正文'))
  call assert_equal('qdcNumber', s:Group('页 １２', 2))
  call assert_equal('qdcNumber', s:Group('１２．５', 3))
  call assert_equal('qdcNumber', s:Group('－３０'))
  call assert_equal('qdcStatement', s:Group('ｏｒｄｅｒ'))
  call assert_equal('qdcChoice', s:Group('ｆｒｅｅ'))
  call assert_equal('qdcText', s:Group('没有结尾'))
  call assert_equal('qdcStatement', s:Group('顺序'), 'a text without an end ends with its line')
endfunction

function! s:Test_the_indentation_of_every_example_is_the_formatters() abort
  let l:files = glob($WORK . '/examples/**/*.qdc', 0, 1)
  call assert_true(len(l:files) > 10)
  for l:file in l:files
    silent execute 'edit!' fnameescape(l:file)
    let l:shape = systemlist(qdc#program() . ' fmt -', getline(1, '$'))
    call assert_equal(0, v:shell_error)
    call setline(1, map(copy(l:shape), {_, line -> trim(line)}))
    silent normal! gg=G
    call assert_equal(l:shape, getline(1, '$'), l:file)
  endfor
endfunction

function! s:Test_the_indentation_of_full_width_braces_and_of_braces_in_texts() abort
  let l:shape = ['合同 “a”｛', '    // {', '    文件 正文 "{" ｛', '        编号 1', '    ｝', '｝', '参数 甲 文本']
  call s:Open('braces.qdc', map(copy(l:shape), {_, line -> trim(line)}))
  silent normal! gg=G
  call assert_equal(l:shape, getline(1, '$'))
endfunction

function! s:Test_typing_a_closing_brace_moves_its_line() abort
  call s:Open('typed.qdc', ['合同 "a" {', '    顺序 依次'])
  execute "normal! Go}\<Esc>"
  call assert_equal('}', getline('$'))
endfunction

function! s:Test_formatting_shapes_the_file_and_spares_a_broken_one() abort
  call s:Open('fmt.qdc', ['企业 甲 ｛', '账号：“CORP_A_001”', '｝', '', '', '', '参数 乙   文本'])
  call cursor(7, 1)
  silent normal! gqq
  call assert_equal(['企业 甲 {', '    账号 "CORP_A_001"', '}', '', '参数 乙 文本'], getline(1, '$'))
  let l:tick = b:changedtick
  silent QdcFormat
  call assert_equal(l:tick, b:changedtick, 'what is in shape is not touched')
  call s:Open('broken.qdc', ['企业 甲 {', '  账号 "CORP'])
  call assert_match('没有改写\|left as it is', execute('QdcFormat'))
  call assert_equal(['企业 甲 {', '  账号 "CORP'], getline(1, '$'))
  " Lines that are added, and lines that go, at either end.
  call s:Open('grows.qdc', ['企业 甲 { 账号 "CORP_A_001" }', '', '', '// 完'])
  silent QdcFormat
  call assert_equal(['企业 甲 {', '    账号 "CORP_A_001"', '}', '', '// 完'], getline(1, '$'))
endfunction

function! s:Test_make_fills_the_list_with_places_in_bytes() abort
  let $LC_ALL = 'zh_CN.UTF-8'
  call s:Open('make 甲.qdc', [
        \ '合同 "𠮷祥" {',
        \ '    业务编号 "N-1"',
        \ '    发起方 "CORP_TEST_001"',
        \ '    文件 正文 "FC_20260105090000LabourContract" 名称 "𠮷" 页面 8',
        \ '    签署方 "PSN_TEST_001" 认证 短信 { 签章 正文 页 1 位置 (200, 200) 昨天 }',
        \ '}'])
  silent write
  silent make
  let l:list = filter(getqflist(), 'v:val.valid')
  let l:found = filter(copy(l:list), 'v:val.lnum == 4 && v:val.text =~# "unknown-keyword"')
  call assert_equal(1, len(l:found), string(l:list))
  let l:found = l:found[0]
  call assert_equal(bufnr('%'), l:found.bufnr)
  call assert_equal(stridx(getline(4), '页面') + 1, l:found.col)
  call assert_equal('E', l:found.type)
  call assert_match('^\[unknown-keyword\] .*页面', l:found.text)
  " From the list to the word, and the file's other findings of every level.
  silent cfirst
  call assert_equal([l:list[0].lnum, l:list[0].col], [line('.'), col('.')])
  call assert_equal(['E'], uniq(sort(map(copy(l:list), 'v:val.type'))), string(l:list))
  " The list of the window is the same.
  silent lmake
  call assert_equal(map(l:list, 'v:val.col'), map(filter(getloclist(0), 'v:val.valid'), 'v:val.col'))
endfunction

function! s:Test_the_path_of_a_used_file_leads_there() abort
  silent execute 'edit!' fnameescape($WORK . '/examples/purchase-order.qdc')
  call assert_match('parties\.qdc', execute('checkpath!'))
  call search('shared')
  silent normal! gf
  call assert_equal('parties.qdc', expand('%:t'))
  call s:Open('examples/full-width.qdc', ['引用 “shared/parties.qdc”'])
  call search('shared')
  setlocal nomodified
  silent normal! gf
  call assert_equal('parties.qdc', expand('%:t'))
endfunction

function! s:Test_the_plugin_loads_with_compatible_options() abort
  set compatible
  try
    let v:errmsg = ''
    call s:Open('compatible.qdc', ['合同 "a" {'])
    syntax on
    call assert_equal('', v:errmsg)
    call assert_equal('qdcStatement', s:Group('合同'))
  finally
    set nocompatible
  endtry
endfunction

function! s:Test_a_program_in_a_folder_with_blanks_is_found() abort
  let l:folder = $WORK . '/Program Files 程序'
  call mkdir(l:folder)
  call system('ln -s ' . shellescape($QDC) . ' ' . shellescape(l:folder . '/qdc'))
  let g:qdc_program = l:folder . '/qdc'
  try
    bwipeout!
    call s:Open('blank.qdc', ['企业 甲 ｛', '｝'])
    silent QdcFormat
    call assert_equal('企业 甲 {', getline(1))
    silent write
    silent make
    call assert_notequal([], filter(getqflist(), 'v:val.valid'))
    call assert_match("^'.* fmt -$", &formatprg)
  finally
    let g:qdc_program = $QDC
    bwipeout!
  endtry
endfunction

function! s:Test_make_names_other_levels_and_leaves_other_compilers_alone() abort
  let $LC_ALL = 'en_US.UTF-8'
  silent execute 'edit!' fnameescape($WORK . '/examples/三方框架协议.qdc')
  silent %substitute/顺序     依次/顺序     不限/
  silent write
  silent make
  let l:types = uniq(sort(map(filter(getqflist(), 'v:val.valid'), 'v:val.type')))
  call assert_true(!empty(l:types) && empty(filter(copy(l:types), 'v:val !~# "[WN]"')), string(getqflist()))
  let b:current_compiler = 'other'
  call setqflist([{'bufnr': bufnr('%'), 'lnum': 6, 'col': 8, 'text': 'x'}])
  doautocmd QuickFixCmdPost make
  call assert_equal(8, getqflist()[0].col)
endfunction

" ---- running them ----

let s:report = []
let s:counts = {'passed': 0, 'failed': 0}
for s:name in sort(map(split(execute('function /_Test_'), "\n"), {_, line -> matchstr(line, '<SNR>\d\+_Test_\w\+')}))
  let v:errors = []
  try
    call call(s:name, [])
  catch
    call add(v:errors, v:exception . ' in ' . v:throwpoint)
  endtry
  let s:counts[empty(v:errors) ? 'passed' : 'failed'] += 1
  let s:title = substitute(matchstr(s:name, 'Test_\zs.*'), '_', ' ', 'g')
  call add(s:report, (empty(v:errors) ? 'ok      ' : 'FAILED  ') . s:title)
  call extend(s:report, map(copy(v:errors), '"        " . v:val'))
endfor
let s:summary = 'vim: ' . s:counts.passed . ' passed'
if s:counts.failed
  let s:summary .= ', ' . s:counts.failed . ' failed'
endif
call writefile(add(s:report, s:summary), $WORK . '/report')
execute s:counts.failed || !s:counts.passed ? 'cquit!' : 'qall!'
