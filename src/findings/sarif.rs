//! Findings as SARIF 2.1.0, the format of code scanning.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>, numbers in brackets are its sections. Columns are in
//! UTF-16 units [3.14.17], as the editors that show such files count. Rules are described once, those that found something.

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;
use serde_json::{Value, json};

use super::identity::Fingerprints;
use super::paths::{Base, uri};
use super::place::Place;
use super::{Change, Edit, Found, Group, Lang, Level, Report, Rule, discreet, lines};
use crate::source::{Sources, Span};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The folder that relative paths start at: a name for it, since where it is on this machine is nobody's business.
const ROOT: &str = "%SRCROOT%";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Result<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: Partial,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix>,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<Value>,
}

#[derive(Serialize)]
struct Partial {
    #[serde(rename = "qdcFinding/v1")]
    finding: String,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize, Clone, PartialEq)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

/// From 1; the end is exclusive.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix {
    description: Message,
    artifact_changes: Vec<ArtifactChange>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange {
    artifact_location: Artifact,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Content,
}

/// Not a message: taken as it is.
#[derive(Serialize)]
struct Content {
    text: String,
}

/// Writes the log. Results come as they are; only the rules are gathered before.
pub fn write(mut out: &mut dyn io::Write, report: &Report<'_>) -> io::Result<()> {
    let mut rules: BTreeMap<&str, (usize, &'static Rule)> = BTreeMap::new();
    for found in &report.found {
        rules.entry(found.finding.rule.name).or_insert((0, found.finding.rule));
    }
    for (index, (place, _)) in rules.values_mut().enumerate() {
        *place = index;
    }
    write!(out, "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\n\"tool\":{{\"driver\":")?;
    let version = env!("CARGO_PKG_VERSION");
    write!(out, "{{\"name\":\"qdc\",\"version\":\"{version}\",\"semanticVersion\":\"{version}\",\"rules\":")?;
    lines::array(out, rules.values().map(|(_, rule)| described(rule, report)))?;
    writeln!(out, "}}}},")?;
    writeln!(out, "\"invocations\":[{}],", invocation(report))?;
    let lang = match report.lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en-US",
    };
    write!(out, "\"language\":\"{lang}\",\"columnKind\":\"utf16CodeUnits\",\n\"results\":")?;
    let mut prints = Fingerprints::default();
    lines::array(
        &mut out,
        report.found.iter().map(|found| result(found, rules[found.finding.rule.name].0, report, &mut prints)),
    )?;
    writeln!(out, "}}]}}")
}

/// A reporting descriptor [3.49].
fn described(rule: &Rule, report: &Report<'_>) -> Value {
    let lang = report.lang;
    let mut described = json!({
        "id": rule.name,
        "shortDescription": { "text": message(rule.title(lang)) },
        "fullDescription": { "text": message(rule.why(lang)) },
        "help": { "text": message(rule.why(lang)) },
        "defaultConfiguration": { "level": level(rule.level) },
        "properties": { "tags": [group(rule.group)] },
    });
    if let Some(code) = rule.platform {
        described["properties"]["platform"] = code.into();
    }
    if let Some(pages) = report.pages {
        described["helpUri"] = pages.of(rule, lang).into();
    }
    described
}

/// How the run went [3.20]: files that could not be checked are told here, not as findings.
fn invocation(report: &Report<'_>) -> Value {
    let notes: Vec<Value> = (report.unchecked.iter())
        .map(|one| {
            let mut note = json!({
                "descriptor": { "id": one.code.text() },
                "level": "error",
                "message": { "text": message(one.why.get(report.lang)) },
            });
            if let Some(file) = &one.file {
                let place = artifact(file, &report.base);
                note["locations"] = json!([{ "physicalLocation": { "artifactLocation": place } }]);
            }
            note
        })
        .collect();
    let mut invocation = json!({ "executionSuccessful": notes.is_empty() });
    if !notes.is_empty() {
        invocation["toolExecutionNotifications"] = notes.into();
    }
    invocation
}

fn result<'a>(found: &Found<'a>, rule: usize, report: &Report<'_>, prints: &mut Fingerprints) -> Result<'a> {
    let (finding, sources) = (found.finding, found.sources);
    let file = report.base.relative(found.file());
    let related = finding.related.iter().enumerate().map(|(index, (span, words))| {
        let text = words.get(report.lang);
        location(*span, sources, &report.base, Some(index + 1), (!text.is_empty()).then_some(text))
    });
    let platform = finding.rule.platform.map(|code| json!({ "platform": code }));
    let edit = finding.edit.as_ref();
    let mut properties = platform;
    if let Some(edit) = edit {
        // SARIF does not tell a sure mend from an offered one.
        properties.get_or_insert_with(|| json!({}))["fixIsSafe"] = edit.safe.into();
    }
    Result {
        rule_id: finding.rule.name,
        rule_index: rule,
        level: level(finding.level),
        message: Message { text: message(&found.sentence(report.lang)) },
        locations: [location(finding.span, sources, &report.base, None, None)],
        related_locations: related.collect(),
        partial_fingerprints: Partial { finding: prints.of(found, &file) },
        fixes: edit.and_then(|edit| fix(edit, sources, report)).into_iter().collect(),
        properties,
    }
}

fn fix(edit: &Edit, sources: &Sources, report: &Report<'_>) -> Option<Fix> {
    let mut artifact_changes: Vec<ArtifactChange> = Vec::new();
    for Change { span, text } in discreet::changes(edit, sources)?.iter() {
        let Physical { artifact_location, region } = physical(*span, sources, &report.base);
        let replacement =
            Replacement { deleted_region: region, inserted_content: Content { text: text.clone() } };
        match artifact_changes.last_mut().filter(|change| change.artifact_location == artifact_location) {
            Some(change) => change.replacements.push(replacement),
            None => {
                artifact_changes.push(ArtifactChange { artifact_location, replacements: vec![replacement] })
            }
        }
    }
    Some(Fix { description: Message { text: message(edit.title.get(report.lang)) }, artifact_changes })
}

fn location(span: Span, sources: &Sources, base: &Base, id: Option<usize>, text: Option<&str>) -> Location {
    let message = text.map(|text| Message { text: message(text) });
    Location { id, physical_location: physical(span, sources, base), message }
}

fn physical(span: Span, sources: &Sources, base: &Base) -> Physical {
    let Place { file, start, end } = Place::in_utf16(span, sources);
    Physical {
        artifact_location: artifact(file, base),
        region: Region {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
        },
    }
}

fn artifact(file: &str, base: &Base) -> Artifact {
    let uri = uri(&base.relative(file));
    let uri_base_id = (!uri.starts_with("file:")).then_some(ROOT);
    Artifact { uri, uri_base_id }
}

/// Braces are doubled, since a message may have `{0}` to be filled in [3.11.5]; brackets are escaped where they would
/// be taken for a link [3.11.6].
fn message(text: &str) -> String {
    let text = text.replace('{', "{{").replace('}', "}}");
    match text.contains("](") {
        true => text.replace('\\', r"\\").replace('[', r"\[").replace(']', r"\]"),
        false => text,
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Hint => "note",
    }
}

fn group(group: Group) -> &'static str {
    match group {
        Group::Language => "language",
        Group::Platform => "platform",
        Group::Lint => "lint",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::{Finding, Words};
    use crate::source::Source;

    #[test]
    fn columns_are_utf16_units_and_edits_are_replacements() {
        let mut sources = Sources::default();
        let file = sources.add(Source::new("合 同.qdc", "\u{feff}\u{1F600}𠮷 {姓名}\n"));
        let at = sources[file].text().find("姓名").unwrap();
        let span = Span::new(file, at, at + 6);
        let words = |text: &str| Words { zh: text.into(), en: text.into() };
        let finding =
            Finding::new(crate::rules::find("duplicate-position").unwrap(), span, words("`{姓名}` [a](1)"))
                .offer(words("改"), vec![Change::new(span, "{x}"), Change::new(span.after(), "\"")]);
        let found = vec![Found { finding: &finding, sources: &sources }];
        let mut out = Vec::new();
        write(&mut out, &Report { found, ..Report::default() }).unwrap();
        let log: Value = serde_json::from_slice(&out).unwrap();
        let result = &log["runs"][0]["results"][0];
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"], json!({"uri": "%E5%90%88%20%E5%90%8C.qdc", "uriBaseId": ROOT}));
        assert_eq!(place["region"], json!({"startLine": 1, "startColumn": 7, "endLine": 1, "endColumn": 9}));
        assert_eq!(result["message"]["text"], r"`{{姓名}}` \[a\](1)");
        assert_eq!(result["properties"], json!({"platform": "oc_40016", "fixIsSafe": false}));
        let replacements = &result["fixes"][0]["artifactChanges"][0]["replacements"];
        assert_eq!(replacements[0]["insertedContent"]["text"], "{x}");
        assert_eq!(
            replacements[1]["deletedRegion"]["startColumn"],
            replacements[1]["deletedRegion"]["endColumn"]
        );
    }
}
