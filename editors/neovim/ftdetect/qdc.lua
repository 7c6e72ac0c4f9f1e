vim.api.nvim_create_autocmd({ 'BufRead', 'BufNewFile' }, {
    pattern = '*.qdc',
    command = 'setfiletype qdc',
})
