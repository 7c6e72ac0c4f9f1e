//! The TextMate grammar names every word of the vocabulary, each as the kind it is, and no other.

use std::collections::BTreeSet;

use qdc::vocabulary::{WORDS, choices};
use serde_json::Value;

type Words = BTreeSet<String>;

fn grammar() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/editors/vscode/syntaxes/qdc.tmLanguage.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn words<'a>(spellings: impl IntoIterator<Item = &'a str>) -> Words {
    spellings.into_iter().map(str::to_owned).collect()
}

/// Words that stand on a line of their own somewhere.
fn statements() -> Words {
    words(WORDS.iter().filter(|word| !word.clause).flat_map(|word| [word.en, word.zh]))
}

/// Words that stand on their statement's line only.
fn clauses() -> Words {
    let all = words(WORDS.iter().flat_map(|word| [word.en, word.zh]));
    &all - &statements()
}

fn choices() -> Words {
    words(choices::ALL.iter().flat_map(|set| set.0).flat_map(|choice| [choice.en, choice.zh]))
}

/// The words of a rule that is one list of whole words, and its scope.
fn list(grammar: &Value, rule: &str) -> (String, Words) {
    let rule = &grammar["repository"][rule];
    let pattern = rule["match"].as_str().unwrap();
    let (before, list) = pattern.split_once("(?:").unwrap();
    let (list, after) = list.split_once(')').unwrap();
    assert!(before.starts_with("(?<!") && after.starts_with("(?!"), "not only whole words: {pattern}");
    (rule["name"].as_str().unwrap().to_owned(), words(list.split('|')))
}

#[test]
fn every_word_has_the_scope_of_its_kind() {
    let grammar = grammar();
    assert_eq!(list(&grammar, "statements"), ("keyword.control.qdc".to_owned(), statements()));
    assert_eq!(list(&grammar, "clauses"), ("keyword.other.qdc".to_owned(), clauses()));
    assert_eq!(list(&grammar, "choices"), ("constant.language.qdc".to_owned(), choices()));
}

/// A statement's name may be spelled like another word, so these rules repeat some words.
#[test]
fn rules_with_names_repeat_words_of_the_vocabulary_only() {
    let grammar = grammar();
    let all = &(&statements() | &clauses()) | &choices();
    let mut seen = 0;
    for rule in ["declarations", "references"] {
        for pattern in grammar["repository"][rule]["patterns"].as_array().unwrap() {
            for word in literal_words(pattern["match"].as_str().unwrap()) {
                assert!(all.contains(&word), "`{word}` is no word of the vocabulary: {pattern}");
                seen += 1;
            }
            assert_scopes(pattern);
        }
    }
    assert!(seen > 40, "the rules have lost their words: {seen}");
}

/// A declared or used name does not take the place of a keyword: the statement keeps its own scope.
fn assert_scopes(pattern: &Value) {
    let matched = pattern["match"].as_str().unwrap();
    let (statements, clauses, choices) = (statements(), clauses(), choices());
    for (number, group) in groups(matched).iter().enumerate() {
        let Some(scope) = pattern["captures"][(number + 1).to_string()]["name"].as_str() else {
            panic!("group {} of {matched} has no scope", number + 1)
        };
        let words = literal_words(group);
        let kind = match scope {
            "keyword.control.qdc" => &statements,
            "keyword.other.qdc" => &clauses,
            "constant.language.qdc" => &choices,
            _ => {
                assert!(words.is_empty(), "{scope} is for names: {group}");
                continue;
            }
        };
        assert!(!words.is_empty() && words.is_subset(kind), "{scope} is not for all of {group}");
    }
}

/// What is spelled out in a regular expression: runs of letters that are no escape and no class.
fn literal_words(pattern: &str) -> Words {
    let mut found = Words::new();
    let mut word = String::new();
    let mut characters = pattern.chars().peekable();
    let mut class = 0;
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                characters.next();
                if characters.peek() == Some(&'{') {
                    for inside in characters.by_ref() {
                        if inside == '}' {
                            break;
                        }
                    }
                }
            }
            '[' => class += 1,
            ']' => class -= 1,
            _ if class == 0 && character.is_alphabetic() => {
                word.push(character);
                continue;
            }
            _ => {}
        }
        if !word.is_empty() {
            found.insert(std::mem::take(&mut word));
        }
    }
    found.extend((!word.is_empty()).then_some(word));
    found
}

/// The capturing groups of a regular expression, in order.
fn groups(pattern: &str) -> Vec<&str> {
    let bytes = pattern.as_bytes();
    let (mut found, mut open, mut class, mut at) = (Vec::new(), Vec::new(), false, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'[' => class = true,
            b']' => class = false,
            b'(' if !class => {
                let captures = bytes.get(at + 1) != Some(&b'?');
                if captures {
                    found.push(&pattern[at..]);
                }
                open.push((captures.then_some(found.len()), at));
            }
            b')' if !class => {
                if let (Some(number), start) = open.pop().unwrap() {
                    found[number - 1] = &pattern[start..=at];
                }
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Tokens that carry a name of a theme's own convention, so that every theme colours them.
#[test]
fn every_scope_ends_in_the_language_and_starts_conventionally() {
    let mut scopes = Vec::new();
    collect(&grammar(), &mut scopes);
    assert!(scopes.len() > 20);
    for scope in scopes {
        let known = [
            "comment",
            "constant",
            "entity",
            "invalid",
            "keyword",
            "meta",
            "punctuation",
            "string",
            "variable",
        ];
        assert!(scope.ends_with(".qdc"), "{scope}");
        assert!(known.contains(&scope.split('.').next().unwrap()), "{scope}");
    }
}

fn collect(value: &Value, scopes: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            let rule = members.contains_key("match") || members.contains_key("begin");
            for (name, member) in members {
                match member.as_str() {
                    Some(scope) if name == "name" && (rule || members.len() == 1) => {
                        scopes.push(scope.to_owned())
                    }
                    _ => collect(member, scopes),
                }
            }
        }
        Value::Array(members) => members.iter().for_each(|member| collect(member, scopes)),
        _ => {}
    }
}
