//! Braces: blocks opened and closed, and those forgotten, too many, or of the wrong kind.

use super::super::broken::{Broken, ProblemKind};
use super::super::scan::{Kind, Token};
use super::super::tree::NONE;
use super::{Block, Builder, DEEPEST};
use crate::vocabulary::{Key, Shape, Word, find_child, parse_keyword};

impl Builder<'_> {
    pub(super) fn open(&mut self, at: u32, token: Token) {
        if self.is_doubled(at) {
            self.problem(token, Broken::DoubledOpen);
            self.balance -= 1;
            return;
        }
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

    /// `手机 {手机号}`: a param where a value is wanted, as it stands in a text.
    pub(super) fn param_in_braces(&mut self, at: u32, token: Token) -> bool {
        let (Kind::Open, Some(&node)) = (token.kind, self.chain.last()) else { return false };
        let line = &self.tree.tokens[..self.end_of_line as usize];
        let (Some(name), Some(close)) = (line.get(at as usize + 1), line.get(at as usize + 2)) else {
            return false;
        };
        let (Kind::Word, Kind::Close, Some(word)) = (name.kind, close.kind, self.tree.node(node).word) else {
            return false;
        };
        let text = match self.wanted(node, token) {
            Some(Shape::Text | Shape::Url | Shape::Path | Shape::TextOrInteger | Shape::Account) => true,
            Some(Shape::Deadline | Shape::Integer(..) | Shape::IntegerOr(_) | Shape::Length) => false,
            _ => return false,
        };
        // Params of used files are not known here; where there is no block, nothing else is meant.
        let spelling = &self.text[name.range()];
        let is_param = self.declared(spelling) == Some(Key::Param)
            || (!word.has_children() && parse_keyword(spelling).next().is_none());
        if !is_param || word.takes.iter().any(|take| take.many) {
            return false;
        }
        self.broken(Token { end: close.end, ..token }, Broken::ParamInBraces { text });
        self.push_value(node, at);
        self.skip_until = at + 3;
        true
    }

    /// `{{`, with braces too many: the second is a slip.
    fn is_doubled(&self, at: u32) -> bool {
        self.balance > 0
            && at > self.first_of_line
            && self.chain.is_empty()
            && self.block().node != NONE
            && self.block().open == at - 1
    }

    /// Whether a `}` comes before any `{`, a few statements from here.
    pub(super) fn closes_before_it_opens(&self, at: u32) -> bool {
        const NEAR: usize = 64;
        let rest = self.tree.tokens[at as usize..].iter().take(NEAR);
        let brace = rest.map(|token| token.kind).find(|kind| matches!(kind, Kind::Open | Kind::Close));
        brace == Some(Kind::Close)
    }

    /// `（` or `【` at the end of a statement that may have a block.
    pub(super) fn is_wrong_open(&self, token: Token, is_last: bool) -> bool {
        is_last
            && matches!(token.kind, Kind::BrokenPoint | Kind::Unexpected)
            && matches!(&self.text[token.range()], "（" | "(" | "【" | "[" | "〔")
            && self.awaits_block()
    }

    /// `：` at the end of a statement that may have a block, as other languages open one.
    pub(super) fn is_colon_for_brace(&self, token: Token, at: u32) -> bool {
        let next = self.tree.tokens.get(at as usize + 1);
        token.kind == Kind::Colon
            && at + 1 == self.end_of_line
            && self.awaits_block()
            && next.is_none_or(|next| next.kind != Kind::Open)
            && self.chain.last().is_some_and(|&node| !self.tree.values(node).is_empty())
    }

    /// Whether the statement on this line may have a block and has none yet.
    pub(super) fn awaits_block(&self) -> bool {
        self.chain.first().is_some_and(|&head| {
            let node = self.tree.node(head);
            node.open == NONE && node.word.is_some_and(|word| word.has_children())
        })
    }

    /// `）` or `】` where a line starts, with a block open.
    pub(super) fn is_wrong_close(&self, at: u32, token: Token) -> bool {
        token.kind == Kind::Unexpected
            && self.first_of_line == at
            && self.blocks.len() > 1
            && matches!(&self.text[token.range()], "）" | ")" | "】" | "]" | "〕")
    }

    /// Whether the `{` at the end of this line opens a block of the statement and not of a word in between: what follows
    /// fits the one alone.
    pub(super) fn block_is_of_another_than(&self, word: &'static Word) -> bool {
        let end = self.end_of_line as usize;
        let opens = end.checked_sub(1).is_some_and(|last| self.tree.tokens[last].kind == Kind::Open);
        let head = self.chain.first().and_then(|&head| self.key(head));
        let first = self.tree.tokens.get(end);
        let (true, Some(head), Some(first)) = (opens, head, first) else { return false };
        let spelling = &self.text[first.range()];
        find_child(head, spelling).is_some() && find_child(word.key, spelling).is_none()
    }

    pub(super) fn close(&mut self, at: u32, token: Token) {
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
    pub(super) fn closes_too_early(&self, at: u32) -> bool {
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
    pub(super) fn close_by_indentation(&mut self, at: u32, token: Token) {
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
    pub(super) fn outer_block_taking(&self, spelling: &str) -> Option<usize> {
        if self.balance <= 0 {
            return None;
        }
        let fits = |block: &Block| block.context.is_some_and(|key| find_child(key, spelling).is_some());
        let depth = self.blocks.len() - 1;
        let least = depth.saturating_sub(DEEPEST);
        (least..depth).rev().find(|&outer| fits(&self.blocks[outer]))
    }

    /// Closes blocks as if their `}` stood before token `at`, until `depth` is the innermost.
    pub(super) fn close_blocks_down_to(&mut self, depth: usize, at: u32) {
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
}
