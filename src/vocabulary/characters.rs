//! How characters are read: full-width ones as their ASCII twins, those that nobody sees not at all.
//!
//! Web pages, WeChat, Word and Excel put characters into what is copied from them that have no shape, or are blanks
//! and line ends of other kinds. They are read as what they look like, and reported where they stand.

use std::borrow::Cow;

/// Full-width letters, digits and punctuation as their ASCII twins; everything else as it is.
pub fn narrow(character: char) -> char {
    match character {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(character as u32 - 0xFEE0).unwrap_or(character),
        '\u{3000}' => ' ',
        _ => character,
    }
}

/// How a word is read: [`narrow`], and without what nobody sees. Borrows where nothing changes.
pub fn narrowed(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| matches!(byte, b' '..=b'~'))
        || !word.chars().any(|c| narrow(c) != c || is_odd(c))
    {
        return Cow::Borrowed(word);
    }
    let read = |c: char| match Odd::of(c) {
        Some(Odd::Invisible) => None,
        Some(Odd::Blank | Odd::LineEnd) => Some(' '),
        None => Some(narrow(c)),
    };
    Cow::Owned(word.chars().filter_map(read).collect())
}

/// A character that is not what it looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Odd {
    /// It looks like nothing.
    Invisible,
    /// It looks like a blank and is of another width.
    Blank,
    /// It looks like the end of a line, or of a page.
    LineEnd,
}

impl Odd {
    /// What a character is, if it is odd. Blanks that keyboards make (U+00A0, U+3000) are not.
    pub fn of(character: char) -> Option<Odd> {
        match character {
            ' '..='~' | '\u{3001}'..='\u{3163}' | '\u{3165}'..='\u{9FFF}' => None,
            '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(Odd::LineEnd),
            // A pattern of Braille without dots.
            '\u{2800}' => Some(Odd::Blank),
            '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' => Some(Odd::Blank),
            _ => is_invisible(character).then_some(Odd::Invisible),
        }
    }
}

pub fn is_odd(character: char) -> bool {
    Odd::of(character).is_some()
}

/// Whether a character has no shape of its own: controls, what Unicode calls default-ignorable, and its marks of
/// annotations and of objects that were left out.
pub fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{8}'
            | '\u{E}'..='\u{1F}'
            | '\u{7F}'..='\u{84}'
            | '\u{86}'..='\u{9F}'
            | '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFC}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// The runs of odd characters of a text, by their bytes, in order. A byte order mark at its head is none.
pub fn odd_runs(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    while let Some(found) = bytes[at..].iter().position(|&byte| MAY_LEAD[byte as usize]) {
        at += found;
        let Some(character) = text[at..].chars().next() else { break };
        let end = at + character.len_utf8();
        if is_odd(character) {
            match runs.last_mut() {
                Some(run) if run.end == at => run.end = end,
                _ => runs.push(at..end),
            }
        }
        at = end;
    }
    runs
}

/// The bytes that the odd characters begin with: looking at bytes is several times faster than at characters.
const MAY_LEAD: [bool; 256] = {
    let mut leads = [false; 256];
    let bytes = [0x7F, 0xC2, 0xCD, 0xD8, 0xE1, 0xE2, 0xE3, 0xEF, 0xF0, 0xF3];
    let mut at = 0;
    while at < bytes.len() {
        leads[bytes[at]] = true;
        at += 1;
    }
    let mut control = 0;
    while control < 0x20 {
        leads[control] = !matches!(control as u8, b'\t' | b'\n' | b'\r');
        control += 1;
    }
    leads
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_odd_character_is_found_by_its_first_byte() {
        for character in (0..=0x10_FFFF).filter_map(char::from_u32) {
            let text = format!("a{character}b");
            assert_eq!(odd_runs(&text).len(), usize::from(is_odd(character)), "{:04X}", character as u32);
        }
    }

    #[test]
    fn a_word_is_read_as_it_looks() {
        assert_eq!(narrowed("截\u{200B}止"), "截止");
        assert_eq!(narrowed("ｐａ\u{AD}ｇｅ"), "page");
        assert_eq!(narrowed("30\u{2003}天"), "30 天");
        assert_eq!(narrowed("pa\u{8}ge"), "page");
        assert!(matches!(narrowed("甲方"), Cow::Borrowed("甲方")));
    }
}
