//! Any bytes are answered: decoded, parsed, read and checked, every place within the text.
#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use qdc::facts::Facts;
use qdc::model::{Model, NoFiles};
use qdc::settings::Settings;
use qdc::source::{Source, Span, decode};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = decode(bytes.to_vec()) else { return };
    let model = Model::read(Source::new("a.qdc", text.as_str()), &NoFiles, &BTreeMap::new());
    let lies_within = |span: Span| assert!(text.get(span.range()).is_some(), "{span:?}");
    model.problems.iter().for_each(|problem| lies_within(problem.span));
    let facts = Facts::at("2026-01-05T00:00:00".parse().expect("a time"));
    for finding in qdc::rules::check(&model, &facts, &Settings::default()) {
        lies_within(finding.span);
        finding.related.iter().for_each(|(span, _)| lies_within(*span));
        finding.edit.iter().flat_map(|edit| &edit.changes).for_each(|change| lies_within(change.span));
    }
});
