//! The ledger's tables, as the steps that led to them.

use sqlx::{Connection, Row, SqliteConnection};

/// `qdcL` in the file's header: another program's database is never taken for a ledger.
pub const APPLICATION_ID: i64 = 0x7164_634C;

/// Step by step; never changed once released, only added to. `user_version` counts the steps taken.
pub const STEPS: &[&str] = &[RECEIPTS];

/// `subject` is for reading, `subject_key` for finding: they differ where the subject is somebody's number.
/// `resend` counts what was sent again on purpose, so that each time can be live only once.
const RECEIPTS: &str = "
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

/// What a database is, seen from here.
#[derive(Debug, PartialEq, Eq)]
pub enum Standing {
    /// Holds nothing: just made, or its making was cut short.
    Empty,
    /// A ledger with so many steps taken.
    Ledger(usize),
    /// Another program's.
    Foreign,
}

pub async fn standing(on: &mut SqliteConnection) -> Result<Standing, sqlx::Error> {
    let id: i64 = sqlx::query("PRAGMA application_id").fetch_one(&mut *on).await?.get(0);
    let version: i64 = sqlx::query("PRAGMA user_version").fetch_one(&mut *on).await?.get(0);
    let tables: i64 = sqlx::query("SELECT count(*) FROM sqlite_schema").fetch_one(&mut *on).await?.get(0);
    Ok(match (id, tables) {
        (APPLICATION_ID, _) => Standing::Ledger(usize::try_from(version).unwrap_or(usize::MAX)),
        (0, 0) if version == 0 => Standing::Empty,
        _ => Standing::Foreign,
    })
}

/// Takes the steps that are left, all or none.
pub async fn migrate(on: &mut SqliteConnection, taken: usize, steps: &[&str]) -> Result<(), sqlx::Error> {
    if taken == steps.len() {
        return Ok(());
    }
    let mut all = on.begin_with("BEGIN IMMEDIATE").await?;
    for step in &steps[taken..] {
        sqlx::raw_sql(sqlx::AssertSqlSafe(*step)).execute(&mut *all).await?;
    }
    let mark = format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {};", steps.len());
    sqlx::raw_sql(sqlx::AssertSqlSafe(mark)).execute(&mut *all).await?;
    all.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "current_thread")]
    async fn later_steps_keep_what_earlier_ones_made_and_a_failing_one_takes_none() {
        let mut on = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        assert_eq!(standing(&mut on).await.unwrap(), Standing::Empty);
        let first = "CREATE TABLE a (x); INSERT INTO a VALUES (7);";
        migrate(&mut on, 0, &[first]).await.unwrap();
        let second = "ALTER TABLE a ADD COLUMN y";
        migrate(&mut on, 1, &[first, second, "nonsense"]).await.unwrap_err();
        assert_eq!(standing(&mut on).await.unwrap(), Standing::Ledger(1));
        migrate(&mut on, 1, &[first, second]).await.unwrap();
        assert_eq!(standing(&mut on).await.unwrap(), Standing::Ledger(2));
        let row = sqlx::query("SELECT x, y FROM a").fetch_one(&mut on).await.unwrap();
        assert_eq!((row.get::<i64, _>(0), row.get::<Option<i64>, _>(1)), (7, None));
    }

    #[tokio::test(flavor = "current_thread")]
    async fn another_programs_tables_are_foreign() {
        let mut on = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        sqlx::raw_sql("CREATE TABLE theirs (x)").execute(&mut on).await.unwrap();
        assert_eq!(standing(&mut on).await.unwrap(), Standing::Foreign);
    }
}
