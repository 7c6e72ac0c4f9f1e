//! Used files from the disk, each with the print of what was read.

use std::sync::Mutex;

use super::{Print, hold};
use crate::cli::files::Disk;
use crate::model::{FileError, Files};

/// The disk, and what was read from it.
pub struct Seen {
    disk: Disk,
    read: Mutex<Vec<(String, Print)>>,
}

impl Seen {
    pub fn new(disk: Disk) -> Self {
        Self { disk, read: Mutex::default() }
    }

    /// Every file asked for, in order, whether it was there or not.
    pub fn all(self) -> Vec<(String, Print)> {
        self.read.into_inner().unwrap_or_default()
    }
}

impl Files for Seen {
    fn resolve(&self, from: &str, path: &str) -> String {
        self.disk.resolve(from, path)
    }

    fn read(&self, resolved: &str) -> Result<String, FileError> {
        let read = self.disk.read(resolved);
        hold(&self.read).push((resolved.to_owned(), print_of(&read)));
        read
    }
}

/// The print of a used file as it is now.
pub fn print(disk: &Disk, path: &str) -> Print {
    print_of(&disk.read(path))
}

/// The text of a used file, if it is still what was read.
pub fn text(disk: &Disk, path: &str, read: &[(String, Print)]) -> Option<String> {
    let text = disk.read(path);
    let print = print_of(&text);
    read.iter().find(|(name, _)| name == path).filter(|(_, was)| *was == print)?;
    text.ok()
}

fn print_of(read: &Result<String, FileError>) -> Print {
    match read {
        Ok(text) => Print::of(text.as_bytes()),
        Err(why) => Print::of_debug(why),
    }
}
