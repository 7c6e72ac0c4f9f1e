//! Spans as people count them: a file's name, lines and columns from 1, columns in characters.
//!
//! Nothing here panics: a finding with a span outside its text still has to reach its reader.

use crate::source::{FileId, Position, Source, Sources, Span};

/// What is shown for a file that is not among the sources.
pub(super) const UNKNOWN: &str = "?";

/// A span in its file. The end is where the first character after the span stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place<'a> {
    pub file: &'a str,
    pub start: Position,
    pub end: Position,
}

impl<'a> Place<'a> {
    /// Columns in characters, as people count.
    pub fn new(span: Span, sources: &'a Sources) -> Self {
        Self::counted(span, sources, position)
    }

    /// Columns in UTF-16 units, as editors count; from 1 too.
    pub fn in_utf16(span: Span, sources: &'a Sources) -> Self {
        Self::counted(span, sources, |source, offset| {
            let (line, column) = source.utf16_position(offset);
            without_mark(Position { line: line + 1, column: column + 1 }, source, offset)
        })
    }

    fn counted(span: Span, sources: &'a Sources, position: impl Fn(&Source, usize) -> Position) -> Self {
        match source(sources, span.file) {
            None => {
                let start = Position { line: 1, column: 1 };
                Place { file: UNKNOWN, start, end: start }
            }
            Some(source) => {
                let (start, end) = bounds(span, source);
                Place { file: source.name(), start: position(source, start), end: position(source, end) }
            }
        }
    }
}

/// The file of this number, if there is one.
pub(super) fn source(sources: &Sources, file: FileId) -> Option<&Source> {
    sources.iter().nth(file.0 as usize).map(|(_, source)| source)
}

/// The span's bytes, moved into the text and onto character boundaries.
pub(super) fn bounds(span: Span, source: &Source) -> (usize, usize) {
    let text = source.text();
    let start = text.floor_char_boundary((span.start as usize).min(text.len()));
    let end = text.floor_char_boundary((span.end as usize).min(text.len()));
    (start, end.max(start))
}

/// Line and column in characters.
pub(super) fn position(source: &Source, offset: usize) -> Position {
    without_mark(source.position(offset), source, offset)
}

/// A byte order mark is no character to those who count with their eyes.
fn without_mark(mut position: Position, source: &Source, offset: usize) -> Position {
    if position.line == 1 && offset > 0 && source.text().starts_with('\u{feff}') {
        position.column -= 1;
    }
    position
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_not_the_byte_order_mark() {
        let mut sources = Sources::default();
        let file = sources.add(Source::new("甲.qdc", "\u{feff}合同 甲\n𠮷 b"));
        let place = |start, end| Place::new(Span::new(file, start, end), &sources);
        let at = |line, column| Position { line, column };
        assert_eq!(place(3, 9), Place { file: "甲.qdc", start: at(1, 1), end: at(1, 3) });
        assert_eq!(place(14, 20), Place { file: "甲.qdc", start: at(2, 1), end: at(2, 4) });
    }

    #[test]
    fn spans_outside_the_text_are_moved_into_it() {
        let mut sources = Sources::default();
        let file = sources.add(Source::new("a.qdc", "甲"));
        assert_eq!(Place::new(Span::new(file, 1, 2), &sources).start.column, 1);
        assert_eq!(Place::new(Span::new(file, 90, 99), &sources).end.column, 2);
        assert_eq!(Place::new(Span::new(file, 3, 0), &sources).end.column, 2);
        assert_eq!(Place::new(Span::new(FileId(7), 0, 1), &sources).file, "?");
    }
}
