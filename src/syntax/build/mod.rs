//! Tokens to statements, guided by the vocabulary.
//!
//! One shape holds for all: `keyword value… clause…` with an optional block. Where a line is broken, the
//! builder names the one thing that is wrong and goes on as if it had been written right, so that nothing
//! is reported that mending it would make disappear.

mod apart;
mod braces;
mod marks;
mod pasted;
mod several;
mod times;
mod values;
mod words;

use std::cell::OnceCell;
use std::collections::HashMap;

use super::broken::{Broken, Problem, ProblemKind};
use super::scan::{Kind, Token};
use super::tree::{NONE, Node, NodeId, Tree};
use crate::vocabulary::{Key, Odd, Shape, Word, odd_runs, parse_keyword};

pub fn build(text: &str, tokens: Vec<Token>) -> Tree {
    let mut tree = Tree { first: NONE, tokens, ..Tree::default() };
    if let [open, name, colon, ..] = tree.tokens.as_slice()
        && (open.kind, name.kind, colon.kind) == (Kind::Open, Kind::Text, Kind::Colon)
    {
        // A request body, most likely: nothing in it is worth a word of its own.
        let kind = ProblemKind::Broken(Broken::Json);
        tree.problems.push(Problem { start: open.start, end: open.end, kind });
        return tree;
    }

    let simplified = super::script::simplified(text, &tree.tokens);
    let text = simplified.as_ref().map_or(text, |simplified| &simplified.text);
    let (tokens, glued) = super::glued::parted(text, std::mem::take(&mut tree.tokens));
    tree.tokens = tokens;
    if let Some([first, ..]) = simplified.as_ref().map(|simplified| simplified.words.as_slice()) {
        let words = simplified.iter().flat_map(|simplified| simplified.words.iter().copied()).collect();
        let kind = ProblemKind::Traditional { words };
        tree.problems.push(Problem { start: first.0, end: first.1, kind });
    }
    tree.problems.extend(glued.iter().map(|glued| {
        let kind = ProblemKind::Broken(Broken::GluedName { at: glued.at });
        Problem { start: glued.start, end: glued.end, kind }
    }));

    let balance = tree.tokens.iter().fold(0i64, |balance, token| match token.kind {
        Kind::Open => balance + 1,
        Kind::Close => balance - 1,
        _ => balance,
    });
    let runs = odd_runs(text);
    let line_ends = odd_line_ends(text, &tree.tokens, &runs);
    let pasted = pasted::blocks(text, &tree.tokens);
    let mut builder = Builder { text, tree, balance, blocks: vec![Block::FILE], ..Builder::default() };
    builder.odd_characters(&runs);
    let (mut first, mut line_end) = (0, 0);
    let (mut line_ends, mut pasted) = (line_ends.into_iter().peekable(), pasted.into_iter().peekable());
    for line in text.split_inclusive('\n') {
        line_end += line.len();
        if let Some(block) = pasted.peek().filter(|block| block.tokens.contains(&first)) {
            builder.pasted(block);
            first = block.tokens.end;
            pasted.next();
        }
        let mut end = first;
        while builder.tree.tokens.get(end).is_some_and(|token| (token.start as usize) < line_end) {
            end += 1;
        }
        // What follows a text over several lines still belongs to its statement.
        if end > first
            && let last = builder.tree.tokens[end - 1]
            && last.kind == Kind::LinesText
            && last.end as usize > line_end
        {
            continue;
        }
        while let Some(broken_at) = line_ends.next_if(|&at| at < line_end) {
            let middle = first
                + builder.tree.tokens[first..end].partition_point(|token| (token.start as usize) < broken_at);
            builder.line(first..middle);
            first = middle;
        }
        builder.line(first..end);
        first = end;
    }
    let mut tree = builder.finish();
    tree.understood = simplified.map(|simplified| simplified.text.into());
    tree
}

/// Where lines end, to the eye, at characters between the words that are no line ends of the file.
fn odd_line_ends(text: &str, tokens: &[Token], runs: &[std::ops::Range<usize>]) -> Vec<usize> {
    let is_line_end = |c| Odd::of(c) == Some(Odd::LineEnd);
    let mut ends: Vec<usize> = Vec::new();
    for run in runs.iter().filter(|run| text[(*run).clone()].contains(is_line_end)) {
        let next = tokens.partition_point(|token| token.end as usize <= run.start);
        if tokens.get(next).is_none_or(|token| token.start as usize >= run.end) {
            ends.push(run.start);
        }
    }
    ends
}

/// How many blocks outwards to look. Nothing in the language nests deeper, and looking further would make
/// deep nesting quadratic.
const DEEPEST: usize = 4;

/// An open `{`.
#[derive(Clone, Copy)]
struct Block {
    /// The statement it belongs to; `NONE` for the file and for braces that belong to nothing.
    node: NodeId,
    /// What may stand in it; `None` where that is unknown, and nothing is reported.
    context: Option<Key>,
    /// Its token; `NONE` for the file.
    open: u32,
    /// Reported already, or inside something that was.
    silent: bool,
    /// Whether new statements in it hang on another block's statement.
    holder: NodeId,
}

impl Block {
    const FILE: Block =
        Block { node: NONE, context: Some(Key::File), open: NONE, silent: false, holder: NONE };
}

#[derive(Default)]
struct Builder<'t> {
    text: &'t str,
    tree: Tree,
    /// Opening braces too many (or, below zero, closing ones).
    balance: i64,
    blocks: Vec<Block>,
    /// The statement on this line and its innermost clauses, as far as they still take something.
    chain: Vec<NodeId>,
    /// The last statement of the current block, while a `{` on the next line may still belong to it.
    last: Option<NodeId>,
    /// The last statement of the file's first level.
    last_root: NodeId,
    /// Something on this line is broken already: what follows may be its consequence.
    line_broken: bool,
    /// The first token that was not understood together with one before it.
    skip_until: u32,
    /// The token after the last one of this line.
    end_of_line: u32,
    first_of_line: u32,
    /// The problem of the statements that share this line, among those of the tree.
    shared_line: Option<usize>,
    /// Where the last `}` that closes nothing ends.
    stray_until: u32,
    /// See [`Builder::is_declared`].
    declared: OnceCell<HashMap<&'t str, Key>>,
}

impl Builder<'_> {
    fn line(&mut self, tokens: std::ops::Range<usize>) {
        self.line_broken = false;
        self.shared_line = None;
        self.first_of_line = tokens.start as u32;
        let last = tokens.end;
        self.end_of_line = last as u32;
        let first = self.after_list_mark(tokens.clone()).unwrap_or(tokens.start);
        for index in first..last {
            let at = index as u32;
            if at < self.skip_until {
                continue;
            }
            let token = self.tree.tokens[index];
            match token.kind {
                _ if self.is_wrong_open(token, index + 1 == last) || self.is_colon_for_brace(token, at) => {
                    self.broken(token, Broken::WrongBrace { right: '{' });
                    self.balance += 1;
                    self.open(at, token);
                }
                _ if self.is_wrong_close(at, token) => {
                    self.broken(token, Broken::WrongBrace { right: '}' });
                    self.balance -= 1;
                    self.close(at, token);
                }
                _ if self.comment_opens(at, token) || self.remark_opens(at, token) => {}
                _ if self.loose_point(at, token) || self.unquoted(at, token) => {}
                Kind::BrokenPoint if self.brackets(at, token) => {}
                Kind::Open if self.param_in_braces(at, token) => {}
                Kind::Word => self.word(at, token),
                Kind::Open => self.open(at, token),
                Kind::Close => self.close(at, token),
                Kind::Comment => {}
                Kind::Comma if self.chain.is_empty() => self.unexpected(token),
                Kind::Comma => {}
                Kind::Colon => self.colon(token),
                Kind::FullStop => self.full_stop(at, token),
                Kind::WrongComment => self.broken(token, Broken::WrongComment { sure: true }),
                Kind::BlockComment => self.problem(token, Broken::BlockComment),
                Kind::Unexpected if self.belongs_to_value(at, token) => {}
                Kind::Unexpected => self.unexpected(token),
                Kind::TooLong => self.broken(token, Broken::LineTooLong),
                _ => self.value(at, token),
            }
        }
        self.end_statement();
    }

    /// Lines that are no statements: reported as one, and not read.
    fn pasted(&mut self, block: &pasted::Block) {
        let tokens = &self.tree.tokens[block.tokens.clone()];
        if let (Some(first), Some(last)) = (tokens.first(), tokens.last()) {
            let (first, end) = (*first, last.end);
            self.problem(Token { end, ..first }, Broken::Pasted(block.kind));
        }
    }

    fn end_statement(&mut self) {
        if let Some(&head) = self.chain.first() {
            self.last = Some(head);
        }
        self.chain.clear();
    }

    fn finish(mut self) -> Tree {
        let end = self.tree.tokens.last().map_or(0, |token| token.end);
        for index in (1..self.blocks.len()).rev() {
            let block = self.blocks[index];
            if !block.silent {
                self.problem(self.tree.token(block.open), Broken::Unclosed { missing_at: end });
            }
        }
        // Blocks that are never closed come last and belong where they open.
        self.tree.problems.sort_by_key(|problem| problem.start);
        self.tree
    }

    // ---- nodes ----

    fn begin(&mut self, at: u32, word: Option<&'static Word>, misplaced: bool) {
        let parent = self.block().holder;
        let id = self.push_node(at, word, parent, misplaced);
        self.chain.clear();
        self.chain.push(id);
        self.last = None;
    }

    fn push_clause(&mut self, at: u32, word: Option<&'static Word>, misplaced: bool) {
        let parent = self.chain[self.chain.len() - 1];
        let id = self.push_node(at, word, parent, misplaced);
        self.chain.push(id);
    }

    fn push_node(&mut self, at: u32, word: Option<&'static Word>, parent: NodeId, misplaced: bool) -> NodeId {
        let id = self.tree.nodes.len() as NodeId;
        self.tree.nodes.push(Node {
            word,
            keyword: at,
            parent,
            first_child: NONE,
            last_child: NONE,
            next: NONE,
            values: (0, 0),
            open: NONE,
            close: NONE,
            misplaced,
        });
        let previous = if parent == NONE {
            std::mem::replace(&mut self.last_root, id)
        } else {
            std::mem::replace(&mut self.tree.nodes[parent as usize].last_child, id)
        };
        if parent == NONE {
            if self.tree.first == NONE {
                self.tree.first = id;
            } else {
                self.tree.nodes[previous as usize].next = id;
            }
        } else if previous == NONE {
            self.tree.nodes[parent as usize].first_child = id;
        } else {
            self.tree.nodes[previous as usize].next = id;
        }
        id
    }

    fn block(&self) -> Block {
        self.blocks.last().copied().unwrap_or(Block::FILE)
    }

    /// The keyword whose block this is; `None` for the file.
    fn block_word(&self) -> Option<&'static Word> {
        let holder = self.block().holder;
        if holder == NONE { None } else { self.tree.node(holder).word }
    }

    /// What this file declares by such a name, before this place or after it.
    fn declared(&self, name: &str) -> Option<Key> {
        let declares = |keyword: &str| {
            let first = |word: &&Word| word.takes.first().is_some_and(|take| take.shape == Shape::Name);
            parse_keyword(keyword).find(first).map(|word| word.key)
        };
        let declared = || {
            let words =
                self.tree.tokens.windows(2).filter(|pair| pair.iter().all(|token| token.kind == Kind::Word));
            let pairs = words.map(|pair| (&self.text[pair[0].range()], &self.text[pair[1].range()]));
            pairs.filter_map(|(keyword, name)| Some((name, declares(keyword)?))).collect()
        };
        self.declared.get_or_init(declared).get(name).copied()
    }

    fn is_declared(&self, name: &str) -> bool {
        self.declared(name).is_some()
    }

    fn key(&self, id: NodeId) -> Option<Key> {
        self.tree.node(id).word.map(|word| word.key)
    }

    /// Bytes from the start of the line, as far as indentation goes: looking further back on a long line, for
    /// every brace, would be quadratic.
    fn column(&self, token: Token) -> usize {
        const DEEPEST_INDENT: usize = 256;
        let start = token.start as usize;
        let near = &self.text.as_bytes()[start.saturating_sub(DEEPEST_INDENT)..start];
        near.len() - memchr::memrchr(b'\n', near).map_or(0, |end| end + 1)
    }

    // ---- problems ----

    fn broken(&mut self, token: Token, broken: Broken) {
        self.line_broken = true;
        self.problem(token, broken);
    }

    fn problem(&mut self, token: Token, broken: Broken) {
        self.problem_kind(token, ProblemKind::Broken(broken));
    }

    fn problem_kind(&mut self, token: Token, kind: ProblemKind) {
        self.tree.problems.push(Problem { start: token.start, end: token.end, kind });
    }
}
