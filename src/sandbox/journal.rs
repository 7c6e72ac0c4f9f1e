//! The journal: a line of JSON for each thing that was committed, written before it is answered.
//!
//! One write call a line, so a killed process leaves whole lines and at most one torn one at the end, whose
//! request was never answered.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::Path;

use super::NotStarted;
use super::event::Event;
use crate::findings::Words;
use crate::words;

pub struct Journal {
    file: File,
}

impl Journal {
    /// Opens a folder's journal and reads back what is in it. One sandbox at a time writes it; nobody waits here for
    /// the other to end, who may never do so.
    pub fn open(folder: &Path, mut event: impl FnMut(Event)) -> Result<Journal, NotStarted> {
        let path = folder.join("journal.jsonl");
        let shown = path.display().to_string();
        let unusable = |error: io::Error| {
            let Words { zh, en } = Words::of_io(&error);
            NotStarted::from(words!("无法使用 {shown}：{zh}", "cannot use {shown}: {en}"))
        };
        std::fs::create_dir_all(folder).map_err(unusable)?;
        let mut file = private(&path).map_err(unusable)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let words = words!("{shown} 正被另一个沙箱使用", "{shown} is in use by another sandbox");
                return Err(NotStarted { words, is_busy: true });
            }
            Err(TryLockError::Error(error)) => return Err(unusable(error)),
        }
        let whole = replay(&file, &shown, &mut event)?;
        file.set_len(whole).and_then(|()| file.seek(SeekFrom::End(0))).map_err(unusable)?;
        Ok(Journal { file })
    }

    pub fn append(&mut self, event: &Event) -> io::Result<()> {
        let mut line = serde_json::to_vec(event)?;
        line.push(b'\n');
        self.file.write_all(&line)
    }
}

/// Reads every whole line; the length of them together.
fn replay(file: &File, shown: &str, event: &mut impl FnMut(Event)) -> Result<u64, Words> {
    let mut reader = BufReader::new(file);
    let (mut whole, mut number, mut line) = (0, 0, Vec::new());
    loop {
        line.clear();
        let length = reader
            .read_until(b'\n', &mut line)
            .map_err(|error| words!("无法读取 {shown}：{error}", "cannot read {shown}: {error}"))?;
        // Without its end it is torn, and so it was never answered.
        if !line.ends_with(b"\n") {
            return Ok(whole);
        }
        number += 1;
        let read = serde_json::from_slice(&line).map_err(|error| {
            words!(
                "{shown} 第 {number} 行无法读取：{error}",
                "{shown}, line {number} is not readable: {error}"
            )
        })?;
        event(read);
        whole += length as u64;
    }
}

/// What is sent to a sandbox is nobody else's business, even masked.
fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
