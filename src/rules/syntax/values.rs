//! Points and dates of another shape.

use super::RULE;
use crate::findings::{Change, Finding};
use crate::model::Model;
use crate::source::Span;
use crate::vocabulary::narrowed;
use crate::words;

pub(super) fn bad_point(model: &Model, span: Span, written: &str) -> Finding {
    let finding = Finding::new(&RULE, span, words!("`{written}` 不是一个点", "`{written}` is not a point")).help(
        words!(
            "写成 `(280, 420)`，或带单位，如 `(35mm, 120mm)`",
            "write `(280, 420)`, or with units such as `(35mm, 120mm)`"
        ),
    );
    let narrow = narrowed(model.sources.slice(span));
    let numbers: Vec<&str> =
        narrow.split(|c: char| !c.is_ascii_digit() && !".-".contains(c)).filter(|part| !part.is_empty()).collect();
    let only_numbers = !narrow.contains(char::is_alphabetic);
    match numbers[..] {
        [x, y] if only_numbers && [x, y].iter().all(|number| number.parse::<f64>().is_ok()) => {
            let point = format!("({x}, {y})");
            finding.offer(words!("改成 `{point}`", "write `{point}`"), vec![Change::new(span, point)])
        }
        _ => finding,
    }
}

pub(super) fn bad_date(model: &Model, span: Span, written: &str) -> Finding {
    let finding =
        Finding::new(&RULE, span, words!("`{written}` 不是日期的写法", "`{written}` is not a way to write a date"))
            .help(words!(
                "写成 `2026-12-31`、`2026/12/31` 或 `2026年12月31日`，不写时间",
                "write `2026-12-31`, `2026/12/31` or `2026年12月31日`, without a time of day"
            ));
    let narrow = narrowed(model.sources.slice(span));
    let numbers: Vec<&str> = narrow.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let [year, month, day, ref time @ ..] = numbers[..] else { return finding };
    let date = (year.len() == 4)
        .then(|| jiff::civil::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok())
        .flatten();
    let Some(date) = date else { return finding };
    let title = words!("改成 `{date}`", "write `{date}`");
    let changes = vec![Change::new(span, date.to_string())];
    // A time of day says something that would be lost.
    if time.is_empty() { finding.fix(title, changes) } else { finding.offer(title, changes) }
}
