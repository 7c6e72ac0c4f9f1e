//! What happens while sending, an event a line: `send --format jsonl`.

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::time::Duration;

use serde::Serialize;

use super::machine::{Destination, File};
use super::outcome::Sent;
use crate::cli::json::{self, Error};
use crate::cli::{Env, Failure};
use crate::delivery::{Event as Happened, Given};

/// One line. `docs/schema/send-event.schema.json` describes each.
#[derive(Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
enum Event<'a> {
    /// Everything was found right, and sending begins.
    Begin { version: u32, environment: &'a str, address: &'a str, files: usize },
    /// Something is waited for; others may go on meanwhile.
    #[serde(rename_all = "camelCase")]
    Waiting { r#for: &'a str, seconds: Option<u64>, business_code: Option<&'a str> },
    /// The platform answers again.
    Resumed,
    /// The platform did not come back.
    GivenUp,
    /// A request ended, and that could not be written into the ledger.
    #[serde(rename_all = "camelCase")]
    Unrecorded { business_code: Option<&'a str>, given: &'a Given },
    /// What became of a file is known.
    File(&'a File<'a>),
    /// What ends the run early.
    Error { version: u32, error: Error },
    /// The last line, whatever happened.
    End { counts: BTreeMap<&'static str, usize>, exit: u8 },
}

/// Writes events as they happen, from any task. What cannot be written is reported at the end: sending goes on.
pub struct Lines {
    env: Env,
    broken: OnceLock<Failure>,
}

impl Lines {
    pub fn new(env: Env) -> Lines {
        Lines { env, broken: OnceLock::new() }
    }

    fn print(&self, event: &Event<'_>) {
        if let Err(failure) = json::print_line(event) {
            // The first says why.
            let _ = self.broken.set(failure);
        }
    }

    pub fn begin(&self, Destination { environment, address }: Destination<'_>, files: usize) {
        self.print(&Event::Begin { version: json::VERSION, environment, address, files });
    }

    /// The ledger is waited for.
    pub fn waiting_for_ledger(&self) {
        self.print(&Event::Waiting { r#for: "ledger", seconds: None, business_code: None });
    }

    /// Something happened that is no file's end.
    pub fn happened<'a>(&self, event: &'a Happened) {
        let waiting = |what, longest: Duration, business_code| Event::Waiting {
            r#for: what,
            seconds: Some(longest.as_secs().max(1)),
            business_code,
        };
        let code = |subject: &'a String| Some(subject.as_str()).filter(|subject| !subject.is_empty());
        self.print(&match event {
            Happened::Settling { subject, longest } => waiting("outcome", *longest, code(subject)),
            Happened::Asking { subject, longest } => waiting("answer", *longest, code(subject)),
            Happened::Silent { longest } => waiting("platform", *longest, None),
            Happened::Later { wait } => waiting("retry", *wait, None),
            Happened::Back => Event::Resumed,
            Happened::GivenUp => Event::GivenUp,
            Happened::Unrecorded { subject, given } => Event::Unrecorded {
                business_code: Some(subject).filter(|subject| !subject.is_empty()).map(|s| &**s),
                given,
            },
        });
    }

    pub fn file(&self, file: &File<'_>) {
        self.print(&Event::File(file));
    }

    /// A file that was just sent.
    pub fn sent(&self, one: &Sent) {
        match File::sent(one, &self.env) {
            Ok(file) => self.file(&file),
            Err(failure) => drop(self.broken.set(failure)),
        }
    }

    pub fn error(&self, failure: &Failure) {
        self.print(&Event::Error { version: json::VERSION, error: Error::of(failure, self.env.lang) });
    }

    /// How many files had each outcome, and the exit code.
    pub fn end(&self, outcomes: impl Iterator<Item = &'static str>, exit: u8) -> Result<(), Failure> {
        let mut counts = BTreeMap::new();
        for outcome in outcomes {
            *counts.entry(outcome).or_default() += 1;
        }
        self.print(&Event::End { counts, exit });
        self.broken.get().cloned().map_or(Ok(()), Err)
    }
}
