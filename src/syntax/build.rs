//! Tokens to statements, guided by the vocabulary.
//!
//! One shape holds for all: `keyword value… clause…` with an optional block. Where a line is broken, the
//! builder names the one thing that is wrong and goes on as if it had been written right, so that nothing
//! is reported that mending it would make disappear.

use super::broken::{Broken, Problem, ProblemKind};
use super::scan::{Kind, Token, scan};
use super::tree::{NONE, Node, NodeId, Tree};
use crate::vocabulary::{
    Key, Shape, Word, children, choices, find_child, is_secret_word, nearest, parse_keyword,
};

pub fn build(text: &str) -> Tree {
    let mut tree = Tree { first: NONE, tokens: scan(text), ..Tree::default() };
    if let [open, name, colon, ..] = tree.tokens.as_slice()
        && (open.kind, name.kind, colon.kind) == (Kind::Open, Kind::Text, Kind::Colon)
    {
        // A request body, most likely: nothing in it is worth a word of its own.
        let kind = ProblemKind::Broken(Broken::Json);
        tree.problems.push(Problem { start: open.start, end: open.end, kind });
        return tree;
    }

    let balance = tree.tokens.iter().fold(0i64, |balance, token| match token.kind {
        Kind::Open => balance + 1,
        Kind::Close => balance - 1,
        _ => balance,
    });
    let mut builder = Builder { text, tree, balance, blocks: vec![Block::FILE], ..Builder::default() };
    let (mut first, mut line_end) = (0, 0);
    for line in text.split_inclusive('\n') {
        line_end += line.len();
        let mut end = first;
        while builder.tree.tokens.get(end).is_some_and(|token| (token.start as usize) < line_end) {
            end += 1;
        }
        builder.line(first..end);
        first = end;
    }
    builder.finish()
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
    first_of_line: u32,
    /// Where the last `}` that closes nothing ends.
    stray_until: u32,
}

impl Builder<'_> {
    fn line(&mut self, tokens: std::ops::Range<usize>) {
        self.line_broken = false;
        self.first_of_line = tokens.start as u32;
        let last = tokens.end;
        for index in tokens {
            let at = index as u32;
            let token = self.tree.tokens[index];
            match token.kind {
                _ if self.is_wrong_open(token, index + 1 == last) => {
                    self.broken(token, Broken::WrongBrace { right: '{' });
                    self.balance += 1;
                    self.open(at, token);
                }
                _ if self.is_wrong_close(at, token) => {
                    self.broken(token, Broken::WrongBrace { right: '}' });
                    self.balance -= 1;
                    self.close(at, token);
                }
                Kind::Word => self.word(at, token),
                Kind::Open => self.open(at, token),
                Kind::Close => self.close(at, token),
                Kind::Comment => {}
                Kind::Comma if self.chain.is_empty() => self.unexpected(token),
                Kind::Comma => {}
                Kind::Colon => self.colon(token),
                Kind::FullStop => self.full_stop(token),
                Kind::WrongComment => self.broken(token, Broken::WrongComment),
                Kind::Unexpected => self.unexpected(token),
                Kind::TooLong => self.broken(token, Broken::LineTooLong),
                _ => self.value(at, token),
            }
        }
        self.end_statement();
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

    // ---- words ----

    fn word(&mut self, at: u32, token: Token) {
        if self.chain.is_empty() { self.statement(at, token) } else { self.on_line(at, token) }
    }

    /// A word where a statement starts.
    fn statement(&mut self, at: u32, token: Token) {
        let block = self.block();
        let Some(context) = block.context else {
            self.begin(at, None, true);
            return;
        };
        let spelling = &self.text[token.range()];
        if let Some(word) = find_child(context, spelling) {
            self.begin(at, Some(word), false);
            return;
        }
        if let Some(depth) = self.outer_block_taking(spelling) {
            self.close_blocks_down_to(depth, at);
            return self.statement(at, token);
        }
        if self.split_glued(at, token, context) {
            return;
        }
        if let Some(word) = parse_keyword(spelling).next() {
            return self.misplaced_statement(at, token, context, word);
        }
        if is_secret_word(spelling) {
            self.problem_kind(token, ProblemKind::LiteralSecret);
            self.begin(at, None, true);
            return;
        }
        let near = nearest(spelling, children(context).iter().copied());
        if near.is_some() || !self.line_broken {
            let parent = self.block_word();
            self.problem_kind(token, ProblemKind::UnknownKeyword { near, parent });
        }
        self.line_broken |= near.is_none();
        self.begin(at, near, false);
    }

    /// A keyword that belongs somewhere else. A clause on the line after its statement is taken for what it
    /// means, so that nothing else is reported missing.
    fn misplaced_statement(&mut self, at: u32, token: Token, context: Key, word: &'static Word) {
        let spelling = &self.text[token.range()];
        let parent = self.block_word();
        if let Some(last) = self.last
            && let Some(clause) = self.key(last).and_then(|key| find_child(key, spelling))
        {
            if !clause.clause && self.balance < 0 && self.tree.node(last).open == NONE {
                return self.missing_open(last, at);
            }
            let parent = self.tree.node(last).word;
            self.problem_kind(token, ProblemKind::MisplacedKeyword { word: clause, parent });
            self.chain.push(last);
            self.push_clause(at, Some(clause), false);
            return;
        }
        // In a contract's file the same spelling may mean several things; a statement is likelier.
        let word = parse_keyword(spelling).find(|word| word.takes.len() == 1 && !word.clause).unwrap_or(word);
        let adopted = context == Key::File && word.parents.contains(&Key::Contract);
        self.problem_kind(token, ProblemKind::MisplacedKeyword { word, parent });
        self.begin(at, Some(word), !adopted);
    }

    /// The `{` of the statement before was forgotten, its `}` was not: goes on as if it were there.
    fn missing_open(&mut self, last: NodeId, at: u32) {
        let before = self.tree.token(at - 1);
        let keyword = self.tree.keyword(last);
        self.problem(keyword, Broken::MissingOpen { at: before.end });
        self.balance += 1;
        let context = self.key(last);
        self.blocks.push(Block { node: last, context, open: NONE, silent: true, holder: last });
        self.last = None;
        self.statement(at, self.tree.token(at));
    }

    /// A word on a line whose statement has begun.
    fn on_line(&mut self, at: u32, token: Token) {
        let spelling = &self.text[token.range()];
        if let Some(depth) = (0..self.chain.len())
            .rev()
            .find(|&depth| self.key(self.chain[depth]).is_some_and(|key| find_child(key, spelling).is_some()))
        {
            let node = self.chain[depth];
            let word = self.key(node).and_then(|key| find_child(key, spelling));
            if let Some(word) = word.filter(|word| !word.clause) {
                let parent = self.tree.node(node).word;
                self.problem_kind(token, ProblemKind::MisplacedKeyword { word, parent });
            }
            self.chain.truncate(depth + 1);
            self.push_clause(at, word, false);
            return;
        }
        let sibling = self.block().context.and_then(|context| find_child(context, spelling));
        let innermost = self.chain[self.chain.len() - 1];
        if self.tree.node(innermost).word.is_none() {
            // After an unknown keyword only a keyword is understood again.
            match sibling {
                Some(word) => self.second_statement(at, word),
                None => self.push_value(innermost, at),
            }
            return;
        }
        if let Some(shape) = self.wanted(innermost, token)
            && self.word_fits(shape, spelling, sibling)
        {
            self.push_value(innermost, at);
            return;
        }
        if (0..self.chain.len())
            .rev()
            .any(|depth| self.key(self.chain[depth]).is_some_and(|key| self.split_glued(at, token, key)))
        {
            return;
        }
        if let Some(word) = self.near_clause(spelling) {
            self.problem_kind(
                token,
                ProblemKind::UnknownKeyword {
                    near: Some(word.1),
                    parent: self.tree.node(self.chain[word.0]).word,
                },
            );
            self.chain.truncate(word.0 + 1);
            self.push_clause(at, Some(word.1), false);
            return;
        }
        if let Some(word) = sibling {
            if !self.line_broken {
                self.problem(token, Broken::TwoStatements);
            }
            self.second_statement(at, word);
            return;
        }
        if let Some(&outer) = self.chain.iter().rev().skip(1).find(|&&outer| {
            self.wanted(outer, token).is_some_and(|shape| self.word_fits(shape, spelling, None))
        }) {
            self.push_value(outer, at);
            return;
        }
        self.unknown_on_line(at, token);
    }

    fn unknown_on_line(&mut self, at: u32, token: Token) {
        let spelling = &self.text[token.range()];
        let parent = self.tree.node(self.chain[0]).word;
        let sibling_near =
            self.block().context.and_then(|key| nearest(spelling, children(key).iter().copied()));
        if let Some(word) = sibling_near {
            self.problem_kind(token, ProblemKind::UnknownKeyword { near: Some(word), parent });
            self.second_statement(at, word);
        } else {
            if !self.line_broken {
                let kind = match parse_keyword(spelling).next() {
                    Some(word) => ProblemKind::MisplacedKeyword { word, parent },
                    None if is_secret_word(spelling) => ProblemKind::LiteralSecret,
                    None => ProblemKind::UnknownKeyword { near: None, parent },
                };
                self.problem_kind(token, kind);
            }
            self.chain.truncate(1);
            self.push_clause(at, None, true);
        }
    }

    fn second_statement(&mut self, at: u32, word: &'static Word) {
        self.end_statement();
        self.begin(at, Some(word), false);
    }

    /// The nearest clause of the statement or of the clauses on this line, and whose it is.
    fn near_clause(&self, spelling: &str) -> Option<(usize, &'static Word)> {
        (0..self.chain.len()).rev().find_map(|depth| {
            let key = self.key(self.chain[depth])?;
            nearest(spelling, children(key).iter().copied()).map(|word| (depth, word))
        })
    }

    /// `页1`: a keyword of `parent` with a number glued on. Taken for the two.
    fn split_glued(&mut self, at: u32, token: Token, parent: Key) -> bool {
        let spelling = &self.text[token.range()];
        if let Some(number) = spelling.strip_prefix('第').and_then(|rest| rest.strip_suffix('页'))
            && let Some(word) = find_child(parent, "页")
            && number.chars().all(char::is_numeric)
        {
            self.problem(token, Broken::PageInWords);
            let holder = |node: &NodeId| self.key(*node) == Some(parent);
            let depth = self.chain.iter().rposition(holder).unwrap_or(0);
            self.chain.truncate(depth + 1);
            if self.chain.is_empty() {
                self.begin(at, Some(word), false);
            } else {
                self.push_clause(at, Some(word), false);
            }
            let node = self.chain[self.chain.len() - 1];
            self.push_value(node, at);
            return true;
        }
        let Some(digit) = spelling.find(|c: char| c.is_numeric()).filter(|&digit| digit > 0) else {
            return false;
        };
        let Some(word) = find_child(parent, &spelling[..digit]) else { return false };
        let split = token.start + digit as u32;
        self.problem(token, Broken::Glued { at: split });
        if self.chain.is_empty() {
            self.begin(at, Some(word), false);
        } else {
            let holder = |node: &NodeId| self.key(*node) == Some(parent);
            let depth = self.chain.iter().rposition(holder).unwrap_or(0);
            self.chain.truncate(depth + 1);
            self.push_clause(at, Some(word), false);
        }
        // The word itself stands in as a value that was reported.
        let node = self.chain[self.chain.len() - 1];
        self.push_value(node, at);
        true
    }

    // ---- values ----

    fn value(&mut self, at: u32, token: Token) {
        let broken = match token.kind {
            Kind::MismatchedText => {
                let words = &self.text[token.range()];
                let closing = words
                    .char_indices()
                    .next_back()
                    .map(|(offset, _)| (token.start + offset as u32, token.end));
                Some(Broken::UnclosedText { opening: words.chars().next().unwrap_or('"'), closing })
            }
            Kind::UnclosedText => {
                let opening = self.text[token.range()].chars().next().unwrap_or('"');
                Some(Broken::UnclosedText { opening, closing: None })
            }
            Kind::NestedText => Some(Broken::NestedQuotes),
            Kind::WrongQuotes => Some(Broken::WrongQuotes),
            Kind::BrokenPoint => Some(Broken::BadPoint),
            Kind::BadDate => Some(Broken::BadDate),
            _ => None,
        };
        let starts_line = self.chain.is_empty();
        if let Some(broken) = broken {
            self.broken(token, broken);
        } else if starts_line && self.block().context.is_some() && !self.line_broken {
            self.broken(token, Broken::NoKeyword);
        }
        if starts_line {
            self.begin(at, None, true);
        } else {
            let taker = self.chain.iter().rev().copied().find(|&node| self.wanted(node, token).is_some());
            let node = taker.unwrap_or(self.chain[self.chain.len() - 1]);
            self.push_value(node, at);
        }
    }

    /// What a node still takes, given that `next` comes.
    fn wanted(&self, id: NodeId, next: Token) -> Option<Shape> {
        let node = self.tree.node(id);
        let Some(word) = node.word else { return Some(Shape::Text) };
        let values = self.tree.values(id);
        let spelling = |token: Token| &self.text[token.range()];
        if let [value] = values {
            // `in 30d`, `30天 内`, `text "…"`, `template "…"`: two tokens, one value.
            let value = self.tree.token(*value);
            let marker = match word.takes.first().map(|take| take.shape) {
                Some(Shape::Deadline) => Some(&choices::IN),
                Some(Shape::Spot) => Some(&choices::TEXT),
                Some(Shape::Template) => Some(&choices::TEMPLATE),
                _ => None,
            };
            if let Some(marker) = marker {
                let before = value.kind == Kind::Word && marker.find(spelling(value)).is_some();
                let after = word.key == Key::Deadline
                    && next.kind == Kind::Word
                    && marker.find(spelling(next)).is_some();
                return (before || after).then_some(word.takes[0].shape);
            }
        }
        match word.takes.get(values.len()) {
            Some(take) => Some(take.shape),
            None => word.takes.last().filter(|take| take.many).map(|take| take.shape),
        }
    }

    /// Whether a bare word may be meant as such a value, rather than as the keyword it also is or resembles.
    fn word_fits(&self, shape: Shape, spelling: &str, sibling: Option<&'static Word>) -> bool {
        let names = matches!(shape, Shape::Name | Shape::DocumentName | Shape::Account);
        let choice = match shape {
            Shape::Choice(set) | Shape::ChoiceOrText(set) | Shape::IntegerOr(set) => set.find(spelling),
            Shape::Seals => choices::ALL_SEALS.find(spelling),
            Shape::Deadline => choices::IN.find(spelling),
            Shape::Spot => choices::TEXT.find(spelling),
            Shape::Template => choices::TEMPLATE.find(spelling),
            _ => None,
        };
        if choice.is_some() {
            return true;
        }
        if sibling.is_some() && !names {
            return false;
        }
        // Where more values may follow those there are, a slip in a clause is likelier than another value.
        let innermost = self.chain[self.chain.len() - 1];
        self.tree.values(innermost).is_empty() || self.near_clause(spelling).is_none()
    }

    fn push_value(&mut self, id: NodeId, at: u32) {
        let end = self.tree.values.len() as u32;
        let (start, stop) = self.tree.node(id).values;
        if stop != end && start != stop {
            self.tree.values.extend_from_within(start as usize..stop as usize);
        }
        self.tree.values.push(at);
        let count = stop - start + 1;
        let end = self.tree.values.len() as u32;
        self.tree.nodes[id as usize].values = (end - count, end);
    }

    // ---- punctuation ----

    fn colon(&mut self, token: Token) {
        // `截止：2026-12-31` reads well and means the same without.
        let fits = self.chain.last().is_some_and(|&node| self.tree.values(node).is_empty());
        if !fits {
            self.unexpected(token);
        }
    }

    /// At the end of a line it is a habit and means nothing; between two statements it hides the second.
    fn full_stop(&mut self, token: Token) {
        let rest = self.text[token.end as usize..].lines().next().unwrap_or_default().trim();
        if self.chain.is_empty() || !(rest.is_empty() || rest.starts_with("//")) {
            self.broken(token, Broken::FullStop);
        }
        self.end_statement();
    }

    fn unexpected(&mut self, token: Token) {
        if let Some(last) = self.tree.problems.last_mut()
            && last.kind == ProblemKind::Broken(Broken::Unexpected)
            && last.end == token.start
        {
            last.end = token.end;
            return;
        }
        if !self.line_broken && self.block().context.is_some() {
            self.broken(token, Broken::Unexpected);
        }
    }

    // ---- braces ----

    fn open(&mut self, at: u32, token: Token) {
        let outer = self.block();
        let head = self.chain.first().copied().or(self.last.take());
        let block = match head.map(|head| (head, self.tree.node(head).clone())) {
            Some((head, node)) if node.open == NONE => {
                self.tree.nodes[head as usize].open = at;
                match node.word {
                    _ if node.misplaced => Block {
                        node: head,
                        context: node.word.map(|word| word.key),
                        open: at,
                        silent: true,
                        holder: head,
                    },
                    Some(word) if word.has_children() => Block {
                        node: head,
                        context: Some(word.key),
                        open: at,
                        silent: outer.silent,
                        holder: head,
                    },
                    Some(word) => {
                        self.broken(token, Broken::NoBlock { word });
                        Block { node: head, open: at, silent: true, ..outer }
                    }
                    None => Block { node: head, context: None, open: at, silent: true, holder: head },
                }
            }
            _ => {
                if !outer.silent {
                    self.broken(token, Broken::StrayOpen);
                }
                Block { node: NONE, open: at, silent: true, ..outer }
            }
        };
        self.chain.clear();
        self.last = None;
        self.blocks.push(block);
    }

    /// `（` or `【` at the end of a statement that may have a block.
    fn is_wrong_open(&self, token: Token, is_last: bool) -> bool {
        is_last
            && matches!(token.kind, Kind::BrokenPoint | Kind::Unexpected)
            && matches!(&self.text[token.range()], "（" | "(" | "【" | "[" | "〔")
            && self.chain.first().is_some_and(|&head| {
                let node = self.tree.node(head);
                node.open == NONE && node.word.is_some_and(|word| word.has_children())
            })
    }

    /// `）` or `】` where a line starts, with a block open.
    fn is_wrong_close(&self, at: u32, token: Token) -> bool {
        token.kind == Kind::Unexpected
            && self.first_of_line == at
            && self.blocks.len() > 1
            && matches!(&self.text[token.range()], "）" | ")" | "】" | "]" | "〕")
    }

    fn close(&mut self, at: u32, token: Token) {
        self.end_statement();
        if self.blocks.len() == 1 || self.closes_too_early(at) {
            // A row of them is one mistake.
            let repeated = self.tree.problems.last().is_some_and(|problem| {
                problem.kind == ProblemKind::Broken(Broken::StrayClose)
                    && self.text[self.stray_until as usize..token.start as usize].trim().is_empty()
            });
            if !repeated {
                self.broken(token, Broken::StrayClose);
            }
            self.stray_until = token.end;
            self.balance += 1;
            return;
        }
        self.close_by_indentation(at, token);
        if let Some(block) = self.blocks.pop()
            && block.node != NONE
        {
            self.tree.nodes[block.node as usize].close = at;
        }
        self.last = None;
    }

    /// With closing braces too many: this one is it when what follows only fits the block it would close.
    fn closes_too_early(&self, at: u32) -> bool {
        if self.balance >= 0 || self.blocks.len() < 2 {
            return false;
        }
        let next = self.tree.tokens[at as usize + 1..]
            .iter()
            .find(|token| !matches!(token.kind, Kind::Comment))
            .filter(|token| token.kind == Kind::Word);
        let (inner, outer) = (self.block(), self.blocks[self.blocks.len() - 2]);
        next.is_some_and(|next| {
            let spelling = &self.text[next.range()];
            let fits =
                |block: Block| block.context.is_some_and(|context| find_child(context, spelling).is_some());
            fits(inner) && !fits(outer)
        })
    }

    /// With opening braces too many: a `}` that stands under an outer statement closes that one.
    fn close_by_indentation(&mut self, at: u32, token: Token) {
        if self.balance <= 0 || self.first_of_line != at {
            return;
        }
        let column = self.column(token);
        let statement_column =
            |block: &Block| (block.node != NONE).then(|| self.column(self.tree.keyword(block.node)));
        let inner = self.blocks.last().and_then(statement_column);
        if inner.is_none_or(|inner| inner <= column) {
            return;
        }
        let outer = (1..self.blocks.len() - 1)
            .rev()
            .take(DEEPEST)
            .find(|&depth| statement_column(&self.blocks[depth]) == Some(column));
        if let Some(outer) = outer {
            self.close_blocks_down_to(outer, at);
        }
    }

    /// With opening braces too many: how many blocks are open around the one this keyword fits.
    fn outer_block_taking(&self, spelling: &str) -> Option<usize> {
        if self.balance <= 0 {
            return None;
        }
        let fits = |block: &Block| block.context.is_some_and(|key| find_child(key, spelling).is_some());
        let depth = self.blocks.len() - 1;
        let least = depth.saturating_sub(DEEPEST);
        (least..depth).rev().find(|&outer| fits(&self.blocks[outer]))
    }

    /// Closes blocks as if their `}` stood before token `at`, until `depth` is the innermost.
    fn close_blocks_down_to(&mut self, depth: usize, at: u32) {
        let missing_at = at.checked_sub(1).map_or(0, |before| self.tree.token(before).end);
        while self.blocks.len() > depth + 1 {
            let Some(block) = self.blocks.pop() else { return };
            self.balance -= 1;
            if !block.silent {
                self.problem(self.tree.token(block.open), Broken::Unclosed { missing_at });
            }
        }
        self.last = None;
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
