//! The same thing said twice in one statement.

use super::Context;
use crate::findings::{Finding, Group, Level, Rule};
use crate::model::ProblemKind;
use crate::vocabulary::Key;
use crate::words;

pub static RULE: Rule = Rule {
    name: "repeated-clause",
    level: Level::Error,
    group: Group::Language,
    platform: None,
    title: ("同一件事写了两次", "the same thing is said twice"),
    why: (
        "一个语句里同一个子句只能写一次，互相排斥的两个子句只能写一个（例如 `骑缝` 和 `页`，\
         `上传` 和文件编码）；否则不知道以哪一个为准。删去不要的那一个。一个文件最多一份合同。",
        "A clause may stand once in its statement, and of two that exclude each other (`across` and `page`, \
         `upload` and a file code) only one; else nobody knows which holds. Remove the one that is not meant. A \
         file has at most one contract.",
    ),
    wrong: r#"contract "仓储服务合同" {
    code      "WH-2026-005"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    deadline  2026-04-30
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms {
        sign main page 1 at (280, 420)
    }
}
"#,
    right: r#"contract "仓储服务合同" {
    code      "WH-2026-005"
    initiator "CORP_TEST_001"
    deadline  2026-04-30
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms {
        sign main page 1 at (280, 420)
    }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for (span, kind) in cx.problems() {
        match kind {
            ProblemKind::RepeatedClause { word, first } => {
                let (zh, en) = (word.zh, word.en);
                let finding = if word.key == Key::Contract {
                    Finding::new(
                        &RULE,
                        span,
                        words!("一个文件最多一份合同", "a file has at most one contract"),
                    )
                    .help(words!("把第二份放到另一个文件里", "put the second into a file of its own"))
                } else {
                    Finding::new(&RULE, span, words!("`{zh}` 写了两次", "`{en}` stands twice"))
                        .help(words!("删去不要的那一个", "remove the one that is not meant"))
                };
                findings.push(
                    finding
                        .label(words!("第二次", "again here"))
                        .related(*first, words!("第一次在这里", "first here")),
                );
            }
            ProblemKind::ClauseConflict { word, other, first } => {
                // A document's own value is its file code; it is named last.
                let (this, that) = if word.key == Key::Document { (other, word) } else { (word, other) };
                let (zh, en) = (this.zh, this.en);
                let (that_zh, that_en) = match that.key {
                    Key::Document => ("文件编码".to_owned(), "a file code".to_owned()),
                    _ => (format!(" `{}` ", that.zh), format!("`{}`", that.en)),
                };
                let copies = [word.key, other.key].iter().all(|key| matches!(key, Key::Local | Key::Upload));
                let help = if copies {
                    words!("删去 `本地`：要上传的文件本身就在本机", "remove `local`: what is uploaded is on this machine itself")
                } else {
                    words!("删去不要的那一个", "remove the one that is not meant")
                };
                findings.push(
                    Finding::new(
                        &RULE,
                        span,
                        words!("`{zh}` 和{that_zh}只能写一个", "`{en}` and {that_en} exclude each other"),
                    )
                    .related(*first, words!("另一个在这里", "the other one"))
                    .help(help),
                );
            }
            _ => {}
        }
    }
}
