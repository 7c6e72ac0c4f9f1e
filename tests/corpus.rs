//! The corpus: one file a case, with every finding a person would want, in order, and no other.
//!
//! `tests/corpus/**/NAME.qdc` is checked under the directives at its head (`// now: 2026-01-05` and the
//! like) and compared with `NAME.findings` beside it. What `--fix` makes of it lies in `NAME.fixed`, and what
//! `--fix --unsafe` makes of it in `NAME.unsafe`; neither is there where it says nothing new. After a change,
//! `UPDATE=1 cargo test --test corpus` writes all of them anew, which are then reviewed as a diff.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use qdc::facts::Facts;
use qdc::findings::Finding;
use qdc::fixing::{self, Reading, Scope, View};
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
    let cases = cases();
    assert!(cases.len() >= 100, "the corpus is gone: {} cases", cases.len());
    let differing: Vec<_> = cases.iter().filter_map(|case| Case::read(case).compared()).collect();
    assert!(
        differing.is_empty(),
        "{} of {} cases differ:\n{}",
        differing.len(),
        cases.len(),
        differing.join("\n")
    );
}

/// No text after a fix is left of a case that is gone.
#[test]
fn every_fixed_text_has_its_case() {
    let mut left = Vec::new();
    for ending in ["findings", "fixed", "unsafe"] {
        collect(&corpus(), ending, &mut left);
    }
    left.retain(|path| !path.with_extension("qdc").exists());
    assert!(left.is_empty(), "these belong to no case: {left:?}");
}

/// Every rule has a case that triggers it, and a near miss that does not.
#[test]
fn every_rule_has_a_case() {
    let cases = cases();
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

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

fn cases() -> Vec<PathBuf> {
    let mut cases = Vec::new();
    collect(&corpus(), "qdc", &mut cases);
    cases.sort();
    cases
}

fn collect(folder: &Path, ending: &str, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            // Files that cases use stand in a folder of their own.
            if path.file_name().is_some_and(|name| name != "shared") {
                collect(&path, ending, files);
            }
        } else if path.extension().is_some_and(|own| own == ending) {
            files.push(path);
        }
    }
}

/// A case, and under what it is checked.
struct Case {
    path: PathBuf,
    text: String,
    files: Folder,
    facts: Facts,
    given: BTreeMap<String, String>,
    demands: bool,
}

impl Case {
    fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap();
        let (facts, given) = rules::examples::facts_of(&text);
        Self {
            files: Folder(path.parent().unwrap().to_owned()),
            demands: rules::examples::demands_values(&text),
            path: path.to_owned(),
            text,
            facts,
            given,
        }
    }

    /// What is found in a text under the facts of this case.
    fn reading(&self, text: &str) -> Reading {
        let source = Source::new(rules::examples::FILE, text.to_owned());
        let mut model = Model::read(source, &self.files, &self.given);
        if self.demands {
            model.demand_values();
        }
        let findings = rules::check(&model, &self.facts, &Settings::default());
        Reading { sources: model.sources, findings }
    }

    fn findings(&self) -> String {
        let Reading { sources, findings } = self.reading(&self.text);
        let holds =
            fixing::proven(View { sources: &sources, findings: &findings }, &|text| self.reading(&text));
        let mut out = String::new();
        for (finding, holds) in findings.iter().zip(holds) {
            render(finding, holds, &sources, &mut out);
        }
        out
    }

    /// The text after its fixes, and after what is only offered too.
    fn fixed(&self, scope: Scope) -> String {
        let read = |text: String| self.reading(&text);
        let fixed = fixing::fix(self.reading(&self.text).view(), &read, scope).text;
        let again = fixing::fix(self.reading(&fixed).view(), &read, scope);
        assert_eq!(again.text, fixed, "{} fixed twice", self.path.display());
        fixed
    }

    /// What differs from what lies beside the case; with `UPDATE`, what lies there is written anew.
    fn compared(&self) -> Option<String> {
        let (fixed, offered) = (self.fixed(Scope::Safe), self.fixed(Scope::Offered));
        let beside = [
            ("findings", Some(self.findings())),
            ("unsafe", (offered != fixed).then_some(offered)),
            ("fixed", (fixed != self.text).then_some(fixed)),
        ];
        let mut differing = String::new();
        for (ending, found) in beside {
            let path = self.path.with_extension(ending);
            let expected = std::fs::read_to_string(&path).ok();
            if expected == found {
                continue;
            }
            if std::env::var_os("UPDATE").is_none() {
                let found = found.as_deref().unwrap_or("(nothing is to lie here)");
                writeln!(differing, "---- {}\n{found}", path.display()).unwrap();
            } else if let Some(found) = found {
                std::fs::write(&path, found).unwrap();
            } else {
                std::fs::remove_file(&path).unwrap();
            }
        }
        (!differing.is_empty()).then_some(differing)
    }
}

/// An edit that does not hold is never made or shown: its rule has yet to do better.
fn render(finding: &Finding, holds: bool, sources: &Sources, out: &mut String) {
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
        let kind = match (holds, edit.safe) {
            (true, true) => "fix",
            (true, false) => "offer",
            (false, true) => "dropped fix",
            (false, false) => "dropped offer",
        };
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
