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
