//! The versions of the tables, and how rows of an earlier one become rows of the next.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};
use sqlx::{Row, SqliteConnection};

use crate::model::canonical;

/// Rows whose keys change with one statement.
const CHUNK: usize = 1000;

/// Version 1, of qdc 0.1.
pub const RECEIPTS_1: &str = "
CREATE TABLE receipts (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    environment   TEXT NOT NULL,
    address       TEXT NOT NULL,
    kind          TEXT NOT NULL,
    subject       TEXT,
    subject_key   TEXT,
    resend        INTEGER NOT NULL,
    title         TEXT NOT NULL,
    path          TEXT NOT NULL,
    body_hash     TEXT NOT NULL,
    body          TEXT NOT NULL,
    source        TEXT NOT NULL,
    source_hash   TEXT NOT NULL,
    deadline      TEXT,
    state         TEXT NOT NULL CHECK (state IN ('sending', 'sent', 'refused', 'not-sent', 'unknown')),
    attempts      INTEGER NOT NULL,
    begun_at      INTEGER NOT NULL, -- microseconds since 1970
    attempted_at  INTEGER NOT NULL,
    finished_at   INTEGER,
    contract_id   TEXT,
    result        TEXT,
    code          TEXT,
    message       TEXT,
    log_key       TEXT,
    platform_time TEXT
) STRICT;
CREATE UNIQUE INDEX receipts_live ON receipts (environment, kind, subject_key, resend)
    WHERE state IN ('sending', 'sent', 'unknown');
CREATE INDEX receipts_subject ON receipts (environment, kind, subject_key, id);
CREATE INDEX receipts_source ON receipts (source, id);
";

/// Version 2. `subject` is for reading, `subject_key` for finding: they differ where the subject is somebody's
/// number. `resend` counts what was sent again on purpose, so that each time can be live only once. `meaning` of
/// a row of version 1 is its file's text, which equals no meaning. Files that version 1 made are no longer
/// found: one made twice binds nobody. The sandbox inside the program has a new address each time, which is none to
/// find anything by.
pub const RECEIPTS_2: &str = "
ALTER TABLE receipts RENAME TO receipts_1;
DROP INDEX receipts_live;
DROP INDEX receipts_subject;
DROP INDEX receipts_source;
CREATE TABLE receipts (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    environment    TEXT NOT NULL,
    address        TEXT NOT NULL,
    kind           TEXT NOT NULL,
    subject        TEXT,
    subject_key    TEXT,
    resend         INTEGER NOT NULL,
    title          TEXT NOT NULL,
    path           TEXT NOT NULL,
    body_hash      TEXT NOT NULL,
    body           TEXT NOT NULL,
    source         TEXT NOT NULL,
    meaning        TEXT NOT NULL,
    deadline       TEXT,
    state          TEXT NOT NULL CHECK (state IN ('sending', 'sent', 'refused', 'not-sent', 'unknown')),
    attempts       INTEGER NOT NULL, -- hand-overs
    begun_at       INTEGER NOT NULL, -- microseconds since 1970
    handed_over_at INTEGER, -- the last time
    finished_at    INTEGER,
    contract_id    TEXT,
    result         TEXT,
    code           TEXT,
    message        TEXT,
    log_key        TEXT,
    platform_time  TEXT,
    application    TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO receipts SELECT *, '' FROM receipts_1;
UPDATE receipts SET address = '' WHERE environment = 'sandbox';
DROP TABLE receipts_1;
";

pub const INDEXES_2: &str = "
CREATE UNIQUE INDEX receipts_live ON receipts (environment, kind, subject_key, resend)
    WHERE state IN ('sending', 'sent', 'unknown');
CREATE INDEX receipts_subject ON receipts (kind, subject_key, environment, address);
CREATE INDEX receipts_source ON receipts (source, id);
";

/// Gives contracts of version 1 the keys of version 2, in a table that has no index yet. Codes that were two and
/// are one now may both be live: the later one counts as sent again on purpose, which is what it came to.
pub async fn keys(on: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let rows = "SELECT id, environment, subject_key, resend, state IN ('sending', 'sent', 'unknown') \
         FROM receipts WHERE kind = 'start' AND subject_key IS NOT NULL ORDER BY id";
    let rows = sqlx::query(rows).fetch_all(&mut *on).await?;
    let mut live: HashMap<(String, String), HashSet<i64>> = HashMap::new();
    let mut changes = Vec::with_capacity(rows.len());
    for row in &rows {
        let (id, environment, key): (i64, String, &str) = (row.get(0), row.get(1), row.get(2));
        let (mut resend, is_live): (i64, bool) = (row.get(3), row.get(4));
        let has_code = !is_of_text(key);
        let key = if has_code { format!("={}", canonical(key)) } else { key.to_owned() };
        if is_live {
            let taken = live.entry((environment, key.clone())).or_default();
            if taken.contains(&resend) {
                resend = taken.iter().max().map_or(0, |last| last + 1);
            }
            taken.insert(resend);
        }
        changes.push(json!([id, key, resend, has_code]));
    }
    let update = "UPDATE receipts SET subject_key = new.value ->> 1, resend = new.value ->> 2, \
         subject = CASE WHEN new.value ->> 3 THEN subject END \
         FROM json_each(?1) AS new WHERE receipts.id = new.value ->> 0";
    for chunk in changes.chunks(CHUNK) {
        let chunk = Value::from(chunk.to_vec()).to_string();
        sqlx::query(update).bind(chunk).execute(&mut *on).await?;
    }
    Ok(())
}

/// Whether a key of version 1 is that of a contract without a business code: `#` and a SHA-256.
fn is_of_text(key: &str) -> bool {
    let is_hex = |hash: &str| hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    key.strip_prefix('#').is_some_and(|hash| hash.len() == 64 && is_hex(hash))
}
