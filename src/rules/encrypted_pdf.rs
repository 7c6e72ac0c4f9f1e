//! A local copy or an upload that needs a password.

use super::Context;
use crate::facts::DocumentFacts;
use crate::findings::{Finding, Group, Level, Rule};
use crate::words;

pub static RULE: Rule = Rule {
    name: "encrypted-pdf",
    level: Level::Warning,
    group: Group::Lint,
    platform: None,
    title: ("PDF 有密码", "the PDF is encrypted"),
    why: (
        "本机的 PDF 需要密码才能打开：页数和页面大小读不出来，平台多半也处理不了（oc_30006 文件处理失败）。\
         去掉密码再上传。",
        "The local PDF needs a password: its pages cannot be read, and the platform most likely cannot process it either \
         (oc_30006). Remove the password before uploading it.",
    ),
    wrong: r#"// document: 并购意向书（已加密）.pdf = encrypted
contract "并购意向书" {
    code      "LOI-2026-001"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe" local "并购意向书（已加密）.pdf"
    signer "PSN_TEST_001" auth sms { sign main page 1 at (280, 420) }
}
"#,
    right: r#"// document: 并购意向书.pdf = pdf 595x842
contract "并购意向书" {
    code      "LOI-2026-001"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe" local "并购意向书.pdf"
    signer "PSN_TEST_001" auth sms { sign main page 1 at (280, 420) }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for document in cx.contract().into_iter().flat_map(|contract| &contract.documents) {
        let (Some(local), Some(DocumentFacts::Encrypted)) = (document.copy(), cx.copy(document)) else { continue };
        findings.push(
            Finding::new(
                &RULE,
                local.span,
                words!("这个 PDF 有密码，读不出页数，平台也可能处理不了", "this PDF needs a password; its pages cannot be read, and the platform may fail on it"),
            )
            .help(words!("去掉密码后再上传", "remove the password before uploading it")),
        );
    }
}
