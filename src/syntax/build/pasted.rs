//! Lines that are no statements at all: the words of a contract, the rows of a table. What follows each other is one
//! mistake.

use std::ops::Range;

use super::super::broken::Pasted;
use super::super::scan::{Kind, Token};
use crate::vocabulary::{Shape, WORDS, is_keyword, nearest, parse_keyword};

/// Lines of one kind that follow each other, by their tokens.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    pub tokens: Range<usize>,
    pub kind: Pasted,
}

/// The blocks of a text, in order. Each is found from a line that is no statement for certain, and takes in those
/// around it that are none either.
pub fn blocks(text: &str, tokens: &[Token]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut lines: Vec<Line> = Vec::new();
    let (mut first, mut line_end) = (0, 0);
    for line in text.split_inclusive('\n') {
        let start = line_end;
        line_end += line.len();
        let mut end = first;
        while tokens.get(end).is_some_and(|token| (token.start as usize) < line_end) {
            end += 1;
        }
        if end > first {
            lines.push(Line { text: start..line_end, tokens: first..end });
        }
        first = end;
    }
    let mut at = 0;
    while at < lines.len() {
        let Some(kind) = lines[at].pasted(text, tokens) else {
            at += 1;
            continue;
        };
        let taken = blocks.last().map_or(0, |block| block.tokens.end);
        let mut from = at;
        while from > 0 && lines[from - 1].tokens.start >= taken && lines[from - 1].may_be_pasted(text, tokens)
        {
            from -= 1;
        }
        let mut to = at + 1;
        while lines
            .get(to)
            .is_some_and(|line| line.pasted(text, tokens).is_some() || line.may_be_pasted(text, tokens))
        {
            to += 1;
        }
        blocks.push(Block { tokens: lines[from].tokens.start..lines[to - 1].tokens.end, kind });
        at = to;
    }
    blocks
}

/// A line that is not empty.
struct Line {
    text: Range<usize>,
    tokens: Range<usize>,
}

impl Line {
    /// What a line is part of for certain; `None` where it may be a statement, well written or badly.
    fn pasted(&self, text: &str, tokens: &[Token]) -> Option<Pasted> {
        let tokens = &tokens[self.tokens.clone()];
        let has = |kinds: &[Kind]| tokens.iter().any(|token| kinds.contains(&token.kind));
        if has(&[Kind::Open, Kind::Close, Kind::Comment, Kind::TooLong, Kind::LinesText, Kind::BlockComment])
        {
            return None;
        }
        let line = text[self.text.clone()].trim();
        if is_ruled(line) {
            return Some(Pasted::Table);
        }
        let word = &text[tokens[0].range()];
        let is_statement = tokens[0].kind == Kind::Word && is_keyword(word);
        let has_text = has(&[Kind::Text]);
        if !has_text && is_row(line) && (!is_statement || is_header(text, tokens)) {
            return Some(Pasted::Table);
        }
        let sentence = Sentence::of(text, tokens);
        let is_prose = if is_statement {
            !has_text && sentence.commas > 0 && sentence.stops > 0 && sentence.han >= 12
        } else if has_text {
            sentence.stops > 0 && sentence.commas > 0 && sentence.han >= 8
        } else {
            is_clause_number(word)
                || (sentence.stops > 0 && sentence.han >= 8)
                || (sentence.commas > 0 && (sentence.longest >= 8 || sentence.han >= 16))
                || sentence.longest >= 12
                || (sentence.words >= 8 && sentence.han == 0)
        };
        is_prose.then_some(Pasted::Prose)
    }

    /// Whether a line beside such a one belongs to it.
    fn may_be_pasted(&self, text: &str, tokens: &[Token]) -> bool {
        let tokens = &tokens[self.tokens.clone()];
        let is_other = |token: &Token| {
            matches!(
                token.kind,
                Kind::Open
                    | Kind::Close
                    | Kind::Comment
                    | Kind::TooLong
                    | Kind::LinesText
                    | Kind::BlockComment
            )
        };
        if tokens.iter().any(is_other) {
            return false;
        }
        let has_text = tokens.iter().any(|token| token.kind == Kind::Text);
        let word = &text[tokens[0].range()];
        match tokens[0].kind {
            Kind::Word if is_keyword(word) => false,
            Kind::Word if has_text => nearest(word, WORDS).is_none(),
            _ => true,
        }
    }
}

/// What a line has of a sentence.
#[derive(Default)]
struct Sentence {
    stops: usize,
    commas: usize,
    words: usize,
    /// Chinese characters in all words, and in the longest.
    han: usize,
    longest: usize,
}

impl Sentence {
    fn of(text: &str, tokens: &[Token]) -> Self {
        let mut sentence = Sentence::default();
        for token in tokens {
            match token.kind {
                Kind::FullStop => sentence.stops += 1,
                Kind::Comma => sentence.commas += 1,
                Kind::Word | Kind::Bracketed => {
                    let is_han = |c: &char| matches!(c, '\u{4E00}'..='\u{9FFF}');
                    let han = text[token.range()].chars().filter(is_han).count();
                    sentence.words += 1;
                    sentence.han += han;
                    sentence.longest = sentence.longest.max(han);
                }
                _ => {}
            }
        }
        sentence
    }
}

/// `第一条`, `第3章`: how the parts of a contract are numbered.
fn is_clause_number(word: &str) -> bool {
    let Some(rest) = word.strip_prefix('第') else { return false };
    let number =
        rest.trim_start_matches(|c: char| c.is_numeric() || "一二三四五六七八九十百零〇两".contains(c));
    number.len() < rest.len() && number.starts_with(['条', '章', '款', '节', '编', '项'])
}

/// A row of a Markdown table, or one drawn with lines.
fn is_ruled(line: &str) -> bool {
    match line.chars().next() {
        Some('|' | '｜') => line.matches(['|', '｜']).count() > 1,
        Some('\u{2500}'..='\u{257F}') => true,
        Some('+') => line.starts_with("+-") || line.starts_with("+="),
        _ => false,
    }
}

/// The first row of a sheet, whose cells may be words of the language: no keyword's value is a keyword, unless it is a
/// name.
fn is_header(text: &str, tokens: &[Token]) -> bool {
    let is_name = |word: &str| {
        parse_keyword(word).any(|word| {
            word.takes
                .first()
                .is_some_and(|take| matches!(take.shape, Shape::Name | Shape::Account | Shape::DocumentName))
        })
    };
    match tokens {
        [first, second, ..] => {
            tokens.iter().all(|token| token.kind == Kind::Word)
                && is_keyword(&text[second.range()])
                && !is_name(&text[first.range()])
        }
        _ => false,
    }
}

/// A row of a sheet: cells with tabs between them.
fn is_row(line: &str) -> bool {
    line.split('\t').filter(|cell| !cell.trim().is_empty()).count() > 2
}
