//! Points and dates of another shape.

use super::RULE;
use crate::findings::{Change, Finding};
use crate::model::Model;
use crate::source::Span;
use crate::vocabulary::narrowed;
use crate::words;

/// The digits of a telephone number. No page takes so many to name a point, and they may be a person's.
const TELEPHONE: usize = 11;

pub(super) fn bad_point(model: &Model, span: Span, written: &str) -> Finding {
    if written.contains(['%', '％', '‰']) {
        return in_percent(span, written);
    }
    let finding = Finding::new(
        &RULE,
        span,
        words!("`{written}` 不是坐标的写法", "`{written}` is not a point"),
    )
    .help(words!(
        "写成 `(280, 420)`，或带单位，如 `(35mm, 120mm)`",
        "write `(280, 420)`, or with units such as `(35mm, 120mm)`"
    ));
    let Some(Pair { x, y, labelled }) = Pair::of(&narrowed(model.sources.slice(span))) else { return finding };
    let point = format!("({x}, {y})");
    if point.chars().filter(char::is_ascii_digit).count() >= TELEPHONE {
        return finding;
    }
    // `x=160 y=180` says which is which.
    finding.edit(words!("改成 `{point}`", "write `{point}`"), vec![Change::new(span, point)], labelled)
}

/// `(30％, 20％)`: of which size, and of which page, nobody can tell.
fn in_percent(span: Span, written: &str) -> Finding {
    Finding::new(
        &RULE,
        span,
        words!("`{written}` 是百分比，坐标不能写百分比", "`{written}` is in percent, which a point cannot be"),
    )
    .help(words!(
        "从页面左下角量起，写成毫米，如 `(35mm, 120mm)`；A4 宽 210 毫米、高 297 毫米",
        "measure from the lower left corner of the page, in millimetres such as `(35mm, 120mm)`; A4 is 210 mm wide and 297 mm high"
    ))
}

/// Two numbers that were meant as a point, with their units.
#[derive(Default)]
struct Pair {
    x: String,
    y: String,
    /// Whether each says which coordinate it is.
    labelled: bool,
}

impl Pair {
    fn of(written: &str) -> Option<Self> {
        let mut numbers: Vec<(Option<char>, String)> = Vec::new();
        let mut label = None;
        let mut rest = written;
        while let Some(first) = rest.chars().next() {
            if let Some(after) = axis(rest) {
                label = Some(if rest.starts_with(['x', 'X', '横']) { 'x' } else { 'y' });
                rest = after;
            } else if first.is_ascii_digit() || "-−–—.".contains(first) {
                let end = rest.find(|c: char| !(c.is_ascii_digit() || "-−–—.".contains(c))).unwrap_or(rest.len());
                let number = rest[..end].replace(['−', '–', '—'], "-");
                number.parse::<f64>().ok()?;
                let unit = ["mm", "cm", "pt", "毫米", "厘米", "磅"].into_iter().find(|unit| rest[end..].starts_with(unit));
                let unit = unit.unwrap_or_default();
                numbers.push((label.take(), number + unit));
                rest = &rest[end + unit.len()..];
            } else if first.is_whitespace() || "()[],、:;=，".contains(first) {
                rest = &rest[first.len_utf8()..];
            } else {
                return None;
            }
        }
        let [(a, first), (b, second)] = <[_; 2]>::try_from(numbers).ok()?;
        match (a, b) {
            (None, None) => Some(Pair { x: first, y: second, labelled: false }),
            (Some('x'), Some('y')) => Some(Pair { x: first, y: second, labelled: true }),
            (Some('y'), Some('x')) => Some(Pair { x: second, y: first, labelled: true }),
            _ => None,
        }
    }
}

/// A param that has the name of a keyword, where the keyword would be read.
/// `手机 {手机号}`: braces are for params inside a text.
pub fn param_in_braces(model: &Model, span: Span, text: bool) -> Finding {
    let written = model.sources.slice(span);
    let name = written.trim_matches(['{', '}', '｛', '｝']).trim();
    let right = if text { format!("\"{{{name}}}\"") } else { name.to_owned() };
    Finding::new(
        &RULE,
        span,
        words!(
            "参数 `{name}` 的大括号只写在引号里",
            "the braces around the param `{name}` belong inside quotation marks only"
        ),
    )
    .help(words!("写成 `{right}`", "write `{right}`"))
    .fix(words!("改成 `{right}`", "write `{right}`"), vec![Change::new(span, right.as_str())])
}

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

/// What follows the name of an axis.
fn axis(written: &str) -> Option<&str> {
    ["横坐标", "纵坐标", "横", "纵", "x", "y", "X", "Y"].iter().find_map(|axis| written.strip_prefix(axis))
}

/// A text of several pieces without quotation marks.
pub(super) fn unquoted(model: &Model, span: Span, written: &str) -> Finding {
    let text = model.sources[span.file].text();
    let rest = text[span.end as usize..].trim_start_matches([' ', '\t', '\u{3000}']);
    Finding::new(&RULE, span, words!("`{written}` 要写在引号里", "`{written}` needs quotation marks"))
        .help(words!("给平台的文字写在引号里", "text for the platform stands in quotes"))
        .edit(
            words!("加上引号", "add quotation marks"),
            vec![Change::new(span.before(), "\""), Change::new(span.after(), "\"")],
            // Where a text follows, this one may be what is too much.
            !rest.starts_with(['"', '“', '”', '＂']),
        )
}
