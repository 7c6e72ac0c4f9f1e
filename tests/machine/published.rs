//! What is published is what there is: a schema for each command, one meaning for each member, and every code.

use std::collections::{BTreeMap, BTreeSet};

use clap::Command;
use qdc::findings::{Code, Lang};
use serde_json::Value;

use crate::schema;

/// Schemas of files, and of what several commands share.
const OF_NO_COMMAND: [&str; 4] = ["baseline", "common", "qdc", "saved-plan"];
/// Other forms of a command's output.
const BESIDE: [(&str, &str); 2] = [("check", "statistics"), ("send", "send-event")];

/// The commands that take `--format` with this value, nested ones as `ledger-verify`.
fn commands(format: &str) -> BTreeSet<String> {
    fn walk(command: &Command, name: &str, format: &str, found: &mut BTreeSet<String>) {
        let takes = |arg: &clap::Arg| {
            arg.get_id() == "format"
                && arg.get_possible_values().iter().any(|value| value.matches(format, false))
        };
        if command.get_arguments().any(takes) {
            found.insert(name.to_owned());
        }
        for sub in command.get_subcommands() {
            let name = [name, sub.get_name()].join("-").trim_start_matches('-').to_owned();
            walk(sub, &name, format, found);
        }
    }
    let mut found = BTreeSet::new();
    walk(&qdc::cli::command(Lang::En), "", format, &mut found);
    found
}

fn published() -> BTreeSet<String> {
    let files = std::fs::read_dir(schema::folder()).unwrap().map(|entry| entry.unwrap().file_name());
    files.map(|file| file.to_str().unwrap().strip_suffix(".schema.json").unwrap().to_owned()).collect()
}

#[test]
fn every_command_with_json_has_a_schema() {
    let mut schemas = published();
    for name in OF_NO_COMMAND.into_iter().chain(BESIDE.map(|(_, name)| name)) {
        assert!(schemas.remove(name), "there is no {name}");
    }
    assert_eq!(schemas, commands("json"));
    assert_eq!(commands("jsonl"), BESIDE.map(|(command, _)| command.to_owned()).into());
}

#[test]
fn every_member_is_described() {
    fn walk(value: &Value, place: &str, bare: &mut Vec<String>) {
        if let Some(members) = value.get("properties").and_then(Value::as_object) {
            for (name, member) in members {
                let says = |key: &str| member.get(key).is_some();
                if !["description", "$ref", "anyOf", "items"].into_iter().any(says) {
                    bare.push(format!("{place}/{name}"));
                }
            }
        }
        match value {
            Value::Object(members) => {
                members.iter().for_each(|(name, value)| walk(value, &format!("{place}/{name}"), bare));
            }
            Value::Array(items) => items.iter().for_each(|item| walk(item, place, bare)),
            _ => {}
        }
    }
    for name in published().iter().filter(|name| *name != "qdc") {
        let schema = schema::read(name);
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{name}");
        assert_eq!(schema["$id"], format!("{name}.schema.json"));
        let mut bare = Vec::new();
        walk(&schema, "", &mut bare);
        assert_eq!(bare, [""; 0], "{name}");
    }
}

#[test]
fn every_code_is_in_the_schema_and_on_both_pages() {
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.text()).collect();
    assert_eq!(schema::read("common")["$defs"]["errorCode"]["enum"], serde_json::json!(codes));
    for (page, lang) in [("docs/formats.md", Lang::En), ("docs/zh/formats.md", Lang::Zh)] {
        let text = std::fs::read_to_string(schema::folder().join("../..").join(page)).unwrap();
        let rows: BTreeMap<&str, &str> = rows(&text, "| `error.code` |").collect();
        let wanted: BTreeMap<&str, String> =
            Code::ALL.iter().map(|code| (code.text(), code.meaning().get(lang).to_owned())).collect();
        let wanted: BTreeMap<&str, &str> =
            wanted.iter().map(|(code, words)| (*code, words.as_str())).collect();
        assert_eq!(rows, wanted, "{page}");
    }
}

/// The page's vocabulary is that of the schemas: a member there is in each schema what it is on the page.
#[test]
fn the_vocabulary_is_on_both_pages() {
    let common = schema::read("common");
    for page in ["docs/formats.md", "docs/zh/formats.md"] {
        let text = std::fs::read_to_string(schema::folder().join("../..").join(page)).unwrap();
        let heading = if page.contains("zh") { "| 字段 |" } else { "| Member |" };
        let members: BTreeSet<&str> = rows(&text, heading).map(|(name, _)| name).collect();
        for name in
            ["file", "businessCode", "contractId", "environment", "address", "kind", "title", "deadline"]
        {
            assert!(members.contains(name) && common["$defs"].get(name).is_some(), "{page}: {name}");
        }
        let mut unknown = BTreeSet::new();
        for name in commands("json").iter().filter(|name| *name != "check") {
            members_of(&schema::read(name), &mut unknown);
        }
        unknown.retain(|name| !members.contains(name.as_str()));
        assert_eq!(unknown, BTreeSet::new(), "{page} does not list them");
    }
}

/// Names of members, but for those that only one kind of object has, which its schema describes.
fn members_of(value: &Value, found: &mut BTreeSet<String>) {
    const SHARED: [&str; 8] =
        ["subject", "source", "sentAt", "begunAt", "handedOverAt", "finishedAt", "outcome", "state"];
    match value {
        Value::Object(members) => {
            if let Some(properties) = members.get("properties").and_then(Value::as_object) {
                let of_common = |value: &Value| value.to_string().contains("common.schema.json#/$defs/");
                let shared = properties
                    .iter()
                    .filter(|(name, value)| SHARED.contains(&name.as_str()) || of_common(value));
                found.extend(shared.map(|(name, _)| name.clone()));
            }
            members.values().for_each(|value| members_of(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| members_of(item, found)),
        _ => {}
    }
}

/// The rows of the table with this heading: the word in backticks, and what is said of it last.
fn rows<'a>(text: &'a str, heading: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let table = text.lines().skip_while(|line| !line.starts_with(heading)).skip(2).map_while(|line| {
        let cells: Vec<&str> = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ").collect();
        Some((cells.first()?.trim_matches('`'), *cells.last()?))
    });
    table.collect::<Vec<_>>().into_iter()
}
