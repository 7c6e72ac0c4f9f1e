if vim.env.WAY ~= '' then
    vim.lsp.enable = nil
end
-- What a person writes into theirs.
vim.opt.runtimepath:append(vim.env.EDITORS .. '/neovim')
vim.g.qdc_program = vim.env.QDC
vim.g.qdc_settings = { lang = 'zh' }
vim.o.hidden = true
