-- The language server in Neovim: starting it, and showing what its commands give back. Neovim 0.7 is the oldest one
-- this is tried on; where newer ones do a thing by themselves, they are left to.

local M = {}

-- ---- what a person may set ----

--- The program: `vim.g.qdc_program`, or `qdc` from the PATH.
function M.program()
    return vim.g.qdc_program or 'qdc'
end

--- `vim.g.qdc_settings`, in the shape the server takes: lang, inlayHints, codeLens, snippets.
function M.settings()
    -- Results come back to be shown here, in a window of Neovim's own.
    return vim.tbl_extend('keep', { results = 'return' }, vim.g.qdc_settings or {})
end

--- The client, in the words of vim.lsp.config.
function M.config()
    return {
        name = 'qdc',
        cmd = { M.program(), 'lsp' },
        filetypes = { 'qdc' },
        root_markers = { 'qdc.toml', '.git' },
        init_options = M.settings(),
        settings = { qdc = M.settings() },
    }
end

--- Whether what would be started is there. A person's own `vim.lsp.config('qdc', …)` may name something else.
function M.is_there()
    local config = vim.lsp.enable and vim.lsp.config.qdc or M.config()
    return type(config.cmd) ~= 'table' or vim.fn.executable(config.cmd[1]) == 1
end

-- ---- starting ----

--- The folder a file belongs to: the nearest one with a `qdc.toml`, else with a `.git`, else the file's own.
function M.root(path)
    local folder = vim.fn.fnamemodify(path, ':p:h')
    for _, marker in ipairs(M.config().root_markers) do
        local at = folder
        while true do
            if (vim.uv or vim.loop).fs_stat(at .. '/' .. marker) then
                return at
            end
            local above = vim.fn.fnamemodify(at, ':h')
            if above == at then
                break
            end
            at = above
        end
    end
    return folder
end

--- A .qdc file was opened. From 0.11 on `vim.lsp.enable` has the server started.
function M.opened(buffer)
    require('qdc.tree_sitter').highlight(buffer)
    if vim.bo[buffer].buftype ~= '' then
        return
    end
    if not M.is_there() then
        vim.notify_once(
            '找不到 qdc，见 :checkhealth qdc / qdc was not found, see :checkhealth qdc',
            vim.log.levels.WARN
        )
        return
    end
    if vim.lsp.enable then
        return
    end
    local config = M.config()
    config.root_dir = M.root(vim.api.nvim_buf_get_name(buffer))
    config.workspace_folders = { { uri = vim.uri_from_fname(config.root_dir), name = config.root_dir } }
    if vim.lsp.start then
        vim.lsp.start(config, { bufnr = buffer })
    else
        -- Neovim 0.7 has no event for it.
        config.on_attach = M.attached
        for _, client in pairs(vim.lsp.get_active_clients()) do
            if client.name == 'qdc' and client.config.root_dir == config.root_dir and not client.is_stopped() then
                vim.lsp.buf_attach_client(buffer, client.id)
                return
            end
        end
        vim.lsp.buf_attach_client(buffer, vim.lsp.start_client(config))
    end
end

--- Once a client looks after a buffer.
function M.attached(client, buffer)
    local can = client.server_capabilities or client.resolved_capabilities
    local settings = M.settings()

    -- Later versions have these by themselves.
    vim.bo[buffer].omnifunc = 'v:lua.vim.lsp.omnifunc'
    vim.bo[buffer].tagfunc = 'v:lua.vim.lsp.tagfunc'
    for keys, deed in pairs({
        K = vim.lsp.buf.hover,
        grn = vim.lsp.buf.rename,
        gra = vim.lsp.buf.code_action,
        grr = vim.lsp.buf.references,
    }) do
        if vim.fn.maparg(keys, 'n') == '' then
            vim.keymap.set('n', keys, function()
                deed()
            end, { buffer = buffer })
        end
    end

    -- With this `Ctrl-x Ctrl-o` fills in whole statements, as the server offers them.
    if vim.lsp.completion and vim.lsp.completion.enable then
        vim.lsp.completion.enable(true, client.id, buffer)
    end
    if vim.lsp.inlay_hint and can.inlayHintProvider and settings.inlayHints ~= false then
        vim.lsp.inlay_hint.enable(true, { bufnr = buffer })
    end
    if settings.codeLens ~= false then
        if vim.lsp.codelens.enable then
            vim.lsp.codelens.enable(true, { bufnr = buffer })
        else
            local group = vim.api.nvim_create_augroup('qdc_lenses_' .. buffer, {})
            vim.api.nvim_create_autocmd({ 'BufEnter', 'InsertLeave', 'BufWritePost' }, {
                group = group,
                buffer = buffer,
                callback = M.refresh_lenses,
            })
            if buffer == vim.api.nvim_get_current_buf() then
                M.refresh_lenses()
            end
        end
    end
end

--- Lenses of the current buffer.
function M.refresh_lenses()
    if M.client(vim.api.nvim_get_current_buf()) then
        vim.lsp.codelens.refresh({ bufnr = 0 })
    end
end

--- The client that looks after a buffer, if there is one.
function M.client(buffer)
    local clients = vim.lsp.get_clients and vim.lsp.get_clients({ bufnr = buffer })
        or vim.lsp.buf_get_clients(buffer)
    for _, client in pairs(clients) do
        if client.name == 'qdc' then
            return client
        end
    end
end

-- ---- commands ----

--- Has the server carry a command out on a buffer, and shows what comes of it.
function M.run(command, arguments, buffer)
    buffer = buffer or vim.api.nvim_get_current_buf()
    -- In a window with a result it is about the file the result is of.
    buffer = vim.b[buffer].qdc_source or buffer
    local client = vim.api.nvim_buf_is_valid(buffer) and M.client(buffer)
    if not client then
        if not vim.api.nvim_buf_is_valid(buffer) or vim.bo[buffer].filetype ~= 'qdc' then
            vim.notify('请先打开 .qdc 文件 / open a .qdc file first', vim.log.levels.ERROR)
            return
        end
        vim.notify(
            'qdc 的语言服务没有运行，见 :checkhealth qdc / the language server is not running, see :checkhealth qdc',
            vim.log.levels.ERROR
        )
        return
    end
    local params = { command = command, arguments = arguments or { vim.uri_from_bufnr(buffer) } }
    local function answered(problem, result)
        if problem then
            vim.notify(problem.message, vim.log.levels.ERROR)
        elseif result and result.html then
            M.show_page(result.html)
        elseif result and result.text then
            M.show_text(result.title, result.text, buffer)
        end
    end
    if vim.fn.has('nvim-0.11') == 1 then
        client:request('workspace/executeCommand', params, answered, buffer)
    else
        client.request('workspace/executeCommand', params, answered, buffer)
    end
end

--- Text in a window below that `q` closes; it takes the place of an earlier one of its kind.
function M.show_text(title, text, source)
    for _, window in ipairs(vim.api.nvim_tabpage_list_wins(0)) do
        if vim.w[window].qdc_title == title then
            vim.api.nvim_win_close(window, true)
        end
    end
    vim.cmd('botright new')
    vim.w.qdc_title = title
    local buffer = vim.api.nvim_get_current_buf()
    vim.b[buffer].qdc_source = source
    vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split(vim.trim(text), '\r?\n'))
    vim.bo[buffer].buftype = 'nofile'
    vim.bo[buffer].bufhidden = 'wipe'
    vim.bo[buffer].swapfile = false
    vim.bo[buffer].modifiable = false
    vim.wo.wrap = true
    -- The name may be taken in another tab: this window goes without then.
    pcall(vim.api.nvim_buf_set_name, buffer, title)
    vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = buffer })
end

--- A page in the browser. Neovim's folder for temporary files is this person's only and goes with Neovim.
function M.show_page(html)
    local path = vim.fn.tempname() .. '.html'
    local file = assert(io.open(path, 'wb'))
    file:write(html)
    file:close()
    if vim.ui.open then
        vim.ui.open(path)
    elseif vim.fn.has('mac') == 1 then
        vim.fn.jobstart({ 'open', path }, { detach = true })
    elseif vim.fn.has('win32') == 1 then
        vim.fn.jobstart({ 'rundll32', 'url.dll,FileProtocolHandler', path }, { detach = true })
    else
        vim.fn.jobstart({ 'xdg-open', path }, { detach = true })
    end
end

return M
