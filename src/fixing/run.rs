//! A whole text fixed, an edit proven alone, and which edits of a text hold.

use std::cmp::Reverse;

use super::proof::Refusal;
use super::search::{Bound, Prover, apart};
use super::{ROOT, Read, Reading, View};
use crate::findings::{Edit, Finding};

/// Which edits are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Those that a person who knows the language could not mean otherwise.
    Safe,
    /// Also those that are only offered: a person is to look at the result.
    Offered,
}

/// What became of a text.
#[derive(Debug, Clone, Default)]
pub struct Fixed {
    pub text: String,
    /// How many edits were made.
    pub made: usize,
    /// Edits within the scope that were not made.
    pub left: Vec<Left>,
}

/// An edit that was not made, and why.
#[derive(Debug, Clone)]
pub struct Left {
    pub finding: Finding,
    /// The line of the finding in the fixed text, from 1.
    pub line: usize,
    pub why: Refusal,
}

/// While a text is fixed, a short one may be read as often as it takes.
const FIXING: Bound = Bound { bytes: 32 << 20, texts: 64 };
/// Less where edits are only to be shown.
const SHOWING: Bound = Bound { bytes: 4 << 20, texts: 12 };

/// Makes every edit that holds. Each is applied to what is there after those before it, until none is left that could
/// be made; a fixed text is left as it is when it is fixed again.
pub fn fix(first: View<'_>, read: &Read<'_>, scope: Scope) -> Fixed {
    let prover = Prover::new(read, FIXING);
    let mut last: Option<Reading> = None;
    let mut made = 0;
    // It comes to an end: each step leaves fewer findings of a level, and none more of those above it.
    loop {
        let view = last.as_ref().map_or(first, Reading::view);
        let mut left = Vec::new();
        let mut step = once(view, &prover, true, &mut left);
        if step.is_none() && scope == Scope::Offered {
            step = once(view, &prover, false, &mut left);
        }
        match step {
            Some((reading, edits)) => {
                last = Some(reading);
                made += edits;
            }
            None => {
                let left = left.into_iter().map(|(index, why)| Left::of(view, index, why)).collect();
                return Fixed { text: view.text().to_owned(), made, left };
            }
        }
    }
}

/// Makes as many edits as can be made at once; `None` where none can be made.
fn once(
    view: View<'_>,
    prover: &Prover<'_>,
    safe: bool,
    left: &mut Vec<(usize, Refusal)>,
) -> Option<(Reading, usize)> {
    let mut edits = in_order(view, |edit| edit.safe == safe);
    while !edits.is_empty() {
        let (now, later) = apart(view, &edits);
        let outcome = prover.most(view, &now);
        if let Some(reading) = outcome.reading {
            return Some((reading, outcome.made.len()));
        }
        left.extend(outcome.refused);
        edits = later;
    }
    None
}

/// Findings by number: what matters most first, then by place.
fn in_order(view: View<'_>, wanted: impl Fn(&Edit) -> bool) -> Vec<usize> {
    // Edits of used files are made and shown where those are checked.
    let is_wanted =
        |finding: &Finding| finding.span.file == ROOT && finding.edit.as_ref().is_some_and(&wanted);
    let mut edits: Vec<usize> =
        (0..view.findings.len()).filter(|index| is_wanted(&view.findings[*index])).collect();
    edits.sort_by_key(|index| {
        let finding = &view.findings[*index];
        (finding.edit.as_ref().is_some_and(|edit| !edit.safe), Reverse(finding.level))
    });
    edits
}

/// The text after the edit of one finding, by its number.
pub fn alone(view: View<'_>, finding: usize, read: &Read<'_>) -> Result<Reading, Refusal> {
    super::proof::prove(view, &[finding], read)
}

/// Which findings, by number, have an edit that holds: alone, or together with others that hold.
pub fn proven(view: View<'_>, read: &Read<'_>) -> Vec<bool> {
    let prover = Prover::new(read, SHOWING);
    let mut holds = vec![false; view.findings.len()];
    let mut edits = in_order(view, |_| true);
    while !edits.is_empty() {
        let (now, later) = apart(view, &edits);
        let together = prover.most(view, &now);
        // What does not go with the others may still be right.
        for (index, why) in &together.refused {
            if !together.made.is_empty() && *why != Refusal::Untried {
                holds[*index] = prover.most(view, &[*index]).reading.is_some();
            }
        }
        together.made.iter().for_each(|index| holds[*index] = true);
        edits = later;
    }
    holds
}

impl Left {
    fn of(view: View<'_>, index: usize, why: Refusal) -> Self {
        let finding = view.findings[index].clone();
        let line = view.sources[finding.span.file].line_of(finding.span.start as usize) + 1;
        Self { finding, line, why }
    }
}
