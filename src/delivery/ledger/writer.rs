//! The one task that writes: what waits is written together, a statement a kind, and answered after.
//!
//! A request is refused before it changes anything, so that a refusal spoils nothing for its neighbours.

use std::collections::HashSet;
use std::fs::File;
use std::path::PathBuf;

use jiff::Timestamp;
use serde_json::Value;
use sqlx::{Connection, Row, SqliteConnection};
use tokio::sync::{mpsc, oneshot};

use super::batch::{Answer, Batch, batches};
use super::error::{is_want_of_room, live, settled};
use super::flush::Flush;
use super::merge::{Merged, merge};
use super::reserve::Reserve;
use super::rows::{BEGIN, BEGIN_NEW, FINISH, HAND_OVER, Prepared, finished};
use super::{Entry, LedgerError, Outcome, State, place};

/// At most so many requests at a time.
const GROUP: usize = 256;

/// What is asked of the writer.
pub enum Request {
    Write(Write, Answer),
    Merge(Vec<Entry>, oneshot::Sender<Result<Merged, LedgerError>>),
    /// Nothing after it is written; answered when the file and its lock are free.
    Close(oneshot::Sender<()>),
}

pub enum Write {
    Begin(Box<Prepared>),
    HandOver(i64),
    Finish(i64, Box<Outcome>),
}

pub struct Writer {
    pub path: PathBuf,
    /// The file that was opened.
    pub file: place::FileId,
    pub connection: SqliteConnection,
    pub reserve: Reserve,
    pub flush: Flush,
    /// Let go after the connection is closed, last of all.
    pub lock: File,
    pub requests: mpsc::UnboundedReceiver<Request>,
    /// Receipts of this process that are on their way: surely not those of one that died.
    pub under_way: HashSet<i64>,
}

impl Writer {
    /// Until it is closed or nobody can ask any more.
    pub async fn run(mut self) {
        let mut waiting = Vec::new();
        let mut closing = None;
        while closing.is_none() {
            let count = tokio::select! {
                // First, or those who wait for the disk would wait until nobody asks for anything.
                biased;
                () = self.flush.keep_on() => continue,
                count = self.requests.recv_many(&mut waiting, GROUP) => count,
            };
            if count == 0 {
                break;
            }
            let mut group = Vec::with_capacity(count);
            for request in waiting.drain(..) {
                match request {
                    Request::Write(_, answer) if closing.is_some() => {
                        let _ = answer.send(Err(LedgerError::closed(&self.path)));
                    }
                    Request::Write(write, answer) => group.push((write, answer)),
                    Request::Merge(entries, answer) => {
                        self.write_all(std::mem::take(&mut group)).await;
                        let _ = answer.send(self.merge(entries).await);
                    }
                    Request::Close(answer) => closing = Some(answer),
                }
            }
            self.write_all(group).await;
        }
        let Self { connection, mut flush, lock, requests, .. } = self;
        drop(requests);
        // Another process may be reading: then closing does not bring the log to the disk.
        flush.finish().await;
        // What was committed stays so, however closing ends.
        let _ = connection.close().await;
        drop(lock);
        if let Some(answer) = closing {
            let _ = answer.send(());
        }
    }

    async fn write_all(&mut self, group: Vec<(Write, Answer)>) {
        for batch in batches(group) {
            match batch {
                Batch::HandOvers(all) => self.hand_over(all).await,
                Batch::Finishes(all) => self.finish(all).await,
                Batch::Begins(all) => self.begin(all).await,
            }
        }
    }

    /// Whether the file and its log still have their names: what is written elsewhere nobody would find again.
    fn is_in_place(&mut self) -> bool {
        place::id(&self.path).is_ok_and(|there| there == self.file) && self.flush.is_in_place()
    }

    // ---- hand-overs ----

    async fn hand_over(&mut self, all: Vec<(i64, Answer)>) {
        // Without the lock's file another process could hold a lock as well.
        if !self.is_in_place() || !place::is_lock(&self.lock, &self.path) {
            return self.answer_all(all, &LedgerError::removed(&self.path));
        }
        if !self.reserve.is_there() {
            return self.answer_all(all, &LedgerError::full(&self.path));
        }
        let ids: Value = all.iter().map(|(id, _)| *id).collect();
        let now = Timestamp::now().as_microsecond();
        let query = sqlx::query(HAND_OVER).bind(ids.to_string()).bind(now);
        let done = ids_of(query.fetch_all(&mut self.connection).await);
        if let Ok(done) = &done {
            self.under_way.extend(done);
        }
        self.answer_each(all, done).await;
    }

    // ---- outcomes ----

    async fn finish(&mut self, all: Vec<(i64, Box<Outcome>, Answer)>) {
        let rows: Value = all.iter().map(|(id, outcome, _)| finished(*id, outcome)).collect();
        let rows = rows.to_string();
        let mut done = self.write_outcomes(&rows).await;
        // What is known of a request that was sent must not be lost: that is what the room was kept for.
        if done.as_ref().is_err_and(is_want_of_room) && self.reserve.spend() {
            done = self.write_outcomes(&rows).await;
        }
        if let Ok(done) = &done {
            self.under_way.retain(|id| !done.contains(id));
        }
        // Written all the same: a ledger that was moved has it.
        if !self.is_in_place() {
            let all = all.into_iter().map(|(id, _, answer)| (id, answer)).collect();
            return self.answer_all(all, &LedgerError::removed(&self.path));
        }
        self.answer_each(all.into_iter().map(|(id, _, answer)| (id, answer)).collect(), done).await;
    }

    async fn write_outcomes(&mut self, rows: &str) -> Result<HashSet<i64>, sqlx::Error> {
        ids_of(sqlx::query(FINISH).bind(rows).fetch_all(&mut self.connection).await)
    }

    /// To those whose record was changed its id, to the others why it was not.
    async fn answer_each(&mut self, all: Vec<(i64, Answer)>, done: Result<HashSet<i64>, sqlx::Error>) {
        let done = match done {
            Ok(done) => done,
            Err(error) => return self.answer_all(all, &LedgerError::sql(&self.path, &error)),
        };
        if !done.is_empty() {
            self.flush.lazily();
        }
        for (id, answer) in all {
            let result = if done.contains(&id) { Ok(id) } else { Err(self.why_settled(id).await) };
            // Who asked may be gone; the record stands.
            let _ = answer.send(result);
        }
    }

    fn answer_all(&self, all: Vec<(i64, Answer)>, error: &LedgerError) {
        for (_, answer) in all {
            let _ = answer.send(Err(error.clone()));
        }
    }

    /// Why a record takes no outcome.
    async fn why_settled(&mut self, id: i64) -> LedgerError {
        let found = sqlx::query("SELECT state FROM receipts WHERE id = ?1").bind(id);
        match found.fetch_optional(&mut self.connection).await {
            Ok(row) => {
                let state = row.as_ref().map(|row| row.get::<&str, _>(0));
                LedgerError::of(&self.path, settled(id, state))
            }
            Err(error) => LedgerError::sql(&self.path, &error),
        }
    }

    // ---- receipts ----

    async fn begin(&mut self, all: Vec<(Box<Prepared>, Answer)>) {
        let mut begun = Vec::with_capacity(all.len());
        let (mut rest, all): (Vec<_>, Vec<_>) = all.into_iter().partition(|(receipt, _)| receipt.has_twin());
        match self.begin_new(&all).await {
            Ok(ids) => {
                for ((receipt, answer), id) in all.into_iter().zip(ids) {
                    match id {
                        Some(id) => begun.push((id, answer)),
                        None => rest.push((receipt, answer)),
                    }
                }
            }
            Err(error) => {
                for (_, answer) in all.into_iter().chain(rest.drain(..)) {
                    let _ = answer.send(Err(error.clone()));
                }
            }
        }
        for (receipt, answer) in rest {
            match self.begin_again(&receipt).await {
                Ok(id) => begun.push((id, answer)),
                Err(error) => drop(answer.send(Err(error))),
            }
        }
        self.under_way.extend(begun.iter().map(|(id, _)| *id));
        self.flush.before_answering(begun);
    }

    /// The ids of those whose subject has no record yet.
    async fn begin_new(&mut self, all: &[(Box<Prepared>, Answer)]) -> Result<Vec<Option<i64>>, LedgerError> {
        if !self.is_in_place() {
            return Err(LedgerError::removed(&self.path));
        }
        if !self.reserve.is_there() {
            return Err(LedgerError::full(&self.path));
        }
        let now = Timestamp::now().as_microsecond();
        let rows: Value = all.iter().map(|(receipt, _)| receipt.row(now, 0)).collect();
        let made = sqlx::query(BEGIN_NEW).bind(rows.to_string()).fetch_all(&mut self.connection).await;
        let made = made.map_err(|error| LedgerError::sql(&self.path, &error))?;
        let identity = |at: usize| Some((made[at].get(1), made[at].get::<Option<&str>, _>(2)?));
        let new: HashSet<_> = (0..made.len()).filter_map(identity).collect();
        let mut ids: Vec<i64> = made.iter().map(|row| row.get(0)).collect();
        // SQLite promises no order to what it returns, but gives ids in that of the list.
        ids.sort_unstable();
        let mut ids = ids.into_iter();
        let id = |(receipt, _): &(Box<Prepared>, Answer)| match receipt.identity() {
            Some(identity) if !new.contains(&identity) => None,
            _ => ids.next(),
        };
        Ok(all.iter().map(id).collect())
    }

    /// A receipt of a subject that has records: refused where one is live and it is not sent again on purpose, or
    /// is on its way at this moment.
    async fn begin_again(&mut self, receipt: &Prepared) -> Result<i64, LedgerError> {
        let failed = |error| LedgerError::sql(&self.path, &error);
        let earlier = "SELECT id, state, resend, environment FROM receipts WHERE kind = ?1 AND subject_key = ?2 \
             AND (environment = ?3 OR address = nullif(?4, '')) ORDER BY id DESC";
        let earlier = sqlx::query(earlier)
            .bind(receipt.kind.text())
            .bind(&receipt.subject_key)
            .bind(&receipt.environment)
            .bind(&receipt.address)
            .fetch_all(&mut self.connection)
            .await
            .map_err(failed)?;
        let mut number = i64::from(receipt.has_twin());
        for row in &earlier {
            let (id, state, resend): (i64, &str, i64) = (row.get(0), row.get(1), row.get(2));
            let state = State::find(state).unwrap_or(State::Unknown);
            if state.is_live() && (!receipt.again || self.under_way.contains(&id)) {
                return Err(LedgerError::of(&self.path, live(receipt, id, state, row.get(3))));
            }
            // What was refused or not sent leaves its number free.
            number = number.max(if state.is_live() { resend + 1 } else { resend });
        }
        let row = Value::from(vec![receipt.row(Timestamp::now().as_microsecond(), number)]);
        let made = sqlx::query(BEGIN).bind(row.to_string()).fetch_one(&mut self.connection).await;
        made.map(|row| row.get(0)).map_err(failed)
    }

    // ---- from elsewhere ----

    async fn merge(&mut self, entries: Vec<Entry>) -> Result<Merged, LedgerError> {
        let merged = merge(&mut self.connection, &entries, &self.under_way).await;
        let merged = merged.map_err(|error| LedgerError::sql(&self.path, &error))?;
        self.flush.lazily();
        self.flush.finish().await;
        Ok(merged)
    }
}

fn ids_of(rows: Result<Vec<sqlx::sqlite::SqliteRow>, sqlx::Error>) -> Result<HashSet<i64>, sqlx::Error> {
    Ok(rows?.iter().map(|row| row.get(0)).collect())
}
