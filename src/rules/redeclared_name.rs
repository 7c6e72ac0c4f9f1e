//! A name declared twice.

use super::{Context, phrase};
use crate::findings::{Finding, Group, Level, Rule};
use crate::model::ProblemKind;
use crate::words;

pub static RULE: Rule = Rule {
    name: "redeclared-name",
    level: Level::Error,
    group: Group::Language,
    platform: None,
    title: ("名字声明了两次", "the name is declared twice"),
    why: (
        "同一个名字声明了两次，用到它的地方就不知道指哪一个。个人和企业共用一套名字，\
         引用的文件里的名字也算在内。给其中一个换个名字。",
        "The same name is declared twice, so where it is used nobody knows which is meant. People and companies \
         share one set of names, and those of used files count. Rename one of them.",
    ),
    wrong: r#"person 张伟 account "PSN_TEST_001"
person 张伟 account "PSN_TEST_002"
contract "合伙协议" {
    code      "PART-2026-001"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer 张伟 auth sms { sign main page 1 at (280, 420) }
}
"#,
    right: r#"person 张伟 account "PSN_TEST_001"
person 张伟二 account "PSN_TEST_002"
contract "合伙协议" {
    code      "PART-2026-001"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer 张伟 auth sms { sign main page 1 at (280, 420) }
    signer 张伟二 auth sms { sign main page 1 at (280, 220) }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for (span, kind) in cx.problems() {
        let ProblemKind::RedeclaredName { first } = kind else { continue };
        let name = phrase::quoted(cx.model, span);
        findings.push(
            Finding::new(&RULE, span, words!("名字 `{name}` 已经用过了", "the name `{name}` is taken"))
                .label(words!("第二次声明", "declared again"))
                .related(*first, words!("第一次声明在这里", "first declared here"))
                .help(words!("换一个名字", "choose another name")),
        );
    }
}
