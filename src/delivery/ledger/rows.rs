//! What is written, many rows with one statement: each is an element of a JSON list that SQLite takes apart.
//!
//! A statement costs a way to SQLite's thread and back, and is a transaction of its own.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::masked::{bare_address, key, masked, masked_result};
use super::{Outcome, Receipt};
use crate::delivery::subject::Subject;
use crate::plan::Kind;
use crate::platform::signature::sha256;
use crate::privacy::numbers_masked;

/// A receipt without anything that may not be written down.
pub struct Prepared {
    pub environment: String,
    pub address: String,
    pub application: String,
    pub kind: Kind,
    pub subject: Option<String>,
    pub subject_key: Option<String>,
    pub title: String,
    pub path: String,
    pub body_hash: String,
    pub body: Value,
    pub source: String,
    pub meaning: String,
    pub deadline: Option<String>,
    pub again: bool,
}

impl From<Receipt> for Prepared {
    fn from(receipt: Receipt) -> Self {
        Self {
            environment: receipt.environment,
            address: bare_address(&receipt.address),
            application: receipt.application,
            kind: receipt.kind,
            subject: receipt.subject.as_ref().and_then(Subject::text).map(numbers_masked),
            subject_key: receipt.subject.as_ref().map(key),
            title: numbers_masked(&receipt.title),
            path: numbers_masked(&receipt.path),
            body_hash: sha256(&receipt.body),
            body: masked(&receipt.body),
            source: numbers_masked(&receipt.source),
            meaning: receipt.meaning,
            deadline: receipt.deadline,
            again: receipt.again,
        }
    }
}

/// Kind and key: what a live record has alone at its place.
pub type Identity<'a> = (&'a str, &'a str);

impl Prepared {
    /// Whether it is a contract that is sent although another of its subject is, or may be, at the platform, also where
    /// this ledger does not know that one: asking cannot tell the two apart.
    pub fn has_twin(&self) -> bool {
        self.again && self.kind == Kind::Start
    }

    /// `None` for what has no subject: it is in nobody's way.
    pub fn identity(&self) -> Option<Identity<'_>> {
        Some((self.kind.text(), self.subject_key.as_deref()?))
    }

    /// A row of [`BEGIN`] and [`BEGIN_NEW`].
    pub fn row(&self, now: i64, resend: i64) -> Value {
        json!([
            self.environment,
            self.address,
            self.kind.text(),
            self.subject,
            self.subject_key,
            self.title,
            self.path,
            self.body_hash,
            self.body.to_string(),
            self.source,
            self.meaning,
            self.deadline,
            now,
            resend,
            self.application,
        ])
    }
}

/// A row of [`FINISH`].
pub fn finished(id: i64, outcome: &Outcome) -> Value {
    json!([
        id,
        outcome.state.text(),
        Timestamp::now().as_microsecond(),
        outcome.contract_id,
        outcome.result.clone().map(|result| masked_result(result).to_string()),
        outcome.code.as_deref().map(numbers_masked),
        outcome.message.as_deref().map(numbers_masked),
        outcome.log_key,
        outcome.platform_time,
    ])
}

macro_rules! begin {
    ($condition:literal) => {
        concat!(
            "INSERT INTO receipts (environment, address, kind, subject, subject_key, title, path, body_hash, body, \
             source, meaning, deadline, begun_at, resend, application, state, attempts) \
             SELECT new.value ->> 0, new.value ->> 1, new.value ->> 2, new.value ->> 3, new.value ->> 4, \
             new.value ->> 5, new.value ->> 6, new.value ->> 7, new.value ->> 8, new.value ->> 9, \
             new.value ->> 10, new.value ->> 11, new.value ->> 12, new.value ->> 13, new.value ->> 14, 'sending', 0 \
             FROM json_each(?1) AS new ",
            $condition,
            " ORDER BY new.key RETURNING id, kind, subject_key"
        )
    };
}

/// Receipts, as they are.
pub const BEGIN: &str = begin!("WHERE true");

/// Receipts of subjects that have no record yet; the others are left out. Ids follow the order of the list.
pub const BEGIN_NEW: &str = begin!(
    "WHERE NOT EXISTS (SELECT 1 FROM receipts AS old WHERE old.kind = new.value ->> 2 \
     AND old.subject_key = new.value ->> 4 \
     AND (old.environment = new.value ->> 0 OR old.address = nullif(new.value ->> 1, '')))"
);

/// Hand-overs of what is on its way or unknown: ids, and the time; the ids of those that were.
pub const HAND_OVER: &str = "UPDATE receipts SET attempts = attempts + 1, handed_over_at = ?2, state = 'sending', \
     finished_at = NULL FROM json_each(?1) AS asked WHERE receipts.id = asked.value \
     AND state IN ('sending', 'unknown') RETURNING receipts.id";

/// Outcomes of what is on its way or unknown; the ids of those that were.
pub const FINISH: &str = "UPDATE receipts SET state = new.value ->> 1, finished_at = new.value ->> 2, \
     contract_id = coalesce(new.value ->> 3, contract_id), result = new.value ->> 4, code = new.value ->> 5, \
     message = new.value ->> 6, log_key = new.value ->> 7, platform_time = new.value ->> 8 \
     FROM json_each(?1) AS new WHERE receipts.id = new.value ->> 0 AND state IN ('sending', 'unknown') \
     RETURNING receipts.id";
