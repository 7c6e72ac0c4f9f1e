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
        let (near, before) = self.milestones.before(line, offset);
        let start = near.max(self.lines[line] as usize);
        let column = before.characters + self.text[start..offset].chars().count();
        Position { line: line + 1, column: column + 1 }
    }

    /// The line and the column in UTF-16 units, both from 0, as editors count: 𠮷 is two.
    pub fn utf16_position(&self, offset: usize) -> (usize, usize) {
        let line = self.line_of(offset);
        let (near, before) = self.milestones.before(line, offset);
        let start = near.max(self.lines[line] as usize);
        (line, before.units + self.text[start..offset].chars().map(char::len_utf16).sum::<usize>())
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
    fn a_long_line_is_counted_as_a_short_one() {
        let text = format!("甲\n{}\n乙", "𠮷a甲\t".repeat(5_000));
        let source = Source::new("a.qdc", text.clone());
        let line = text.find('\n').unwrap() + 1;
        for at in (line..text.len()).step_by(997).map(|at| text.floor_char_boundary(at)) {
            let before = &text[text[..at].rfind('\n').unwrap() + 1..at];
            assert_eq!(source.position(at).column, before.chars().count() + 1, "at {at}");
            assert_eq!(source.utf16_position(at).1, before.encode_utf16().count(), "at {at}");
        }
    }

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
