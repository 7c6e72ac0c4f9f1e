//! Values that are understood but written otherwise, and several of them where one is written.

use super::super::phrase;
use super::super::suspicious_value::attachment_help;
use super::RULE;
use crate::findings::{Change, Finding};
use crate::model::Model;
use crate::source::Span;
use crate::vocabulary::{Choice, Key, PageWords, Word};
use crate::words;

/// `第一`, `8页`, `刷脸`, `3公分`: what it is written as.
pub(super) fn respelled(model: &Model, span: Span, written: &str, text: &str, is_safe: bool) -> Finding {
    let slice = model.sources.slice(span);
    let is_plural = text.contains(' ') && !slice.starts_with(['"', '“', '”', '＂']);
    let all = model.sources[span.file].text();
    // What brackets kept apart wants a blank without them.
    let is_glued = |c: Option<char>| slice.contains(['(', '（']) && c.is_some_and(char::is_alphanumeric);
    let before = if is_glued(all[..span.start as usize].chars().next_back()) { " " } else { "" };
    let after = if is_glued(all[span.end as usize..].chars().next()) { " " } else { "" };
    let message = match is_safe {
        true => words!("`{written}` 要写成 `{text}`", "`{written}` is written `{text}`"),
        false => words!("`{written}` 不能这样写", "`{written}` cannot be written like this"),
    };
    let finding = Finding::new(&RULE, span, message);
    let finding = match (is_safe, is_plural) {
        (false, _) => finding.help(words!(
            "平台收到的是一组方式，没有“或”；都可以用时写 `{text}`",
            "the platform gets a list of modes without \"or\"; where any of them will do, write `{text}`"
        )),
        (true, true) => finding.help(words!("多个值之间用空格或顿号隔开", "separate several values by blanks or commas")),
        (true, false) if slice.contains([',', '，']) => {
            finding.help(words!("数字里不写千分位的逗号", "numbers have no commas between their thousands"))
        }
        (true, false) => finding,
    };
    let change = Change::new(span, format!("{before}{text}{after}"));
    finding.edit(words!("改成 `{text}`", "write `{text}`"), vec![change], is_safe)
}

/// `一万元` where a number is wanted.
pub(super) fn amount(span: Span, written: &str, number: &str) -> Finding {
    let message = words!("`{written}` 不是数字的写法", "`{written}` is not written as a number");
    Finding::new(&RULE, span, message)
        .help(words!(
            "数字不带单位，写成 `{number}`；要连单位一起填进合同，参数的类型写 `文本`，值写在引号里",
            "a number has no unit: write `{number}`; where the unit goes into the contract too, make the param a `text`, \
             with the value in quotes"
        ))
        .offer(words!("改成 `{number}`", "write `{number}`"), vec![Change::new(span, number)])
}

/// A page in words. `keyword` is what is missing before it, where `page` is.
pub fn pages(model: &Model, span: Span, pages: PageWords, keyword: Option<&Word>) -> Finding {
    let written = phrase::quoted(model, span);
    let slice = model.sources.slice(span);
    let before = keyword.map(|word| format!("{} ", phrase::spelled_like(word, slice))).unwrap_or_default();
    let page = match pages {
        PageWords::One(number) => number.to_string(),
        PageWords::Last if slice.is_ascii() => "last".to_owned(),
        PageWords::Last => "末页".to_owned(),
        PageWords::FromEnd(_) => {
            return Finding::new(
                &RULE,
                span,
                words!("`{written}` 要写成页码", "`{written}` has to be written as a page number"),
            )
            .help(words!(
                "从第 1 页数起，如共 8 页时倒数第 2 页写 `页 7`；最后一页写 `页 末页`",
                "count from page 1: the last but one of 8 pages is `page 7`; the last page is `page last`"
            ));
        }
        PageWords::Several => {
            return Finding::new(
                &RULE,
                span,
                words!("一条签章只能写一页，不能写 `{written}`", "a `sign` line takes one page, not `{written}`"),
            )
            .help(words!(
                "要签几页就写几条签章，每条一页；每页都要盖的，可以用 `骑缝`",
                "write one `sign` line for each page; for a seal across all pages use `across`"
            ));
        }
    };
    Finding::new(&RULE, span, words!("`{written}` 要写成 `{before}{page}`", "`{written}` is written `{before}{page}`")).fix(
        words!("改成 `{before}{page}`", "write `{before}{page}`"),
        vec![Change::new(span, format!("{before}{page}"))],
    )
}

/// A mode that is there already; removed with the blank or comma before it.
pub(super) fn twice(model: &Model, span: Span, written: &str) -> Finding {
    let text = model.sources[span.file].text();
    let start = text[..span.start as usize].trim_end_matches([' ', '\t', '\u{3000}', ',', '，', '、']).len();
    let whole = Span { start: start as u32, ..span };
    Finding::new(&RULE, span, words!("`{written}` 写了两次", "`{written}` is written twice"))
        .fix(words!("删去重复的 `{written}`", "remove the second `{written}`"), vec![Change::new(whole, "")])
}

pub(super) fn named_attachment(model: &Model, span: Span, written: &str) -> Finding {
    let text = model.sources[span.file].text();
    let rest = &text[span.end as usize..];
    let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\u{3000}']).len();
    let whole = Span { end: span.end + blank as u32, ..span };
    Finding::new(&RULE, span, words!("附件不起名字：`{written}`", "an attachment has no name: `{written}`"))
        .help(words!(
            "附件不用签，别处不会提到它，只写文件编码",
            "nothing refers to an attachment, as nobody signs it; write its file code only"
        ))
        .fix(words!("删去 `{written}`", "remove `{written}`"), vec![Change::new(whole, "")])
}

pub(super) fn uploaded_attachment(span: Span) -> Finding {
    Finding::new(&RULE, span, words!("附件不能上传", "attachments cannot be uploaded")).help(attachment_help())
}

/// A contact without its kind. The kind shows in a mobile number and in a mail address.
pub(super) fn no_contact_kind(model: &Model, span: Span, kind: Option<&Choice>) -> Finding {
    let finding = Finding::new(
        &RULE,
        span,
        words!("联系方式前面缺少它的种类", "the kind of contact is missing before the contact"),
    );
    let Some(kind) = kind else {
        return finding.help(words!(
            "写成 `手机 “…”`、`邮箱 “…”`、`员工 “…”` 或 `工号 “…”`",
            "write `mobile \"…\"`, `email \"…\"`, `employee \"…\"` or `number \"…\"`"
        ));
    };
    let (zh, en) = (kind.zh, kind.en);
    let kind = phrase::spelled_at(model, span, (zh, en));
    let is_quoted = model.sources.slice(span).starts_with(['"', '“', '”', '＂']);
    let changes = match is_quoted {
        true => vec![Change::new(span.before(), format!("{kind} "))],
        false => vec![Change::new(span.before(), format!("{kind} \"")), Change::new(span.after(), "\"")],
    };
    finding
        .help(words!("写成 `{zh} “…”`", "write `{en} \"…\"`"))
        .fix(words!("加上 `{kind}`", "add `{kind}`"), changes)
}

/// Several documents or parties on one line.
pub(super) fn several(model: &Model, span: Span, word: &Word) -> Finding {
    let (zh, en) = (word.zh, word.en);
    let (message, help) = match word.key {
        Key::Sign => (
            words!("一条 `{zh}` 只写一个文件", "a `{en}` line takes one document"),
            words!("每个文件写一条，各占一行", "write a line for each document"),
        ),
        Key::Attachment => (
            words!("一条 `{zh}` 只写一个文件编码", "an `{en}` line takes one file code"),
            words!("每个附件写一条，各占一行", "write a line for each attachment"),
        ),
        Key::Initiator => (
            words!("`{zh}` 只有一个", "there is one `{en}` only"),
            words!("其他各方写成 `签署方`", "the other parties are written as `signer`"),
        ),
        _ => (
            words!("一条 `{zh}` 只写一方", "a `{en}` line takes one party"),
            words!("每一方写一条，各有自己的签章", "write a line for each party, with its own `sign` lines"),
        ),
    };
    let finding = Finding::new(&RULE, span, message).help(help);
    match split(model, span, word) {
        Some(change) => finding.offer(words!("分成几行", "split it into lines"), vec![change]),
        None => finding,
    }
}

/// The line once for each document, where it is one line of its own.
fn split(model: &Model, span: Span, word: &Word) -> Option<Change> {
    if !matches!(word.key, Key::Sign | Key::Attachment) {
        return None;
    }
    let source = &model.sources[span.file];
    let line = source.line_range(source.line_of(span.start as usize));
    let text = &source.text()[line.clone()];
    let content = text.trim();
    let keyword = [word.zh, word.en].into_iter().find(|keyword| content.starts_with(keyword))?;
    if text.len() > 2000 || content.contains(['{', '}', '｛', '｝']) || content.contains("//") {
        return None;
    }
    let start = line.start + text.find(content)?;
    let names = &source.text()[start + keyword.len()..span.end as usize];
    let rest = &source.text()[span.end as usize..start + content.len()];
    let indent = &text[..text.find(content)?];
    let parts = |separators: &[char]| -> Vec<&str> {
        names.split(separators).filter(|name| !name.is_empty()).collect()
    };
    let apart = parts(&[' ', '\t', '\u{3000}', ',', '，', '、']);
    let each = if apart.len() > 1 { apart } else { parts(&[' ', '和', '与', '及', '加', '/', '+', '&']) };
    let is_mark = |c: &char| "\"“”＂".contains(*c);
    if each.iter().any(|name| name.chars().filter(is_mark).count() % 2 == 1) {
        return None;
    }
    let lines: Vec<String> = each.iter().map(|name| format!("{keyword} {name}{rest}")).collect();
    let whole = Span::new(span.file, start, start + content.len());
    (each.len() > 1).then(|| Change::new(whole, lines.join(&format!("\n{indent}"))))
}
