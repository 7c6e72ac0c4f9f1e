-- One round of the tests goes without what Neovim has from 0.11 on.
if (vim.env.WAY or '') ~= '' then
    vim.lsp.enable = nil
end
-- What a person writes into theirs.
vim.opt.runtimepath:append(vim.env.EDITORS .. '/neovim')
vim.g.qdc_program = vim.env.QDC
vim.g.qdc_settings = { lang = 'zh' }
