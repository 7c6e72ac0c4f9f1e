//! A contract without a part that every contract has.

use super::{Context, phrase};
use crate::findings::{Finding, Group, Level, Rule, Words};
use crate::model::Model;
use crate::source::Span;
use crate::vocabulary::Key;
use crate::words;

pub static RULE: Rule = Rule {
    name: "missing-statement",
    level: Level::Error,
    group: Group::Language,
    platform: None,
    title: ("合同不完整", "the contract is incomplete"),
    why: (
        "一份合同要有发起方、至少一个文件和至少一个签署方，每个签署方至少有一处签章；少了哪一样都发不出去。\
         补上缺少的那一行。",
        "A contract has an initiator, at least one document and at least one signer, and every signer at least \
         one sign field; without any of these it cannot be started. Add the line that is missing.",
    ),
    wrong: r#"contract "设备采购合同" {
    code      "EQ-2026-009"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms { sign main page 1 at (180, 220) }
    signer "PSN_TEST_002" auth sms
}
"#,
    right: r#"contract "设备采购合同" {
    code      "EQ-2026-009"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms { sign main page 1 at (180, 220) }
    signer "PSN_TEST_002" auth sms { sign main page 1 at (400, 220) }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    if is_empty(cx) {
        let nothing = Span::new(Model::ROOT, 0, 0);
        findings.push(
            Finding::new(&RULE, nothing, words!("文件里没有内容", "there is nothing in the file"))
                .level(Level::Warning)
                .help(words!(
                    "从 `合同 “名称” {{ … }}` 开始写，或用 qdc init 写出第一个文件",
                    "begin with `contract \"title\" {{ … }}`, or have `qdc init` write a first file"
                )),
        );
    }
    // What seems missing may be what could not be read.
    let Some(contract) = cx.contract().filter(|contract| !contract.unreadable) else { return };
    let parts = [
        (contract.initiator.is_none() && cx.trouble(&[Key::Initiator]).is_empty(), words!("`发起方`", "`initiator`")),
        (contract.documents.is_empty(), words!("`文件`", "`document`")),
        (contract.signers.is_empty(), words!("`签署方`", "`signer`")),
    ];
    let missing: Vec<Words> = parts.into_iter().filter(|(missing, _)| *missing).map(|(_, word)| word).collect();
    if !missing.is_empty() {
        let Words { zh, en } = phrase::list(&missing);
        findings.push(
            Finding::new(&RULE, contract.span, words!("合同里没有 {zh}", "the contract lacks {en}"))
                .help(words!("在大括号里加上", "add it in the braces")),
        );
    }
    for signer in contract.signers.iter().filter(|signer| signer.fields.is_empty() && !signer.unreadable) {
        findings.push(
            Finding::new(
                &RULE,
                signer.span.to(signer.account.span),
                words!("这个签署方没有一处签章", "this signer signs nothing"),
            )
            .help(words!(
                "在大括号里加上 `签章`，例如 `签章 文件名 页 1 位置 (280, 420)`",
                "add a `sign` in braces, such as `sign name page 1 at (280, 420)`"
            )),
        );
    }
}

/// Whether a file says nothing at all: what passes for checked was perhaps never saved.
fn is_empty(cx: &Context<'_>) -> bool {
    cx.model.trees[0].roots().next().is_none() && cx.problems().next().is_none()
}
