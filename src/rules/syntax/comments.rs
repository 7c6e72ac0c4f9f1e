//! Comments of other languages, and what stands after a statement.

use super::{RULE, first_line, indent, line_end};
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

pub(super) fn wrong_comment(model: &Model, span: Span, sure: bool) -> Finding {
    let slice = model.sources.slice(span);
    let finding = Finding::new(&RULE, span, words!("注释用 `//` 开头", "comments open with `//`"));
    let mark = mark(slice);
    let finding = match mark {
        "/*" => finding.help(words!("这个 `/*` 没有对应的 `*/`", "the `*/` of this `/*` is missing")),
        "<!--" => finding.help(words!("这个 `<!--` 没有对应的 `-->`", "the `-->` of this `<!--` is missing")),
        _ => finding,
    };
    let title = words!("改成 `//`", "use `//`");
    let is_whole = rest_of_line(model, span).is_empty();
    let changes = match mark {
        // The mark alone is changed: what is said stays as it is.
        "#" | "--" | "／／" if is_whole => {
            vec![Change::new(Span { end: span.start + mark.len() as u32, ..span }, "//")]
        }
        _ => comment_out(model, span, slice[mark.len()..].trim()),
    };
    finding.edit(title, changes, sure)
}

/// What opens a comment of another language; nothing where its first word is part of what is said.
fn mark(slice: &str) -> &str {
    let known = ["/*", "<!--", "／／", "／/", "/／"].into_iter().find(|mark| slice.starts_with(mark));
    if let Some(mark) = known {
        return mark;
    }
    let Some(first) = slice.chars().next() else { return "" };
    if !first.is_alphanumeric() {
        return &slice[..slice.len() - slice.trim_start_matches(first).len()];
    }
    let rem = slice.get(.."rem".len()).filter(|word| word.eq_ignore_ascii_case("rem"));
    rem.unwrap_or_default()
}

/// `/* … */` and `<!-- … -->`, over one line or several: every line of it gets its own `//`.
pub(super) fn block_comment(model: &Model, span: Span) -> Finding {
    let slice = model.sources.slice(span);
    let (open, close) = if slice.starts_with("/*") { ("/*", "*/") } else { ("<!--", "-->") };
    let inner = slice.trim_start_matches(open).trim_end_matches(close);
    let finding = Finding::new(
        &RULE,
        first_line(model, span),
        words!("注释用 `//` 开头，不用 `{open} {close}`", "comments open with `//`, not with `{open} {close}`"),
    )
    .help(words!("`//` 之后到行末都是注释，每一行各写一个", "a comment goes from `//` to the end of its line; every line needs its own"));
    let lines: Vec<&str> = inner.lines().map(|line| line.trim().trim_start_matches('*').trim()).collect();
    let first = lines.iter().position(|line| !line.is_empty());
    let last = lines.iter().rposition(|line| !line.is_empty());
    let said = first.zip(last).map_or(&[][..], |(first, last)| &lines[first..=last]);
    let changes = match said {
        [] => vec![Change::new(span, "")],
        [line] => comment_out(model, span, line),
        lines => {
            let new_line = format!("{}{}", line_end(model, span), indent(model, span));
            let lines: Vec<String> = lines.iter().map(|line| format!("// {line}").trim_end().to_owned()).collect();
            let rest = rest_of_line(model, span);
            // What follows the comment goes on behind it.
            let blanks = rest.len() - rest.trim_start().len();
            let goes_on = !rest.trim_start().is_empty();
            let text = lines.join(&new_line) + if goes_on { &new_line } else { "" };
            vec![Change::new(Span { end: span.end + if goes_on { blanks as u32 } else { 0 }, ..span }, text)]
        }
    };
    finding.fix(words!("每行改成 `//` 注释", "make it lines of `//`"), changes)
}

/// Something said about a value: `2026-12-31（年底前）`.
pub(super) fn remark(model: &Model, span: Span, written: &str) -> Finding {
    let slice = model.sources.slice(span);
    let is_bracket = slice.starts_with(['(', '（']);
    let said = match is_bracket {
        true => slice[slice.chars().next().map_or(0, char::len_utf8)..].trim_end_matches([')', '）']),
        false => slice.trim_start_matches(|c: char| !c.is_alphanumeric()),
    }
    .trim();
    // A day of the week beside a date may contradict it: which of the two holds is for a person to say.
    let may_matter = slice.starts_with([';', '；', '。']) || ["星期", "周", "礼拜"].iter().any(|day| said.starts_with(day));
    Finding::new(&RULE, span, words!("说明 `{written}` 要写在 `//` 后面", "the remark `{written}` goes behind `//`"))
        .help(words!("`//` 之后到行末都是注释", "a comment goes from `//` to the end of the line"))
        .edit(
            words!("改成注释", "make it a comment"),
            comment_out(model, span, said),
            !may_matter,
        )
}

/// A line end that nobody sees ends no comment, but what is behind it looks like a statement.
pub(super) fn line_end_in_comment(model: &Model, span: Span) -> Finding {
    let code = model.sources.slice(span).chars().next().map_or(0, u32::from);
    Finding::new(
        &RULE,
        span,
        words!(
            "注释里有一个特殊的换行（U+{code:04X}），它后面的内容也算注释",
            "there is a line end of another kind (U+{code:04X}) in the comment, and what follows it belongs to the comment"
        ),
    )
    .help(words!("如果后面不是注释，另起一行写", "what is no comment goes on a line of its own"))
    .offer(
        words!("改成两行注释", "make it two comments"),
        vec![Change::new(span, format!("{}{}// ", line_end(model, span), indent(model, span)))],
    )
}

/// The changes that say something behind `//` and no longer where it stands.
fn comment_out(model: &Model, span: Span, said: &str) -> Vec<Change> {
    let text = model.sources[span.file].text();
    let rest = rest_of_line(model, span);
    let blank = |c: char| c.is_whitespace();
    let gap = if text[..span.start as usize].ends_with(|c| !blank(c)) { " " } else { "" };
    if rest.trim_start().is_empty() || rest.trim_start().starts_with("//") {
        return vec![Change::new(span, format!("{gap}// {said}").trim_end().to_owned())];
    }
    let end = span.end as usize + rest.trim_end().len();
    // One of the blanks around it goes with it.
    let after = rest.chars().next().filter(|c| gap.is_empty() && blank(*c)).map_or(0, char::len_utf8);
    let between = if !gap.is_empty() && !rest.starts_with(blank) { " " } else { "" };
    vec![
        Change::new(Span { end: span.end + after as u32, ..span }, between),
        Change::new(Span::new(span.file, end, end), format!(" // {said}").trim_end().to_owned()),
    ]
}

/// What follows on the line where a span ends.
fn rest_of_line(model: &Model, span: Span) -> &str {
    let source = &model.sources[span.file];
    let line = source.line_range(source.line_of(span.end as usize));
    source.text().get(span.end as usize..line.end).unwrap_or_default()
}
