//! What a request leaves in the log: one event when it leaves and one when it ends, with what the platform's support
//! asks for after a lost answer.
//!
//! Knows nothing of who listens. Nothing secret or personal goes in: of a query the names of its members, never a
//! value, a body, a header that signs, or the platform's message; of what the platform answers only what has the form
//! of a code or a log key.

use std::time::Duration;

use reqwest::Request;
use tokio::time::Instant;
use tracing::{Span, info, info_span};

use super::answer::{Answer, Verdict};
use super::fault::Fault;
use crate::privacy::shown;

/// The longest log key that is believed to be one.
const LONGEST_KEY: usize = 64;
/// Stands for what the platform gave in the place of a code or a log key.
const ODD: &str = "odd";
/// Where the two platforms' requests carry their nonce.
const NONCES: [&str; 2] = ["x-ca-nonce", "x-qys-open-nonce"];

/// A request that has left, until it has ended.
pub struct Exchange {
    method: String,
    path: String,
    nonce: String,
    began: Instant,
    has_ended: bool,
}

impl Exchange {
    /// Notes that a request leaves.
    pub fn begin(request: &Request) -> Exchange {
        let url = request.url();
        let nonce = NONCES.iter().find_map(|name| request.headers().get(*name)?.to_str().ok());
        let exchange = Exchange {
            method: request.method().to_string(),
            path: shown(url.path()),
            nonce: nonce.unwrap_or_default().to_owned(),
            began: Instant::now(),
            has_ended: false,
        };
        let Exchange { method, path, nonce, .. } = &exchange;
        let names: Vec<_> = url.query_pairs().map(|(name, _)| name).collect();
        let query = (!names.is_empty()).then(|| names.join(","));
        let host = url[url::Position::BeforeHost..url::Position::AfterPort].to_owned();
        info!(target: "qdc::http", host, method, path, query, nonce, "request");
        exchange
    }

    /// Notes what became of it.
    pub fn end(mut self, outcome: &Result<Answer, Fault>) {
        self.has_ended = true;
        match outcome {
            Ok(answer) => {
                let outcome = match answer.verdict(endpoint(&self.path)) {
                    Verdict::Done => "done",
                    Verdict::Refused => "refused",
                    Verdict::Unlisted => "unlisted",
                    Verdict::Busy => "busy",
                    Verdict::Unclear => "unclear",
                };
                self.note(outcome, Some(answer), None);
            }
            Err(Fault::NotSent(why)) => self.note("not-sent", None, Some(&why.en)),
            Err(Fault::Lost(why)) => self.note("lost", None, Some(&why.en)),
        }
    }

    fn note(&self, outcome: &str, answer: Option<&Answer>, why: Option<&str>) {
        let Exchange { method, path, nonce, .. } = self;
        let status = answer.map(|answer| answer.status);
        let code = answer.and_then(|answer| answer.code.as_deref()).map(code);
        let log_key = answer.and_then(|answer| answer.log_key.as_deref()).map(log_key);
        let ms = millis(self.began.elapsed());
        let why = why.map(shown);
        info!(target: "qdc::http", method, path, nonce, status, code, logKey = log_key, ms, outcome, why, "answer");
    }
}

/// A request that nobody waits for any more has ended too.
impl Drop for Exchange {
    fn drop(&mut self) {
        if !self.has_ended {
            self.note("abandoned", None, None);
        }
    }
}

/// Within it, everything concerns the contract of this business code.
pub fn contract(code: Option<&str>) -> Span {
    info_span!(target: "qdc::http", "contract", businessCode = code.map(shown))
}

/// Notes that nothing is asked for a while, and why, in a word.
pub fn wait(reason: &'static str, pause: Duration) {
    info!(target: "qdc::http", reason, ms = millis(pause), "wait");
}

/// A path below the platform's base address.
fn endpoint(path: &str) -> &str {
    path.find("/open/").map_or(path, |at| &path[at..])
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// The platform's code where it has the form of one: some letters, then digits. Anything could be in its place, also
/// what the request held.
fn code(given: &str) -> &str {
    let digits = given.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = given.len() - digits.len();
    let digits = digits.strip_prefix('_').unwrap_or(digits);
    let is_code = letters <= 4 && digits.len() <= 8 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_code && !given.is_empty() { given } else { ODD }
}

/// The platform's log key where it has the form of one.
fn log_key(given: &str) -> &str {
    let is_word = given.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    // Long hexadecimal numbers may hold what looks like a phone number.
    let is_hex = given.len() > 18 && given.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let is_key = is_word && (1..=LONGEST_KEY).contains(&given.len()) && (is_hex || shown(given) == given);
    if is_key { given } else { ODD }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_the_form_of_a_code_is_noted() {
        for good in ["200", "0", "00000000", "oc_40006", "D504", "1110"] {
            assert_eq!(code(good), good);
        }
        for odd in ["", "13800138000", "11010519491231002X", "SilentCode4711Xyz", "oc_40006\u{1b}[2J", "张三"]
        {
            assert_eq!(code(odd), ODD, "{odd}");
        }
    }

    #[test]
    fn only_what_has_the_form_of_a_log_key_is_noted() {
        for good in ["0a1b2c3d", "c13800138000aabbccddeeff00112233", "log-2026_1"] {
            assert_eq!(log_key(good), good);
        }
        for odd in ["", "13800138000", "x-11010519491231002X", "a b", "张三", &"a".repeat(65)] {
            assert_eq!(log_key(odd), ODD, "{odd}");
        }
    }
}
