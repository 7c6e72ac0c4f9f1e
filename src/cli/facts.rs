//! Gathers what is true outside a file: the time, local copies, version control.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::cache::Print;
use super::input::{STDIN, system};
use super::near::near;
use super::reach::{Beyond, Reaches};
use super::regular;
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

/// What is known of files by their path, each found out once, however many ask for it at once.
type Known<T> = Mutex<HashMap<String, Arc<OnceLock<T>>>>;

/// Facts for many files, each folder looked at once.
pub struct Surroundings {
    now: DateTime,
    reaches: Arc<Reaches>,
    versioned: Versioned,
    /// A copy that many files name is read once.
    documents: Known<(DocumentFacts, Print)>,
    /// The same where only what tells its content apart was asked for.
    prints: Known<Print>,
}

impl Surroundings {
    pub fn new(now: Option<DateTime>, reaches: Arc<Reaches>) -> Self {
        Self {
            now: now.unwrap_or_else(self::now),
            reaches,
            versioned: Versioned::default(),
            documents: Mutex::default(),
            prints: Mutex::default(),
        }
    }

    /// The facts a file's check needs.
    pub fn facts(&self, model: &Model) -> Facts {
        let mut facts = Facts::at(self.now);
        let root = model.sources[Model::ROOT].name();
        for local in model.local_files() {
            facts.documents.entry(local.path.clone()).or_insert_with(|| self.document(root, &local.path));
        }
        if asks_for_versions(model) {
            for (_, source) in model.sources.iter() {
                if self.is_versioned(source.name()) {
                    facts.versioned.insert(source.name().to_owned());
                }
            }
        }
        facts
    }

    pub fn now(&self) -> DateTime {
        self.now
    }

    pub fn is_versioned(&self, file: &str) -> bool {
        file != STDIN && self.versioned.holds(Path::new(file))
    }

    /// The print of what the facts of a copy that a file names were read from.
    pub fn print_of_document(&self, of: &str, path: &str) -> Print {
        match self.beyond(of, path) {
            Some(facts) => Print::of_debug(&facts),
            None => cell(&self.documents, path).get_or_init(|| document(path)).1,
        }
    }

    /// The print of a copy as it is now, which need not be understood for that.
    pub fn current_print(&self, of: &str, path: &str) -> Print {
        if let Some(facts) = self.beyond(of, path) {
            return Print::of_debug(&facts);
        }
        if let Some((_, print)) = cell(&self.documents, path).get() {
            return *print;
        }
        *cell(&self.prints, path).get_or_init(|| match open(path) {
            Ok(bytes) => Print::of(&bytes),
            Err(facts) => Print::of_debug(&facts),
        })
    }

    fn document(&self, of: &str, path: &str) -> DocumentFacts {
        let read = || cell(&self.documents, path).get_or_init(|| document(path)).0.clone();
        self.beyond(of, path).unwrap_or_else(read)
    }

    /// What is known of a copy that a file does not reach, or that is not where it says.
    fn beyond(&self, of: &str, path: &str) -> Option<DocumentFacts> {
        match self.reaches.of(of).follow(Path::new(path)) {
            Err(beyond @ Beyond::Outside) => Some(DocumentFacts::Unreadable(beyond.words())),
            Err(Beyond::System(error)) if error.kind() == std::io::ErrorKind::NotFound => {
                let near = near(Path::new(path))?;
                let is_within = self.reaches.of(of).follow(&near).is_ok();
                is_within.then(|| DocumentFacts::Near(near.to_string_lossy().into_owned()))
            }
            _ => None,
        }
    }
}

/// Whether version control matters to a file: only what may hold personal data is looked up.
pub fn asks_for_versions(model: &Model) -> bool {
    !model.people.is_empty() || !model.tickets.is_empty()
}

/// Where a file's is kept.
fn cell<T>(known: &Known<T>, path: &str) -> Arc<OnceLock<T>> {
    let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
    known.entry(path.to_owned()).or_default().clone()
}

/// What a local copy is, with the print of what that was told from.
fn document(path: &str) -> (DocumentFacts, Print) {
    match open(path) {
        Ok(bytes) => (read(&bytes), Print::of(&bytes)),
        Err(facts) => {
            let print = Print::of_debug(&facts);
            (facts, print)
        }
    }
}

/// A local copy's bytes. Only plain files are opened: a device or a pipe may never end.
fn open(path: &str) -> Result<Vec<u8>, DocumentFacts> {
    match std::fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(DocumentFacts::NotFound),
        Err(error) => return Err(DocumentFacts::Unreadable(system(&error))),
        Ok(data) if !data.is_file() => {
            return Err(DocumentFacts::Unreadable(words!("不是普通文件", "not a regular file")));
        }
        Ok(data) if data.len() > LARGEST => {
            return Err(DocumentFacts::Unreadable(words!("超过 100 MiB", "over 100 MiB")));
        }
        Ok(_) => {}
    }
    regular::bytes(Path::new(path), LARGEST).map_err(|error| DocumentFacts::Unreadable(system(&error)))
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
