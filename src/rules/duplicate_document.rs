//! Two documents are one file.

use std::borrow::Cow;
use std::collections::HashMap;

use super::{Context, phrase};
use crate::findings::{Finding, Group, Level, Rule};
use crate::model::{canonical, DocumentOrigin, Upload};
use crate::source::Span;
use crate::words;

pub static RULE: Rule = Rule {
    name: "duplicate-document",
    level: Level::Error,
    group: Group::Platform,
    platform: Some("oc_40014"),
    title: ("文件重复", "a document is there twice"),
    why: (
        "一份合同里同一个文件编码只能出现一次（oc_40014 合同doc文件不能重复）。\
         多半是复制了一行而没有改编码。改成另一个文件的编码，或删去一行，签章都指向留下的那个名字。\
         同一个本机文件上传两次会得到两个编码，平台不会拒绝，所以只是警告。",
        "A file code may be one document of a contract only (oc_40014). Most likely a line was copied and its code not \
         changed. Use the other file's code, or remove one line and let every `sign` name the one that stays. A file on this \
         machine that is uploaded twice gets two codes and is not refused: it is a warning only.",
    ),
    wrong: r#"contract "股权转让协议" {
    code      "EQT-2026-001"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document 协议 "FC_20241212171254RkztvLleUICgRSe"
    document 附录 "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms {
        sign 协议 page 1 at (180, 220)
        sign 附录 page 2 at (180, 220)
    }
}
"#,
    right: r#"contract "股权转让协议" {
    code      "EQT-2026-001"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document 协议 "FC_20241212171254RkztvLleUICgRSe"
    document 附录 "FC_20241212164445yYmxlZvwHGQysioA"
    signer "PSN_TEST_001" auth sms {
        sign 协议 page 1 at (180, 220)
        sign 附录 page 2 at (180, 220)
    }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(contract) = cx.contract() else { return };
    // To people, blanks at the ends and full-width letters make no other code.
    let mut seen: HashMap<Cow<'_, str>, Span> = HashMap::new();
    let mut uploaded: HashMap<&str, Span> = HashMap::new();
    for document in &contract.documents {
        let code = match &document.origin {
            DocumentOrigin::Code(code) => code,
            DocumentOrigin::Upload(upload) => {
                findings.extend(uploaded_again(cx, upload, &mut uploaded));
                continue;
            }
            DocumentOrigin::Template(_) | DocumentOrigin::Unreadable => continue,
        };
        let Some(key) = code.value.key().map(canonical) else { continue };
        match seen.get(&key) {
            None => drop(seen.insert(key, code.span)),
            Some(first) => findings.push(
                Finding::new(
                    &RULE,
                    code.span,
                    words!("文件编码 `{key}` 用了两次", "the file code `{key}` is used twice"),
                )
                .label(words!("第二次", "again here"))
                .related(*first, words!("第一次在这里", "first here"))
                .help(words!("改成另一个文件的编码，或删去这一行", "use the other file's code, or remove this line")),
            ),
        }
    }
}

fn uploaded_again<'a>(
    cx: &Context<'a>,
    upload: &'a Upload,
    uploaded: &mut HashMap<&'a str, Span>,
) -> Option<Finding> {
    let file = upload.file.as_ref()?;
    let Some(&first) = uploaded.get(file.value.path.as_str()) else {
        uploaded.insert(&file.value.path, file.span);
        return None;
    };
    let path = phrase::quoted(cx.model, file.span);
    Some(
        Finding::new(&RULE, file.span, words!("{path} 会上传两次", "{path} is uploaded twice"))
            .level(Level::Warning)
            .label(words!("第二次", "again here"))
            .related(first, words!("第一次在这里", "first here"))
            .help(words!("改成另一个文件，或删去这一行", "name the other file, or remove this line")),
    )
}
