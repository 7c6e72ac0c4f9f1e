//! Names and other words with brackets in them or around them: which word is meant.

use super::super::ProblemKind;
use super::values::is_broken;
use super::{Reader, View};
use crate::syntax::{Broken, Kind, NodeId, ProblemKind as TreeProblem, Token};
use crate::vocabulary::{Shape, narrowed};

impl Reader<'_> {
    /// The value token to be read; `None` for one that was reported and says nothing. A name keeps the brackets it
    /// was declared with; elsewhere they say something about the word before them.
    pub(super) fn plain(&mut self, view: &View<'_>, id: NodeId, index: usize, token: Token) -> Option<Token> {
        let shape = shape(view, id, index);
        let is_name = matches!(shape, Shape::Name | Shape::Account | Shape::DocumentName);
        if token.kind == Kind::BrokenPoint && is_name {
            return inside(view.slice(token)).map(|(start, end)| Token {
                kind: Kind::Word,
                start: token.start + start as u32,
                end: token.start + end as u32,
            });
        }
        if is_broken(token.kind) {
            return None;
        }
        if let Some(written) = view.reported(token) {
            self.use_params(view, token, written);
            return None;
        }
        if token.kind != Kind::Bracketed {
            return Some(token);
        }
        let written = view.slice(token);
        let whole = Token { kind: Kind::Word, ..token };
        match shape {
            Shape::Text | Shape::Url | Shape::Path => return Some(Token { kind: Kind::Address, ..token }),
            Shape::Name => {
                self.broken(view, token, Broken::BracketInName);
                return Some(whole);
            }
            _ => {}
        }
        let name = narrowed(written);
        if self.is_declared(&name, shape) {
            return Some(whole);
        }
        let first = written.find(['(', '（']).unwrap_or(written.len());
        let base = Token { kind: Kind::Word, end: token.start + first as u32, ..token };
        let ends_in_brackets = written.ends_with([')', '）']);
        if is_name && !(ends_in_brackets && self.is_declared(&narrowed(view.slice(base)), shape)) {
            self.broken(view, token, Broken::BracketInName);
            return None;
        }
        self.broken(view, Token { start: base.end, ..token }, Broken::Remark);
        Some(base)
    }

    fn broken(&mut self, view: &View<'_>, token: Token, broken: Broken) {
        self.problem(view.span(token), ProblemKind::Tree(TreeProblem::Broken(broken)));
    }

    fn is_declared(&self, name: &str, shape: Shape) -> bool {
        match shape {
            Shape::DocumentName => self.names.documents.contains_key(name),
            _ => self.names.accounts.contains_key(name) || self.names.params.contains_key(name),
        }
    }
}

/// What the value at an index is to be.
fn shape(view: &View<'_>, id: NodeId, index: usize) -> Shape {
    let takes = view.tree.node(id).word.map_or(&[][..], |word| word.takes);
    takes.get(index).or(takes.last()).map_or(Shape::Text, |take| take.shape)
}

/// Where the one word stands that brackets are put around, if there is just one.
fn inside(brackets: &str) -> Option<(usize, usize)> {
    let inner = brackets.trim_start_matches(['(', '（']).trim_end_matches([')', '）']);
    let start = brackets.len() - brackets.trim_start_matches(['(', '（']).len();
    let word = inner.trim();
    let is_word =
        word.starts_with(char::is_alphabetic) && word.chars().all(|c| c.is_alphanumeric() || c == '_');
    let start = start + (inner.len() - inner.trim_start().len());
    is_word.then_some((start, start + word.len()))
}
