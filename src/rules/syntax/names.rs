//! Names with brackets, and marks that separate nothing.

use super::super::phrase;
use super::RULE;
use crate::findings::{Change, Finding};
use crate::model::Model;
use crate::source::Span;
use crate::vocabulary::Word;
use crate::words;

pub(super) fn bracket_in_name(model: &Model, span: Span) -> Finding {
    let short: String = model.sources.slice(span).chars().filter(|c| c.is_alphanumeric() || *c == '_').collect();
    Finding::new(&RULE, span, words!("名字里不能有括号", "a name cannot hold brackets")).help(words!(
        "起一个没有括号的短名字，如 `{short}`，各处都用它",
        "choose a short name without brackets, such as `{short}`, and use it everywhere"
    ))
}

pub(super) fn brackets_around(model: &Model, span: Span, written: &str) -> Finding {
    let name = model.sources.slice(span).trim_matches(['(', ')', '（', '）']).trim();
    let message = match name.starts_with(char::is_numeric) {
        true => words!("值外面不写括号：`{written}`", "values stand without brackets: `{written}`"),
        false => words!("名字外面不写括号：`{written}`", "names stand without brackets: `{written}`"),
    };
    let finding = Finding::new(&RULE, span, message);
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '/'));
    if !is_name {
        return finding.help(words!("起一个没有括号的短名字", "choose a short name without brackets"));
    }
    let text = model.sources[span.file].text();
    let gap = |apart: bool| if apart { "" } else { " " };
    let before = gap(text[..span.start as usize].ends_with(char::is_whitespace));
    let after = gap(text[span.end as usize..].starts_with(char::is_whitespace));
    finding.fix(words!("去掉括号", "remove the brackets"), vec![Change::new(span, format!("{before}{name}{after}"))])
}

/// `《采购框架协议》 {`: quotation marks and the keyword at once, where both are wrong.
pub(super) fn title_alone(model: &Model, span: Span, word: &Word) -> Finding {
    let slice = model.sources.slice(span);
    let keyword = phrase::spelled_like(word, slice);
    let finding =
        Finding::new(&RULE, span, words!("`{slice}` 前面缺少 `{keyword}`", "`{keyword}` is missing before `{slice}`"));
    let inner = slice.strip_prefix('《').and_then(|rest| rest.strip_suffix('》'));
    let text = match inner {
        Some(inner) if inner.contains(['"', '“', '”', '{', '}']) => return finding,
        Some(inner) => format!("{keyword} “{inner}”"),
        None if slice.starts_with(['"', '“']) => format!("{keyword} {slice}"),
        None => return finding,
    };
    finding.fix(words!("改成 `{text}`", "change it to `{text}`"), vec![Change::new(span, &*text)])
}

/// A colon or a dash where nothing is to separate.
pub(super) fn separator(model: &Model, span: Span, written: &str) -> Finding {
    Finding::new(&RULE, span, words!("这里不写 `{written}`", "no `{written}` goes here"))
        .fix(words!("删去 `{written}`", "remove the `{written}`"), vec![without(model, span)])
}

/// A mark goes away, and one blank stays in its place.
pub(super) fn without(model: &Model, span: Span) -> Change {
    let text = model.sources[span.file].text();
    let before_is_blank = text[..span.start as usize].ends_with(char::is_whitespace);
    let rest = &text[span.end as usize..];
    // One blank stays where there was one, or none.
    let blanks = if before_is_blank { rest.len() - rest.trim_start_matches([' ', '\t', '\u{3000}']).len() } else { 0 };
    let between = if before_is_blank || rest.starts_with(char::is_whitespace) { "" } else { " " };
    let whole = Span { end: span.end + blanks as u32, ..span };
    Change::new(whole, between)
}
