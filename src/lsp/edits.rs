//! A new text as few edits of the old one, so that the cursor and the folds stay where they are.

use std::time::Duration;

use gen_lsp_types as lsp;
use similar::{DiffTag, TextDiff};

use super::ruler::{Encoding, Ruler};
use crate::source::Source;

/// Longer than this is not spent on finding the fewest edits; what is found by then is right too.
const PATIENCE: Duration = Duration::from_millis(300);

/// The edits, by whole lines, that turn one text into another.
pub fn between(old: &Source, new: &str, encoding: Encoding) -> Vec<lsp::TextEdit> {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(old.text(), new);
    let starts = |slices: &[&str]| -> Vec<usize> {
        let mut at = 0;
        let mut starts = vec![0];
        starts.extend(slices.iter().map(|slice| {
            at += slice.len();
            at
        }));
        starts
    };
    let (old_lines, new_lines): (Vec<&str>, Vec<&str>) =
        (diff.iter_old_slices().collect(), diff.iter_new_slices().collect());
    let (old_starts, new_starts) = (starts(&old_lines), starts(&new_lines));
    let ruler = Ruler::new(old, encoding);
    diff.ops()
        .iter()
        .filter(|op| op.tag() != DiffTag::Equal)
        .map(|op| {
            let (from, to) = (op.old_range(), op.new_range());
            let text = new[new_starts[to.start]..new_starts[to.end]].to_owned();
            lsp::TextEdit::new(ruler.range(old_starts[from.start]..old_starts[from.end]), text)
        })
        .collect()
}
