//! Edits as a report may show them: a report travels further than the file it is about.

use std::borrow::Cow;

use super::place::{bounds, source};
use super::{Change, Edit};
use crate::privacy::personal;
use crate::source::{Sources, Span};

/// The changes of an edit without the number of a person in their texts. Where a change keeps what stands there, only what
/// comes before and behind it is said; `None` where that is not enough, and the edit is for those who have the file.
pub(super) fn changes<'a>(edit: &'a Edit, sources: &Sources) -> Option<Cow<'a, [Change]>> {
    let is_discreet = |change: &Change| personal::hidden(&change.text).is_empty();
    if edit.changes.iter().all(is_discreet) {
        return Some(Cow::Borrowed(&edit.changes));
    }
    let split: Vec<Change> = edit.changes.iter().flat_map(|change| around(change, sources)).collect();
    split.iter().all(is_discreet).then_some(Cow::Owned(split))
}

/// A change of a text that is kept, as insertions before and behind it.
fn around(change: &Change, sources: &Sources) -> Vec<Change> {
    let Change { span, text } = change;
    let kept = source(sources, span.file).map(|source| {
        let (start, end) = bounds(*span, source);
        &source.text()[start..end]
    });
    let Some((before, behind)) = kept.filter(|kept| !kept.is_empty()).and_then(|kept| text.split_once(kept))
    else {
        return vec![change.clone()];
    };
    let insertion = |at: u32, text: &str| Change::new(Span::new(span.file, at as usize, at as usize), text);
    let mut changes = vec![insertion(span.start, before), insertion(span.end, behind)];
    changes.retain(|change| !change.text.is_empty());
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::Words;
    use crate::source::Source;

    #[test]
    fn what_is_kept_is_not_said_again() {
        let mut sources = Sources::default();
        let file = sources.add(Source::new("a.qdc", "手机 138 0013 8000\n"));
        let at = |start, end, text: &str| Change::new(Span::new(file, start, end), text);
        let shown = |change: Change| {
            let edit = Edit { title: Words::default(), changes: vec![change], safe: true };
            changes(&edit, &sources).map(Cow::into_owned)
        };
        let quoted = shown(at(7, 20, "“138 0013 8000”"));
        assert_eq!(quoted, Some(vec![at(7, 7, "“"), at(20, 20, "”")]));
        assert_eq!(shown(at(7, 20, "\"13800138000\"")), None);
        assert_eq!(shown(at(7, 20, "x")), Some(vec![at(7, 20, "x")]));
    }
}
