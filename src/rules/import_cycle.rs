//! Files that use each other in a circle.

use super::Context;
use crate::findings::{Finding, Group, Level, Rule};
use crate::model::ProblemKind;
use crate::words;

pub static RULE: Rule = Rule {
    name: "import-cycle",
    level: Level::Error,
    group: Group::Language,
    platform: None,
    title: ("文件互相引用", "files use each other in a circle"),
    why: (
        "一个文件直接或间接地引用了自己，就说不清谁的声明在先。把共用的声明放到第三个文件里，\
         两边都引用它，或删去其中一个 `引用`。",
        "A file uses itself, directly or through others, so that there is no telling whose declarations come first. \
         Put what both need into a third file that both use, or remove one of the `use` lines.",
    ),
    wrong: r#"use "example.qdc"
person 张伟 account "PSN_TEST_001"
"#,
    right: r#"person 张伟 account "PSN_TEST_001"
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for (span, kind) in cx.problems() {
        let ProblemKind::ImportCycle { path } = kind else { continue };
        findings.push(
            Finding::new(
                &RULE,
                span,
                words!("引用 `{path}` 绕了一圈又回到自己", "using `{path}` leads back to where it started"),
            )
            .help(words!(
                "把共用的声明放到另一个文件里，由两边引用",
                "put what both need into another file that both use"
            )),
        );
    }
}
