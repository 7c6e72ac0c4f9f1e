//! A user's text as it may stand in a terminal.

use std::fmt::Write as _;

use crate::model::mask;

/// The text with ID numbers and mobile numbers masked, wherever they stand in it, and control characters
/// written out as `{U+001B}`. Account ids are often ID numbers: the platform's own sample has one.
pub fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit() || c.is_control()) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        if digits == 0 {
            let control = rest.chars().next().unwrap_or_default();
            // INVARIANT: writing to a string does not fail.
            let _ = write!(out, "{{U+{:04X}}}", control as u32);
            rest = &rest[control.len_utf8()..];
            continue;
        }
        let check_letter = digits == 17 && rest[17..].starts_with(['x', 'X']);
        let run = &rest[..digits + usize::from(check_letter)];
        let personal = run.len() == 18 || (run.len() == 11 && run.starts_with('1'));
        if personal {
            out.push_str(&mask(run))
        } else {
            out.push_str(run)
        }
        rest = &rest[run.len()..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn personal_numbers_and_control_characters_are_not_shown() {
        assert_eq!(shown("编号 430100201510111541。"), "编号 430*************41。");
        assert_eq!(shown("43010020151011154X"), "430*************4X");
        assert_eq!(shown("电话13800138000"), "电话138******00");
        assert_eq!(shown("FC_20241212171254Rkz"), "FC_20241212171254Rkz");
        assert_eq!(shown("a\u{1b}[31m"), "a{U+001B}[31m");
        assert_eq!(shown("2591540368898105360"), "2591540368898105360");
    }
}
