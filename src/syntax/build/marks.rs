//! What people put around statements: numbers and bullets before them, remarks behind them, comments of other
//! languages, and values without their quotation marks.

use super::super::broken::{Broken, ProblemKind};
use super::super::scan::{Kind, Token};
use super::super::tree::NodeId;
use super::Builder;
use crate::vocabulary::{Key, Shape, WORDS, Word, choices, find_child, is_keyword, nearest};

/// What opens a line of a list.
const BULLETS: &str = "-–—−‐•·●○■□◆◇★☆▪▫◦‣※*+>＞<＜→►▶✓√〇○、.．";

/// What opens a comment in other languages, as a word.
const COMMENT_WORDS: [&str; 8] = ["rem", "注", "注释", "注意", "备注", "附注", "说明", "note"];

/// Dashes that are no hyphen.
const DASHES: &str = "–—―─−‐‑‒";

impl Builder<'_> {
    fn slice(&self, token: Token) -> &str {
        &self.text[token.range()]
    }

    /// A number or a bullet before the keyword of a line: which of the tokens the statement begins with.
    pub(super) fn after_list_mark(&mut self, tokens: std::ops::Range<usize>) -> Option<usize> {
        let first = *self.tree.tokens.get(tokens.start)?;
        if first.kind == Kind::Word && is_keyword(self.slice(first)) {
            return None;
        }
        let start = first.start as usize;
        let mark = list_mark(&self.text[start..])?;
        let rest = &self.text[start + mark..];
        let at =
            start + mark + (rest.len() - rest.trim_start_matches([' ', '\t', '\u{3000}', '\u{A0}']).len());
        let index = (tokens.start + 1..tokens.end)
            .take(4)
            .find(|&index| self.tree.tokens[index].start as usize >= at)?;
        let next = self.tree.tokens[index];
        if next.start as usize != at || next.kind != Kind::Word || !is_keyword(self.slice(next)) {
            return None;
        }
        self.problem(Token { end: (start + mark) as u32, ..first }, Broken::ListMark);
        self.first_of_line = index as u32;
        Some(index)
    }

    /// Whether a comment of another language opens a line, which is then not read.
    pub(super) fn comment_opens(&mut self, at: u32, token: Token) -> bool {
        if self.first_of_line != at || !self.chain.is_empty() {
            return false;
        }
        let next = (at + 1 < self.end_of_line).then(|| self.tree.token(at + 1));
        let slice = self.slice(token);
        let sure = match token.kind {
            Kind::FullStop => slice.starts_with([';', '；']),
            Kind::Unexpected => "'‘’＇%％\\＼".contains(slice),
            Kind::Word => {
                COMMENT_WORDS.iter().any(|word| slice.eq_ignore_ascii_case(word))
                    && next.is_some_and(|next| !slice.is_ascii() || next.kind != Kind::Text)
                    && next.is_some_and(|next| slice.is_ascii() || next.kind == Kind::Colon)
            }
            _ => false,
        };
        let is_bullet = token.kind == Kind::Unexpected && BULLETS.contains(slice);
        let says_something = || {
            let rest = &self.tree.tokens[at as usize + 1..self.end_of_line as usize];
            !rest.is_empty()
                && rest.iter().all(|token| !matches!(token.kind, Kind::Text | Kind::Open | Kind::Close))
        };
        if next.is_none() || !(sure || (is_bullet && says_something())) {
            return false;
        }
        self.rest_of_line(at, token, Broken::WrongComment { sure });
        true
    }

    /// Reports the rest of a line, which is not read.
    fn rest_of_line(&mut self, at: u32, token: Token, broken: Broken) {
        let mut end = self.end_of_line;
        if broken == Broken::Remark {
            // The statement may go on behind what is said.
            let goes_on = |&index: &u32| {
                let next = self.tree.token(index);
                next.kind == Kind::Word && self.is_known_here(self.slice(next))
            };
            end = (at + 1..end).find(goes_on).unwrap_or(end);
        }
        // A brace at its end still opens the statement's block.
        if end > at + 1 && self.awaits_block() && self.tree.token(end - 1).kind == Kind::Open {
            end -= 1;
        }
        // So does a comment at its end stay one.
        if end > at + 1 && self.tree.token(end - 1).kind == Kind::Comment {
            end -= 1;
        }
        for index in at..end {
            match self.tree.token(index).kind {
                Kind::Open => self.balance -= 1,
                Kind::Close => self.balance += 1,
                _ => {}
            }
        }
        self.broken(Token { end: self.tree.token(end - 1).end, ..token }, broken);
        self.skip_until = end;
    }

    /// Whether something is said about what the line states, behind `——` or `；`: no statement and no value.
    pub(super) fn remark_opens(&mut self, at: u32, token: Token) -> bool {
        let Some(&innermost) = self.chain.last() else { return false };
        let rest = &self.tree.tokens[at as usize + 1..self.end_of_line as usize];
        if token.kind == Kind::FullStop && self.one_more_choice(innermost, rest.first().copied()) {
            self.problem(token, Broken::WrongSeparator);
            return true;
        }
        // A row of dashes is short.
        let next = rest.iter().take(8).find(|next| next.kind != token.kind);
        let is_mark = match token.kind {
            Kind::Unexpected => DASHES.contains(self.slice(token)),
            Kind::FullStop => true,
            _ => false,
        };
        let says_something = next.is_some_and(|next| match next.kind {
            Kind::Word => {
                let word = self.slice(*next);
                !is_keyword(word) && nearest(word, WORDS).is_none()
            }
            Kind::Bracketed => true,
            _ => false,
        });
        let is_complete = !self.tree.values(innermost).is_empty()
            || self.tree.node(innermost).word.is_none_or(|word| word.takes.is_empty());
        if !(is_mark && says_something && is_complete) {
            return false;
        }
        self.rest_of_line(at, token, Broken::Remark);
        true
    }

    /// `短信；人脸`: another of the words that a keyword takes several of.
    fn one_more_choice(&self, node: NodeId, next: Option<Token>) -> bool {
        let Some(next) = next.filter(|next| next.kind == Kind::Word) else { return false };
        match self.wanted(node, next) {
            Some(Shape::Choice(set) | Shape::ChoiceOrText(set)) if !self.tree.values(node).is_empty() => {
                set.find(self.slice(next)).is_some()
            }
            _ => false,
        }
    }

    /// Brackets where no point is expected.
    pub(super) fn brackets(&mut self, at: u32, token: Token) -> bool {
        let slice = self.slice(token);
        let (Some(&head), true) = (self.chain.first(), slice.ends_with([')', '）'])) else { return false };
        let takes_point = |id: NodeId| {
            self.tree.node(id).word.is_some_and(|word| {
                let has_point = |word: &Word| {
                    word.takes.iter().any(|take| matches!(take.shape, Shape::Spot | Shape::Point))
                };
                has_point(word) || crate::vocabulary::children(word.key).iter().any(|child| has_point(child))
            })
        };
        let innermost = self.chain[self.chain.len() - 1];
        let wants_point = matches!(self.wanted(innermost, token), Some(Shape::Spot | Shape::Point));
        let is_numeric = !slice.contains(char::is_alphabetic) && slice.contains(char::is_numeric);
        if wants_point || (is_numeric && takes_point(head)) {
            return false;
        }
        // `认证（短信）`: the value itself, which the reader knows.
        if self.key(innermost) == Some(Key::Auth) && is_modes(slice) {
            self.push_value(innermost, at);
            return true;
        }
        let in_brackets = |shape| {
            use Shape::{Account, Choice, Deadline, DocumentName, Integer, IntegerOr, Name};
            matches!(shape, Name | Account | DocumentName | Integer(..) | IntegerOr(_) | Deadline | Choice(_))
        };
        let is_first = self.tree.values(innermost).is_empty();
        if is_first && self.wanted(innermost, token).is_some_and(in_brackets) {
            self.broken(token, Broken::BracketsAround);
            self.push_value(innermost, at);
        } else {
            self.broken(token, Broken::Remark);
        }
        true
    }

    /// A text of several tokens that has no quotation marks: `6%`, `￥120,000`, `OFFER-{编号}`.
    pub(super) fn unquoted(&mut self, at: u32, token: Token) -> bool {
        let Some(&innermost) = self.chain.last() else { return false };
        let may_begin = match token.kind {
            Kind::Word => !self.is_known_here(self.slice(token)),
            Kind::Quantity | Kind::Date | Kind::BadDate | Kind::Address | Kind::Bracketed => true,
            Kind::BrokenPoint => self.slice(token).ends_with([')', '）']),
            Kind::Unexpected => {
                !"=＝'‘’＇`*".contains(self.slice(token)) && !DASHES.contains(self.slice(token))
            }
            _ => false,
        };
        // What is glued to a value is part of that one.
        let before = at.checked_sub(1).map(|before| self.tree.token(before));
        let is_glued = before.is_some_and(|before| {
            before.end == token.start && matches!(before.kind, Kind::Word | Kind::Quantity | Kind::Date)
        });
        if !may_begin || is_glued || self.tree.node(innermost).word.is_none() {
            return false;
        }
        let taker = self.chain.iter().rev().copied().find(|&node| self.wanted(node, token).is_some());
        let Some(node) = taker else { return false };
        if !matches!(self.wanted(node, token), Some(Shape::Text | Shape::Url | Shape::Path)) {
            return false;
        }
        let end = self.glued_until(at);
        if end == at + 1 && token.kind != Kind::BrokenPoint {
            return false;
        }
        self.broken(Token { end: self.tree.token(end - 1).end, ..token }, Broken::UnquotedValue);
        self.push_value(node, at);
        self.skip_until = end;
        true
    }

    /// The first token from `at` on that a blank, or something else that ends a text, stands before.
    fn glued_until(&self, at: u32) -> u32 {
        let tokens = &self.tree.tokens[at as usize..self.end_of_line as usize];
        let kind = |index: usize| tokens.get(index).map(|token| token.kind);
        let glued = |index: usize| index < tokens.len() && tokens[index].start == tokens[index - 1].end;
        let mut index = 1;
        while glued(index) {
            index += match kind(index) {
                Some(Kind::Word | Kind::Quantity | Kind::Date | Kind::Bracketed | Kind::Address) => 1,
                Some(Kind::BrokenPoint) if self.slice(tokens[index]).ends_with([')', '）']) => 1,
                Some(Kind::Unexpected) if !"=＝'‘’＇`".contains(self.slice(tokens[index])) => 1,
                Some(Kind::Comma | Kind::Colon)
                    if glued(index + 1)
                        && kind(index - 1) == Some(Kind::Quantity)
                        && kind(index + 1) == Some(Kind::Quantity) =>
                {
                    2
                }
                Some(Kind::Open)
                    if glued(index + 1)
                        && glued(index + 2)
                        && kind(index + 1) == Some(Kind::Word)
                        && kind(index + 2) == Some(Kind::Close) =>
                {
                    3
                }
                _ => break,
            };
        }
        at + index as u32
    }

    /// Whether a word is a keyword of this line or of this block.
    fn is_known_here(&self, spelling: &str) -> bool {
        self.chain.iter().any(|&node| self.key(node).is_some_and(|key| find_child(key, spelling).is_some()))
            || self.block().context.is_some_and(|key| find_child(key, spelling).is_some())
    }

    /// `x=160 y=180`, `160, 180`: two numbers where a point is expected.
    pub(super) fn loose_point(&mut self, at: u32, token: Token) -> bool {
        let Some(&node) = self.chain.last() else { return false };
        let wants =
            matches!(self.key(node), Some(Key::At | Key::Offset)) && self.tree.values(node).is_empty();
        if !wants || !matches!(token.kind, Kind::Word | Kind::Quantity) {
            return false;
        }
        let mut numbers = 0;
        let mut end = at;
        while end < self.end_of_line.min(at + 12) && numbers < 2 {
            let token = self.tree.token(end);
            let slice = self.slice(token);
            match token.kind {
                Kind::Quantity => numbers += 1,
                Kind::Comma | Kind::Colon => {}
                Kind::Unexpected if matches!(slice, "=" | "＝") => {}
                Kind::Word if is_axis(slice) => numbers += usize::from(slice.contains(char::is_numeric)),
                _ => break,
            }
            end += 1;
        }
        if numbers < 2 {
            return false;
        }
        self.broken(Token { end: self.tree.token(end - 1).end, ..token }, Broken::BadPoint);
        self.push_value(node, at);
        self.skip_until = end;
        true
    }

    /// Odd characters between the words of the file and in them; those in texts are looked at as values.
    pub(super) fn odd_characters(&mut self, runs: &[std::ops::Range<usize>]) {
        let mut next = 0;
        for run in runs {
            while self.tree.tokens.get(next).is_some_and(|token| token.end as usize <= run.start) {
                next += 1;
            }
            let token = self.tree.tokens.get(next).filter(|token| (token.start as usize) < run.end);
            let kind = match token.map(|token| token.kind) {
                Some(Kind::Comment | Kind::WrongComment | Kind::BlockComment) => {
                    let ends_line = self.text[run.clone()]
                        .contains(['\u{0B}', '\u{0C}', '\u{85}', '\u{2028}', '\u{2029}']);
                    ends_line.then_some(Broken::LineEndInComment)
                }
                Some(
                    Kind::Text
                    | Kind::MismatchedText
                    | Kind::NestedText
                    | Kind::LinesText
                    | Kind::UnclosedText
                    | Kind::WrongQuotes
                    | Kind::TooLong,
                ) => None,
                _ => Some(Broken::Odd),
            };
            if let Some(broken) = kind {
                let (start, end) = (run.start as u32, run.end as u32);
                self.tree.problems.push(super::Problem { start, end, kind: ProblemKind::Broken(broken) });
            }
        }
    }
}

/// `（短信）`, `(短信 人脸)`.
fn is_modes(brackets: &str) -> bool {
    let is_mark = |c: char| c.is_whitespace() || "()（）、，,".contains(c);
    let mut modes = brackets.split(is_mark).filter(|part| !part.is_empty()).peekable();
    let set = &choices::AUTH_MODES;
    modes.peek().is_some() && modes.all(|mode| set.find(mode).or_else(|| set.find_misnamed(mode)).is_some())
}

/// `x`, `Y`, `横坐标`, `x160`.
fn is_axis(word: &str) -> bool {
    let narrow = crate::vocabulary::narrowed(word).to_lowercase();
    let rest = ["横坐标", "纵坐标", "横", "纵", "x", "y"].iter().find_map(|axis| narrow.strip_prefix(axis));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// How long the number or the bullet is that a line of a list opens with.
fn list_mark(line: &str) -> Option<usize> {
    let is_number = |c: char| c.is_numeric() || "一二三四五六七八九十".contains(c);
    let mut rest = line.strip_prefix('第').unwrap_or(line);
    let mut characters = line.chars();
    let first = characters.next()?;
    if matches!(first, '\u{2460}'..='\u{24FF}' | '\u{2776}'..='\u{2793}' | '\u{3220}'..='\u{3229}' | '\u{3280}'..='\u{3289}')
    {
        return Some(first.len_utf8() + closing(characters.as_str()));
    }
    if BULLETS.contains(first) {
        return Some(first.len_utf8());
    }
    let opened = rest.strip_prefix(['(', '（', '[', '【', '〔']);
    rest = opened.unwrap_or(rest);
    let body = rest.trim_start_matches(is_number);
    let number = rest.len() - body.len();
    let may_be_letter = number == 0 && first.is_ascii_alphabetic() || opened.is_some();
    let letter = rest.chars().next().filter(|first| may_be_letter && first.is_ascii_alphabetic());
    let letter = letter.map_or(0, char::len_utf8);
    let length = if number > 0 { number } else { letter };
    if length == 0 || length > 12 {
        return None;
    }
    let after = &rest[length..];
    let close = if opened.is_some() {
        [')', '）', ']', '】', '〕'].as_slice()
    } else {
        &['.', '．', '、', ')', '）', '：', ':', ' ', '\t', '\u{3000}']
    };
    let mark = after.chars().next().filter(|c| close.contains(c))?;
    let end = line.len() - after.len() + if mark.is_whitespace() { 0 } else { mark.len_utf8() };
    // `3 业务编号`: a number alone; a letter alone is a word.
    (number > 0 || !mark.is_whitespace()).then(|| end + closing(&line[end..]))
}

/// `①、`: the length of a mark behind a number that needs none.
fn closing(rest: &str) -> usize {
    rest.chars().next().filter(|c| matches!(c, '.' | '．' | '、')).map_or(0, char::len_utf8)
}
