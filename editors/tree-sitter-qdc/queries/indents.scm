; For Neovim; Helix and Zed have other names for the same and their own files.
(block) @indent.begin
(block ["}" "｝"] @indent.branch @indent.end)
