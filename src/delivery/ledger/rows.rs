//! What is written, many rows with one statement: each is an element of a JSON list that SQLite takes apart.

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

impl Prepared {
    /// What another of the same group must not have too; what has no subject is in nobody's way.
    pub fn identity(&self) -> (&str, Kind, Option<&str>) {
        (&self.environment, self.kind, self.subject_key.as_deref())
    }

    pub fn key(&self) -> Value {
        json!([self.environment, self.kind.text(), self.subject_key])
    }

    /// A row of `BEGIN_ALL`.
    pub fn row(&self, now: i64) -> Value {
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
        ])
    }
}

/// A row of `FINISH_ALL`.
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

/// Which of these subjects have any record: their places in the list.
pub const KNOWN: &str = "SELECT DISTINCT asked.key FROM json_each(?1) AS asked JOIN receipts \
     ON environment = asked.value ->> 0 AND kind = asked.value ->> 1 AND subject_key = asked.value ->> 2";

/// First receipts of new subjects.
pub const BEGIN_ALL: &str = "INSERT INTO receipts (environment, address, kind, subject, subject_key, resend, title, path, \
     body_hash, body, source, source_hash, deadline, state, attempts, begun_at, attempted_at) \
     SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, 0, value ->> 5, value ->> 6, \
     value ->> 7, value ->> 8, value ->> 9, value ->> 10, value ->> 11, 'sending', 0, value ->> 12, value ->> 12 \
     FROM json_each(?1) ORDER BY key";

/// Outcomes of what is on its way or unknown; the ids of those that were.
pub const FINISH_ALL: &str = "UPDATE receipts SET state = told.value ->> 1, finished_at = told.value ->> 2, \
     contract_id = coalesce(told.value ->> 3, contract_id), result = told.value ->> 4, code = told.value ->> 5, \
     message = told.value ->> 6, log_key = told.value ->> 7, platform_time = told.value ->> 8 \
     FROM json_each(?1) AS told WHERE receipts.id = told.value ->> 0 AND state IN ('sending', 'unknown') \
     RETURNING receipts.id";
