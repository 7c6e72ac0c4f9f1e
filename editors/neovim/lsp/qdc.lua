-- For vim.lsp.enable and vim.lsp.config of Neovim 0.11 and later; a person's own vim.lsp.config('qdc', …) goes on top.
return require('qdc').config()
