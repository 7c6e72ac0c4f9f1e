//! Where a ledger is on the disk: its folder, its one name, the lock beside it, and for whose eyes its files are.
//!
//! The lock cannot be on the database file: where `flock` and SQLite's own POSIX locks know of each other (macOS,
//! the BSDs, Linux over NFS) SQLite would be locked out, and closing any other descriptor of that file would
//! drop SQLite's locks, so that a stranger takes the log of a live writer for a dead one's. It is on a file
//! beside, hence the ledger must have one name only. Symbolic links are followed to it; a second hard link, and
//! a file that is mounted by itself, are refused. SQLite demands the same, since it finds the log by the name
//! (<https://www.sqlite.org/howtocorrupt.html>, 2.5).

use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tokio::sync::oneshot;

use super::LedgerError;

/// SQLite takes `:memory:` and `file:…` for something else; an absolute path is a path.
pub fn absolute(path: &Path) -> Result<PathBuf, LedgerError> {
    std::path::absolute(path).map_err(|error| LedgerError::io(path, &error))
}

/// The one name of a ledger, made or not: every process that reaches it by links arrives at this one.
pub fn resolved(path: &Path) -> Result<PathBuf, LedgerError> {
    match fs::canonicalize(path) {
        Ok(whole) => Ok(plain(whole)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if fs::symlink_metadata(path).is_ok() {
                return Err(LedgerError::leads_nowhere(path));
            }
            let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
                return Err(LedgerError::io(path, &error));
            };
            Ok(fs::canonicalize(folder).map_or_else(|_| path.to_owned(), |folder| plain(folder).join(name)))
        }
        Err(error) => Err(LedgerError::io(path, &error)),
    }
}

/// `C:\…` for `\\?\C:\…`, which few programs understand.
#[cfg(windows)]
pub fn plain(path: PathBuf) -> PathBuf {
    let text = path.to_string_lossy();
    match text.strip_prefix(r"\\?\") {
        Some(rest) if rest.as_bytes().get(1) == Some(&b':') => PathBuf::from(rest),
        _ => path,
    }
}

#[cfg(not(windows))]
pub fn plain(path: PathBuf) -> PathBuf {
    path
}

/// The folder, with a `.gitignore` that keeps it out of version control: where qdc made it or gave it its
/// name, never in a folder of the user's own.
pub fn folder(path: &Path) -> Result<(), LedgerError> {
    let Some(folder) = path.parent() else { return Ok(()) };
    let is_named_so = folder.file_name().is_some_and(|name| name == ".qdc");
    let is_link = folder.is_symlink();
    // Such a link may have come with a repository, and lead into any folder.
    if is_named_so && is_link && !path.exists() && leads_out(folder) {
        return Err(LedgerError::leads_out(folder));
    }
    let make = || -> io::Result<()> {
        let is_new = !folder.is_dir();
        if is_new {
            if let Some(above) = folder.parent() {
                fs::create_dir_all(above)?;
            }
            make_private(folder)?;
        }
        if is_new || is_named_so && !is_link {
            tighten(folder);
            keep_out(folder)?;
        }
        if is_new {
            sync(folder.parent())?;
        }
        Ok(())
    };
    make().map_err(|error| LedgerError::io(path, &error))
}

fn keep_out(folder: &Path) -> io::Result<()> {
    // Whatever has the name is left as it is, a link that leads nowhere too.
    match File::options().write(true).create_new(true).open(folder.join(".gitignore")) {
        Ok(mut file) => {
            file.write_all(b"*\n")?;
            file.sync_all()
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

/// Whether a link leads out of the folder that it is in.
fn leads_out(link: &Path) -> bool {
    let Some(above) = link.parent() else { return true };
    match (fs::canonicalize(link), fs::canonicalize(above)) {
        (Ok(to), Ok(above)) => !to.starts_with(above),
        _ => true,
    }
}

/// A new file or folder is in its folder only once the folder is on the disk.
#[cfg(unix)]
pub fn sync(folder: Option<&Path>) -> io::Result<()> {
    folder.map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

/// Elsewhere folders cannot be opened as files.
#[cfg(not(unix))]
pub fn sync(_: Option<&Path>) -> io::Result<()> {
    Ok(())
}

// ---- one name ----

/// Refuses a ledger that can be reached by another name than its own.
pub fn demand_one_name(path: &Path) -> Result<(), LedgerError> {
    let data = match fs::metadata(path) {
        Ok(data) => data,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(LedgerError::io(path, &error)),
    };
    if data.is_file() && links(path, &data).map_err(|error| LedgerError::io(path, &error))? > 1 {
        return Err(LedgerError::linked(path));
    }
    if is_mounted(path) { Err(LedgerError::mounted(path)) } else { Ok(()) }
}

#[cfg(unix)]
fn links(_: &Path, data: &Metadata) -> io::Result<u64> {
    Ok(std::os::unix::fs::MetadataExt::nlink(data))
}

/// Windows drops no lock when the file is closed.
#[cfg(windows)]
fn links(path: &Path, _: &Metadata) -> io::Result<u64> {
    let file = winapi_util::Handle::from_path(path)?;
    Ok(winapi_util::file::information(&file)?.number_of_links())
}

#[cfg(not(any(unix, windows)))]
fn links(_: &Path, _: &Metadata) -> io::Result<u64> {
    Ok(1)
}

/// Whether the file is mounted by itself, as containers do: outside it has another name, and another log.
#[cfg(target_os = "linux")]
fn is_mounted(path: &Path) -> bool {
    use std::os::unix::ffi::OsStrExt;
    let mounts = fs::read("/proc/self/mountinfo").unwrap_or_default();
    // proc_pid_mountinfo(5): the fifth field is the place, with blanks and backslashes in octal.
    let places = mounts.split(|byte| *byte == b'\n').filter_map(|line| line.split(|b| *b == b' ').nth(4));
    places.map(unescaped).any(|place| place == path.as_os_str().as_bytes())
}

#[cfg(target_os = "linux")]
fn unescaped(place: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(place.len());
    let mut rest = place;
    while let Some((first, after)) = rest.split_first() {
        let octal =
            after.get(..3).and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 8).ok());
        match octal.filter(|_| *first == b'\\') {
            Some(byte) => {
                out.push(byte);
                rest = &after[3..];
            }
            None => {
                out.push(*first);
                rest = after;
            }
        }
    }
    out
}

#[cfg(not(target_os = "linux"))]
fn is_mounted(_: &Path) -> bool {
    false
}

/// Refuses the names of what is kept beside ledgers.
pub fn demand_free_name(path: &Path) -> Result<(), LedgerError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let is_kept = [".lock", ".reserve", "-wal", "-shm", "-journal"].iter().any(|end| name.ends_with(end));
    if is_kept { Err(LedgerError::kept_name(path)) } else { Ok(()) }
}

// ---- the lock ----

/// The lock beside the ledger, held as long as the file is open.
pub enum Lock {
    Held(File),
    /// Another process has it; it comes when that one lets go.
    Awaited(oneshot::Receiver<io::Result<File>>),
}

fn lock_file(path: &Path) -> PathBuf {
    companion(path, "lock")
}

/// Whether this is still the lock that others find.
pub fn is_lock(lock: &File, path: &Path) -> bool {
    is_in_place(lock, &lock_file(path))
}

pub fn lock(path: &Path, waiting: impl FnOnce()) -> Result<Lock, LedgerError> {
    let beside = lock_file(path);
    // A lock is empty, and no link.
    match fs::symlink_metadata(&beside) {
        Ok(data) if !data.is_file() || data.len() > 0 => return Err(LedgerError::taken_name(&beside)),
        _ => {}
    }
    let open = private(File::options().read(true).write(true).create(true).truncate(false)).open(&beside);
    let file = open.map_err(|error| LedgerError::io(&beside, &error))?;
    tighten(&beside);
    match file.try_lock() {
        Ok(()) => Ok(Lock::Held(file)),
        Err(TryLockError::Error(error)) => Err(LedgerError::io(&beside, &error)),
        Err(TryLockError::WouldBlock) => {
            waiting();
            let (got, answer) = oneshot::channel();
            // A thread of its own: a runtime that ends would wait for one of its own threads.
            std::thread::spawn(move || {
                let locked = loop {
                    match file.lock() {
                        Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                        other => break other,
                    }
                };
                // Where nobody waits any more, the file closes and the lock is free again.
                let _ = got.send(locked.map(|()| file));
            });
            Ok(Lock::Awaited(answer))
        }
    }
}

impl Lock {
    pub async fn wait(self, path: &Path) -> Result<File, LedgerError> {
        let file = match self {
            Lock::Held(file) => file,
            Lock::Awaited(answer) => {
                let locked = answer.await.unwrap_or_else(|_| Err(io::ErrorKind::Interrupted.into()));
                locked.map_err(|error| LedgerError::io(path, &error))?
            }
        };
        // Somebody may have cleaned the folder meanwhile, and others lock another file by now.
        if is_in_place(&file, &lock_file(path)) { Ok(file) } else { Err(LedgerError::replaced(path)) }
    }
}

/// Whether an open file is still the one of this name.
#[cfg(unix)]
pub fn is_in_place(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::metadata(path)) {
        (Ok(ours), Ok(there)) => (ours.dev(), ours.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

/// Which file it is, whatever its name.
#[cfg(unix)]
pub type FileId = (u64, u64);

/// Without opening it, since closing it would drop SQLite's locks.
#[cfg(unix)]
pub fn id(path: &Path) -> io::Result<FileId> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).map(|data| (data.dev(), data.ino()))
}

#[cfg(not(unix))]
pub type FileId = ();

#[cfg(not(unix))]
pub fn id(_: &Path) -> io::Result<FileId> {
    Ok(())
}

/// Elsewhere what is open cannot be removed.
#[cfg(not(unix))]
pub fn is_in_place(_: &File, _: &Path) -> bool {
    true
}

// ---- for the owner alone ----

/// Names of people and what they sign are in these files.
#[cfg(unix)]
pub fn private(options: &mut fs::OpenOptions) -> &mut fs::OpenOptions {
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600)
}

#[cfg(not(unix))]
pub fn private(options: &mut fs::OpenOptions) -> &mut fs::OpenOptions {
    options
}

#[cfg(unix)]
fn make_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_private(folder: &Path) -> io::Result<()> {
    fs::create_dir(folder)
}

/// Takes from group and others what an earlier version, or a copy, gave them. Never through a link, and never on a
/// file of somebody else's, which the system refuses.
#[cfg(unix)]
pub fn tighten(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let Ok(data) = fs::symlink_metadata(path) else { return };
    let mode = data.permissions().mode();
    // A device is everybody's, whatever somebody names as a ledger.
    if (data.is_file() || data.is_dir()) && mode & 0o077 != 0 {
        let _ = fs::set_permissions(path, fs::Permissions::from_mode(mode & 0o7700));
    }
}

#[cfg(not(unix))]
pub fn tighten(_: &Path) {}

/// A file that qdc keeps beside the ledger: `NAME.db.lock`, `NAME.db.reserve`; of `ledger.db` as ever `ledger.lock`,
/// which processes of other versions know.
pub fn companion(path: &Path, ending: &str) -> PathBuf {
    if path.file_name().is_some_and(|name| name == "ledger.db") {
        path.with_extension(ending)
    } else {
        beside(path, &format!(".{ending}"))
    }
}

/// A file that SQLite keeps beside the ledger: `-wal`, `-shm`.
pub fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Makes the file before SQLite does, which would let everybody read it; what SQLite makes beside it is as private
/// as it is.
pub fn prepare(path: &Path) -> Result<(), LedgerError> {
    match private(File::options().write(true).create_new(true)).open(path) {
        Ok(_) => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(LedgerError::io(path, &error)),
    }
    tighten(path);
    tighten(&beside(path, "-wal"));
    tighten(&beside(path, "-shm"));
    Ok(())
}
