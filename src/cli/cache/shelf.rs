//! The cache's file: one for all entries of a folder, read as a whole and replaced as a whole.
//!
//! A head, then entries one after the other: where it stands, the day it was last wanted, its length, its bytes. What
//! does not fit this form is passed over: a cache may be lost, never believed.

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::lock::Id;
use crate::cli::regular;

/// The first bytes; the digit is the version of the form.
const HEAD: &[u8] = b"qdc cache 1\n";
/// The end of a cache's name.
const ENDING: &str = "cache";
/// Entries that nothing wanted for so many days are dropped, and so are caches of folders.
const KEPT_DAYS: u32 = 30;
/// No cache is larger, in bytes.
const LARGEST: usize = 64 << 20;

/// Entries as they lay in the file.
#[derive(Default)]
pub struct Shelf {
    bytes: Vec<u8>,
    places: HashMap<Id, Place>,
}

#[derive(Clone, Copy)]
struct Place {
    day: u32,
    start: usize,
    end: usize,
}

impl Shelf {
    /// What is there; nothing where there is nothing of ours.
    pub fn read(path: &Path) -> Shelf {
        if !is_ours_alone(path) {
            return Shelf::default();
        }
        let Ok(bytes) = regular::bytes(path, 2 * LARGEST as u64) else { return Shelf::default() };
        if !bytes.starts_with(HEAD) {
            return Shelf::default();
        }
        let mut places = HashMap::new();
        let mut at = HEAD.len();
        while let Some((id, place)) = entry(&bytes, at) {
            at = place.end;
            places.insert(id, place);
        }
        Shelf { bytes, places }
    }

    /// An entry with the day it was last wanted.
    pub fn get(&self, id: &Id) -> Option<(u32, &[u8])> {
        let place = self.places.get(id)?;
        Some((place.day, &self.bytes[place.start..place.end]))
    }

    /// Puts new entries into the file and marks those that were wanted. What another run wrote meanwhile stays.
    pub fn write(path: &Path, new: &HashMap<Id, Vec<u8>>, wanted: &[Id], today: u32) -> io::Result<()> {
        let folder = path.parent().unwrap_or(Path::new("."));
        make(folder)?;
        let mut now = Shelf::read(path);
        for id in wanted {
            if let Some(place) = now.places.get_mut(id) {
                place.day = today;
            }
        }
        let mut all: Vec<(&Id, u32, &[u8])> = (now.places.iter())
            .filter(|(id, place)| !new.contains_key(*id) && place.day + KEPT_DAYS >= today)
            .map(|(id, place)| (id, place.day, &now.bytes[place.start..place.end]))
            .chain(new.iter().map(|(id, bytes)| (id, today, bytes.as_slice())))
            .collect();
        // The latest first, so that the oldest have to go.
        all.sort_unstable_by_key(|(id, day, _)| (u32::MAX - day, **id));
        let mut bytes = HEAD.to_vec();
        for (id, day, sealed) in all {
            if bytes.len() + sealed.len() > LARGEST {
                break;
            }
            bytes.extend(id);
            bytes.extend(day.to_le_bytes());
            bytes.extend((sealed.len() as u32).to_le_bytes());
            bytes.extend(sealed);
        }
        // For the user alone, and beside the file, so that it is replaced at once.
        let mut file = tempfile::Builder::new().suffix(".new").tempfile_in(folder)?;
        file.write_all(&bytes)?;
        file.persist(path)?;
        clean(folder);
        Ok(())
    }
}

/// The name of a folder's cache.
pub fn name(folder: &Path) -> String {
    let hash = blake3::derive_key("qdc check cache, folders", folder.as_os_str().as_encoded_bytes());
    let name: String = hash[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{name}.{ENDING}")
}

fn entry(bytes: &[u8], at: usize) -> Option<(Id, Place)> {
    let (id, rest) = bytes.get(at..)?.split_first_chunk::<16>()?;
    let (day, rest) = rest.split_first_chunk::<4>()?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let length = u32::from_le_bytes(*length) as usize;
    let start = bytes.len() - rest.len();
    (rest.len() >= length).then(|| (*id, Place { day: u32::from_le_bytes(*day), start, end: start + length }))
}

/// Removes caches that nothing wanted for long, and what interrupted runs left. Whatever else lies there is not ours.
fn clean(folder: &Path) {
    let is_old = |path: &Path, days: u64| {
        let age = std::fs::metadata(path)
            .and_then(|data| data.modified())
            .map(|time| SystemTime::now().duration_since(time).unwrap_or(Duration::ZERO));
        age.is_ok_and(|age| age.as_secs() > days * 24 * 60 * 60)
    };
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let is_cache = path.extension().is_some_and(|ending| ending == ENDING)
            && path.file_stem().is_some_and(|stem| stem.len() == 32);
        let is_rest = path.extension().is_some_and(|ending| ending == "new")
            && entry.file_name().as_encoded_bytes().starts_with(b".tmp");
        if is_cache && is_old(&path, KEPT_DAYS.into()) || is_rest && is_old(&path, 1) {
            let _ = std::fs::remove_file(path);
        }
    }
}

#[cfg(unix)]
fn make(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)
}

/// Whether it is a file that nobody else may write: whoever could would decide what a check says.
#[cfg(unix)]
fn is_ours_alone(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o022 == 0)
}

#[cfg(not(unix))]
fn is_ours_alone(path: &Path) -> bool {
    path.is_file()
}
