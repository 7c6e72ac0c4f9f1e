//! Every example is clean, formatted, and means the same in either language.

mod common;

use common::{Disk, examples, findings, meaning, model, read};
use qdc::findings::Level;
use qdc::syntax::{Keywords, format};

#[test]
fn there_are_examples_in_both_languages() {
    let texts: Vec<String> = examples().iter().map(|path| read(path)).collect();
    let chinese = texts.iter().filter(|text| text.contains("\n合同 ")).count();
    let english = texts.iter().filter(|text| text.contains("\ncontract ")).count();
    assert!(chinese >= 4, "{chinese} in Chinese keywords");
    assert!(english >= 4, "{english} in English keywords");
}

#[test]
fn every_example_is_clean() {
    for path in examples().iter().filter(|path| !path.ends_with("three-party-signing.qdc")) {
        let found = findings(path, &read(path));
        let told: Vec<String> =
            found.iter().map(|one| format!("{}: {}", one.rule.name, one.message.en)).collect();
        assert!(found.is_empty(), "{}: {told:#?}", path.display());
        let problems = model(path, &read(path), &Disk).problems;
        assert!(problems.is_empty(), "{}: {problems:#?}", path.display());
    }
}

/// The platform's own example repeats a position, and its deadline is over.
#[test]
fn the_documented_example_has_its_documented_errors() {
    let path = examples().into_iter().find(|path| path.ends_with("three-party-signing.qdc")).unwrap();
    let found = findings(&path, &read(&path));
    let errors: Vec<&str> =
        found.iter().filter(|one| one.level == Level::Error).map(|one| one.rule.name).collect();
    assert_eq!(errors, ["deadline-passed", "duplicate-position"]);
}

#[test]
fn every_example_is_formatted() {
    for path in examples() {
        let text = read(&path);
        assert_eq!(format(&text, Keywords::Keep), text, "{}", path.display());
    }
}

#[test]
fn every_example_means_the_same_in_the_other_language() {
    for path in examples() {
        let text = read(&path);
        let expected = meaning(&path, &text, &Disk);
        for keywords in [Keywords::Zh, Keywords::En] {
            let turned = format(&text, keywords);
            assert_eq!(meaning(&path, &turned, &Disk), expected, "{}", path.display());
            assert_eq!(format(&turned, keywords), turned, "{}", path.display());
        }
        // There and back again loses nothing either.
        let back = format(&format(&text, Keywords::Zh), Keywords::En);
        assert_eq!(back, format(&text, Keywords::En), "{}", path.display());
    }
}
