//! Values of params from outside, and numbers as people write amounts.

use super::super::{Number, ParamKind, ParamValue, Wrong};
use super::quantities::parse_date;
use super::texts::unquoted;
use super::{At, Reader, View, at};
use crate::syntax::{Kind, NodeId, Token, is_date, times};
use crate::vocabulary::{Shape, count_in_words, narrowed};

impl Reader<'_> {
    /// `默认 18,000`, `默认 一万元`: one number, written as amounts are.
    pub(super) fn amount_for_number(&mut self, view: &View<'_>, clause: NodeId) -> Option<At<ParamValue>> {
        let tokens: Vec<Token> = view.values(clause).collect();
        let (first, last) = (*tokens.first()?, *tokens.last()?);
        let span = view.span(first).to(view.span(last));
        let written = &view.text[span.range()];
        let content = if tokens.len() == 1 && first.kind == Kind::Text { unquoted(written) } else { written };
        let (plain, why) = match without_thousands(content) {
            Some(plain) => (plain.clone(), Wrong::Respelled(plain)),
            None => amount(content).map(|plain| (plain.clone(), Wrong::Amount(plain)))?,
        };
        let number = Number::parse(&plain)?;
        self.wrong_at(span, view, clause, Shape::ParamValue, why);
        Some(at(ParamValue::Number(number), span))
    }
}

/// A value given from outside, by the param's type; why it is none.
pub(super) fn given_value(written: &str, kind: ParamKind) -> Result<ParamValue, Wrong> {
    let trimmed = written.trim();
    let value = match kind {
        _ if trimmed.is_empty() => return Err(Wrong::Empty),
        ParamKind::Text => Some(ParamValue::Text(written.to_owned())),
        ParamKind::Date if is_date(trimmed) => parse_date(trimmed).map(ParamValue::Date),
        // What a contract would not take as a date in its own text is none from outside either.
        ParamKind::Date => match times::read(trimmed, times::Wanted::Date) {
            Some(found) => return Err(Wrong::Time { written: trimmed.to_owned(), found }),
            None => None,
        },
        ParamKind::Number => match without_thousands(trimmed) {
            Some(plain) => return Err(Wrong::Respelled(plain)),
            None => match amount(trimmed) {
                Some(plain) => return Err(Wrong::Amount(plain)),
                None => Number::parse(trimmed).map(ParamValue::Number),
            },
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

/// The number of an amount with its currency, or in words: `12,000元`, `￥500`, `1.2万`, `一万元整`.
fn amount(written: &str) -> Option<String> {
    if written.len() > 60 {
        return None;
    }
    let narrow = narrowed(written);
    let whole: String = narrow.chars().filter(|c| !c.is_whitespace()).collect();
    let bare =
        ["人民币", "RMB", "CNY", "￥", "¥"].iter().fold(&*whole, |rest, sign| rest.trim_start_matches(sign));
    let bare =
        ["整", "正", "元", "圆", "块", "RMB"].iter().fold(bare, |rest, unit| rest.trim_end_matches(unit));
    let figures = |text: &str| {
        without_thousands(text).or_else(|| Number::parse(text).is_some().then(|| text.to_owned()))
    };
    let in_words = |text: &str| {
        let is_numeral = |c: char| "零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟".contains(c);
        count_in_words(text).filter(|_| text.chars().all(is_numeral) && !is_colloquial(text))
    };
    let Some((before, after)) = bare.split_once(['万', '萬']) else {
        return match figures(bare) {
            Some(plain) => (bare.len() < whole.len()).then_some(plain),
            None => in_words(bare).map(|number| number.to_string()),
        };
    };
    if let Some(number) = in_words(before) {
        // `一万八` is 18000 to those who say it.
        if after.chars().count() == 1 {
            return None;
        }
        let rest = if after.is_empty() { Some(0) } else { in_words(after) };
        return Some((number * 10_000 + rest?).to_string());
    }
    let number = figures(before)?.parse::<f64>().ok()? * 10_000.0;
    // Half a fen is nobody's amount.
    let exact = (number - number.round()).abs() < 1e-6 && number.abs() < 1e15;
    (after.is_empty() && exact).then(|| format!("{number:.0}"))
}

/// `五千三`: 5300 to those who say it, and 5003 to those who count.
fn is_colloquial(numerals: &str) -> bool {
    let mut last = numerals.chars().rev();
    let (Some(digit), Some(unit)) = (last.next(), last.next()) else { return false };
    "百千佰仟".contains(unit) && !"十百千拾佰仟".contains(digit)
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

    #[test]
    fn amounts_are_numbers_with_a_currency_or_in_words() {
        for (written, plain) in [
            ("12,000元", "12000"),
            ("12000 元", "12000"),
            ("￥500", "500"),
            ("人民币500元整", "500"),
            ("1.2万", "12000"),
            ("3万元", "30000"),
            ("一万元", "10000"),
            ("壹万贰仟元整", "12000"),
            ("五千", "5000"),
        ] {
            assert_eq!(amount(written).as_deref(), Some(plain), "{written}");
        }
        for other in
            ["500", "-3", "1.5", "3天", "元", "万", "万元", "一万多", "", "第三", "一万八", "五千三元"]
        {
            assert_eq!(amount(other), None, "{other}");
        }
    }

    #[test]
    fn a_date_from_outside_is_written_as_in_a_file() {
        for right in ["2026-12-31", "2026/12/31", "2026年12月31日", " 2026-12-31 "] {
            assert!(given_value(right, ParamKind::Date).is_ok(), "{right}");
        }
        for wrong in
            ["2026年12月31日后", "2026年12月31日起", "2026年12月31日前", "2026-12-31 x", "x 2026-12-31"]
        {
            assert!(given_value(wrong, ParamKind::Date).is_err(), "{wrong}");
        }
    }
}
