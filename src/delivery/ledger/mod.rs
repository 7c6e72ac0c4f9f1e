//! The ledger: a durable record of every request, written before it is POSTed and when its outcome is known.
//!
//! One SQLite file beside the project. One sender at a time holds its lock, so a row that is being sent while
//! the lock is held belongs to a process that died. What is durable is answered for; many requests share one
//! commit. No secret and no personal number is in it: bodies are kept masked, with the hash of the whole.

mod diff;
mod masked;
mod open;
mod record;
mod schema;
mod writer;

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use sqlx::sqlite::{SqliteConnection, SqlitePool, SqlitePoolOptions};
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task::JoinHandle;

pub use diff::{Change, changes, describe};
pub use masked::{masked, subject_key};
pub use record::{Filter, Outcome, Receipt, Record, State};

use crate::findings::Words;
use crate::plan::Kind;
use crate::platform::signature::sha256;
use crate::words;
use writer::Entry;

/// Why the record cannot be read or written.
#[derive(Debug)]
pub struct LedgerError(pub Words);

/// The hash that tells bodies apart.
pub fn hash(body: &[u8]) -> String {
    sha256(body)
}

/// An open ledger; clones share it.
#[derive(Clone)]
pub struct Ledger {
    shared: Arc<Shared>,
}

struct Shared {
    path: String,
    reader: SqlitePool,
    /// `None` for a ledger that is only read.
    writer: Option<mpsc::Sender<Entry>>,
    running: Mutex<Option<Running>>,
}

/// What ends when the ledger is closed: the writer first, then the lock is let go.
struct Running {
    task: JoinHandle<()>,
    _lock: File,
}

impl Ledger {
    /// Opens or creates a ledger for writing. `waiting` is called when another process writes to it; then this
    /// waits until it is done.
    pub async fn open(path: &Path, waiting: impl FnOnce()) -> Result<Ledger, LedgerError> {
        let lock = open::lock(path, waiting).await?;
        let connection = open::writable(path).await?;
        let reader = reader(path).await?;
        let (writer, entries) = mpsc::channel(1024);
        let shown = path.display().to_string();
        let task = tokio::spawn(writer::write(connection, entries, shown.clone()));
        let running = Mutex::new(Some(Running { task, _lock: lock }));
        Ok(Ledger { shared: Arc::new(Shared { path: shown, reader, writer: Some(writer), running }) })
    }

    /// Opens a ledger for reading; `None` where there is none.
    pub async fn read(path: &Path) -> Result<Option<Ledger>, LedgerError> {
        if !path.exists() {
            return Ok(None);
        }
        // Looks whether it is a ledger at all, and one that this program knows.
        let mut connection: SqliteConnection = open::connect(path).await?;
        open::known(&mut connection, path).await?;
        let reader = reader(path).await?;
        let path = path.display().to_string();
        Ok(Some(Ledger {
            shared: Arc::new(Shared { path, reader, writer: None, running: Mutex::default() }),
        }))
    }

    /// The latest record of a subject, one that is or may be at the platform before any other.
    pub async fn find(
        &self,
        environment: &str,
        kind: Kind,
        subject: &str,
    ) -> Result<Option<Record>, LedgerError> {
        let row = sqlx::query(schema::FIND)
            .bind(environment)
            .bind(kind.name())
            .bind(subject_key(kind, subject))
            .fetch_optional(&self.shared.reader)
            .await;
        let row = row.map_err(|error| unreadable(&self.shared.path, &error))?;
        row.map(|row| Record::read(&row)).transpose().map_err(|error| unreadable(&self.shared.path, &error))
    }

    /// Records that a request is about to be POSTed; durable when this returns. Refused where the subject is or
    /// may be at the platform, unless the receipt says that it is sent again.
    pub async fn begin(&self, receipt: Receipt) -> Result<i64, LedgerError> {
        self.entry(|done| Entry::Begin(Box::new(receipt), done)).await
    }

    /// Records that it is about to be POSTed once more.
    pub async fn attempt(&self, id: i64) -> Result<(), LedgerError> {
        self.entry(|done| Entry::Attempt(id, done)).await
    }

    /// Records what became of it.
    pub async fn finish(&self, id: i64, outcome: Outcome) -> Result<(), LedgerError> {
        self.entry(|done| Entry::Finish(id, Box::new(outcome), done)).await
    }

    /// What was recorded, the newest first.
    pub async fn history(&self, filter: &Filter) -> Result<Vec<Record>, LedgerError> {
        let rows = sqlx::query(schema::HISTORY)
            .bind(&filter.environment)
            .bind(filter.kind.map(Kind::name))
            .bind(&filter.source)
            .bind(filter.limit.map_or(-1, i64::from))
            .fetch_all(&self.shared.reader)
            .await;
        let rows = rows.map_err(|error| unreadable(&self.shared.path, &error))?;
        let records: Result<_, _> = rows.iter().map(Record::read).collect();
        records.map_err(|error| unreadable(&self.shared.path, &error))
    }

    /// Waits until everything is written, and lets others write.
    pub async fn close(self) {
        let running = self.shared.running.lock().await.take();
        if let (Some(writer), Some(running)) = (&self.shared.writer, running) {
            let _ = writer.send(Entry::Close).await;
            let _ = running.task.await;
        }
        self.shared.reader.close().await;
    }

    async fn entry<T>(
        &self,
        entry: impl FnOnce(oneshot::Sender<Result<T, LedgerError>>) -> Entry,
    ) -> Result<T, LedgerError> {
        let closed = || {
            let path = &self.shared.path;
            LedgerError(words!("发送记录 {path} 已关闭", "the record {path} is closed"))
        };
        let writer = self.shared.writer.as_ref().ok_or_else(closed)?;
        let (done, answer) = oneshot::channel();
        writer.send(entry(done)).await.map_err(|_| closed())?;
        answer.await.map_err(|_| closed())?
    }
}

async fn reader(path: &Path) -> Result<SqlitePool, LedgerError> {
    let pool = SqlitePoolOptions::new().max_connections(4).connect_with(open::options(path)).await;
    pool.map_err(|error| unreadable(&path.display().to_string(), &error))
}

/// SQLite's reason, with the file it is about.
fn unreadable(path: &str, error: &sqlx::Error) -> LedgerError {
    LedgerError(words!("发送记录 {path} 无法使用：{error}", "the record {path} cannot be used: {error}"))
}
