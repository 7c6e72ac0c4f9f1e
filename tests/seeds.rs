//! The platforms' own sample bodies, member for member and in their order.
//!
//! `tests/seeds/*.json` are the samples of the five public pages; the `.qdc` files say the same.

use std::collections::BTreeMap;

use jiff::civil::date;
use qdc::facts::Facts;
use qdc::model::{Model, NoFiles};
use qdc::request;
use qdc::settings::Settings;
use qdc::source::Source;

fn sample(name: &str) -> String {
    let path = format!("{}/tests/seeds/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).expect("a sample")
}

fn read(text: &str) -> Model {
    Model::read(Source::new("sample.qdc", text), &NoFiles, &BTreeMap::new())
}

fn facts() -> Facts {
    Facts::at(date(2025, 6, 1).at(0, 0, 0, 0))
}

fn compiled(text: &str) -> String {
    let model = read(text);
    let body = request::start(&model, &facts(), &Settings::default()).expect("a contract");
    serde_json::to_string_pretty(&body).expect("a body") + "\n"
}

#[test]
fn the_contract_compiles_to_the_platforms_sample_body() {
    assert_eq!(compiled(&sample("start.qdc")), sample("start.json"));
}

/// The exact bodies of a plan, by path.
fn planned(text: &str) -> Vec<(String, serde_json::Value)> {
    let model = read(text);
    let plan = request::plan(&model, &facts(), &Settings::default());
    let plan = serde_json::to_value(&plan).expect("a plan");
    assert_eq!(plan["version"], 1);
    let requests = plan["requests"].as_array().expect("requests");
    let numbered = requests.iter().zip(1..).all(|(request, step)| request["step"] == step);
    assert!(numbered, "steps count from 1");
    requests
        .iter()
        .map(|request| (request["path"].as_str().unwrap_or_default().to_owned(), request["body"].clone()))
        .collect()
}

/// Compares texts, since the order of members counts.
fn assert_body(body: &serde_json::Value, name: &str) {
    assert_eq!(serde_json::to_string_pretty(body).expect("a body") + "\n", sample(name));
}

#[test]
fn the_other_samples_come_out_of_a_plan() {
    let requests = planned(&sample("others.qdc"));
    let paths: Vec<&str> = requests.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "/open/psnCreate",
            "/open/psnCreate",
            "/open/template/file/create",
            "/open/contract/start",
            "/open/seal/autosign/auth/url",
            "/v2/contract/miniappexchange",
        ]
    );
    assert_body(&requests[2].1, "template_file.json");
    assert_body(&requests[4].1, "autosign_url.json");
    assert_body(&requests[5].1, "ticket.json");
}

/// The sample has a flow number and an identity together, which its own page forbids: it is two bodies.
#[test]
fn a_person_is_created_by_flow_number_or_by_identity() {
    let requests = planned(&sample("others.qdc"));
    let whole: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&sample("person.json")).expect("an object");
    let without = |left_out: &[&str]| {
        let mut part = whole.clone();
        part.retain(|member, _| !left_out.contains(&member.as_str()));
        serde_json::Value::Object(part).to_string()
    };
    assert_eq!(requests[0].1.to_string(), without(&["psnName", "psnIDCardType", "psnIDCardNum"]));
    assert_eq!(requests[1].1.to_string(), without(&["flowNo"]));
}

#[test]
fn a_made_files_code_feeds_the_contract() {
    let model = read(&sample("others.qdc"));
    let plan = request::plan(&model, &facts(), &Settings::default());
    let start = serde_json::to_value(&plan.requests[3]).expect("a request");
    assert_eq!(
        start["uses"],
        serde_json::json!([
            {"pointer": "/docs/0/fileCode", "step": 3, "member": "/result/fileCode"},
            {"pointer": "/signers/0/signFields/0/fileCode", "step": 3, "member": "/result/fileCode"},
        ])
    );
    for used in start["uses"].as_array().expect("uses") {
        let pointer = used["pointer"].as_str().expect("a pointer");
        assert_eq!(start["body"].pointer(pointer).expect("a member"), "${3.result.fileCode}");
    }
}
