//! Quoted text: marks taken off, `{param}` filled in, `{{` and `{U+000A}` resolved.

use super::super::{NameKind, ParamValue, ProblemKind, Text};
use super::{Reader, View};
use crate::source::Span;
use crate::syntax::{Broken, ProblemKind as TreeProblem, Token, is_name};
use crate::vocabulary::{narrowed, odd_runs};

/// A text token's content.
pub fn unquoted(token: &str) -> &str {
    let mut content = token.chars();
    content.next();
    content.next_back();
    content.as_str()
}

/// One piece of a text.
enum Piece<'a> {
    Literal(&'a str),
    Character(char),
    /// A name in braces, with its bytes in the content.
    Param(&'a str, std::ops::Range<usize>),
    /// A brace that is neither, with its bytes.
    Broken(std::ops::Range<usize>),
}

fn pieces(content: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(found) = content[at..].find('{') {
        let open = at + found;
        if open > at {
            pieces.push(Piece::Literal(&content[at..open]));
        }
        let rest = &content[open + 1..];
        if rest.starts_with('{') {
            pieces.push(Piece::Character('{'));
            at = open + 2;
            continue;
        }
        // A placeholder is short and holds no further brace: looking on would make broken text quadratic.
        let close = rest.find(['}', '{']).filter(|&end| rest[end..].starts_with('}'));
        let Some(close) = close else {
            pieces.push(Piece::Broken(open..open + 1));
            at = open + 1;
            continue;
        };
        let inner = &rest[..close];
        let end = open + 1 + close + 1;
        let name = inner.trim();
        let escape = name.strip_prefix("U+").and_then(|hex| u32::from_str_radix(hex, 16).ok());
        pieces.push(match escape.map(char::from_u32) {
            Some(Some(character)) => Piece::Character(character),
            None if is_name(&narrowed(name)) => {
                let start = open + 1 + (inner.len() - inner.trim_start().len());
                Piece::Param(name, start..start + name.len())
            }
            _ => Piece::Broken(open..end),
        });
        at = end;
    }
    if at < content.len() {
        pieces.push(Piece::Literal(&content[at..]));
    }
    pieces
}

impl Reader<'_> {
    /// The value of a text token.
    pub(super) fn text(&mut self, view: &View<'_>, token: Token) -> Text {
        let written = view.slice(token);
        let content = unquoted(written);
        if memchr::memchr(b'{', content.as_bytes()).is_none() {
            return Text::literal(content);
        }
        let start = token.start as usize + written.chars().next().map_or(0, char::len_utf8);
        let place =
            |range: std::ops::Range<usize>| Span::new(view.file, start + range.start, start + range.end);
        let (mut pattern, mut value) = (String::new(), Some(String::new()));
        let mut has_params = false;
        for piece in pieces(content) {
            match piece {
                Piece::Literal(words) => {
                    pattern.push_str(words);
                    if let Some(value) = &mut value {
                        value.push_str(words);
                    }
                }
                Piece::Character(character) => {
                    pattern.push(character);
                    if character == '{' {
                        pattern.push('{');
                    }
                    if let Some(value) = &mut value {
                        value.push(character);
                    }
                }
                Piece::Param(name, range) => {
                    has_params = true;
                    for run in odd_runs(name) {
                        let run = range.start + run.start..range.start + run.end;
                        let kind = ProblemKind::Tree(TreeProblem::Broken(Broken::Odd));
                        self.problem(place(run), kind);
                    }
                    let name = narrowed(name);
                    pattern.extend(["{", &name, "}"]);
                    match self.param_as_text(&name, place(range)) {
                        Some(filled) => {
                            if let Some(value) = &mut value {
                                value.push_str(&filled);
                            }
                        }
                        None => value = None,
                    }
                }
                Piece::Broken(range) => {
                    let kind = ProblemKind::Tree(TreeProblem::Broken(Broken::BadPlaceholder));
                    self.problem(place(range), kind);
                    return Text::unreadable();
                }
            }
        }
        match value {
            Some(value) if !has_params => Text::literal(value),
            value => Text::with_params(pattern, value),
        }
    }

    /// Notes the params of a text that was written without quotation marks, from a token on.
    pub(super) fn use_params(&mut self, view: &View<'_>, token: Token, written: &str) {
        for piece in pieces(written) {
            if let Piece::Param(name, range) = piece {
                let start = token.start as usize;
                self.use_param(&narrowed(name), Span::new(view.file, start + range.start, start + range.end));
            }
        }
    }

    /// What a `{param}` stands for; `None` while it has no value or is not declared, which is reported.
    fn param_as_text(&mut self, name: &str, span: Span) -> Option<String> {
        let Some(index) = self.use_param(name, span) else {
            let near = self.near(name, NameKind::Param);
            self.undeclared(name, span, NameKind::Param, near);
            return None;
        };
        Some(match self.params[index].value.as_ref()? {
            ParamValue::Text(text) => text.clone(),
            ParamValue::Date(date) => date.to_string(),
            ParamValue::Number(number) => number.to_string(),
        })
    }
}
