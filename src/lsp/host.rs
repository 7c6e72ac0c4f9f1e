//! What the server needs to know of the world.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use crate::editor::completion::Entry;
use crate::facts::Facts;
use crate::findings::{Lang, Words};
use crate::model::{Files, Model};
use crate::settings::Settings;

/// Disks, clocks and platforms, which the program has and tests make up.
pub trait Host {
    /// Files as they are on the disk, as far as a file reaches.
    fn files(&self, of: &str) -> Box<dyn Files + '_>;

    /// The folders of the workspace, which files may use each other from.
    fn open_folders(&mut self, folders: &[PathBuf]);

    /// The settings that hold for a file.
    fn settings(&self, file: &str) -> Result<Arc<Settings>, Words>;

    /// The facts a file's check needs, now.
    fn facts(&self, model: &Model) -> Facts;

    /// Something on the disk changed: what is remembered of it no longer holds.
    fn forget(&mut self);

    /// When these files, and the settings files above them, were last written.
    fn marks(&self, files: &BTreeSet<&str>) -> Marks;

    /// Every `.qdc` file below these folders, by the names files have here.
    fn workspace(&self, folders: &[PathBuf]) -> Vec<String>;

    /// The folder where those who use a file are looked for; `None` for a text that was never saved.
    fn project(&self, file: &str) -> Option<PathBuf>;

    /// The entries of a folder.
    fn list(&self, folder: &str) -> Vec<Entry>;

    /// What sends a file, as it is on the disk, to the sandbox. It is run beside the server, and may take its time.
    fn send(&self, file: &str, lang: Lang) -> Box<dyn FnOnce() -> Sent + Send>;
}

/// Of files that are there: when they were written, and how long they are.
pub type Marks = BTreeMap<PathBuf, (SystemTime, u64)>;

/// What came of sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    pub ok: bool,
    /// What is to be shown.
    pub text: String,
}
