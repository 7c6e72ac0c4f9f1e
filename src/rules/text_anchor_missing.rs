//! A seal placed by words on the page, which are not looked for yet.

use super::Context;
use crate::findings::{Finding, Group, Level, Rule};
use crate::model::{Place, Spot};
use crate::words;

pub static RULE: Rule = Rule {
    name: "text-anchor-missing",
    level: Level::Error,
    // Without coordinates there is nothing to send: no setting can let it pass.
    group: Group::Language,
    platform: None,
    title: ("按关键字定位：找不到位置", "the place of words on the page is not known"),
    why: (
        "`位置 文字 “…”` 要在本地文件里找到关键字，再换算成坐标。这个版本还不能在页面上查找文字，\
         因此一律不接受。请先写成坐标：`位置 (x, y)`。",
        "`at text \"…\"` means the place of some words in the local copy, turned into coordinates. This version cannot find \
         words on a page yet and accepts none of them. Write a point instead: `at (x, y)`.",
    ),
    wrong: r#"// document: contract.pdf = pdf 595x842
contract "供货合同" {
    code      "SUP-2026-008"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe" local "contract.pdf"
    signer "PSN_TEST_001" auth sms { sign main page 1 at text "乙方（签字）" }
}
"#,
    right: r#"// document: contract.pdf = pdf 595x842
contract "供货合同" {
    code      "SUP-2026-008"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe" local "contract.pdf"
    signer "PSN_TEST_001" auth sms { sign main page 1 at (400, 180) }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for (_, field) in cx.contract().into_iter().flat_map(|contract| contract.fields()) {
        let Place::Spot { spot, .. } = &field.place else { continue };
        if matches!(spot.value, Spot::Text { .. }) {
            findings.push(
                Finding::new(
                    &RULE,
                    spot.span,
                    words!(
                        "这个版本还不能按页面上的文字定位",
                        "finding words on a page is not available in this version"
                    ),
                )
                .help(words!("写成坐标，例如 `位置 (280, 420)`", "write a point, such as `at (280, 420)`")),
            );
        }
    }
}
