//! Findings, and what could not be checked, as JSON: an array with one object a line, written as they come.
//!
//! The schema is `docs/schema/check.schema.json`. Members are added to it, never taken away.

use std::borrow::Cow;
use std::io;

use serde::Serialize;

use super::place::Place;
use super::{Edit, Found, Level, Report, discreet, lines};
use crate::source::{Sources, Span};

/// One finding. Every member is always there; `null` says there is nothing.
#[derive(Serialize)]
pub(super) struct Object<'a> {
    rule: &'a str,
    level: Level,
    platform: Option<&'a str>,
    title: &'a str,
    #[serde(flatten)]
    place: Range<'a>,
    message: &'a str,
    help: Option<&'a str>,
    related: Vec<Related<'a>>,
    fix: Option<Fix<'a>>,
}

/// Lines and columns from 1, columns in characters; the end is exclusive.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Range<'a> {
    file: Cow<'a, str>,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct Related<'a> {
    #[serde(flatten)]
    place: Range<'a>,
    message: &'a str,
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    safe: bool,
    changes: Vec<Replacement<'a>>,
}

/// What stands at the place becomes this text.
#[derive(Serialize)]
struct Replacement<'a> {
    #[serde(flatten)]
    place: Range<'a>,
    text: Cow<'a, str>,
}

/// What was found, or a file of which nothing is known.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Element<T> {
    Known(T),
    Unknown(Unknown),
}

/// A file that could not be checked; `null` where that is no file's fault.
#[derive(Serialize)]
pub(super) struct Unknown {
    file: Option<String>,
    error: Error,
}

#[derive(Serialize)]
struct Error {
    code: &'static str,
    message: String,
}

/// What could not be checked, before what was found.
pub(super) fn elements<'a, T: 'a>(
    report: &'a Report<'_>,
    known: impl IntoIterator<Item = T> + 'a,
) -> impl Iterator<Item = Element<T>> + 'a {
    let unknown = report.unchecked.iter().map(|one| {
        let file = one.file.as_deref().map(|file| report.base.relative(file).into_owned());
        let error = Error { code: one.code.text(), message: one.why.get(report.lang).to_owned() };
        Element::Unknown(Unknown { file, error })
    });
    unknown.chain(known.into_iter().map(Element::Known))
}

/// Writes everything.
pub fn write(out: &mut dyn io::Write, report: &Report<'_>) -> io::Result<()> {
    lines::array(out, elements(report, objects(report)))?;
    out.write_all(b"\n")
}

pub(super) fn objects<'a>(report: &'a Report<'_>) -> impl Iterator<Item = Object<'a>> {
    report.found.iter().map(|found| object(found, report))
}

/// A finding as this format and JSON Lines have it.
fn object<'a>(found: &Found<'a>, report: &Report<'_>) -> Object<'a> {
    let (finding, sources, lang) = (found.finding, found.sources, report.lang);
    Object {
        rule: finding.rule.name,
        level: finding.level,
        platform: finding.rule.platform,
        title: finding.rule.title(lang),
        place: range(finding.span, sources, report),
        message: finding.message.get(lang),
        help: finding.help.as_ref().map(|help| help.get(lang)),
        related: (finding.related.iter())
            .map(|(span, words)| Related { place: range(*span, sources, report), message: words.get(lang) })
            .collect(),
        fix: finding.edit.as_ref().and_then(|edit| fix(edit, sources, report)),
    }
}

fn fix<'a>(edit: &'a Edit, sources: &'a Sources, report: &Report<'_>) -> Option<Fix<'a>> {
    let replaced = |span, text| Replacement { place: range(span, sources, report), text };
    let changes = match discreet::changes(edit, sources)? {
        Cow::Borrowed(changes) => {
            changes.iter().map(|change| replaced(change.span, Cow::from(&change.text))).collect()
        }
        Cow::Owned(changes) => {
            changes.into_iter().map(|change| replaced(change.span, Cow::from(change.text))).collect()
        }
    };
    Some(Fix { title: edit.title.get(report.lang), safe: edit.safe, changes })
}

fn range<'a>(span: Span, sources: &'a Sources, report: &Report<'_>) -> Range<'a> {
    let Place { file, start, end } = Place::new(span, sources);
    let file = report.base.relative(file);
    Range { file, line: start.line, column: start.column, end_line: end.line, end_column: end.column }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::{Change, Finding, Lang, Words};
    use crate::source::Source;

    fn words(zh: &str, en: &str) -> Words {
        Words { zh: zh.into(), en: en.into() }
    }

    fn written(findings: &[Finding], sources: &Sources, lang: Lang) -> String {
        let mut out = Vec::new();
        let found = findings.iter().map(|finding| Found { finding, sources }).collect();
        write(&mut out, &Report { found, lang, ..Report::default() }).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_member_is_there_in_its_order() {
        let mut sources = Sources::default();
        let file = sources.add(Source::new("a.qdc", "𠮷 截止 2025\n签署\n"));
        let rule = crate::rules::RULES[0].rule;
        let span = Span::new(file, 12, 16);
        let bare = Finding::new(rule, span, words("已过", "\"passed\""));
        let full = (bare.clone())
            .related(Span::new(file, 17, 23), words("这里", "here"))
            .help(words("改日期", "change it"))
            .fix(words("改为 2026", "write 2026"), vec![Change::new(span, "2026")]);
        let platform = serde_json::to_string(&rule.platform).unwrap();
        let head = format!(
            r#"{{"rule":"{}","level":"error","platform":{platform},"title":"{}","file":"a.qdc","line":1,"column":6,"endLine":1,"endColumn":10,"#,
            rule.name, rule.title.1
        );
        let first = r#""message":"\"passed\"","help":null,"related":[],"fix":null}"#;
        let second = concat!(
            r#""message":"\"passed\"","help":"change it","related":["#,
            r#"{"file":"a.qdc","line":2,"column":1,"endLine":2,"endColumn":3,"message":"here"}],"#,
            r#""fix":{"title":"write 2026","safe":true,"changes":["#,
            r#"{"file":"a.qdc","line":1,"column":6,"endLine":1,"endColumn":10,"text":"2026"}]}}"#
        );
        assert_eq!(
            written(&[bare, full], &sources, Lang::En),
            format!("[\n  {head}{first},\n  {head}{second}\n]\n")
        );
    }

    #[test]
    fn nothing_found_is_an_empty_array() {
        assert_eq!(written(&[], &Sources::default(), Lang::Zh), "[]\n");
    }
}
