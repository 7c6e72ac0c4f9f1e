//! How long the core takes: the examples, and one contract of 100 to 100,000 signers.
//!
//! `cargo bench` prints medians; bytes a second tell whether time grows with size.

use std::collections::BTreeMap;
use std::fmt::Write;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use qdc::facts::Facts;
use qdc::findings::{Found, Lang, Report, human, json, sarif, short};
use qdc::model::{Model, NoFiles};
use qdc::settings::Settings;
use qdc::source::Source;
use qdc::syntax::Keywords;

const SIGNERS: [usize; 4] = [100, 1_000, 10_000, 100_000];

fn main() {
    divan::main();
}

/// The labour contract of the examples.
fn example() -> String {
    include_str!("../examples/labour-contract.qdc").to_owned()
}

fn many(signers: usize) -> String {
    let mut text = String::from(
        "contract \"员工股权激励协议\" {\n    code      \"STOCK-2026-001\"\n    initiator \"CORP_TEST_001\"\n    \
         deadline  in 30d\n\n    document main \"FC_20260105090000StockOptionPlans\" pages 100000\n\n",
    );
    for number in 1..=signers {
        let _ = write!(
            text,
            "    signer \"PSN_TEST_{number:06}\" auth sms {{\n        sign main page {number} at (280, 420) date \
             \"YYYY-MM-DD\"\n    }}\n"
        );
    }
    text.push_str("}\n");
    text
}

fn model(text: &str) -> Model {
    Model::read(Source::new("a.qdc", text), &NoFiles, &BTreeMap::new())
}

fn facts() -> Facts {
    Facts::at("2026-01-05T00:00:00".parse().expect("a time"))
}

fn measure<T>(bencher: Bencher<'_, '_>, text: String, run: impl Fn(&str) -> T + Sync) {
    bencher.counter(BytesCount::of_str(&text)).bench(|| run(&text));
}

#[divan::bench]
fn parse_example(bencher: Bencher<'_, '_>) {
    measure(bencher, example(), qdc::syntax::parse);
}

#[divan::bench(args = SIGNERS, max_time = 3)]
fn parse_signers(bencher: Bencher<'_, '_>, signers: usize) {
    measure(bencher, many(signers), qdc::syntax::parse);
}

#[divan::bench]
fn read_example(bencher: Bencher<'_, '_>) {
    measure(bencher, example(), model);
}

#[divan::bench(args = SIGNERS, max_time = 3)]
fn read_signers(bencher: Bencher<'_, '_>, signers: usize) {
    measure(bencher, many(signers), model);
}

/// Parsing, reading and checking: what `qdc check` does for one file.
#[divan::bench]
fn check_example(bencher: Bencher<'_, '_>) {
    let (facts, settings) = (facts(), Settings::default());
    measure(bencher, example(), |text| qdc::rules::check(&model(text), &facts, &settings));
}

#[divan::bench(args = SIGNERS, max_time = 3)]
fn check_signers(bencher: Bencher<'_, '_>, signers: usize) {
    let (facts, settings) = (facts(), Settings::default());
    measure(bencher, many(signers), |text| qdc::rules::check(&model(text), &facts, &settings));
}

/// All the way to JSON.
#[divan::bench(args = SIGNERS, max_time = 3)]
fn compile_signers(bencher: Bencher<'_, '_>, signers: usize) {
    let (facts, settings) = (facts(), Settings::default());
    measure(bencher, many(signers), |text| qdc::compile(&mut model(text), &facts, &settings).is_ok());
}

#[divan::bench]
fn format_example(bencher: Bencher<'_, '_>) {
    measure(bencher, example(), |text| qdc::syntax::format(text, Keywords::Keep));
}

#[divan::bench(args = SIGNERS, max_time = 3)]
fn format_signers(bencher: Bencher<'_, '_>, signers: usize) {
    measure(bencher, many(signers), |text| qdc::syntax::format(text, Keywords::Keep));
}

/// A report of 20,000 findings, of the shapes that are common: a message, a label, a help, an edit.
fn reported(
    bencher: Bencher<'_, '_>,
    write: fn(&mut dyn std::io::Write, &Report<'_>) -> std::io::Result<()>,
) {
    let text = many(FINDINGS).replace("at (280, 420)", "at (2800, 420)");
    let model = model(&text);
    let findings = qdc::rules::check(&model, &facts(), &Settings::default());
    assert!(findings.len() >= FINDINGS, "{} findings", findings.len());
    let sources = &model.sources;
    let found: Vec<Found<'_>> =
        findings.iter().take(FINDINGS).map(|finding| Found { finding, sources }).collect();
    let report = Report { files: vec!["a.qdc"], found, lang: Lang::Zh, ..Report::default() };
    bencher.counter(ItemsCount::new(FINDINGS)).bench(|| {
        let mut out = Vec::new();
        write(&mut out, &report).expect("memory takes it");
        out.len()
    });
}

const FINDINGS: usize = 20_000;

#[divan::bench(max_time = 3)]
fn render_human(bencher: Bencher<'_, '_>) {
    reported(bencher, |out, report| {
        human::write(out, report, human::Style { lang: report.lang, color: true, width: 100, pages: None })
    });
}

#[divan::bench(max_time = 3)]
fn render_short(bencher: Bencher<'_, '_>) {
    reported(bencher, short::write);
}

#[divan::bench(max_time = 3)]
fn render_json(bencher: Bencher<'_, '_>) {
    reported(bencher, json::write);
}

#[divan::bench(max_time = 3)]
fn render_sarif(bencher: Bencher<'_, '_>) {
    reported(bencher, sarif::write);
}
