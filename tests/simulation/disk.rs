//! A ledger in memory that survives processes and loses what a loss of power would.
//!
//! `begin` reaches the disk before it returns; `hand_over` and `finish` reach it with the next `begin`, or when
//! the ledger is closed. The clock on the wall is whatever the scenario says.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use qdc::delivery::ledger::{LedgerError, Outcome, Place, Receipt, Record, State, hash, masked};
use qdc::delivery::{Book, Subject};
use qdc::findings::{Code, Words};
use qdc::plan::Kind;
use qdc::privacy::numbers_masked;

use crate::choice::Choices;
use crate::crash::Crash;

#[derive(Clone)]
pub struct Disk {
    rows: Arc<Mutex<Rows>>,
    choices: Choices,
    pub crash: Crash,
    /// How far the wall's clock is off.
    pub clock: Arc<Mutex<SignedDuration>>,
    began: tokio::time::Instant,
}

#[derive(Default)]
struct Rows {
    written: Vec<Row>,
    /// What is on the disk itself.
    flushed: Vec<Row>,
    /// Receipts that the process which runs now began or handed over.
    under_way: HashSet<i64>,
}

impl Rows {
    /// A record that takes an outcome still.
    fn open(&mut self, id: i64) -> Result<&mut Record, LedgerError> {
        let row = usize::try_from(id - 1).ok().and_then(|at| self.written.get_mut(at));
        let record = row.map(|row| &mut row.record);
        record
            .filter(|record| matches!(record.state, State::Sending | State::Unknown))
            .ok_or_else(|| failed("there is no such record, or it has its outcome already"))
    }
}

#[derive(Clone)]
struct Row {
    key: Option<String>,
    record: Record,
}

impl Disk {
    pub fn new(choices: Choices, crash: Crash) -> Disk {
        Disk {
            rows: Arc::default(),
            choices,
            crash,
            clock: Arc::new(Mutex::new(SignedDuration::ZERO)),
            began: tokio::time::Instant::now(),
        }
    }

    /// A process that was not there before holds it now.
    pub fn open(&self) {
        self.rows.lock().unwrap().under_way.clear();
    }

    /// What a loss of power leaves.
    pub fn lose_power(&self) {
        let mut rows = self.rows.lock().unwrap();
        rows.written = rows.flushed.clone();
    }

    pub fn close(&self) {
        let mut rows = self.rows.lock().unwrap();
        rows.flushed = rows.written.clone();
    }

    pub fn records(&self) -> Vec<Record> {
        self.rows.lock().unwrap().written.iter().map(|row| row.record.clone()).collect()
    }

    fn now(&self) -> Timestamp {
        let elapsed = SignedDuration::try_from(self.began.elapsed()).unwrap();
        Timestamp::from_second(1_767_225_600).unwrap() + elapsed + *self.clock.lock().unwrap()
    }

    /// The disk is full, the process dies, or neither.
    async fn before(&self, at: &'static str) -> Result<(), LedgerError> {
        match self.choices.choose(at, 3) {
            1 => self.crash.now().await,
            2 => return Err(failed("the disk is full")),
            _ => {}
        }
        Ok(())
    }
}

fn is_at(record: &Record, at: Place<'_>) -> bool {
    record.environment == at.environment || !at.address.is_empty() && record.address == at.address
}

impl Book for Disk {
    async fn find(
        &self,
        at: Place<'_>,
        kind: Kind,
        subject: &Subject,
    ) -> Result<Option<Record>, LedgerError> {
        let rows = self.rows.lock().unwrap();
        let same = |row: &&Row| {
            is_at(&row.record, at) && row.record.kind == kind && row.key.as_deref() == Some(&subject.key())
        };
        let found =
            rows.written.iter().filter(same).max_by_key(|row| (row.record.state.is_live(), row.record.id));
        Ok(found.map(|row| row.record.clone()))
    }

    async fn unheard_of(
        &self,
        at: Place<'_>,
        subjects: &[(Kind, &Subject)],
    ) -> Result<HashSet<(Kind, String)>, LedgerError> {
        let mut unheard_of = HashSet::new();
        for (kind, subject) in subjects {
            if self.find(at, *kind, subject).await?.is_none() {
                unheard_of.insert((*kind, subject.key()));
            }
        }
        Ok(unheard_of)
    }

    async fn begin(&self, receipt: Receipt) -> Result<i64, LedgerError> {
        self.before("begin").await?;
        let now = self.now();
        let mut rows = self.rows.lock().unwrap();
        let key = receipt.subject.as_ref().map(Subject::key);
        let at = Place { environment: &receipt.environment, address: &receipt.address };
        let of_subject = |row: &&Row| {
            key.is_some()
                && row.key == key
                && row.record.kind == receipt.kind
                && is_at(&row.record, at)
                && row.record.state.is_live()
        };
        let live: Vec<(i64, i64)> =
            rows.written.iter().filter(of_subject).map(|row| (row.record.id, row.record.resend)).collect();
        let is_under_way = live.iter().any(|(id, _)| rows.under_way.contains(id));
        if is_under_way || !live.is_empty() && !receipt.again {
            return Err(failed("it is live already"));
        }
        let id = rows.written.len() as i64 + 1;
        let record = Record {
            id,
            environment: receipt.environment,
            address: receipt.address,
            application: receipt.application,
            kind: receipt.kind,
            subject: receipt.subject.as_ref().and_then(Subject::text).map(numbers_masked),
            resend: live
                .iter()
                .map(|(_, resend)| resend + 1)
                .max()
                .unwrap_or(i64::from(receipt.again && receipt.kind == Kind::Start)),
            title: receipt.title,
            path: receipt.path,
            body_hash: hash(&receipt.body),
            body: masked(&receipt.body),
            source: receipt.source,
            meaning: receipt.meaning,
            deadline: receipt.deadline,
            state: State::Sending,
            attempts: 0,
            begun_at: now,
            handed_over_at: None,
            finished_at: None,
            contract_id: None,
            result: None,
            code: None,
            message: None,
            log_key: None,
            platform_time: None,
        };
        rows.written.push(Row { key, record });
        rows.flushed = rows.written.clone();
        rows.under_way.insert(id);
        Ok(id)
    }

    async fn hand_over(&self, id: i64) -> Result<(), LedgerError> {
        self.before("hand over").await?;
        let now = self.now();
        let mut rows = self.rows.lock().unwrap();
        let record = rows.open(id)?;
        record.attempts += 1;
        record.handed_over_at = Some(now);
        record.finished_at = None;
        record.state = State::Sending;
        rows.under_way.insert(id);
        Ok(())
    }

    async fn finish(&self, id: i64, outcome: Outcome) -> Result<(), LedgerError> {
        self.before("finish").await?;
        let now = self.now();
        let mut rows = self.rows.lock().unwrap();
        if outcome.state == State::Sending {
            return Err(failed("to be on its way is not an outcome"));
        }
        let record = rows.open(id)?;
        record.state = outcome.state;
        record.code = outcome.code;
        record.finished_at = Some(now);
        record.contract_id = outcome.contract_id.or(record.contract_id.take());
        rows.under_way.remove(&id);
        Ok(())
    }
}

fn failed(why: &str) -> LedgerError {
    LedgerError(Words::same(why), Code::LedgerUnusable)
}
