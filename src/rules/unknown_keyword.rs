//! A word that is no keyword here.

use super::{Context, bare_value, phrase};
use crate::findings::{Change, Finding, Group, Level, Rule};
use crate::model::ProblemKind;
use crate::likeness::{self, Party};
use crate::source::Span;
use crate::syntax::{Kind, ProblemKind as Tree, Token};
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
        if let ProblemKind::Tree(Tree::Traditional { words }) = kind {
            findings.push(traditional(cx, span, words));
        }
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
                let title = words!("改成 `{spelled}`", "change it to `{spelled}`");
                let changes = vec![Change::new(span, spelled)];
                if near.is_meant_by(cx.model.sources.slice(span)) {
                    findings.push(finding.help(words!("写成 `{spelled}`", "write `{spelled}`")).fix(title, changes));
                    continue;
                }
                finding
                    .help(words!("是不是 `{spelled}`？", "did you mean `{spelled}`?"))
                    .offer(title, changes)
            }
            None if parent.is_some_and(|parent| parent.key == Key::Person) && OTHER_CARDS.contains(&written.as_str()) => {
                finding.help(super::id_number::other_cards())
            }
            None => {
                if let Some(parent) = parent
                    && let Some(finding) = bare_value::explain(cx.model, span, parent, &finding)
                {
                    findings.push(finding);
                    continue;
                }
                if parent.is_none()
                    && let Some(finding) = declared_without_keyword(cx, span, &finding)
                {
                    findings.push(finding);
                    continue;
                }
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

/// Keywords in Traditional characters: one finding for all of a file, with one fix.
fn traditional(cx: &Context<'_>, span: Span, words: &[(u32, u32)]) -> Finding {
    let understood = cx.model.trees[span.file.0 as usize].understood(cx.model.sources[span.file].text());
    let changes: Vec<Change> = words
        .iter()
        .map(|&(start, end)| Change::new(Span { start, end, ..span }, &understood[start as usize..end as usize]))
        .collect();
    let (written, spelled, count) = (phrase::quoted(cx.model, span), &understood[span.range()], words.len());
    let finding = match count {
        1 => Finding::new(
            &RULE,
            span,
            words!("关键字 `{written}` 要用简体字", "the keyword `{written}` must be in Simplified characters"),
        ),
        _ => Finding::new(
            &RULE,
            span,
            words!(
                "关键字要用简体字：`{written}` 等 {count} 处用了繁体字",
                "keywords must be in Simplified characters: {count} are in Traditional ones, `{written}` is the first"
            ),
        ),
    };
    let finding = finding.help(words!(
        "写成 `{spelled}`；名字和引号里的文字可以用繁体字",
        "write `{spelled}`; names and texts in quotes may be in Traditional characters"
    ));
    match count {
        1 => finding.fix(words!("改成 `{spelled}`", "change it to `{spelled}`"), changes),
        _ => finding.fix(words!("{count} 处都改成简体字", "write all {count} in Simplified characters"), changes),
    }
}

/// `甲方 = "CORP_A_001"`: a party declared as programs declare things.
fn declared_without_keyword(cx: &Context<'_>, span: Span, finding: &Finding) -> Option<Finding> {
    let (tree, source) = (&cx.model.trees[span.file.0 as usize], &cx.model.sources[span.file]);
    let next = tree.tokens.partition_point(|token| token.start < span.end);
    let [sign, text, ..] = tree.tokens.get(next..)? else { return None };
    let slice = |token: Token| &source.text()[token.range()];
    let is_sign = matches!(slice(*sign), "=" | "＝" | ":" | "：") && text.kind == Kind::Text;
    if !is_sign || source.text()[span.end as usize..text.start as usize].contains('\n') {
        return None;
    }
    let (name, code) = (phrase::quoted(cx.model, span), slice(*text));
    let in_english = name.is_ascii();
    let (keyword, account) = match (likeness::kind(&name), in_english) {
        (Some(Party::Person), false) => ("个人", "账号"),
        (Some(Party::Person), true) => ("person", "account"),
        (_, false) => ("企业", "账号"),
        (_, true) => ("company", "account"),
    };
    let line = format!("{keyword} {name} {account} {code}");
    let end = Span { end: text.end, ..span };
    Some(
        finding
            .clone()
            .help(words!(
                "声明企业或个人要写关键字：`{keyword} {name} {account} “账号ID”`",
                "a party is declared by a keyword: `{keyword} {name} {account} \"account id\"`"
            ))
            .offer(words!("改成 `{keyword} {name} {account} …`", "write `{keyword} {name} {account} …`"), vec![Change::new(end, line)]),
    )
}
