; Colours, in the names that Neovim documents and tree-sitter's own highlighter knows. No node is captured twice: some
; editors prefer the first pattern, others the last. A word that is no keyword where a line begins has no colour.

(keyword) @keyword
(choice) @constant.builtin
[(name) (new_name)] @variable

[(text) (unclosed_text)] @string
(escape) @string.escape
(placeholder) @string.special

[(number) (number_with_unit) (date)] @number

(comment) @comment

["{" "｛" "}" "｝" "(" "（" ")" "）"] @punctuation.bracket
["," "，" "、" ":" "：" ";" "；" "。"] @punctuation.delimiter
