//! Writing: whole or not at all.

use std::fs::Permissions;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use similar::TextDiff;

use super::Failure;
use crate::findings::{visible_line, visible_lines};
use crate::words;

/// Prints; a reader that went away early is no failure.
pub fn print(text: &str) -> Result<(), Failure> {
    printed(io::stdout().lock().write_all(text.as_bytes()))
}

fn printed(result: io::Result<()>) -> Result<(), Failure> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            NOBODY_READS.store(true, Ordering::Relaxed);
            Ok(())
        }
        Err(error) => Err(unwritable("-", &error)),
        Ok(()) => Ok(()),
    }
}

/// Whether the reader went away: what runs on for somebody ends then.
pub fn nobody_reads() -> bool {
    NOBODY_READS.load(Ordering::Relaxed)
}

static NOBODY_READS: AtomicBool = AtomicBool::new(false);

/// Says a line on standard error. `eprintln!` panics where nobody listens any more, as in `2>&1 | head`.
pub fn say(line: impl std::fmt::Display) {
    let _ = printed(writeln!(io::stderr().lock(), "{line}"));
}

/// Prints through a buffer.
pub fn stream(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    printed(write(&mut out).and_then(|()| out.flush()))
}

/// Who may read what is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Readers {
    /// Whom the umask lets, or who could read the file that is replaced.
    AsUsual,
    /// The owner alone: it holds ID numbers, phone numbers or authorization codes.
    Owner,
}

/// Writes a file through a temporary one beside it, keeping the permissions of the one it replaces.
pub fn write(path: &str, text: &[u8]) -> Result<(), Failure> {
    write_for(path, text, Readers::AsUsual)
}

fn write_for(path: &str, text: &[u8], readers: Readers) -> Result<(), Failure> {
    let replace = || -> io::Result<()> {
        // A link stays a link: what it points to is replaced.
        let target = std::fs::canonicalize(path).unwrap_or_else(|_| Path::new(path).to_owned());
        let old = std::fs::metadata(path).ok();
        // `/dev/null` and pipes are written to, never replaced.
        if old.as_ref().is_some_and(|old| !old.is_file()) {
            return std::fs::OpenOptions::new().write(true).open(path)?.write_all(text);
        }
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut file = beside(folder.unwrap_or(Path::new(".")), readers)?;
        file.write_all(text)?;
        if let Some(old) = old {
            file.as_file().set_permissions(kept(old.permissions(), readers))?;
        }
        file.as_file().sync_all()?;
        file.persist(&target)?;
        Ok(())
    };
    replace().map_err(|error| unwritable(path, &error))
}

#[cfg(unix)]
fn beside(folder: &Path, readers: Readers) -> io::Result<tempfile::NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;
    let mode = match readers {
        Readers::AsUsual => 0o666,
        Readers::Owner => 0o600,
    };
    let permissions = std::fs::Permissions::from_mode(mode);
    tempfile::Builder::new().prefix(".qdc-").permissions(permissions).tempfile_in(folder)
}

#[cfg(not(unix))]
fn beside(folder: &Path, _: Readers) -> io::Result<tempfile::NamedTempFile> {
    tempfile::Builder::new().prefix(".qdc-").tempfile_in(folder)
}

/// What a file that is replaced allowed, and never more.
#[cfg(unix)]
fn kept(old: Permissions, readers: Readers) -> Permissions {
    use std::os::unix::fs::PermissionsExt;
    match readers {
        Readers::AsUsual => old,
        Readers::Owner => Permissions::from_mode(old.mode() & 0o700),
    }
}

#[cfg(not(unix))]
fn kept(old: Permissions, _: Readers) -> Permissions {
    old
}

/// To a file, or to standard output where none or `-` is given.
pub fn deliver(path: Option<&String>, text: &str) -> Result<(), Failure> {
    match path.map(String::as_str) {
        None | Some("-") => print(text),
        Some(path) => write(path, text.as_bytes()),
    }
}

/// The same of what holds personal data: a file is its owner's alone.
pub fn deliver_private(path: Option<&String>, text: &str) -> Result<(), Failure> {
    match path.map(String::as_str) {
        None | Some("-") => print(text),
        Some(path) => write_for(path, text.as_bytes(), Readers::Owner),
    }
}

/// How a file would change. Where everything changed, a worse diff at once is better than the best one later.
pub fn unified(name: &str, old: &str, new: &str) -> String {
    let diff = TextDiff::configure().timeout(Duration::from_secs(1)).diff_lines(old, new);
    // A tab ends a name with blanks in it, as git and patch have it.
    let end = if name.contains(char::is_whitespace) { "\t" } else { "" };
    let name = format!("{}{end}", visible_line(name));
    diff.unified_diff().header(&name, &name).to_string()
}

/// Prints a diff: to a program as it is, so that it can be applied; to a terminal so that it cannot be steered.
pub fn print_diff(diff: &str) -> Result<(), Failure> {
    if io::stdout().is_terminal() { print(&visible_lines(diff)) } else { print(diff) }
}

fn unwritable(path: &str, error: &io::Error) -> Failure {
    Failure(words!("无法写入 {path}：{error}", "cannot write {path}: {error}"))
}
