//! Values: which keyword on the line takes them, and what separates them.

use super::super::broken::{Broken, ProblemKind};
use super::super::scan::{Kind, Token};
use super::super::tree::NodeId;
use super::Builder;
use crate::vocabulary::{Key, Shape, Word, choices, find_child};

impl Builder<'_> {
    pub(super) fn value(&mut self, at: u32, token: Token) {
        if self.title_alone(at, token) {
            return;
        }
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
            Kind::LinesText => Some(Broken::LinesText),
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
            let is_understood = match token.kind {
                _ if taker.is_some() => false,
                Kind::Quantity => {
                    self.page_in_other_words(at, token) || self.page_count_without_keyword(at, token)
                }
                Kind::Point => self.point_without_keyword(at, token),
                _ => false,
            };
            if is_understood {
                return;
            }
            let node = taker.unwrap_or(self.chain[self.chain.len() - 1]);
            self.push_value(node, at);
        }
    }

    /// What a node still takes, given that `next` comes.
    pub(super) fn wanted(&self, id: NodeId, next: Token) -> Option<Shape> {
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
    pub(super) fn word_fits(&self, shape: Shape, spelling: &str, sibling: Option<&'static Word>) -> bool {
        let names = matches!(shape, Shape::Name | Shape::DocumentName | Shape::Account);
        let choice = match shape {
            Shape::Choice(set) | Shape::ChoiceOrText(set) | Shape::IntegerOr(set) => {
                set.find(spelling).or_else(|| set.find_misnamed(spelling))
            }
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
        // Where more values may follow those there are, a slip in a clause is likelier than another value, unless
        // there is something of that very name.
        let innermost = self.chain[self.chain.len() - 1];
        self.tree.values(innermost).is_empty()
            || self.near_clause(spelling).is_none()
            || self.is_declared(spelling)
    }

    pub(super) fn push_value(&mut self, id: NodeId, at: u32) {
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

    pub(super) fn colon(&mut self, token: Token) {
        // `截止：2026-12-31` reads well and means the same without.
        let fits = self.chain.last().is_some_and(|&node| self.tree.values(node).is_empty());
        if !fits && !self.line_broken && self.block().context.is_some() {
            self.broken(token, if self.chain.is_empty() { Broken::Unexpected } else { Broken::Separator });
        }
    }

    /// At the end of a line it is a habit and means nothing; between two statements it hides the second.
    pub(super) fn full_stop(&mut self, at: u32, token: Token) {
        let next = (at + 1 < self.end_of_line).then(|| self.tree.token(at + 1));
        if let Some(next) = next.filter(|_| !self.chain.is_empty()) {
            let begins = next.kind == Kind::Word
                && self
                    .block()
                    .context
                    .is_some_and(|key| find_child(key, &self.text[next.range()]).is_some());
            if begins {
                self.shares_a_line(next);
            }
            if begins || next.kind == Kind::Close {
                return self.end_statement();
            }
        }
        let rest = self.text[token.end as usize..].lines().next().unwrap_or_default().trim();
        if self.chain.is_empty() || !(rest.is_empty() || rest.starts_with("//")) {
            self.broken(token, Broken::FullStop);
        }
        self.end_statement();
    }

    pub(super) fn unexpected(&mut self, token: Token) {
        if let Some(last) = self.tree.problems.last_mut()
            && matches!(last.kind, ProblemKind::Broken(Broken::Unexpected | Broken::Separator))
            && last.end == token.start
        {
            last.end = token.end;
            return;
        }
        if !self.line_broken && self.block().context.is_some() {
            let between = self.chain.last().is_some_and(|&node| self.tree.values(node).is_empty());
            let is_dash = "-－–—―─−‐".contains(&self.text[token.range()]);
            self.broken(token, if between && is_dash { Broken::Separator } else { Broken::Unexpected });
        }
    }
}
