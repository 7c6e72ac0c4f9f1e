//! Comments of other languages, and what stands after a statement.

use super::RULE;
use crate::findings::{Change, Finding};
use crate::model::Model;
use crate::source::Span;
use crate::words;

pub(super) fn full_stop(model: &Model, span: Span, written: &str) -> Finding {
    let finding =
        Finding::new(&RULE, span, words!("语句末尾不写 `{written}`", "statements do not end in `{written}`"));
    let source = &model.sources[span.file];
    let line = source.line_range(source.line_of(span.start as usize));
    let rest = source.text().get(span.end as usize..line.end).unwrap_or_default().trim();
    if rest.is_empty() || rest.starts_with("//") {
        finding.fix(words!("删去 `{written}`", "remove `{written}`"), vec![Change::new(span, "")])
    } else {
        finding.help(words!("一行只写一条语句", "write one statement a line"))
    }
}

pub(super) fn wrong_comment(model: &Model, span: Span) -> Finding {
    let slice = model.sources.slice(span);
    let finding = Finding::new(&RULE, span, words!("注释用 `//` 开头", "comments open with `//`"));
    match ["#", "--", "／／"].into_iter().find(|mark| slice.starts_with(mark)) {
        Some(mark) => {
            let mark = Span { end: span.start + mark.len() as u32, ..span };
            finding.fix(words!("改成 `//`", "use `//`"), vec![Change::new(mark, "//")])
        }
        None => finding,
    }
}
