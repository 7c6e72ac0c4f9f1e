//! Numbers of a body, exactly.

/// The value of a JSON number; `None` where it has more digits than an f64 keeps, so that it could not be
/// given back.
pub fn exact(written: &str) -> Option<f64> {
    let value: f64 = written.parse().ok().filter(|value: &f64| value.is_finite())?;
    // As it will be given back: of several shortest spellings, JSON's writer and Rust's own may choose differently.
    let back = serde_json::to_string(&value).ok()?;
    (decimal(written)? == decimal(&back)?).then_some(value + 0.0)
}

/// Sign, digits without zeros at either end, and the power of ten of the last digit: equal for equal numbers.
fn decimal(written: &str) -> Option<(bool, String, i64)> {
    let (mantissa, power) = match written.split_once(['e', 'E']) {
        Some((mantissa, power)) => (mantissa, power.parse::<i64>().ok()?),
        None => (written, 0),
    };
    let (negative, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, mantissa),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_end_matches('0');
    let power =
        power.checked_sub(fraction.len() as i64)?.checked_add((digits.len() - significant.len()) as i64)?;
    let significant = significant.trim_start_matches('0');
    // Zero has no sign and no power.
    if significant.is_empty() {
        return Some((false, String::new(), 0));
    }
    Some((negative, significant.to_owned(), power))
}

#[cfg(test)]
mod tests {
    use super::exact;

    #[test]
    fn a_number_is_kept_whole_or_not_at_all() {
        for (written, value) in
            [("280", 280.0), ("280.50", 280.5), ("2.8e2", 280.0), ("-0", 0.0), ("0.1", 0.1), ("1E-7", 1e-7)]
        {
            assert_eq!(exact(written), Some(value), "{written}");
        }
        // Halfway between two spellings of 16 digits.
        let halfway = serde_json::to_string(&1_574_781_418_793_828.3).unwrap();
        assert_eq!(exact(&halfway), Some(1_574_781_418_793_828.3));
        for written in
            ["0.12345678901234567890", "1e999", "1e-999", "9007199254740993", "1e99999999999999999999"]
        {
            assert_eq!(exact(written), None, "{written}");
        }
    }
}
