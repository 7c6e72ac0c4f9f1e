-- What happens when Neovim starts: nothing is loaded before a .qdc file is opened.

if vim.g.loaded_qdc then
    return
end
vim.g.loaded_qdc = true

-- Colours, indentation and `:make` are Vim's. In a copy of the whole project they stand beside this folder.
if #vim.api.nvim_get_runtime_file('syntax/qdc.vim', false) == 0 then
    local this = (vim.uv or vim.loop).fs_realpath(debug.getinfo(1, 'S').source:sub(2))
    local beside = vim.fn.fnamemodify(this, ':h:h:h') .. '/vim'
    if vim.fn.isdirectory(beside) == 1 then
        vim.opt.runtimepath:append(beside)
    end
end

local group = vim.api.nvim_create_augroup('qdc', {})

if vim.lsp.enable then
    vim.lsp.enable('qdc')
end
vim.api.nvim_create_autocmd('FileType', {
    group = group,
    pattern = 'qdc',
    callback = function(event)
        require('qdc').opened(event.buf)
    end,
})

if vim.fn.exists('##LspAttach') == 1 then
    vim.api.nvim_create_autocmd('LspAttach', {
        group = group,
        callback = function(event)
            local client = vim.lsp.get_client_by_id(event.data.client_id)
            if client and client.name == 'qdc' then
                require('qdc').attached(client, event.buf)
            end
        end,
    })
end

for name, what in pairs({
    QdcPlan = { command = 'qdc.plan', desc = '查看发送计划 / show what would be sent' },
    QdcPreview = { command = 'qdc.preview', desc = '预览盖章位置 / show where the seals land' },
    QdcSendSandbox = { command = 'qdc.sendSandbox', desc = '发到沙箱 / send to the sandbox' },
}) do
    vim.api.nvim_create_user_command(name, function()
        require('qdc').run(what.command)
    end, { desc = what.desc })
end

-- Code lenses run these.
for _, command in ipairs({ 'qdc.plan', 'qdc.preview', 'qdc.sendSandbox' }) do
    vim.lsp.commands[command] = function(lens, context)
        require('qdc').run(command, lens.arguments, context.bufnr)
    end
end

require('qdc.tree_sitter').register()
