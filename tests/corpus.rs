//! The corpus: one file a case, with every finding a person would want, in order, and no other.
//!
//! `tests/corpus/**/NAME.qdc` is checked under the directives at its head (`// now: 2026-01-05` and the
//! like) and compared with `NAME.findings` beside it. After a change, `UPDATE=1 cargo test --test corpus`
//! writes the new findings, which are then reviewed as a diff.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use qdc::findings::Finding;
use qdc::model::{FileError, Files, Model};
use qdc::rules;
use qdc::settings::Settings;
use qdc::source::{Source, Sources, Span};

/// Used files come from the folder of the case.
struct Folder(PathBuf);

impl Files for Folder {
    /// Every used file of the corpus stands in `shared` beside the case.
    fn resolve(&self, from: &str, path: &str) -> String {
        match (from.starts_with("shared/"), path.strip_prefix("../")) {
            (true, Some(path)) => path.to_owned(),
            (true, None) => format!("shared/{}", path.trim_start_matches("shared/")),
            (false, _) => path.to_owned(),
        }
    }

    fn read(&self, resolved: &str) -> Result<String, FileError> {
        std::fs::read_to_string(self.0.join(resolved)).map_err(|_| FileError::NotFound)
    }
}

#[test]
fn every_case_has_its_findings() {
    let mut cases = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus"), &mut cases);
    cases.sort();
    assert!(cases.len() >= 100, "the corpus is gone: {} cases", cases.len());
    let mut differing = Vec::new();
    for case in &cases {
        let found = findings_of(case);
        let expected = case.with_extension("findings");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&expected, &found).unwrap();
        } else if std::fs::read_to_string(&expected).unwrap_or_default() != found {
            differing.push(format!("---- {}\n{found}", case.display()));
        }
    }
    assert!(
        differing.is_empty(),
        "{} of {} cases differ:\n{}",
        differing.len(),
        cases.len(),
        differing.join("\n")
    );
}

/// Every rule has a case that triggers it, and a near miss that does not.
#[test]
fn every_rule_has_a_case() {
    let mut cases = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus"), &mut cases);
    let mut triggered: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for case in &cases {
        let text = std::fs::read_to_string(case.with_extension("findings")).unwrap_or_default();
        for line in text.lines().filter(|line| !line.starts_with(' ')) {
            if let Some(rule) = line.split(['[', ']']).nth(1) {
                triggered.entry(rule.to_owned()).or_default().push(case.clone());
            }
        }
    }
    for check in rules::RULES {
        assert!(triggered.contains_key(check.rule.name), "no case triggers `{}`", check.rule.name);
        let near = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join(format!("tests/corpus/rules/{}.near-miss.qdc", check.rule.name));
        assert!(near.exists(), "no near miss for `{}`", check.rule.name);
        let misses = triggered[check.rule.name].iter().all(|case| *case != near);
        assert!(misses, "the near miss of `{}` triggers it", check.rule.name);
    }
}

fn collect(folder: &Path, cases: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            // Files that cases use stand in a folder of their own.
            if path.file_name().is_some_and(|name| name != "shared") {
                collect(&path, cases);
            }
        } else if path.extension().is_some_and(|ending| ending == "qdc") {
            cases.push(path);
        }
    }
}

fn findings_of(case: &Path) -> String {
    let text = std::fs::read_to_string(case).unwrap();
    let (facts, given) = rules::examples::facts_of(&text);
    let files = Folder(case.parent().unwrap().to_owned());
    let mut model = Model::read(Source::new(rules::examples::FILE, text.clone()), &files, &given);
    if rules::examples::demands_values(&text) {
        model.demand_values();
    }
    let findings = rules::check(&model, &facts, &Settings::default());
    let mut out = String::new();
    for finding in &findings {
        render(finding, &model.sources, &mut out);
    }
    out
}

fn render(finding: &Finding, sources: &Sources, out: &mut String) {
    let place = |span: Span| {
        let (start, end) = (
            sources[span.file].position(span.start as usize),
            sources[span.file].position(span.end as usize),
        );
        let file =
            if span.file == Model::ROOT { String::new() } else { format!("{}:", sources[span.file].name()) };
        format!("{file}{}:{}-{}:{}", start.line, start.column, end.line, end.column)
    };
    let level = match finding.level {
        qdc::findings::Level::Error => "error",
        qdc::findings::Level::Warning => "warning",
        qdc::findings::Level::Hint => "hint",
    };
    let platform = finding.rule.platform.map(|code| format!(" {code}")).unwrap_or_default();
    writeln!(
        out,
        "{} {level}[{}]{platform} {:?}",
        place(finding.span),
        finding.rule.name,
        sources.slice(finding.span)
    )
    .unwrap();
    writeln!(out, "    {}\n    {}", finding.message.zh, finding.message.en).unwrap();
    for (span, words) in &finding.related {
        writeln!(out, "    @ {} {} / {}", place(*span), words.zh, words.en).unwrap();
    }
    if let Some(help) = &finding.help {
        writeln!(out, "    = {}\n    = {}", help.zh, help.en).unwrap();
    }
    if let Some(edit) = &finding.edit {
        let kind = if edit.safe { "fix" } else { "offer" };
        for change in &edit.changes {
            writeln!(
                out,
                "    {kind}: {} {:?} -> {:?}",
                place(change.span),
                sources.slice(change.span),
                change.text
            )
            .unwrap();
        }
    }
}
