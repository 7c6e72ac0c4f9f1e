//! Bytes to positions as the client counts them, and back.

use std::ops::Range;

use gen_lsp_types as lsp;

use crate::source::{Source, Span};

/// What the client counts a line in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16,
}

/// One text, measured.
#[derive(Clone, Copy)]
pub struct Ruler<'s> {
    source: &'s Source,
    encoding: Encoding,
}

impl<'s> Ruler<'s> {
    pub fn new(source: &'s Source, encoding: Encoding) -> Self {
        Self { source, encoding }
    }

    /// The position of a byte; one beyond the text is its end.
    pub fn position(&self, offset: usize) -> lsp::Position {
        let text = self.source.text();
        let offset = text.floor_char_boundary(offset.min(text.len()));
        let (line, character) = match self.encoding {
            Encoding::Utf16 => self.source.utf16_position(offset),
            Encoding::Utf8 => {
                let line = self.source.line_of(offset);
                (line, offset - self.source.line_range(line).start)
            }
        };
        lsp::Position::new(line as u32, character as u32)
    }

    pub fn range(&self, range: Range<usize>) -> lsp::Range {
        lsp::Range::new(self.position(range.start), self.position(range.end.max(range.start)))
    }

    pub fn span(&self, span: Span) -> lsp::Range {
        self.range(span.range())
    }
}

/// The byte of a position; past the end of a line is its end, past the last line the end of the text.
pub fn offset(source: &Source, position: lsp::Position, encoding: Encoding) -> usize {
    let (line, character) = (position.line as usize, position.character as usize);
    match encoding {
        Encoding::Utf16 => source.utf16_offset(line, character),
        Encoding::Utf8 => {
            if line >= source.line_count() {
                return source.text().len();
            }
            let range = source.line_range(line);
            source.text().floor_char_boundary((range.start + character).min(range.end))
        }
    }
}

/// The bytes of a range; one that ends before it starts is empty.
pub fn bytes(source: &Source, range: lsp::Range, encoding: Encoding) -> Range<usize> {
    let start = offset(source, range.start, encoding);
    start..offset(source, range.end, encoding).max(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_encodings_go_there_and_back() {
        let source = Source::new("a.qdc", "甲\r\n𠮷b😀c\n");
        for (encoding, c) in [(Encoding::Utf8, 9), (Encoding::Utf16, 5)] {
            let at = source.text().find('c').unwrap();
            let ruler = Ruler::new(&source, encoding);
            assert_eq!(ruler.position(at), lsp::Position::new(1, c));
            assert_eq!(offset(&source, lsp::Position::new(1, c), encoding), at);
            assert_eq!(offset(&source, lsp::Position::new(0, 99), encoding), 3);
            assert_eq!(offset(&source, lsp::Position::new(9, 0), encoding), source.text().len());
            // Within a character is before it.
            assert_eq!(offset(&source, lsp::Position::new(1, 1), encoding), 5);
        }
    }
}
