//! A keyword where it does not belong.

use super::{Context, meant_here, phrase};
use crate::findings::{Finding, Group, Level, Rule, Words};
use crate::model::ProblemKind;
use crate::syntax::ProblemKind as Tree;
use crate::vocabulary::{Key, Word};
use crate::words;

pub static RULE: Rule = Rule {
    name: "misplaced-keyword",
    level: Level::Error,
    group: Group::Language,
    platform: None,
    title: ("关键字写错了地方", "the keyword does not belong here"),
    why: (
        "这个词是关键字，但不属于这里。子句跟在它的语句后面，或写在那个语句的大括号里；\
         语句另起一行，写在它所属的大括号里。例如 `签章` 写在 `签署方` 的大括号里，`认证` 跟在 `签署方` 后面。",
        "The word is a keyword, but it belongs somewhere else. A clause follows its statement on the line or \
         stands in that statement's braces; a statement has a line of its own in the braces it belongs to. \
         `sign`, for example, stands in the braces of `signer`, and `auth` follows `signer`.",
    ),
    wrong: r#"contract "保密协议" {
    code      "NDA-2026-008"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document nda "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms {
        seq 1
        sign nda page 1 at (280, 420)
        notice 0
        redirect "https://example.com/signed"
    }
}
"#,
    right: r#"contract "保密协议" {
    code      "NDA-2026-008"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document nda "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms {
        seq 1
        sign nda page 1 at (280, 420)
        notice 0
    }
    redirect "https://example.com/signed"
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for (span, kind) in cx.problems() {
        let ProblemKind::Tree(Tree::MisplacedKeyword { word, parent }) = kind else { continue };
        if let Some(parent) = parent
            && let Some(finding) = meant_here::explain(cx.model, span, word, parent)
        {
            findings.push(finding);
            continue;
        }
        let (message, help) = explain(word, *parent);
        findings.push(Finding::new(&RULE, span, message).help(help));
    }
}

fn explain(word: &Word, parent: Option<&'static Word>) -> (Words, Words) {
    let (zh, en) = (word.zh, word.en);
    if matches!(word.key, Key::Nth | Key::Offset) {
        return (
            words!("`{zh}` 只能和 `位置 文字` 一起写", "`{en}` goes with `at text` only"),
            words!("删去它，或按关键字定位：`位置 文字 “甲方（盖章）”`", "remove it, or place the seal by words: `at text \"…\"`"),
        );
    }
    // Where it shares the line of its document, it only wants a line of its own.
    if word.key == Key::Field && parent.is_none_or(|parent| parent.key != Key::Document) {
        return (
            words!("`{zh}` 只能写在由模板生成的文件里", "`{en}` goes with a document made from a template only"),
            words!("给文件加上 `来自 模板 “模板ID”`", "add `from template \"template id\"` to the document"),
        );
    }
    let own = parent.filter(|parent| word.parents.contains(&parent.key));
    if let Some(own) = own {
        let (parent_zh, parent_en) = (own.zh, own.en);
        let message = if word.clause {
            words!(
                "`{zh}` 没有和它的 `{parent_zh}` 写在一起",
                "`{en}` is apart from its `{parent_en}`"
            )
        } else {
            words!("`{zh}` 不能和 `{parent_zh}` 写在同一行", "`{en}` cannot share the line of `{parent_en}`")
        };
        let help = if word.clause {
            words!(
                "写在 `{parent_zh}` 那一行，或写在它的大括号里",
                "write it on the line of `{parent_en}`, or in its braces"
            )
        } else {
            words!("另起一行，写在 `{parent_zh}` 的大括号里", "give it a line of its own in the braces of `{parent_en}`")
        };
        return (message, help);
    }
    let message = match parent {
        Some(parent) => {
            let (parent_zh, parent_en) = (parent.zh, parent.en);
            words!("`{zh}` 不能写在 `{parent_zh}` 里", "`{en}` does not belong in `{parent_en}`")
        }
        None => words!("`{zh}` 不能单独写在这里", "`{en}` does not stand on its own"),
    };
    let help = match phrase::parents(word) {
        Some(Words { zh: parents_zh, en: parents_en }) => {
            words!("`{zh}` 写在 {parents_zh} 里", "`{en}` belongs in {parents_en}")
        }
        None => words!("`{zh}` 写在文件的最外层，不在大括号里", "`{en}` stands outside all braces"),
    };
    (message, help)
}
