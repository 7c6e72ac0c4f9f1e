//! The texts that the client has open, as it has them.

use std::collections::{BTreeMap, BTreeSet};

use gen_lsp_types as lsp;
use lsp::{TextDocumentContentChangeEvent as ContentChange, Uri};

use super::Host;
use super::ruler::{Encoding, bytes};
use crate::editor::Snapshot;
use crate::findings::Words;
use crate::model::{FileError, Files, Model};
use crate::source::Source;

/// One open text.
pub struct Document {
    /// As the client spells it.
    pub uri: Uri,
    pub version: i32,
    pub source: Source,
    /// The text read and checked; `None` until it first is.
    pub snapshot: Option<Snapshot>,
    /// Whether the snapshot is of an older text, or of older texts of used files.
    pub stale: bool,
}

/// What came of checking open texts again.
pub struct Refreshed {
    /// The files that were checked.
    pub names: Vec<String>,
    /// Why settings could not be read.
    pub unsettled: Vec<Words>,
    /// What was known before. Taking a large one apart takes a while, which is better spent when the client has
    /// its answer.
    pub retired: Vec<Snapshot>,
}

/// The open texts, by the names that files have.
#[derive(Default)]
pub struct Documents(BTreeMap<String, Document>);

/// The name of a file: its path, else the whole URI, as of a text that was never saved.
pub fn name_of(uri: &Uri) -> String {
    match uri.to_file_path() {
        Ok(path) => path.to_string_lossy().into_owned(),
        Err(()) => uri.to_string(),
    }
}

impl Documents {
    pub fn open(&mut self, uri: Uri, version: i32, text: String) -> String {
        let name = name_of(&uri);
        let source = Source::new(name.clone(), text);
        self.0.insert(name.clone(), Document { uri, version, source, snapshot: None, stale: true });
        name
    }

    pub fn close(&mut self, uri: &Uri) -> Option<Document> {
        self.0.remove(&name_of(uri))
    }

    /// Takes a client's edits over, each of which is about the text after the one before. Those who use the
    /// file are no longer up to date either.
    pub fn change(&mut self, uri: &Uri, version: i32, changes: Vec<ContentChange>, encoding: Encoding) {
        let name = name_of(uri);
        let Some(document) = self.0.get_mut(&name) else { return };
        document.version = version;
        for change in changes {
            let text = match change {
                ContentChange::TextDocumentContentChangePartial(part) => {
                    let range = bytes(&document.source, part.range, encoding);
                    let old = document.source.text();
                    let mut text = String::with_capacity(old.len() + part.text.len());
                    text.push_str(&old[..range.start]);
                    text.push_str(&part.text);
                    text.push_str(&old[range.end..]);
                    text
                }
                ContentChange::TextDocumentContentChangeWholeDocument(whole) => whole.text,
            };
            document.source = Source::new(name.clone(), text);
        }
        for document in self.0.values_mut() {
            let uses =
                |snapshot: &Snapshot| snapshot.model.sources.iter().any(|(_, source)| source.name() == name);
            document.stale |= document.snapshot.as_ref().is_none_or(uses);
        }
    }

    /// Everything is to be read again.
    pub fn distrust(&mut self) {
        self.0.values_mut().for_each(|document| document.stale = true);
    }

    pub fn get(&self, name: &str) -> Option<&Document> {
        self.0.get(name)
    }

    pub fn snapshot(&self, uri: &Uri) -> Option<&Snapshot> {
        self.get(&name_of(uri))?.snapshot.as_ref()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&String, &Document)> {
        self.0.iter()
    }

    /// The open files, and those that they use.
    pub fn files_read(&self) -> BTreeSet<&str> {
        let snapshots = self.0.values().filter_map(|document| document.snapshot.as_ref());
        let used =
            snapshots.flat_map(|snapshot| snapshot.model.sources.iter().map(|(_, source)| source.name()));
        self.0.keys().map(String::as_str).chain(used).collect()
    }

    /// Reads and checks what is stale.
    pub fn refresh(&mut self, host: &dyn Host) -> Refreshed {
        let stale = self.0.iter().filter(|(_, document)| document.stale);
        let names: Vec<String> = stale.map(|(name, _)| name.clone()).collect();
        let (mut unsettled, mut retired) = (Vec::new(), Vec::new());
        for name in &names {
            let settings = host.settings(name).unwrap_or_else(|why| {
                unsettled.push(why);
                Default::default()
            });
            let model = self.0.get(name).map(|document| {
                let before = document.snapshot.as_ref().map(|snapshot| &snapshot.model);
                self.read(before, document.source.clone(), host)
            });
            if let (Some(document), Some(model)) = (self.0.get_mut(name), model) {
                let facts = host.facts(&model);
                retired.extend(document.snapshot.replace(Snapshot::new(model, facts, settings)));
                document.stale = false;
            }
        }
        Refreshed { names, unsettled, retired }
    }

    /// A text read, with used files as the client has them open.
    pub fn read(&self, before: Option<&Model>, source: Source, host: &dyn Host) -> Model {
        let files = self.files(source.name(), host);
        match before {
            Some(before) => before.read_again(source, &files, &Default::default()),
            None => Model::read(source, &files, &Default::default()),
        }
    }

    /// Files as the client has them open, else as they are on the disk.
    pub fn files<'a>(&'a self, of: &str, host: &'a dyn Host) -> impl Files + use<'a> {
        Open { documents: self, disk: host.files(of) }
    }
}

struct Open<'a> {
    documents: &'a Documents,
    disk: Box<dyn Files + 'a>,
}

impl Files for Open<'_> {
    fn resolve(&self, from: &str, path: &str) -> String {
        self.disk.resolve(from, path)
    }

    fn read(&self, resolved: &str) -> Result<String, FileError> {
        match self.documents.get(resolved) {
            Some(document) => Ok(document.source.text().to_owned()),
            None => self.disk.read(resolved),
        }
    }
}
