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

/// A param that has the name of a keyword, where the keyword would be read.
pub fn keyword_as_param(span: Span, written: &str, text: bool) -> Finding {
    let finding = Finding::new(
        &RULE,
        span,
        words!(
            "`{written}` 是关键字，在这里不能直接写作参数",
            "`{written}` is a keyword and cannot be written as a param here"
        ),
    );
    let value = format!("\"{{{written}}}\"");
    if text {
        finding
            .help(words!(
                "写成 `{value}`，或给参数换一个名字",
                "write `{value}`, or give the param another name"
            ))
            .fix(words!("写成 `{value}`", "write `{value}`"), vec![Change::new(span, &*value)])
    } else {
        finding.help(words!("给参数换一个名字", "give the param another name"))
    }
}
