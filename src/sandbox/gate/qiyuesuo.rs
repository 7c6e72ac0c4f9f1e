//! Qiyuesuo's gate (document/2279605535600803840 and later notes): a token and an MD5 over it.
//!
//! 441 and 442 are as the platform answers them. What it answers to a wrong signature (443), a used nonce (444)
//! and a wrong clock (445) is not public: those numbers, and the clock's window, are the sandbox's own.

use hyper::StatusCode;
use hyper::http::request::Parts;

use super::header;
use super::nonces::Nonces;
use crate::platform::signature;
use crate::sandbox::answer::Fault;

/// How long a nonce is remembered, in milliseconds.
pub const NONCE_WINDOW: i64 = 10 * 60_000;

/// How far a timestamp may be off, in milliseconds.
const CLOCK_WINDOW: i64 = 15 * 60_000;

const TOKEN: &str = "x-qys-open-accesstoken";
const TIMESTAMP: &str = "x-qys-open-timestamp";
const NONCE: &str = "x-qys-open-nonce";
const SIGNATURE: &str = "x-qys-open-signature";

pub fn admit(
    head: &Parts,
    (token, secret): (&str, &str),
    nonces: &std::sync::Mutex<Nonces>,
    now: i64,
) -> Result<(), Fault> {
    let value = |name| header(&head.headers, name);
    let required = |name: &'static str| match value(name) {
        "" => refuse(441, Some("11990441"), format!("HEADER REQUIRED,{name}")),
        _ => Ok(()),
    };
    required(TOKEN)?;
    // Before everything else, as at the platform.
    if value(TOKEN) != token {
        return refuse(442, Some("11990442"), "INVALID TOKEN");
    }
    for name in [TIMESTAMP, NONCE, SIGNATURE] {
        required(name)?;
    }
    let (timestamp, nonce) = (value(TIMESTAMP), value(NONCE));
    match timestamp.parse::<i64>() {
        Ok(at) if now.saturating_sub(at).saturating_abs() <= CLOCK_WINDOW => {}
        _ => return refuse(445, None, "INVALID TIMESTAMP"),
    }
    if signature::qiyuesuo(token, secret, timestamp, nonce) != value(SIGNATURE) {
        return refuse(443, None, "INVALID SIGNATURE");
    }
    if !super::super::locked(nonces).spend(nonce, now) {
        return refuse(444, None, "NONCE USED");
    }
    Ok(())
}

/// The status is the code, as the platform has it where it was seen.
fn refuse(code: u16, response_code: Option<&'static str>, message: impl Into<String>) -> Result<(), Fault> {
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::UNAUTHORIZED);
    Err(Fault { status, ..Fault::new(code.into(), response_code, message) })
}
