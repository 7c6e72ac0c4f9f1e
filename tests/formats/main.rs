//! Every format over a project in which every rule finds something: as it was reviewed, as its schema wants it, and with
//! columns that lead to the very words.
//!
//! `UPDATE=1 cargo test --test formats` writes the golden files, which are then reviewed as a diff.

#[path = "../cases/mod.rs"]
mod cases;
mod commands;
mod project;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use qdc::findings::baseline::{Baseline, Key};
use qdc::findings::human::Style;
use qdc::findings::{
    Change, Code, Finding, Found, Lang, Level, Report, Unchecked, Words, github, gitlab, human, json, jsonl,
    junit, sarif, short, statistics,
};
use qdc::rules::RULES;
use qdc::source::{FileId, Source, Sources, Span};
use serde_json::Value;

use jsonschema::{Retrieve, Uri, Validator};
use project::Project;

const LANGS: [(Lang, &str); 2] = [(Lang::Zh, "zh"), (Lang::En, "en")];

type Write = fn(&mut dyn io::Write, &Report<'_>) -> io::Result<()>;

const FORMATS: [(&str, Write); 10] = [
    ("human.txt", human),
    ("short.txt", short::write),
    ("check.json", json::write),
    ("check.jsonl", jsonl::write),
    ("check.sarif", sarif::write),
    ("github.txt", github::write),
    ("gitlab.json", gitlab::write),
    ("junit.xml", junit::write),
    ("statistics.txt", statistics::write),
    ("statistics.json", statistics::write_json),
];

fn human(out: &mut dyn io::Write, report: &Report<'_>) -> io::Result<()> {
    human::write(out, report, Style { lang: report.lang, color: false, width: 100, pages: None })
}

fn written(write: Write, report: &Report<'_>) -> String {
    let mut out = Vec::new();
    write(&mut out, report).unwrap();
    String::from_utf8(out).unwrap()
}

fn parsed(write: Write, report: &Report<'_>) -> Value {
    serde_json::from_str(&written(write, report)).unwrap()
}

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Compares a text with what was reviewed, or writes it for review.
fn hold(path: &str, text: &str) {
    let file = here(path);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, text).unwrap();
    }
    let reviewed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(reviewed == text, "{path} differs: UPDATE=1 cargo test --test formats, then look at the diff");
}

fn schema(path: &str) -> Value {
    let text = std::fs::read_to_string(here(path)).unwrap();
    // The official SARIF schema has a slip in a pattern, which is then no regular expression.
    serde_json::from_str(&text.replace("|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$", "|^[a-zA-Z]{2}-[a-zA-Z]{2}$")).unwrap()
}

/// Every way in which a value is not as its schema wants it.
fn faults(schema: &Value, value: &Value) -> Vec<String> {
    told(&validator(schema), value)
}

/// The same for SARIF, whose schema takes longer to read than a log to check.
fn sarif_faults(log: &Value) -> Vec<String> {
    static VALIDATOR: LazyLock<Validator> =
        LazyLock::new(|| validator(&schema("tests/formats/schemas/sarif-2.1.0.json")));
    told(&VALIDATOR, log)
}

fn validator(schema: &Value) -> Validator {
    jsonschema::options().should_validate_formats(true).with_retriever(Folder).build(schema).unwrap()
}

/// What our schemas share, from their folder: nobody is asked.
struct Folder;

impl Retrieve for Folder {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        let name = uri.as_str().rsplit('/').next().unwrap_or_default();
        Ok(schema(&format!("docs/schema/{name}")))
    }
}

fn told(validator: &Validator, value: &Value) -> Vec<String> {
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn every_format_is_as_reviewed() {
    let project = Project::new();
    for (lang, folder) in LANGS {
        let report = project.report(lang);
        for (name, write) in FORMATS {
            // A release changes nothing else here.
            let version = format!("ersion\":\"{}\"", env!("CARGO_PKG_VERSION"));
            let text = written(write, &report).replace(&version, "ersion\":\"VERSION\"");
            hold(&format!("tests/formats/golden/{folder}/{name}"), &text);
        }
    }
}

#[test]
fn every_rule_finds_something() {
    let project = Project::new();
    let report = project.report(Lang::En);
    let found: BTreeSet<&str> = report.found.iter().map(|found| found.finding.rule.name).collect();
    let all: BTreeSet<&str> = RULES.iter().map(|check| check.rule.name).collect();
    assert_eq!(found, all);
}

#[test]
fn sarif_is_as_the_standard_wants_it() {
    let project = Project::new();
    for (lang, _) in LANGS {
        for report in [project.report(lang), Report { lang, ..Report::default() }] {
            let log = parsed(sarif::write, &report);
            assert_eq!(sarif_faults(&log), [""; 0]);
            let run = &log["runs"][0];
            let results = run["results"].as_array().unwrap();
            assert_eq!(results.len(), report.found.len());
            for (result, found) in results.iter().zip(&report.found) {
                let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
                assert_eq!(
                    (&rule["id"], &result["ruleId"]),
                    (&result["ruleId"], &found.finding.rule.name.into())
                );
            }
        }
    }
    let mut broken = parsed(sarif::write, &project.report(Lang::En));
    broken["runs"][0]["results"][0]["level"] = "hint".into();
    assert_eq!(sarif_faults(&broken).len(), 1, "the schema is looked at");
}

/// Cut out of the file by line and UTF-16 unit, as an editor does, every place holds the finding's own words.
#[test]
fn sarif_columns_lead_to_the_words() {
    let project = Project::new();
    let (report, texts) = (project.report(Lang::Zh), project.texts());
    let log = parsed(sarif::write, &report);
    for (result, found) in log["runs"][0]["results"].as_array().unwrap().iter().zip(&report.found) {
        let place = &result["locations"][0]["physicalLocation"];
        let text = texts[&decoded(place["artifactLocation"]["uri"].as_str().unwrap())];
        let text = text.trim_start_matches('\u{feff}');
        let number = |name: &str| place["region"][name].as_u64().unwrap() as usize - 1;
        let offset = |line: usize, column: usize| {
            let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
            let units: Vec<u16> = text[start..].encode_utf16().take(column).collect();
            start + String::from_utf16(&units).expect("no column lies within a character").len()
        };
        let words = &text[offset(number("startLine"), number("startColumn"))
            ..offset(number("endLine"), number("endColumn"))];
        assert_eq!(words, found.sources.slice(found.finding.span), "{result}");
    }
}

fn decoded(uri: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = uri.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let digits =
                    String::from_utf8([rest.next().unwrap(), rest.next().unwrap()].to_vec()).unwrap();
                bytes.push(u8::from_str_radix(&digits, 16).unwrap());
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn json_is_as_we_publish_it() {
    let project = Project::new();
    let published = schema("docs/schema/check.schema.json");
    let statistics = schema("docs/schema/statistics.schema.json");
    for (lang, _) in LANGS {
        let report = project.report(lang);
        let found = parsed(json::write, &report);
        assert_eq!(faults(&published, &found), [""; 0]);
        let lines: Result<Vec<Value>, _> =
            written(jsonl::write, &report).lines().map(serde_json::from_str).collect();
        assert_eq!(Value::from(lines.unwrap()), found, "JSON Lines has the same objects");
        let counts = parsed(statistics::write_json, &report);
        assert_eq!(faults(&statistics, &counts), [""; 0]);
        let total: u64 = counts.as_array().unwrap().iter().filter_map(|count| count["count"].as_u64()).sum();
        assert_eq!(total, report.found.len() as u64);
    }
    for wrong in
        [serde_json::json!([{"rule": "weak-auth"}]), serde_json::json!([{"file": null, "error": "no"}])]
    {
        assert!(!faults(&published, &wrong).is_empty(), "the schema is looked at");
    }
}

#[test]
fn a_baseline_is_as_we_publish_it_and_accepts_what_it_was_made_of() {
    let project = Project::new();
    let report = project.report(Lang::Zh);
    let keys = || report.found.iter().map(|found| Key::new(found.file(), found));
    let mut baseline = Baseline::default();
    baseline.renew(|_| false, keys());
    let mut text = Vec::new();
    baseline.write(&mut text).unwrap();
    let written: Value = serde_json::from_slice(&text).unwrap();
    assert_eq!(faults(&schema("docs/schema/baseline.schema.json"), &written), [""; 0]);
    let mut read = Baseline::read(std::str::from_utf8(&text).unwrap()).unwrap();
    assert!(keys().all(|key| read.takes(&key)));
    assert_eq!(read.left().count(), 0);
}

#[test]
fn gitlab_is_as_gitlab_describes_it() {
    let project = Project::new();
    let wanted = schema("tests/formats/schemas/gitlab-code-quality.json");
    let prints = |lang| {
        let issues = parsed(gitlab::write, &project.report(lang));
        assert_eq!(faults(&wanted, &issues), [""; 0]);
        let prints: Vec<String> =
            issues.as_array().unwrap().iter().map(|issue| issue["fingerprint"].to_string()).collect();
        assert_eq!(
            prints.iter().collect::<BTreeSet<_>>().len(),
            prints.len(),
            "one finding, one fingerprint"
        );
        prints
    };
    assert_eq!(prints(Lang::Zh), prints(Lang::En), "the language of the run makes no new finding");
}

/// What the schema of Jenkins (`junit-10.xsd`) and GitLab's reader want, read by a parser that takes XML only.
#[test]
fn junit_is_as_its_readers_want_it() {
    let project = Project::new();
    for (lang, _) in LANGS {
        let report = project.report(lang);
        let text = written(junit::write, &report);
        let document = roxmltree::Document::parse(&text).unwrap();
        let root = document.root_element();
        attributes(root, "testsuites", &["name", "tests", "failures", "errors"]);
        let mut totals = [0; 3];
        let mut names = BTreeSet::new();
        for suite in elements(root) {
            attributes(suite, "testsuite", &["name", "tests", "failures", "errors"]);
            let mut counted = [0; 3];
            for case in elements(suite) {
                attributes(case, "testcase", &["name", "classname"]);
                assert_eq!(case.attribute("classname"), suite.attribute("name"));
                assert!(names.insert((case.attribute("classname"), case.attribute("name"))), "{case:?}");
                counted[0] += 1;
                let inside: Vec<_> = elements(case).collect();
                assert!(inside.len() <= 1);
                for outcome in inside {
                    match outcome.tag_name().name() {
                        "failure" => {
                            attributes(outcome, "failure", &["type", "message"]);
                            counted[1] += 1;
                        }
                        "error" => {
                            attributes(outcome, "error", &["type", "message"]);
                            counted[2] += 1;
                        }
                        _ => attributes(outcome, "system-out", &[]),
                    }
                }
            }
            assert!(counted[0] > 0, "a suite without a test is read as a mistake");
            assert_eq!(counts(suite), counted);
            (0..3).for_each(|index| totals[index] += counted[index]);
        }
        assert_eq!(counts(root), totals);
        let errors = report.found.iter().filter(|found| found.finding.level == Level::Error).count();
        assert_eq!(totals[1..], [errors, 1]);
        // One for the file that could not be read.
        assert_eq!(elements(root).count(), report.files.len() + 1);
        let clean = elements(root).find(|suite| suite.attribute("name") == Some("干净.qdc")).unwrap();
        assert_eq!((counts(clean), elements(clean).flat_map(elements).count()), ([1, 0, 0], 0));
    }
}

fn elements<'a, 'b>(node: roxmltree::Node<'a, 'b>) -> impl Iterator<Item = roxmltree::Node<'a, 'b>> {
    node.children().filter(|child| child.is_element())
}

fn attributes(node: roxmltree::Node<'_, '_>, name: &str, wanted: &[&str]) {
    assert_eq!(node.tag_name().name(), name);
    assert_eq!(node.attributes().map(|attribute| attribute.name()).collect::<Vec<_>>(), wanted);
}

fn counts(suite: roxmltree::Node<'_, '_>) -> [usize; 3] {
    ["tests", "failures", "errors"].map(|name| suite.attribute(name).unwrap().parse().unwrap())
}

/// Read back as the runner of GitHub reads commands: <https://github.com/actions/runner>, `ActionCommand.cs`.
#[test]
fn github_reads_back_what_was_found() {
    let project = Project::new();
    for (lang, _) in LANGS {
        let report = project.report(lang);
        let text = written(github::write, &report);
        assert_eq!(text.lines().count(), report.found.len() + report.unchecked.len());
        assert!(!text.contains('\r'));
        for (line, found) in text.lines().skip(report.unchecked.len()).zip(&report.found) {
            let (command, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
            let (name, properties) = command.split_once(' ').unwrap();
            assert!(["error", "warning", "notice"].contains(&name));
            let unescaped = |text: &str| {
                text.replace("%0D", "\r")
                    .replace("%0A", "\n")
                    .replace("%3A", ":")
                    .replace("%2C", ",")
                    .replace("%25", "%")
            };
            let file = properties.split(',').find_map(|property| property.strip_prefix("file=")).unwrap();
            assert_eq!(unescaped(file), report.base.relative(found.file()));
            assert!(
                unescaped(message).starts_with(found.finding.message.get(lang)) || message.contains('␛'),
                "{line}"
            );
        }
    }
}

/// What the pages show is what there is.
#[test]
fn the_pages_tell_every_format_and_show_what_the_schema_takes() {
    let published = schema("docs/schema/check.schema.json");
    for page in ["docs/formats.md", "docs/zh/formats.md"] {
        let text = std::fs::read_to_string(here(page)).unwrap();
        for format in ["human", "short", "json", "jsonl", "sarif", "github", "gitlab", "junit"] {
            assert!(text.contains(&format!("\n| `{format}` |")), "{page} does not tell of {format}");
        }
        let shown = text.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
        assert_eq!(faults(&published, &serde_json::from_str(shown).unwrap()), [""; 0]);
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = here(page).parent().unwrap().join(link);
            assert!(
                link.starts_with("https://") || link.starts_with('#') || target.exists(),
                "{page}: {link} is not there"
            );
        }
    }
}

proptest::proptest! {
    #![proptest_config(cases::cases(256))]

    /// Whatever a file, its name and a finding hold, and wherever it stands, every format is what it should be.
    #[test]
    fn any_finding_in_any_text_is_written(
        names in proptest::array::uniform2(".{0,12}"),
        text in "(.|\\PC|\r?\n){0,80}",
        words in proptest::array::uniform3("(.|\r?\n){0,30}"),
        spans in proptest::collection::vec((0..120_usize, 0..120_usize, 0..3_u32), 0..6),
    ) {
        let mut sources = Sources::default();
        for name in &names {
            sources.add(Source::new(name.clone(), text.clone()));
        }
        let [message, help, new] = words;
        let both = |words: &str| Words { zh: words.to_owned(), en: words.to_owned() };
        let findings: Vec<Finding> = (spans.iter())
            .map(|(start, end, file)| {
                let span = Span::new(FileId(*file), *start, *end);
                let rule = RULES[start % RULES.len()].rule;
                Finding::new(rule, span, both(&message))
                    .help(both(&help))
                    .related(Span::new(FileId(1), *end, *start), both(&new))
                    .offer(both(&help), vec![Change::new(span, new.clone())])
            })
            .collect();
        let found: Vec<Found<'_>> = findings.iter().map(|finding| Found { finding, sources: &sources }).collect();
        let unchecked = [Unchecked { file: Some(names[1].clone()), code: Code::FileUnreadable, why: both(&message) }];
        let files = vec![names[0].as_str()];
        let report = Report { files, found, unchecked: &unchecked, ..Report::default() };
        for (_, write) in FORMATS {
            written(write, &report);
        }
        let log = parsed(sarif::write, &report);
        proptest::prop_assert_eq!(sarif_faults(&log), [""; 0]);
        parsed(gitlab::write, &report);
        proptest::prop_assert_eq!(written(jsonl::write, &report).lines().count(), findings.len() + 1);
        proptest::prop_assert_eq!(written(github::write, &report).lines().count(), findings.len() + 1);
        proptest::prop_assert!(roxmltree::Document::parse(&written(junit::write, &report)).is_ok());
    }
}
