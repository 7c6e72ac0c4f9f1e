//! What was sent, for programs: `send --format json`, and the objects of `--format jsonl`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;

use super::Parcel;
use super::lines::Lines;
use super::outcome::{NextSigner, Sent, business_code, ending_name, fate_name};
use crate::cli::json::{self, Error};
use crate::cli::{Code, Env, Failure};
use crate::delivery::ledger::{Change, Record, State};
use crate::delivery::{Fate, StepReport};
use crate::findings::Finding;
use crate::plan::Kind;
use crate::privacy::shown;

/// The whole run.
#[derive(Serialize)]
struct Output<'a> {
    version: u32,
    /// `null` where files had errors before it was known where they go.
    environment: Option<&'a str>,
    address: Option<&'a str>,
    files: &'a [File<'a>],
    /// What ended the run early.
    error: Option<Error>,
}

/// One file. Every member is always there; `null` says there is nothing.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct File<'a> {
    file: &'a str,
    pub outcome: &'static str,
    /// As text: it exceeds 2^53.
    contract_id: Option<Cow<'a, str>>,
    business_code: Option<&'a str>,
    title: &'a str,
    deadline: Option<&'a str>,
    /// Of the record of an earlier run.
    state: Option<&'static str>,
    sent_at: Option<String>,
    next: Vec<NextSigner>,
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
    error: Option<Error>,
    /// The platform's own words.
    code: Option<&'a str>,
    message: Option<String>,
    log_key: Option<&'a str>,
    /// QianDun's `ts`, epoch milliseconds.
    platform_time: Option<&'a str>,
}

/// What `given` of a step that was not carried out is.
static NOTHING: BTreeMap<&'static str, String> = BTreeMap::new();

impl<'a> File<'a> {
    /// What became of a file.
    pub fn sent(one: &'a Sent, env: &Env) -> Result<Self, Failure> {
        let start = one.report.start();
        let (record, changes): (Option<&Record>, &[Change]) = match start.map(|start| &start.fate) {
            Some(Fate::Already(record) | Fate::Elsewhere(record)) => (Some(&**record), &[]),
            Some(Fate::Changed(record, changes)) => (Some(&**record), changes),
            _ => (None, &[]),
        };
        let was_started = start.is_some_and(|start| matches!(start.fate, Fate::Done | Fate::Found));
        let unsent = File::unsent(&one.parcel, ending_name(one.report.ending()), &one.findings, env)?;
        Ok(File {
            contract_id: one.report.contract_id().map(Cow::Borrowed),
            next: if was_started { one.next() } else { Vec::new() },
            steps: one.report.steps.iter().map(|step| self::step(step, env)).collect(),
            changes,
            ..unsent.recorded(record)
        })
    }

    /// A file of which nothing was sent.
    pub fn unsent(
        parcel: &'a Parcel,
        outcome: &'static str,
        findings: &[Finding],
        env: &Env,
    ) -> Result<Self, Failure> {
        let job = &parcel.job;
        let step = |step: &crate::delivery::Step| Step {
            step: step.number,
            kind: step.kind,
            outcome: fate_name(&Fate::Skipped),
            given: &NOTHING,
            error: None,
            code: None,
            message: None,
            log_key: None,
            platform_time: None,
        };
        Ok(File {
            file: &parcel.file,
            outcome,
            contract_id: None,
            business_code: job.start().and_then(|start| business_code(&start.body)),
            title: &job.title,
            deadline: job.deadline.as_deref(),
            state: None,
            sent_at: None,
            next: Vec::new(),
            steps: job.steps.iter().map(step).collect(),
            changes: &[],
            findings: json::findings(findings, &parcel.ready.model.sources, env.lang)?,
        })
    }

    /// With what an earlier run wrote down.
    pub fn recorded(self, record: Option<&Record>) -> Self {
        let Some(record) = record else { return self };
        File {
            contract_id: record.contract_id.clone().map(Cow::Owned),
            state: Some(record.state.text()),
            sent_at: Some(record.begun_at.to_string()),
            ..self
        }
    }

    /// With what differs from what an earlier run sent.
    pub fn changed(self, changes: &'a [Change]) -> Self {
        File { changes, ..self }
    }

    /// As somebody found it at the platform.
    pub fn noted(self, id: &'a str) -> Self {
        File { contract_id: Some(id.into()), state: Some(State::Sent.text()), ..self }
    }
}

fn step<'a>(step: &'a StepReport, env: &Env) -> Step<'a> {
    let (answer, error) = match &step.fate {
        Fate::Refused(answer) => (Some(answer), None),
        Fate::NotSent(why) => (None, Some(Error::masked(Code::NotSent, why, env.lang))),
        Fate::Unknown(why) => (None, Some(Error::masked(Code::OutcomeUnknown, why, env.lang))),
        Fate::Unrecorded(_, why) => (None, Some(Error::masked(Code::LedgerUnusable, why, env.lang))),
        _ => (None, None),
    };
    Step {
        step: step.number,
        kind: step.kind,
        outcome: fate_name(&step.fate),
        given: &step.given,
        error,
        code: answer.and_then(|answer| answer.code.as_deref()),
        message: answer.map(|answer| shown(&answer.message)),
        log_key: answer.and_then(|answer| answer.log_key.as_deref()),
        platform_time: answer.and_then(|answer| answer.time.as_deref()),
    }
}

/// Where a run sends to.
#[derive(Clone, Copy)]
pub struct Destination<'a> {
    pub environment: &'a str,
    pub address: &'a str,
}

/// Prints files whose outcome is known all at once, as one document or as lines.
pub fn print_all(
    files: &[File<'_>],
    destination: Option<Destination<'_>>,
    exit: u8,
    format: &str,
    env: &Env,
) -> Result<(), Failure> {
    if format != "jsonl" {
        return print(files, destination, None, env);
    }
    let lines = Lines::new(*env);
    if let Some(destination) = destination {
        lines.begin(destination, files.len());
    }
    files.iter().for_each(|file| lines.file(file));
    lines.end(files.iter().map(|file| file.outcome), exit)
}

/// Prints files of which none is sent, and why.
pub fn print_refused(files: &[File<'_>], failure: &Failure, format: &str, env: &Env) -> Result<(), Failure> {
    if format != "jsonl" {
        return print(files, None, Some(failure), env);
    }
    let lines = Lines::new(*env);
    files.iter().for_each(|file| lines.file(file));
    lines.error(failure);
    lines.end(files.iter().map(|file| file.outcome), 1)
}

/// Prints the document.
pub fn print(
    files: &[File<'_>],
    destination: Option<Destination<'_>>,
    broken: Option<&Failure>,
    env: &Env,
) -> Result<(), Failure> {
    json::print(&Output {
        version: json::VERSION,
        environment: destination.map(|to| to.environment),
        address: destination.map(|to| to.address),
        files,
        error: broken.map(|failure| Error::of(failure, env.lang)),
    })
}

/// Prints what kept the files from being sent: `has-errors`, and `not-sent` for those beside them.
pub fn print_unsent(parcels: &[Parcel], format: &str, env: &Env) -> Result<(), Failure> {
    let file = |parcel| {
        let outcome = if Parcel::has_errors(parcel) { "has-errors" } else { "not-sent" };
        File::unsent(parcel, outcome, &parcel.ready.findings, env)
    };
    let files: Vec<File<'_>> = parcels.iter().map(file).collect::<Result<_, _>>()?;
    print_all(&files, None, 1, format, env)
}
