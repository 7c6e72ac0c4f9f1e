//! Records of another ledger, taken into this one.
//!
//! One request has one record wherever it is: the environment, kind, key, the microsecond of its receipt and the
//! hash of its body say which. What was, or may have been, sent never becomes less by what another ledger says.

use std::collections::HashSet;

use jiff::Timestamp;
use serde_json::{Value, json};
use sqlx::{Connection, Row, SqliteConnection};

use super::{Entry, Record, State};

/// What came of taking records in.
#[derive(Debug, Default)]
pub struct Merged {
    pub added: usize,
    /// Records that were open here and have their outcome now.
    pub settled: usize,
    /// Nothing new in them.
    pub known: usize,
    pub conflicts: Vec<Conflict>,
}

/// Where the two ledgers do not agree.
#[derive(Debug, Clone)]
pub enum Conflict {
    /// The same request with another outcome. What this ledger has stands.
    Outcome { ours: State, our_contract: Option<String>, theirs: Box<Record> },
    /// Both have sent, or may have sent, this subject: each has its record now.
    Twice { theirs: Box<Record> },
}

/// All or nothing.
pub async fn merge(
    on: &mut SqliteConnection,
    entries: &[Entry],
    under_way: &HashSet<i64>,
) -> Result<Merged, sqlx::Error> {
    let mut all = on.begin_with("BEGIN IMMEDIATE").await?;
    let mut merged = Merged::default();
    for entry in entries {
        match ours(&mut all, entry).await? {
            None => add(&mut all, entry, &mut merged).await?,
            Some(ours) => settle(&mut all, entry, ours, under_way, &mut merged).await?,
        }
    }
    all.commit().await?;
    Ok(merged)
}

/// The record this ledger has of the same request.
struct Ours {
    id: i64,
    state: State,
    contract_id: Option<String>,
}

async fn ours(on: &mut SqliteConnection, entry: &Entry) -> Result<Option<Ours>, sqlx::Error> {
    let Record { environment, kind, begun_at, body_hash, .. } = &entry.record;
    let sql = "SELECT id, state, contract_id FROM receipts WHERE environment = ?1 AND kind = ?2 \
         AND subject_key IS ?3 AND begun_at = ?4 AND body_hash = ?5 ORDER BY id DESC LIMIT 1";
    let query = sqlx::query(sql).bind(environment).bind(kind.text()).bind(&entry.key);
    let row = query.bind(begun_at.as_microsecond()).bind(body_hash).fetch_optional(on).await?;
    Ok(row.map(|row| Ours {
        id: row.get(0),
        state: State::find(row.get(1)).unwrap_or(State::Unknown),
        contract_id: row.get(2),
    }))
}

/// A request that this ledger did not see.
async fn add(on: &mut SqliteConnection, entry: &Entry, merged: &mut Merged) -> Result<(), sqlx::Error> {
    let theirs = &entry.record;
    let mut resend = theirs.resend;
    if theirs.state.is_live() && entry.key.is_some() {
        let live = "SELECT resend FROM receipts WHERE kind = ?1 AND subject_key = ?2 \
             AND (environment = ?3 OR address = nullif(?4, '')) AND state IN ('sending', 'sent', 'unknown')";
        let live = sqlx::query(live).bind(theirs.kind.text()).bind(&entry.key);
        let live = live.bind(&theirs.environment).bind(&theirs.address);
        let taken: HashSet<i64> = live.fetch_all(&mut *on).await?.iter().map(|row| row.get(0)).collect();
        if !taken.is_empty() && theirs.resend == 0 {
            merged.conflicts.push(Conflict::Twice { theirs: Box::new(theirs.clone()) });
        }
        if taken.contains(&resend) {
            resend = taken.iter().max().map_or(0, |last| last + 1);
        }
    }
    sqlx::query(ADD).bind(row(entry, resend).to_string()).execute(on).await?;
    merged.added += 1;
    Ok(())
}

/// A request that both know.
async fn settle(
    on: &mut SqliteConnection,
    entry: &Entry,
    ours: Ours,
    under_way: &HashSet<i64>,
    merged: &mut Merged,
) -> Result<(), sqlx::Error> {
    let theirs = &entry.record;
    let is_open = |state| matches!(state, State::Sending | State::Unknown);
    let other_contract = matches!((&ours.contract_id, &theirs.contract_id), (Some(a), Some(b)) if a != b);
    let is_news = theirs.state == State::Sent
        && (is_open(ours.state)
            || (ours.state == State::Sent && ours.contract_id.is_none() && theirs.contract_id.is_some()));
    if is_news && !other_contract && !under_way.contains(&ours.id) {
        let row = row(entry, theirs.resend).to_string();
        sqlx::query(SETTLE).bind(row).bind(ours.id).execute(on).await?;
        merged.settled += 1;
    } else if other_contract || (ours.state != theirs.state && !is_open(theirs.state)) {
        merged.conflicts.push(Conflict::Outcome {
            ours: ours.state,
            our_contract: ours.contract_id,
            theirs: Box::new(theirs.clone()),
        });
    } else {
        merged.known += 1;
    }
    Ok(())
}

fn row(entry: &Entry, resend: i64) -> Value {
    let record = &entry.record;
    let micros = |time: Option<Timestamp>| time.map(Timestamp::as_microsecond);
    json!([
        record.environment,
        record.address,
        record.kind.text(),
        record.subject,
        entry.key,
        resend,
        record.title,
        record.path,
        record.body_hash,
        record.body.to_string(),
        record.source,
        record.meaning,
        record.deadline,
        record.state.text(),
        record.attempts,
        record.begun_at.as_microsecond(),
        micros(record.handed_over_at),
        micros(record.finished_at),
        record.contract_id,
        record.result.as_ref().map(Value::to_string),
        record.code,
        record.message,
        record.log_key,
        record.platform_time,
        record.application,
    ])
}

const ADD: &str = "INSERT INTO receipts (environment, address, kind, subject, subject_key, resend, title, path, \
     body_hash, body, source, meaning, deadline, state, attempts, begun_at, handed_over_at, finished_at, contract_id, \
     result, code, message, log_key, platform_time, application) \
     SELECT ?1 ->> 0, ?1 ->> 1, ?1 ->> 2, ?1 ->> 3, ?1 ->> 4, ?1 ->> 5, ?1 ->> 6, ?1 ->> 7, ?1 ->> 8, ?1 ->> 9, \
     ?1 ->> 10, ?1 ->> 11, ?1 ->> 12, ?1 ->> 13, ?1 ->> 14, ?1 ->> 15, ?1 ->> 16, ?1 ->> 17, ?1 ->> 18, ?1 ->> 19, \
     ?1 ->> 20, ?1 ->> 21, ?1 ->> 22, ?1 ->> 23, ?1 ->> 24";

const SETTLE: &str = "UPDATE receipts SET state = ?1 ->> 13, finished_at = ?1 ->> 17, \
     contract_id = coalesce(?1 ->> 18, contract_id), result = coalesce(?1 ->> 19, result), code = ?1 ->> 20, \
     message = ?1 ->> 21, log_key = ?1 ->> 22, platform_time = ?1 ->> 23 WHERE id = ?2";
