//! What differs between two bodies, and in words.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Value;

use crate::findings::Lang;
use crate::plan::shown;

/// A member that differs. In the pointer, an element of a list that has an id stands under that.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    pub pointer: String,
    pub before: Option<Value>,
    pub after: Option<Value>,
}

/// What tells the elements of a list apart, the first that all have.
const IDS: [&str; 4] = ["accountId", "fileId", "componentId", "fileCode"];

/// Every difference, in the order of the second body.
pub fn changes(before: &Value, after: &Value) -> Vec<Change> {
    let mut changes = Vec::new();
    compare(Some(before), Some(after), String::new(), &mut changes);
    changes
}

fn compare(before: Option<&Value>, after: Option<&Value>, pointer: String, changes: &mut Vec<Change>) {
    match (before, after) {
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            let gone = old.keys().filter(|name| !new.contains_key(*name));
            for name in new.keys().chain(gone) {
                compare(old.get(name), new.get(name), format!("{pointer}/{name}"), changes);
            }
        }
        (Some(Value::Array(old)), Some(Value::Array(new))) => match ids(old, new) {
            Some((old_ids, new_ids)) => {
                let find = |all: &[&str], id: &str| all.iter().position(|one| *one == id);
                for (at, id) in new_ids.iter().enumerate() {
                    let before = find(&old_ids, id).map(|at| &old[at]);
                    compare(before, Some(&new[at]), format!("{pointer}/{id}"), changes);
                }
                for (at, id) in old_ids.iter().enumerate().filter(|(_, id)| find(&new_ids, id).is_none()) {
                    compare(Some(&old[at]), None, format!("{pointer}/{id}"), changes);
                }
            }
            None => {
                for at in 0..old.len().max(new.len()) {
                    compare(old.get(at), new.get(at), format!("{pointer}/{at}"), changes);
                }
            }
        },
        (before, after) if before == after => {}
        (before, after) => {
            changes.push(Change { pointer, before: before.cloned(), after: after.cloned() });
        }
    }
}

/// The ids of both lists, where every element has one and no two the same.
fn ids<'a>(old: &'a [Value], new: &'a [Value]) -> Option<(Vec<&'a str>, Vec<&'a str>)> {
    let of = |list: &'a [Value], name: &str| -> Option<Vec<&'a str>> {
        let ids: Option<Vec<&str>> = list.iter().map(|element| element.get(name)?.as_str()).collect();
        ids.filter(|ids| ids.iter().collect::<BTreeSet<_>>().len() == ids.len())
    };
    IDS.iter().find_map(|name| Some((of(old, name)?, of(new, name)?)))
}

/// The changes as lines, each as `- label before` and `+ label after`.
pub fn describe(changes: &[Change], lang: Lang) -> String {
    let mut out = String::new();
    for change in changes {
        let label = label(&change.pointer, lang);
        // INVARIANT: writing to a string does not fail.
        if let Some(before) = &change.before {
            let _ = writeln!(out, "- {label} {}", value(before));
        }
        if let Some(after) = &change.after {
            let _ = writeln!(out, "+ {label} {}", value(after));
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn value(value: &Value) -> String {
    match value {
        Value::String(text) => shown(text),
        other => other.to_string(),
    }
}

/// What members are called: Chinese, English.
const NAMES: &[(&str, &str, &str)] = &[
    ("signFileType", "格式", "format"),
    ("docs", "文件", "document"),
    ("fileId", "编号", "id"),
    ("fileCode", "文件编码", "file code"),
    ("fileOrder", "第几份", "position"),
    ("fileName", "文件名", "file name"),
    ("attachmentFiles", "附件", "attachment"),
    ("signFlowInitiator", "发起方", "initiator"),
    ("accountId", "账号", "account"),
    ("signers", "签署方", "signer"),
    ("seqNo", "次序", "turn"),
    ("signFields", "签章", "seal"),
    ("signFieldStyle", "签章方式", "style"),
    ("dateFormat", "日期格式", "date format"),
    ("authorizeCode", "静默签授权码", "authorization code"),
    ("positionPage", "页", "page"),
    ("positionX", "X", "x"),
    ("positionY", "Y", "y"),
    ("willingnessAuthModes", "认证", "authentication"),
    ("noticeTypes", "通知", "notice"),
    ("contractName", "合同名称", "contract name"),
    ("businessCode", "业务编号", "business code"),
    ("seqSigning", "依次签署", "sequential"),
    ("signDeadline", "截止", "deadline"),
    ("redirectUrl", "跳转网址", "redirect"),
    ("redirectDelayTime", "跳转等待秒数", "redirect delay"),
    ("evidenceConfig", "存证", "evidence"),
];

/// Members that only hold others.
const WRAPPERS: [&str; 8] = [
    "signFlowConfigs",
    "flowConfig",
    "integrationConfig",
    "signRedirectConfig",
    "signFieldPosition",
    "authConfig",
    "noticeConfig",
    "sealIds",
];

/// `签署方 PSN_1 签章 2 X`: a pointer in words; lists are counted from 1.
fn label(pointer: &str, lang: Lang) -> String {
    let mut words: Vec<String> = Vec::new();
    for part in pointer.split('/').skip(1).filter(|part| !WRAPPERS.contains(part)) {
        let known = NAMES.iter().find(|(name, ..)| *name == part);
        words.push(match (known, part.parse::<usize>()) {
            (Some((_, zh, _)), _) if lang == Lang::Zh => (*zh).to_owned(),
            (Some((_, _, en)), _) => (*en).to_owned(),
            (None, Ok(index)) => (index + 1).to_string(),
            (None, Err(_)) => shown(part),
        });
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn one_member_is_one_change_at_its_place() {
        let before =
            json!({"signers": [{"accountId": "A", "signFields": [{"signFieldPosition": {"positionX": 1}}]}]});
        let after =
            json!({"signers": [{"accountId": "A", "signFields": [{"signFieldPosition": {"positionX": 2}}]}]});
        let changes = changes(&before, &after);
        assert_eq!(changes.len(), 1);
        assert_eq!(changes[0].pointer, "/signers/A/signFields/0/signFieldPosition/positionX");
        assert_eq!(describe(&changes, Lang::En), "- signer A seal 1 x 1\n+ signer A seal 1 x 2");
        assert_eq!(describe(&changes, Lang::Zh), "- 签署方 A 签章 1 X 1\n+ 签署方 A 签章 1 X 2");
    }

    #[test]
    fn a_signer_in_between_is_one_change() {
        let one = |id: &str| json!({"accountId": id});
        let before = json!({"signers": [one("A"), one("C")]});
        let after = json!({"signers": [one("A"), one("B"), one("C")]});
        let found = changes(&before, &after);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((&found[0].before, &found[0].after), (&None, &Some(one("B"))));
        assert_eq!(changes(&after, &before)[0].after, None);
    }

    #[test]
    fn a_number_and_its_text_differ() {
        assert_eq!(changes(&json!({"a": 1}), &json!({"a": "1"})).len(), 1);
        assert_eq!(changes(&json!([1, 2]), &json!([1])).len(), 1);
    }
}
