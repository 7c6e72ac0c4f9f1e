//! Statements begun otherwise: without their first word, with a clause before it, with a number glued to it, or on the
//! line of another.

use super::super::broken::{Broken, ProblemKind};
use super::super::scan::{Kind, Token};
use super::Builder;
use crate::vocabulary::{Key, Word, children, find_child, is_keyword, misnamed};

impl Builder<'_> {
    /// A statement that begins on the line of another: one problem for all of a line.
    pub(super) fn shares_a_line(&mut self, token: Token) {
        if self.line_broken {
            return;
        }
        let before = self.shared_line.and_then(|index| self.tree.problems.get_mut(index));
        if let Some(ProblemKind::Broken(Broken::TwoStatements { starts })) = before.map(|it| &mut it.kind) {
            starts.push(token.start);
            return;
        }
        self.shared_line = Some(self.tree.problems.len());
        self.problem(token, Broken::TwoStatements { starts: vec![token.start] });
    }

    /// A word where a statement starts, which is no keyword there: one of the ways below to begin it otherwise.
    pub(super) fn begun_otherwise(&mut self, at: u32, token: Token, context: Key) -> bool {
        self.clause_first(at, token, context)
            || self.party_alone(at, token, context)
            || self.numbered(at, token, context)
    }

    /// `骑缝章 报价单 420`, `上传 报价单 "报价单.pdf"`: the clause where its statement's keyword belongs.
    fn clause_first(&mut self, at: u32, token: Token, context: Key) -> bool {
        let head = match context {
            Key::Signer => Key::Sign,
            Key::Contract => Key::Document,
            _ => return false,
        };
        let spelling = &self.text[token.range()];
        let clause = find_child(head, spelling).or_else(|| misnamed(head, spelling));
        let Some(clause) = clause.filter(|clause| matches!(clause.key, Key::Across | Key::Upload)) else {
            return false;
        };
        let [_, name, value, ..] = self.tree.tokens[at as usize..self.end_of_line as usize] else {
            return false;
        };
        let is_name = name.kind == Kind::Word && !is_keyword(&self.text[name.range()]);
        let Some(word) = child(context, head) else { return false };
        if !is_name || !matches!(value.kind, Kind::Text | Kind::Quantity) {
            return false;
        }
        self.problem(Token { end: name.end, ..token }, Broken::ClauseFirst { word, clause });
        self.begin(at, Some(word), false);
        self.push_value(self.chain[0], at + 1);
        self.push_clause(at, Some(clause), false);
        self.skip_until = at + 2;
        true
    }

    /// `乙方公司 次序 2 {`: somebody who signs, without `签署方`.
    fn party_alone(&mut self, at: u32, token: Token, context: Key) -> bool {
        let next = (at + 1 < self.end_of_line).then(|| self.tree.token(at + 1));
        let signs = next.is_some_and(|next| match next.kind {
            Kind::Open => true,
            Kind::Word => find_child(Key::Signer, &self.text[next.range()]).is_some(),
            _ => false,
        });
        let (true, Key::Contract) = (signs, context) else { return false };
        let declared = self.declared(&self.text[token.range()]);
        let word =
            child(context, Key::Signer).filter(|_| matches!(declared, Some(Key::Company | Key::Person)));
        let Some(word) = word else { return false };
        self.problem(token, Broken::WithoutKeyword { word });
        self.begin(at, Some(word), false);
        self.push_value(self.chain[0], at);
        true
    }

    /// `附件1 "FC_…"`, `附件一：“FC_…”`: numbered as in the words of a contract.
    fn numbered(&mut self, at: u32, token: Token, context: Key) -> bool {
        let spelling = &self.text[token.range()];
        let bare = spelling.trim_end_matches(|c: char| c.is_numeric() || "一二三四五六七八九十".contains(c));
        let word = find_child(context, bare).filter(|word| word.key == Key::Attachment);
        let Some(word) = word.filter(|_| bare.len() < spelling.len()) else { return false };
        self.problem(token, Broken::Numbered { word });
        self.begin(at, Some(word), false);
        true
    }

    /// `《采购框架协议》 {`: the title of a contract without `合同`.
    pub(super) fn title_alone(&mut self, at: u32, token: Token) -> bool {
        let opens = at + 2 == self.end_of_line && self.tree.token(at + 1).kind == Kind::Open;
        let is_title = self.chain.is_empty()
            && self.block().context == Some(Key::File)
            && matches!(token.kind, Kind::Text | Kind::WrongQuotes);
        let Some(word) = child(Key::File, Key::Contract).filter(|_| opens && is_title) else { return false };
        self.problem(token, Broken::TitleAlone { word });
        self.begin(at, Some(word), false);
        self.push_value(self.chain[0], at);
        true
    }
}

/// The statement or clause of a block by its key.
fn child(parent: Key, key: Key) -> Option<&'static Word> {
    children(parent).iter().copied().find(|word| word.key == key)
}
