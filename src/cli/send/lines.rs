//! What happens while sending, an event a line: `send --format jsonl`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Serialize;

use super::machine::{Destination, File};
use super::outcome::Sent;
use crate::cli::json::{self, Error};
use crate::cli::{Env, Failure};

/// One line. `docs/schema/send-event.schema.json` describes each.
#[derive(Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
enum Event<'a> {
    /// Everything was found right, and sending begins.
    Begin { version: u32, environment: &'a str, address: &'a str, files: usize },
    /// Nothing goes on until something is over.
    Waiting { r#for: &'a str, seconds: Option<u64> },
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

    /// Something is waited for: a word for programs, and for how long where that is known.
    pub fn waiting(&self, what: &str, seconds: Option<u64>) {
        self.print(&Event::Waiting { r#for: what, seconds });
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
    pub fn end(self, outcomes: impl Iterator<Item = &'static str>, exit: u8) -> Result<(), Failure> {
        let mut counts = BTreeMap::new();
        for outcome in outcomes {
            *counts.entry(outcome).or_default() += 1;
        }
        self.print(&Event::End { counts, exit });
        self.broken.into_inner().map_or(Ok(()), Err)
    }
}
