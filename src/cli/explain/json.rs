//! `qdc explain --format json`; the schema is `docs/schema/explain.schema.json`.

use serde::Serialize;

use super::subject::Subject;
use crate::cli::messages::pick;
use crate::cli::{Failure, json};
use crate::editor::about;
use crate::findings::{Lang, Level, Rule};
use crate::platform::Code;
use crate::rules::examples::spelled;
use crate::vocabulary::{Choice, WORDS, Word};

/// Texts are in the language of the run.
#[derive(Serialize)]
struct Output<'a> {
    version: u32,
    code: Option<ExplainedCode<'a>>,
    rules: Vec<ExplainedRule<'a>>,
    words: Vec<ExplainedWord<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ExplainedCode<'a> {
    code: &'a str,
    message: &'a str,
    meaning: &'a str,
    seen_on: &'a str,
}

#[derive(Serialize)]
struct ExplainedRule<'a> {
    rule: &'a str,
    level: Level,
    platform: Option<&'a str>,
    title: &'a str,
    why: &'a str,
    wrong: String,
    right: String,
}

#[derive(Serialize)]
struct ExplainedWord<'a> {
    kind: &'static str,
    en: &'a str,
    zh: &'a str,
    /// The keywords it stands in or behind, in English.
    parents: Vec<&'a str>,
    doc: &'a str,
    takes: Vec<String>,
    required: bool,
    many: bool,
    default: Option<&'a str>,
    field: Option<&'a str>,
    sent: Option<&'a str>,
}

pub fn text(subject: &Subject, lang: Lang) -> Result<String, Failure> {
    let keywords = subject.keywords.iter().map(|word| keyword(word, lang));
    json::text(&Output {
        version: json::VERSION,
        code: subject.code.map(|code| explained(code, lang)),
        rules: subject.rules.iter().map(|rule| described(rule, lang)).collect(),
        words: keywords.chain(subject.choices.iter().map(|choice| value(choice, lang))).collect(),
    })
}

fn explained(code: &Code, lang: Lang) -> ExplainedCode<'_> {
    ExplainedCode {
        code: code.code,
        message: code.message,
        meaning: pick(lang, code.meaning.0, code.meaning.1),
        seen_on: code.seen_on,
    }
}

fn described(rule: &Rule, lang: Lang) -> ExplainedRule<'_> {
    ExplainedRule {
        rule: rule.name,
        level: rule.level,
        platform: rule.platform,
        title: rule.title(lang),
        why: rule.why(lang),
        wrong: spelled(rule.wrong, lang),
        right: spelled(rule.right, lang),
    }
}

fn keyword(word: &'static Word, lang: Lang) -> ExplainedWord<'static> {
    let parents = word.parents.iter().filter_map(|key| WORDS.iter().find(|word| word.key == *key));
    ExplainedWord {
        kind: "keyword",
        en: word.en,
        zh: word.zh,
        parents: parents.map(|parent| parent.en).collect(),
        doc: pick(lang, word.doc.0, word.doc.1),
        takes: about::takes(word, lang),
        required: word.required,
        many: word.many,
        default: some(pick(lang, word.default.0, word.default.1)),
        field: some(word.field),
        sent: None,
    }
}

fn value(choice: &'static Choice, lang: Lang) -> ExplainedWord<'static> {
    ExplainedWord {
        kind: "value",
        en: choice.en,
        zh: choice.zh,
        parents: about::owners(choice).map(|word| word.en).collect(),
        doc: pick(lang, choice.doc.0, choice.doc.1),
        takes: Vec::new(),
        required: false,
        many: false,
        default: None,
        field: None,
        sent: some(choice.sent),
    }
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
