//! The published schema says what the program takes: no setting more, none less.

use qdc::rules::RULES;
use qdc::settings::Settings;
use serde_json::Value;

use crate::{hold, with};

fn schema() -> Value {
    serde_json::from_str(&with(std::path::Path::new("."), &[], &["config", "--schema"]).out).unwrap()
}

#[test]
fn the_published_schema_is_the_programs() {
    let printed = with(std::path::Path::new("."), &[], &["config", "--schema"]).out;
    hold("docs/schema/qdc.schema.json", &printed);
}

/// What serde says could stand where something unknown stood.
fn possible(message: &str) -> Vec<String> {
    let mut quoted: Vec<_> = message.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    quoted.remove(0);
    quoted.sort();
    quoted
}

/// A TOML text that sets one path.
fn set(path: &[&str], value: &str) -> String {
    format!("{} = {value}\n", path.join("."))
}

fn refusal(path: &[&str], value: &str) -> String {
    let text = set(path, value);
    match toml::from_str::<Settings>(&text) {
        Ok(_) => panic!("{text} was taken"),
        Err(error) => error.message().to_owned(),
    }
}

/// Every key of every table, every value of every choice, and the kind of everything else.
fn hold_against_the_program<'a>(path: &mut Vec<&'a str>, row: &'a Value) {
    let place = path.join(".");
    assert!(row["description"].as_str().is_some_and(|words| words.contains("\n\n")), "{place} says nothing");
    if let Some(rows) = row["properties"].as_object() {
        assert_eq!(row["additionalProperties"], false, "{place}");
        let mut names: Vec<&str> = rows.keys().map(String::as_str).collect();
        names.sort();
        if path.as_slice() == ["lint"] {
            let mut rules: Vec<&str> = (RULES.iter().map(|check| check.rule))
                .filter(|rule| rule.group != qdc::findings::Group::Language)
                .map(|rule| rule.name)
                .collect();
            rules.sort();
            assert_eq!(names, rules);
        } else {
            path.push("zzz");
            assert_eq!(possible(&refusal(path, "1")), names, "{place}");
            path.pop();
        }
        for (name, row) in rows {
            path.push(name);
            hold_against_the_program(path, row);
            path.pop();
        }
    } else if row["additionalProperties"].is_object() {
        path.push("some");
        hold_against_the_program(path, &row["additionalProperties"]);
        path.pop();
    } else if let Some(values) = row["enum"].as_array() {
        let mut values: Vec<&str> = values.iter().map(|value| value.as_str().unwrap()).collect();
        values.sort();
        assert_eq!(possible(&refusal(path, "\"zzz\"")), values, "{place}");
    } else {
        let (right, wrong) = match row["type"].as_str() {
            Some("boolean") => ("true", "1"),
            Some("number") => ("1.5", "\"1\""),
            Some("integer") => ("1", "-1"),
            Some("string") => ("\"text\"", "1"),
            Some("array") => ("[]", "1"),
            None => ("{ env = \"QDC_X\" }", "\"key\""),
            other => panic!("{place}: {other:?}"),
        };
        refusal(path, wrong);
        // An upload without its path is none.
        if !path.contains(&"upload") {
            toml::from_str::<Settings>(&set(path, right)).unwrap();
        }
    }
}

#[test]
fn the_schema_knows_every_setting() {
    hold_against_the_program(&mut Vec::new(), &schema());
}

/// What editors offer as a default is what holds.
#[test]
fn the_schemas_defaults_hold() {
    fn defaults(row: &Value) -> Option<Value> {
        match row["properties"].as_object() {
            Some(rows) => {
                Some(rows.iter().filter_map(|(name, row)| Some((name.clone(), defaults(row)?))).collect())
            }
            None => row.get("default").cloned(),
        }
    }
    let mut said = defaults(&schema()).unwrap();
    said.as_object_mut().unwrap().remove("lint");
    let said: Settings = serde_json::from_value(said).unwrap();
    assert_eq!(said, Settings::default());
}
