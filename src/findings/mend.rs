//! Edits applied to a text.

use super::{Change, Edit, Finding};
use crate::source::FileId;

/// The changes of the safe edits of a file, in order, and how many edits they are. Of edits that overlap, the first.
pub fn safe_changes(findings: &[Finding], file: FileId) -> (Vec<&Change>, usize) {
    changes(findings, file, |edit| edit.safe)
}

/// The same for the edits that are wanted.
pub fn changes(findings: &[Finding], file: FileId, wanted: impl Fn(&Edit) -> bool) -> (Vec<&Change>, usize) {
    let mut changes = Vec::new();
    let mut count = 0;
    let mut taken = 0;
    for edit in findings.iter().filter_map(|finding| finding.edit.as_ref()).filter(|edit| wanted(edit)) {
        let mut own: Vec<_> = edit.changes.iter().collect();
        own.sort_by_key(|change| change.span);
        let fits = own.first().is_some_and(|first| first.span.start >= taken)
            && own.iter().all(|change| change.span.file == file);
        if fits {
            taken = own.iter().map(|change| change.span.end).max().unwrap_or(taken).max(taken);
            changes.extend(own);
            count += 1;
        }
    }
    (changes, count)
}

/// A text with changes made, which are in order. One that overlaps the one before is left out.
pub fn apply(text: &str, changes: &[&Change]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for change in changes {
        let range = change.span.range();
        if range.start < at {
            continue;
        }
        out.push_str(&text[at..range.start]);
        out.push_str(&change.text);
        at = range.end;
    }
    out.push_str(&text[at..]);
    out
}
