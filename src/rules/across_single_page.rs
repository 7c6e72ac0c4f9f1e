//! A cross-page seal on a document of one page.

use super::Context;
use crate::findings::{Finding, Group, Level, Rule};
use crate::model::Place;
use crate::words;

pub static RULE: Rule = Rule {
    name: "across-single-page",
    level: Level::Error,
    group: Group::Platform,
    platform: Some("oc_40020"),
    title: ("单页文件不能盖骑缝章", "a cross-page seal on a single page"),
    why: (
        "骑缝章盖在各页的边缘，只有一页的文件没有“缝”，签盾会拒绝（oc_40020 单页合同文件不能进行骑缝签章）。\
         页数来自 `页数`，或 `本地`、`上传` 的文件。改成普通签章：`页 1 位置 (x, y)`。",
        "A cross-page seal spans the edges of all pages; a document of one page has nothing to span, and QianDun refuses \
         it (oc_40020). The page count is the one of `pages`, or of the file behind `local` or `upload`. Use an ordinary seal: `page 1 at (x, y)`.",
    ),
    wrong: r#"contract "授权委托书" {
    code      "POA-2026-002"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe" pages 1
    signer "CORP_TEST_001" auth sms {
        sign main page 1 at (400, 180)
        sign main across 420
    }
}
"#,
    right: r#"contract "授权委托书" {
    code      "POA-2026-002"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe" pages 4
    signer "CORP_TEST_001" auth sms {
        sign main page 1 at (400, 180)
        sign main across 420
    }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(contract) = cx.contract() else { return };
    for (_, field) in contract.fields() {
        let (Place::Across { y }, Some(index)) = (&field.place, field.document.value) else { continue };
        let Some(document) = contract.documents.get(index) else { continue };
        if cx.page_count(document) != Some(1) {
            continue;
        }
        let name = &document.name.value;
        let one = document.pages.as_ref().map(|pages| pages.span).or(document.copy().map(|copy| copy.span));
        if !document.is_count_certain(cx.facts) {
            let message = words!(
                "文件 `{name}` 只读出一页（页数不确定），一页不能盖骑缝章",
                "only one page was found in `{name}` (the count is uncertain), and one page takes no cross-page seal"
            );
            findings.push(Finding::new(&RULE, y.span, message).level(Level::Warning).help(words!(
                "核对这份 PDF 的页数，在文件那一行写上 `页数`",
                "check how many pages this PDF has and state `pages` on the document's line"
            )));
            continue;
        }
        let finding = Finding::new(
            &RULE,
            y.span,
            words!("文件 `{name}` 只有一页，不能盖骑缝章", "`{name}` has one page only and takes no cross-page seal"),
        )
        .help(words!("改成 `页 1 位置 (x, y)`", "use `page 1 at (x, y)`"));
        findings.push(match one {
            Some(span) => finding.related(span, words!("页数从这里得知", "the page count is from here")),
            None => finding,
        });
    }
}
