[(block) (point)] @rainbow.scope
["{" "｛" "}" "｝" "(" "（" ")" "）"] @rainbow.bracket
