//! That a file compiles back to the body it came from, tried and not assumed.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use serde_json::Value;

use super::json::Found;
use super::number::exact;
use crate::facts::Facts;
use crate::model::{Model, NoFiles};
use crate::plan::{MadeFiles, Plan};
use crate::settings::Settings;
use crate::source::Source;
use crate::words;

/// Compiles `text` and reports the first difference from `body`. None is known; a text too long for one line
/// of a file is an example of what would be caught here.
pub fn compiles_back(text: &str, body: &str, found: &mut Found) {
    let model = Model::read(Source::new("import.qdc", text), &NoFiles, &BTreeMap::new());
    // Dates of a body are days, so the time now does not matter.
    let (facts, settings) = (Facts::at(DateTime::MIN), Settings::default());
    let made = MadeFiles::of(&model);
    let plan = Plan::of(&model, &facts, &settings, &made);
    let compiled = plan.start().map(serde_json::to_value);
    let wanted: Option<Value> = serde_json::from_str(body.trim_start_matches('\u{FEFF}')).ok();
    let (Some(Ok(compiled)), Some(wanted)) = (compiled, wanted) else {
        return report(String::new(), found);
    };
    if let Some(pointer) = difference(&compiled, &wanted) {
        report(pointer, found);
    }
}

fn report(pointer: String, found: &mut Found) {
    let message =
        words!("无法写成 .qdc 文件而不改变内容", "cannot be written as a .qdc file without a change");
    found.add(0, pointer, message);
}

/// Where two bodies first differ. Numbers are compared by value: `280` and `280.0` are the same one.
pub(super) fn difference(a: &Value, b: &Value) -> Option<String> {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            if let Some(name) = b.keys().find(|name| !a.contains_key(*name)) {
                return Some(format!("/{name}"));
            }
            a.iter().find_map(|(name, value)| match b.get(name) {
                Some(other) => difference(value, other).map(|inner| format!("/{name}{inner}")),
                None => Some(format!("/{name}")),
            })
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let mut pairs = a.iter().zip(b).enumerate();
            pairs.find_map(|(at, (a, b))| difference(a, b).map(|inner| format!("/{at}{inner}")))
        }
        (Value::Number(a), Value::Number(b)) => {
            (exact(&a.to_string()) != exact(&b.to_string())).then(String::new)
        }
        _ => (a != b).then(String::new),
    }
}
