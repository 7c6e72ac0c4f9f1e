//! A param that nothing gives a value.

use super::Context;
use crate::findings::{Finding, Group, Level, Rule};
use crate::model::ProblemKind;
use crate::words;

pub static RULE: Rule = Rule {
    name: "param-without-value",
    level: Level::Error,
    group: Group::Language,
    platform: None,
    title: ("参数没有值", "a param has no value"),
    why: (
        "编译和发送时每个参数都要有值：用 --set 名字=值 给出，写在文件里用 --set-file 给出，或在声明里写默认值。\
         只做检查时参数可以没有值，与它有关的检查会跳过。",
        "To compile or send, every param needs a value: by `--set name=value`, by `--set-file`, or by a default in \
         its declaration. When a file is only checked a param may be open; what depends on it is not looked at.",
    ),
    wrong: r#"// compile
param employee text
contract "劳动合同" {
    code      "HR-{employee}"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer employee auth sms { sign main page 1 at (280, 420) }
}
"#,
    right: r#"// compile
param employee text default "PSN_TEST_001"
contract "劳动合同" {
    code      "HR-{employee}"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer employee auth sms { sign main page 1 at (280, 420) }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for (span, kind) in cx.problems() {
        let ProblemKind::ParamWithoutValue { name } = kind else { continue };
        findings.push(
            Finding::new(&RULE, span, words!("参数 `{name}` 没有值", "the param `{name}` has no value")).help(
                words!(
                    "用 --set {name}=值 给出，或在声明后面加上 `默认`",
                    "give it with --set {name}=value, or add a `default` to its declaration"
                ),
            ),
        );
    }
}
