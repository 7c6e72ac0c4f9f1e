//! `check --fix`: the edits that surely mean what was intended.

use super::facts::Surroundings;
use super::files::Disk;
use super::{Failure, input, output};
use crate::findings::{apply, safe_changes};
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
        let (changes, count) = safe_changes(&findings, Model::ROOT);
        if count == 0 {
            break;
        }
        let text = apply(model.sources[Model::ROOT].text(), &changes);
        output::write(file, text.as_bytes())?;
        made += count;
    }
    Ok(made)
}
