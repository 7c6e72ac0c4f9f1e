//! Findings as JSON: an array with one object a line, written as they come.

use std::io;

use serde::Serialize;

use super::place::Place;
use super::{Edit, Finding, Lang, Level};
use crate::source::{Sources, Span};

/// One finding. Every member is always there; `null` says there is nothing.
#[derive(Serialize)]
struct Object<'a> {
    rule: &'a str,
    level: Level,
    platform: Option<&'a str>,
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
    file: &'a str,
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
    text: &'a str,
}

/// Writes all findings, each as soon as the iterator gives it.
pub fn write<'a>(
    out: &mut impl io::Write,
    findings: impl IntoIterator<Item = (&'a Finding, &'a Sources)>,
    lang: Lang,
) -> io::Result<()> {
    let mut open = "[\n  ";
    for (finding, sources) in findings {
        out.write_all(open.as_bytes())?;
        serde_json::to_writer(&mut *out, &object(finding, sources, lang))?;
        open = ",\n  ";
    }
    out.write_all(if open.starts_with('[') { b"[]\n" } else { b"\n]\n" })
}

fn object<'a>(finding: &'a Finding, sources: &'a Sources, lang: Lang) -> Object<'a> {
    Object {
        rule: finding.rule.name,
        level: finding.level,
        platform: finding.rule.platform,
        place: range(finding.span, sources),
        message: finding.message.get(lang),
        help: finding.help.as_ref().map(|help| help.get(lang)),
        related: (finding.related.iter())
            .map(|(span, words)| Related { place: range(*span, sources), message: words.get(lang) })
            .collect(),
        fix: finding.edit.as_ref().map(|edit| fix(edit, sources, lang)),
    }
}

fn fix<'a>(edit: &'a Edit, sources: &'a Sources, lang: Lang) -> Fix<'a> {
    let changes = (edit.changes.iter())
        .map(|change| Replacement { place: range(change.span, sources), text: &change.text })
        .collect();
    Fix { title: edit.title.get(lang), safe: edit.safe, changes }
}

fn range(span: Span, sources: &Sources) -> Range<'_> {
    let Place { file, start, end } = Place::new(span, sources);
    Range { file, line: start.line, column: start.column, end_line: end.line, end_column: end.column }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::{Change, Words};
    use crate::source::Source;

    fn words(zh: &str, en: &str) -> Words {
        Words { zh: zh.into(), en: en.into() }
    }

    fn written(findings: &[Finding], sources: &Sources, lang: Lang) -> String {
        let mut out = Vec::new();
        write(&mut out, findings.iter().map(|finding| (finding, sources)), lang).unwrap();
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
            r#"{{"rule":"{}","level":"error","platform":{platform},"file":"a.qdc","line":1,"column":6,"endLine":1,"endColumn":10,"#,
            rule.name
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
