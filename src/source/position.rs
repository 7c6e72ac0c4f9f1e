//! Byte offsets as people and editors count them.

use super::Source;

/// Bytes between two tallies: no place takes longer than counting so many twice.
const STRIDE: usize = 1024;

/// How many characters and UTF-16 units stand before a place.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    characters: u32,
    units: u32,
}

impl Tally {
    /// Counts on over further bytes, which need not end at a character's.
    fn over(self, bytes: &[u8]) -> Tally {
        // A character is counted at its first byte; those of four bytes are two units.
        let starts = bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() as u32;
        let pairs = bytes.iter().filter(|&&byte| byte >= 0xF0).count() as u32;
        Tally { characters: self.characters + starts, units: self.units + starts + pairs }
    }
}

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
        let (line, before) = self.before(offset);
        Position { line: line + 1, column: before.characters as usize + 1 }
    }

    /// The line and the column in UTF-16 units, both from 0, as editors count: 𠮷 is two.
    pub fn utf16_position(&self, offset: usize) -> (usize, usize) {
        let (line, before) = self.before(offset);
        (line, before.units as usize)
    }

    /// The line of a byte offset, from 0, and what stands before it there. Of a file that is one endless line every place
    /// costs the same, so that many findings in it do not take the square of their number.
    fn before(&self, offset: usize) -> (usize, Tally) {
        let line = self.line_of(offset);
        let start = self.lines[line] as usize;
        let bytes = self.text.as_bytes();
        if offset - start <= STRIDE {
            return (line, Tally::default().over(&bytes[start..offset]));
        }
        let tallies = self.tallies.get_or_init(|| {
            let mut so_far = Tally::default();
            let after = bytes.chunks(STRIDE).map(|chunk| {
                so_far = so_far.over(chunk);
                so_far
            });
            std::iter::once(Tally::default()).chain(after).collect()
        });
        let at = |place: usize| tallies[place / STRIDE].over(&bytes[place - place % STRIDE..place]);
        let (start, end) = (at(start), at(offset));
        (line, Tally { characters: end.characters - start.characters, units: end.units - start.units })
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
    #[test]
    fn places_far_into_a_line_are_counted_as_near_ones_are() {
        for line in ["a".repeat(4096), "甲𠮷b😀".repeat(700), format!("甲{}", "𠮷".repeat(STRIDE))] {
            let text = format!("{line}\n\n{line}");
            let source = Source::new("a.qdc", text.clone());
            for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let before = text[..offset].rsplit('\n').next().unwrap();
                assert_eq!(source.position(offset).column, before.chars().count() + 1);
                assert_eq!(source.utf16_position(offset).1, before.encode_utf16().count());
            }
        }
    }
}
