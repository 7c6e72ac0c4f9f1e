-- One function a test. What the server does later is waited for by what it brings about, never by the clock.

local work = vim.env.WORK
local project = work .. '/project'
local has = function(version)
    return vim.fn.has('nvim-' .. version) == 1
end

-- ---- what tests are made of ----

local tests, order = {}, {}
local function test(name, body)
    tests[name] = body
    table.insert(order, name)
end

local function equal(expected, actual, what)
    if not vim.deep_equal(expected, actual) then
        error(
            string.format('%s: expected %s but got %s', what or '', vim.inspect(expected), vim.inspect(actual)),
            2
        )
    end
end

local function contains(part, text, what)
    if not (text or ''):find(part, 1, true) then
        error(string.format('%s: no %s in %s', what or '', part, vim.inspect(text)), 2)
    end
end

--- Waits until `happened` gives something, and gives that.
local function eventually(what, happened)
    local result
    local came = vim.wait(30000, function()
        result = happened()
        return result and true or false
    end, 10)
    if not came then
        error('never happened: ' .. what, 2)
    end
    return result
end

-- What people would be told.
local told = {}
vim.notify = function(message)
    table.insert(told, message)
end
local function told_of(part)
    return eventually('a message with ' .. part, function()
        for _, message in ipairs(told) do
            if message:find(part, 1, true) then
                return message
            end
        end
    end)
end

local function lines(buffer)
    return vim.api.nvim_buf_get_lines(buffer or 0, 0, -1, false)
end

local function text(buffer)
    return table.concat(lines(buffer), '\n')
end

local function client_of(buffer)
    return require('qdc').client(buffer)
end

--- Opens a file of the project, written first where `content` is given, and waits for its client.
local function open(name, content)
    local path = project .. '/' .. name
    if content then
        vim.fn.writefile(content, path)
    end
    vim.cmd('edit! ' .. vim.fn.fnameescape(path))
    if vim.bo.modified then
        vim.cmd('edit!')
    end
    local buffer = vim.api.nvim_get_current_buf()
    local client = eventually('a client for ' .. name, function()
        return client_of(buffer)
    end)
    eventually('an initialized client', function()
        return client.initialized
    end)
    return buffer, client
end

--- Puts the cursor on where `part` first stands, so many characters into it.
local function go(part, characters)
    for number, line in ipairs(lines()) do
        local at = line:find(part, 1, true)
        if at then
            at = at - 1 + (characters and #vim.fn.strcharpart(part, 0, characters) or 0)
            vim.api.nvim_win_set_cursor(0, { number, at })
            return number - 1, at
        end
    end
    error('no ' .. part, 2)
end

local function diagnostics(buffer)
    return eventually('diagnostics', function()
        local all = vim.diagnostic.get(buffer)
        return #all > 0 and all
    end)
end

--- Chooses the first thing whose words hold `part` whenever something is to be chosen.
local function choose(part)
    local offered = {}
    vim.ui.select = function(items, options, chosen)
        for index, item in ipairs(items) do
            local words = (options.format_item or tostring)(item)
            table.insert(offered, words)
            if words:find(part, 1, true) then
                return chosen(item, index)
            end
        end
        chosen(nil)
    end
    return offered
end

local function window_with(part)
    for _, window in ipairs(vim.api.nvim_list_wins()) do
        local buffer = vim.api.nvim_win_get_buf(window)
        if text(buffer):find(part, 1, true) then
            return window, buffer
        end
    end
end

local BROKEN = {
    '合同 "𠮷祥" {',
    '    业务编号 "N-1"',
    '    发起方 "CORP_TEST_001"',
    '    文件 正文 "FC_20260105090000LabourContract" 名称 "𠮷" 页面 8',
    '    签署方 "PSN_TEST_001" 认证 短信 {',
    '        签章 正文 页 1 位置 (200, 200)',
    '    }',
    '}',
}

-- ---- the tests ----

test('a .qdc file gets its type, its colours and its options', function()
    equal('', vim.v.errmsg, 'errors while starting')
    equal(has('0.11') and (vim.env.WAY or '') == '', vim.lsp.enable ~= nil, 'the way its client starts')
    local buffer = open('labour-contract.qdc')
    equal('qdc', vim.bo[buffer].filetype)
    equal('// %s', vim.bo[buffer].commentstring)
    equal('v:lua.vim.lsp.omnifunc', vim.bo[buffer].omnifunc)
    if has('0.9') and #vim.api.nvim_get_runtime_file('parser/qdc.*', false) > 0 then
        return
    end
    go('contract "')
    equal('qdcStatement', vim.fn.synIDattr(vim.fn.synID(vim.fn.line('.'), vim.fn.col('.'), 1), 'name'))
end)

test('the folder with qdc.toml is the root, and files share one server', function()
    local _, first = open('labour-contract.qdc')
    local _, second = open('shared/parties.qdc')
    equal(first.id, second.id)
    equal(vim.loop.fs_realpath(project), vim.loop.fs_realpath(second.config.root_dir))
    equal(work, require('qdc').root(work .. '/alone.qdc'))
end)

test('a file without a project has its server too', function()
    vim.fn.writefile(BROKEN, work .. '/alone.qdc')
    vim.cmd('edit ' .. work .. '/alone.qdc')
    equal(true, #diagnostics(vim.api.nvim_get_current_buf()) > 0)
end)

test('findings are in Chinese, and stand behind 𠮷 where they should', function()
    local buffer = open('broken.qdc', BROKEN)
    local all = vim.tbl_filter(function(one)
        return one.code == 'unknown-keyword' or (one.user_data or {}).lsp and one.user_data.lsp.code == 'unknown-keyword'
    end, diagnostics(buffer))
    equal(1, #all)
    local line, column = go('页面')
    equal({ line, column, line, column + #'页面' }, { all[1].lnum, all[1].col, all[1].end_lnum, all[1].end_col })
    equal('qdc', all[1].source)
    equal(vim.diagnostic.severity.ERROR, all[1].severity)
    contains('关键字', all[1].message)
end)

test('findings follow the text while it is written', function()
    local buffer = open('broken.qdc', BROKEN)
    diagnostics(buffer)
    local line, column = go('页面')
    vim.api.nvim_buf_set_text(buffer, line, column, line, column + #'页面', { '页数' })
    eventually('no error', function()
        return #vim.diagnostic.get(buffer, { severity = vim.diagnostic.severity.ERROR }) == 0
    end)
end)

test('after many edits the server has the same text', function()
    local buffer, client = open('edited.qdc', BROKEN)
    local parts = { '𠮷', '合同', '{', '}', ' ', '"', '', '\t', '页数 8', 'é', '，' }
    -- The same numbers in every run.
    local state = 12345
    local function random(limit)
        state = (state * 1103515245 + 12345) % 2147483648
        return math.floor(state / 65536) % limit
    end
    --- A column that is no part of a character.
    local function column(line)
        return #vim.fn.strcharpart(line, 0, random(vim.fn.strchars(line) + 1))
    end
    for _ = 1, 300 do
        local all = lines(buffer)
        local from = random(#all)
        local to = math.min(#all - 1, from + (random(8) == 0 and random(3) or 0))
        local start, stop = column(all[from + 1]), column(all[to + 1])
        if from == to and stop < start then
            start, stop = stop, start
        end
        -- Small and large, and never so many lines that nothing is left.
        if stop - start > 12 and from == to then
            stop = start
        end
        local new = { parts[random(#parts) + 1] }
        if random(6) == 0 then
            table.insert(new, parts[random(#parts) + 1])
        end
        vim.api.nvim_buf_set_text(buffer, from, start, to, stop, new)
    end
    local function servers()
        local params = { uri = vim.uri_from_bufnr(buffer) }
        local answers = vim.lsp.buf_request_sync(buffer, 'qdc/text', params, 30000)
        return answers[client.id].result
    end
    local answer = servers()
    equal(text(buffer) .. '\n', type(answer) == 'table' and answer.text or answer)
end)

test('hover explains a word', function()
    open('三方框架协议.qdc')
    go('骑缝 650')
    vim.lsp.buf.hover()
    local window = eventually('a window', function()
        return (window_with('骑缝章：'))
    end)
    equal(true, vim.api.nvim_win_get_config(window).relative ~= '')
    vim.api.nvim_win_close(window, true)
end)

test('completion offers what belongs there', function()
    local buffer, client = open('broken.qdc', BROKEN)
    local line, column = go('短信')
    local params = {
        textDocument = vim.lsp.util.make_text_document_params(buffer),
        position = {
            line = line,
            character = client.offset_encoding == 'utf-8' and column
                or vim.fn.strchars(lines()[line + 1]:sub(1, column)),
        },
    }
    local answer = vim.lsp.buf_request_sync(buffer, 'textDocument/completion', params, 30000)[client.id]
    local result = answer.result.items or answer.result
    local labels = vim.tbl_map(function(item)
        return item.label
    end, result)
    equal(true, vim.tbl_contains(labels, '人脸'), vim.inspect(labels))
    equal(false, vim.tbl_contains(labels, '企业'), vim.inspect(labels))
end)

test('completion comes into the text as a person asks for it', function()
    local buffer = open('broken.qdc', BROKEN)
    vim.api.nvim_buf_set_lines(buffer, 1, 2, false, { '    业务编号 "N-1"', '    顺序 ' })
    vim.api.nvim_win_set_cursor(0, { 3, #'    顺序 ' - 1 })
    -- The menu opens in insert mode only. Keys stay in that mode until a timer sees the menu and chooses from it, or
    -- gives up.
    local ticks, seen = 0, false
    local timer = vim.loop.new_timer()
    timer:start(0, 10, vim.schedule_wrap(function()
        ticks = ticks + 1
        if not seen and vim.fn.pumvisible() == 1 then
            seen = true
            vim.api.nvim_input('<C-y><Esc>')
        elseif ticks == 2000 then
            vim.api.nvim_input('<Esc>')
        end
    end))
    vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes('A<C-x><C-o>', true, false, true), 'x!', false)
    timer:close()
    equal(true, vim.tbl_contains({ '    顺序 依次', '    顺序 不限' }, lines(buffer)[3]), lines(buffer)[3])
end)

test('a name is renamed in every file that uses it', function()
    open('purchase-order.qdc')
    local buffer = vim.api.nvim_get_current_buf()
    go('采购方')
    vim.lsp.buf.rename('买方')
    eventually('the new name here', function()
        return text(buffer):find('initiator 买方', 1, true)
    end)
    equal(nil, text(buffer):find('采购方\n', 1, true))
    local parties = vim.fn.bufnr(project .. '/shared/parties.qdc')
    contains('company 买方 {', text(parties))
    local receipt = vim.fn.bufnr(project .. '/到货验收单.qdc')
    contains('发起方   买方', text(receipt))
    -- As it was, for the tests that follow.
    for _, changed in ipairs({ buffer, parties, receipt }) do
        vim.api.nvim_buf_call(changed, function()
            vim.cmd('edit!')
        end)
    end
end)

test('formatting brings the file into shape', function()
    local buffer, client = open('shape.qdc', { '企业 甲 ｛', '账号：“CORP_A_001”', '｝' })
    equal(true, client.initialized)
    if vim.lsp.buf.format then
        vim.lsp.buf.format({ timeout_ms = 30000 })
    else
        vim.lsp.buf.formatting_sync(nil, 30000)
    end
    equal({ '企业 甲 {', '    账号 "CORP_A_001"', '}' }, lines(buffer))
end)

test('a mistake is mended by what is offered for it', function()
    local buffer = open('broken.qdc', BROKEN)
    diagnostics(buffer)
    go('页面')
    local offered = choose('改成 `页数`')
    vim.lsp.buf.code_action()
    local came = vim.wait(30000, function()
        return lines(buffer)[4]:find('页数 8', 1, true) ~= nil
    end, 10)
    equal(true, came, vim.inspect(offered))
end)

test('definition goes through use into the other file', function()
    open('purchase-order.qdc')
    go('采购方', 1)
    vim.lsp.buf.definition()
    eventually('the other file', function()
        return vim.api.nvim_buf_get_name(0):find('parties%.qdc$')
    end)
    contains('company 采购方', vim.api.nvim_get_current_line())
end)

test(':QdcPlan says what would be sent', function()
    open('labour-contract.qdc')
    vim.cmd('QdcPlan')
    eventually('the plan', function()
        return vim.bo.buftype == 'nofile' and text():find('劳动合同（2026年度）', 1, true)
    end)
    equal(false, vim.bo.modifiable)
    contains('CORP_EMPLOYER_001', text())
    -- From the plan's own window it is the plan of the same file again.
    local before = vim.api.nvim_get_current_buf()
    vim.cmd('QdcPlan')
    eventually('the plan again', function()
        return vim.api.nvim_get_current_buf() ~= before and text():find('劳动合同（2026年度）', 1, true)
    end)
    vim.api.nvim_feedkeys('q', 'xt', false)
    equal('qdc', vim.bo.filetype)
end)

test(':QdcPlan where there is no contract asks for one', function()
    told = {}
    vim.cmd('enew')
    vim.cmd('QdcPlan')
    told_of('请先打开 .qdc 文件')
end)

test(':QdcPlan of a broken file says why not', function()
    told = {}
    local buffer = open('broken.qdc', BROKEN)
    diagnostics(buffer)
    vim.cmd('QdcPlan')
    told_of('请先改正')
end)

test(':QdcPreview shows a page', function()
    local shown
    vim.ui.open = function(path)
        shown = path
    end
    open('labour-contract.qdc')
    vim.cmd('QdcPreview')
    eventually('a page', function()
        return shown
    end)
    local html = table.concat(vim.fn.readfile(shown), '\n')
    contains('<html', html)
    contains('劳动合同', html)
end)

test(':QdcSendSandbox sends what is saved, and only that', function()
    told = {}
    local buffer = open('labour-contract.qdc')
    vim.api.nvim_buf_set_lines(buffer, 0, 0, false, { '// 未保存' })
    vim.cmd('QdcSendSandbox')
    told_of('请先保存')
    vim.cmd('edit!')
    vim.cmd('QdcSendSandbox')
    eventually('the result', function()
        return vim.bo.buftype == 'nofile' and text():find('沙箱', 1, true)
    end)
    vim.cmd('close')
end)

test('code lenses stand above the contract and do what they say', function()
    local buffer = open('labour-contract.qdc')
    local lenses = eventually('lenses', function()
        local all = vim.lsp.codelens.get(has('0.12') and { bufnr = buffer } or buffer)
        return #all > 0 and all
    end)
    equal(true, #lenses >= 2)
    go('contract "')
    choose('查看发送计划')
    vim.lsp.codelens.run()
    eventually('the plan', function()
        return vim.bo.buftype == 'nofile' and text():find('劳动合同', 1, true)
    end)
    vim.cmd('close')
end)

if has('0.11') then
    test('a whole statement is filled in', function()
        local buffer = open('broken.qdc', BROKEN)
        vim.api.nvim_buf_set_lines(buffer, 1, 1, false, { '    签' })
        vim.api.nvim_win_set_cursor(0, { 2, #'    签' - 1 })
        local ticks, chosen = 0, false
        local timer = vim.uv.new_timer()
        timer:start(0, 10, vim.schedule_wrap(function()
            ticks = ticks + 1
            if not chosen and vim.fn.pumvisible() == 1 then
                chosen = true
                local items = vim.fn.complete_info({ 'items' }).items
                for index, item in ipairs(items) do
                    if item.kind == 'Snippet' then
                        vim.api.nvim_select_popupmenu_item(index - 1, true, true, {})
                    end
                end
            elseif chosen and vim.snippet.active() or ticks == 2000 then
                vim.api.nvim_input('<Esc>')
            end
        end))
        vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes('A<C-x><C-o>', true, false, true), 'x!', false)
        timer:close()
        equal(true, #lines(buffer) > #BROKEN + 1, text(buffer))
        vim.snippet.stop()
    end)
end

if has('0.10') then
    test('inlay hints say what is not written', function()
        local buffer = open('nda.qdc')
        eventually('hints', function()
            return #vim.lsp.inlay_hint.get({ bufnr = buffer }) > 0
        end)
    end)

    test('words have the colours of their meaning', function()
        local buffer = open('purchase-order.qdc')
        local line, column = go('order "FC_')
        local tokens = eventually('tokens', function()
            local all = vim.lsp.semantic_tokens.get_at_pos(buffer, line, column)
            return all and #all > 0 and all
        end)
        equal('variable', tokens[1].type, 'a name spelled like a keyword')
    end)

    test('a tree-sitter parser is used where there is one', function()
        local grammar = vim.env.EDITORS .. '/tree-sitter-qdc/src'
        vim.fn.mkdir(work .. '/built/parser', 'p')
        local built = vim.fn.system({
            'cc', '-O1', '-shared', '-fPIC', '-I', grammar, grammar .. '/parser.c', grammar .. '/scanner.c',
            '-o', work .. '/built/parser/qdc.so',
        })
        equal(0, vim.v.shell_error, built)
        vim.opt.runtimepath:append(work .. '/built')
        vim.cmd('bwipeout! ' .. vim.fn.bufnr(project .. '/nda.qdc'))
        local buffer = open('nda.qdc')
        equal(true, vim.treesitter.highlighter.active[buffer] ~= nil)
        vim.treesitter.get_parser(buffer):parse()
        local line, column = go('contract "')
        local captures = vim.tbl_map(function(one)
            return one.capture
        end, vim.treesitter.get_captures_at_pos(buffer, line, column))
        equal({ 'keyword' }, captures)
    end)
end

test(':make leads to the word', function()
    local buffer = open('broken.qdc', BROKEN)
    vim.cmd('silent make')
    local line, column = go('页面')
    local found = vim.tbl_filter(function(entry)
        return entry.bufnr == buffer and entry.lnum == line + 1 and entry.col == column + 1
    end, vim.fn.getqflist())
    equal(1, #found, vim.inspect(vim.fn.getqflist()))
end)

test(':checkhealth qdc says what is there', function()
    open('nda.qdc')
    vim.cmd('checkhealth qdc')
    local report = text()
    contains('qdc 0.', report)
    contains('qdc lsp', report)
    contains('正在运行', report)
    equal(nil, report:find('ERROR', 1, true), report)
    equal(nil, report:find('WARNING', 1, true), report)
    vim.cmd('bwipeout!')
end)

test('a missing program is told of, with what to do', function()
    told = {}
    vim.g.qdc_program = work .. '/no-such-program'
    vim.cmd('checkhealth qdc')
    contains('ERROR', text())
    contains('vim.g.qdc_program', text())
    vim.cmd('bwipeout!')
    local config = vim.lsp.enable and vim.lsp.config.qdc
    if vim.lsp.enable then
        vim.lsp.config('qdc', { cmd = { vim.g.qdc_program, 'lsp' } })
    end
    vim.cmd('edit ' .. project .. '/nda.qdc')
    require('qdc').opened(vim.api.nvim_get_current_buf())
    told_of('checkhealth qdc')
    -- Nothing runs, and nothing says that all is well.
    for _, client in pairs(vim.lsp.get_clients and vim.lsp.get_clients() or vim.lsp.get_active_clients()) do
        client.stop(client, true)
    end
    eventually('no server', function()
        local running = vim.lsp.get_clients and vim.lsp.get_clients() or vim.lsp.get_active_clients()
        return next(running) == nil
    end)
    vim.cmd('checkhealth qdc')
    contains('语言服务却没有运行', text())
    vim.cmd('bwipeout!')
    if config then
        vim.lsp.config('qdc', { cmd = config.cmd })
    end
    vim.g.qdc_program = vim.env.QDC
end)

-- ---- running them ----

local report, passed, failed = {}, 0, 0
for _, name in ipairs(order) do
    local fine, why = xpcall(tests[name], debug.traceback)
    if fine then
        passed = passed + 1
        table.insert(report, 'ok      ' .. name)
    else
        failed = failed + 1
        table.insert(report, 'FAILED  ' .. name)
        for _, line in ipairs(vim.split(tostring(why), '\n')) do
            table.insert(report, '        ' .. line)
        end
    end
end
if not has('0.10') then
    table.insert(report, 'skipped inlay hints, semantic colours and tree-sitter: this Neovim is older than 0.10')
end
vim.fn.writefile(report, work .. '/report')
vim.cmd(failed == 0 and passed > 0 and 'qall!' or 'cquit!')
