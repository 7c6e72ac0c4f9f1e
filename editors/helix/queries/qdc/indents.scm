(block) @indent
(block ["}" "｝"] @outdent)
