//! Characters that are seen and are hardly meant: lost in a conversion, of private use, and those that no code holds.

use super::sent::Form;
use crate::model::is_han;

/// Whether a character stands for one that a conversion lost, or is none at all.
pub fn is_lost(character: char) -> bool {
    character == '\u{FFFD}' || matches!(character, '\u{FDD0}'..='\u{FDEF}') || character as u32 & 0xFFFE == 0xFFFE
}

/// Whether a character is hardly meant where it stands. In a name that is what every computer shows as something else;
/// in codes all that is neither a letter, nor a digit, nor a sign of a known script.
pub fn is_unlikely(form: Form, character: char) -> bool {
    match form {
        _ if form.is_prose() => false,
        _ if form.is_name() || form == Form::Contact => is_private(character),
        _ => !is_ordinary(character),
    }
}

fn is_private(character: char) -> bool {
    matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// Letters, digits and signs, in the ranges of signs that people type.
fn is_ordinary(character: char) -> bool {
    character.is_ascii()
        || is_han(character)
        || character.is_alphanumeric()
        || matches!(
            character,
            '\u{A0}'..='\u{FF}'
                | '\u{2010}'..='\u{2027}'
                | '\u{2030}'..='\u{205E}'
                | '\u{20A0}'..='\u{20C0}'
                | '\u{2100}'..='\u{218B}'
                | '\u{2190}'..='\u{23FF}'
                | '\u{2460}'..='\u{27BF}'
                | '\u{3000}'..='\u{3029}'
                | '\u{3030}'..='\u{303F}'
                | '\u{30FB}'
                | '\u{3200}'..='\u{33FF}'
                | '\u{FE10}'..='\u{FE19}'
                | '\u{FE30}'..='\u{FE6B}'
                | '\u{FF01}'..='\u{FFEE}'
        )
}
