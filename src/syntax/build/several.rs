//! Values written otherwise, as far as the line has to be read otherwise for them: several where one is taken, pages in
//! words, a template without `from`, signs between values.

use super::super::broken::Broken;
use super::super::scan::{Kind, Token};
use super::super::tree::NodeId;
use super::Builder;
use crate::vocabulary::{Key, Shape, choices, count_in_words, find_child, page_words};

impl Builder<'_> {
    /// `文件 正文 模板 "T"`: the value says which keyword was left out.
    pub(super) fn template_without_from(&mut self, at: u32, token: Token) -> bool {
        let spelling = &self.text[token.range()];
        let innermost = self.chain[self.chain.len() - 1];
        let glued = spelling.strip_suffix("模板") == Some("来自");
        let is_template = glued || choices::TEMPLATE.find(spelling).is_some();
        let next = self.tree.tokens[..self.end_of_line as usize].get(at as usize + 1);
        let is_followed = next.is_some_and(|next| next.kind == Kind::Text);
        if !is_template
            || !is_followed
            || self.key(innermost) != Some(Key::Document)
            || self.tree.values(innermost).is_empty()
            || self.is_declared(spelling)
        {
            return false;
        }
        let Some(word) = find_child(Key::Document, "来自") else { return false };
        if glued {
            let after = token.start + "来自".len() as u32;
            self.problem(token, Broken::Glued { at: after });
            // The text that follows is the template's, and stands behind a word that is two.
            self.skip_until = at + 2;
        } else {
            self.problem(token, Broken::WithoutKeyword { word });
        }
        self.push_clause(at, Some(word), false);
        let clause = self.chain[self.chain.len() - 1];
        self.push_value(clause, at);
        true
    }

    /// `签章 合同、清单`, `签署方 甲方、乙方`: one more of what the statement takes one of.
    pub(super) fn one_of_several(&mut self, at: u32, token: Token) -> bool {
        let innermost = self.chain[self.chain.len() - 1];
        let Some(word) = self.tree.node(innermost).word else { return false };
        let takes_one_name =
            matches!(word.takes, [take] if matches!(take.shape, Shape::Account | Shape::DocumentName));
        let spelling = &self.text[token.range()];
        let is_one = takes_one_name
            && !self.tree.values(innermost).is_empty()
            && self.block().context.is_none_or(|context| find_child(context, spelling).is_none())
            && (self.is_declared(spelling)
                || (self.tree.token(at - 1).kind == Kind::Comma
                    && page_words(spelling).is_none()
                    && self.near_clause(spelling).is_none()));
        if is_one {
            self.push_value(innermost, at);
        }
        is_one
    }

    /// `页 1、末页`: another page behind a page.
    pub(super) fn one_of_several_pages(&mut self, at: u32, token: Token) -> bool {
        let innermost = self.chain[self.chain.len() - 1];
        let is_one = self.key(innermost) == Some(Key::Page)
            && !self.tree.values(innermost).is_empty()
            && page_words(&self.text[token.range()]).is_some();
        if is_one {
            self.push_value(innermost, at);
        }
        is_one
    }

    /// `每页`, `首页`, `8页` where `页` is missing.
    pub(super) fn page_in_other_words(&mut self, at: u32, token: Token) -> bool {
        if self.one_of_several_pages(at, token) {
            return true;
        }
        let spelling = &self.text[token.range()];
        let is_page = spelling.contains('页') && page_words(spelling).is_some();
        let page = |node: NodeId| self.key(node).and_then(|key| find_child(key, "页"));
        let Some(depth) = self.chain.iter().rposition(|&node| page(node).is_some()).filter(|_| is_page)
        else {
            return false;
        };
        let Some(word) = page(self.chain[depth]) else { return false };
        let has_page = self.tree.children(self.chain[depth]).any(|child| self.key(child) == Some(Key::Page));
        if has_page {
            return false;
        }
        self.problem(token, Broken::PageInOtherWords { word });
        self.chain.truncate(depth + 1);
        self.push_clause(at, Some(word), false);
        let clause = self.chain[self.chain.len() - 1];
        // Glued to itself: a value that was reported.
        self.push_value(clause, at);
        true
    }

    /// `3页`, `共 8 页` behind a document: its page count, without `页数`.
    pub(super) fn page_count_without_keyword(&mut self, at: u32, token: Token) -> bool {
        let head = self.chain.first().copied().filter(|&head| self.key(head) == Some(Key::Document));
        let Some(head) = head else { return false };
        let line = &self.tree.tokens[at as usize..self.end_of_line as usize];
        let slice = |token: &Token| &self.text[token.range()];
        let opens = matches!(slice(&token), "共" | "总共" | "一共" | "共计");
        let length = match &line[usize::from(opens)..] {
            [count, unit, ..] if count.kind == Kind::Quantity && slice(unit) == "页" => 2,
            [count, ..]
                if matches!(count.kind, Kind::Quantity | Kind::Word) && slice(count).ends_with('页') =>
            {
                1
            }
            _ => return false,
        };
        let end = at + u32::from(opens) + length;
        let whole = Token { end: self.tree.token(end - 1).end, ..token };
        let word = find_child(Key::Document, "页数");
        let has_count = self.tree.children(head).any(|child| self.key(child) == Some(Key::Pages));
        let Some(word) = word.filter(|_| !has_count && count_in_words(slice(&whole)).is_some()) else {
            return false;
        };
        self.problem(whole, Broken::PageInOtherWords { word });
        self.chain.truncate(1);
        self.push_clause(at, Some(word), false);
        let clause = self.chain[self.chain.len() - 1];
        self.push_value(clause, at);
        self.skip_until = end;
        true
    }

    /// `页 8（100，200）`: the point, without `位置`.
    pub(super) fn point_without_keyword(&mut self, at: u32, token: Token) -> bool {
        let depth = self.chain.iter().rposition(|&node| self.key(node) == Some(Key::Sign));
        let Some((depth, word)) = depth.zip(find_child(Key::Sign, "位置")) else { return false };
        let has_place = |child| matches!(self.key(child), Some(Key::At | Key::Across));
        if self.tree.children(self.chain[depth]).any(has_place) {
            return false;
        }
        self.problem(token, Broken::WithoutKeyword { word });
        self.chain.truncate(depth + 1);
        self.push_clause(at, Some(word), false);
        let clause = self.chain[self.chain.len() - 1];
        self.push_value(clause, at);
        true
    }

    /// A sign that is read together with the values beside it: `次序 ①`, `页 1~8`, `短信+人脸`.
    pub(super) fn belongs_to_value(&mut self, at: u32, token: Token) -> bool {
        let Some(&innermost) = self.chain.last() else { return false };
        let Some(word) = self.tree.node(innermost).word else { return false };
        let sign = &self.text[token.range()];
        let has_value = !self.tree.values(innermost).is_empty();
        let next = self.tree.tokens[..self.end_of_line as usize].get(at as usize + 1);
        let value_follows =
            next.is_some_and(|next| matches!(next.kind, Kind::Word | Kind::Quantity | Kind::Text));
        let wanted = self.wanted(innermost, token);
        if matches!(wanted, Some(Shape::Integer(..) | Shape::IntegerOr(_))) && count_in_words(sign).is_some()
        {
            self.problem(token, Broken::OtherNumeral);
            self.push_value(innermost, at);
            return true;
        }
        if !has_value || !value_follows {
            return false;
        }
        let is_between_pages =
            word.key == Key::Page && matches!(sign, "~" | "～" | "—" | "–" | "－" | "-" | "/" | "+" | "&");
        if let Some(next) =
            next.filter(|next| is_between_pages && page_words(&self.text[next.range()]).is_some())
        {
            let first = self.tree.token(self.tree.values(innermost)[0]);
            let pages = Token { start: first.start, end: next.end, ..token };
            self.problem(pages, Broken::SeveralPages);
            self.skip_until = at + 2;
            return true;
        }
        let takes_more = word.takes.last().is_some_and(|take| take.many);
        if takes_more && matches!(sign, "+" | "＋" | "/" | "／" | "&" | "＆" | "|" | "｜") {
            self.problem(token, Broken::WrongSeparator);
            return true;
        }
        false
    }
}
