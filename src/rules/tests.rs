use std::collections::HashSet;

use super::*;
use crate::model::{FileError, Files};
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
        if wrong.iter().any(|finding| finding.rule != *rule && finding.level != crate::findings::Level::Hint)
        {
            bad.push(format!("{}: wrong has more: {:?}", rule.name, messages(&wrong)));
        }
        let right = check_example(rule.right);
        if right.iter().any(|finding| finding.rule == *rule || finding.level != crate::findings::Level::Hint)
        {
            bad.push(format!("{}: right has {:?}", rule.name, messages(&right)));
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}
