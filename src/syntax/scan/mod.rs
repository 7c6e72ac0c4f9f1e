//! Text to tokens, by the grammar.

mod odd;
mod stitch;

use pest::Parser;

use crate::vocabulary::odd_runs;
use odd::Plain;

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
    /// A name with brackets in it.
    Bracketed,
    /// A text that goes on over line ends.
    LinesText,
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
    /// A comment of another language, up to the end of its line.
    WrongComment,
    /// `/* … */`, `<!-- … -->`, over one line or several.
    BlockComment,
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
                | LinesText
                | UnclosedText
                | Bracketed
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

/// The longest line that is read, in bytes. A longer one is no contract but another kind of file, and is
/// reported as one mistake.
pub const MAX_LINE: usize = 256 * 1024;

/// How much is given to the parser at once, in bytes: much, since each turn costs, but not all, since it keeps
/// notes of everything it is given.
const CHUNK: usize = 32 * 1024;

/// The tokens of a text, in order.
pub fn scan(text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 8);
    scan_into(text, 0..text.len(), &mut tokens);
    stitch::over_lines(text, tokens)
}

/// The tokens of whole lines of a text, each read alone.
fn scan_into(text: &str, lines: std::ops::Range<usize>, tokens: &mut Vec<Token>) {
    let mut chunk = lines.start..lines.start;
    for line in text[lines].split_inclusive('\n') {
        let content = line.strip_suffix('\n').unwrap_or(line);
        let too_long = content.len() > MAX_LINE;
        if too_long || chunk.len() >= CHUNK {
            scan_chunk(text, chunk.clone(), tokens);
            chunk.start = chunk.end;
        }
        chunk.end += line.len();
        if too_long {
            let (start, end) = (chunk.start as u32, (chunk.start + content.len()) as u32);
            tokens.push(Token { kind: Kind::TooLong, start, end });
            chunk.start = chunk.end;
        }
    }
    scan_chunk(text, chunk, tokens);
}

/// The tokens of a text that differs from an `old` one with known `tokens`. No token crosses a line and lines
/// are scanned alone, so only those that changed are scanned again.
pub fn scan_again(text: &str, old: &str, tokens: &[Token]) -> Vec<Token> {
    let tokens = &super::glued::whole(tokens)[..];
    // What a line is may depend on the lines above.
    if tokens.iter().any(|token| crosses_lines(old, *token)) {
        return scan(text);
    }
    let (head, tail) = unchanged(old, text);
    let (end, old_end) = (text.len() - tail, old.len() - tail);
    let before = tokens.partition_point(|token| (token.start as usize) < head);
    let after = tokens.partition_point(|token| (token.start as usize) < old_end);
    let mut all = Vec::with_capacity(tokens.len() + 16);
    all.extend_from_slice(&tokens[..before]);
    scan_into(text, head..end, &mut all);
    let moved = |at: u32| (at as usize - old_end + end) as u32;
    all.extend(tokens[after..].iter().map(|token| Token {
        start: moved(token.start),
        end: moved(token.end),
        ..*token
    }));
    stitch::over_lines(text, all)
}

/// Whether a token goes on over a line end, or would if the lines below it were others.
fn crosses_lines(text: &str, token: Token) -> bool {
    matches!(token.kind, Kind::LinesText | Kind::BlockComment) && text[token.range()].contains('\n')
}

/// How many bytes at the head and at the tail of two texts are the same whole lines.
fn unchanged(old: &str, new: &str) -> (usize, usize) {
    let shorter = old.len().min(new.len());
    let (old, new) = (old.as_bytes(), new.as_bytes());
    let same = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let head = memchr::memrchr(b'\n', &old[..same]).map_or(0, |end| end + 1);
    let same =
        old.iter().rev().zip(new.iter().rev()).take(shorter - head).take_while(|(a, b)| a == b).count();
    // The tail starts after a line end that is in both.
    let start = old.len() - same;
    let tail = memchr::memchr(b'\n', &old[start..]).map_or(0, |at| same - at - 1);
    (head, tail)
}

/// The tokens of some lines of a text.
fn scan_chunk(text: &str, chunk: std::ops::Range<usize>, tokens: &mut Vec<Token>) {
    let lines = &text[chunk.clone()];
    let first = tokens.len();
    let runs = odd_runs(lines);
    // The mark of byte order is none of the runs, but no character of the language either.
    let mark = if lines.starts_with('\u{FEFF}') { 0..'\u{FEFF}'.len_utf8() } else { 0..0 };
    if runs.is_empty() && mark.is_empty() {
        scan_lines(lines, |read| read, tokens);
    } else {
        let all: Vec<_> = [mark].into_iter().filter(|mark| !mark.is_empty()).chain(runs).collect();
        let plain = Plain::of(lines, &all);
        scan_lines(&plain.text, |read| plain.place(read), tokens);
    }
    for token in &mut tokens[first..] {
        token.start += chunk.start as u32;
        token.end += chunk.start as u32;
    }
    stitch::within_lines(text, first, tokens);
}

/// The tokens of lines as the grammar reads them, each at its place in the lines themselves.
fn scan_lines(
    lines: &str,
    place: impl Fn(std::ops::Range<usize>) -> std::ops::Range<usize>,
    tokens: &mut Vec<Token>,
) {
    // INVARIANT: the rule of lines ends in `unexpected = ANY`, so every text parses.
    let Ok(mut pairs) = Grammar::parse(Rule::lines, lines) else { return };
    let Some(pair) = pairs.next() else { return };
    for pair in pair.into_inner() {
        let Some(kind) = kind(pair.as_rule()) else { continue };
        let read = pair.as_span().start()..pair.as_span().end();
        let [text, brace] = match kind {
            Kind::UnclosedText => swallowed_brace(&lines[read.clone()], read.start),
            _ => [read, 0..0],
        };
        for (kind, read) in
            [(kind, text), (Kind::Open, brace)].into_iter().filter(|(_, read)| !read.is_empty())
        {
            let place = place(read);
            tokens.push(Token { kind, start: place.start as u32, end: place.end as u32 });
        }
    }
}

/// `合同 “测试合同 {`: the text that was not closed swallowed the brace, but the brace was meant. Where the text and
/// the brace stand; the brace is empty where there is none.
fn swallowed_brace(words: &str, start: usize) -> [std::ops::Range<usize>; 2] {
    let end = words.trim_end().len();
    match words[..end].strip_suffix(['{', '｛']).filter(|rest| !rest.is_empty()) {
        Some(rest) => [start..start + rest.trim_end().len(), start + rest.len()..start + end],
        None => [start..start + words.len(), 0..0],
    }
}

fn kind(rule: Rule) -> Option<Kind> {
    Some(match rule {
        Rule::open => Kind::Open,
        Rule::close => Kind::Close,
        Rule::text | Rule::glued_text => Kind::Text,
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
        Rule::block_comment => Kind::BlockComment,
        Rule::comma => Kind::Comma,
        Rule::colon => Kind::Colon,
        Rule::full_stop => Kind::FullStop,
        Rule::unexpected => Kind::Unexpected,
        _ => return None,
    })
}

/// The two coordinates of a point token's text, each a quantity or a word, by their bytes in it.
pub fn coordinates(point: &str) -> Option<[(Kind, std::ops::Range<usize>); 2]> {
    let plain = Plain::of(point, &odd_runs(point));
    let mut inner = Grammar::parse(Rule::point, &plain.text).ok()?.next()?.into_inner().map(|pair| {
        let span = pair.as_span();
        (kind(pair.as_rule()), plain.place(span.start()..span.end()))
    });
    let (x, y) = (inner.next()?, inner.next()?);
    Some([(x.0?, x.1), (y.0?, y.1)])
}
