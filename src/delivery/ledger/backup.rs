//! A copy of a ledger as it is at one moment.

use std::io;
use std::path::Path;

use sqlx::{ConnectOptions, Connection};

use super::open::reading;
use super::place::{absolute, sync};
use super::{LedgerError, open};

/// Whole or not at all: the copy is made beside its place, flushed, and given its name, which nothing may have yet.
/// SQLite reads it in one transaction, so that a writer may go on meanwhile.
pub async fn write(from: &Path, to: &Path) -> Result<(), LedgerError> {
    let to = absolute(to)?;
    let broken = |error: &io::Error| LedgerError::backup(&to, error);
    if to.symlink_metadata().is_ok() {
        return Err(broken(&io::ErrorKind::AlreadyExists.into()));
    }
    let folder = to.parent().unwrap_or(Path::new("."));
    // Such a file is its owner's alone.
    let copy =
        tempfile::Builder::new().prefix(".qdc-").tempfile_in(folder).map_err(|error| broken(&error))?;
    let copy = copy.into_temp_path();
    let name = copy.to_str().ok_or_else(|| broken(&io::ErrorKind::InvalidFilename.into()))?.to_owned();
    let failed = |error| LedgerError::sql(from, &error);
    let mut on = reading(from).connect().await.map_err(failed)?;
    // Into a file that is there and empty.
    let copied = sqlx::query("VACUUM INTO ?1").bind(name).execute(&mut on).await;
    let _ = on.close().await;
    copied.map_err(failed)?;
    let flush = || std::fs::File::options().write(true).open(&copy)?.sync_all();
    flush().map_err(|error| broken(&error))?;
    copy.persist_noclobber(&to).map_err(|error| broken(&error.error))?;
    sync(to.parent()).map_err(|error| broken(&error))?;
    // What cannot be read is no backup.
    match open::reader(&to).await? {
        Some(reader) => reader.close().await,
        None => return Err(LedgerError::damaged(&to)),
    }
    Ok(())
}
