//! What differs between two bodies, as a legal person would count it: one more signer is one difference.

mod words;

use std::collections::HashMap;

use serde::Serialize;
use serde_json::{Map, Value};

pub use words::{Names, describe};

/// The member that tells the items of an array apart, by the array's name.
const IDENTITY: &[(&str, &str)] = &[
    ("signers", "accountId"),
    ("docs", "fileId"),
    ("attachmentFiles", "fileCode"),
    ("components", "componentId"),
];

/// One difference.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// A JSON pointer, but that signers, documents and the like are named and not numbered:
    /// `/signers/PSN_TEST_001/seqNo`. The second of a name is `PSN_TEST_001#2`.
    pub pointer: String,
    /// `None` where it was not there.
    pub before: Option<Value>,
    /// `None` where it is not there any more.
    pub after: Option<Value>,
}

/// The differences between two bodies, in the order of the first one. Give masked ones: what they say goes to
/// a terminal.
pub fn changes(before: &Value, after: &Value) -> Vec<Change> {
    let mut found = Vec::new();
    compare("", before, after, &mut found);
    found
}

fn compare(at: &str, before: &Value, after: &Value, found: &mut Vec<Change>) {
    match (before, after) {
        _ if before == after => {}
        (Value::Object(before), Value::Object(after)) => members(at, before, after, found),
        (Value::Array(before), Value::Array(after)) if !are_plain(before) || !are_plain(after) => {
            let name = at.rsplit('/').next().unwrap_or_default();
            match IDENTITY.iter().find(|(array, _)| *array == name) {
                Some((_, member)) => named(at, &names(before, member), &names(after, member), found),
                None => numbered(at, before, after, found),
            }
        }
        _ => push(at.to_owned(), Some(before), Some(after), found),
    }
}

fn members(at: &str, before: &Map<String, Value>, after: &Map<String, Value>, found: &mut Vec<Change>) {
    for (name, old) in before {
        let at = below(at, name);
        match after.get(name) {
            Some(new) => compare(&at, old, new, found),
            None => push(at, Some(old), None, found),
        }
    }
    for (name, new) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
        push(below(at, name), None, Some(new), found);
    }
}

/// Whether it is a list of numbers or words, which reads best as a whole.
fn are_plain(items: &[Value]) -> bool {
    items.iter().all(|item| !item.is_object() && !item.is_array())
}

/// Items with their names. Masked account ids of two people may be the same: those are numbered.
fn names<'a>(items: &'a [Value], member: &str) -> Vec<(String, &'a Value)> {
    let mut names: Vec<(String, &Value)> = Vec::with_capacity(items.len());
    let mut counts = HashMap::new();
    for item in items {
        let name = match item.get(member) {
            Some(Value::String(name)) => name.clone(),
            Some(other) => other.to_string(),
            None => String::new(),
        };
        let count = counts.entry(name.clone()).or_insert(0);
        *count += 1;
        names.push((if *count == 1 { name } else { format!("{name}#{count}") }, item));
    }
    names
}

fn named(at: &str, before: &[(String, &Value)], after: &[(String, &Value)], found: &mut Vec<Change>) {
    let old: HashMap<&str, &Value> = before.iter().map(|(name, item)| (name.as_str(), *item)).collect();
    let new: HashMap<&str, &Value> = after.iter().map(|(name, item)| (name.as_str(), *item)).collect();
    for (name, item) in before {
        let at = below(at, name);
        match new.get(name.as_str()) {
            Some(after) => compare(&at, item, after, found),
            None => push(at, Some(item), None, found),
        }
    }
    for (name, item) in after.iter().filter(|(name, _)| !old.contains_key(name.as_str())) {
        push(below(at, name), None, Some(item), found);
    }
    let stayed = |items: &[(String, &Value)], others: &HashMap<&str, &Value>| -> Value {
        items.iter().map(|(name, _)| name.as_str()).filter(|name| others.contains_key(name)).collect()
    };
    let (old_order, new_order) = (stayed(before, &new), stayed(after, &old));
    if old_order != new_order {
        push(at.to_owned(), Some(&old_order), Some(&new_order), found);
    }
}

/// Items without names: what is the same at both ends is passed over, so that one more in the middle is one.
fn numbered(at: &str, before: &[Value], after: &[Value], found: &mut Vec<Change>) {
    let head = before.iter().zip(after).take_while(|(old, new)| old == new).count();
    let ends = before[head..].iter().rev().zip(after[head..].iter().rev());
    let tail = ends.take_while(|(old, new)| old == new).count();
    let (old, new) = (&before[head..before.len() - tail], &after[head..after.len() - tail]);
    for index in 0..old.len().max(new.len()) {
        let at = below(at, &(head + index).to_string());
        match (old.get(index), new.get(index)) {
            (Some(old), Some(new)) => compare(&at, old, new, found),
            (old, new) => push(at, old, new, found),
        }
    }
}

fn push(pointer: String, before: Option<&Value>, after: Option<&Value>, found: &mut Vec<Change>) {
    found.push(Change { pointer, before: before.cloned(), after: after.cloned() });
}

fn below(at: &str, name: &str) -> String {
    format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn pointers(before: Value, after: Value) -> Vec<String> {
        changes(&before, &after).into_iter().map(|change| change.pointer).collect()
    }

    #[test]
    fn a_signer_put_first_is_one_change() {
        let before =
            json!({ "signers": [{ "accountId": "A", "seqNo": 1 }, { "accountId": "B", "seqNo": 1 }] });
        let after = json!({ "signers": [
            { "accountId": "C", "seqNo": 1 }, { "accountId": "A", "seqNo": 1 }, { "accountId": "B", "seqNo": 2 },
        ] });
        assert_eq!(pointers(before, after), ["/signers/B/seqNo", "/signers/C"]);
    }

    #[test]
    fn another_order_is_a_change() {
        let before = json!({ "docs": [{ "fileId": "1" }, { "fileId": "2" }] });
        let after = json!({ "docs": [{ "fileId": "2" }, { "fileId": "1" }] });
        let found = changes(&before, &after);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].pointer.as_str(), found[0].after.as_ref()), ("/docs", Some(&json!(["2", "1"]))));
    }

    #[test]
    fn people_whose_masked_ids_are_the_same_are_kept_apart() {
        let person = |seq| json!({ "accountId": "430*************41", "seqNo": seq });
        let (before, after) =
            (json!({ "signers": [person(1), person(2)] }), json!({ "signers": [person(1), person(3)] }));
        assert_eq!(pointers(before, after), ["/signers/430*************41#2/seqNo"]);
    }

    #[test]
    fn a_field_put_between_is_one_change() {
        let body = |fields: &[i64]| json!({ "signFields": fields.iter().map(|x| json!({ "x": x })).collect::<Vec<_>>() });
        assert_eq!(pointers(body(&[1, 3]), body(&[1, 2, 3])), ["/signFields/1"]);
        assert_eq!(pointers(body(&[1, 2, 3]), body(&[1, 3])), ["/signFields/1"]);
        assert_eq!(pointers(body(&[1, 2]), body(&[1, 4])), ["/signFields/1/x"]);
    }

    #[test]
    fn lists_of_words_are_one_value_and_names_are_escaped() {
        assert_eq!(pointers(json!({ "a/b": [1, 2] }), json!({ "a/b": [1, 3] })), ["/a~1b"]);
        assert_eq!(pointers(json!({ "a": 1 }), json!({ "b": 1 })), ["/a", "/b"]);
        assert_eq!(pointers(json!({ "a": null }), json!({ "a": null })), [""; 0]);
    }
}
