//! The durable record of what was sent, so that nothing is sent twice and nothing is lost.
//!
//! A receipt is committed before each request, the moment of each hand-over, and the outcome after; a process may
//! die between any two instructions. What is then found as [`State::Sending`] may or may not have arrived, and only
//! the platform knows. The file is one SQLite database a project, `.qdc/ledger.db`, written by one process at a time.
//!
//! Knows receipts, not requests: it sends nothing and judges no answer.

mod backup;
mod batch;
mod diff;
mod entry;
mod error;
mod flush;
mod masked;
mod merge;
mod open;
mod place;
mod read;
mod receipt;
mod reserve;
mod rows;
mod schema;
mod upgrade;
mod writer;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sqlx::SqlitePool;
use tokio::sync::{mpsc, oneshot};

pub use diff::{Change, Names, changes, describe};
pub use entry::Entry;
pub use error::LedgerError;
pub(super) use masked::bare_address;
pub use masked::masked;
pub use merge::{Conflict, Merged};
pub use place::{folder as make_folder, plain};
pub use receipt::{Filter, Outcome, Place, Receipt, Record, State};

use crate::delivery::subject::Subject;
use crate::plan::Kind;
use crate::platform::signature::sha256;
use crate::words;
use flush::Flush;
use reserve::Reserve;
use writer::{Request, Write, Writer};

/// What tells bodies apart: the SHA-256.
pub fn hash(body: &[u8]) -> String {
    sha256(body)
}

/// A ledger that is open. Clones are the same one.
#[derive(Debug, Clone)]
pub struct Ledger(Arc<Open>);

#[derive(Debug)]
struct Open {
    path: PathBuf,
    reader: SqlitePool,
    /// `None` where it is open for reading only.
    writer: Option<mpsc::UnboundedSender<Request>>,
}

impl Ledger {
    /// Opens or makes a ledger for writing, and holds its lock until it is closed or every clone is gone. Where
    /// another process holds the lock, `waiting` is called once, then that one is waited for.
    pub async fn open(path: &Path, waiting: impl FnOnce()) -> Result<Ledger, LedgerError> {
        let path = place::absolute(path)?;
        place::folder(&path)?;
        let path = place::resolved(&path)?;
        place::demand_free_name(&path)?;
        place::demand_one_name(&path)?;
        // Apart, so that `waiting` is gone before the first wait and need not be `Send`.
        let lock = place::lock(&path, waiting)?;
        let lock = lock.wait(&path).await?;
        // Once more: it may have got another name meanwhile.
        place::demand_one_name(&path)?;
        place::prepare(&path)?;
        let connection = open::writer(&path).await?;
        let reader = open::reader(&path).await?.ok_or_else(|| LedgerError::damaged(&path))?;
        let (writer, requests) = mpsc::unbounded_channel();
        let task = Writer {
            file: place::id(&path).map_err(|error| LedgerError::io(&path, &error))?,
            connection,
            reserve: Reserve::keep(&path)?,
            flush: Flush::new(&path),
            lock,
            requests,
            under_way: HashSet::new(),
            path: path.clone(),
        };
        tokio::spawn(task.run());
        Ok(Ledger(Arc::new(Open { path, reader, writer: Some(writer) })))
    }

    /// For reading only, beside any writer; `None` without a ledger.
    pub async fn read(path: &Path) -> Result<Option<Ledger>, LedgerError> {
        let path = place::resolved(&place::absolute(path)?)?;
        let reader = open::reader(&path).await?;
        Ok(reader.map(|reader| Ledger(Arc::new(Open { path, reader, writer: None }))))
    }

    /// The latest record of a subject; one that is, or may be, at the platform before any other: a refusal that
    /// came after it does not hide it.
    pub async fn find(
        &self,
        at: Place<'_>,
        kind: Kind,
        subject: &Subject,
    ) -> Result<Option<Record>, LedgerError> {
        let found = read::latest(&self.0.reader, at, kind, subject).await;
        found.map_err(|error| LedgerError::sql(&self.0.path, &error))
    }

    /// Which of these subjects have no record at all; while this ledger is open for writing, nobody else can
    /// make one.
    pub async fn unheard_of(
        &self,
        at: Place<'_>,
        subjects: &[(Kind, &Subject)],
    ) -> Result<HashSet<(Kind, String)>, LedgerError> {
        let found = read::unheard_of(&self.0.reader, at, subjects).await;
        found.map_err(|error| LedgerError::sql(&self.0.path, &error))
    }

    /// Commits the receipt of a request that is about to be sent for the first time, and waits for the disk; its id.
    /// Refused while the same subject is sending, sent or unknown, unless it is sent again on purpose.
    pub async fn begin(&self, receipt: Receipt) -> Result<i64, LedgerError> {
        self.write(Write::Begin(Box::new(receipt.into()))).await
    }

    /// Commits that the request's bytes are handed over now, and counts it.
    pub async fn hand_over(&self, id: i64) -> Result<(), LedgerError> {
        self.write(Write::HandOver(id)).await.map(drop)
    }

    /// Commits what came of a request. What is unknown may be finished again; every other outcome stands.
    pub async fn finish(&self, id: i64, outcome: Outcome) -> Result<(), LedgerError> {
        if outcome.state == State::Sending {
            let why =
                words!("记录 {id}：“正在发送”不是结果", "record {id}: to be on its way is not an outcome");
            return Err(LedgerError::of(&self.0.path, why));
        }
        self.write(Write::Finish(id, Box::new(outcome))).await.map(drop)
    }

    /// The records that are wanted, newest first.
    pub async fn history(&self, filter: &Filter) -> Result<Vec<Record>, LedgerError> {
        read::records(&self.0.reader, filter).await.map_err(|error| LedgerError::sql(&self.0.path, &error))
    }

    /// The wanted records as they go into another ledger, oldest first.
    pub async fn entries(&self, filter: &Filter) -> Result<Vec<Entry>, LedgerError> {
        read::entries(&self.0.reader, filter).await.map_err(|error| LedgerError::sql(&self.0.path, &error))
    }

    /// Takes in records of another ledger, all in one transaction.
    pub async fn merge(&self, entries: Vec<Entry>) -> Result<Merged, LedgerError> {
        let (answer, answered) = oneshot::channel();
        self.ask(Request::Merge(entries, answer))?;
        answered.await.unwrap_or_else(|_| Err(LedgerError::closed(&self.0.path)))
    }

    /// Writes a copy of this moment to a file that does not exist yet, beside a writer of this or another process.
    pub async fn back_up(&self, to: &Path) -> Result<(), LedgerError> {
        backup::write(&self.0.path, to).await
    }

    /// Waits until everything asked for is written and the lock is free. Its clones can no longer be used.
    pub async fn close(self) {
        // First: the last connection to close tidies up, which a reader cannot.
        self.0.reader.close().await;
        let Some(writer) = &self.0.writer else { return };
        let (done, closed) = oneshot::channel();
        if writer.send(Request::Close(done)).is_ok() {
            let _ = closed.await;
        }
    }

    async fn write(&self, write: Write) -> Result<i64, LedgerError> {
        let (answer, answered) = oneshot::channel();
        self.ask(Request::Write(write, answer))?;
        // Without an answer it was not committed, or the runtime ended and nobody sends any more.
        answered.await.unwrap_or_else(|_| Err(LedgerError::closed(&self.0.path)))
    }

    fn ask(&self, request: Request) -> Result<(), LedgerError> {
        let writer = self.0.writer.as_ref().ok_or_else(|| LedgerError::read_only(&self.0.path))?;
        writer.send(request).map_err(|_| LedgerError::closed(&self.0.path))
    }
}
