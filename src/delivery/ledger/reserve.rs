//! Room that is kept free for outcomes: on a full disk what is known of requests already sent can still be written.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::LedgerError;
use super::place::{private, sync};

/// Outcomes of a few thousand requests, with what SQLite writes around them.
const SIZE: usize = 4 << 20;

/// A file beside the ledger, `ledger.reserve`, that is removed when its room is needed.
#[derive(Debug)]
pub struct Reserve {
    path: PathBuf,
    is_there: bool,
}

impl Reserve {
    /// Makes the file, or finds the one of an earlier run. Without room for it there is none, and nothing may be
    /// begun.
    pub fn keep(ledger: &Path) -> Result<Reserve, LedgerError> {
        let path = ledger.with_extension("reserve");
        if is_whole(&path) {
            return Ok(Reserve { path, is_there: true });
        }
        match make(&path) {
            Ok(()) => Ok(Reserve { path, is_there: true }),
            Err(error) if is_want_of_room(&error) => {
                let _ = fs::remove_file(&path);
                Ok(Reserve { path, is_there: false })
            }
            Err(error) => Err(LedgerError::io(&path, &error)),
        }
    }

    /// Whether anything new may be written.
    pub fn is_there(&self) -> bool {
        self.is_there
    }

    /// Gives the room to outcomes; whether there was any to give.
    pub fn spend(&mut self) -> bool {
        std::mem::take(&mut self.is_there) && fs::remove_file(&self.path).is_ok()
    }
}

fn make(path: &Path) -> io::Result<()> {
    // A link that came with a repository would have us write elsewhere.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = private(File::options().write(true).create_new(true)).open(path)?;
    file.write_all(&noise())?;
    file.sync_all()?;
    sync(path.parent())
}

/// Bytes that no file system can store in fewer.
fn noise() -> Vec<u8> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let next = || {
        // xorshift64
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    };
    std::iter::repeat_with(next).take(SIZE / 8).flatten().collect()
}

/// Whether the whole file is on the disk, and no link to something else.
fn is_whole(path: &Path) -> bool {
    fs::symlink_metadata(path)
        .is_ok_and(|data| data.is_file() && data.len() == SIZE as u64 && has_bytes(&data))
}

/// A copy may have left out what a disk need not store.
#[cfg(unix)]
fn has_bytes(data: &fs::Metadata) -> bool {
    // In units of 512 bytes, whatever the disk's.
    std::os::unix::fs::MetadataExt::blocks(data) >= (SIZE as u64 / 512)
}

#[cfg(not(unix))]
fn has_bytes(_: &fs::Metadata) -> bool {
    true
}

fn is_want_of_room(error: &io::Error) -> bool {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge)
}
