//! What programs read: every document of every command is as its schema says, whatever happens, in both languages.

#[allow(dead_code, reason = "what the tests of sending need beside it")]
#[path = "../send/world.rs"]
mod world;

mod bare;
mod commands;
mod events;
mod failures;
mod published;
mod schema;
mod sending;

use serde_json::Value;

use world::{Project, Ran};

pub const LANGS: [&str; 2] = ["en", "zh"];

/// Runs a command in a language. What it says in JSON is held to its schema; the exit code and the document.
pub fn json(project: &Project, lang: &str, args: &[&str]) -> (i32, Value) {
    let ran = run(project, lang, args);
    let document =
        serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{args:?}: {error}: {ran:?}"));
    schema::hold(args[0], &document);
    (ran.code, document)
}

/// Runs a command in a language.
pub fn run(project: &Project, lang: &str, args: &[&str]) -> Ran {
    let ran = Ran::of(project.command(args).env("QDC_LANG", lang).args(["--lang", lang]).output().unwrap());
    assert!(!ran.out.is_empty(), "nothing on standard output: {args:?}: {ran:?}");
    ran
}
