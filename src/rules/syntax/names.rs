//! Names with brackets, and marks that separate nothing.

use super::RULE;
use crate::findings::{Change, Finding};
use crate::model::Model;
use crate::source::Span;
use crate::words;

pub(super) fn bracket_in_name(model: &Model, span: Span) -> Finding {
    let short: String = model.sources.slice(span).chars().filter(|c| c.is_alphanumeric() || *c == '_').collect();
    Finding::new(&RULE, span, words!("名字里不能有括号", "a name cannot hold brackets")).help(words!(
        "起一个没有括号的短名字，如 `{short}`，各处都用它",
        "choose a short name without brackets, such as `{short}`, and use it everywhere"
    ))
}

pub(super) fn brackets_around(model: &Model, span: Span, written: &str) -> Finding {
    let finding = Finding::new(&RULE, span, words!("名字外面不写括号：`{written}`", "names stand without brackets: `{written}`"));
    let name = model.sources.slice(span).trim_matches(['(', ')', '（', '）']).trim();
    let is_name = name.starts_with(char::is_alphabetic) && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    if !is_name {
        return finding.help(words!("起一个没有括号的短名字", "choose a short name without brackets"));
    }
    let text = model.sources[span.file].text();
    let gap = |apart: bool| if apart { "" } else { " " };
    let before = gap(text[..span.start as usize].ends_with(char::is_whitespace));
    let after = gap(text[span.end as usize..].starts_with(char::is_whitespace));
    finding.fix(words!("去掉括号", "remove the brackets"), vec![Change::new(span, format!("{before}{name}{after}"))])
}

/// A colon or a dash where nothing is to separate.
pub(super) fn separator(model: &Model, span: Span, written: &str) -> Finding {
    let text = model.sources[span.file].text();
    let before_is_blank = text[..span.start as usize].ends_with(char::is_whitespace);
    let rest = &text[span.end as usize..];
    // One blank stays where there was one, or none.
    let blanks = if before_is_blank { rest.len() - rest.trim_start_matches([' ', '\t', '\u{3000}']).len() } else { 0 };
    let between = if before_is_blank || rest.starts_with(char::is_whitespace) { "" } else { " " };
    let whole = Span { end: span.end + blanks as u32, ..span };
    Finding::new(&RULE, span, words!("这里不写 `{written}`", "no `{written}` goes here"))
        .fix(words!("删去 `{written}`", "remove the `{written}`"), vec![Change::new(whole, between)])
}
