//! Gathers what is true outside a file: the time, local copies, version control.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::input::STDIN;
use crate::facts::{DocumentFacts, Facts};
use crate::model::Model;

/// The largest local copy that is looked at, in bytes.
const LARGEST: u64 = 100 << 20;

/// Asia/Shanghai has been eight hours ahead without summer time since 1992.
const SHANGHAI: Offset = Offset::constant(8);

/// Facts for many files, each folder looked at once.
pub struct Surroundings {
    now: DateTime,
    versioned: Mutex<HashMap<PathBuf, bool>>,
}

impl Surroundings {
    pub fn new(now: Option<DateTime>) -> Self {
        let now = now.unwrap_or_else(|| SHANGHAI.to_datetime(jiff::Timestamp::now()));
        Self { now, versioned: Mutex::default() }
    }

    /// The facts a file's check needs.
    pub fn facts(&self, model: &Model) -> Facts {
        let mut facts = Facts::at(self.now);
        for local in model.local_files() {
            facts.documents.entry(local.path.clone()).or_insert_with(|| document(&local.path));
        }
        // Only what may hold personal data is looked up.
        if !model.people.is_empty() || !model.tickets.is_empty() {
            for (_, source) in model.sources.iter() {
                if source.name() != STDIN && self.is_versioned(Path::new(source.name())) {
                    facts.versioned.insert(source.name().to_owned());
                }
            }
        }
        facts
    }

    /// Whether a file lies in a git work tree and is not ignored there.
    fn is_versioned(&self, file: &Path) -> bool {
        let folder = match file.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let in_tree = {
            let mut known = self.versioned.lock().unwrap_or_else(PoisonError::into_inner);
            *known.entry(folder.to_owned()).or_insert_with(|| {
                let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
                folder.ancestors().any(|above| above.join(".git").exists())
            })
        };
        in_tree && !is_ignored(folder, file)
    }
}

/// Whether walking its folder the way git does would not meet the file.
fn is_ignored(folder: &Path, file: &Path) -> bool {
    let mut walk = ignore::WalkBuilder::new(folder);
    walk.max_depth(Some(1)).hidden(false).ignore(false);
    !walk.build().flatten().any(|entry| entry.file_name() == file.file_name().unwrap_or_default())
}

fn document(path: &str) -> DocumentFacts {
    match std::fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return DocumentFacts::NotFound,
        Err(error) => return DocumentFacts::Unreadable(error.to_string()),
        Ok(data) if data.is_dir() => return DocumentFacts::Unreadable("is a folder".to_owned()),
        Ok(data) if data.len() > LARGEST => return DocumentFacts::Unreadable("over 100 MiB".to_owned()),
        Ok(_) => {}
    }
    match std::fs::read(path) {
        Ok(bytes) => read(&bytes),
        Err(error) => DocumentFacts::Unreadable(error.to_string()),
    }
}

#[cfg(feature = "pdf")]
fn read(bytes: &[u8]) -> DocumentFacts {
    crate::page::read(bytes)
}

/// Built without PDF reading: pages are unknown.
#[cfg(not(feature = "pdf"))]
fn read(_: &[u8]) -> DocumentFacts {
    DocumentFacts::NotPdf
}
