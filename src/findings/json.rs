//! Findings for programs: an array of objects, one a line.

use std::io::{self, Write};

use serde::Serialize;

use super::{Edit, Finding, Lang, Level};
use crate::source::{Sources, Span};

/// Lines and columns count from 1, columns in characters; the end is where the next character would stand.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl<'a> Place<'a> {
    fn of(span: Span, sources: &'a Sources) -> Self {
        let source = &sources[span.file];
        let (start, end) = (source.position(span.start as usize), source.position(span.end as usize));
        Place {
            file: source.name(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

#[derive(Serialize)]
struct Record<'a> {
    rule: &'static str,
    level: Level,
    platform: Option<&'static str>,
    #[serde(flatten)]
    place: Place<'a>,
    message: &'a str,
    help: Option<&'a str>,
    related: Vec<Related<'a>>,
    fix: Option<Fix<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    message: &'a str,
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    /// Whether `--fix` applies it.
    safe: bool,
    changes: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
struct Replacement<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    text: &'a str,
}

impl<'a> Record<'a> {
    fn new(finding: &'a Finding, sources: &'a Sources, lang: Lang) -> Self {
        let related = finding.related.iter();
        let related = related
            .map(|(span, words)| Related { place: Place::of(*span, sources), message: words.get(lang) });
        Record {
            rule: finding.rule.name,
            level: finding.level,
            platform: finding.rule.platform,
            place: Place::of(finding.span, sources),
            message: finding.message.get(lang),
            help: finding.help.as_ref().map(|help| help.get(lang)),
            related: related.collect(),
            fix: finding.edit.as_ref().map(|edit| fix(edit, sources, lang)),
        }
    }
}

fn fix<'a>(edit: &'a Edit, sources: &'a Sources, lang: Lang) -> Fix<'a> {
    let changes = edit
        .changes
        .iter()
        .map(|change| Replacement { place: Place::of(change.span, sources), text: &change.text });
    Fix { title: edit.title.get(lang), safe: edit.safe, changes: changes.collect() }
}

/// Writes findings, each with the sources its places lie in.
pub fn write<'a>(
    out: &mut impl Write,
    findings: impl IntoIterator<Item = (&'a Finding, &'a Sources)>,
    lang: Lang,
) -> io::Result<()> {
    out.write_all(b"[")?;
    let mut separator = "\n";
    for (finding, sources) in findings {
        write!(out, "{separator}  ")?;
        serde_json::to_writer(&mut *out, &Record::new(finding, sources, lang))?;
        separator = ",\n";
    }
    out.write_all(if separator == "\n" { b"]\n" } else { b"\n]\n" })
}
