" Colours for .qdc. A keyword counts only as a whole word, so that the name 合同正文 is no 合同; where a
" name must follow, a name that is spelled like a keyword stays a name.

if exists('b:current_syntax')
  finish
endif
let s:cpo = &cpoptions
set cpoptions&vim

syn case match
" Names may hold these, and a keyword inside a name is none.
syn iskeyword @,48-57,_,192-255,-,.,@-@
syn sync fromstart

" The lists are the language's own: a test compares them with its vocabulary.

" Words that stand on a line of their own.
let s:statements = [
      \ 'use', '引用', 'param', '参数', 'person', '个人', 'company', '企业', 'contract', '合同',
      \ 'code', '业务编号', 'initiator', '发起方', 'deadline', '截止', 'order', '顺序', 'format', '格式',
      \ 'document', '文件', 'field', '填写', 'attachment', '附件', 'signer', '签署方', 'sign', '签章',
      \ 'evidence', '存证', 'authorization', '静默授权', 'ticket', '签署令牌',
      \ ]

" Words that stand on their statement's line.
let s:clauses = [
      \ 'default', '默认', 'account', '账号', 'flow', '流水号', 'name', '姓名', '名称', 'idcard', '身份证',
      \ 'phone', '手机', 'credit', '信用代码', 'id', '编号', 'local', '本地', 'pages', '页数', 'upload', '上传',
      \ 'from', '来自', 'seq', '次序', 'auth', '认证', 'notice', '通知', 'page', '页', 'at', '位置',
      \ 'nth', '第', 'offset', '偏移', 'across', '骑缝', 'date', '日期', 'silent', '静默', 'redirect', '跳转',
      \ 'after', '延时', 'seals', '印章', 'expires', '有效期', 'tenant', '子公司', 'user', '用户',
      \ 'password', '密码签署', 'roll', '顺延',
      \ ]

" Words a value may be.
let s:choices = [
      \ 'text', '文本', '文字', 'date', '日期', 'number', '数字', '工号', 'free', '不限', 'sequential', '依次',
      \ 'pdf', 'sms', '短信', 'face', '人脸', 'last', '末页', '末个', 'all', '全部', 'mobile', '手机',
      \ 'email', '邮箱', 'employee', '员工', 'yes', '是', 'no', '否', 'in', '内', 'template', '模板',
      \ ]

" Keywords that a name follows.
let s:named = [
      \ 'param', '参数', 'person', '个人', 'company', '企业', 'document', '文件', 'authorization', '静默授权',
      \ 'ticket', '签署令牌', 'initiator', '发起方', 'signer', '签署方', 'sign', '签章', 'account', '账号',
      \ ]

" Chinese input methods type Latin letters full-width too, and they mean the same.
function! s:Keywords(group, words) abort
  for l:word in a:words
    let l:wide = tr(l:word, 'abcdefghijklmnopqrstuvwxyz', 'ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ')
    let l:next = index(s:named, l:word) < 0 ? '' : ' nextgroup=qdcGap,qdcNamed skipwhite'
    execute 'syn keyword' a:group l:word l:wide . l:next
  endfor
endfunction

" Of two groups that hold a word the later wins: 日期 is a keyword first.
call s:Keywords('qdcChoice', s:choices)
call s:Keywords('qdcClause', s:clauses)
call s:Keywords('qdcStatement', s:statements)

let s:digit = '[0-9０-９]'
let s:letter = '%(\w|[^\x01-\x7f]&\k)'
let s:word = s:digit . '@!' . s:letter . '%(' . s:letter . '|[-./@]' . s:letter . '@=)*'
execute 'syn match qdcWord /\v' . escape(s:word, '/') . '/'
execute 'syn match qdcNamed contained /\v' . escape(s:word, '/') . '/'
" What may stand between a keyword and its name besides blanks.
syn match qdcGap contained /[　:：]\+/ nextgroup=qdcNamed skipwhite

let s:unit = '%(个工作日|工作日|个月|小时|分钟|毫米|厘米|[秒分天日周年月页磅]|\a[[:alnum:]]*'
      \ . '| %(个工作日|工作日|个月|小时|分钟|毫米|厘米|秒|天|周)| %(mo|mm|cm|pt|wd|s|h|d)>)'
execute 'syn match qdcNumber /\v[-+－＋]?' . s:digit . '+%([.．]' . s:digit . '+)?' . s:unit
      \ . '?/ nextgroup=qdcWithin skipwhite'
" 30天内: no blank stands before it.
syn match qdcWithin contained /内/
execute 'syn match qdcDate /\v' . s:digit . '{4}%([-－]' . s:digit . '{1,2}[-－]|[\/／]' . s:digit . '{1,2}[\/／])'
      \ . s:digit . '{1,2}' . s:digit . '@!/'
execute 'syn match qdcDate /\v' . s:digit . '{4} ?年 ?' . s:digit . '{1,2} ?月 ?' . s:digit . '{1,2}%( ?[日号])?/'

syn match qdcDelimiter /[(),:，、：（）]/
syn region qdcBlock matchgroup=qdcBrace start=/[{｛]/ end=/[}｝]/ transparent fold contains=TOP

" A text ends with its line at the latest. One that opens full-width ends at the next full-width mark, whichever
" way it points.
syn region qdcText oneline start=/"/ end=/"/ end=/$/ contains=qdcHole,qdcEscape
syn region qdcText oneline start=/[“”＂]/ end=/[“”＂]/ end=/$/ contains=qdcHole,qdcEscape
syn match qdcHole contained /{[^{}"“”＂]*}/
syn match qdcEscape contained /{{\|{U+\x\{4,6}}/

syn match qdcComment /\/\/.*/ contains=qdcAllow,qdcTodo,@Spell
syn match qdcAllow contained /qdc\ze:/ nextgroup=qdcAllowed
syn match qdcAllowed contained /:\s*allow([^)]*)/
syn keyword qdcTodo contained TODO FIXME XXX

hi def link qdcStatement Statement
hi def link qdcClause Type
hi def link qdcChoice Constant
hi def link qdcWithin qdcChoice
hi def link qdcNamed Identifier
hi def link qdcNumber Number
hi def link qdcDate Number
hi def link qdcText String
hi def link qdcHole Special
hi def link qdcEscape Special
hi def link qdcDelimiter Delimiter
hi def link qdcBrace Delimiter
hi def link qdcComment Comment
hi def link qdcAllow PreProc
hi def link qdcAllowed PreProc
hi def link qdcTodo Todo

let b:current_syntax = 'qdc'

unlet s:statements s:clauses s:choices s:named s:digit s:letter s:word s:unit
delfunction s:Keywords

let &cpoptions = s:cpo
unlet s:cpo
