//! Words: keywords where statements and clauses start, slips of the pen, values that are bare words.

use super::super::broken::{Broken, ProblemKind};
use super::super::scan::{Kind, Token};
use super::super::tree::{NONE, NodeId};
use super::{Block, Builder};
use crate::vocabulary::{
    Key, Shape, Word, children, choices, find_child, is_keyword, is_secret_word, misnamed, nearest,
    parse_keyword,
};

impl Builder<'_> {
    pub(super) fn word(&mut self, at: u32, token: Token) {
        if self.chain.is_empty() { self.statement(at, token) } else { self.on_line(at, token) }
    }

    /// A word where a statement starts.
    pub(super) fn statement(&mut self, at: u32, token: Token) {
        let block = self.block();
        let Some(context) = block.context else {
            self.begin(at, None, true);
            return;
        };
        let spelling = &self.text[token.range()];
        if let Some(word) = find_child(context, spelling) {
            self.begin(at, Some(word), false);
            self.loose_time(at);
            return;
        }
        if let Some(depth) = self.outer_block_taking(spelling) {
            self.close_blocks_down_to(depth, at);
            return self.statement(at, token);
        }
        if self.begun_otherwise(at, token, context) || self.split_glued(at, token, context) {
            return;
        }
        if let Some(word) = self.misnamed(context, spelling) {
            self.problem_kind(
                token,
                ProblemKind::UnknownKeyword { near: Some(word), parent: self.block_word() },
            );
            self.begin(at, Some(word), false);
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
        self.loose_time(at);
    }

    /// A keyword of another statement, where people mean one of this: `名称` of a person. One that the statement before
    /// could have on its line is that one's.
    fn misnamed(&self, context: Key, spelling: &str) -> Option<&'static Word> {
        let of_last = self.last.and_then(|last| self.key(last)).and_then(|key| find_child(key, spelling));
        misnamed(context, spelling).filter(|_| of_last.is_none() && parse_keyword(spelling).next().is_some())
    }

    /// A keyword that belongs somewhere else. A clause on the line after its statement is taken for what it
    /// means, so that nothing else is reported missing.
    pub(super) fn misplaced_statement(&mut self, at: u32, token: Token, context: Key, word: &'static Word) {
        let spelling = &self.text[token.range()];
        let parent = self.block_word();
        if let Some(last) = self.last
            && let Some(clause) = self.key(last).and_then(|key| find_child(key, spelling))
        {
            let forgotten = self.balance < 0 && self.tree.node(last).open == NONE;
            if forgotten && (!clause.clause || self.closes_before_it_opens(at)) {
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
    pub(super) fn missing_open(&mut self, last: NodeId, at: u32) {
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
    pub(super) fn on_line(&mut self, at: u32, token: Token) {
        let spelling = &self.text[token.range()];
        if self.param_like_keyword(at, token) {
            return;
        }
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
            self.loose_time(at);
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
        // `填写 姓名 “陈静”`: the names of a template's fields are often words of the language.
        if self.key(innermost) == Some(Key::Field) && self.tree.values(innermost).is_empty() {
            self.push_value(innermost, at);
            return;
        }
        if self.page_count_without_keyword(at, token) {
            return;
        }
        if self.template_without_from(at, token) || self.one_of_several(at, token) {
            return;
        }
        if let Some(shape) = self.wanted(innermost, token)
            && self.word_fits(shape, spelling, sibling)
        {
            self.push_value(innermost, at);
            return;
        }
        if self.page_apart(at, token) || self.page_without_keyword(at, token) {
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
            if self.awaits_block() && self.block_is_of_another_than(word) {
                let parent = self.tree.node(self.chain[0]).word;
                self.problem_kind(token, ProblemKind::MisplacedKeyword { word, parent });
                self.chain.truncate(1);
                self.push_clause(at, Some(word), true);
                return;
            }
            self.shares_a_line(token);
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

    /// `姓名 姓名`, with a param of that name: the keyword still takes a value, and nothing follows that the second
    /// word would take.
    fn param_like_keyword(&mut self, at: u32, token: Token) -> bool {
        let spelling = &self.text[token.range()];
        let innermost = self.chain[self.chain.len() - 1];
        let wanted = self.wanted(innermost, token).filter(|_| self.tree.values(innermost).is_empty());
        let Some(shape) = wanted.filter(|shape| !matches!(shape, Shape::Name | Shape::DocumentName)) else {
            return false;
        };
        let is_last = match self.tree.tokens[..self.end_of_line as usize].get(at as usize + 1) {
            Some(next) if next.kind == Kind::Word => parse_keyword(&self.text[next.range()]).next().is_some(),
            Some(next) => matches!(next.kind, Kind::Open | Kind::Close | Kind::Comment),
            None => true,
        };
        let is_keyword_here = || {
            let context = self.block().context.into_iter();
            let mut keys = self.chain.iter().filter_map(|&node| self.key(node)).chain(context);
            keys.any(|key| find_child(key, spelling).is_some())
        };
        if !is_last || self.declared(spelling) != Some(Key::Param) || !is_keyword_here() {
            return false;
        }
        let text =
            matches!(shape, Shape::Text | Shape::Url | Shape::Path | Shape::TextOrInteger | Shape::Account);
        self.problem(token, Broken::KeywordAsParam { text });
        self.push_value(innermost, at);
        true
    }

    pub(super) fn unknown_on_line(&mut self, at: u32, token: Token) {
        if self.blank_in_name(at, token) {
            return;
        }
        let spelling = &self.text[token.range()];
        // What stands beside a clause in braces is meant for the statement of the braces.
        let head = self.tree.node(self.chain[0]).word;
        let of_block = self.block_word().filter(|_| head.is_some_and(|head| head.clause));
        let parent = of_block.or(head);
        let near = |context: Key| match is_keyword(spelling) {
            // A keyword of another statement is no slip of the pen.
            true => of_block.and_then(|_| misnamed(context, spelling)),
            false => nearest(spelling, children(context).iter().copied()),
        };
        let sibling_near = self.block().context.and_then(near);
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

    /// `企业 甲 方 {`: more words where a declaration has its name already and takes nothing else.
    fn blank_in_name(&mut self, at: u32, token: Token) -> bool {
        let [head] = self.chain[..] else { return false };
        let takes = self.tree.node(head).word.map_or(&[][..], |word| word.takes);
        let (true, [name]) = (matches!(takes, [take] if take.shape == Shape::Name), self.tree.values(head))
        else {
            return false;
        };
        let first = self.tree.token(*name);
        let rest = &self.tree.tokens[at as usize..self.end_of_line as usize];
        let is_name = |token: &&Token| token.kind == Kind::Word && !is_keyword(&self.text[token.range()]);
        let words = rest.iter().take_while(is_name).count();
        if first.kind != Kind::Word || is_keyword(&self.text[token.range()]) || words == 0 {
            return false;
        }
        let last = rest[words - 1];
        self.broken(Token { end: last.end, ..first }, Broken::BlankInName);
        self.skip_until = at + words as u32;
        true
    }

    pub(super) fn second_statement(&mut self, at: u32, word: &'static Word) {
        self.end_statement();
        self.begin(at, Some(word), false);
    }

    /// The nearest clause of the statement or of the clauses on this line, and whose it is.
    pub(super) fn near_clause(&self, spelling: &str) -> Option<(usize, &'static Word)> {
        (0..self.chain.len()).rev().find_map(|depth| {
            let key = self.key(self.chain[depth])?;
            // A keyword of another statement is no slip of the pen: 顺序 is not 顺延.
            let word = match is_keyword(spelling) {
                true => misnamed(key, spelling),
                false => nearest(spelling, children(key).iter().copied()),
            };
            word.map(|word| (depth, word))
        })
    }

    /// `第 6 页`, as `第6页` is written too.
    fn page_apart(&mut self, at: u32, token: Token) -> bool {
        let [_, number, page, ..] = self.tree.tokens[at as usize..self.end_of_line as usize] else {
            return false;
        };
        let is_page = &self.text[token.range()] == "第"
            && number.kind == Kind::Quantity
            && &self.text[page.range()] == "页";
        let holder = |node: &NodeId| self.key(*node).is_some_and(|key| find_child(key, "页").is_some());
        let Some(depth) = self.chain.iter().rposition(holder).filter(|_| is_page) else { return false };
        let word = self.key(self.chain[depth]).and_then(|key| find_child(key, "页"));
        self.problem(Token { end: page.end, ..token }, Broken::PageInWords);
        self.chain.truncate(depth + 1);
        self.push_clause(at, word, false);
        self.push_value(self.chain[depth + 1], at + 1);
        self.skip_until = at + 3;
        true
    }

    /// `签章 正文 末页`: the value says which keyword was left out.
    fn page_without_keyword(&mut self, at: u32, token: Token) -> bool {
        if choices::LAST_PAGE.find(&self.text[token.range()]).is_none() {
            return self.page_in_other_words(at, token);
        }
        if self.one_of_several_pages(at, token) {
            return true;
        }
        let page = |node: NodeId| self.key(node).and_then(|key| find_child(key, "页"));
        let Some(depth) = self.chain.iter().rposition(|&node| page(node).is_some()) else { return false };
        let Some(word) = page(self.chain[depth]) else { return false };
        self.problem(token, Broken::WithoutKeyword { word });
        self.chain.truncate(depth + 1);
        self.push_clause(at, Some(word), false);
        self.push_value(self.chain[depth + 1], at);
        true
    }

    /// `页1`: a keyword of `parent` with a number glued on. Taken for the two.
    pub(super) fn split_glued(&mut self, at: u32, token: Token, parent: Key) -> bool {
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
        if self.chain.is_empty() {
            self.begin(at, Some(word), false);
        } else {
            let holder = |node: &NodeId| self.key(*node) == Some(parent);
            let depth = self.chain.iter().rposition(holder).unwrap_or(0);
            self.chain.truncate(depth + 1);
            self.push_clause(at, Some(word), false);
        }
        if !self.glued_time(at, split) {
            self.problem(token, Broken::Glued { at: split });
            // The word itself stands in as a value that was reported.
            let node = self.chain[self.chain.len() - 1];
            self.push_value(node, at);
        }
        true
    }
}
