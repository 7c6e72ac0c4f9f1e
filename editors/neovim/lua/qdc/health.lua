-- `:checkhealth qdc`: what is there, what is missing and what to do about it.

local M = {}

local health = vim.health or require('health')
local start = health.start or health.report_start
local ok = health.ok or health.report_ok
local warn = health.warn or health.report_warn
local fail = health.error or health.report_error

local function program()
    start('qdc 程序 / the program')
    local qdc = require('qdc').program()
    if vim.fn.executable(qdc) == 0 then
        fail('找不到 ' .. qdc .. ' / ' .. qdc .. ' was not found', {
            '安装 qdc，或在 init.lua 里写 vim.g.qdc_program = "/完整/路径/qdc"',
            'Install qdc, or write vim.g.qdc_program = "/full/path/to/qdc" in init.lua',
        })
        return
    end
    local version = vim.trim(vim.fn.system({ qdc, '--version' }))
    if vim.v.shell_error ~= 0 then
        fail(qdc .. ' --version: ' .. version)
        return
    end
    ok(version .. ' (' .. vim.fn.exepath(qdc) .. ')')
    vim.fn.system({ qdc, 'lsp', '--help' })
    if vim.v.shell_error == 0 then
        ok('qdc lsp')
    else
        fail('这个 qdc 没有语言服务，请更新 / this qdc has no language server, update it')
    end
end

local function editor()
    start('Neovim')
    if vim.fn.has('nvim-0.7') == 1 then
        ok(vim.split(vim.fn.execute('version'), '\n', { trimempty = true })[1])
    else
        fail('需要 Neovim 0.7 或更新 / Neovim 0.7 or later is needed')
    end
    if #vim.api.nvim_get_runtime_file('syntax/qdc.vim', false) > 0 then
        ok('颜色、缩进、:make / colours, indentation, :make')
    else
        warn('没有颜色和缩进 / no colours and no indentation', {
            '把 editors/vim 也放进 runtimepath',
            'Put editors/vim into the runtimepath as well',
        })
    end
    if require('qdc.tree_sitter').available() then
        ok('tree-sitter')
    else
        ok('没有 tree-sitter 语法，用 Vim 的颜色 / no tree-sitter grammar, the colours are Vim\'s')
    end
end

local function server()
    start('语言服务 / the language server')
    local running = 0
    for _, client in pairs(vim.lsp.get_clients and vim.lsp.get_clients() or vim.lsp.get_active_clients()) do
        if client.name == 'qdc' then
            running = running + 1
            ok('正在运行 / running: ' .. tostring(client.config.root_dir))
        end
    end
    if running > 0 then
        return
    end
    for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
        if vim.api.nvim_buf_is_loaded(buffer) and vim.bo[buffer].filetype == 'qdc' then
            fail('打开了 .qdc 文件，语言服务却没有运行 / a .qdc file is open, but no server is running', {
                '按上面说的装好 qdc，再执行 :edit',
                'Install qdc as said above, then run :edit',
            })
            return
        end
    end
    if require('qdc').is_there() then
        ok('打开 .qdc 文件时启动 / starts with the first .qdc file')
    else
        fail('启动不了：找不到 qdc / cannot start: qdc was not found')
    end
end

function M.check()
    program()
    editor()
    server()
end

return M
