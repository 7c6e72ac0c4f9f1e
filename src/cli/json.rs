//! What programs read: one JSON document a run, with `error` in it where something failed.
//!
//! Members have one name and one meaning in every command: `docs/formats.md` lists them, `docs/schema` describes each
//! document, and `tests/machine` holds the commands to both.

use std::ffi::OsString;

use serde::Serialize;
use serde_json::value::RawValue;

use super::output::Form;
use super::ready::Ready;
use super::{Code, Env, Failure, output, report, value_of, variables};
use crate::findings::{Finding, Found, Lang, Report, Words, jsonl};
use crate::model::Model;
use crate::source::Sources;
use crate::words;

/// The form of all documents; it grows when a member goes or changes its meaning.
pub const VERSION: u32 = 2;

/// What failed.
#[derive(Debug, Serialize)]
pub struct Error {
    code: &'static str,
    message: String,
}

impl Error {
    pub fn new(code: Code, words: &Words, lang: Lang) -> Error {
        Error { code: code.text(), message: words.get(lang).to_owned() }
    }

    /// With words that hold the platform's, in which personal numbers are masked.
    #[cfg(feature = "send")]
    pub fn masked(code: Code, words: &Words, lang: Lang) -> Error {
        Error { code: code.text(), message: crate::privacy::shown(words.get(lang)) }
    }

    pub fn of(failure: &Failure, lang: Lang) -> Error {
        Error::new(failure.code, &failure.words, lang)
    }
}

/// Prints a document.
pub fn print(document: &impl Serialize) -> Result<(), Failure> {
    output::print_as(Form::Json, &text(document)?)
}

/// A document as it is printed or saved.
pub fn text(document: &impl Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(document).map_err(unwritable)?;
    Ok(text + "\n")
}

/// Prints one of many documents on a line of its own, at once.
pub fn print_line(document: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string(document).map_err(unwritable)?;
    // In one piece, so that lines of several tasks do not mix.
    output::print_as(Form::Json, &(text + "\n"))
}

/// Why something cannot be JSON.
pub fn unwritable(error: impl std::fmt::Display) -> Failure {
    Failure::new(Code::Failed, words!("无法写成 JSON：{error}", "cannot be written as JSON: {error}"))
}

/// A file whose errors stand in the way.
#[derive(Serialize)]
struct Erroneous<'a> {
    version: u32,
    file: &'a str,
    error: Error,
    findings: Box<RawValue>,
}

/// Prints what is wrong with the one file of a command.
pub fn print_errors(ready: &Ready, words: &Words, env: &Env) -> Result<(), Failure> {
    print(&Erroneous {
        version: VERSION,
        file: ready.model.sources[Model::ROOT].name(),
        error: Error::new(Code::HasErrors, words, env.lang),
        findings: findings(&ready.findings, &ready.model.sources, env.lang)?,
    })
}

/// Findings as `check --format json` has them.
pub fn findings(found: &[Finding], sources: &Sources, lang: Lang) -> Result<Box<RawValue>, Failure> {
    let mut written = Vec::new();
    let found = found.iter().map(|finding| Found { finding, sources }).collect();
    jsonl::write(&mut written, &Report { found, lang, ..Report::default() }).map_err(unwritable)?;
    let written = String::from_utf8(written).map_err(unwritable)?;
    // On one line, as an event has to be.
    let elements = written.lines().collect::<Vec<_>>().join(",");
    RawValue::from_string(format!("[{elements}]")).map_err(unwritable)
}

/// A whole run that failed.
#[derive(Serialize)]
struct Failed {
    version: u32,
    error: Error,
}

/// The same as one line among events.
#[derive(Serialize)]
struct FailedEvent {
    event: &'static str,
    #[serde(flatten)]
    failed: Failed,
}

/// Prints why a command failed in the format it was asked for; nothing for people, who are shown it elsewhere.
pub fn print_failure(command: &str, format: &str, failure: &Failure, env: &Env) {
    let failed = Failed { version: VERSION, error: Error::of(failure, env.lang) };
    // Nothing can be done about an output that fails too.
    let _ = match (command, format) {
        ("check", format) => report::print_failure(format, failure, env),
        (_, "json") => print(&failed),
        (_, "jsonl") => print_line(&FailedEvent { event: "error", failed }),
        _ => Ok(()),
    };
}

/// The command, empty for one that is not there, and the format asked for, before the command line is known to be
/// right.
pub fn asked_for(args: &[OsString], is_command: impl Fn(&str) -> bool) -> Option<(String, String)> {
    let mut names = args.iter().skip(1).map(|arg| arg.to_string_lossy());
    let command = names.find(|name| is_command(name)).unwrap_or_default().into_owned();
    let variable = || std::env::var(variables::FORMAT).ok().filter(|_| command == "check");
    let format = value_of("--format", args).or_else(variable)?;
    Some((command, format))
}
