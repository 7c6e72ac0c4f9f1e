//! Quotation marks: left open, within one another, of another kind.

use super::{RULE, first_line};
use crate::findings::{Change, Finding};
use crate::model::Model;
use crate::source::Span;
use crate::vocabulary::{find_child, parse_keyword};
use crate::words;

pub(super) fn unclosed_text(model: &Model, span: Span, opening: char, closing: Option<(u32, u32)>) -> Finding {
    let wanted = if opening == '"' { '"' } else { '”' };
    let finding = Finding::new(
        &RULE,
        span,
        words!("引号 `{opening}` 没有在这一行关上", "the quotation mark `{opening}` is not closed on its line"),
    );
    let title = words!("补上 `{wanted}`", "close it with `{wanted}`");
    match closing {
        Some((start, end)) => finding
            .help(words!(
                "用 `{opening}` 打开的文字要用 `{wanted}` 结束",
                "text that opens with `{opening}` ends with `{wanted}`"
            ))
            .offer(title, vec![Change::new(Span { start, end, ..span }, wanted)]),
        None => finding
            .help(words!("在文字末尾加上 `{wanted}`", "add `{wanted}` where the text ends"))
            .offer(title, vec![Change::new(text_end(model, span), wanted)]),
    }
}

/// Where a text that was not closed probably ends: before the first word that goes on with its statement.
fn text_end(model: &Model, span: Span) -> Span {
    let source = &model.sources[span.file];
    let line = source.line_range(source.line_of(span.start as usize));
    let text = &source.text()[span.range()];
    let before = source.text()[line.start..span.start as usize].trim_start();
    let first = before.split([' ', '\t', '\u{3000}']).next().unwrap_or_default();
    let statements: Vec<_> = parse_keyword(first).collect();
    let goes_on = |word: &str| {
        word.starts_with("//") || statements.iter().any(|statement| find_child(statement.key, word).is_some())
    };
    let mut at = 0;
    for word in text.split_inclusive([' ', '\t', '\u{3000}']) {
        if at > 0 && goes_on(word.trim_end()) {
            let end = span.start as usize + text[..at].trim_end().len();
            return Span::new(span.file, end, end);
        }
        at += word.len();
    }
    span.after()
}

pub(super) fn nested_quotes(model: &Model, span: Span) -> Finding {
    let finding = Finding::new(
        &RULE,
        span,
        words!("引号里又用了同样的引号", "quotation marks within quotation marks of the same kind"),
    )
    .help(words!("里面的改成 `“ ”`", "use `“ ”` for the inner ones"));
    let slice = model.sources.slice(span);
    if slice.starts_with('“') {
        return nested_full_width(slice, span, finding);
    }
    let inner: Vec<usize> = slice.match_indices('"').map(|(at, _)| at).collect();
    let [_, inner @ .., _] = inner.as_slice() else { return finding };
    if inner.is_empty() || inner.len() % 2 == 1 {
        return finding;
    }
    let mark = |at: usize| Span::new(span.file, span.start as usize + at, span.start as usize + at + 1);
    let changes = inner.iter().zip(["“", "”"].into_iter().cycle());
    finding.offer(
        words!("里面的改成 `“ ”`", "use `“ ”` for the inner ones"),
        changes.map(|(at, text)| Change::new(mark(*at), text)).collect(),
    )
}

/// `“采购“设备”合同”`: a text that opens with `"` may hold the others.
fn nested_full_width(slice: &str, span: Span, finding: Finding) -> Finding {
    let finding = finding.help(words!("外面的改成 `\" \"`", "use `\" \"` for the outer ones"));
    if slice.contains('"') {
        return finding;
    }
    let first = Span { end: span.start + '“'.len_utf8() as u32, ..span };
    let last = Span { start: span.end - '”'.len_utf8() as u32, ..span };
    finding.fix(
        words!("外面的改成 `\" \"`", "use `\" \"` for the outer ones"),
        vec![Change::new(first, "\""), Change::new(last, "\"")],
    )
}

/// A text that was pasted with its line ends.
pub(super) fn lines_text(model: &Model, span: Span) -> Finding {
    let slice = model.sources.slice(span);
    let mut changes = Vec::new();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\n', &slice.as_bytes()[at..]) {
        let end = at + found;
        let start = slice[..end].trim_end().len();
        let next = slice.len() - slice[end..].trim_start().len();
        let breaks = slice[start..next].matches('\n').count();
        let (first, last) = (span.start as usize + start, span.start as usize + next);
        changes.push(Change::new(Span::new(span.file, first, last), "{U+000A}".repeat(breaks)));
        at = next;
    }
    Finding::new(
        &RULE,
        first_line(model, span),
        words!("引号里不能换行", "a text in quotes cannot go on over a line end"),
    )
    .help(words!("写在一行里；要换行的地方写 `{{U+000A}}`", "write it on one line, with `{{U+000A}}` where a new line is to begin"))
    .offer(words!("用 `{{U+000A}}` 接成一行", "join the lines with `{{U+000A}}`"), changes)
}

pub(super) fn wrong_quotes(model: &Model, span: Span) -> Finding {
    let slice = model.sources.slice(span);
    let finding = Finding::new(
        &RULE,
        span,
        words!("文字要写在 `“ ”` 或 `\" \"` 里", "text stands in `\" \"` or `“ ”`"),
    );
    let mut inner = slice.chars();
    let (Some(open), Some(close)) = (inner.next(), inner.next_back()) else { return finding };
    let (straight, curly) = (inner.as_str().contains('"'), inner.as_str().contains(['“', '”', '＂']));
    if straight && curly {
        return finding;
    }
    let first = Span { end: span.start + open.len_utf8() as u32, ..span };
    let last = Span { start: span.end - close.len_utf8() as u32, ..span };
    let title = words!("改成引号", "use quotation marks");
    match open {
        // The marks of a title are part of it.
        '《' if curly => finding.offer(title, vec![Change::new(span.before(), "\""), Change::new(span.after(), "\"")]),
        '《' => finding.offer(title, vec![Change::new(span.before(), "“"), Change::new(span.after(), "”")]),
        _ if curly || (!straight && matches!(open, '\'' | '`' | '«' | '»' | '‹')) => finding.fix(title, vec![Change::new(first, "\""), Change::new(last, "\"")]),
        _ => finding.fix(title, vec![Change::new(first, "“"), Change::new(last, "”")]),
    }
}
