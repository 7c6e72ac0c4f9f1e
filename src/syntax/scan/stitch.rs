//! What the grammar cannot see: texts and comments that go on over line ends, quotation marks within one another,
//! and names in several pieces.

use std::collections::VecDeque;

use memchr::memchr;
use memchr::memmem::Finder;

use super::{Kind, MAX_LINE, Token, scan_into};
use crate::vocabulary::{is_keyword, parse_keyword};

/// How many further lines a text may go on over. It is a name or a title that was pasted with its line ends.
const MOST_LINES: usize = 20;

/// Comments of other languages that hold until they are closed.
const BLOCK_COMMENTS: [(&str, &str); 2] = [("/*", "*/"), ("<!--", "-->")];

/// Whether a token may go on over its line's end.
pub fn may_go_on(text: &str, token: Token) -> bool {
    match token.kind {
        Kind::UnclosedText => true,
        Kind::WrongComment => BLOCK_COMMENTS.iter().any(|(open, _)| text[token.range()].starts_with(open)),
        _ => false,
    }
}

/// The tokens of a text in which texts and comments that go on over line ends are one token each.
pub fn over_lines(text: &str, tokens: Vec<Token>) -> Vec<Token> {
    if !tokens.iter().any(|token| may_go_on(text, *token)) {
        return tokens;
    }
    // A comment that is never closed is looked for once.
    let mut never_closed = [false; BLOCK_COMMENTS.len()];
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut left = tokens.into_iter().peekable();
    let mut rescanned = VecDeque::new();
    while let Some(token) = rescanned.pop_front().or_else(|| left.next()) {
        let joined = match token.kind {
            Kind::UnclosedText if ends_line(text, token) => {
                text_end(text, token).map(|end| (Kind::LinesText, end))
            }
            Kind::WrongComment => {
                comment_end(text, token, &mut never_closed).map(|end| (Kind::BlockComment, end))
            }
            _ => None,
        };
        let Some((kind, end)) = joined else {
            out.push(token);
            continue;
        };
        out.push(Token { kind, end: end as u32, ..token });
        let line_end = memchr(b'\n', &text.as_bytes()[end..]).map_or(text.len(), |at| end + at + 1);
        while left.next_if(|next| (next.start as usize) < line_end).is_some() {}
        let mut rest = Vec::new();
        scan_into(text, end..line_end, &mut rest);
        rescanned.extend(rest);
    }
    out
}

/// Where a comment that is not closed on its line is closed.
fn comment_end(text: &str, token: Token, never_closed: &mut [bool]) -> Option<usize> {
    let words = &text[token.range()];
    let kind = BLOCK_COMMENTS.iter().position(|(open, _)| words.starts_with(open))?;
    if never_closed[kind] {
        return None;
    }
    let close = BLOCK_COMMENTS[kind].1;
    let found = Finder::new(close).find(&text.as_bytes()[token.end as usize..]);
    never_closed[kind] = found.is_none();
    found.map(|at| token.end as usize + at + close.len())
}

/// Whether nothing follows on the line: a brace that a text swallowed stands behind it.
fn ends_line(text: &str, token: Token) -> bool {
    let rest = &text.as_bytes()[token.end as usize..];
    rest[..memchr(b'\n', rest).unwrap_or(rest.len())].iter().all(u8::is_ascii_whitespace)
}

/// Where a text that is not closed on its line is closed on one of the next, which go on as texts do and not as
/// statements.
fn text_end(text: &str, token: Token) -> Option<usize> {
    let is_mark: fn(char) -> bool = match text[token.range()].starts_with('"') {
        true => |c| c == '"',
        false => |c| matches!(c, '“' | '”' | '＂'),
    };
    let rest = text.get(token.end as usize..)?;
    let mut start = token.end as usize + memchr(b'\n', rest.as_bytes())? + 1;
    for _ in 0..MOST_LINES {
        let line = text[start..].split_inclusive('\n').next()?;
        if line.len() > MAX_LINE {
            return None;
        }
        let content = line.trim();
        if let Some(mark) = line.find(is_mark) {
            return closes(line, mark, is_mark)
                .then(|| start + mark + line[mark..].chars().next().map_or(0, char::len_utf8));
        }
        if content.is_empty() || content.starts_with(['{', '}', '｛', '｝']) || begins_statement(content) {
            return None;
        }
        start += line.len();
    }
    None
}

/// Whether the first mark of a line closes a text that was opened above.
fn closes(line: &str, mark: usize, is_mark: fn(char) -> bool) -> bool {
    // A line whose own texts are closed closes none from above.
    if line.matches(is_mark).count().is_multiple_of(2) {
        return false;
    }
    let before = &line[..mark];
    if before.ends_with(char::is_whitespace) && begins_statement(before.trim_start()) {
        return false;
    }
    let mut after = line[mark..].chars().skip(1);
    after.next().is_none_or(|c| c.is_whitespace() || "{｛,，、:：;；。".contains(c))
}

/// Whether a line opens with a keyword that something follows.
fn begins_statement(line: &str) -> bool {
    let end = line.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(line.len());
    let follows = line[end..].chars().next();
    is_keyword(&line[..end]) && follows.is_some_and(|c| c.is_whitespace() || ":：“”\"＂（(".contains(c))
}

/// Joins, among the tokens of some lines from `first` on, those that only look like several.
pub fn within_lines(text: &str, first: usize, tokens: &mut Vec<Token>) {
    let is_candidate = |token: &Token| match token.kind {
        Kind::BrokenPoint => true,
        Kind::Text => text[token.range()].starts_with('“') && text[token.range()].ends_with('“'),
        _ => false,
    };
    if !tokens[first..].iter().any(is_candidate) {
        return;
    }
    let mut balanced = Balanced::default();
    let old = tokens.split_off(first);
    let mut at = 0;
    while let Some(&token) = old.get(at) {
        let joined = match token.kind {
            Kind::Word => bracketed(text, &old[at..]),
            Kind::Text if is_candidate(&token) => balanced.end(text, token).map(|end| Token {
                kind: Kind::NestedText,
                end: end as u32,
                ..token
            }),
            _ => None,
        };
        let token = joined.unwrap_or(token);
        tokens.push(token);
        at += 1;
        while old.get(at).is_some_and(|next| next.start < token.end) {
            at += 1;
        }
    }
}

/// `华裕（北京）公司`: a word with words in brackets in it or behind it, which is no keyword with a point.
fn bracketed(text: &str, tokens: &[Token]) -> Option<Token> {
    let (first, brackets) = (tokens.first()?, tokens.get(1)?);
    let is_name = brackets.kind == Kind::BrokenPoint
        && brackets.start == first.end
        && is_closed(&text[brackets.range()])
        && text[brackets.range()].contains(char::is_alphabetic)
        && parse_keyword(&text[first.range()]).next().is_none();
    if !is_name {
        return None;
    }
    let mut end = brackets.end;
    for next in &tokens[2..] {
        let goes_on = next.kind == Kind::Word
            || (next.kind == Kind::BrokenPoint && is_closed(&text[next.range()]))
            || (next.kind == Kind::Quantity && !text[next.range()].contains(' '));
        if next.start != end || !goes_on {
            break;
        }
        end = next.end;
    }
    Some(Token { kind: Kind::Bracketed, end, ..*first })
}

fn is_closed(brackets: &str) -> bool {
    brackets.ends_with([')', '）'])
}

/// Full-width marks within full-width marks: `“采购“设备”合同”`.
#[derive(Default)]
struct Balanced {
    /// Up to here a line was looked through in vain.
    failed_until: usize,
}

impl Balanced {
    /// Where the mark stands that closes the first one, counting those between.
    fn end(&mut self, text: &str, token: Token) -> Option<usize> {
        let start = token.start as usize;
        let goes_on = text[token.end as usize..].chars().next().is_some_and(char::is_alphanumeric);
        if start < self.failed_until || !goes_on {
            return None;
        }
        let mut depth = 0;
        for (at, c) in text[start..].char_indices() {
            match c {
                '“' => depth += 1,
                '”' => depth -= 1,
                '＂' | '\n' => {
                    self.failed_until = start + at;
                    return None;
                }
                _ => {}
            }
            if depth == 0 {
                return Some(start + at + c.len_utf8());
            }
        }
        self.failed_until = text.len();
        None
    }
}
