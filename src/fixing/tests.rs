//! The room by itself, over a language whose only mistakes are a few letters.

use std::cell::Cell;

use super::*;
use crate::findings::{Change, Group, Level, Rule, Words};
use crate::source::{Source, Span};

macro_rules! rules {
    ($($name:ident $level:ident;)*) => {$(
        static $name: Rule = Rule {
            name: stringify!($name),
            level: Level::$level,
            group: Group::Language,
            platform: None,
            title: ("", ""),
            why: ("", ""),
            wrong: "",
            right: "",
        };
    )*};
}

rules! { A Error; B Error; C Warning; }

/// Every `a` is an error that becomes a `.`; `b` is one that becomes `bb`; `c` an error that becomes `d`, which is
/// another; `e` an error that becomes `w`, which is a warning; `(` lacks a `)` at the end of the text.
fn read(text: String) -> Reading {
    let mut sources = Sources::default();
    let file = sources.add(Source::new("a.qdc", text.clone()));
    let mut findings = Vec::new();
    let mut missing = text.matches('(').count().saturating_sub(text.matches(')').count());
    for (at, letter) in text.char_indices() {
        let span = Span::new(file, at, at + letter.len_utf8());
        let mut found = |rule, edit: Option<(Span, &str)>| {
            let finding = Finding::new(rule, span, Words::same(letter));
            findings.push(match edit {
                Some((span, new)) => finding.fix(Words::default(), vec![Change::new(span, new)]),
                None => finding,
            });
        };
        match letter {
            'a' => found(&A, Some((span, "."))),
            'b' => found(&A, Some((span, "bb"))),
            'c' => found(&A, Some((span, "d"))),
            'd' => found(&B, None),
            'e' => found(&A, Some((span, "w"))),
            'w' => found(&C, None),
            '(' if missing > 0 => {
                missing -= 1;
                let end = Span::new(file, text.len(), text.len());
                found(&A, Some((end, ")")));
            }
            _ => {}
        }
    }
    Reading { sources, findings }
}

/// The text fixed, why the rest was left, and how often a text was read.
fn fixed(text: &str) -> (String, Vec<Refusal>, usize) {
    let count = Cell::new(0);
    let counted = |text: String| {
        count.set(count.get() + 1);
        read(text)
    };
    let fixed = fix(read(text.to_owned()).view(), &counted, Scope::Safe);
    (fixed.text, fixed.left.into_iter().map(|left| left.why).collect(), count.get())
}

#[test]
fn what_holds_is_made_at_once() {
    let (text, left, readings) = fixed(&"xa ".repeat(3_000));
    assert_eq!((text, left, readings), ("x. ".repeat(3_000), vec![], 1));
}

#[test]
fn an_edit_whose_finding_stays_is_refused() {
    assert_eq!(fixed("x b"), ("x b".to_owned(), vec![Refusal::Remains], 1));
}

#[test]
fn an_edit_that_adds_a_finding_of_its_level_is_refused() {
    assert_eq!(fixed("x\nc"), ("x\nc".to_owned(), vec![Refusal::Adds { rule: "B", line: 2 }], 1));
    assert_eq!(fixed("e").0, "w", "a lesser one may come to light");
}

#[test]
fn the_others_are_made_and_the_cost_is_bounded() {
    let text = format!("{} b {} c", "a ".repeat(1_000), "a ".repeat(1_000));
    let (text, left, readings) = fixed(&text);
    assert_eq!(text, format!("{} b {} c", ". ".repeat(1_000), ". ".repeat(1_000)));
    assert_eq!(left, [Refusal::Remains, Refusal::Adds { rule: "B", line: 1 }]);
    assert!(readings <= 50, "{readings}");
    let (_, left, readings) = fixed(&format!("{}{}", "b ".repeat(5_000), "x".repeat(1 << 20)));
    assert_eq!(left.len(), 5_000);
    assert!(left.contains(&Refusal::Untried) && readings <= 64, "{readings}");
}

#[test]
fn edits_at_one_place_are_made_one_after_the_other() {
    assert_eq!(fixed("(a (").0, "(. ())");
    assert_eq!(fixed("a(a").0, ".(.)");
}

#[test]
fn what_is_shown_is_what_holds() {
    let reading = read("a b c e".to_owned());
    assert_eq!(proven(reading.view(), &read), [true, false, false, true]);
    assert!(alone(reading.view(), 0, &read).is_ok());
    assert_eq!(alone(reading.view(), 1, &read).err(), Some(Refusal::Remains));
}

#[test]
fn another_file_is_never_changed() {
    let mut reading = read("a".to_owned());
    let other = reading.sources.add(Source::new("b.qdc", "a"));
    let edit = reading.findings[0].edit.as_mut().unwrap();
    edit.changes.push(Change::new(Span::new(other, 0, 1), "."));
    assert_eq!(alone(reading.view(), 0, &read).err(), Some(Refusal::Elsewhere));
    assert_eq!(fix(reading.view(), &read, Scope::Offered).text, "a");
}
