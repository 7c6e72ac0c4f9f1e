; Colours, in the scopes that Helix documents: numbers are `constant.numeric` there and escapes
; `constant.character.escape`, which is why this is not the file of the grammar.

(keyword) @keyword
(choice) @constant.builtin
[(name) (new_name)] @variable

[(text) (unclosed_text)] @string
(escape) @constant.character.escape
(placeholder) @string.special

[(number) (number_with_unit) (date)] @constant.numeric

(comment) @comment.line

["{" "｛" "}" "｝" "(" "（" ")" "）"] @punctuation.bracket
["," "，" "、" ":" "：" ";" "；" "。"] @punctuation.delimiter
