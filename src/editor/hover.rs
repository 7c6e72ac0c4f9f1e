//! What stands under the cursor, in words.

use std::fmt::Write as _;
use std::ops::Range;

use super::hints::from_the_edges;
use super::names::{declaration, name_at};
use super::place::{self, Role, inside_quotes, owner, token_at};
use super::{Snapshot, about};
use crate::facts::DocumentFacts;
use crate::findings::{Finding, Lang, Words};
use crate::model::{Model, Spot};
use crate::privacy::shown;
use crate::rules::geometry::{millimetres, point_units, points};
use crate::source::Span;
use crate::syntax::NodeId;
use crate::vocabulary::{Choice, Key, Shape, Word};
use crate::words;

/// An explanation and the bytes it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    pub range: Range<usize>,
    /// In Markdown.
    pub text: String,
}

/// What can be said of the place: the word, what it comes to, and why a finding there was made.
pub fn hover(snapshot: &Snapshot, offset: usize, lang: Lang) -> Option<Hover> {
    let tree = snapshot.tree();
    let token = token_at(tree, offset);
    let mut range = token.map(|at| tree.token(at).range());
    let mut parts = Vec::new();
    if let Some(name) = name_at(&snapshot.model, offset) {
        range = Some(name.span.range());
        parts.extend(declared(snapshot, name.declared, lang));
    } else if let Some(at) = token
        && let Some((id, role)) = owner(tree, at)
        && let Some(word) = tree.node(id).word
    {
        match role {
            Role::Keyword => parts.push(keyword(word, lang, snapshot.script(lang))),
            Role::Value(index) => parts.extend(value(snapshot, id, word, index, offset, lang)),
        }
    }
    let at = |finding: &&Finding| {
        let (start, end) = (finding.span.start as usize, finding.span.end as usize);
        finding.span.file == Model::ROOT && start <= offset && offset <= end.max(start + 1)
    };
    let mut said = Vec::new();
    for finding in snapshot.findings.iter().filter(at) {
        if !said.contains(&finding.rule.name) {
            said.push(finding.rule.name);
            parts.push(format!(
                "**{}** `{}`\n\n{}",
                finding.rule.title(lang),
                finding.rule.name,
                finding.rule.why(lang)
            ));
            range = range.or(Some(finding.span.range()));
        }
    }
    // The cursor may stand in a comment or a blank, of which nothing is to be said.
    (!parts.is_empty())
        .then(|| Hover { range: range.unwrap_or(offset..offset), text: parts.join("\n\n---\n\n") })
}

/// What a keyword means, takes and becomes. Keywords are spelled as the file spells them, in `script`.
pub fn keyword(word: &Word, lang: Lang, script: Lang) -> String {
    let about = about::keyword(word, lang, script);
    let mut text = format!("**{}**", about.name);
    if let Some(other) = about.other {
        let _ = write!(text, " `{other}`");
    }
    let _ = write!(text, "\n\n{}\n", about.doc);
    for (label, value) in &about.rows {
        let _ = write!(text, "\n- {label}{value}");
    }
    if !about.holds.is_empty() {
        let _ = write!(text, "\n- {}", pick(("里面可写：", "Holds:"), lang));
    }
    for (name, doc) in &about.holds {
        let _ = write!(text, "\n  - `{name}` {doc}");
    }
    text
}

fn pick(pair: (&'static str, &'static str), lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => pair.0,
        Lang::En => pair.1,
    }
}

/// What a name stands for.
fn declared(snapshot: &Snapshot, span: Span, lang: Lang) -> Option<String> {
    let model = &snapshot.model;
    let declared = declaration(model, span)?;
    let word = crate::vocabulary::WORDS.iter().find(|word| word.key == declared.kind)?;
    let mut text = format!("**{}** `{}`", word.spelled(lang), shown(declared.name));
    let mut row = |label: Words, value: &str| {
        let _ = write!(text, "\n\n{}`{}`", label.get(lang), shown(value));
    };
    match declared.kind {
        Key::Person => {
            let person = model.people.iter().find(|it| it.name.span == span)?;
            if let Some(account) = person.account.as_ref().and_then(|account| account.value.key()) {
                row(words!("账号：", "Account: "), account);
            }
        }
        Key::Company => {
            let company = model.companies.iter().find(|it| it.name.span == span)?;
            if let Some(account) = company.account.as_ref().and_then(|account| account.value.key()) {
                row(words!("账号：", "Account: "), account);
            }
        }
        Key::Param => {
            let param = model.params.iter().find(|it| it.name.span == span)?;
            row(words!("类型：", "Type: "), model.sources.slice(param.kind.span));
            if let Some(default) = &param.default {
                row(words!("默认：", "Default: "), model.sources.slice(default.span));
            }
        }
        Key::Document => {
            let contract = model.contract.as_ref()?;
            let document = contract.documents.iter().find(|it| it.name.span == span)?;
            if let Some(pages) = document.page_count(&snapshot.facts) {
                row(words!("页数：", "Pages: "), &pages.to_string());
            }
        }
        _ => {}
    }
    if span.file != Model::ROOT {
        let file = super::names::file_name(model, span.file);
        let short = file.rsplit(['/', '\\']).next().unwrap_or(file);
        row(words!("声明在：", "Declared in: "), short);
    }
    Some(text)
}

/// What a value is and what it comes to.
fn value(
    snapshot: &Snapshot,
    id: NodeId,
    word: &'static Word,
    index: usize,
    offset: usize,
    lang: Lang,
) -> Option<String> {
    let (tree, text) = (snapshot.tree(), snapshot.text());
    let token = tree.token(tree.values(id)[index]);
    let shape = place::wanted(tree, id, index)?;
    if let Some(choice) = place::choice(shape, &text[token.range()]) {
        return Some(choice_words(word, choice, lang));
    }
    let say = |words: Words| words.get(lang).to_owned();
    match shape {
        Shape::Deadline => deadline(snapshot, lang),
        Shape::Spot | Shape::Point => spot(snapshot, offset, lang),
        Shape::Path => {
            let path = &text[inside_quotes(text, token)];
            let facts = snapshot.facts.documents.iter().find(|(known, _)| known.ends_with(path))?.1;
            Some(say(file(facts)))
        }
        _ => {
            // The word that the value belongs to says what it is for.
            let doc = pick(word.doc, lang);
            let mut said = format!("**{}** {doc}", word.spelled(lang));
            if !word.field.is_empty() {
                let _ = write!(said, "\n\n{}`{}`", say(words!("平台字段：", "Platform field: ")), word.field);
            }
            Some(said)
        }
    }
}

fn choice_words(word: &Word, choice: &Choice, lang: Lang) -> String {
    let mut text = format!("**{}** {}", choice.spelled(lang), pick(choice.doc, lang));
    if !choice.sent.is_empty() {
        let _ = match word.field {
            "" => write!(text, "\n\n`{}`", choice.sent),
            field => write!(text, "\n\n`{field}`: `{}`", choice.sent),
        };
    }
    text
}

fn deadline(snapshot: &Snapshot, lang: Lang) -> Option<String> {
    let deadline = snapshot.model.contract.as_ref()?.deadline.as_ref()?;
    let day = deadline.value.day(&snapshot.facts, &snapshot.settings.calendar)?;
    let weekday = super::hints::weekday(day, lang);
    let said = match deadline.value.counting(&snapshot.facts, &snapshot.settings.calendar) {
        Some(Words { zh, en }) => {
            words!("签署截止日期：{day} {weekday}（{zh}）", "Last day to sign: {day}, {weekday} ({en})")
        }
        None => words!("签署截止日期：{day} {weekday}", "Last day to sign: {day}, {weekday}"),
    };
    Some(said.get(lang).to_owned())
}

/// A point in the platform's units, as sent, and in millimetres.
fn spot(snapshot: &Snapshot, offset: usize, lang: Lang) -> Option<String> {
    let contract = snapshot.model.contract.as_ref()?;
    let convention = &snapshot.settings.platform;
    let (_, field) = contract.fields().find(|(_, field)| match &field.place {
        crate::model::Place::Spot { spot, .. } => {
            spot.span.range().contains(&offset) || spot.span.end as usize == offset
        }
        _ => false,
    })?;
    let crate::model::Place::Spot { spot, .. } = &field.place else { return None };
    let Spot::Point(point) = &spot.value else { return None };
    let (x, y) = point_units(*point, convention)?;
    let [right, up] = [x, y].map(|units| format!("{:.1}", millimetres(points(units, convention))));
    let Words { zh, en } = from_the_edges(&right, &up, convention.origin);
    Some(
        words!(
            "发送 x = {x}，y = {y}；即{zh}（按 qdc.toml 里的约定：原点、锚点、单位）",
            "Sent as x = {x}, y = {y}: {en} (by the conventions of qdc.toml: origin, anchor, unit)"
        )
        .get(lang)
        .to_owned(),
    )
}

/// What a local copy is.
fn file(facts: &DocumentFacts) -> Words {
    match facts {
        DocumentFacts::NotFound | DocumentFacts::Near(_) => words!("没有这个文件", "There is no such file"),
        DocumentFacts::Unreadable(why) => {
            let (zh, en) = (&why.zh, &why.en);
            words!("无法读取：{zh}", "Cannot be read: {en}")
        }
        DocumentFacts::Empty => words!("空文件", "An empty file"),
        DocumentFacts::UnknownKind => {
            words!("不是 PDF、Word、Excel，也不是图片", "Neither a PDF nor a Word, Excel or image file")
        }
        DocumentFacts::NotPdf => words!("不是 PDF，不知道页数", "Not a PDF; its pages are not known"),
        DocumentFacts::Encrypted => words!("加密的 PDF", "An encrypted PDF"),
        DocumentFacts::Broken => words!("损坏或不完整的 PDF", "A damaged or incomplete PDF"),
        DocumentFacts::Pdf { pages, doubts } => {
            let count = pages.len();
            match pages.first() {
                Some(_) if doubts.count.is_some() => {
                    words!(
                        "PDF，读出 {count} 页，但页数不确定",
                        "PDF, {count} pages found, but the count is uncertain"
                    )
                }
                Some(_) if doubts.unsized_pages.contains(&0) => words!(
                    "PDF，{count} 页，第一页没有写大小，按 Letter 估计",
                    "PDF, {count} pages; the first has no size, US Letter is assumed"
                ),
                Some(first) => {
                    let [width, height] = [first.width, first.height].map(|side| millimetres(side).round());
                    words!(
                        "PDF，{count} 页，第一页 {width} × {height} 毫米",
                        "PDF, {count} pages, the first {width} × {height} mm"
                    )
                }
                None => words!("PDF，没有页", "A PDF without pages"),
            }
        }
    }
}
