//! A name that nothing declares.

use super::{Context, phrase};
use crate::findings::{Change, Finding, Group, Level, Rule, Words};
use crate::likeness::{self, Party};
use crate::model::{NameKind, ProblemKind};
use crate::words;

pub static RULE: Rule = Rule {
    name: "undeclared-name",
    level: Level::Error,
    group: Group::Language,
    platform: None,
    title: ("名字没有声明", "the name is not declared"),
    why: (
        "不加引号的词是名字，要先用 `文件`、`个人`、`企业` 或 `参数` 声明，在本文件里或在引用的文件里。\
         多半是名字拼错了，或声明还没有写。如果这就是平台上的账号 ID，请加上引号。",
        "A word without quotation marks is a name, declared by `document`, `person`, `company` or `param` in \
         this file or in one it uses. Most likely it is misspelt, or its declaration is still to be written. If \
         it is an account id of the platform, put it in quotes.",
    ),
    wrong: r#"contract "房屋租赁合同" {
    code      "LEASE-2026-014"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document 租赁合同 "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms {
        sign 租凭合同 page 1 at (280, 420)
    }
}
"#,
    right: r#"contract "房屋租赁合同" {
    code      "LEASE-2026-014"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document 租赁合同 "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms {
        sign 租赁合同 page 1 at (280, 420)
    }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for (span, kind) in cx.problems() {
        let ProblemKind::UndeclaredName { what, near } = kind else { continue };
        let written = phrase::quoted(cx.model, span);
        let message = match what {
            NameKind::Document => {
                words!("这份合同里没有叫 `{written}` 的文件", "this contract has no document `{written}`")
            }
            NameKind::Param => words!("没有声明参数 `{written}`", "no param `{written}` is declared"),
            _ => words!(
                "没有声明叫 `{written}` 的个人或企业",
                "no person or company `{written}` is declared"
            ),
        };
        let finding = Finding::new(&RULE, span, message);
        findings.push(match near {
            Some((near, declared)) => finding
                .related(*declared, words!("声明在这里", "declared here"))
                .help(words!("是不是 `{near}`？", "did you mean `{near}`?"))
                .offer(words!("改成 `{near}`", "change it to `{near}`"), vec![Change::new(span, near)]),
            None => finding.help(declare(*what, &written)),
        });
    }
}

/// How to declare a name. No other name is mentioned: what is not certainly the same name may be the other party.
fn declare(what: NameKind, name: &str) -> Words {
    match what {
        NameKind::Document => words!("先写 `文件 {name} “文件编码”`", "declare it: `document {name} \"file code\"`"),
        NameKind::Param => words!("先写 `参数 {name} 文本`", "declare it: `param {name} text`"),
        _ => match likeness::kind(name) {
            Some(Party::Person) => {
                words!("先写 `个人 {name} 账号 “账号ID”`", "declare it: `person {name} account \"account id\"`")
            }
            Some(Party::Company) => {
                words!("先写 `企业 {name} 账号 “账号ID”`", "declare it: `company {name} account \"account id\"`")
            }
            None if name.is_ascii() => words!(
                "先写 `企业 {name} 账号 “账号ID”`，是个人就写 `个人 {name} 账号 “账号ID”`；如果这就是账号 ID，请加上引号",
                "declare it: `company {name} account \"account id\"`, or `person {name} account \"account id\"`; if it is the account id itself, put it in quotes"
            ),
            None => words!(
                "先写 `企业 {name} 账号 “账号ID”`，是个人就写 `个人 {name} 账号 “账号ID”`",
                "declare it: `company {name} account \"account id\"`, or `person {name} account \"account id\"`"
            ),
        },
    }
}
