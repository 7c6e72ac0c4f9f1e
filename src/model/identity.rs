//! Phone and ID numbers in the form they are sent, and business codes in the form they are compared, however people write
//! them.

use std::borrow::Cow;

use crate::vocabulary::{is_invisible, narrow};

/// A phone number without what people put between the digits, and without the country's code.
pub fn normal_phone(written: &str) -> String {
    let plain: String = written
        .chars()
        .map(narrow)
        .filter(|c| !c.is_whitespace() && !is_invisible(*c) && !matches!(c, '-' | '–' | '—' | '(' | ')'))
        .collect();
    let rest = plain.strip_prefix("+86").or_else(|| plain.strip_prefix("0086"));
    let rest = rest.or_else(|| plain.strip_prefix("86").filter(|rest| rest.len() == 11));
    rest.unwrap_or(&plain).to_owned()
}

/// An ID number as the platform takes it: half-width, without blanks, with a capital X.
pub fn normal_id_number(written: &str) -> String {
    let digits = written.chars().filter(|c| !c.is_whitespace() && !is_invisible(*c));
    digits.map(|c| narrow(c).to_ascii_uppercase()).collect()
}

/// A business code as one is told from another: without blanks at its ends and without characters that nobody sees, and
/// half-width. Two codes whose canonical form is one look the same to people, and name one contract.
pub fn canonical(code: &str) -> Cow<'_, str> {
    if code.chars().all(|c| narrow(c) == c && !is_invisible(c)) {
        return Cow::Borrowed(code.trim());
    }
    let plain: String = code.chars().filter(|c| !is_invisible(*c)).map(narrow).collect();
    Cow::Owned(plain.trim().to_owned())
}

/// Whether a value is somebody's or something's name rather than an id or a code: in Chinese, or words with blanks
/// between them.
pub fn looks_like_name(value: &str) -> bool {
    let mut words = value.split_whitespace().filter(|word| word.contains(char::is_alphabetic));
    value.chars().filter(|c| is_han(*c)).count() > 1 || (words.next().is_some() && words.next().is_some())
}

/// Whether a character is a Chinese one.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_look_the_same_are_one() {
        for written in
            ["CG-1", " CG-1\u{3000}", "ＣＧ－１", "C\u{200B}G-\u{AD}1", "\u{FEFF} CG-1", "\u{202E}CG-1\u{A0}"]
        {
            assert_eq!(canonical(written), "CG-1", "{written:?}");
        }
        for (one, other) in [("CG-1", "CG-2"), ("CG-1", "cg-1"), ("CG 1", "CG1"), ("采购1", "采购１号")]
        {
            assert_ne!(canonical(one), canonical(other));
        }
        assert_eq!(canonical("采购（2026）15"), "采购(2026)15");
        assert!(matches!(canonical(" CG-1 "), Cow::Borrowed("CG-1")));
        assert_eq!(canonical("\u{200B}　"), "");
    }
}
