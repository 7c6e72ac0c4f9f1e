//! When the disk is waited for.
//!
//! SQLite commits into its write-ahead log without a flush (`synchronous = NORMAL`): what is committed outlives this
//! process, not a loss of power. A receipt must outlive that too, so it is answered only after an `fdatasync` of
//! the log that began after its commit: the very flush that `synchronous = FULL` does inside the commit, but
//! beside SQLite's thread. Hand-overs and outcomes do not wait behind it, and all receipts that came meanwhile
//! share the next one. Other commits are flushed when nothing has come for a while; where power was lost
//! before, the record says "sending", and the platform is asked.
//!
//! SQLite takes no locks on the log, so that a second descriptor of it does no harm, and keeps the file as long as
//! the writer is open. That the log's beginning and its folder are on the disk SQLite sees to itself. A log that has
//! lost its name, as by `git clean`, would be lost with all that is in it: then no receipt is given any more.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::task::{JoinHandle, spawn_blocking};

use super::LedgerError;
use super::place::{beside, is_in_place};

/// How long commits that nobody waits for may be unflushed while nothing else comes.
const IDLE: Duration = Duration::from_millis(100);

/// A receipt that is committed, and who waits for it to be on the disk.
pub type Begun = (i64, oneshot::Sender<Result<i64, LedgerError>>);

pub struct Flush {
    ledger: PathBuf,
    log: Option<Arc<File>>,
    /// Committed since the last flush began.
    waiting: Vec<Begun>,
    is_dirty: bool,
    /// Whether the log is on the disk and still has its name.
    under_way: Option<(JoinHandle<io::Result<bool>>, Vec<Begun>)>,
}

impl Flush {
    pub fn new(ledger: &Path) -> Self {
        Self { ledger: ledger.to_owned(), log: None, waiting: Vec::new(), is_dirty: false, under_way: None }
    }

    /// Something was committed that nobody waits for.
    pub fn lazily(&mut self) {
        self.is_dirty = true;
    }

    /// Receipts were committed that are answered once they are on the disk.
    pub fn before_answering(&mut self, begun: impl IntoIterator<Item = Begun>) {
        self.waiting.extend(begun);
        self.start_if(!self.waiting.is_empty());
    }

    fn start_if(&mut self, is_wanted: bool) {
        if !is_wanted || self.under_way.is_some() {
            return;
        }
        self.is_dirty = false;
        let waiting = std::mem::take(&mut self.waiting);
        let flush = match self.log() {
            Ok(log) => {
                let place = beside(&self.ledger, "-wal");
                spawn_blocking(move || log.sync_data().map(|()| is_in_place(&log, &place)))
            }
            Err(error) => spawn_blocking(move || Err(error)),
        };
        self.under_way = Some((flush, waiting));
    }

    fn log(&mut self) -> io::Result<Arc<File>> {
        if let Some(log) = &self.log {
            return Ok(log.clone());
        }
        let log = Arc::new(File::options().write(true).open(beside(&self.ledger, "-wal"))?);
        self.log = Some(log.clone());
        Ok(log)
    }

    /// Whether the log still has its name.
    pub fn is_in_place(&mut self) -> bool {
        let place = beside(&self.ledger, "-wal");
        self.log().is_ok_and(|log| is_in_place(&log, &place))
    }

    /// Goes on for ever: flushes, and answers those who wait. May be dropped at any point and called again.
    pub async fn keep_on(&mut self) {
        loop {
            match &mut self.under_way {
                Some((flush, _)) => {
                    let done = flush.await;
                    self.answer(done.unwrap_or_else(|error| Err(io::Error::other(error))));
                }
                None if self.is_dirty => {
                    tokio::time::sleep(IDLE).await;
                    self.start_if(true);
                }
                None => std::future::pending().await,
            }
        }
    }

    /// Everything is on the disk, as far as it can be brought there.
    pub async fn finish(&mut self) {
        loop {
            self.start_if(self.is_dirty || !self.waiting.is_empty());
            let Some((flush, _)) = &mut self.under_way else { return };
            let done = flush.await;
            self.answer(done.unwrap_or_else(|error| Err(io::Error::other(error))));
        }
    }

    fn answer(&mut self, done: io::Result<bool>) {
        let answer = match done {
            Ok(true) => Ok(()),
            Ok(false) => Err(LedgerError::removed(&self.ledger)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(LedgerError::removed(&self.ledger)),
            Err(error) => Err(LedgerError::io(&self.ledger, &error)),
        };
        // Who asked may be gone; the record stands.
        for (id, asked) in self.under_way.take().into_iter().flat_map(|(_, waiting)| waiting) {
            let _ = asked.send(answer.clone().map(|()| id));
        }
        self.start_if(!self.waiting.is_empty());
    }
}
