; Within these, brackets do not close themselves.
[(text) (unclosed_text)] @string
(comment) @comment.inclusive
