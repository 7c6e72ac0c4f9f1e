-- The tree-sitter grammar, where a person has built or installed it. Without it Vim's colours are used.

local M = {}

--- The grammar's folder in a copy of the whole project, if this is one.
local function grammar()
    local this = (vim.uv or vim.loop).fs_realpath(debug.getinfo(1, 'S').source:sub(2))
    local folder = vim.fn.fnamemodify(this, ':h:h:h:h') .. '/tree-sitter-qdc'
    return vim.fn.isdirectory(folder) == 1 and folder or nil
end

--- Tells nvim-treesitter, if there is one, what `:TSInstall qdc` builds.
function M.register()
    local folder = grammar()
    if not folder then
        return
    end
    -- Its branch `main` reads the table anew before each installation.
    vim.api.nvim_create_autocmd('User', {
        pattern = 'TSUpdate',
        callback = function()
            require('nvim-treesitter.parsers').qdc = { install_info = { path = folder, queries = 'queries' } }
        end,
    })
    -- Its branch `master` has one table from the start.
    local found, parsers = pcall(require, 'nvim-treesitter.parsers')
    if found and type(parsers) == 'table' and parsers.get_parser_configs then
        parsers.get_parser_configs().qdc = {
            install_info = { url = folder, files = { 'src/parser.c', 'src/scanner.c' } },
            filetype = 'qdc',
        }
    end
end

--- Whether Neovim has a parser it can use. Before 0.10 colouring was another interface, not worth a second way.
function M.available()
    return vim.fn.has('nvim-0.10') == 1 and #vim.api.nvim_get_runtime_file('parser/qdc.*', false) > 0
end

--- Colours a buffer by its tree.
function M.highlight(buffer)
    if not M.available() then
        return
    end
    local folder = grammar()
    if folder and #vim.api.nvim_get_runtime_file('queries/qdc/highlights.scm', false) == 0 then
        for _, name in ipairs({ 'highlights', 'folds', 'indents' }) do
            local file = io.open(folder .. '/queries/' .. name .. '.scm')
            if file then
                vim.treesitter.query.set('qdc', name, file:read('*a'))
                file:close()
            end
        end
    end
    local started, why = pcall(vim.treesitter.start, buffer, 'qdc')
    if not started then
        vim.notify_once('qdc: ' .. tostring(why), vim.log.levels.WARN)
    end
end

return M
