//! Files that are read whole: regular ones only, and so much of them and no more.
//!
//! A pipe or a device may never end, and what the system calls the length of one says nothing.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// The text of a regular file of at most so many bytes.
pub fn text(path: &Path, most: u64) -> io::Result<String> {
    let bytes = bytes(path, most)?;
    String::from_utf8(bytes).map_err(|error| io::Error::new(ErrorKind::InvalidData, error.utf8_error()))
}

/// The bytes of a regular file, which are at most so many.
pub fn bytes(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    // Asked before it is opened: a pipe that nobody writes to would be waited for.
    let there = std::fs::metadata(path)?;
    if there.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    if !there.is_file() {
        return Err(io::Error::new(ErrorKind::NotSeekable, "it is not a regular file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(io::Error::new(ErrorKind::FileTooLarge, "it is too large"));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_never_end_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("list");
        std::fs::write(&file, "12345").unwrap();
        assert_eq!(text(&file, 5).unwrap(), "12345");
        assert_eq!(text(&file, 4).unwrap_err().kind(), ErrorKind::FileTooLarge);
        assert_eq!(text(folder.path(), 5).unwrap_err().kind(), ErrorKind::IsADirectory);
        for endless in ["/dev/zero", "/dev/urandom", "/dev/full"].map(Path::new) {
            if endless.exists() {
                assert_eq!(bytes(endless, 5).unwrap_err().kind(), ErrorKind::NotSeekable);
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        if made.is_ok_and(|made| made.success()) {
            assert_eq!(text(&pipe, 5).unwrap_err().kind(), ErrorKind::NotSeekable);
        }
    }
}
