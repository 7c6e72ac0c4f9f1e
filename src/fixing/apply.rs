//! Changes made to a text, and where its places are afterwards.

use crate::findings::Change;

/// A text with changes made, which are in order. One that overlaps the one before is left out.
pub fn apply(text: &str, changes: &[&Change]) -> String {
    Moves::of(text, changes).text
}

/// A changed text, and what became of each place in the old one.
pub(super) struct Moves {
    pub text: String,
    /// Where each change was and where its text is now, in order.
    made: Vec<Moved>,
}

struct Moved {
    old: (u32, u32),
    new: (u32, u32),
}

impl Moves {
    pub fn of(text: &str, changes: &[&Change]) -> Self {
        let mut out = String::with_capacity(text.len());
        let mut made: Vec<Moved> = Vec::with_capacity(changes.len());
        let mut at = 0;
        for change in changes {
            let range = change.span.range();
            let (Some(kept), true) = (text.get(at..range.start), text.is_char_boundary(range.end)) else {
                continue;
            };
            out.push_str(kept);
            let start = out.len() as u32;
            out.push_str(&change.text);
            made.push(Moved { old: (change.span.start, change.span.end), new: (start, out.len() as u32) });
            at = range.end;
        }
        out.push_str(&text[at..]);
        Self { text: out, made }
    }

    /// Where an old place is now; what was put in at one of its ends belongs to it.
    pub fn moved(&self, (start, end): (u32, u32)) -> (u32, u32) {
        let first = self.made.partition_point(|change| change.old.1 < start);
        let new_start = match self.made.get(first) {
            Some(change) if change.old.0 <= start => change.new.0,
            _ => self.shifted(start, first),
        };
        let last = self.made.partition_point(|change| change.old.0 <= end);
        let new_end = match last.checked_sub(1).and_then(|last| self.made.get(last)) {
            Some(change) if change.old.1 >= end => change.new.1,
            _ => self.shifted(end, last),
        };
        (new_start, new_end.max(new_start))
    }

    /// A place behind so many changes and before the others.
    fn shifted(&self, place: u32, behind: usize) -> u32 {
        match behind.checked_sub(1).and_then(|last| self.made.get(last)) {
            Some(change) => change.new.1 + (place - change.old.1),
            None => place,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Span};

    #[test]
    fn places_move_with_their_text() {
        let change = |start, end, text: &str| Change::new(Span::new(FileId(0), start, end), text);
        let (quote, longer) = (change(2, 2, "\""), change(4, 6, "xyz"));
        let moves = Moves::of("abcdefgh", &[&quote, &longer]);
        assert_eq!(moves.text, "ab\"cdxyzgh");
        assert_eq!(moves.moved((0, 1)), (0, 1));
        assert_eq!(moves.moved((2, 3)), (2, 4), "what was put in before it belongs to it");
        assert_eq!(moves.moved((3, 4)), (4, 8), "and what took the place behind it");
        assert_eq!(moves.moved((5, 5)), (5, 8));
        assert_eq!(moves.moved((7, 8)), (9, 10));
    }

    #[test]
    fn a_change_that_overlaps_or_lies_outside_is_left_out() {
        let change = |start, end, text: &str| Change::new(Span::new(FileId(0), start, end), text);
        assert_eq!(apply("甲乙", &[&change(0, 3, "a"), &change(0, 6, "b"), &change(4, 5, "c")]), "a乙");
        assert_eq!(apply("甲", &[&change(3, 9, "a")]), "甲");
    }
}
