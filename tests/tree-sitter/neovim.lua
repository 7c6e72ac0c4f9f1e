-- Within Neovim, from 0.7 on, whose names for the same differ: the parser loads, an example parses, and every query of the grammar's folder is one Neovim understands.

local folder, example = vim.env.QDC_GRAMMAR, vim.env.QDC_EXAMPLE

local function check()
  local add = vim.treesitter.require_language
    or function(language, path) vim.treesitter.language.add(language, { path = path }) end
  add('qdc', folder .. '/qdc.so')

  vim.cmd('edit ' .. vim.fn.fnameescape(example))
  local root = vim.treesitter.get_parser(0, 'qdc'):parse()[1]:root()
  assert(not root:has_error(), 'the example has errors')

  for _, kind in ipairs({ 'highlights', 'folds', 'indents' }) do
    local text = table.concat(vim.fn.readfile(folder .. '/queries/' .. kind .. '.scm'), '\n')
    local query = (vim.treesitter.parse_query or vim.treesitter.query.parse)('qdc', text)
    local count = 0
    for _ in query:iter_captures(root, 0, 0, -1) do count = count + 1 end
    print(kind .. ': ' .. count .. ' captures')
    assert(count > 0, kind .. ' captures nothing')
  end
end

local ok, problem = pcall(check)
if not ok then print(problem) end
vim.cmd(ok and 'quitall!' or 'cquit')
