//! Records out of the ledger.

use std::collections::HashSet;

use jiff::Timestamp;
use serde_json::Value;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite, SqlitePool};

use super::masked::{bare_address, key};
use super::{Entry, Filter, Place, Record, State};
use crate::delivery::subject::Subject;
use crate::plan::Kind;
use crate::privacy::numbers_masked;

const COLUMNS: &str = "SELECT id, environment, address, application, kind, subject, subject_key, resend, title, path, body_hash, body, source, \
     meaning, deadline, state, attempts, begun_at, handed_over_at, finished_at, contract_id, result, code, \
     message, log_key, platform_time FROM receipts";

/// See [`super::Ledger::find`].
pub async fn latest(
    from: &SqlitePool,
    at: Place<'_>,
    kind: Kind,
    subject: &Subject,
) -> Result<Option<Record>, sqlx::Error> {
    let mut query = QueryBuilder::<Sqlite>::new(COLUMNS);
    query.push(" WHERE kind = ").push_bind(kind.text());
    query.push(" AND subject_key = ").push_bind(key(subject));
    query.push(" AND (environment = ").push_bind(at.environment);
    query.push(" OR address = nullif(").push_bind(bare_address(at.address)).push(", ''))");
    query.push(" ORDER BY state IN ('sending', 'sent', 'unknown') DESC, id DESC LIMIT 1");
    query.build().fetch_optional(from).await?.as_ref().map(record).transpose()
}

/// See [`super::Ledger::unheard_of`].
pub async fn unheard_of(
    from: &SqlitePool,
    at: Place<'_>,
    subjects: &[(Kind, &Subject)],
) -> Result<HashSet<(Kind, String)>, sqlx::Error> {
    let asked: Value =
        subjects.iter().map(|(kind, subject)| serde_json::json!([kind.text(), key(subject)])).collect();
    let sql = "SELECT key FROM json_each(?1) AS asked WHERE NOT EXISTS (SELECT 1 FROM receipts \
         WHERE kind = asked.value ->> 0 AND subject_key = asked.value ->> 1 \
         AND (environment = ?2 OR address = nullif(?3, '')))";
    let query = sqlx::query(sql).bind(asked.to_string()).bind(at.environment).bind(bare_address(at.address));
    let rows = query.fetch_all(from).await?;
    let one = |row: &SqliteRow| subjects.get(row.get::<i64, _>(0) as usize);
    Ok(rows.iter().filter_map(one).map(|(kind, subject)| (*kind, subject.key())).collect())
}

pub async fn records(from: &SqlitePool, filter: &Filter) -> Result<Vec<Record>, sqlx::Error> {
    rows(from, filter).await?.iter().map(record).collect()
}

/// The same with their keys, oldest first.
pub async fn entries(from: &SqlitePool, filter: &Filter) -> Result<Vec<Entry>, sqlx::Error> {
    let rows = rows(from, filter).await?;
    rows.iter()
        .rev()
        .map(|row| Ok(Entry { key: row.try_get("subject_key")?, record: record(row)? }))
        .collect()
}

async fn rows(from: &SqlitePool, filter: &Filter) -> Result<Vec<SqliteRow>, sqlx::Error> {
    let mut query = QueryBuilder::<Sqlite>::new(COLUMNS);
    let mut begun = false;
    let mut condition = |column: &str, value: Option<String>| {
        if let Some(value) = value {
            query.push(if begun { " AND " } else { " WHERE " }).push(column).push(" = ").push_bind(value);
            begun = true;
        }
    };
    condition("environment", filter.environment.clone());
    condition("kind", filter.kind.map(|kind| kind.text().to_owned()));
    condition("subject_key", filter.subject.as_ref().map(key));
    condition("source", filter.source.as_deref().map(numbers_masked));
    condition("state", filter.state.map(|state| state.text().to_owned()));
    query.push(" ORDER BY id DESC");
    if let Some(limit) = filter.limit {
        query.push(" LIMIT ").push_bind(i64::from(limit));
    }
    query.build().fetch_all(from).await
}

fn record(row: &SqliteRow) -> Result<Record, sqlx::Error> {
    let time = |column: &str| -> Result<Option<Timestamp>, sqlx::Error> {
        let micros: Option<i64> = row.try_get(column)?;
        micros.map(Timestamp::from_microsecond).transpose().map_err(unreadable)
    };
    let json = |column: &str| -> Result<Option<Value>, sqlx::Error> {
        let text: Option<&str> = row.try_get(column)?;
        text.map(serde_json::from_str).transpose().map_err(unreadable)
    };
    let is = |column: &str| sqlx::Error::ColumnNotFound(column.to_owned());
    Ok(Record {
        id: row.try_get("id")?,
        environment: row.try_get("environment")?,
        address: row.try_get("address")?,
        application: row.try_get("application")?,
        kind: Kind::find(row.try_get("kind")?).ok_or_else(|| is("kind"))?,
        subject: row.try_get("subject")?,
        resend: row.try_get("resend")?,
        title: row.try_get("title")?,
        path: row.try_get("path")?,
        body_hash: row.try_get("body_hash")?,
        body: json("body")?.unwrap_or_default(),
        source: row.try_get("source")?,
        meaning: row.try_get("meaning")?,
        deadline: row.try_get("deadline")?,
        state: State::find(row.try_get("state")?).ok_or_else(|| is("state"))?,
        attempts: row.try_get("attempts")?,
        begun_at: time("begun_at")?.ok_or_else(|| is("begun_at"))?,
        handed_over_at: time("handed_over_at")?,
        finished_at: time("finished_at")?,
        contract_id: row.try_get("contract_id")?,
        result: json("result")?,
        code: row.try_get("code")?,
        message: row.try_get("message")?,
        log_key: row.try_get("log_key")?,
        platform_time: row.try_get("platform_time")?,
    })
}

/// A value that qdc cannot have written.
fn unreadable(error: impl std::error::Error + Send + Sync + 'static) -> sqlx::Error {
    sqlx::Error::Decode(Box::new(error))
}
