//! Numbers of params, which go into texts as they were written.

use crate::vocabulary::narrowed;

/// A number as it is written: in a text `18000.50` and `031` stay what they are.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    pub value: f64,
    written: Box<str>,
}

impl Number {
    /// A number in figures, of either width.
    pub fn parse(written: &str) -> Option<Number> {
        let narrow = narrowed(written.trim());
        let value: f64 = narrow.parse().ok().filter(|number: &f64| number.is_finite())?;
        let is_plain = narrow.bytes().all(|byte| byte.is_ascii_digit() || b"+-.".contains(&byte));
        Some(if is_plain { Number { value, written: narrow.into() } } else { Number::from(value) })
    }
}

impl From<f64> for Number {
    fn from(value: f64) -> Number {
        Number { value, written: value.to_string().into() }
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_stays_as_it_is_written() {
        for (written, shown, value) in [
            ("18000.50", "18000.50", 18000.5),
            ("031", "031", 31.0),
            (" 3 ", "3", 3.0),
            ("１２", "12", 12.0),
            ("-0.10", "-0.10", -0.1),
            ("1e3", "1000", 1000.0),
        ] {
            let number = Number::parse(written).unwrap();
            assert_eq!((number.to_string().as_str(), number.value), (shown, value), "{written}");
        }
        for none in ["", "18,000", "inf", "NaN", "三", "1 2"] {
            assert_eq!(Number::parse(none), None, "{none}");
        }
    }
}
