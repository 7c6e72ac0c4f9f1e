//! What the ledger keeps of bodies and answers: no personal data, nothing that lets one seal.

use serde_json::Value;

use crate::model::mask;
use crate::plan::{Kind, shown};
use crate::platform::signature::sha256;

/// Members whose whole value is personal, or lets whoever has it seal.
const PERSONAL: [&str; 9] = [
    "psnName",
    "psnIDCardNum",
    "informPhone",
    "psnMobile",
    "flowNo",
    "authorizeCode",
    "contact",
    // What is filled into a template is a person's as often as not.
    "componentKey",
    "legalRepName",
];

/// The members of an answer's result that are kept.
const KEPT: [&str; 2] = ["fileCode", "sealId"];

/// A body with its personal data masked; a file's bytes as their number.
pub fn masked(body: &[u8]) -> Value {
    match serde_json::from_slice(body) {
        Ok(mut value) => {
            hide(&mut value);
            value
        }
        Err(_) => serde_json::json!({ "bytes": body.len() }),
    }
}

fn hide(value: &mut Value) {
    match value {
        Value::String(text) => *text = shown(text),
        Value::Number(number) => {
            let text = number.to_string();
            let masked = shown(&text);
            if masked != text {
                *value = masked.into();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(hide),
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(text) if PERSONAL.contains(&name.as_str()) => *text = mask(text),
                    value => hide(value),
                }
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

/// Of an answer's result, what later requests need.
pub fn kept(result: &Value) -> Option<Value> {
    let members = result.as_object()?;
    let kept: serde_json::Map<String, Value> = members
        .iter()
        .filter(|(name, _)| KEPT.contains(&name.trim()))
        .map(|(name, value)| (name.trim().to_owned(), value.clone()))
        .collect();
    (!kept.is_empty()).then_some(Value::Object(kept))
}

/// What a subject is kept as. A person's account may be an ID number, as in the platform's own sample (S2):
/// then it is recognised by its digest.
pub fn subject_key(kind: Kind, subject: &str) -> String {
    match kind {
        Kind::Person if shown(subject) != subject => format!("sha256:{}", sha256(subject.as_bytes())),
        _ => subject.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_members_and_numbers_are_masked_and_the_rest_is_not() {
        let body = br#"{"accountId":"11010519491231002X","psnName":"\u5f20\u4e09\u4e30","informPhone":"13800138000",
            "signers":[{"accountId":"PSN_1","signFields":[{"authorizeCode":"SilentCode4711","positionX":280}]}]}"#;
        let text = masked(body).to_string();
        for personal in ["11010519491231002X", "张三丰", "13800138000", "SilentCode4711"] {
            assert!(!text.contains(personal), "{text}");
        }
        assert!(text.contains("\"PSN_1\"") && text.contains("280"), "{text}");
    }

    #[test]
    fn an_account_that_is_an_id_number_is_a_digest() {
        assert_eq!(subject_key(Kind::Person, "PSN_1"), "PSN_1");
        assert!(subject_key(Kind::Person, "11010519491231002X").starts_with("sha256:"));
        assert_eq!(subject_key(Kind::Start, "13800138000"), "13800138000");
    }

    #[test]
    fn of_an_answer_only_what_is_needed_is_kept() {
        let result = serde_json::json!({"fileCode": "FC_1", "fileUrl": "https://x", "ticket": "t"});
        assert_eq!(kept(&result), Some(serde_json::json!({"fileCode": "FC_1"})));
        assert_eq!(kept(&serde_json::json!({"authUrl": "https://x"})), None);
    }
}
