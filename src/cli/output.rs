//! Writing: whole or not at all, and the one way to the terminal.
//!
//! Everything the program prints passes here and leaves in one of four [`Form`]s, so that no name, answer or error from
//! outside reaches a terminal as it is, even where nobody thought of it. Nothing else writes to standard output or
//! standard error; a test holds that.

use std::borrow::Cow;
use std::fmt;
use std::fs::Permissions;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use similar::TextDiff;

use super::ownership::{hand_over, is_replaceable};
use super::{Code, Failure};
use crate::findings::Words;
use crate::findings::human::Drawn;
use crate::privacy::{in_json, of_a_file, on_one_line, over_lines};
use crate::words;

/// What kind of text is printed, and with that what becomes of characters that steer a terminal or are not seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Words for people, and formats of lines: such characters are shown by name.
    Text,
    /// Findings with colours of ours, made visible before they were drawn.
    Drawn,
    /// Such characters are escaped; the value is the same.
    Json,
    /// What a program goes on with, a contract, a diff or a script: every byte counts, so it is shown by name to a
    /// terminal only.
    File,
}

impl Form {
    fn of(self, text: &str, is_terminal: bool) -> Cow<'_, str> {
        match self {
            Form::Text => over_lines(text),
            Form::Json => in_json(text),
            Form::File if is_terminal => of_a_file(text),
            Form::File | Form::Drawn => Cow::Borrowed(text),
        }
    }
}

/// Prints words for people; a reader that went away early is no failure.
pub fn print(text: &str) -> Result<(), Failure> {
    print_as(Form::Text, text)
}

/// Prints in another form.
pub fn print_as(form: Form, text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let text = form.of(text, out.is_terminal());
    printed(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
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

/// What can be said in a line: words, which are made visible, or a finding, which is.
pub trait Line {
    fn visible(&self) -> Cow<'_, str>;
}

impl Line for Drawn {
    fn visible(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.as_ref())
    }
}

impl Line for &str {
    fn visible(&self) -> Cow<'_, str> {
        over_lines(self)
    }
}

impl Line for String {
    fn visible(&self) -> Cow<'_, str> {
        over_lines(self)
    }
}

impl Line for fmt::Arguments<'_> {
    fn visible(&self) -> Cow<'_, str> {
        Cow::Owned(over_lines(&self.to_string()).into_owned())
    }
}

/// Says a line on standard error. `eprintln!` panics where nobody listens any more, as in `2>&1 | head`.
pub fn say(line: impl Line) {
    let _ = printed(writeln!(io::stderr().lock(), "{}", line.visible()));
}

/// Asks on standard error; the answer is typed behind it.
pub fn ask(question: &str) {
    let mut err = io::stderr().lock();
    let _ = printed(write!(err, "{}", over_lines(question)).and_then(|()| err.flush()));
}

/// Clears the screen and what was scrolled away, as other watchers do.
pub fn clear_screen() -> Result<(), Failure> {
    print_as(Form::Drawn, "\x1b[2J\x1b[3J\x1b[H")
}

/// Prints through a buffer.
pub fn stream(form: Form, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let out = io::stdout().lock();
    let is_terminal = out.is_terminal();
    let mut gate = Gate { form, is_terminal, out: io::BufWriter::new(out), rest: Vec::new() };
    printed(write(&mut gate).and_then(|()| gate.flush()))
}

/// Gives text on in its form. What is no text is given on as it is: only scripts and files could hold it.
struct Gate<W> {
    form: Form,
    is_terminal: bool,
    out: W,
    /// The beginning of a character whose end did not come yet.
    rest: Vec<u8>,
}

impl<W: Write> Write for Gate<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.rest.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.rest) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => self.rest.len(),
        };
        match std::str::from_utf8(&self.rest[..whole]) {
            Ok(text) => self.out.write_all(self.form.of(text, self.is_terminal).as_bytes())?,
            Err(_) => self.out.write_all(&self.rest[..whole])?,
        }
        self.rest.drain(..whole);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(&std::mem::take(&mut self.rest))?;
        self.out.flush()
    }
}

/// Who may read what is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Readers {
    /// Whom the umask lets, or who could read the file that is replaced.
    AsUsual,
    /// The owner alone: it holds ID numbers, phone numbers or authorization codes.
    Owner,
}

/// Writes a file through a temporary one beside it, keeping the owner and the permissions of the one it replaces. Where
/// that cannot be, the file itself is written.
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
        if old.is_some() && is_read_only(&target)? {
            return Err(io::ErrorKind::ReadOnlyFilesystem.into());
        }
        if let Some(old) = old.as_ref().filter(|old| !is_replaceable(old)) {
            return write_within(&target, text, kept(old.permissions(), readers));
        }
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut file = beside(folder.unwrap_or(Path::new(".")), readers)?;
        file.write_all(text)?;
        if let Some(old) = old {
            if !hand_over(file.as_file(), &old)? {
                return write_within(&target, text, kept(old.permissions(), readers));
            }
            // After the owner: another owner takes some of them away.
            file.as_file().set_permissions(kept(old.permissions(), readers))?;
        }
        file.as_file().sync_all()?;
        file.persist(&target)?;
        Ok(())
    };
    replace().map_err(|error| unwritable(path, &error))
}

/// Writes the file that is there, which stays the same one.
fn write_within(file: &Path, text: &[u8], permissions: Permissions) -> io::Result<()> {
    let mut file = std::fs::OpenOptions::new().write(true).open(file)?;
    // Only the owner may change them, who gave them.
    if file.metadata()?.permissions() != permissions {
        file.set_permissions(permissions)?;
    }
    file.write_all(text)?;
    file.set_len(text.len() as u64)?;
    file.sync_all()
}

/// Whether a file is kept from being written. A new file would take its place all the same where its folder may be
/// written to, and root writes what it likes: so its permissions are asked, and then the system.
fn is_read_only(file: &Path) -> io::Result<bool> {
    if std::fs::metadata(file)?.permissions().readonly() {
        return Ok(true);
    }
    match std::fs::OpenOptions::new().write(true).open(file) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(true),
        Err(error) => Err(error),
        Ok(_) => Ok(false),
    }
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

/// To a file as it is, or to standard output where none or `-` is given.
pub fn deliver(path: Option<&String>, form: Form, text: &str) -> Result<(), Failure> {
    match path.map(String::as_str) {
        None | Some("-") => print_as(form, text),
        Some(path) => write(path, text.as_bytes()),
    }
}

/// The same of what holds personal data: a file is its owner's alone.
pub fn deliver_private(path: Option<&String>, form: Form, text: &str) -> Result<(), Failure> {
    match path.map(String::as_str) {
        None | Some("-") => print_as(form, text),
        Some(path) => write_for(path, text.as_bytes(), Readers::Owner),
    }
}

/// How a file would change. Where everything changed, a worse diff at once is better than the best one later.
pub fn unified(name: &str, old: &str, new: &str) -> String {
    let diff = TextDiff::configure().timeout(Duration::from_secs(1)).diff_lines(old, new);
    // A tab ends a name with blanks in it, as git and patch have it.
    let end = if name.contains(char::is_whitespace) { "\t" } else { "" };
    let name = format!("{}{end}", on_one_line(name));
    diff.unified_diff().header(&name, &name).to_string()
}

fn unwritable(path: &str, error: &io::Error) -> Failure {
    let words = match error.kind() {
        io::ErrorKind::ReadOnlyFilesystem => words!(
            "{path} 是只读文件，没有改写；要改写，先取消它的只读属性",
            "{path} is read-only and was not changed; make it writable first"
        ),
        _ => {
            let Words { zh, en } = Words::of_io(error);
            words!("无法写入 {path}：{zh}", "cannot write {path}: {en}")
        }
    };
    Failure::new(Code::FileUnwritable, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVIL: &str = "合同\t\u{1b}]52;c;eA==\u{7}\u{9b}2J\u{202e}\r\n";

    #[test]
    fn each_form_keeps_what_it_may() {
        assert_eq!(Form::Text.of(EVIL, false), "合同␉␛]52;c;eA==␇<U+009B>2J<U+202E>␍\n");
        assert_eq!(Form::File.of(EVIL, true), "合同\t␛]52;c;eA==␇<U+009B>2J<U+202E>␍\n");
        assert_eq!(Form::File.of(EVIL, false), EVIL);
        assert_eq!(Form::Json.of("\"\u{9b}\"\n", false), "\"\\u009b\"\n");
        assert_eq!(Form::Drawn.of(EVIL, true), EVIL);
    }

    #[test]
    fn a_stream_may_be_cut_anywhere() {
        for size in 1..EVIL.len() {
            let mut out = Vec::new();
            let mut gate = Gate { form: Form::Text, is_terminal: false, out: &mut out, rest: Vec::new() };
            for piece in EVIL.as_bytes().chunks(size) {
                gate.write_all(piece).unwrap();
            }
            gate.flush().unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), Form::Text.of(EVIL, false), "{size}");
        }
    }
}
