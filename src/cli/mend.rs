//! `check --fix`: the edits that surely mean what was intended.

use super::facts::Surroundings;
use super::files::Disk;
use super::{Failure, input, output};
use crate::findings::Finding;
use crate::model::Model;
use crate::rules;
use crate::settings::Settings;

/// A file is mended again while mending shows new safe edits, but not for ever.
const ROUNDS: usize = 10;

/// Mends a file; how many edits were made.
pub fn mend(
    file: &str,
    given: &std::collections::BTreeMap<String, String>,
    surroundings: &Surroundings,
    settings: &Settings,
) -> Result<usize, Failure> {
    let mut made = 0;
    for _ in 0..ROUNDS {
        let (name, bytes) = input::read(file)?;
        let model = input::model(name, bytes, &Disk, given);
        let findings = rules::check(&model, &surroundings.facts(&model), settings);
        let (text, count) = edited(&model, &findings);
        if count == 0 {
            break;
        }
        output::write(file, text.as_bytes())?;
        made += count;
    }
    Ok(made)
}

/// The file's text with its safe edits made, and how many they are. Of edits that overlap, the first.
fn edited(model: &Model, findings: &[Finding]) -> (String, usize) {
    let text = model.sources[Model::ROOT].text();
    let mut changes = Vec::new();
    let mut count = 0;
    let mut taken = 0;
    for edit in findings.iter().filter_map(|finding| finding.edit.as_ref()).filter(|edit| edit.safe) {
        let mut own: Vec<_> = edit.changes.iter().collect();
        own.sort_by_key(|change| change.span);
        let fits = own.first().is_some_and(|first| first.span.start >= taken)
            && own.iter().all(|change| change.span.file == Model::ROOT);
        if fits {
            taken = own.iter().map(|change| change.span.end).max().unwrap_or(taken).max(taken);
            changes.extend(own);
            count += 1;
        }
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for change in changes {
        let range = change.span.range();
        if range.start < at {
            continue;
        }
        out.push_str(&text[at..range.start]);
        out.push_str(&change.text);
        at = range.end;
    }
    out.push_str(&text[at..]);
    (out, count)
}
