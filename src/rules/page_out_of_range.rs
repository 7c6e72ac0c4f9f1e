//! A page that the document does not have.

use super::{Context, phrase};
use crate::facts::DocumentFacts;
use crate::findings::{Change, Finding, Group, Level, Rule};
use crate::model::{Contract, DocumentOrigin, Page, Place, SignField};
use crate::source::Span;
use crate::words;

pub static RULE: Rule = Rule {
    name: "page-out-of-range",
    level: Level::Error,
    group: Group::Lint,
    platform: None,
    title: ("文件没有这一页", "the document has no such page"),
    why: (
        "签章的页码超出了文件的页数，印章无处可盖。页数来自 `页数`，或 `本地`、`上传` 的文件；页码从 1 起。\
         签在最后一页时写 `末页`，文件改了页数也不用改。",
        "The page of a sign field is beyond the document's last, so there is nowhere to put the seal. The count is that of \
         `pages`, or of the file behind `local` or `upload`; pages count from 1. For the last page write `last`, which holds when the count changes.",
    ),
    wrong: r#"contract "合作备忘录" {
    code      "MOU-2026-001"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe" pages 3
    signer "PSN_TEST_001" auth sms { sign main page 4 at (280, 420) }
}
"#,
    right: r#"contract "合作备忘录" {
    code      "MOU-2026-001"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe" pages 3
    signer "PSN_TEST_001" auth sms { sign main page last at (280, 420) }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(contract) = cx.contract() else { return };
    for (_, field) in contract.fields() {
        let Place::Spot { page, .. } = &field.place else { continue };
        if page.value == Page::Last {
            findings.extend(last_unknown(cx, contract, field, page.span));
        }
        let Page::Number(number) = page.value else { continue };
        if number < 1 {
            let finding = Finding::new(&RULE, page.span, words!("没有第 {number} 页", "there is no page {number}"))
                .help(words!("页码从 1 起；最后一页写 `末页`", "pages count from 1; for the last one write `last`"));
            // Who counts from 0 means the first.
            findings.push(if number == 0 { instead(cx, finding, ("1", "1")) } else { finding });
            continue;
        }
        let Some(document) = field.document.value.and_then(|index| contract.documents.get(index)) else { continue };
        let Some(count) = cx.page_count(document).filter(|count| number > i64::from(*count)) else { continue };
        let name = &document.name.value;
        if !document.is_count_certain(cx.facts) {
            let message = words!(
                "文件 `{name}` 只读出 {count} 页（页数不确定），没有第 {number} 页",
                "only {count} pages were found in `{name}` (the count is uncertain), and no page {number}"
            );
            findings.push(Finding::new(&RULE, page.span, message).level(Level::Warning).help(words!(
                "核对这份 PDF 的页数，在文件那一行写上 `页数`",
                "check how many pages this PDF has and state `pages` on the document's line"
            )));
            continue;
        }
        let finding = Finding::new(
            &RULE,
            page.span,
            words!("文件 `{name}` 只有 {count} 页，没有第 {number} 页", "`{name}` has {count} pages and no page {number}"),
        )
        .help(words!("最后一页可以写 `末页`", "for the last page write `last`"));
        findings.push(instead(cx, finding, ("末页", "last")));
    }
}

/// Offers another page, Chinese and English, for one that is written there.
fn instead(cx: &Context<'_>, finding: Finding, words: (&'static str, &'static str)) -> Finding {
    if !cx.is_literal(finding.span) {
        return finding;
    }
    let page = phrase::spelled_at(cx.model, finding.span, words);
    let change = Change::new(finding.span, page);
    finding.offer(words!("改成 `{page}`", "make it `{page}`"), vec![change])
}

/// `last` of a document whose page count nobody knows: it cannot become a number.
fn last_unknown(cx: &Context<'_>, contract: &Contract, field: &SignField, span: Span) -> Option<Finding> {
    let document = contract.documents.get(field.document.value?)?;
    let has_copy = document.copy().is_some() || matches!(document.origin, DocumentOrigin::Upload(_));
    let may_tell = match cx.copy(document) {
        // Nothing but `pages` tells how long these are.
        Some(DocumentFacts::NotPdf | DocumentFacts::Encrypted) => false,
        // One that cannot be read is reported for what it is; one that was not looked at may tell yet.
        _ => has_copy,
    };
    if cx.page_count(document).is_some() || may_tell {
        return None;
    }
    let name = &document.name.value;
    Some(
        Finding::new(
            &RULE,
            span,
            words!("文件 `{name}` 的页数未知，定不了末页", "the page count of `{name}` is unknown, and so is its last page"),
        )
        .related(document.name.span, words!("文件在这里", "the document"))
        .help(if has_copy {
            words!(
                "在文件那一行写上 `页数`：这个文件的页数读不出来",
                "state `pages` on the document's line: this file's pages cannot be read"
            )
        } else {
            words!(
                "在文件那一行写上 `页数`，或用 `本地` 指出本机上的文件",
                "state `pages` on the document's line, or name a `local` copy"
            )
        }),
    )
}
