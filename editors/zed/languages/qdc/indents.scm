(block ["}" "｝"] @end) @indent
