//! A file that is named and not there: a used one, or a local copy of a document, or what is to be uploaded.

use super::{Context, phrase};
use crate::facts::DocumentFacts;
use crate::findings::{Change, Finding, Group, Level, Rule, Words};
use crate::model::{DocumentOrigin, Model, ProblemKind};
use crate::source::Span;
use crate::privacy::numbers_masked;
use crate::words;

pub static RULE: Rule = Rule {
    name: "file-not-found",
    level: Level::Error,
    group: Group::Language,
    platform: None,
    title: ("找不到文件", "the file is not there"),
    why: (
        "`引用`、`本地` 或 `上传` 写的文件不存在、打不开，或通向项目之外。路径从写它的那个 .qdc 文件所在的文件夹算起，\
         不从运行命令的地方算起。改正路径，或把文件放到那里。",
        "A file named by `use`, `local` or `upload` does not exist, cannot be opened, or leads out of the project. The path starts at the folder of the \
         .qdc file it is written in, not at the place where the command runs. Correct the path, or put the file there.",
    ),
    wrong: r#"// document: 合同/培训服务合同（终稿）.pdf = missing
contract "培训服务合同" {
    code      "TR-2026-006"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe" local "合同/培训服务合同（终稿）.pdf"
    signer "PSN_TEST_001" auth sms { sign main page 1 at (280, 420) }
}
"#,
    right: r#"// document: 合同/培训服务合同.pdf = pdf 595x842
contract "培训服务合同" {
    code      "TR-2026-006"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe" local "合同/培训服务合同.pdf"
    signer "PSN_TEST_001" auth sms { sign main page 1 at (280, 420) }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for (span, kind) in cx.problems() {
        if let ProblemKind::FileNotFound { path, reason, near } = kind {
            let finding = not_found(span, &format!("`{path}`"), reason.as_ref());
            findings.push(meant(finding, cx.model, near.as_deref()));
        }
    }
    for document in cx.contract().into_iter().flat_map(|contract| &contract.documents) {
        let Some(local) = document.copy() else { continue };
        let (reason, near) = match cx.copy(document) {
            Some(DocumentFacts::NotFound) => (None, None),
            Some(DocumentFacts::Near(near)) => (None, Some(near.as_str())),
            Some(DocumentFacts::Unreadable(reason)) => (Some(reason), None),
            _ => continue,
        };
        // A path that is filled in is shown as filled in: it differs from row to row.
        let path = match &document.origin {
            DocumentOrigin::Upload(upload) if upload.path.value.has_params() => {
                format!("`{}`", numbers_masked(upload.path.value.value().unwrap_or_default()))
            }
            _ => phrase::quoted(cx.model, local.span),
        };
        findings.push(meant(not_found(local.span, &path, reason), cx.model, near));
    }
}

fn not_found(span: Span, path: &str, reason: Option<&Words>) -> Finding {
    match reason {
        None => Finding::new(&RULE, span, words!("找不到文件 {path}", "there is no file {path}")).help(words!(
            "路径从本文件所在的文件夹算起",
            "the path starts at this file's folder"
        )),
        Some(reason) => {
            let (zh, en) = (&reason.zh, &reason.en);
            Finding::new(&RULE, span, words!("打不开文件 {path}：{zh}", "{path} cannot be opened: {en}"))
        }
    }
}

/// With the name of the file that is there: it looks the same, and is the only one that does.
fn meant(finding: Finding, model: &Model, near: Option<&str>) -> Finding {
    let Some(near) = near else { return finding };
    let written = model.sources.slice(finding.span);
    let mut inner = written.chars();
    let (open, close) = (inner.next(), inner.next_back());
    let path = as_written(inner.as_str(), near);
    let finding = finding.help(words!(
        "那里有 `{path}`，只是全角半角、大小写、空格或斜杠不同",
        "there is `{path}`, which differs only in width, case, blanks or slashes"
    ));
    // Within its marks it is text: what a text writes otherwise stays for a person.
    let is_plain = |text: &str| !text.contains(['{', '}', '"', '“', '”']);
    let (Some(open), Some(close), true) = (open, close, is_plain(inner.as_str()) && is_plain(&path)) else {
        return finding;
    };
    let start = finding.span.start + open.len_utf8() as u32;
    let span = Span { start, end: finding.span.end - close.len_utf8() as u32, ..finding.span };
    finding.fix(words!("改成 `{path}`", "change it to `{path}`"), vec![Change::new(span, path)])
}

/// A resolved path as the file would write it: from the same folder on.
fn as_written(written: &str, near: &str) -> String {
    let (written, near) = (written.replace('\\', "/"), near.replace('\\', "/"));
    let (written, near): (Vec<&str>, Vec<&str>) = (written.split('/').collect(), near.split('/').collect());
    let named = written.iter().rev().take_while(|part| !["", ".", ".."].contains(*part)).count();
    let named = named.min(near.len());
    [&written[..written.len() - named], &near[near.len() - named..]].concat().join("/")
}
