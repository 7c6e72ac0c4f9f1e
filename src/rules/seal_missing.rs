//! Silent signing is asked for a seal that does not exist.

use super::Context;
use super::seal_authorized::seals_that_are;
use crate::facts::SealFact;
use crate::findings::{Finding, Group, Level, Rule};
use crate::words;

pub static RULE: Rule = Rule {
    name: "seal-missing",
    level: Level::Error,
    group: Group::Platform,
    platform: Some("oc_20001"),
    title: ("印章不存在", "there is no such seal"),
    why: (
        "平台上没有这个印章（oc_20001 印章不存在）。用 `--online` 检查时才会询问所选环境的平台。\
         核对印章 ID：它是平台上的编号，不是印章的名称；也可能属于另一个环境（测试和正式环境的印章不通用）。",
        "The platform knows no such seal (oc_20001). Found when checked with `--online`, which asks the platform of the chosen environment. Compare the id: it is \
         the platform's number, not the seal's name, and seals of the test environment do not exist in production.",
    ),
    wrong: r#"// online: seal 10010 missing
authorization 合同章授权 {
    account "CORP_TEST_001"
    seals   10010
    auth    sms
    expires 1h
}
"#,
    right: r#"// online: seal 10086 free
authorization 合同章授权 {
    account "CORP_TEST_001"
    seals   10086
    auth    sms
    expires 1h
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for (span, id) in seals_that_are(cx, SealFact::Missing) {
        findings.push(
            Finding::new(&RULE, span, words!("平台上没有印章 `{id}`", "the platform has no seal `{id}`"))
                .help(words!("核对印章 ID，以及 `--online` 询问的是哪个环境", "compare the seal's id, and which environment `--online` asked")),
        );
    }
}
