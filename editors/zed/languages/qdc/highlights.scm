; Colours, in the captures that Zed's themes know: it has no `constant.builtin`, which is why this is not the file of
; the grammar.

(keyword) @keyword
(choice) @constant
[(name) (new_name)] @variable

[(text) (unclosed_text)] @string
(escape) @string.escape
(placeholder) @string.special

[(number) (number_with_unit) (date)] @number

(comment) @comment

["{" "｛" "}" "｝" "(" "（" ")" "）"] @punctuation.bracket
["," "，" "、" ":" "：" ";" "；" "。"] @punctuation.delimiter
