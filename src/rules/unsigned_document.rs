//! A document that nobody signs.

use std::collections::HashSet;

use super::Context;
use crate::findings::{Finding, Group, Level, Rule};
use crate::model::ProblemKind;
use crate::source::Span;
use crate::vocabulary::Key;
use crate::words;

pub static RULE: Rule = Rule {
    name: "unsigned-document",
    level: Level::Warning,
    group: Group::Lint,
    platform: None,
    title: ("文件没有人签", "a document nobody signs"),
    why: (
        "合同里有一个文件，没有任何签章指向它：多半是漏写了签章，或签章写错了文件名。\
         只随合同发送、不需要签的文件写成 `附件`。",
        "The contract has a document that no sign field names: most likely one was forgotten, or names the wrong document. \
         What only goes along unsigned is an `attachment`.",
    ),
    wrong: r#"contract "工程分包合同" {
    code      "SUB-2026-003"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document 合同   "FC_20241212171254RkztvLleUICgRSe"
    document 价目表 "FC_20241212164445yYmxlZvwHGQysioA"
    signer "PSN_TEST_001" auth sms { sign 合同 page 1 at (280, 420) }
}
"#,
    right: r#"contract "工程分包合同" {
    code      "SUB-2026-003"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document 合同 "FC_20241212171254RkztvLleUICgRSe"
    attachment    "FC_20241212164445yYmxlZvwHGQysioA"
    signer "PSN_TEST_001" auth sms { sign 合同 page 1 at (280, 420) }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(contract) = cx.contract() else { return };
    let unsure = contract.unreadable
        || contract.signers.is_empty()
        || contract.signers.iter().any(|signer| signer.unreadable || signer.fields.is_empty())
        || contract.fields().any(|(_, field)| field.document.value.is_none())
        // A line that names several was read for its first.
        || cx.problems().any(|(_, kind)| matches!(kind, ProblemKind::Several { word } if word.key == Key::Sign));
    if unsure {
        return;
    }
    // Nothing can name a document whose name is taken, which was reported.
    let taken: HashSet<Span> = cx
        .problems()
        .filter(|(_, kind)| matches!(kind, ProblemKind::RedeclaredName { .. }))
        .map(|(span, _)| span)
        .collect();
    let mut signed = vec![false; contract.documents.len()];
    for (_, field) in contract.fields() {
        if let Some(signed) = field.document.value.and_then(|index| signed.get_mut(index)) {
            *signed = true;
        }
    }
    for (document, _) in contract.documents.iter().zip(signed).filter(|(_, signed)| !signed) {
        let name = &document.name.value;
        if name.is_empty() || taken.contains(&document.name.span) {
            continue;
        }
        findings.push(
            Finding::new(
                &RULE,
                document.name.span,
                words!("文件 `{name}` 没有人签", "nobody signs the document `{name}`"),
            )
            .help(match document.is_made() {
                true => words!(
                    "加上签章；不需要签的，先在平台上得到文件编码，再写成 `附件`（附件还不能上传本机的文件，也不能由模板生成）",
                    "add a sign field; for one that goes along unsigned get a file code from the platform first and write an `attachment` \
                     (attachments cannot be uploaded or made from templates yet)"
                ),
                false => words!(
                    "加上签章；不需要签的文件写成 `附件`",
                    "add a sign field; what goes along unsigned is an `attachment`"
                ),
            }),
        );
    }
}
