//! How SQLite opens a ledger's file, and how it is found to be a ledger at all.
//!
//! A ledger may come with somebody's repository. Before a row is read, what the file holds is compared with what
//! qdc makes; what a schema could carry out is off in any case.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Row, SqliteConnection};

use super::LedgerError;
use super::error::code;
use super::place::beside;
use super::schema::{STEPS, Standing, migrate, standing};

/// What every SQLite file begins with (https://www.sqlite.org/fileformat2.html).
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// SQLite's result codes (https://www.sqlite.org/rescode.html).
const READONLY: i32 = 8;
const CANTOPEN: i32 = 14;
const NOTADB: i32 = 26;

/// How long another program, a backup for one, may keep the file busy.
const BUSY: Duration = Duration::from_secs(10);

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(BUSY)
        .synchronous(SqliteSynchronous::Full)
        // On macOS only this reaches the disk itself.
        .pragma("fullfsync", "1")
        .pragma("checkpoint_fullfsync", "1")
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .disable_statement_logging()
}

/// A connection that reads and cannot write.
pub fn reading(path: &Path) -> SqliteConnectOptions {
    options(path).read_only(true)
}

/// Whether there is a file at all. It is not opened: while SQLite has it open, closing it a second time would drop
/// SQLite's locks.
fn is_there(path: &Path) -> Result<bool, LedgerError> {
    match fs::metadata(path) {
        Ok(data) if data.is_file() => Ok(true),
        Ok(_) => Err(LedgerError::no_ledger(path)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(LedgerError::io(path, &error)),
    }
}

/// The error of a look at a file that may be anything.
fn first_error(path: &Path, error: &sqlx::Error) -> LedgerError {
    // What SQLite takes for no database it does not keep open.
    if code(error) == Some(NOTADB) && !has_magic(path) {
        return LedgerError::no_ledger(path);
    }
    LedgerError::sql(path, error)
}

fn has_magic(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(16).read_to_end(&mut head));
    read.is_ok() && head == MAGIC
}

/// The version of a ledger that may be read, 0 for an empty file.
fn version(path: &Path, found: Standing) -> Result<usize, LedgerError> {
    match found {
        Standing::Empty => Ok(0),
        Standing::Ledger(version) if version <= STEPS.len() => Ok(version),
        Standing::Ledger(version) => Err(LedgerError::newer(path, version, STEPS.len())),
        Standing::Foreign => Err(LedgerError::no_ledger(path)),
        Standing::Strange(strangers) => Err(LedgerError::strange(path, &strangers)),
        Standing::Damaged => Err(LedgerError::damaged(path)),
    }
}

/// The connection that writes. Under the lock only, and the file must be there.
pub async fn writer(path: &Path) -> Result<SqliteConnection, LedgerError> {
    is_there(path)?;
    let failed = |error| LedgerError::sql(path, &error);
    let mut on = options(path).connect().await.map_err(|error| first_error(path, &error))?;
    let found = match standing(&mut on).await {
        Ok(found) => found,
        Err(error) => {
            let _ = on.close().await;
            return Err(first_error(path, &error));
        }
    };
    // Nothing was changed so far.
    let taken = version(path, found)?;
    if taken > 0 {
        sound(&mut on, path).await?;
    }
    sqlx::query("PRAGMA journal_mode = WAL").execute(&mut on).await.map_err(failed)?;
    migrate(&mut on, taken, STEPS).await.map_err(failed)?;
    // From here on `Flush` says when the disk is waited for.
    sqlx::query("PRAGMA synchronous = NORMAL").execute(&mut on).await.map_err(failed)?;
    Ok(on)
}

/// A record that a damaged index does not find would be sent twice.
async fn sound(on: &mut SqliteConnection, path: &Path) -> Result<(), LedgerError> {
    let answer = sqlx::query("PRAGMA integrity_check(1)").fetch_one(on).await;
    let answer = answer.map_err(|error| LedgerError::sql(path, &error))?;
    if answer.try_get::<&str, _>(0).is_ok_and(|answer| answer == "ok") {
        Ok(())
    } else {
        Err(LedgerError::damaged(path))
    }
}

/// The connections that read, beside a writer of this or another process; `None` without a ledger.
pub async fn reader(path: &Path) -> Result<Option<SqlitePool>, LedgerError> {
    if !is_there(path)? {
        return Ok(None);
    }
    let mut options = reading(path).pragma("query_only", "ON");
    let found = match look(&options).await {
        // In a folder that is read-only SQLite cannot make what it shares with a writer: there is none.
        Err(error) if matches!(code(&error), Some(READONLY | CANTOPEN)) && !has_log(path) => {
            options = options.immutable(true);
            look(&options).await
        }
        found => found,
    };
    match version(path, found.map_err(|error| first_error(path, &error))?)? {
        0 => Ok(None),
        version if version < STEPS.len() => Err(LedgerError::older(path)),
        _ => Ok(Some(SqlitePoolOptions::new().max_connections(2).connect_lazy_with(options))),
    }
}

async fn look(options: &SqliteConnectOptions) -> Result<Standing, sqlx::Error> {
    let mut on = options.connect().await?;
    let found = standing(&mut on).await;
    on.close().await?;
    found
}

/// Whether commits stand in the write-ahead log that are not in the file yet.
fn has_log(path: &Path) -> bool {
    fs::metadata(beside(path, "-wal")).is_ok_and(|data| data.len() > 0)
}
