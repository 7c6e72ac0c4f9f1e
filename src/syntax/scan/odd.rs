//! Lines with odd characters: the grammar reads what they look like, tokens keep their places in the text.

use std::ops::Range;

use crate::vocabulary::Odd;

/// What the grammar reads instead of some lines, and where each part of it comes from.
pub struct Plain {
    pub text: String,
    pieces: Vec<Piece>,
}

/// A part of the text that is read.
struct Piece {
    /// Where it starts in what is read, and in the lines themselves.
    plain: usize,
    start: usize,
    /// How long the character is that a blank is read for; `None` for characters that are read as they are.
    blank: Option<usize>,
}

impl Plain {
    /// Lines as they look; the runs are those of their odd characters.
    pub fn of(lines: &str, runs: &[Range<usize>]) -> Self {
        let mut plain = Self { text: String::with_capacity(lines.len()), pieces: Vec::new() };
        let mut at = 0;
        for run in runs {
            plain.push(&lines[at..run.start], at, None);
            for (offset, character) in lines[run.clone()].char_indices() {
                // A line end is read as a blank too: it is part of a text that it stands in.
                if matches!(Odd::of(character), Some(Odd::Blank | Odd::LineEnd)) {
                    plain.push(" ", run.start + offset, Some(character.len_utf8()));
                }
            }
            at = run.end;
        }
        plain.push(&lines[at..], at, None);
        plain
    }

    fn push(&mut self, text: &str, start: usize, blank: Option<usize>) {
        if !text.is_empty() {
            self.pieces.push(Piece { plain: self.text.len(), start, blank });
            self.text.push_str(text);
        }
    }

    /// Where some of what was read stands in the lines. Odd characters at its ends are outside.
    pub fn place(&self, read: Range<usize>) -> Range<usize> {
        let first = self.pieces.partition_point(|piece| piece.plain <= read.start).saturating_sub(1);
        let last = self.pieces.partition_point(|piece| piece.plain < read.end).saturating_sub(1);
        let start = self.pieces.get(first).map_or(0, |piece| piece.start + (read.start - piece.plain));
        let end = self
            .pieces
            .get(last)
            .map_or(0, |piece| piece.start + piece.blank.unwrap_or(read.end.saturating_sub(piece.plain)));
        start..end.max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::odd_runs;

    #[test]
    fn places_are_those_of_the_text() {
        let lines = "截\u{200B}止\u{2003}\u{AD}2026";
        let plain = Plain::of(lines, &odd_runs(lines));
        assert_eq!(plain.text, "截止 2026");
        assert_eq!(&lines[plain.place(0..6)], "截\u{200B}止");
        assert_eq!(&lines[plain.place(7..11)], "2026");
        assert_eq!(&lines[plain.place(0..7)], "截\u{200B}止\u{2003}");
    }
}
