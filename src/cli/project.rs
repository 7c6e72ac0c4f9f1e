//! Where a project begins: the folder that its record of what was sent lies in.

use std::path::{Path, PathBuf};

use super::input::STDIN;

/// What marks a project's folder, the surest first.
const MARKS: [&str; 3] = [".qdc", "qdc.toml", ".git"];

/// The ledger of a file: in `.qdc` of the nearest folder above that has one; else of the nearest with a
/// `qdc.toml`, else of the repository's; else of the file's own folder. The same from wherever it is asked.
pub fn ledger_path(file: &Path) -> PathBuf {
    let folder = if file.as_os_str() == STDIN || file.as_os_str() == "-" {
        Path::new(".")
    } else {
        file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
    };
    let absolute = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let marked = |mark: &str| absolute.ancestors().find(|above| above.join(mark).exists());
    let root = MARKS.iter().find_map(|mark| marked(mark)).unwrap_or(&absolute);
    root.join(".qdc").join("ledger.db")
}

/// What the record calls a file: its path from the project's folder, the same from wherever it is sent.
pub fn source_name(file: &Path, ledger: &Path) -> String {
    let absolute = file.canonicalize().unwrap_or_else(|_| file.to_owned());
    let root = ledger.parent().and_then(Path::parent).and_then(|root| root.canonicalize().ok());
    let below = root.and_then(|root| absolute.strip_prefix(root).ok().map(Path::to_owned));
    // With one spelling on every system.
    below.unwrap_or(absolute).to_string_lossy().replace('\\', "/")
}
