//! Lines to tokens, by the grammar.

use pest::Parser;

mod grammar {
    // The derive makes public items without documentation.
    #![allow(missing_docs)]

    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/qdc.pest"]
    pub struct Grammar;
}

use grammar::{Grammar, Rule};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Open,
    Close,
    Text,
    Point,
    Date,
    Quantity,
    Word,
    Comment,
    Comma,
    Colon,
    // Broken ones.
    MismatchedText,
    /// Quotation marks within quotation marks.
    NestedText,
    UnclosedText,
    WrongQuotes,
    BrokenPoint,
    BadDate,
    /// A web address without quotation marks.
    Address,
    FullStop,
    WrongComment,
    Unexpected,
    /// A whole line that is not read.
    TooLong,
}

impl Kind {
    /// Whether it stands where a value stands, broken or not.
    pub fn is_value(self) -> bool {
        use Kind::*;
        matches!(
            self,
            Text | Point
                | Date
                | Quantity
                | MismatchedText
                | NestedText
                | UnclosedText
                | WrongQuotes
                | BrokenPoint
                | BadDate
                | Address
        )
    }
}

/// A piece of the text, by its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    pub kind: Kind,
    pub start: u32,
    pub end: u32,
}

impl Token {
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// `合同 “测试合同 {`: the text that was not closed swallowed the brace, but the brace was meant.
fn split_swallowed_brace(line: &str, offset: usize, tokens: &mut Vec<Token>) {
    let Some(text) = tokens.last_mut().filter(|token| token.kind == Kind::UnclosedText) else { return };
    let line = line.trim_end();
    let Some(rest) = line.strip_suffix(['{', '｛']) else { return };
    let brace = offset + rest.len();
    if brace <= text.start as usize {
        return;
    }
    text.end = (offset + rest.trim_end().len()) as u32;
    tokens.push(Token { kind: Kind::Open, start: brace as u32, end: (offset + line.len()) as u32 });
}

/// Adds the tokens of one line, which starts at byte `offset` of the file, to `tokens`.
pub fn scan_line(text: &str, offset: usize, tokens: &mut Vec<Token>) {
    // INVARIANT: the line's rule ends in `unexpected = ANY`, so every line parses.
    let Ok(mut pairs) = Grammar::parse(Rule::line, text) else { return };
    let Some(line) = pairs.next() else { return };
    for pair in line.into_inner() {
        let Some(kind) = kind(pair.as_rule()) else { continue };
        let span = pair.as_span();
        tokens.push(Token { kind, start: (offset + span.start()) as u32, end: (offset + span.end()) as u32 });
    }
    split_swallowed_brace(text, offset, tokens);
}

fn kind(rule: Rule) -> Option<Kind> {
    Some(match rule {
        Rule::open => Kind::Open,
        Rule::close => Kind::Close,
        Rule::text => Kind::Text,
        Rule::nested_text => Kind::NestedText,
        Rule::mismatched_text => Kind::MismatchedText,
        Rule::unclosed_text => Kind::UnclosedText,
        Rule::wrong_quotes => Kind::WrongQuotes,
        Rule::point => Kind::Point,
        Rule::broken_point => Kind::BrokenPoint,
        Rule::date => Kind::Date,
        Rule::bad_date => Kind::BadDate,
        Rule::quantity => Kind::Quantity,
        Rule::address => Kind::Address,
        Rule::word => Kind::Word,
        Rule::comment => Kind::Comment,
        Rule::wrong_comment | Rule::dashes => Kind::WrongComment,
        Rule::comma => Kind::Comma,
        Rule::colon => Kind::Colon,
        Rule::full_stop => Kind::FullStop,
        Rule::unexpected => Kind::Unexpected,
        _ => return None,
    })
}

/// The two coordinates of a point token's text, each a quantity or a word, by their bytes in it.
pub fn coordinates(point: &str) -> Option<[(Kind, std::ops::Range<usize>); 2]> {
    let mut inner = Grammar::parse(Rule::point, point).ok()?.next()?.into_inner().map(|pair| {
        let span = pair.as_span();
        (kind(pair.as_rule()), span.start()..span.end())
    });
    let (x, y) = (inner.next()?, inner.next()?);
    Some([(x.0?, x.1), (y.0?, y.1)])
}
