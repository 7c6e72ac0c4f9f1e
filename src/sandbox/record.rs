//! What was received: exact counts, and the last requests in full.

use std::collections::{BTreeMap, VecDeque};

use hyper::body::Bytes;
use serde_json::{Value, json};

use super::personal::mask_body;
use crate::privacy::shown;

/// How many requests are kept.
const KEPT: usize = 1000;

/// The largest body that is kept, in bytes.
const LARGEST: usize = 64 << 10;

#[derive(Default)]
pub struct Record {
    total: u64,
    /// Of these, how many a fault was done to.
    disturbed: u64,
    /// By `POST /api/…`; paths that are no endpoint are counted together.
    counts: BTreeMap<String, u64>,
    last: VecDeque<Received>,
}

pub struct Received {
    pub method: String,
    pub path: String,
    pub query: Vec<(String, String)>,
    /// Milliseconds since 1970.
    pub time: i64,
    /// 0 where the connection was dropped.
    pub status: u16,
    pub code: String,
    pub fault: Option<String>,
    /// Whole; masked when it is shown, which is seldom.
    pub body: Bytes,
    /// Whether the path is one of the platforms'.
    pub known: bool,
}

impl Record {
    pub fn add(&mut self, mut received: Received) {
        self.total += 1;
        self.disturbed += u64::from(received.fault.is_some());
        let name = match received.known {
            true => format!("{} {}", received.method, received.path),
            false => "*".to_owned(),
        };
        *self.counts.entry(name).or_default() += 1;
        if received.body.len() > LARGEST {
            received.body = Bytes::from(format!("({} bytes)", received.body.len()));
        }
        if self.last.len() == KEPT {
            self.last.pop_front();
        }
        self.last.push_back(received);
    }

    pub fn total(&self) -> u64 {
        self.total
    }

    pub fn disturbed(&self) -> u64 {
        self.disturbed
    }

    pub fn counts(&self) -> &BTreeMap<String, u64> {
        &self.counts
    }

    /// Oldest first, masked.
    pub fn last(&self) -> Vec<Value> {
        self.last.iter().map(Received::shown).collect()
    }
}

impl Received {
    fn shown(&self) -> Value {
        let query = self.query.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str())));
        let mut query = Value::Object(query.collect());
        mask_body(&mut query);
        let body = match serde_json::from_slice::<Value>(&self.body) {
            Ok(mut body) => {
                mask_body(&mut body);
                body
            }
            Err(_) if self.body.is_empty() => Value::Null,
            Err(_) if self.body.starts_with(b"(") => String::from_utf8_lossy(&self.body).into(),
            // A file, or no JSON: what is personal in it is not known.
            Err(_) => format!("({} bytes)", self.body.len()).into(),
        };
        json!({
            "method": self.method,
            "path": shown(&self.path),
            "query": query,
            "time": self.time,
            "status": self.status,
            "code": self.code,
            "fault": self.fault,
            "body": body,
        })
    }
}
