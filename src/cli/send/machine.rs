//! What was sent, for machines: `send --format json`.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;

use super::Parcel;
use super::outcome::{NextSigner, Sent, ending_name, fate_name};
use crate::cli::output::Form;
use crate::cli::session::Session;
use crate::cli::{Env, Failure, output};
use crate::delivery::Fate;
use crate::delivery::ledger::Change;
use crate::findings::{Finding, Found, Report, json};
use crate::plan::Kind;
use crate::privacy::shown;
use crate::words;

/// The form of the output.
const VERSION: u32 = 1;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Output<'a> {
    version: u32,
    environment: &'a str,
    files: Vec<File<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct File<'a> {
    file: &'a str,
    outcome: &'static str,
    /// As text: it exceeds 2^53.
    contract_id: Option<&'a str>,
    business_code: Option<&'a str>,
    title: &'a str,
    deadline: Option<&'a str>,
    next: Vec<NextSigner>,
    /// When it was sent, where an earlier run did that.
    sent_at: Option<String>,
    steps: Vec<Step<'a>>,
    changes: &'a [Change],
    findings: Box<RawValue>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Step<'a> {
    step: usize,
    kind: Kind,
    outcome: &'static str,
    given: &'a BTreeMap<&'static str, String>,
    code: Option<&'a str>,
    message: Option<String>,
    log_key: Option<&'a str>,
    /// QianDun's `ts`, epoch milliseconds.
    time: Option<&'a str>,
}

/// Prints everything as one object; the exit code.
pub fn print(sent: &[Sent], session: &Session, env: &Env) -> Result<u8, Failure> {
    let files = sent.iter().map(|one| file(one, env)).collect::<Result<_, _>>()?;
    let output = Output { version: VERSION, environment: &session.environment.name, files };
    let text = serde_json::to_string_pretty(&output).map_err(unwritable)?;
    output::print_as(Form::Json, &(text + "\n"))?;
    Ok(sent.iter().map(Sent::code).max().unwrap_or(0))
}

fn unwritable(error: impl std::fmt::Display) -> Failure {
    Failure(words!("无法写成 JSON：{error}", "cannot be written as JSON: {error}"))
}

fn file<'a>(one: &'a Sent, env: &Env) -> Result<File<'a>, Failure> {
    let start = one.report.start();
    let (record, changes): (_, &[Change]) = match start.map(|start| &start.fate) {
        Some(Fate::Already(record)) => (Some(record), &[]),
        Some(Fate::Changed(record, changes)) => (Some(record), changes),
        _ => (None, &[]),
    };
    let was_started = start.is_some_and(|start| matches!(start.fate, Fate::Done | Fate::Found));
    Ok(File {
        file: &one.parcel.file,
        outcome: ending_name(one.report.ending()),
        contract_id: one.report.contract_id(),
        business_code: one.business_code(),
        title: &one.parcel.job.title,
        deadline: one.parcel.job.deadline.as_deref(),
        next: if was_started { one.next() } else { Vec::new() },
        sent_at: record.map(|record| record.begun_at.to_string()),
        steps: one.report.steps.iter().map(|step| self::step(step, env)).collect(),
        changes,
        findings: findings(&one.findings, &one.parcel, env)?,
    })
}

/// As `check --format json` has them.
fn findings(found: &[Finding], parcel: &Parcel, env: &Env) -> Result<Box<RawValue>, Failure> {
    let mut written = Vec::new();
    let sources = &parcel.ready.model.sources;
    let found = found.iter().map(|finding| Found { finding, sources }).collect();
    json::write(&mut written, &Report { found, lang: env.lang, ..Report::default() }).map_err(unwritable)?;
    let written = String::from_utf8(written).map_err(unwritable)?;
    RawValue::from_string(written.trim().to_owned()).map_err(unwritable)
}

#[derive(Serialize)]
struct Unsent<'a> {
    version: u32,
    files: Vec<UnsentFile<'a>>,
}

#[derive(Serialize)]
struct UnsentFile<'a> {
    file: &'a str,
    outcome: &'static str,
    findings: Box<RawValue>,
}

/// Prints what kept the files from being sent: `has-errors`, and `not-sent` for those beside them.
pub fn print_unsent(parcels: &[Parcel], env: &Env) -> Result<(), Failure> {
    let mut files = Vec::with_capacity(parcels.len());
    for parcel in parcels {
        let outcome = if parcel.ready.has_errors() { "has-errors" } else { "not-sent" };
        files.push(UnsentFile {
            file: &parcel.file,
            outcome,
            findings: findings(&parcel.ready.findings, parcel, env)?,
        });
    }
    let text = serde_json::to_string_pretty(&Unsent { version: VERSION, files }).map_err(unwritable)?;
    output::print_as(Form::Json, &(text + "\n"))
}

fn step<'a>(step: &'a crate::delivery::StepReport, env: &Env) -> Step<'a> {
    let (answer, why) = match &step.fate {
        Fate::Refused(answer) => (Some(answer), Some(shown(&answer.message))),
        Fate::NotSent(why) | Fate::Unknown(why) => (None, Some(shown(why.get(env.lang)))),
        _ => (None, None),
    };
    Step {
        step: step.number,
        kind: step.kind,
        outcome: fate_name(&step.fate),
        given: &step.given,
        code: answer.and_then(|answer| answer.code.as_deref()),
        message: why,
        log_key: answer.and_then(|answer| answer.log_key.as_deref()),
        time: answer.and_then(|answer| answer.time.as_deref()),
    }
}
