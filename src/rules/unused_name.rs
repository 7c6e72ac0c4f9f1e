//! A name declared and used nowhere.

use std::collections::HashSet;

use super::{Context, phrase};
use crate::findings::{Finding, Group, Level, Rule};
use crate::model::{NameKind, ProblemKind};
use crate::syntax::{Broken, ProblemKind as Tree};
use crate::words;

pub static RULE: Rule = Rule {
    name: "unused-name",
    level: Level::Warning,
    // Nothing is unreadable by it, so levels and excuses apply.
    group: Group::Lint,
    platform: None,
    title: ("声明了却没有用到", "declared and never used"),
    why: (
        "声明了一个人、企业或参数，或引用了一个文件，合同里却没有用到：可能是漏写了签署方，\
         或用的是另一个名字。用上它，或删去声明。没有合同、只供别的文件引用的文件不作此检查。",
        "A person, company or param is declared, or a file taken in, and the contract makes no use of it: perhaps a \
         signer was forgotten, or another name was written. Use it or remove it. A file without a contract, there \
         to be used by others, is not checked for this.",
    ),
    wrong: r#"company 甲方 account "CORP_TEST_001"
company 乙方 account "CORP_TEST_002"
contract "技术服务合同" {
    code      "TS-2026-003"
    initiator 甲方
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer 甲方 auth sms { sign main page 1 at (180, 220) }
}
"#,
    right: r#"company 甲方 account "CORP_TEST_001"
company 乙方 account "CORP_TEST_002"
contract "技术服务合同" {
    code      "TS-2026-003"
    initiator 甲方
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer 甲方 auth sms { sign main page 1 at (180, 220) }
    signer 乙方 auth sms { sign main page 1 at (400, 220) }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut twice = Vec::new();
    super::duplicate_signer::check(cx, &mut twice);
    let has_twice = !twice.is_empty();
    let is_without_keyword = |kind: &ProblemKind| {
        matches!(kind, ProblemKind::Tree(Tree::Broken(Broken::WithoutKeyword { .. })))
    };
    let signers = cx.problems().filter(|(_, kind)| is_without_keyword(kind));
    let signers: HashSet<&str> = signers.map(|(span, _)| cx.model.sources.slice(span)).collect();
    for (span, kind) in cx.problems() {
        let ProblemKind::UnusedName { what } = kind else { continue };
        // Who is named twice stands where the other belongs.
        if has_twice && matches!(what, NameKind::Company | NameKind::Person | NameKind::Account) {
            continue;
        }
        // Whoever signs without `签署方` before the name is reported there.
        if signers.contains(cx.model.sources.slice(span)) {
            continue;
        }
        let name = phrase::quoted(cx.model, span);
        let message = match what {
            NameKind::Use => words!(
                "引用了 {name}，却没有用到其中的任何名字",
                "nothing of {name} is used"
            ),
            NameKind::Document => words!("文件 `{name}` 没有用到", "the document `{name}` is never used"),
            NameKind::Company => words!("企业 `{name}` 没有用到", "the company `{name}` is never used"),
            NameKind::Param => words!("参数 `{name}` 没有用到", "the param `{name}` is never used"),
            NameKind::Person | NameKind::Account => {
                words!("个人 `{name}` 没有用到", "the person `{name}` is never used")
            }
        };
        findings.push(
            Finding::new(&RULE, span, message)
                .help(words!("用上它，或删去这一行", "use it, or remove the declaration")),
        );
    }
}
