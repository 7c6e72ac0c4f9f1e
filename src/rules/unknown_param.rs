//! A value given for a param that no file declares.

use super::Context;
use crate::findings::{Finding, Group, Level, Rule};
use crate::model::ProblemKind;
use crate::words;

pub static RULE: Rule = Rule {
    name: "unknown-param",
    level: Level::Error,
    group: Group::Language,
    platform: None,
    title: ("没有这个参数", "there is no such param"),
    why: (
        "用 --set 或 --set-file 给出了一个值，文件里却没有声明这个参数：多半是名字拼错了，真正的参数就会用默认值或没有值。\
         改正名字，或在文件里加上 `参数`。",
        "A value is given by `--set` or `--set-file` for a param the file does not declare: most likely its name is \
         misspelt, and the real param would keep its default or have no value. Correct the name, or declare the \
         `param`.",
    ),
    wrong: r#"// set: department=HR
param employee text default "PSN_TEST_009"
contract "劳动合同" {
    code      "HR-{employee}"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer employee auth sms { sign main page 1 at (280, 420) }
}
"#,
    right: r#"// set: department=HR
param department text
param employee text default "PSN_TEST_009"
contract "劳动合同" {
    code      "{department}-{employee}"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer employee auth sms { sign main page 1 at (280, 420) }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for (span, kind) in cx.problems() {
        let ProblemKind::UnknownParam { name, near } = kind else { continue };
        let finding = Finding::new(
            &RULE,
            span,
            words!("给出了参数 `{name}` 的值，文件里没有这个参数", "a value is given for `{name}`, which the file does not declare"),
        );
        findings.push(match near {
            Some(near) => finding.help(words!("是不是 `{near}`？", "did you mean `{near}`?")),
            None => finding.help(words!("改正名字，或加上 `参数 {name} 文本`", "correct the name, or add `param {name} text`")),
        });
    }
}
