//! Used files from the disk.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::input::{STDIN, system};
use super::near::near;
use super::reach::{Beyond, Reach};
use crate::model::{FileError, Files};
use crate::source::decode;
use crate::words;

/// The disk, as far as a file reaches. Paths start at the folder of the file that names them; those of standard input at
/// the current folder.
#[derive(Clone)]
pub struct Disk(pub Arc<Reach>);

impl Files for Disk {
    fn resolve(&self, from: &str, path: &str) -> String {
        let folder = if from == STDIN { None } else { Path::new(from).parent() };
        normalize(&folder.unwrap_or(Path::new("")).join(path)).to_string_lossy().into_owned()
    }

    fn read(&self, resolved: &str) -> Result<String, FileError> {
        // In CI a file from a stranger must not have others read out, by a link neither.
        let is_qdc = super::walk::is_qdc_name;
        let others = || FileError::Other(words!("只能引用 .qdc 文件", "only .qdc files can be used"));
        if !is_qdc(Path::new(resolved)) {
            return Err(others());
        }
        let place = match self.0.follow(Path::new(resolved)) {
            Ok(place) if is_qdc(&place) => place,
            Ok(_) => return Err(others()),
            Err(Beyond::System(error)) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(self.near(resolved));
            }
            Err(beyond) => return Err(FileError::Other(beyond.words())),
        };
        match std::fs::read(place) {
            Ok(bytes) => decode(bytes).map_err(FileError::NotText),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(FileError::NotFound),
            Err(error) => Err(FileError::Other(system(&error))),
        }
    }
}

impl Disk {
    /// A file that is not there, with the one that is meant where there is one within reach.
    fn near(&self, resolved: &str) -> FileError {
        match near(Path::new(resolved)).filter(|near| self.0.follow(near).is_ok()) {
            Some(near) => FileError::Near(near.to_string_lossy().into_owned()),
            None => FileError::NotFound,
        }
    }
}

/// Without `.` and, as far as the path itself tells, `..`.
pub fn normalize(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(out.components().next_back(), Some(Component::Normal(_))) => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}
