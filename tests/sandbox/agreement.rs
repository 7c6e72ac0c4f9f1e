//! The checker and the sandbox were written apart, each from the platform's documentation: they must agree.

use std::collections::BTreeMap;
use std::path::Path;

use qdc::facts::Facts;
use qdc::model::{FileError, Files, Model};
use qdc::plan::{MadeFiles, Plan};
use qdc::rules::RULES;
use qdc::sandbox::Options;
use qdc::settings::Settings;
use qdc::source::Source;
use serde_json::Value;

use super::client::*;

struct Disk;

impl Files for Disk {
    fn resolve(&self, from: &str, path: &str) -> String {
        Path::new(from).parent().unwrap_or(Path::new("")).join(path).display().to_string()
    }

    fn read(&self, resolved: &str) -> Result<String, FileError> {
        std::fs::read_to_string(resolved).map_err(|_| FileError::NotFound)
    }
}

/// The body that starts a text's contract, right or wrong; codes of files to be made are made up.
fn body(name: &str, text: &str) -> Option<Value> {
    let model = Model::read(Source::new(name, text), &Disk, &BTreeMap::new());
    let made = MadeFiles::of(&model);
    let facts = Facts::at("2026-01-05T09:00".parse().unwrap());
    let plan = Plan::of(&model, &facts, &Settings::default(), &made);
    Some(serde_json::to_value(plan.start()?).unwrap())
}

async fn answered(body: &Value) -> Answered {
    let now = Some("2026-01-05T09:00".parse().unwrap());
    let sandbox = sandbox(Options { now, ..Options::default() }).await;
    post(&sandbox, START, body).await
}

/// These need facts that are not in the body: they are in [`super::codes`].
const NEED_FACTS: [&str; 3] = ["oc_10011", "oc_30006", "oc_40020"];

#[tokio::test]
async fn what_the_checker_refuses_with_a_code_the_sandbox_refuses_with_the_same() {
    let mut agreed = Vec::new();
    for check in RULES {
        let Some(code) = check.rule.platform.filter(|code| !NEED_FACTS.contains(code)) else { continue };
        let text = check.rule.wrong;
        // Of the start of a contract, and seen without looking at a file.
        let Some(body) = body("wrong.qdc", text).filter(|_| !text.contains("// document:")) else { continue };
        let answer = answered(&body).await;
        assert_eq!(answer.code(), code, "{}: {}", check.rule.name, answer.text);
        agreed.push(code);
    }
    for code in ["oc_30005", "oc_40001", "oc_40002", "oc_40003", "oc_40014", "oc_40016", "oc_40027"] {
        assert!(agreed.contains(&code), "{code} in {agreed:?}");
    }
}

#[tokio::test]
async fn what_the_checker_passes_the_sandbox_accepts() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")];
    let mut accepted = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|ending| ending != "qdc") {
                continue;
            }
            let name = path.display().to_string();
            let text = std::fs::read_to_string(&path).unwrap();
            let mut model = Model::read(Source::new(&*name, text), &Disk, &BTreeMap::new());
            // What has no contract, or params to be given, is not passed.
            let mut facts = Facts::at("2026-01-05T09:00".parse().unwrap());
            for local in model.local_files() {
                let copy = std::fs::read(&local.path).unwrap();
                facts.documents.insert(local.path.clone(), qdc::page::read(&copy));
            }
            let Ok(body) = qdc::compile(&mut model, &facts, &Settings::default()) else { continue };
            let body = serde_json::from_str(&body).unwrap();
            let answer = answered(&body).await;
            assert_eq!(answer.code(), "200", "{name}: {}", answer.text);
            accepted += 1;
        }
    }
    assert!(accepted >= 5, "{accepted}");
}
