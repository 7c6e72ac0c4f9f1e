//! The gateway's check of a signature, from its documentation alone: header digest over HMAC-SHA256.
//!
//! Shares no line with the program, so that one is a test of the other.

use std::collections::HashSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use sha2::Sha256;

use crate::wire::Message;

const VALID_MILLISECONDS: u128 = 15 * 60 * 1000;

/// Who may ask, and which nonces were used.
pub struct Gate {
    keys: Vec<(String, String)>,
    nonces: Mutex<HashSet<String>>,
    /// Takes any time, for the tests of a clock that is set.
    pub any_time: AtomicBool,
}

impl Gate {
    pub fn new(keys: &[(&str, &str)]) -> Gate {
        let keys = keys.iter().map(|(key, secret)| ((*key).to_owned(), (*secret).to_owned())).collect();
        Gate { keys, nonces: Mutex::default(), any_time: AtomicBool::default() }
    }

    /// The key that signed the request.
    pub fn check(&self, request: &Message) -> Result<String, String> {
        let key = request.header("x-ca-key").ok_or("no X-Ca-Key")?;
        let secret = self.keys.iter().find(|(known, _)| known == key).ok_or("a key nobody has")?.1.as_bytes();
        let given = request.header("x-ca-signature").ok_or("no X-Ca-Signature")?;
        let time: u128 = request
            .header("x-ca-timestamp")
            .and_then(|time| time.parse().ok())
            .ok_or("X-Ca-Timestamp is not milliseconds")?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
        if now.abs_diff(time) > VALID_MILLISECONDS && !self.any_time.load(Relaxed) {
            return Err("X-Ca-Timestamp is more than 15 minutes off".to_owned());
        }
        if !request.body.is_empty()
            && request.header("content-type").is_some_and(|kind| kind.contains("json"))
        {
            let digest = STANDARD.encode(Md5::digest(&request.body));
            if request.header("content-md5") != Some(&digest) {
                return Err("Content-MD5 is not that of the body".to_owned());
            }
        }
        // How a query's values are written inside the string is not documented: escaped or not.
        let signed = [true, false].iter().any(|escaped| digest(secret, request, *escaped) == given);
        if !signed {
            return Err("the signature is not that of the request".to_owned());
        }
        let nonce = request.header("x-ca-nonce").ok_or("no X-Ca-Nonce")?;
        if !self.nonces.lock().unwrap().insert(nonce.to_owned()) {
            return Err("X-Ca-Nonce was used before".to_owned());
        }
        Ok(key.to_owned())
    }
}

fn digest(secret: &[u8], request: &Message, escaped: bool) -> String {
    let header = |name: &str| request.header(name).unwrap_or_default().to_owned();
    let mut lines = vec![
        request.method.clone(),
        header("accept"),
        header("content-md5"),
        header("content-type"),
        header("date"),
    ];
    let named = header("x-ca-signature-headers");
    let mut names: Vec<&str> = named.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    names.sort_unstable();
    lines.extend(names.iter().map(|name| format!("{name}:{}", header(name))));
    let mut pairs: Vec<(&str, String)> = request
        .raw_query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(key, value)| (key, if escaped { value.to_owned() } else { crate::wire::unescaped(value) }))
        .collect();
    pairs.sort();
    pairs.dedup_by(|later, first| later.0 == first.0);
    let query: Vec<String> = pairs
        .iter()
        .map(|(key, value)| if value.is_empty() { (*key).to_owned() } else { format!("{key}={value}") })
        .collect();
    let mark = if query.is_empty() { "" } else { "?" };
    lines.push(format!("{}{mark}{}", request.path, query.join("&")));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).unwrap();
    mac.update(lines.join("\n").as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

/// The documentation's own vectors (dummy credentials).
#[test]
fn documented_vectors_reproduce() {
    let message = |method: &str, path: &str, query: &str, headers: &[(&str, &str)]| Message {
        method: method.to_owned(),
        path: path.to_owned(),
        raw_query: query.to_owned(),
        headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        body: Vec::new(),
    };
    let first = message(
        "GET",
        "/Third/Tools/checkSign",
        "",
        &[
            ("accept", "application/json"),
            ("content-type", "application/json"),
            ("x-ca-key", "appKey"),
            ("x-ca-nonce", "787dd0c2-7bd8-41cd-9c19-62c05ea524a2"),
            ("x-ca-timestamp", "1646365291734"),
            ("x-ca-signature-headers", "x-ca-key,x-ca-nonce,x-ca-timestamp"),
        ],
    );
    assert_eq!(digest(b"appSecret", &first, true), "EdJSFAMOWyXZOpXhevZnjuS0ZafnwnCqaSk5hz+tXo8=");
    let second = message("GET", "/Third/Tools/checkSign", "", &[("accept", "application/json")]);
    assert_eq!(digest(b"appSecret", &second, true), "ZpJhkHdtjLTJiR6CJWHL8ikLtPB2z6CoztG21wG3PT4=");
    let third = message(
        "POST",
        "/Third/User/getNyAccessToken",
        "uuid=uuid&nickname=nickname&photo=photo&room_id=6893",
        &[
            ("accept", "application/json"),
            ("content-type", "application/x-www-form-urlencoded"),
            ("x-ca-key", "appKey"),
            ("x-ca-nonce", "ca5a6753-b76c-4fff-a9d9-e5bb643e8cdf"),
            ("x-ca-timestamp", "1646646682418"),
            ("x-ca-signature-headers", "x-ca-key,x-ca-nonce,x-ca-timestamp"),
        ],
    );
    assert_eq!(digest(b"appSecret", &third, true), "gmf9xq0hc95Hmt+7G+OocS009ka3v1v0rvfshKzYc3w=");
}
