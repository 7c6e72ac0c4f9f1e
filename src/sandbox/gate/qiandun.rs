//! QianDun's gateway (公共请求格式, doc-5088393), of Alibaba Cloud's "digest" scheme.
//!
//! How QianDun's own gateway refuses is not public; statuses and messages are those of the scheme. The platform
//! marks the timestamp, the nonce and the digest of the body as optional; the sandbox demands them, since a
//! client that leaves them out can be replayed.

use hyper::header::{HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{HeaderMap, StatusCode};
use serde_json::Value;

use super::header;
use super::nonces::Nonces;
use crate::platform::signature::{Signed, content_md5};
use crate::sandbox::answer::{Answer, envelope};

/// How far a timestamp may be off, and how long a nonce is remembered, in milliseconds.
pub const WINDOW: i64 = 15 * 60_000;

static ERROR: HeaderName = HeaderName::from_static("x-ca-error-message");

/// Never signed by name: they have lines of their own, or hold the signature.
const UNSIGNED: [&str; 6] =
    ["x-ca-signature", "x-ca-signature-headers", "accept", "content-md5", "content-type", "date"];

/// Lets a request in, or says why not.
pub fn admit(
    head: &Parts,
    query: &[(String, String)],
    body: &[u8],
    (key, secret): (&str, &str),
    nonces: &std::sync::Mutex<Nonces>,
    now: i64,
) -> Result<(), Answer> {
    let value = |name| header(&head.headers, name);
    if value("x-ca-key") != key {
        return refuse(StatusCode::UNAUTHORIZED, "Invalid AppKey");
    }
    if value("x-ca-signature").is_empty() {
        return refuse(StatusCode::UNAUTHORIZED, "Empty Signature");
    }
    match value("x-ca-timestamp").parse::<i64>() {
        Ok(at) if (now.saturating_sub(at)).saturating_abs() <= WINDOW => {}
        _ => return refuse(StatusCode::BAD_REQUEST, "Invalid Timestamp"),
    }
    let nonce = value("x-ca-nonce");
    if nonce.is_empty() {
        return refuse(StatusCode::BAD_REQUEST, "Empty Nonce");
    }
    let kind = value("content-type");
    let is_form = kind.starts_with("application/x-www-form-urlencoded");
    let is_digested = !body.is_empty() && !is_form && !kind.starts_with("multipart/");
    let digest = value("content-md5");
    if (is_digested || !digest.is_empty()) && digest != content_md5(body) {
        return refuse(StatusCode::BAD_REQUEST, "Invalid Content-MD5");
    }
    let form = if is_form { url::form_urlencoded::parse(body).into_owned().collect() } else { Vec::new() };
    let parameters: Vec<(&str, &str)> =
        query.iter().chain(&form).map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let signed = Signed {
        method: head.method.as_str(),
        accept: value("accept"),
        content_md5: digest,
        content_type: kind,
        date: value("date"),
        headers: &signed_headers(&head.headers),
        path: head.uri.path(),
        parameters: &parameters,
    };
    if signed.signature(secret) != value("x-ca-signature") {
        let text = signed.text().replace('\n', "#");
        return refuse(StatusCode::BAD_REQUEST, &format!("Invalid Signature, Server StringToSign:`{text}`"));
    }
    // Only now: else anybody could use up another's nonces.
    if !super::super::locked(nonces).spend(nonce, now) {
        return refuse(StatusCode::BAD_REQUEST, "Nonce Used");
    }
    Ok(())
}

/// The headers of the list, spelled as in the list.
fn signed_headers(headers: &HeaderMap) -> Vec<(&str, &str)> {
    header(headers, "x-ca-signature-headers")
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty() && !UNSIGNED.iter().any(|own| own.eq_ignore_ascii_case(name)))
        .map(|name| (name, header(headers, name)))
        .collect()
}

fn refuse(status: StatusCode, message: &str) -> Result<(), Answer> {
    let answer = envelope(status, status.as_str(), message, Value::Null);
    let plain: String = message.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    Err(match HeaderValue::from_bytes(plain.as_bytes()) {
        Ok(value) => answer.header(ERROR.clone(), value),
        Err(_) => answer,
    })
}
