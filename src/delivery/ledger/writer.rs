//! The one writer: takes all entries that wait, writes them in one transaction, then answers each. Many
//! requests at once cost one flush to the disk.

use jiff::Timestamp;
use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection, Executor};
use tokio::sync::{mpsc, oneshot};

use super::masked::{kept, masked, subject_key};
use super::record::{Outcome, Receipt};
use super::schema::{ATTEMPT, BEGIN, FINISH};
use super::{LedgerError, hash, unreadable};
use crate::plan::shown;
use crate::words;

/// The most entries of one transaction.
const TOGETHER: usize = 256;

type Done<T> = oneshot::Sender<Result<T, LedgerError>>;

pub enum Entry {
    Begin(Box<Receipt>, Done<i64>),
    Attempt(i64, Done<()>),
    Finish(i64, Box<Outcome>, Done<()>),
    /// What came before is written; nothing comes after.
    Close,
}

/// An answer that waits for the commit.
enum Answer {
    Id(Done<i64>, sqlx::Result<i64>),
    Nothing(Done<()>, sqlx::Result<()>),
}

/// Writes until it is told to close.
pub async fn write(mut connection: SqliteConnection, mut entries: mpsc::Receiver<Entry>, path: String) {
    let mut waiting = Vec::with_capacity(TOGETHER);
    let mut is_open = true;
    while is_open && entries.recv_many(&mut waiting, TOGETHER).await > 0 {
        let begun = connection.execute("BEGIN IMMEDIATE").await.map(drop);
        let mut answers = Vec::with_capacity(waiting.len());
        for entry in waiting.drain(..) {
            match entry {
                Entry::Begin(receipt, done) => {
                    let id = if begun.is_ok() { begin(&mut connection, &receipt).await } else { Ok(0) };
                    answers.push(Answer::Id(done, id));
                }
                Entry::Attempt(id, done) => {
                    let written = if begun.is_ok() { attempt(&mut connection, id).await } else { Ok(()) };
                    answers.push(Answer::Nothing(done, written));
                }
                Entry::Finish(id, outcome, done) => {
                    let written =
                        if begun.is_ok() { finish(&mut connection, id, &outcome).await } else { Ok(()) };
                    answers.push(Answer::Nothing(done, written));
                }
                Entry::Close => is_open = false,
            }
        }
        let committed = match begun {
            Ok(()) => connection.execute("COMMIT").await.map(drop),
            Err(error) => Err(error),
        };
        if committed.is_err() {
            let _ = connection.execute("ROLLBACK").await;
        }
        // Nobody may send before what he wrote is on the disk.
        for answer in answers {
            match answer {
                Answer::Id(done, written) => tell(done, written, &committed, &path),
                Answer::Nothing(done, written) => tell(done, written, &committed, &path),
            }
        }
    }
    let _ = connection.close().await;
}

fn tell<T>(done: Done<T>, written: sqlx::Result<T>, committed: &sqlx::Result<()>, path: &str) {
    let answer = match (written, committed) {
        (Err(error), _) => Err(explained(path, &error)),
        (_, Err(error)) => Err(unreadable(path, error)),
        (Ok(value), Ok(())) => Ok(value),
    };
    // Whoever asked may have gone.
    let _ = done.send(answer);
}

fn explained(path: &str, error: &sqlx::Error) -> LedgerError {
    if error.as_database_error().is_some_and(|error| error.is_unique_violation()) {
        return LedgerError(words!(
            "发送记录 {path} 里已有这一份，没有再发",
            "the record {path} has this one already; it was not sent again"
        ));
    }
    unreadable(path, error)
}

async fn begin(connection: &mut SqliteConnection, receipt: &Receipt) -> sqlx::Result<i64> {
    let written = sqlx::query(BEGIN)
        .bind(&receipt.environment)
        .bind(&receipt.address)
        .bind(receipt.kind.name())
        .bind(receipt.subject.as_deref().map(|subject| subject_key(receipt.kind, subject)))
        .bind(receipt.again)
        .bind(shown(&receipt.title))
        .bind(&receipt.path)
        .bind(hash(&receipt.body))
        .bind(masked(&receipt.body).to_string())
        .bind(&receipt.source)
        .bind(&receipt.source_hash)
        .bind(&receipt.deadline)
        .bind(Timestamp::now().as_millisecond())
        .execute(connection)
        .await?;
    Ok(written.last_insert_rowid())
}

async fn attempt(connection: &mut SqliteConnection, id: i64) -> sqlx::Result<()> {
    let now = Timestamp::now().as_millisecond();
    sqlx::query(ATTEMPT).bind(id).bind(now).execute(connection).await.map(drop)
}

async fn finish(connection: &mut SqliteConnection, id: i64, outcome: &Outcome) -> sqlx::Result<()> {
    sqlx::query(FINISH)
        .bind(id)
        .bind(outcome.state.name())
        .bind(Timestamp::now().as_millisecond())
        .bind(&outcome.contract_id)
        .bind(outcome.result.as_ref().and_then(kept).map(|kept| kept.to_string()))
        .bind(&outcome.code)
        .bind(outcome.message.as_deref().map(shown))
        .bind(&outcome.log_key)
        .bind(&outcome.platform_time)
        .execute(connection)
        .await
        .map(drop)
}
