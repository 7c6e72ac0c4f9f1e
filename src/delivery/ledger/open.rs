//! Opening a ledger: its folder, its lock, its version. Nothing that is no ledger is ever written to.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Executor};

use super::schema::{APPLICATION, MIGRATIONS};
use super::{LedgerError, unreadable};
use crate::words;

/// How long another process may hold the file for one commit.
const BUSY: Duration = Duration::from_secs(30);

pub fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(BUSY)
        // A commit is on the disk before a request leaves.
        .synchronous(SqliteSynchronous::Full)
        .disable_statement_logging()
}

/// Makes the folder, and takes the lock beside the ledger.
pub async fn lock(path: &Path, waiting: impl FnOnce()) -> Result<File, LedgerError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    prepare(folder).map_err(|error| unwritable(folder, &error))?;
    let beside = path.with_extension("lock");
    let lock = File::options().create(true).truncate(false).write(true).open(&beside);
    let lock = lock.map_err(|error| unwritable(&beside, &error))?;
    match lock.try_lock() {
        Ok(()) => return Ok(lock),
        Err(TryLockError::WouldBlock) => {}
        Err(TryLockError::Error(error)) => return Err(unwritable(&beside, &error)),
    }
    waiting();
    let locked = tokio::task::spawn_blocking(move || lock.lock().map(|()| lock)).await;
    match locked {
        Ok(Ok(lock)) => Ok(lock),
        Ok(Err(error)) => Err(unwritable(&beside, &error)),
        Err(error) => Err(unwritable(&beside, &io::Error::other(error))),
    }
}

/// The folder, kept out of version control: it belongs to this working copy.
fn prepare(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let ignore = folder.join(".gitignore");
    if folder.file_name().is_some_and(|name| name == ".qdc") && !ignore.exists() {
        std::fs::write(ignore, "*\n")?;
    }
    Ok(())
}

fn unwritable(path: &Path, error: &io::Error) -> LedgerError {
    let path = path.display();
    LedgerError(words!(
        "发送记录无法写入 {path}：{error}；没有记录就不发送",
        "the record cannot be written at {path}: {error}; what is not recorded is not sent"
    ))
}

pub async fn connect(path: &Path) -> Result<SqliteConnection, LedgerError> {
    let connection = options(path).connect().await;
    connection.map_err(|error| unreadable(&path.display().to_string(), &error))
}

/// A connection to a ledger of this program's version, made where there was none.
pub async fn writable(path: &Path) -> Result<SqliteConnection, LedgerError> {
    let broken = |error: sqlx::Error| unreadable(&path.display().to_string(), &error);
    let options = options(path).create_if_missing(true);
    let mut connection = options.connect().await.map_err(broken)?;
    let version = known(&mut connection, path).await?;
    // Only now: a file that is no ledger stays as it is.
    let _: String =
        sqlx::query_scalar("PRAGMA journal_mode = WAL").fetch_one(&mut connection).await.map_err(broken)?;
    for (at, migration) in MIGRATIONS.iter().enumerate().skip(version) {
        let next = at + 1;
        let mut all = connection.begin().await.map_err(broken)?;
        all.execute(*migration).await.map_err(broken)?;
        let header = format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {next};");
        all.execute(header.as_str()).await.map_err(broken)?;
        all.commit().await.map_err(broken)?;
    }
    Ok(connection)
}

/// The version of a ledger, 0 for an empty file; an error for what is no ledger, or a newer one.
pub async fn known(connection: &mut SqliteConnection, path: &Path) -> Result<usize, LedgerError> {
    let broken = |error: sqlx::Error| unreadable(&path.display().to_string(), &error);
    let mut number = async |sql: &str| -> Result<i64, LedgerError> {
        sqlx::query_scalar(sql).fetch_one(&mut *connection).await.map_err(broken)
    };
    let application = number("PRAGMA application_id").await?;
    let version = number("PRAGMA user_version").await?;
    let tables = number("SELECT COUNT(*) FROM sqlite_schema").await?;
    let shown = path.display();
    if application != APPLICATION && (tables > 0 || application != 0) {
        return Err(LedgerError(words!(
            "{shown} 是别的程序的数据库，不是 qdc 的发送记录；没有改动它",
            "{shown} is another program's database, not a record of qdc; it was left as it is"
        )));
    }
    let version = usize::try_from(version).unwrap_or(usize::MAX);
    let newest = MIGRATIONS.len();
    if version > newest {
        return Err(LedgerError(words!(
            "{shown} 是更新的 qdc 写的（第 {version} 版，这个程序认识到第 {newest} 版）；请升级 qdc",
            "{shown} was written by a newer qdc (version {version}; this program knows {newest}); upgrade qdc"
        )));
    }
    Ok(version)
}
