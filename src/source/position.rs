//! Byte offsets as people and editors count them.

use super::Source;

/// A place in a text, every number from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    /// In characters (Unicode scalar values), as people count: 𠮷 is one.
    pub column: usize,
}

impl Source {
    /// The line and the column in characters of a byte offset.
    pub fn position(&self, offset: usize) -> Position {
        let line = self.line_of(offset);
        let before = &self.text[self.lines[line] as usize..offset];
        Position { line: line + 1, column: before.chars().count() + 1 }
    }

    /// The line and the column in UTF-16 units, both from 0, as editors count: 𠮷 is two.
    pub fn utf16_position(&self, offset: usize) -> (usize, usize) {
        let line = self.line_of(offset);
        let before = &self.text[self.lines[line] as usize..offset];
        (line, before.encode_utf16().count())
    }

    /// The byte offset of a UTF-16 position, both numbers from 0. Past the end of a line is its end.
    pub fn utf16_offset(&self, line: usize, units: usize) -> usize {
        if line >= self.line_count() {
            return self.text.len();
        }
        let range = self.line_range(line);
        let mut left = units;
        for (at, character) in self.text[range.clone()].char_indices() {
            if left < character.len_utf16() {
                return range.start + at;
            }
            left -= character.len_utf16();
        }
        range.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_editors_count_utf16() {
        let source = Source::new("a.qdc", "甲\r\n𠮷b\n");
        let b = source.text().find('b').unwrap();
        assert_eq!(source.position(b), Position { line: 2, column: 2 });
        assert_eq!(source.utf16_position(b), (1, 2));
        assert_eq!(source.utf16_offset(1, 2), b);
        assert_eq!(source.line_range(0), 0..3);
        assert_eq!(source.line_count(), 3);
        assert_eq!(source.utf16_offset(0, 99), 3);
    }
}
