//! The language reference: a hand-written frame, and a section for each statement from the vocabulary.

use std::fmt::Write;

use qdc::findings::Lang;
use qdc::vocabulary::{ChoiceSet, Shape, Take, WORDS, Word, children, choices};

use super::{code, pick};

pub fn page(lang: Lang) -> String {
    let frame = match lang {
        Lang::En => include_str!("../../docs/src/language.md"),
        Lang::Zh => include_str!("../../docs/src/zh-language.md"),
    };
    frame.replace("<!-- statements -->\n", &statements(lang))
}

fn statements(lang: Lang) -> String {
    let mut out = String::new();
    for word in WORDS.iter().filter(|word| !word.clause || word.parents.is_empty()) {
        section(&mut out, word, lang);
    }
    let _ = writeln!(out, "## {}\n", pick(lang, ("可选的词", "Words to choose from")));
    let header = ("| 英文 | 中文 | 意思 | 发送 |", "| English | Chinese | Meaning | Sent |");
    let _ = writeln!(out, "{}\n|---|---|---|---|", pick(lang, header));
    for choice in choices::ALL.iter().flat_map(|set| set.0) {
        let sent = if choice.sent.is_empty() { String::new() } else { code(choice.sent) };
        let _ = writeln!(
            out,
            "| {} | {} | {} | {sent} |",
            code(choice.en),
            code(choice.zh),
            cell(pick(lang, choice.doc))
        );
    }
    out
}

fn section(out: &mut String, word: &'static Word, lang: Lang) {
    let (first, second) = match lang {
        Lang::En => (word.en, word.zh),
        Lang::Zh => (word.zh, word.en),
    };
    let parents: Vec<&str> = word
        .parents
        .iter()
        .filter_map(|parent| WORDS.iter().find(|word| word.key == *parent))
        .map(|word| word.spelled(lang))
        .collect();
    let place = match (parents.is_empty(), lang) {
        (true, Lang::En) => "In a file".to_owned(),
        (true, Lang::Zh) => "写在文件里".to_owned(),
        (false, Lang::En) => format!("In {}", list(&parents, lang)),
        (false, Lang::Zh) => format!("写在{}里", list(&parents, lang)),
    };
    let times = match (word.required, word.many) {
        (true, true) => ("，至少一次", ", at least once"),
        (true, false) => ("，必须有", ", required"),
        (false, true) => ("，可以多次", ", any number of times"),
        (false, false) => ("，最多一次", ", at most once"),
    };
    let _ = writeln!(out, "### `{first}` · `{second}`\n");
    let _ = writeln!(out, "{}\n", pick(lang, word.doc));
    let _ = writeln!(
        out,
        "```text\n{}\n```\n",
        std::iter::once(first.to_owned())
            .chain(word.takes.iter().map(|take| take_words(take, lang)))
            .collect::<Vec<_>>()
            .join(" ")
    );
    let _ = write!(out, "{place}{}{}", pick(lang, times), pick(lang, ("。", ".")));
    if !word.field.is_empty() {
        let _ = write!(
            out,
            "{}{}{}",
            pick(lang, ("平台字段：", " Becomes ")),
            code(word.field),
            pick(lang, ("。", "."))
        );
    }
    if !word.default.0.is_empty() {
        let default = pick(lang, word.default);
        let _ = match lang {
            Lang::Zh => write!(out, "不写时：{default}。"),
            Lang::En => write!(out, " When left out: {default}."),
        };
    }
    out.push_str("\n\n");
    let clauses: Vec<&Word> = children(word.key).iter().copied().filter(|child| child.clause).collect();
    if clauses.is_empty() {
        return;
    }
    let header = (
        "| 从句 | 英文 | 值 | 意思 | 不写时 | 平台字段 |",
        "| Clause | Chinese | Takes | Meaning | When left out | Becomes |",
    );
    let _ = writeln!(out, "{}\n|---|---|---|---|---|---|", pick(lang, header));
    for clause in clauses {
        clause_rows(out, clause, lang, "");
    }
    out.push('\n');
}

/// A clause's row, and those of its own clauses, which are shown behind it.
fn clause_rows(out: &mut String, clause: &'static Word, lang: Lang, before: &str) {
    let (first, second) = match lang {
        Lang::En => (clause.en, clause.zh),
        Lang::Zh => (clause.zh, clause.en),
    };
    let takes: Vec<String> = clause.takes.iter().map(|take| take_words(take, lang)).collect();
    let default = match (clause.required, clause.default.0.is_empty()) {
        (true, _) => pick(lang, ("必须有", "required")).to_owned(),
        (false, true) => String::new(),
        (false, false) => pick(lang, clause.default).to_owned(),
    };
    let field = if clause.field.is_empty() { String::new() } else { code(clause.field) };
    let _ = writeln!(
        out,
        "| {before}{} | {} | {} | {} | {} | {field} |",
        code(first),
        code(second),
        cell(&takes.join(" ")),
        cell(pick(lang, clause.doc)),
        cell(&default),
    );
    for inner in children(clause.key) {
        clause_rows(out, inner, lang, &format!("{} … ", code(first)));
    }
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn list(words: &[&str], lang: Lang) -> String {
    let words: Vec<String> = words.iter().map(|word| code(word)).collect();
    words.join(pick(lang, ("、", ", ")))
}

fn take_words(take: &Take, lang: Lang) -> String {
    let words = shape(take.shape, lang);
    match (take.optional, take.many) {
        (true, _) => format!("[{words}]"),
        (false, true) => format!("{words} …"),
        (false, false) => words,
    }
}

fn one_of(set: &ChoiceSet, lang: Lang) -> String {
    let words: Vec<&str> = set.0.iter().map(|choice| choice.spelled(lang)).collect();
    words.join(" | ")
}

/// What a value looks like.
fn shape(shape: Shape, lang: Lang) -> String {
    let or_text = |words: String| format!("{words}{}", pick(lang, (" | “文字”", " | \"text\"")));
    let words = match shape {
        Shape::Text => ("“文字”", "\"text\""),
        Shape::Url => ("“https://…”", "\"https://…\""),
        Shape::Path => ("“路径”", "\"path\""),
        Shape::Name => ("新名字", "new-name"),
        Shape::DocumentName => ("文件名字", "document-name"),
        Shape::Account => ("“账号” | 名字", "\"account id\" | name"),
        Shape::Integer(..) => ("整数", "whole-number"),
        Shape::IntegerOr(set) => {
            return format!("{} {}", pick(lang, ("整数 |", "whole-number |")), one_of(set, lang));
        }
        Shape::TextOrInteger => ("“文字” | 整数", "\"text\" | whole-number"),
        Shape::Duration => ("时长", "length-of-time"),
        Shape::Deadline => ("日期 | 时长内", "date | in length-of-time"),
        Shape::Length => ("坐标", "coordinate"),
        Shape::Point => ("(x, y)", "(x, y)"),
        Shape::Spot => ("(x, y) | 文字 “关键字”", "(x, y) | text \"words on the page\""),
        Shape::Template => ("模板 “模板ID”", "template \"template id\""),
        Shape::Choice(set) => return one_of(set, lang),
        Shape::ChoiceOrText(set) => return or_text(one_of(set, lang)),
        Shape::Seals => ("全部 | 印章ID", "all | seal-id"),
        Shape::ParamValue => ("值", "value"),
    };
    pick(lang, words).to_owned()
}
