//! What of a request may be written down.
//!
//! A ledger lies beside the files, is copied with them and lives for years: it holds no whole ID number,
//! phone number, authorization code, ticket or link that opens something.

use serde_json::{Value, json};

use crate::delivery::subject::Subject;
use crate::platform::signature::sha256;
use crate::privacy::{mask, numbers_masked};

/// Members of requests that hold personal data or open something (S0–S4, person and authorization).
const PERSONAL: &[&str] = &[
    "authorizeCode",
    "componentKey",
    "contact",
    "flowNo",
    "informPhone",
    "psnIDCardNum",
    "psnMobile",
    "psnName",
];

/// Members of requests that would be secrets; no documented one has them.
const SECRET: &[&str] = &["appSecret", "authUrl", "password", "secret", "signUrl", "ticket", "token"];

/// Members of answers that later requests need and that open nothing.
const NEEDED: &[&str] = &["fileCode", "sealId"];

/// The masked copy of a request's body: personal members masked, and ID and phone numbers wherever else they
/// stand. Of what is no JSON only its length in bytes is kept.
pub fn masked(body: &[u8]) -> Value {
    match serde_json::from_slice(body) {
        Ok(value) => copy(value, Rule::Shown, |name| {
            let is = |known: &&str| known.eq_ignore_ascii_case(name);
            if SECRET.iter().any(is) {
                Some(Rule::Hidden)
            } else if PERSONAL.iter().any(is) {
                Some(Rule::Masked)
            } else {
                None
            }
        }),
        Err(_) => json!({ "bytes": body.len() }),
    }
}

/// The copy of an answer's `result`.
pub(super) fn masked_result(result: Value) -> Value {
    copy(result, Rule::Masked, |name| NEEDED.contains(&name).then_some(Rule::Kept))
}

/// An address without a name and a password before its host, and without a query.
pub fn bare_address(address: &str) -> String {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let Some((scheme, rest)) = address.split_once("://") else { return numbers_masked(address) };
    let host = rest.find('/').unwrap_or(rest.len());
    let start = rest[..host].rfind('@').map_or(0, |at| at + 1);
    numbers_masked(&format!("{scheme}://{}", &rest[start..]))
}

/// What a subject is found by: its key, or a digest where it is somebody's number, as account ids often
/// are. A digest can be guessed by who has the ledger and much time; it cannot be read. Of a business code the text
/// behind the marker is digested, as ledgers of version 1 have it.
pub(super) fn key(subject: &Subject) -> String {
    let key = subject.key();
    match (subject, key.strip_prefix('=')) {
        (Subject::Code(_), Some(code)) => format!("={}", digested(code)),
        _ => digested(&key),
    }
}

fn digested(key: &str) -> String {
    let is_plain = !holds_number(key) && !key.contains(char::is_control);
    if is_plain { key.to_owned() } else { sha256(format!("qdc ledger subject\n{key}").as_bytes()) }
}

/// Whether digits in it could be a number of 18 characters or a mobile number. What a key is stored as hangs on it, so
/// this never changes: a subject would no longer be found, and sent again. What is masked elsewhere may be more, or less.
fn holds_number(key: &str) -> bool {
    let mut runs = key.split(|c: char| !c.is_ascii_digit()).scan(0, |at, run| {
        let behind = *at + run.len();
        // Between two runs stands one character, of any width.
        *at = behind + key[behind..].chars().next().map_or(0, char::len_utf8);
        Some((run, &key[behind..]))
    });
    runs.any(|(run, rest)| {
        let with_letter = run.len() == 17 && rest.starts_with(['x', 'X']);
        run.len() == 18 || with_letter || (run.len() == 11 && run.starts_with('1'))
    })
}

/// A key that comes from another ledger; a number in it was digested there.
pub(super) fn key_again(key: &str) -> String {
    let (marker, bare) = key.split_at(key.len() - key.trim_start_matches(['=', '#']).len());
    let is_digest = bare.len() == 64 && bare.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_digest { key.to_owned() } else { format!("{marker}{}", digested(bare)) }
}

/// A copy that holds no ID or phone number, of what was masked by somebody else.
pub(super) fn masked_again(value: Value) -> Value {
    copy(value, Rule::Shown, |_| None)
}

#[derive(Clone, Copy)]
enum Rule {
    /// As it is.
    Kept,
    /// As it is but for ID and phone numbers.
    Shown,
    /// A little at both ends.
    Masked,
    /// Nothing.
    Hidden,
}

/// The rule of a member holds for everything in it.
fn copy(value: Value, rule: Rule, of: impl Fn(&str) -> Option<Rule> + Copy) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .map(|(name, value)| {
                    let rule = of(&name).unwrap_or(rule);
                    (numbers_masked(&name), copy(value, rule, of))
                })
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.into_iter().map(|item| copy(item, rule, of)).collect()),
        Value::String(text) => Value::String(hide(&text, rule)),
        Value::Number(number) => {
            let text = number.to_string();
            let hidden = hide(&text, rule);
            if hidden == text { Value::Number(number) } else { Value::String(hidden) }
        }
        other => other,
    }
}

fn hide(text: &str, rule: Rule) -> String {
    match rule {
        Rule::Kept => text.to_owned(),
        Rule::Shown => numbers_masked(text),
        // A number in a longer text: the ends that are kept may not add up to it.
        Rule::Masked => mask(&numbers_masked(text)),
        Rule::Hidden => "***".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ledgers of every version were written by this rule.
    #[test]
    fn what_is_digested_stays_so() {
        for digested in [
            "430100201510111541",
            "43010020151011154X",
            "a-13800138000",
            "甲12800138000乙",
            "202612310000000001",
        ] {
            assert!(holds_number(digested), "{digested}");
        }
        for plain in [
            "CG-2026-001",
            "2591540368898105360",
            "138 0013 8000",
            "１３８００１３８０００",
            "4301002015101115X",
            "",
        ] {
            assert!(!holds_number(plain), "{plain}");
        }
    }

    #[test]
    fn personal_members_are_masked_wherever_they_stand() {
        let body = json!({
            "accountId": "430100201510111541",
            "psnName": "张三丰",
            "psnIDCardNum": 430100201510111541u64,
            "informPhone": "13800138000",
            "components": [{ "componentId": "c1", "componentKey": "月薪 8500 元整，税前" }],
            "signers": [{ "signFields": [{ "authorizeCode": "AUTH_1234567890" }] }],
            "signFlowConfigs": { "flowConfig": { "contractName": "与 13800138000 的合同", "seqSigning": true } },
            "ticket": "abc",
        });
        assert_eq!(
            masked(body.to_string().as_bytes()),
            json!({
                "accountId": "430*************41",
                "psnName": "张**",
                "psnIDCardNum": "430*************41",
                "informPhone": "138******00",
                "components": [{ "componentId": "c1", "componentKey": "月薪 ********税前" }],
                "signers": [{ "signFields": [{ "authorizeCode": "AUT**********90" }] }],
                "signFlowConfigs": { "flowConfig": { "contractName": "与 138******00 的合同", "seqSigning": true } },
                "ticket": "***",
            })
        );
    }

    #[test]
    fn of_a_result_only_what_later_requests_need_is_kept() {
        let result =
            json!({ "fileCode": "FC_2026", "authUrl": "https://x.example/a?t=1", "sealId": 7, "ok": true });
        assert_eq!(
            masked_result(result),
            json!({ "fileCode": "FC_2026", "authUrl": "htt******************=1", "sealId": 7, "ok": true })
        );
    }

    #[test]
    fn an_address_loses_its_password() {
        assert_eq!(bare_address("https://a:b@host/api?k=v"), "https://host/api");
        assert_eq!(bare_address("http://127.0.0.1:8080/a@b"), "http://127.0.0.1:8080/a@b");
    }

    #[test]
    fn what_is_no_json_is_only_measured() {
        assert_eq!(masked(b"--form\r\n"), json!({ "bytes": 8 }));
    }
}
