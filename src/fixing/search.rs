//! The largest set of edits that holds: all at once where that can be proven, else by halves.
//!
//! A file with nothing to refuse costs one reading, each edit that is refused some more, and never more than a bound.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::proof::{Refusal, prove};
use super::{Read, Reading, View};

/// How much may be read: so many bytes, and so many texts however long they are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bound {
    pub bytes: usize,
    pub texts: usize,
}

/// Proves edits as long as there is something left of the bound.
pub(super) struct Prover<'a> {
    read: &'a Read<'a>,
    bytes: Cell<usize>,
    texts: Cell<usize>,
}

/// What came of edits of one text, which are findings by number.
#[derive(Default)]
pub(super) struct Outcome {
    pub made: Vec<usize>,
    pub refused: Vec<(usize, Refusal)>,
    /// The text with those that are made.
    pub reading: Option<Reading>,
}

impl<'a> Prover<'a> {
    pub fn new(read: &'a Read<'a>, bound: Bound) -> Self {
        Self { read, bytes: Cell::new(bound.bytes), texts: Cell::new(bound.texts) }
    }

    fn prove(&self, before: View<'_>, edited: &[usize]) -> Result<Reading, Refusal> {
        let length = before.text().len();
        match (self.bytes.get().checked_sub(length), self.texts.get().checked_sub(1)) {
            (None, None) => return Err(Refusal::Untried),
            (bytes, texts) => {
                self.bytes.set(bytes.unwrap_or(0));
                self.texts.set(texts.unwrap_or(0));
            }
        }
        prove(before, edited, self.read)
    }

    /// The most of these edits, the first ones rather than the last.
    pub fn most(&self, before: View<'_>, edits: &[usize]) -> Outcome {
        let mut outcome = Outcome::default();
        if !edits.is_empty() {
            self.grow(before, edits, &mut outcome);
        }
        outcome
    }

    fn grow(&self, before: View<'_>, edits: &[usize], outcome: &mut Outcome) {
        let mut all = outcome.made.clone();
        all.extend(edits);
        all.sort_unstable_by_key(|index| envelope(before, *index));
        match (self.prove(before, &all), edits) {
            (Ok(reading), _) => {
                outcome.made = all;
                outcome.reading = Some(reading);
            }
            (Err(why), [one]) => outcome.refused.push((*one, why)),
            (Err(Refusal::Untried), _) => {
                outcome.refused.extend(edits.iter().map(|index| (*index, Refusal::Untried)));
            }
            (Err(_), _) => {
                let (first, second) = edits.split_at(edits.len() / 2);
                self.grow(before, first, outcome);
                self.grow(before, second, outcome);
            }
        }
    }
}

/// From the first change of a finding's edit to the last.
fn envelope(view: View<'_>, index: usize) -> (u32, u32) {
    let changes = view.findings[index].edit.iter().flat_map(|edit| &edit.changes);
    changes
        .fold((u32::MAX, 0), |(start, end), change| (start.min(change.span.start), end.max(change.span.end)))
}

/// Those that can be made at once, and the others: edits that touch another's place wait for what is there then.
pub(super) fn apart(view: View<'_>, edits: &[usize]) -> (Vec<usize>, Vec<usize>) {
    let mut taken: BTreeMap<u32, u32> = BTreeMap::new();
    edits.iter().partition(|index| {
        let (start, end) = envelope(view, **index);
        let is_free = taken.range(..=end).next_back().is_none_or(|(_, before)| *before < start);
        if is_free {
            taken.insert(start, end);
        }
        is_free
    })
}
