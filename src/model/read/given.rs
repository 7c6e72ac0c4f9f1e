//! Values of params from outside, and numbers as people write amounts.

use super::super::{Number, ParamKind, ParamValue, Wrong};
use super::quantities::parse_date;
use super::texts::unquoted;
use super::{At, Reader, View, at};
use crate::syntax::{Kind, NodeId, Token};
use crate::vocabulary::{Shape, narrowed};

impl Reader<'_> {
    /// `默认 18,000`: one number, written with commas.
    pub(super) fn number_with_thousands(
        &mut self,
        view: &View<'_>,
        clause: NodeId,
    ) -> Option<At<ParamValue>> {
        let tokens: Vec<Token> = view.values(clause).collect();
        let (first, last) = (*tokens.first()?, *tokens.last()?);
        let span = view.span(first).to(view.span(last));
        let written = &view.text[span.range()];
        let content = if tokens.len() == 1 && first.kind == Kind::Text { unquoted(written) } else { written };
        let plain = without_thousands(content)?;
        let number = Number::parse(&plain)?;
        self.wrong_at(span, view, clause, Shape::ParamValue, Wrong::Respelled(plain));
        Some(at(ParamValue::Number(number), span))
    }
}

/// A value given from outside, by the param's type; why it is none.
pub(super) fn given_value(written: &str, kind: ParamKind) -> Result<ParamValue, Wrong> {
    let trimmed = written.trim();
    let value = match kind {
        _ if trimmed.is_empty() => return Err(Wrong::Empty),
        ParamKind::Text => Some(ParamValue::Text(written.to_owned())),
        ParamKind::Date => parse_date(trimmed).map(ParamValue::Date),
        ParamKind::Number => match without_thousands(trimmed) {
            Some(plain) => return Err(Wrong::Respelled(plain)),
            None => Number::parse(trimmed).map(ParamValue::Number),
        },
        ParamKind::Unreadable => None,
    };
    value.ok_or(Wrong::Kind)
}

/// A number that is written with commas between its thousands, without them.
fn without_thousands(written: &str) -> Option<String> {
    let narrow = narrowed(written);
    let plain: String = narrow.chars().filter(|c| !c.is_whitespace()).collect();
    let (whole, rest) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    let mut groups = whole.trim_start_matches(['-', '+']).split([',', '，']);
    let is_digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let first = groups.next().filter(|first| (1..=3).contains(&first.len()) && is_digits(first))?;
    let rest_of_groups: Vec<&str> = groups.collect();
    let is_grouped = !first.is_empty()
        && !rest_of_groups.is_empty()
        && rest_of_groups.iter().all(|group| group.len() == 3 && is_digits(group));
    let is_decimal = rest.strip_prefix('.').is_none_or(|digits| !digits.is_empty() && is_digits(digits));
    (is_grouped && is_decimal).then(|| plain.replace([',', '，'], ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_between_thousands_are_told_from_others() {
        for (written, plain) in [
            ("18,000", "18000"),
            ("1,234,567.80", "1234567.80"),
            ("18，000", "18000"),
            ("-1,000", "-1000"),
            ("１８,０００", "18000"),
        ] {
            assert_eq!(without_thousands(written).as_deref(), Some(plain), "{written}");
        }
        for other in ["18000", "1,80", "18,0000", "1,000,00", ",000", "1,000.", "1,a00", "", "0001,000"] {
            assert_eq!(without_thousands(other), None, "{other}");
        }
    }
}
