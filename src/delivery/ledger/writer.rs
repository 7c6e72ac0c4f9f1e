//! The one task that writes: what waits is committed together and answered after.
//!
//! A commit costs a wait for the disk, whatever stands in it; sixteen senders share one. A request is refused
//! before it changes anything, so that a refusal spoils nothing for its neighbours.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::path::PathBuf;

use jiff::Timestamp;
use serde_json::Value;
use sqlx::{Connection, Row, SqliteConnection};
use tokio::sync::{mpsc, oneshot};

use super::masked::masked_result;
use super::rows::{BEGIN_ALL, FINISH_ALL, KNOWN, Prepared, finished};
use super::{LedgerError, Outcome, State};
use crate::findings::Words;
use crate::privacy::numbers_masked;
use crate::words;

/// At most so many requests a commit.
const GROUP: usize = 256;

/// What is asked of the writer.
pub enum Request {
    Write(Write, oneshot::Sender<Result<i64, LedgerError>>),
    /// Nothing after it is written; answered when the file and its lock are free.
    Close(oneshot::Sender<()>),
}

pub enum Write {
    Begin(Box<Prepared>),
    Attempt(i64),
    Finish(i64, Box<Outcome>),
}

/// Why a request was not carried out.
enum Trouble {
    /// Nothing wrong with the ledger, and nothing changed: the others of its group go on.
    Refusal(Words),
    /// The ledger failed, for the whole group.
    Sql(sqlx::Error),
}

impl From<sqlx::Error> for Trouble {
    fn from(error: sqlx::Error) -> Self {
        Trouble::Sql(error)
    }
}

pub struct Writer {
    pub path: PathBuf,
    pub connection: SqliteConnection,
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
        while closing.is_none() && self.requests.recv_many(&mut waiting, GROUP).await > 0 {
            let mut group = Vec::with_capacity(waiting.len());
            for request in waiting.drain(..) {
                match request {
                    Request::Write(write, answer) if closing.is_none() => group.push((write, answer)),
                    Request::Write(_, answer) => drop(answer.send(Err(LedgerError::closed(&self.path)))),
                    Request::Close(answer) => closing = Some(answer),
                }
            }
            self.commit(group).await;
        }
        let Self { connection, lock, requests, .. } = self;
        drop(requests);
        // What was committed stays so, however closing ends.
        let _ = connection.close().await;
        drop(lock);
        if let Some(answer) = closing {
            let _ = answer.send(());
        }
    }

    async fn commit(&mut self, group: Vec<(Write, oneshot::Sender<Result<i64, LedgerError>>)>) {
        if group.is_empty() {
            return;
        }
        match self.write_all(&group).await {
            Ok(results) => {
                for ((write, answer), result) in group.into_iter().zip(results) {
                    match (&write, &result) {
                        (Write::Begin(_) | Write::Attempt(_), Ok(id)) => drop(self.under_way.insert(*id)),
                        (Write::Finish(..), Ok(id)) => drop(self.under_way.remove(id)),
                        (_, Err(_)) => {}
                    }
                    // Who asked may be gone; the record stands.
                    let _ = answer.send(result);
                }
            }
            Err(error) => {
                let error = LedgerError::sql(&self.path, &error);
                let _ = sqlx::query("ROLLBACK").execute(&mut self.connection).await;
                for (_, answer) in group {
                    let _ = answer.send(Err(error.clone()));
                }
            }
        }
    }

    /// One transaction, durable when this returns.
    async fn write_all(
        &mut self,
        group: &[(Write, oneshot::Sender<Result<i64, LedgerError>>)],
    ) -> Result<Vec<Result<i64, LedgerError>>, sqlx::Error> {
        let writes: Vec<&Write> = group.iter().map(|(write, _)| write).collect();
        self.execute("BEGIN IMMEDIATE").await?;
        let mut results = self.together(&writes).await?;
        for (write, result) in writes.iter().zip(&mut results).filter(|(_, result)| result.is_none()) {
            *result = Some(match write {
                Write::Begin(receipt) => self.begin(receipt).await,
                Write::Attempt(id) => self.attempt(*id).await,
                Write::Finish(id, outcome) => self.finish(*id, outcome).await,
            });
        }
        let mut done = Vec::with_capacity(results.len());
        for result in results.into_iter().flatten() {
            done.push(match result {
                Ok(id) => Ok(id),
                Err(Trouble::Sql(error)) => return Err(error),
                Err(Trouble::Refusal(why)) => Err(LedgerError::of(&self.path, why)),
            });
        }
        self.execute("COMMIT").await?;
        Ok(done)
    }

    /// What needs no look at its neighbours, a statement a kind: each costs a way to SQLite's thread and back.
    /// `None` for what is left to be written one by one: whatever is about a record or a subject that another
    /// of the group is about too, and whatever is not plainly in order.
    async fn together(
        &mut self,
        writes: &[&Write],
    ) -> Result<Vec<Option<Result<i64, Trouble>>>, sqlx::Error> {
        let mut results: Vec<Option<Result<i64, Trouble>>> = writes.iter().map(|_| None).collect();
        if writes.len() < 2 {
            return Ok(results);
        }
        let (mut records, mut subjects) = (HashMap::new(), HashMap::new());
        for write in writes {
            match write {
                Write::Begin(receipt) => *subjects.entry(receipt.identity()).or_insert(0) += 1,
                Write::Attempt(id) | Write::Finish(id, _) => *records.entry(*id).or_insert(0) += 1,
            }
        }
        let mut finishes = Vec::new();
        let mut begins = Vec::new();
        for (at, write) in writes.iter().enumerate() {
            match write {
                Write::Finish(id, outcome) if records[id] == 1 && outcome.state != State::Sending => {
                    finishes.push((at, *id, finished(*id, outcome)));
                }
                Write::Begin(receipt) if subjects[&receipt.identity()] == 1 && !receipt.again => {
                    begins.push((at, receipt));
                }
                _ => {}
            }
        }
        if !finishes.is_empty() {
            let rows: Value = finishes.iter().map(|(_, _, row)| row.clone()).collect();
            let rows = sqlx::query(FINISH_ALL).bind(rows.to_string()).fetch_all(&mut self.connection).await?;
            let done: HashSet<i64> = rows.iter().map(|row| row.get(0)).collect();
            for (at, id, _) in finishes.into_iter().filter(|(_, id, _)| done.contains(id)) {
                results[at] = Some(Ok(id));
            }
        }
        // A finished record may have been in the way of a new one.
        let keys: Value = begins.iter().map(|(_, receipt)| receipt.key()).collect();
        let known = sqlx::query(KNOWN).bind(keys.to_string()).fetch_all(&mut self.connection).await?;
        let known: HashSet<usize> = known.iter().map(|row| row.get::<i64, _>(0) as usize).collect();
        let new: Vec<_> = begins
            .into_iter()
            .enumerate()
            .filter(|(at, _)| !known.contains(at))
            .map(|(_, new)| new)
            .collect();
        if !new.is_empty() {
            let now = Timestamp::now().as_microsecond();
            let rows: Value = new.iter().map(|(_, receipt)| receipt.row(now)).collect();
            let done = sqlx::query(BEGIN_ALL).bind(rows.to_string()).execute(&mut self.connection).await?;
            // Ids of one statement follow each other in its order.
            let first = done.last_insert_rowid() - new.len() as i64 + 1;
            for (id, (at, _)) in (first..).zip(new) {
                results[at] = Some(Ok(id));
            }
        }
        Ok(results)
    }

    async fn execute(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        sqlx::query(sql).execute(&mut self.connection).await.map(drop)
    }

    async fn begin(&mut self, receipt: &Prepared) -> Result<i64, Trouble> {
        let resend = match &receipt.subject_key {
            Some(key) => self.free_number(receipt, key).await?,
            None => 0,
        };
        let now = Timestamp::now().as_microsecond();
        let insert = "INSERT INTO receipts (environment, address, kind, subject, subject_key, resend, title, path, \
             body_hash, body, source, source_hash, deadline, state, attempts, begun_at, attempted_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 'sending', 0, ?14, ?14)";
        let done = sqlx::query(insert)
            .bind(&receipt.environment)
            .bind(&receipt.address)
            .bind(receipt.kind.text())
            .bind(&receipt.subject)
            .bind(&receipt.subject_key)
            .bind(resend)
            .bind(&receipt.title)
            .bind(&receipt.path)
            .bind(&receipt.body_hash)
            .bind(receipt.body.to_string())
            .bind(&receipt.source)
            .bind(&receipt.meaning)
            .bind(&receipt.deadline)
            .bind(now)
            .execute(&mut self.connection)
            .await?;
        Ok(done.last_insert_rowid())
    }

    /// The resend number of a new receipt; refused where its subject is live and it is not sent again on
    /// purpose, or is on its way at this moment.
    async fn free_number(&mut self, receipt: &Prepared, key: &str) -> Result<i64, Trouble> {
        let earlier = "SELECT id, state, resend FROM receipts \
             WHERE environment = ?1 AND kind = ?2 AND subject_key = ?3 ORDER BY id DESC";
        let earlier = sqlx::query(earlier)
            .bind(&receipt.environment)
            .bind(receipt.kind.text())
            .bind(key)
            .fetch_all(&mut self.connection)
            .await?;
        let mut number = 0;
        for row in &earlier {
            let (id, state, resend): (i64, &str, i64) = (row.get(0), row.get(1), row.get(2));
            let state = State::find(state).unwrap_or(State::Unknown);
            if state.is_live() && (!receipt.again || self.under_way.contains(&id)) {
                return Err(Trouble::Refusal(live(receipt, id, state)));
            }
            // What was refused or not sent leaves its number free.
            number = number.max(if state.is_live() { resend + 1 } else { resend });
        }
        Ok(number)
    }

    async fn attempt(&mut self, id: i64) -> Result<i64, Trouble> {
        let update = "UPDATE receipts SET attempts = attempts + 1, attempted_at = ?2, state = 'sending', \
             finished_at = NULL WHERE id = ?1 AND state IN ('sending', 'unknown')";
        let now = Timestamp::now().as_microsecond();
        let done = sqlx::query(update).bind(id).bind(now).execute(&mut self.connection).await?;
        if done.rows_affected() == 1 { Ok(id) } else { self.settled(id).await }
    }

    async fn finish(&mut self, id: i64, outcome: &Outcome) -> Result<i64, Trouble> {
        if outcome.state == State::Sending {
            return Err(Trouble::Refusal(words!(
                "记录 {id}：“正在发送”不是结果",
                "record {id}: to be on its way is no outcome"
            )));
        }
        let update = "UPDATE receipts SET state = ?2, finished_at = ?3, contract_id = coalesce(?4, contract_id), \
             result = ?5, code = ?6, message = ?7, log_key = ?8, platform_time = ?9 \
             WHERE id = ?1 AND state IN ('sending', 'unknown')";
        let done = sqlx::query(update)
            .bind(id)
            .bind(outcome.state.text())
            .bind(Timestamp::now().as_microsecond())
            .bind(&outcome.contract_id)
            .bind(outcome.result.clone().map(|result| masked_result(result).to_string()))
            .bind(outcome.code.as_deref().map(numbers_masked))
            .bind(outcome.message.as_deref().map(numbers_masked))
            .bind(&outcome.log_key)
            .bind(&outcome.platform_time)
            .execute(&mut self.connection)
            .await?;
        if done.rows_affected() == 1 { Ok(id) } else { self.settled(id).await }
    }

    /// Why a record takes no outcome.
    async fn settled(&mut self, id: i64) -> Result<i64, Trouble> {
        let found = sqlx::query("SELECT state FROM receipts WHERE id = ?1");
        let found = found.bind(id).fetch_optional(&mut self.connection).await?;
        Err(Trouble::Refusal(match found {
            None => words!("没有记录 {id}", "there is no record {id}"),
            Some(row) => {
                let state = row.get::<&str, _>(0);
                words!("记录 {id} 已有结果（{state}）", "record {id} has its outcome already ({state})")
            }
        }))
    }
}

fn live(receipt: &Prepared, id: i64, state: State) -> Words {
    let (subject, environment) = (receipt.subject.as_deref().unwrap_or_default(), &receipt.environment);
    match state {
        State::Sent => words!(
            "`{subject}` 已在环境 {environment} 发送过（记录 {id}）",
            "`{subject}` was sent to {environment} already (record {id})"
        ),
        State::Sending => words!(
            "`{subject}` 正在向环境 {environment} 发送，或者上次发送中断、结果不明（记录 {id}）",
            "`{subject}` is on its way to {environment}, or was when sending broke off (record {id})"
        ),
        _ => words!(
            "`{subject}` 可能已在环境 {environment} 发送过，结果不明（记录 {id}）",
            "`{subject}` may have reached {environment}; nobody knows yet (record {id})"
        ),
    }
}
