//! The published schemas, and values held to them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex};

use jsonschema::{Retrieve, Uri, Validator};
use serde_json::Value;

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema")
}

pub fn read(name: &str) -> Value {
    let path = folder().join(format!("{name}.schema.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap()
}

/// The schemas that others share, from their folder: nobody is asked.
struct Folder;

impl Retrieve for Folder {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        let name = uri.as_str().rsplit('/').next().unwrap_or_default();
        Ok(serde_json::from_str(&std::fs::read_to_string(folder().join(name))?)?)
    }
}

fn validator(name: &str) -> Arc<Validator> {
    static KNOWN: LazyLock<Mutex<BTreeMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let build = || {
        let options = jsonschema::options().should_validate_formats(true).with_retriever(Folder);
        Arc::new(options.build(&read(name)).unwrap())
    };
    known.entry(name.to_owned()).or_insert_with(build).clone()
}

/// Every way in which a document is not as its schema wants it.
pub fn faults(name: &str, document: &Value) -> Vec<String> {
    let all = validator(name);
    all.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// A document is as its schema says, and would not be with a member more anywhere that the schema describes.
pub fn hold(name: &str, document: &Value) {
    assert_eq!(faults(name, document), [""; 0], "{name}: {document:#}");
    for place in described(document) {
        let mut more = document.clone();
        let object = more.pointer_mut(&place).and_then(Value::as_object_mut).unwrap();
        object.insert("unheardOf".to_owned(), true.into());
        assert!(!faults(name, &more).is_empty(), "{name} takes any member at `{place}`");
    }
}

/// The pointers of the objects in a document, but for what is the platform's or the user's own.
fn described(document: &Value) -> Vec<String> {
    const FREE: [&str; 6] = ["body", "before", "after", "result", "value", "params"];
    let mut found = Vec::new();
    let mut open = vec![(String::new(), document)];
    while let Some((place, value)) = open.pop() {
        match value {
            Value::Object(members) => {
                let inside = members.iter().filter(|(name, _)| !FREE.contains(&name.as_str()));
                open.extend(inside.map(|(name, value)| (format!("{place}/{name}"), value)));
                found.push(place);
            }
            // One of each kind is enough.
            Value::Array(items) => {
                open.extend(
                    items.iter().take(2).enumerate().map(|(at, item)| (format!("{place}/{at}"), item)),
                );
            }
            _ => {}
        }
    }
    found
}
