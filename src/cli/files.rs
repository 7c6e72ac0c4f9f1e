//! Used files from the disk.

use std::path::{Component, Path, PathBuf};

use super::input::{STDIN, system};
use crate::model::{FileError, Files};
use crate::source::decode;
use crate::words;

/// Paths start at the folder of the file that names them; those of standard input at the current folder.
pub struct Disk;

impl Files for Disk {
    fn resolve(&self, from: &str, path: &str) -> String {
        let folder = if from == STDIN { None } else { Path::new(from).parent() };
        normalize(&folder.unwrap_or(Path::new("")).join(path)).to_string_lossy().into_owned()
    }

    fn read(&self, resolved: &str) -> Result<String, FileError> {
        // In CI a file from a stranger must not have others read out.
        if Path::new(resolved).extension().is_none_or(|ending| ending != "qdc") {
            return Err(FileError::Other(words!("只能引用 .qdc 文件", "only .qdc files can be used")));
        }
        // A device or a pipe may never end; what a file names is not to be trusted so far.
        if std::fs::metadata(resolved).is_ok_and(|data| !data.is_file()) {
            return Err(FileError::Other(words!("不是普通文件", "not a regular file")));
        }
        match std::fs::read(resolved) {
            Ok(bytes) => decode(bytes).map_err(FileError::NotText),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(FileError::NotFound),
            Err(error) => Err(FileError::Other(system(&error))),
        }
    }
}

/// Without `.` and, as far as the path itself tells, `..`.
fn normalize(path: &Path) -> PathBuf {
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
