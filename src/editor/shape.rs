//! What can be folded, and what a growing selection takes in.

use std::ops::Range;

use super::Snapshot;
use super::place::{extent, inside_quotes, last_node_before, token_at};
use crate::syntax::Kind;
use crate::vocabulary::Key;

/// Lines, from 0, that fold into the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    pub first: usize,
    pub last: usize,
    pub kind: FoldKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoldKind {
    Block,
    Comment,
    /// Statements of `use`.
    Uses,
}

/// Blocks, comments over several lines, and runs of `use`. In order of lines.
pub fn folds(snapshot: &Snapshot) -> Vec<Fold> {
    let (tree, source) = (snapshot.tree(), snapshot.source());
    let mut folds = Vec::new();
    let mut add = |first: usize, last: usize, kind| {
        if first < last {
            folds.push(Fold { first, last, kind });
        }
    };
    for id in 0..tree.len() as u32 {
        if let Some((_, Some(close))) = tree.block(id) {
            let (first, last) =
                (source.line_of(tree.keyword(id).start as usize), source.line_of(close.start as usize));
            // The closing brace stays in sight.
            add(first, last.saturating_sub(1), FoldKind::Block);
        }
    }
    let comments = tree.comments().filter_map(|token| {
        let line = source.line_of(token.start as usize);
        let before = &source.text()[source.line_range(line).start..token.start as usize];
        before.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}').is_empty().then_some(line)
    });
    for (first, last) in runs(comments) {
        add(first, last, FoldKind::Comment);
    }
    let uses = tree.roots().filter(|&id| tree.node(id).word.is_some_and(|word| word.key == Key::Use));
    for (first, last) in runs(uses.map(|id| source.line_of(tree.keyword(id).start as usize))) {
        add(first, last, FoldKind::Uses);
    }
    folds.sort_by_key(|fold| (fold.first, fold.last));
    folds
}

/// The first and last of each run of lines that follow each other.
fn runs(lines: impl Iterator<Item = usize>) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for line in lines {
        match runs.last_mut() {
            Some((_, last)) if line <= *last + 1 => *last = line,
            _ => runs.push((line, line)),
        }
    }
    runs
}

/// More statements around a place than anything in the language has.
const DEEPEST: usize = 64;

/// What a selection at a byte grows to, from the smallest to the whole file; each holds the one before.
pub fn selections(snapshot: &Snapshot, offset: usize) -> Vec<Range<usize>> {
    let (tree, text) = (snapshot.tree(), snapshot.text());
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut add = |range: Range<usize>| {
        let grows = ranges
            .last()
            .is_none_or(|last| range.start <= last.start && last.end <= range.end && range != *last);
        if grows && range.start <= offset && offset <= range.end {
            ranges.push(range);
        }
    };
    let at = token_at(tree, offset);
    if let Some(at) = at {
        let token = tree.token(at);
        if token.kind == Kind::Text {
            add(inside_quotes(text, token));
        }
        add(token.range());
    }
    let next = tree.tokens.partition_point(|token| token.start as usize <= offset) as u32;
    let innermost = last_node_before(tree, next);
    for id in std::iter::successors(innermost, |&id| tree.parent(id)).take(DEEPEST) {
        if let (Some((open, Some(close))), true) =
            (tree.block(id), at.is_none_or(|at| tree.node(id).keyword != at))
        {
            add(open.end as usize..close.start as usize);
        }
        add(extent(tree, id));
    }
    add(0..text.len());
    if ranges.is_empty() {
        ranges.push(0..text.len());
    }
    ranges
}
