//! Room that is kept free for outcomes: on a full disk what is known of requests already sent can still be written.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::LedgerError;
use super::place::{companion, private, sync};

/// Outcomes of a few thousand requests, with what SQLite writes around them.
const SIZE: usize = 4 << 20;

/// What it begins with: no file of anybody else's is taken for it.
const MAGIC: &[u8] = b"qdc: room that is kept for outcomes on a full disk\n";

/// A file beside the ledger, `ledger.reserve` or `NAME.db.reserve`, that is removed when its room is needed.
#[derive(Debug)]
pub struct Reserve {
    path: PathBuf,
    is_there: bool,
}

impl Reserve {
    /// Makes the file, or finds the one of an earlier run. Without room for it there is none, and nothing may be
    /// begun.
    pub fn keep(ledger: &Path) -> Result<Reserve, LedgerError> {
        let path = companion(ledger, "reserve");
        match fs::symlink_metadata(&path) {
            Ok(data) if !is_ours(&path, &data) => return Err(LedgerError::taken_name(&path)),
            Ok(data) if data.len() == SIZE as u64 && has_bytes(&data) => {
                return Ok(Reserve { path, is_there: true });
            }
            _ => {}
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
    // One that was cut short.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = private(File::options().write(true).create_new(true)).open(path)?;
    file.write_all(MAGIC)?;
    file.write_all(&noise()[MAGIC.len()..])?;
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

/// Whether qdc made it, or began to; no link to something else.
fn is_ours(path: &Path, data: &fs::Metadata) -> bool {
    if !data.is_file() || data.len() > SIZE as u64 {
        return false;
    }
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MAGIC.len() as u64).read_to_end(&mut head));
    // A crash may have kept the size alone, or less.
    read.is_ok() && (head == MAGIC || head.iter().all(|byte| *byte == 0))
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
