//! Text to tokens, by the grammar.

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
    tokens
}

/// The tokens of whole lines of a text.
fn scan_into(text: &str, lines: std::ops::Range<usize>, tokens: &mut Vec<Token>) {
    let mut block_comment = false;
    let mut chunk = lines.start..lines.start;
    for line in text[lines].split_inclusive('\n') {
        let content = line.strip_suffix('\n').unwrap_or(line);
        let too_long = content.len() > MAX_LINE;
        if too_long || chunk.len() >= CHUNK {
            scan_chunk(text, chunk.clone(), &mut block_comment, tokens);
            chunk.start = chunk.end;
        }
        chunk.end += line.len();
        if too_long {
            let (start, end) = (chunk.start as u32, (chunk.start + content.len()) as u32);
            tokens.push(Token { kind: Kind::TooLong, start, end });
            chunk.start = chunk.end;
        }
    }
    scan_chunk(text, chunk, &mut block_comment, tokens);
}

/// The tokens of a text that differs from an `old` one with known `tokens`. No token crosses a line and lines
/// are scanned alone, so only those that changed are scanned again.
pub fn scan_again(text: &str, old: &str, tokens: &[Token]) -> Vec<Token> {
    let tokens = &super::glued::whole(tokens)[..];
    let has_block_comment = |text: &str| memchr::memmem::find(text.as_bytes(), b"/*").is_some();
    if has_block_comment(old) || has_block_comment(text) {
        // What a line is depends on the lines above.
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
    all
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

/// The tokens of some lines. `/* … */` is no comment of the language, but people write it: its lines after
/// the first, which is reported, are taken for comments.
fn scan_chunk(text: &str, chunk: std::ops::Range<usize>, block_comment: &mut bool, tokens: &mut Vec<Token>) {
    let lines = &text[chunk.clone()];
    if !*block_comment && memchr::memmem::find(lines.as_bytes(), b"/*").is_none() {
        scan_lines(lines, chunk.start, tokens);
        return;
    }
    let mut start = chunk.start;
    for line in lines.split_inclusive('\n') {
        let content = line.strip_suffix('\n').unwrap_or(line);
        if *block_comment {
            if !content.trim().is_empty() {
                let (start, end) = (start as u32, (start + content.len()) as u32);
                tokens.push(Token { kind: Kind::Comment, start, end });
            }
            *block_comment = !content.contains("*/");
        } else {
            scan_lines(content, start, tokens);
            *block_comment = tokens.last().is_some_and(|token| {
                let words = &text[token.range()];
                token.kind == Kind::WrongComment
                    && token.start as usize >= start
                    && words.starts_with("/*")
                    && !words.contains("*/")
            });
        }
        start += line.len();
    }
}

/// The tokens of lines that start at byte `offset` of the file.
fn scan_lines(lines: &str, offset: usize, tokens: &mut Vec<Token>) {
    // INVARIANT: the rule of lines ends in `unexpected = ANY`, so every text parses.
    let Ok(mut pairs) = Grammar::parse(Rule::lines, lines) else { return };
    let Some(pair) = pairs.next() else { return };
    for pair in pair.into_inner() {
        let Some(kind) = kind(pair.as_rule()) else { continue };
        let span = pair.as_span();
        let (start, end) = ((offset + span.start()) as u32, (offset + span.end()) as u32);
        tokens.push(Token { kind, start, end });
        if kind == Kind::UnclosedText {
            split_swallowed_brace(&lines[span.start()..span.end()], tokens);
        }
    }
}

/// `合同 “测试合同 {`: the text that was not closed swallowed the brace, but the brace was meant.
fn split_swallowed_brace(words: &str, tokens: &mut Vec<Token>) {
    let Some(text) = tokens.last_mut() else { return };
    let words = words.trim_end();
    let Some(rest) = words.strip_suffix(['{', '｛']).filter(|rest| !rest.is_empty()) else { return };
    let (start, end) = (text.start + rest.len() as u32, text.start + words.len() as u32);
    text.end = text.start + rest.trim_end().len() as u32;
    tokens.push(Token { kind: Kind::Open, start, end });
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
