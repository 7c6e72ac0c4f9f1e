//! A document or attachment of a kind the platform does not take.

use super::Context;
use crate::facts::DocumentFacts;
use crate::findings::{Finding, Group, Level, Rule};
use crate::model::Document;
use crate::source::Span;
use crate::words;

pub static RULE: Rule = Rule {
    name: "unsupported-file-type",
    level: Level::Error,
    group: Group::Platform,
    platform: Some("oc_30005"),
    title: ("文件格式不支持", "a file of an unsupported kind"),
    why: (
        "签盾只接受几种格式的合同文件和附件（oc_30005 上传文件格式不支持），没有公开完整的清单；\
         这里按文件名的后缀和 `本地`、`上传` 文件的内容判断，清单可在 qdc.toml 的 [platform] file-types 里修改。把文件另存为 PDF 最稳妥。",
        "QianDun takes documents and attachments of a few kinds only (oc_30005) and does not publish the whole list. They are \
         told by the ending of the name and by the content of the file behind `local` or `upload`; the list is `file-types` under `[platform]` in \
         qdc.toml. Saving the file as PDF is the safest way.",
    ),
    wrong: r#"contract "装修工程合同" {
    code      "DEC-2026-003"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe" name "装修工程合同.wps"
    signer "PSN_TEST_001" auth sms { sign main page 1 at (280, 420) }
}
"#,
    right: r#"contract "装修工程合同" {
    code      "DEC-2026-003"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe" name "装修工程合同.pdf"
    signer "PSN_TEST_001" auth sms { sign main page 1 at (280, 420) }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for document in cx.contract().into_iter().flat_map(|contract| &contract.documents) {
        findings.extend(of_document(cx, document));
    }
}

/// At most one finding a document: what is known of its content counts for more than its name.
fn of_document(cx: &Context<'_>, document: &Document) -> Option<Finding> {
    if let (Some(local), Some(copy)) = (document.copy(), cx.copy(document)) {
        let message = match copy {
            DocumentFacts::Empty => Some(words!("这个文件是空的，没有内容", "the file is empty")),
            DocumentFacts::UnknownKind => Some(words!(
                "文件的内容不是 PDF、Word、Excel，也不是 JPG、PNG 图片",
                "the file's content is neither PDF, Word or Excel nor a JPG or PNG image"
            )),
            DocumentFacts::Broken => Some(words!(
                "这个 PDF 已损坏或不完整，读不出页面",
                "this PDF is damaged or incomplete; its pages cannot be read"
            )),
            _ => None,
        };
        if let Some(message) = message {
            return Some(
                Finding::new(&RULE, local.span, message)
                    .help(words!("重新导出为 PDF", "export it as PDF again")),
            );
        }
    }
    let name = document.file_name.as_ref().and_then(|name| Some((name.value.value()?, name.span)));
    let path = document.copy().map(|local| (local.value.path.as_str(), local.span));
    name.into_iter().chain(path).find_map(|(name, span)| by_ending(cx, name, span))
}

/// A name without an ending says nothing.
fn by_ending(cx: &Context<'_>, name: &str, span: Span) -> Option<Finding> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let (stem, ending) = file.rsplit_once('.')?;
    let looks_like_one = (1..=5).contains(&ending.len()) && ending.chars().all(|c| c.is_ascii_alphanumeric());
    let has_letter = ending.contains(|c: char| c.is_ascii_alphabetic());
    let known = &cx.settings.platform.file_types;
    if stem.is_empty() || !looks_like_one || !has_letter || known.iter().any(|kind| kind.eq_ignore_ascii_case(ending)) {
        return None;
    }
    let list = known.join(" ");
    Some(
        Finding::new(
            &RULE,
            span,
            words!(
                "格式清单里没有 `.{ending}`，平台多半不收",
                "`.{ending}` is not in the list of file types; the platform most likely refuses it"
            ),
        )
        .help(words!(
            "另存为 PDF；qdc.toml 的 file-types 列出的格式：{list}",
            "save it as PDF; `file-types` in qdc.toml lists {list}"
        )),
    )
}
