//! A record on its way from one ledger to another: a line of JSON that holds all of it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::masked::{bare_address, key_again, masked_again};
use super::{Record, State};
use crate::findings::Words;
use crate::plan::Kind;
use crate::privacy::numbers_masked;
use crate::words;

/// The form of the lines.
const VERSION: u32 = 1;

/// A record, and what it is found by.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub(super) key: Option<String>,
    pub record: Record,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Line {
    version: u32,
    environment: String,
    address: String,
    #[serde(default)]
    application: String,
    kind: String,
    subject: Option<String>,
    key: Option<String>,
    resend: i64,
    title: String,
    path: String,
    body_hash: String,
    body: Value,
    file: String,
    meaning: String,
    deadline: Option<String>,
    state: String,
    attempts: u32,
    begun_at: String,
    handed_over_at: Option<String>,
    finished_at: Option<String>,
    contract_id: Option<String>,
    result: Option<Value>,
    code: Option<String>,
    message: Option<String>,
    log_key: Option<String>,
    platform_time: Option<String>,
}

impl Entry {
    /// Without a line break.
    pub fn to_line(&self) -> serde_json::Result<String> {
        let record = &self.record;
        serde_json::to_string(&Line {
            version: VERSION,
            environment: record.environment.clone(),
            address: record.address.clone(),
            application: record.application.clone(),
            kind: record.kind.text().to_owned(),
            subject: record.subject.clone(),
            key: self.key.clone(),
            resend: record.resend,
            title: record.title.clone(),
            path: record.path.clone(),
            body_hash: record.body_hash.clone(),
            body: record.body.clone(),
            file: record.source.clone(),
            meaning: record.meaning.clone(),
            deadline: record.deadline.clone(),
            state: record.state.text().to_owned(),
            attempts: record.attempts,
            begun_at: record.begun_at.to_string(),
            handed_over_at: record.handed_over_at.map(|time| time.to_string()),
            finished_at: record.finished_at.map(|time| time.to_string()),
            contract_id: record.contract_id.clone(),
            result: record.result.clone(),
            code: record.code.clone(),
            message: record.message.clone(),
            log_key: record.log_key.clone(),
            platform_time: record.platform_time.clone(),
        })
    }

    /// A line may be anybody's: what is in it is masked once more, and what qdc cannot have written is refused.
    pub fn from_line(line: &str) -> Result<Entry, Words> {
        let line: Line = serde_json::from_str(line).map_err(|error| {
            let Words { zh, en } = Words::of_json(&error);
            words!("不是导出的记录：{zh}", "this is not an exported record: {en}")
        })?;
        let version = line.version;
        if version != VERSION {
            return Err(words!(
                "由其他版本的 qdc 导出（格式 {version}，本程序只认识 {VERSION}）",
                "another version of qdc exported it (format {version}, this one knows {VERSION})"
            ));
        }
        let bad = |member: &str| {
            words!("`{member}` 的值不是 qdc 写的", "the value of `{member}` cannot have been written by qdc")
        };
        let kind = Kind::find(&line.kind).ok_or_else(|| bad("kind"))?;
        let is_key = |key: &String| kind != Kind::Start || key.starts_with(['=', '#']);
        if !line.key.as_ref().is_none_or(is_key) {
            return Err(bad("key"));
        }
        if !(0..=i64::from(u32::MAX)).contains(&line.resend) {
            return Err(bad("resend"));
        }
        let is_id = |id: &String| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
        if !line.contract_id.as_ref().is_none_or(is_id) {
            return Err(bad("contractId"));
        }
        let is_digest = |text: &str| text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !line.application.is_empty() && !is_digest(&line.application) {
            return Err(bad("application"));
        }
        let time = |member: &str, text: &str| text.parse::<Timestamp>().map_err(|_| bad(member));
        let perhaps = |member: &str, text: Option<String>| text.map(|text| time(member, &text)).transpose();
        let masked = |text: Option<String>| text.as_deref().map(numbers_masked);
        Ok(Entry {
            key: line.key.as_deref().map(key_again),
            record: Record {
                // The other ledger's numbers mean nothing in this one.
                id: 0,
                address: bare_address(&line.address),
                application: line.application,
                kind,
                subject: masked(line.subject),
                resend: line.resend,
                title: numbers_masked(&line.title),
                path: numbers_masked(&line.path),
                body_hash: line.body_hash,
                body: masked_again(line.body),
                source: numbers_masked(&line.file),
                meaning: line.meaning,
                deadline: line.deadline,
                state: State::find(&line.state).ok_or_else(|| bad("state"))?,
                attempts: line.attempts,
                begun_at: time("begunAt", &line.begun_at)?,
                handed_over_at: perhaps("handedOverAt", line.handed_over_at)?,
                finished_at: perhaps("finishedAt", line.finished_at)?,
                contract_id: line.contract_id,
                result: line.result.map(masked_again),
                code: masked(line.code),
                message: masked(line.message),
                log_key: line.log_key,
                platform_time: line.platform_time,
                environment: line.environment,
            },
        })
    }
}
