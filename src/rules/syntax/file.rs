//! A file that is no text in UTF-8.

use super::RULE;
use crate::findings::Finding;
use crate::source::{Span, Undecodable};
use crate::words;

pub(super) fn encoding(span: Span, why: Undecodable) -> Finding {
    let message = match why {
        Undecodable::Utf16 => words!("文件是 UTF-16 编码，不是 UTF-8", "the file is UTF-16, not UTF-8"),
        Undecodable::NotUtf8 { line, likely } => words!(
            "文件不是 UTF-8 编码：从第 {line} 行起读不懂，多半是 {likely} 编码",
            "the file is not UTF-8 from line {line} on; most likely it is {likely}"
        ),
        Undecodable::Document(kind) => {
            words!("这是 {kind} 文件，不是文本", "this is a {kind} file and no text")
        }
        Undecodable::TooLarge => words!("文件太大，超过 4 GB", "the file is too large, over 4 GB"),
    };
    let finding = Finding::new(&RULE, span, message);
    match why {
        Undecodable::TooLarge => finding,
        Undecodable::Document(_) => finding.help(words!(
            "要签的文件写在 .qdc 里：`文件 正文 上传 “合同.pdf”`；.qdc 本身是文本",
            "a document to sign is named in a .qdc file: `document main upload \"contract.pdf\"`; the .qdc itself is text"
        )),
        _ => finding.help(words!(
            "用编辑器另存为 UTF-8 编码",
            "save it as UTF-8 in your editor"
        )),
    }
}
