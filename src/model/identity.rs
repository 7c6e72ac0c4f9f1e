//! Phone and ID numbers in the form they are sent, however people write them.

use crate::vocabulary::narrow;

/// A phone number without what people put between the digits, and without the country's code.
pub fn normal_phone(written: &str) -> String {
    let plain: String = written
        .chars()
        .map(narrow)
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '—' | '(' | ')'))
        .collect();
    let rest = plain.strip_prefix("+86").or_else(|| plain.strip_prefix("0086"));
    let rest = rest.or_else(|| plain.strip_prefix("86").filter(|rest| rest.len() == 11));
    rest.unwrap_or(&plain).to_owned()
}

/// An ID number as the platform takes it: half-width, with a capital X.
pub fn normal_id_number(written: &str) -> String {
    written.trim().chars().map(|c| narrow(c).to_ascii_uppercase()).collect()
}
