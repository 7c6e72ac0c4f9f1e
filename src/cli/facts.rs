//! Gathers what is true outside a file: the time, local copies, version control.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::input::{STDIN, system};
use super::versioned::Versioned;
use crate::facts::{DocumentFacts, Facts};
use crate::model::Model;
use crate::words;

/// The largest local copy that is looked at, in bytes.
const LARGEST: u64 = 100 << 20;

/// Asia/Shanghai has been eight hours ahead without summer time since 1992.
pub const SHANGHAI: Offset = Offset::constant(8);

/// The time now in Asia/Shanghai.
pub fn now() -> DateTime {
    SHANGHAI.to_datetime(jiff::Timestamp::now())
}

/// Facts for many files, each folder looked at once.
pub struct Surroundings {
    now: DateTime,
    versioned: Versioned,
    /// A copy that many files name is read once.
    documents: Mutex<HashMap<String, Arc<OnceLock<DocumentFacts>>>>,
}

impl Surroundings {
    pub fn new(now: Option<DateTime>) -> Self {
        Self {
            now: now.unwrap_or_else(self::now),
            versioned: Versioned::default(),
            documents: Mutex::default(),
        }
    }

    /// The facts a file's check needs.
    pub fn facts(&self, model: &Model) -> Facts {
        let mut facts = Facts::at(self.now);
        for local in model.local_files() {
            facts.documents.entry(local.path.clone()).or_insert_with(|| self.document(&local.path));
        }
        // Only what may hold personal data is looked up.
        if !model.people.is_empty() || !model.tickets.is_empty() {
            for (_, source) in model.sources.iter() {
                if source.name() != STDIN && self.versioned.holds(Path::new(source.name())) {
                    facts.versioned.insert(source.name().to_owned());
                }
            }
        }
        facts
    }

    fn document(&self, path: &str) -> DocumentFacts {
        let cell = {
            let mut known = self.documents.lock().unwrap_or_else(PoisonError::into_inner);
            known.entry(path.to_owned()).or_default().clone()
        };
        cell.get_or_init(|| document(path)).clone()
    }
}

/// What a local copy is. Only plain files are opened: a device or a pipe may never end.
fn document(path: &str) -> DocumentFacts {
    match std::fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return DocumentFacts::NotFound,
        Err(error) => return DocumentFacts::Unreadable(system(&error)),
        Ok(data) if !data.is_file() => {
            return DocumentFacts::Unreadable(words!("不是普通文件", "not a regular file"));
        }
        Ok(data) if data.len() > LARGEST => {
            return DocumentFacts::Unreadable(words!("超过 100 MiB", "over 100 MiB"));
        }
        Ok(_) => {}
    }
    match std::fs::read(path) {
        Ok(bytes) => read(&bytes),
        Err(error) => DocumentFacts::Unreadable(system(&error)),
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
