//! The one form of a code that people write in several.

use crate::vocabulary::narrow;

/// A code trimmed, half-width, and without characters that nobody sees.
pub fn canonical(code: &str) -> String {
    let visible: String = code.chars().filter(|c| !is_unseen(*c)).map(narrow).collect();
    visible.trim().to_owned()
}

/// Whether a character has no shape of its own: it gets into a text by pasting and is seen by no one. After
/// Unicode's `Default_Ignorable_Code_Point`, with control characters.
pub fn is_unseen(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}')
}
