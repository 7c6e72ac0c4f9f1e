//! Lines: several statements on one, and a brace missing at the end of one.

use super::{RULE, indent};
use crate::findings::{Change, Finding};
use crate::model::Model;
use crate::source::Span;
use crate::syntax::Kind;
use crate::vocabulary::narrow;
use crate::words;

/// More words than this before a statement are not looked through for a brace: a line may be endless.
const NEAR: usize = 64;

pub fn two_statements(model: &Model, span: Span, written: &str) -> Finding {
    Finding::new(
        &RULE,
        span,
        words!(
            "一行只写一条语句，`{written}` 应另起一行",
            "one statement a line: `{written}` belongs on a line of its own"
        ),
    )
    .offer(words!("另起一行", "start a new line"), vec![new_line(model, span)])
}

/// The blanks before a statement, and what separates it from the one before, become a new line, as deep as its block.
fn new_line(model: &Model, span: Span) -> Change {
    let source = &model.sources[span.file];
    let line = source.line_range(source.line_of(span.start as usize));
    let before = &source.text()[line.start..span.start as usize];
    let is_gap = |c: char| c == '\t' || matches!(narrow(c), ' ' | ',' | ';');
    let kept = before.trim_end_matches(is_gap);
    let gap = Span { start: (line.start + kept.len()) as u32, end: span.start, ..span };
    let mut indent = indent(model, span);
    if opens_block(model, Span { start: line.start as u32, ..gap.before() }, gap.start) {
        indent.push_str(if indent.starts_with('\t') { "\t" } else { "    " });
    }
    Change::new(gap, format!("\n{indent}"))
}

/// Whether a block is opened between the start of a line and a place on it, and not closed again.
fn opens_block(model: &Model, line: Span, end: u32) -> bool {
    let tokens = &model.trees[line.file.0 as usize].tokens;
    let last = tokens.partition_point(|token| token.start < end);
    let mut closed = 0;
    for token in tokens[..last].iter().rev().take(NEAR).take_while(|token| token.start >= line.start) {
        match token.kind {
            Kind::Close => closed += 1,
            Kind::Open if closed == 0 => return true,
            Kind::Open => closed -= 1,
            _ => {}
        }
    }
    false
}

/// Whether a text that was not closed is the last thing before a place.
pub fn ends_in_text(model: &Model, place: Span) -> bool {
    let tokens = &model.trees[place.file.0 as usize].tokens;
    let before = tokens.partition_point(|token| token.start < place.start);
    before > 0 && tokens[before - 1].kind == Kind::UnclosedText
}
