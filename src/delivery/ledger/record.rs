//! What is written of a request, and what is read again.

use jiff::Timestamp;
use serde_json::Value;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use crate::plan::Kind;

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// About to be POSTed, or POSTed with its outcome not yet known.
    Sending,
    /// At the platform.
    Sent,
    Refused,
    /// It certainly did not reach the platform, or came to nothing there.
    NotSent,
    /// Nobody can tell.
    Unknown,
}

impl State {
    const ALL: [State; 5] = [State::Sending, State::Sent, State::Refused, State::NotSent, State::Unknown];

    /// As it is kept and as machines read it.
    pub fn name(self) -> &'static str {
        match self {
            State::Sending => "sending",
            State::Sent => "sent",
            State::Refused => "refused",
            State::NotSent => "not-sent",
            State::Unknown => "unknown",
        }
    }

    fn of(name: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// A request that is about to be POSTed.
pub struct Receipt {
    pub environment: String,
    /// The platform's base address.
    pub address: String,
    pub kind: Kind,
    /// What it is recognised by when it comes again.
    pub subject: Option<String>,
    /// The contract's name.
    pub title: String,
    /// The endpoint.
    pub path: String,
    /// Kept masked, with the hash of the whole.
    pub body: Vec<u8>,
    /// The file that asks for it.
    pub source: String,
    pub source_hash: String,
    pub deadline: Option<String>,
    /// Whether it is sent although the subject is, or may be, at the platform.
    pub again: bool,
}

/// What became of a request.
#[derive(Debug, Clone)]
pub struct Outcome {
    pub state: State,
    pub contract_id: Option<String>,
    /// Of the answer's result, only file codes and seal ids are kept.
    pub result: Option<Value>,
    pub code: Option<String>,
    pub message: Option<String>,
    pub log_key: Option<String>,
    pub platform_time: Option<String>,
}

impl Outcome {
    /// With nothing more to say.
    pub fn of(state: State) -> Outcome {
        Outcome {
            state,
            contract_id: None,
            result: None,
            code: None,
            message: None,
            log_key: None,
            platform_time: None,
        }
    }
}

/// A request as the ledger has it.
#[derive(Debug, Clone)]
pub struct Record {
    pub id: i64,
    pub environment: String,
    pub address: String,
    pub kind: Kind,
    /// A digest where it is an ID number or a phone number.
    pub subject: Option<String>,
    /// How often it had been sent on purpose before.
    pub again: i64,
    pub title: String,
    pub path: String,
    pub body_hash: String,
    /// Masked.
    pub body: Value,
    pub source: String,
    pub source_hash: String,
    pub deadline: Option<String>,
    pub state: State,
    pub attempts: i64,
    pub begun_at: Timestamp,
    pub attempted_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    pub contract_id: Option<String>,
    pub result: Option<Value>,
    pub code: Option<String>,
    pub message: Option<String>,
    pub log_key: Option<String>,
    /// The platform's clock, epoch milliseconds.
    pub platform_time: Option<String>,
}

impl Record {
    pub(super) fn read(row: &SqliteRow) -> sqlx::Result<Record> {
        let strange = |column: &str| sqlx::Error::Decode(format!("a strange value of {column}").into());
        let time = |column: &str| -> sqlx::Result<Timestamp> {
            Timestamp::from_millisecond(row.try_get(column)?).map_err(|_| strange(column))
        };
        let json = |text: Option<String>| text.and_then(|text| serde_json::from_str(&text).ok());
        Ok(Record {
            id: row.try_get("id")?,
            environment: row.try_get("environment")?,
            address: row.try_get("address")?,
            kind: Kind::of(row.try_get("kind")?).ok_or_else(|| strange("kind"))?,
            subject: row.try_get("subject")?,
            again: row.try_get("again")?,
            title: row.try_get("title")?,
            path: row.try_get("path")?,
            body_hash: row.try_get("body_hash")?,
            body: json(row.try_get("body")?).ok_or_else(|| strange("body"))?,
            source: row.try_get("source")?,
            source_hash: row.try_get("source_hash")?,
            deadline: row.try_get("deadline")?,
            state: State::of(row.try_get("state")?).ok_or_else(|| strange("state"))?,
            attempts: row.try_get("attempts")?,
            begun_at: time("begun_at")?,
            attempted_at: time("attempted_at")?,
            finished_at: match row.try_get::<Option<i64>, _>("finished_at")? {
                Some(_) => Some(time("finished_at")?),
                None => None,
            },
            contract_id: row.try_get("contract_id")?,
            result: json(row.try_get("result")?),
            code: row.try_get("code")?,
            message: row.try_get("message")?,
            log_key: row.try_get("log_key")?,
            platform_time: row.try_get("platform_time")?,
        })
    }
}

/// Which records are wanted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub environment: Option<String>,
    pub kind: Option<Kind>,
    pub source: Option<String>,
    pub limit: Option<u32>,
}
