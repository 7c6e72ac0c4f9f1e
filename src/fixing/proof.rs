//! Whether edits did what they promise: their findings are gone, and nothing of their level or above is new.

use std::collections::HashMap;

use super::apply::Moves;
use super::{ROOT, Read, Reading, View};
use crate::findings::{Change, Finding, Level, Words};
use crate::words;

/// Why an edit is not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It would leave the text as it is.
    Nothing,
    /// It changes another file.
    Elsewhere,
    /// Its finding would still be there.
    Remains,
    /// There would be a finding that was not there before, in this line (from 1) of the new text.
    Adds { rule: &'static str, line: usize },
    /// So many were tried that no more are.
    Untried,
}

impl Refusal {
    /// The reason, for people.
    pub fn words(self) -> Words {
        match self {
            Refusal::Nothing => words!("改了等于没改", "it would change nothing"),
            Refusal::Elsewhere => words!("要改的是另一个文件", "it changes another file"),
            Refusal::Remains => words!("改了以后，这个问题还在", "the problem would still be there"),
            Refusal::Adds { rule, line } => {
                words!(
                    "改了以后，第 {line} 行会多出一个问题（{rule}）",
                    "it would add a new problem in line {line} ({rule})"
                )
            }
            Refusal::Untried => {
                words!("要试的改法太多，请再运行一次", "too many fixes to try at once; run it again")
            }
        }
    }
}

/// Where a finding is, in bytes of its file.
type Place = (u32, u32);

/// The text after the edits of these findings, which are in order of place and do not touch each other.
pub(super) fn prove(before: View<'_>, edited: &[usize], read: &Read<'_>) -> Result<Reading, Refusal> {
    let edits = || edited.iter().filter_map(|index| before.findings[*index].edit.as_ref());
    let changes: Vec<&Change> = edits().flat_map(|edit| &edit.changes).collect();
    if changes.iter().any(|change| change.span.file != ROOT) {
        return Err(Refusal::Elsewhere);
    }
    let moves = Moves::of(before.text(), &changes);
    if moves.text == before.text() {
        return Err(Refusal::Nothing);
    }
    let after = read(moves.text.clone());
    compare(before, edited, &moves, after.view())?;
    Ok(after)
}

/// Holds the findings before and after against each other, by file, rule and place. A finding that was there before
/// may change its words, and may become a lesser one.
fn compare(before: View<'_>, edited: &[usize], moves: &Moves, after: View<'_>) -> Result<(), Refusal> {
    let mut is_edited = vec![false; before.findings.len()];
    edited.iter().for_each(|index| is_edited[*index] = true);
    let old: Vec<Entry<'_>> =
        before.findings.iter().map(|finding| Entry::of(finding, before, Some(moves))).collect();
    let new: Vec<Entry<'_>> = after.findings.iter().map(|finding| Entry::of(finding, after, None)).collect();
    let mut pairs = Pairs { was: is_edited.clone(), is: vec![false; new.len()] };
    pairs.find(&old, &new, |entry| (entry.file, entry.finding.rule.name, entry.finding.message.en.as_str()));
    pairs.find(&old, &new, |entry| (entry.file, entry.finding.rule.name, ""));

    let known: Vec<&str> = before.sources.iter().map(|(_, source)| source.name()).collect();
    let unpaired = new.iter().zip(&pairs.is).filter(|(_, paired)| !**paired).map(|(entry, _)| entry);
    // What is found in a file that was not read before is no fault of the edit.
    let unpaired: Vec<&Entry<'_>> = unpaired.filter(|entry| known.contains(&entry.file)).collect();
    let gone = Gone::of(old.iter().zip(&is_edited).filter(|(_, edited)| **edited).map(|(entry, _)| entry));
    if unpaired.iter().any(|entry| gone.touches(entry)) {
        return Err(Refusal::Remains);
    }
    let least = edited.iter().map(|index| before.findings[*index].level).min().unwrap_or(Level::Hint);
    match unpaired.into_iter().find(|entry| entry.finding.level >= least) {
        Some(Entry { finding, .. }) => {
            let source = &after.sources[finding.span.file];
            let line = source.line_of(finding.span.start as usize) + 1;
            Err(Refusal::Adds { rule: finding.rule.name, line })
        }
        None => Ok(()),
    }
}

/// A finding, and where it is in the new text.
struct Entry<'a> {
    finding: &'a Finding,
    file: &'a str,
    place: Place,
}

impl<'a> Entry<'a> {
    fn of(finding: &'a Finding, view: View<'a>, moves: Option<&Moves>) -> Self {
        let place = (finding.span.start, finding.span.end);
        let place = moves.filter(|_| finding.span.file == ROOT).map_or(place, |moves| moves.moved(place));
        // The numbers of files change when a `use` becomes readable; their names do not.
        Self { finding, file: view.sources[finding.span.file].name(), place }
    }
}

/// Which findings are one and the same before and after.
struct Pairs {
    was: Vec<bool>,
    is: Vec<bool>,
}

impl Pairs {
    /// Pairs those that touch among those with the same key, each with one other at most.
    fn find<'a, K: std::hash::Hash + Eq>(
        &mut self,
        old: &'a [Entry<'a>],
        new: &'a [Entry<'a>],
        key: impl Fn(&'a Entry<'a>) -> K,
    ) {
        let mut groups: HashMap<K, (Vec<usize>, Vec<usize>)> = HashMap::new();
        for (index, entry) in old.iter().enumerate().filter(|(index, _)| !self.was[*index]) {
            groups.entry(key(entry)).or_default().0.push(index);
        }
        for (index, entry) in new.iter().enumerate().filter(|(index, _)| !self.is[*index]) {
            if let Some(group) = groups.get_mut(&key(entry)) {
                group.1.push(index);
            }
        }
        for (mut before, mut after) in groups.into_values() {
            before.sort_by_key(|index| old[*index].place);
            after.sort_by_key(|index| new[*index].place);
            let mut before = before.into_iter().peekable();
            for index in after {
                let (start, end) = new[index].place;
                while before.next_if(|index| old[*index].place.1 < start).is_some() {}
                let fits = |was: &usize| {
                    old[*was].place.0 <= end && old[*was].finding.level >= new[index].finding.level
                };
                if let Some(was) = before.next_if(fits) {
                    self.was[was] = true;
                    self.is[index] = true;
                }
            }
        }
    }
}

/// The places whose findings are to be gone, by rule: in order, each with the furthest end so far.
struct Gone<'a>(HashMap<&'a str, Vec<Place>>);

impl<'a> Gone<'a> {
    fn of(edited: impl Iterator<Item = &'a Entry<'a>>) -> Self {
        let mut places: HashMap<&str, Vec<Place>> = HashMap::new();
        for entry in edited.filter(|entry| entry.finding.span.file == ROOT) {
            places.entry(entry.finding.rule.name).or_default().push(entry.place);
        }
        for places in places.values_mut() {
            places.sort_unstable();
            let mut furthest = 0;
            for (_, end) in places {
                furthest = furthest.max(*end);
                *end = furthest;
            }
        }
        Self(places)
    }

    fn touches(&self, entry: &Entry<'_>) -> bool {
        let (start, end) = entry.place;
        entry.finding.span.file == ROOT
            && self.0.get(entry.finding.rule.name).is_some_and(|places| {
                let before = places.partition_point(|place| place.0 <= end);
                before > 0 && places[before - 1].1 >= start
            })
    }
}
