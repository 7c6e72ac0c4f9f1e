//! What several tests need: the examples, a file reader, and a model as text to compare.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use qdc::facts::Facts;
use qdc::findings::Finding;
pub use qdc::model::NoFiles;
use qdc::model::{FileError, Files, Model};
use qdc::settings::Settings;
use qdc::source::Source;

/// The day all tests live in.
pub fn today() -> Facts {
    Facts::at(jiff::civil::date(2026, 1, 5).at(0, 0, 0, 0))
}

/// Every `.qdc` file under `examples/`, in order of path.
pub fn examples() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.extension() {
                None => folders.push(path),
                Some(ending) if ending == "qdc" => found.push(path),
                Some(_) => {}
            }
        }
    }
    found.sort();
    found
}

pub fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// Used files, from disk.
pub struct Disk;

impl Files for Disk {
    fn resolve(&self, from: &str, path: &str) -> String {
        Path::new(from).parent().unwrap_or(Path::new("")).join(path).display().to_string()
    }

    fn read(&self, resolved: &str) -> Result<String, FileError> {
        std::fs::read_to_string(resolved).map_err(|_| FileError::NotFound)
    }
}

pub fn model(path: &Path, text: &str, files: &dyn Files) -> Model {
    Model::read(Source::new(path.display().to_string(), text), files, &BTreeMap::new())
}

/// What `check` finds on the day all tests live in, with no settings.
pub fn findings(path: &Path, text: &str) -> Vec<Finding> {
    qdc::rules::check(&model(path, text, &Disk), &today(), &Settings::default())
}

/// What a text means: everything in its model but where it stands and how it is spelled.
pub fn meaning(path: &Path, text: &str, files: &dyn Files) -> String {
    let model = model(path, text, files);
    let parts = format!(
        "{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}\n{} problems",
        model.params,
        model.people,
        model.companies,
        model.authorizations,
        model.tickets,
        model.contract,
        model.problems.len(),
    );
    without_spans(&parts)
}

/// Takes every `Span { … }` out of a model printed with `{:#?}`.
pub fn without_spans(printed: &str) -> String {
    let mut out = String::new();
    let mut inside = None::<usize>;
    for line in printed.lines() {
        let indent = line.len() - line.trim_start().len();
        match inside {
            Some(depth) => {
                if indent == depth && line.trim_start().starts_with('}') {
                    inside = None;
                }
            }
            None if line.ends_with("Span {") => inside = Some(indent),
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    out
}
