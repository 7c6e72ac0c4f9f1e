//! A word that is no keyword here.

use super::{Context, phrase};
use crate::findings::{Change, Finding, Group, Level, Rule};
use crate::model::ProblemKind;
use crate::syntax::ProblemKind as Tree;
use crate::vocabulary::{Key, children};
use crate::words;

pub static RULE: Rule = Rule {
    name: "unknown-keyword",
    level: Level::Error,
    group: Group::Language,
    platform: None,
    title: ("没有这个关键字", "there is no such keyword"),
    why: (
        "每一行以关键字开头，后面是值和子句；这个词不是这里的关键字，多半是拼错了。\
         每个关键字有一种中文写法和一种英文写法，可以混用。给平台的文字要写在引号里。",
        "A line opens with a keyword, followed by values and clauses; this word is none here, most likely a \
         slip of the pen. Every keyword has one Chinese and one English spelling, freely mixed. Text for the \
         platform stands in quotes.",
    ),
    wrong: r#"contract "采购框架协议" {
    code      "PO-2026-017"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    singer "PSN_TEST_001" auth sms {
        sign main page 1 at (280, 420)
    }
}
"#,
    right: r#"contract "采购框架协议" {
    code      "PO-2026-017"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms {
        sign main page 1 at (280, 420)
    }
}
"#,
};

/// What other kinds of cards are called.
const OTHER_CARDS: &[&str] =
    &["护照", "港澳通行证", "港澳居民来往内地通行证", "回乡证", "台胞证", "通行证", "居住证", "passport"];

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for (span, kind) in cx.problems() {
        let ProblemKind::Tree(Tree::UnknownKeyword { near, parent }) = kind else { continue };
        let written = phrase::quoted(cx.model, span);
        let message = match parent {
            Some(parent) => {
                let (zh, en) = (parent.zh, parent.en);
                words!("`{written}` 不是 `{zh}` 里的关键字", "`{written}` is no keyword of `{en}`")
            }
            None => words!("`{written}` 不是关键字", "`{written}` is no keyword"),
        };
        let finding = Finding::new(&RULE, span, message);
        findings.push(match near {
            Some(near) => {
                let spelled = phrase::spelled_like(near, cx.model.sources.slice(span));
                finding
                    .help(words!("是不是 `{spelled}`？", "did you mean `{spelled}`?"))
                    .offer(words!("改成 `{spelled}`", "change it to `{spelled}`"), vec![Change::new(span, spelled)])
            }
            None if parent.is_some_and(|parent| parent.key == Key::Person) && OTHER_CARDS.contains(&written.as_str()) => {
                finding.help(super::id_number::other_cards())
            }
            None => {
                let known = children(parent.map_or(Key::File, |parent| parent.key));
                if known.is_empty() {
                    let help = words!("删去它，或另起一行写", "remove it, or give it a line of its own");
                    findings.push(finding.help(help));
                    continue;
                }
                let zh: Vec<_> = known.iter().map(|word| format!("`{}`", word.zh)).collect();
                let en: Vec<_> = known.iter().map(|word| format!("`{}`", word.en)).collect();
                let (zh, en) = (zh.join("、"), en.join(", "));
                finding.help(words!("这里可以写 {zh}", "what may stand here: {en}"))
            }
        });
    }
}
