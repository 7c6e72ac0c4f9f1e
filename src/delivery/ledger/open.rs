//! How a ledger's file is found fit: its folder, its lock, and that it is a ledger at all.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Row, SqliteConnection};
use tokio::sync::oneshot;

use super::LedgerError;
use super::error::code;
use super::schema::{STEPS, Standing, migrate, standing};

/// What every SQLite file begins with (https://www.sqlite.org/fileformat2.html).
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// How long another program, a backup for one, may keep the file busy.
const BUSY: Duration = Duration::from_secs(10);

/// SQLite takes `:memory:` and `file:…` for something else; an absolute path is a path.
pub fn absolute(path: &Path) -> Result<PathBuf, LedgerError> {
    std::path::absolute(path).map_err(|error| LedgerError::io(path, &error))
}

/// The folder, with a `.gitignore` that keeps it out of version control: where qdc made it or gave it its
/// name, never in a folder of the user's own.
pub fn folder(path: &Path) -> Result<(), LedgerError> {
    let Some(folder) = path.parent() else { return Ok(()) };
    let make = || -> io::Result<()> {
        let is_new = !folder.is_dir();
        if is_new {
            fs::create_dir_all(folder)?;
        }
        let ignore = folder.join(".gitignore");
        if (is_new || folder.file_name().is_some_and(|name| name == ".qdc")) && !ignore.exists() {
            let mut file = File::create(ignore)?;
            file.write_all(b"*\n")?;
            file.sync_all()?;
        }
        if is_new {
            sync(folder.parent())?;
        }
        Ok(())
    };
    make().map_err(|error| LedgerError::io(path, &error))
}

/// A new folder is in its parent only once the parent is on the disk.
#[cfg(unix)]
fn sync(folder: Option<&Path>) -> io::Result<()> {
    folder.map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

/// Elsewhere folders cannot be opened as files.
#[cfg(not(unix))]
fn sync(_: Option<&Path>) -> io::Result<()> {
    Ok(())
}

/// The lock beside the ledger, held as long as the file is open.
pub enum Lock {
    Held(File),
    /// Another process has it; it comes when that one lets go.
    Awaited(oneshot::Receiver<io::Result<File>>),
}

pub fn lock(path: &Path, waiting: impl FnOnce()) -> Result<Lock, LedgerError> {
    let beside = path.with_extension("lock");
    let open = File::options().read(true).write(true).create(true).truncate(false).open(&beside);
    let file = open.map_err(|error| LedgerError::io(&beside, &error))?;
    match file.try_lock() {
        Ok(()) => Ok(Lock::Held(file)),
        Err(TryLockError::Error(error)) => Err(LedgerError::io(&beside, &error)),
        Err(TryLockError::WouldBlock) => {
            waiting();
            let (got, answer) = oneshot::channel();
            // A thread of its own: a runtime that ends would wait for one of its own threads.
            std::thread::spawn(move || {
                let locked = loop {
                    match file.lock() {
                        Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                        other => break other,
                    }
                };
                // Where nobody waits any more, the file closes and the lock is free again.
                let _ = got.send(locked.map(|()| file));
            });
            Ok(Lock::Awaited(answer))
        }
    }
}

impl Lock {
    pub async fn wait(self, path: &Path) -> Result<File, LedgerError> {
        match self {
            Lock::Held(file) => Ok(file),
            Lock::Awaited(answer) => {
                let locked = answer.await.unwrap_or_else(|_| Err(io::ErrorKind::Interrupted.into()));
                locked.map_err(|error| LedgerError::io(path, &error))
            }
        }
    }
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(BUSY)
        .synchronous(SqliteSynchronous::Full)
        // On macOS only this reaches the disk itself.
        .pragma("fullfsync", "1")
        .pragma("checkpoint_fullfsync", "1")
        .disable_statement_logging()
}

/// Whether there is a file, and it is no other than a database.
fn admit(path: &Path) -> Result<bool, LedgerError> {
    let data = match fs::metadata(path) {
        Ok(data) => data,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(LedgerError::io(path, &error)),
    };
    if !data.is_file() {
        return Err(LedgerError::no_ledger(path));
    }
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(16).read_to_end(&mut head));
    read.map_err(|error| LedgerError::io(path, &error))?;
    // A making that was cut short leaves an empty file.
    if head.is_empty() || head == MAGIC { Ok(true) } else { Err(LedgerError::no_ledger(path)) }
}

/// The connection that writes. Under the lock only.
pub async fn writer(path: &Path) -> Result<SqliteConnection, LedgerError> {
    admit(path)?;
    let failed = |error| LedgerError::sql(path, &error);
    let mut on = options(path).create_if_missing(true).connect().await.map_err(failed)?;
    // Nothing was changed so far.
    let taken = match standing(&mut on).await.map_err(failed)? {
        Standing::Foreign => return Err(LedgerError::no_ledger(path)),
        Standing::Ledger(version) if version > STEPS.len() => {
            return Err(LedgerError::newer(path, version, STEPS.len()));
        }
        Standing::Ledger(version) => {
            sound(&mut on, path).await?;
            version
        }
        Standing::Empty => 0,
    };
    sqlx::query("PRAGMA journal_mode = WAL").execute(&mut on).await.map_err(failed)?;
    migrate(&mut on, taken, STEPS).await.map_err(failed)?;
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
    if !admit(path)? {
        return Ok(None);
    }
    let mut options = options(path).read_only(true);
    let found = match look(&options).await {
        // In a folder that is read-only SQLite cannot make what it shares with a writer: there is none.
        Err(error) if matches!(code(&error), Some(8 | 14)) && !has_log(path) => {
            options = options.immutable(true);
            look(&options).await
        }
        found => found,
    };
    match found.map_err(|error| LedgerError::sql(path, &error))? {
        Standing::Empty => Ok(None),
        Standing::Foreign => Err(LedgerError::no_ledger(path)),
        Standing::Ledger(version) if version > STEPS.len() => {
            Err(LedgerError::newer(path, version, STEPS.len()))
        }
        Standing::Ledger(version) if version < STEPS.len() => Err(LedgerError::older(path)),
        Standing::Ledger(_) => {
            Ok(Some(SqlitePoolOptions::new().max_connections(2).connect_lazy_with(options)))
        }
    }
}

async fn look(options: &SqliteConnectOptions) -> Result<Standing, sqlx::Error> {
    let mut on = options.connect().await?;
    let found = standing(&mut on).await?;
    on.close().await?;
    Ok(found)
}

/// Whether commits stand in the write-ahead log that are not in the file yet.
fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    fs::metadata(log).is_ok_and(|data| data.len() > 0)
}
