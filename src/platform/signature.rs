//! How requests are signed: QianDun's gateway and Qiyuesuo.
//!
//! Pure: keys, headers and bodies in, texts out. The sandbox checks with what the clients sign with, so the
//! proof of both are the public test vectors below.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use sha2::Sha256;

/// A request as QianDun's gateway signs it (公共请求格式, doc-5088393 and doc-2536165). The gateway is of
/// Alibaba Cloud's "digest" scheme, whose public documents say what QianDun's leave out.
#[derive(Debug, Clone, Copy)]
pub struct Signed<'a> {
    /// `POST`
    pub method: &'a str,
    /// The values of these headers; empty where the header is not sent.
    pub accept: &'a str,
    pub content_md5: &'a str,
    pub content_type: &'a str,
    pub date: &'a str,
    /// The signed headers, spelled as in `X-Ca-Signature-Headers`, in any order.
    pub headers: &'a [(&'a str, &'a str)],
    /// With the `/api` it begins with, without a query.
    pub path: &'a str,
    /// Parameters of the query and of an URL-encoded form, decoded, in any order.
    pub parameters: &'a [(&'a str, &'a str)],
}

impl Signed<'_> {
    /// What is signed: a line each for the method, four headers, the signed headers, and the path.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for line in [self.method, self.accept, self.content_md5, self.content_type, self.date] {
            text.push_str(line);
            text.push('\n');
        }
        let mut headers = self.headers.to_vec();
        headers.sort_unstable();
        for (name, value) in headers {
            text.push_str(name);
            text.push(':');
            text.push_str(value);
            text.push('\n');
        }
        text.push_str(self.path);
        let mut parameters = self.parameters.to_vec();
        // A repeated name counts with its first value: the sort keeps their order.
        parameters.sort_by_key(|(name, _)| *name);
        parameters.dedup_by_key(|(name, _)| *name);
        for (index, (name, value)) in parameters.into_iter().enumerate() {
            text.push(if index == 0 { '?' } else { '&' });
            text.push_str(name);
            if !value.is_empty() {
                text.push('=');
                text.push_str(value);
            }
        }
        text
    }

    /// `X-Ca-Signature`: HMAC-SHA256 of [`Signed::text`] under the application's secret, in Base64.
    pub fn signature(&self, secret: &str) -> String {
        // INVARIANT: an HMAC takes keys of any length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
        mac.update(self.text().as_bytes());
        STANDARD.encode(mac.finalize().into_bytes())
    }
}

/// `Content-MD5`: the MD5 of the body, in Base64.
pub fn content_md5(body: &[u8]) -> String {
    STANDARD.encode(Md5::digest(body))
}

/// Qiyuesuo's `x-qys-open-signature`: the MD5 of token, secret, timestamp and nonce, in lower-case hexadecimal.
/// The older rule (document/2279605535600803840) has no nonce: give an empty one.
pub fn qiyuesuo(token: &str, secret: &str, timestamp: &str, nonce: &str) -> String {
    let mut md5 = Md5::new();
    for part in [token, secret, timestamp, nonce] {
        md5.update(part.as_bytes());
    }
    hex(&md5.finalize())
}

/// The SHA-256 of a text, in lower-case hexadecimal: how bodies and files are told apart.
pub fn sha256(text: &[u8]) -> String {
    hex(&Sha256::digest(text))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: Signed<'static> = Signed {
        method: "GET",
        accept: "application/json",
        content_md5: "",
        content_type: "",
        date: "",
        headers: &[],
        path: "/Third/Tools/checkSign",
        parameters: &[],
    };

    #[test]
    fn with_three_signed_headers() {
        let signed = Signed {
            content_type: "application/json",
            headers: &[
                ("x-ca-timestamp", "1646365291734"),
                ("x-ca-key", "appKey"),
                ("x-ca-nonce", "787dd0c2-7bd8-41cd-9c19-62c05ea524a2"),
            ],
            ..NONE
        };
        assert_eq!(signed.signature("appSecret"), "EdJSFAMOWyXZOpXhevZnjuS0ZafnwnCqaSk5hz+tXo8=");
    }

    #[test]
    fn with_no_signed_header() {
        assert_eq!(NONE.signature("appSecret"), "ZpJhkHdtjLTJiR6CJWHL8ikLtPB2z6CoztG21wG3PT4=");
    }

    #[test]
    fn with_the_parameters_of_a_form() {
        let signed = Signed {
            method: "POST",
            content_type: "application/x-www-form-urlencoded",
            headers: &[
                ("x-ca-key", "appKey"),
                ("x-ca-nonce", "ca5a6753-b76c-4fff-a9d9-e5bb643e8cdf"),
                ("x-ca-timestamp", "1646646682418"),
            ],
            path: "/Third/User/getNyAccessToken",
            parameters: &[
                ("uuid", "uuid"),
                ("photo", "photo"),
                ("nickname", "nickname"),
                ("room_id", "6893"),
            ],
            ..NONE
        };
        assert_eq!(signed.signature("appSecret"), "gmf9xq0hc95Hmt+7G+OocS009ka3v1v0rvfshKzYc3w=");
    }

    #[test]
    fn with_a_date() {
        let signed = Signed {
            method: "POST",
            accept: "application/json; charset=utf-8",
            content_type: "application/x-www-form-urlencoded; charset=utf-8",
            date: "Wed, 09 May 2018 13:30:29 GMT+00:00",
            headers: &[
                ("x-ca-key", "203753385"),
                ("x-ca-nonce", "c9f15cbf-f4ac-4a6c-b54d-f51abf4b5b44"),
                ("x-ca-signature-method", "HmacSHA256"),
                ("x-ca-timestamp", "1525872629832"),
            ],
            path: "/http2test/test",
            parameters: &[("param1", "test"), ("username", "xiaoming"), ("password", "123456789")],
            ..NONE
        };
        assert_eq!(signed.signature("123456"), "FJbhmAFYz9zfl1FrThxzxBt79BvaHQIzy8Wpctn+xXE=");
    }

    #[test]
    fn the_digest_of_a_body() {
        assert_eq!(content_md5(b"abc"), "kAFQmDzST7DWlj99KOF/cg==");
    }

    #[test]
    fn a_ticket_without_nonce() {
        assert_eq!(qiyuesuo("123456", "abcde", "1489391828093", ""), "bf3647db5f2f2f50ac2f2af744e44388");
    }

    #[test]
    fn an_empty_value_is_its_name_alone_and_the_first_of_two_counts() {
        let signed = Signed { parameters: &[("b", "2"), ("a", ""), ("b", "1")], ..NONE };
        assert!(signed.text().ends_with("/Third/Tools/checkSign?a&b=2"), "{}", signed.text());
    }
}
