//! Who may come in: the signatures of both platforms, their clocks and nonces, and names of this machine only.

pub mod nonces;
pub mod qiandun;
pub mod qiyuesuo;

use hyper::HeaderMap;

/// The value of a header; empty where it is absent or no text.
fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| std::str::from_utf8(value.as_bytes()).ok()).unwrap_or_default()
}

/// Whether a request names this machine: a page of another site that had its name point here does not.
pub fn is_local(headers: &HeaderMap) -> bool {
    let host = header(headers, "host");
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost") || matches!(name, "127.0.0.1" | "::1")
}
