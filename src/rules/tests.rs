use std::collections::HashSet;

use super::*;
use crate::findings::{Lang, Level};
use crate::model::{FileError, Files};
use crate::settings::LintLevel;
use crate::source::Source;

/// Every file is the example itself: enough for the rules about used files.
struct Itself(String);

impl Files for Itself {
    fn resolve(&self, _from: &str, path: &str) -> String {
        path.to_owned()
    }

    fn read(&self, resolved: &str) -> Result<String, FileError> {
        if resolved == examples::FILE { Ok(self.0.clone()) } else { Err(FileError::NotFound) }
    }
}

fn check_example(text: &str) -> Vec<Finding> {
    let (facts, params) = examples::facts_of(text);
    let source = Source::new(examples::FILE, text);
    let mut model = Model::read(source, &Itself(text.to_owned()), &params);
    if examples::demands_values(text) {
        model.demand_values();
    }
    check(&model, &facts, &Settings::default())
}

fn messages(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|finding| format!("{}: {}", finding.rule.name, finding.message.en)).collect()
}

#[test]
fn names_are_unique_and_texts_are_there() {
    let mut names = HashSet::new();
    for Check { rule, .. } in RULES {
        assert!(names.insert(rule.name), "{} is there twice", rule.name);
        let kebab = |c: char| c.is_ascii_lowercase() || c == '-';
        assert!(rule.name.chars().all(kebab), "{}", rule.name);
        let texts = [rule.title.0, rule.title.1, rule.why.0, rule.why.1, rule.wrong, rule.right];
        assert!(texts.iter().all(|text| !text.trim().is_empty()), "{}", rule.name);
        assert_ne!(rule.wrong, rule.right, "{}", rule.name);
    }
}

#[test]
fn every_wrong_example_triggers_its_rule_and_no_right_one_does() {
    let mut bad = Vec::new();
    for Check { rule, .. } in RULES {
        let wrong = check_example(rule.wrong);
        if !wrong.iter().any(|finding| finding.rule == *rule) {
            bad.push(format!("{}: wrong does not trigger it: {:?}", rule.name, messages(&wrong)));
        }
        if wrong.iter().any(|finding| finding.rule != *rule && finding.level != Level::Hint) {
            bad.push(format!("{}: wrong has more: {:?}", rule.name, messages(&wrong)));
        }
        let right = check_example(rule.right);
        if right.iter().any(|finding| finding.rule == *rule || finding.level != Level::Hint) {
            bad.push(format!("{}: right has {:?}", rule.name, messages(&right)));
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

/// What people see of a pair differs in what the file says, not in its comments or in the facts it is checked under, and both
/// are in their language.
#[test]
fn wrong_and_right_differ_for_the_eye() {
    let statements = |text: &str| -> Vec<String> {
        let code = |line: &str| line.split("//").next().unwrap_or_default().trim().to_owned();
        // An address has slashes of its own.
        text.replace("://", ":").lines().map(code).filter(|line| !line.is_empty()).collect()
    };
    for Check { rule, .. } in RULES {
        for lang in [Lang::Zh, Lang::En] {
            let [wrong, right] = [rule.wrong, rule.right].map(|text| examples::spelled(text, lang));
            assert_ne!(statements(&wrong), statements(&right), "{} in {lang:?}", rule.name);
            for line in wrong.lines().chain(right.lines()) {
                let first = line.trim().split(' ').next().unwrap_or_default();
                let other = crate::vocabulary::WORDS.iter().find(|word| match lang {
                    Lang::Zh => word.en == first && word.zh != first,
                    Lang::En => word.zh == first && word.en != first,
                });
                assert!(other.is_none(), "{} in {lang:?}: {line}", rule.name);
            }
        }
    }
}

/// The sample of the platform's own page (S4), as the language's page writes it out.
const S4: &str = r#"contract "测试合同" {
    code      "241212171254RkztvLle"
    initiator "CORP_TEST_001"
    deadline  2025-12-31
    order     free

    document main "FC_20241212171254RkztvLleUICgRSe" name "test_file1.docx"
    attachment    "FC_20241212164445yYmxlZvwHGQysio"

    signer "PSN_TEST_001" seq 1 auth sms notice 0 {
        sign main page 1 at (280, 420) date "YYYY-MM-DD" silent "RkztvLleUICgRSe"
        sign main page 1 at (400, 300) date "YYYY-MM-DD" silent "RkztvLleUICgRSe"
    }
    signer "PSN_TEST_002" seq 2 auth sms notice 0 {
        sign main page 1 at (600, 200) date "YYYY-MM-DD" silent "vLleUI7"
        sign main page 1 at (100, 500) date "YYYY-MM-DD" silent "vLleUI7"
    }
    signer "PSN_TEST_003" seq 1 auth sms notice 0 {
        sign main page 1 at (28, 42) date "YYYY-MM-DD" silent "7"
        sign main page 1 at (28, 42) date "YYYY-MM-DD" silent "7"
    }

    redirect "https://spanish-gray.net/" after 3s
    evidence 3
}
"#;

fn rules_at(findings: &[Finding], level: Level) -> Vec<&'static str> {
    findings.iter().filter(|finding| finding.level == level).map(|finding| finding.rule.name).collect()
}

#[test]
fn the_platforms_own_sample() {
    let findings = check_example(&format!("// now: 2025-06-01\n{S4}"));
    assert_eq!(rules_at(&findings, Level::Error), ["duplicate-position"]);
    assert_eq!(
        rules_at(&findings, Level::Warning),
        ["order-ignored", "seal-off-page", "seal-off-page", "seal-off-page"]
    );
    assert_eq!(rules_at(&findings, Level::Hint), ["silent-person"]);
    let findings = check_example(&format!("// now: 2026-01-05\n{S4}"));
    assert_eq!(rules_at(&findings, Level::Error), ["deadline-passed", "duplicate-position"]);
}

#[test]
fn settings_set_levels_and_turn_rules_off() {
    let read = |lint: &[(&str, LintLevel)]| {
        let settings = Settings {
            lint: lint.iter().map(|(name, level)| ((*name).to_owned(), *level)).collect(),
            ..Settings::default()
        };
        let (facts, params) = examples::facts_of(S4);
        let model = Model::read(Source::new(examples::FILE, S4), &Itself(S4.to_owned()), &params);
        check(&model, &facts, &settings)
    };
    let findings = read(&[("seal-off-page", LintLevel::Error), ("order-ignored", LintLevel::Off)]);
    assert_eq!(rules_at(&findings, Level::Warning), Vec::<&str>::new());
    assert_eq!(rules_at(&findings, Level::Error).len(), 5);
}

#[test]
fn an_excuse_takes_a_finding_away_and_not_the_languages_own() {
    let excused = S4.replace(
        "(28, 42) date \"YYYY-MM-DD\" silent \"7\"\n    }",
        "(28, 42) silent \"7\" // qdc：allow（duplicate-position，seal-off-page）样例如此\n    }",
    );
    let findings = check_example(&format!("// now: 2025-06-01\n{excused}"));
    assert_eq!(rules_at(&findings, Level::Error), Vec::<&str>::new());
    let findings = check_example("// qdc: allow(unknown-keyword, no-such-rule)\nsinger 1\n");
    let names: Vec<_> = findings.iter().map(|finding| finding.rule.name).collect();
    assert_eq!(names, ["unused-excuse", "unused-excuse", "unknown-keyword"]);
}

#[test]
fn numbers_and_codes_are_never_said() {
    let text = "// versioned\nperson 甲 {\n account \"13800138000\"\n name \"欧阳小明\"\n idcard 110105194912310021\n phone \"1380013800\"\n}\n\
        contract \"x\" {\n initiator 甲\n document a \"FC\"\n signer 甲 { sign a page 1 at (300, 300) silent RkztvLleUICgRSe }\n signer \"13800138000\" { sign a page 2 at (300, 300) }\n}\n\
        ticket t { user mobile \"1380013800\" }\n// secret: 9f86d081884c7d659a2feaa0c55ad015\n";
    let findings = check_example(text);
    assert!(findings.len() >= 6, "{:?}", messages(&findings));
    for finding in &findings {
        let said = format!("{:?}{:?}{:?}{:?}", finding.message, finding.help, finding.label, finding.related);
        for secret in [
            "13800138000",
            "欧阳小明",
            "110105194912310021",
            "1380013800",
            "RkztvLleUICgRSe",
            "9f86d081884c7d65",
        ] {
            assert!(!said.contains(secret), "{said}");
        }
    }
}

/// Every finding lies on character boundaries, whatever is broken.
#[test]
fn broken_examples_break_no_rule() {
    for Check { rule, .. } in RULES {
        for (at, character) in rule.wrong.char_indices().step_by(5) {
            let end = at + character.len_utf8();
            let cut = format!("{}{}", &rule.wrong[..at], &rule.wrong[end..]);
            for text in [&cut, &rule.wrong[..at]] {
                for finding in check_example(text) {
                    let related = finding.related.iter().map(|(span, _)| *span);
                    let changes =
                        finding.edit.iter().flat_map(|edit| &edit.changes).map(|change| change.span);
                    for span in related.chain(changes).chain([finding.span]) {
                        assert!(text.get(span.range()).is_some(), "{}: {span:?}\n{text}", finding.rule.name);
                    }
                }
            }
        }
    }
}

#[test]
fn a_clause_without_its_value_is_reported_once() {
    for text in [
        "person 甲 {\n account \"A\"\n phone\n flow \"F\"\n}\n",
        "ticket t {\n code\n user mobile \"13800138000\"\n}\n",
        "contract \"x\" {\n code\n initiator \"A\"\n document a \"FC\"\n signer \"B\" auth sms { sign a page 1 at (300, 300) }\n}\n",
        "contract \"x\" {\n code \"1\"\n initiator\n document a \"FC\"\n signer \"B\" auth sms { sign a page 1 at (300, 300) }\n}\n",
    ] {
        assert_eq!(rules_at(&check_example(text), Level::Error), ["missing-value"], "{text}");
    }
}

#[test]
fn a_small_slip_is_mended_in_place() {
    let mended = |text: &str| {
        let findings = check_example(text);
        let edit = findings.iter().find_map(|finding| finding.edit.clone()).unwrap();
        let mut changes = edit.changes;
        changes.sort_by_key(|change| std::cmp::Reverse(change.span));
        changes.iter().fold(text.to_owned(), |mut text, change| {
            text.replace_range(change.span.range(), &change.text);
            text
        })
    };
    for (wrong, right) in [
        ("contract 'x' {}", "contract \"x\" {}"),
        ("contract \"x\" {\n deadline 30d\n}", "contract \"x\" {\n deadline in 30d\n}"),
        ("contract \"x\" {\n deadline 30天\n}", "contract \"x\" {\n deadline 30天内\n}"),
        ("contract \"x\" {\n deadline 2026.3.1\n}", "contract \"x\" {\n deadline 2026-03-01\n}"),
        ("contract \"x\" {\n code = \"1\"\n}", "contract \"x\" {\n code \"1\"\n}"),
        ("contract \"他说\"好\"\" {}", "contract \"他说“好”\" {}"),
        ("# 说明\ncontract \"x\" {}", "// 说明\ncontract \"x\" {}"),
    ] {
        assert_eq!(mended(wrong), right);
    }
}
