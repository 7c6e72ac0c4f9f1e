//! Lines: several statements on one, and a brace missing at the end of one.

use super::super::phrase;
use super::{RULE, indent};
use crate::findings::{Change, Finding};
use crate::model::Model;
use crate::source::Span;
use crate::syntax::{Kind, Token};
use crate::vocabulary::is_keyword;
use crate::words;

/// As many statements of a line are named.
const NAMED: usize = 4;

/// No block of the language lies deeper.
const DEEPEST: usize = 4;

pub fn two_statements(model: &Model, span: Span, starts: &[u32]) -> Finding {
    let tokens = &model.trees[span.file.0 as usize].tokens;
    let at = |start: u32| tokens.partition_point(|token| token.start < start);
    let words = starts.iter().filter_map(|&start| tokens.get(at(start)));
    let named = words.take(NAMED).map(|token| {
        format!("`{}`", phrase::quoted(model, Span { start: token.start, end: token.end, ..span }))
    });
    let named: Vec<_> = named.collect();
    let (zh, en, count) = (named.join("、"), named.join(", "), starts.len());
    let message = match count {
        1 => words!("一行只写一条语句，{zh} 应另起一行", "one statement a line: {en} belongs on a line of its own"),
        2..=NAMED => words!("一行只写一条语句，{zh} 应各起一行", "one statement a line: {en} belong on lines of their own"),
        _ => words!(
            "一行只写一条语句，{zh} 等 {count} 条应各起一行",
            "one statement a line: {en} and others, {count} in all, belong on lines of their own"
        ),
    };
    let finding = Finding::new(&RULE, span, message);
    let (title, changes) = (words!("另起一行", "start a new line"), new_lines(model, span, starts));
    // A keyword that nothing follows is perhaps none.
    let is_whole = |&start: &u32| {
        tokens.get(at(start) + 1).is_some_and(|next| match next.kind {
            Kind::Word => !is_keyword(model.sources.slice(Span { start: next.start, end: next.end, ..span })),
            kind => kind.is_value(),
        })
    };
    match starts.iter().all(is_whole) {
        true => finding.fix(title, changes),
        false => finding.offer(title, changes),
    }
}

/// Each statement, and the braces around it, on a line of their own, as deep as their block: the blanks before them and
/// what separates them become line ends.
fn new_lines(model: &Model, span: Span, starts: &[u32]) -> Vec<Change> {
    let source = &model.sources[span.file];
    let tokens = &model.trees[span.file.0 as usize].tokens;
    let line_of = |place: u32| source.line_range(source.line_of(place as usize));
    let last = starts.last().copied().unwrap_or(span.start);
    let first = tokens.partition_point(|token| (token.start as usize) < line_of(span.start).start);
    let end = tokens.partition_point(|token| (token.start as usize) < line_of(last).end);
    let base = indent(model, span);
    let step = if base.starts_with('\t') { "\t" } else { "    " };
    // The tokens that begin a line, and how deep. Of each open brace: what follows it, and whether that begins a line.
    let mut breaks: Vec<(usize, usize)> = Vec::new();
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut starts = starts.iter().copied().peekable();
    for (index, token) in tokens.iter().enumerate().take(end).skip(first) {
        if starts.next_if_eq(&token.start).is_some() {
            for (depth, (inside, broken)) in open.iter_mut().enumerate().rev() {
                if std::mem::replace(broken, true) {
                    break;
                }
                breaks.push((*inside, depth + 1));
            }
            breaks.push((index, open.len()));
        }
        match token.kind {
            Kind::Open => open.push((index + 1, false)),
            Kind::Close if open.pop().is_some_and(|(_, broken)| broken) => breaks.push((index, open.len())),
            _ => {}
        }
    }
    breaks.sort_unstable();
    breaks.dedup_by_key(|(index, _)| *index);
    let is_mark = |token: &&Token| matches!(token.kind, Kind::Comma | Kind::FullStop);
    let new_line = |(index, depth): (usize, usize)| {
        let before = tokens[first..index].iter().rev().find(|token| !is_mark(token))?;
        let gap = Span { start: before.end, end: tokens[index].start, ..span };
        Some(Change::new(gap, format!("\n{base}{}", step.repeat(depth.min(DEEPEST)))))
    };
    breaks.into_iter().filter_map(new_line).collect()
}

/// Whether a text that was not closed is the last thing before a place.
pub fn ends_in_text(model: &Model, place: Span) -> bool {
    let tokens = &model.trees[place.file.0 as usize].tokens;
    let before = tokens.partition_point(|token| token.start < place.start);
    before > 0 && tokens[before - 1].kind == Kind::UnclosedText
}
