//! What became of a job, request by request.

use std::collections::BTreeMap;

use super::ledger::{Change, Record};
use crate::findings::Words;
use crate::plan::Kind;
use crate::platform::Answer;

/// What the platform gave: `contractId`, `fileCode`, `sealId`, `authUrl`, `ticket`.
pub type Given = BTreeMap<&'static str, String>;

/// What became of one file's job.
#[derive(Debug, Default)]
pub struct Report {
    pub steps: Vec<StepReport>,
}

#[derive(Debug)]
pub struct StepReport {
    /// From 1, as in the plan.
    pub number: usize,
    pub kind: Kind,
    pub fate: Fate,
    pub given: Given,
}

/// What became of one request.
#[derive(Debug)]
pub enum Fate {
    /// Carried out now.
    Done,
    /// Had been carried out, although its answer was lost: the platform said so when asked.
    Found,
    /// The account existed at the platform before.
    Existed,
    /// Carried out by an earlier run.
    Already(Box<Record>),
    /// A person, created by an earlier run with other data than the file has now.
    AlreadyOther(Box<Record>),
    /// Carried out by an earlier run, with another body under the same subject.
    Changed(Box<Record>, Vec<Change>),
    /// Not sent: the platform has a contract of this business code that the ledger does not know; its id where
    /// the platform gave one.
    Taken(Option<String>),
    /// Not sent: the record is of a platform at another address under the same environment's name.
    Elsewhere(Box<Record>),
    Refused(Box<Answer>),
    /// Certainly not carried out.
    NotSent(Words),
    /// Nobody can tell.
    Unknown(Words),
    /// What became of it is known now and could not be written down: the next run does not know it.
    Unrecorded(Box<Fate>, Words),
    /// Not tried, since an earlier one failed.
    Skipped,
}

/// What became of a whole file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ending {
    /// Everything is at the platform, some of it newly.
    Sent,
    /// Everything had been there before.
    Repeated,
    Changed,
    Taken,
    Elsewhere,
    Refused,
    NotSent,
    Unknown,
}

impl Fate {
    /// Whether what the request asks for is at the platform.
    pub fn is_good(&self) -> bool {
        matches!(self, Fate::Done | Fate::Found | Fate::Existed | Fate::Already(_) | Fate::AlreadyOther(_))
    }
}

impl Report {
    pub fn ending(&self) -> Ending {
        let fates = || self.steps.iter().map(|step| &step.fate);
        let worst = fates().map(|fate| match fate {
            Fate::Unknown(_) | Fate::Unrecorded(..) => Ending::Unknown,
            Fate::NotSent(_) => Ending::NotSent,
            Fate::Refused(_) => Ending::Refused,
            Fate::Changed(..) => Ending::Changed,
            Fate::Taken(_) => Ending::Taken,
            Fate::Elsewhere(_) => Ending::Elsewhere,
            Fate::Already(_) | Fate::AlreadyOther(_) | Fate::Existed => Ending::Repeated,
            Fate::Done | Fate::Found | Fate::Skipped => Ending::Sent,
        });
        let worst = worst.max().unwrap_or(Ending::Sent);
        if worst == Ending::Repeated && fates().any(|fate| matches!(fate, Fate::Done | Fate::Found)) {
            return Ending::Sent;
        }
        worst
    }

    /// The contract's step.
    pub fn start(&self) -> Option<&StepReport> {
        self.steps.iter().find(|step| step.kind == Kind::Start)
    }

    /// The contract's id, where the platform gave one.
    pub fn contract_id(&self) -> Option<&str> {
        let start = self.start()?;
        match &start.fate {
            Fate::Already(record) | Fate::Changed(record, _) => record.contract_id.as_deref(),
            _ => start.given.get("contractId").map(String::as_str),
        }
    }
}
