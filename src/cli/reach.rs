//! How far a project reaches: what its files use, name, link to or are set by lies within it, or is not read.
//!
//! A project may be a stranger's, checked where there are secrets, such as in CI. What a person names on the command
//! line is that person's decision; what a file names, or a link leads to, is the stranger's.

use std::collections::{BTreeMap, HashMap};
use std::io::Error;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::files::normalize;
use super::input::{STDIN, system};
use super::signs::{REPOSITORY, SIGNS};
use crate::findings::Words;
use crate::words;

/// Why something is not read.
#[derive(Debug)]
pub enum Beyond {
    /// It lies, or leads, outside the project. Whether there is anything is not looked at.
    Outside,
    /// A folder, a device, a pipe.
    NotRegular,
    System(Error),
}

impl Beyond {
    pub fn words(&self) -> Words {
        match self {
            Beyond::Outside => words!(
                "它通向项目之外，没有读取；请把文件放进项目",
                "it leads out of the project and was not read; put the file inside"
            ),
            Beyond::NotRegular => words!("不是普通文件", "not a regular file"),
            Beyond::System(error) => system(error),
        }
    }
}

/// How far one file reaches.
#[derive(Debug, Default)]
pub struct Reach {
    /// The project's folder, and those that a person named.
    folders: Vec<PathBuf>,
    /// Paths that a person gave as values of params.
    given: Vec<PathBuf>,
}

impl Reach {
    /// The place of a regular file within reach, whatever links lead there.
    pub fn follow(&self, path: &Path) -> Result<PathBuf, Beyond> {
        let real = match path.canonicalize() {
            Ok(real) => real,
            Err(error) => {
                let above =
                    path.ancestors().skip(1).find_map(|above| above_or_here(above).canonicalize().ok());
                return Err(match above {
                    Some(above) if self.holds(&above) || self.was_given(path) => Beyond::System(error),
                    _ => Beyond::Outside,
                });
            }
        };
        if !self.holds(&real) && !self.was_given(path) {
            return Err(Beyond::Outside);
        }
        if is_regular(&real) { Ok(real) } else { Err(Beyond::NotRegular) }
    }

    /// Tells it from others while it is there: all that is remembered holds for one reach only.
    pub fn id(self: &Arc<Self>) -> usize {
        Arc::as_ptr(self) as usize
    }

    fn holds(&self, real: &Path) -> bool {
        self.folders.iter().any(|folder| real.starts_with(folder))
    }

    fn was_given(&self, path: &Path) -> bool {
        self.given.iter().any(|given| path.starts_with(given))
    }
}

/// Where a link leads that a person named. A pattern such as `*.qdc`, or a hook, names it without having looked at it:
/// it must not have files of other kinds printed.
pub fn follow_named(link: &Path) -> Result<PathBuf, Beyond> {
    let real = link.canonicalize().map_err(Beyond::System)?;
    let keeps_kind = real.extension() == link.extension();
    if keeps_kind && is_regular(&real) { Ok(real) } else { Err(Beyond::NotRegular) }
}

/// Whether a place without links is a file of the disk.
fn is_regular(real: &Path) -> bool {
    // There the system shows its insides, such as a program's variables, as if they were files.
    real.is_file() && !["/proc", "/sys"].iter().any(|system| real.starts_with(system))
}

/// Whether a path is one of the system's links, such as `/dev/stdin` and `/dev/fd/63`, which shells write.
pub fn is_of_the_system(path: &Path) -> bool {
    path.starts_with("/dev") || path.starts_with("/proc")
}

/// How far files reach, in one run.
#[derive(Debug, Default)]
pub struct Reaches {
    /// Folders that a person named.
    named: Vec<PathBuf>,
    /// Values that a person gave.
    given: Vec<String>,
    known: Mutex<HashMap<PathBuf, Arc<Reach>>>,
}

impl Reaches {
    /// With the folders of a command line or a workspace, and values of params.
    pub fn new<'a>(folders: impl IntoIterator<Item = &'a Path>, given: &BTreeMap<String, String>) -> Self {
        let folders = folders.into_iter().filter(|path| path.is_dir());
        let named = folders.filter_map(|folder| folder.canonicalize().ok()).collect();
        Self { named, given: given.values().cloned().collect(), known: Mutex::default() }
    }

    /// How far a file, or standard input, reaches.
    pub fn of(&self, file: &str) -> Arc<Reach> {
        let folder = if file == STDIN { None } else { Path::new(file).parent() };
        self.in_folder(above_or_here(folder.unwrap_or(Path::new(""))))
    }

    /// How far files of a folder reach.
    pub fn in_folder(&self, folder: &Path) -> Arc<Reach> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let look = || {
            let own = folder.canonicalize().ok();
            let folders = own.as_deref().map(project).into_iter().chain(self.named.iter().cloned()).collect();
            let given = self.given.iter().map(|value| normalize(&folder.join(value)));
            // A separator given as a value is no place.
            let is_place =
                |path: &PathBuf| path.components().any(|part| matches!(part, Component::Normal(_)));
            Arc::new(Reach { folders, given: given.filter(is_place).collect() })
        };
        known.entry(folder.to_owned()).or_insert_with(look).clone()
    }
}

fn above_or_here(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

/// The widest folder above that is marked as a project: its folders have settings of their own. Outside version control
/// the current folder counts too, if it is above. Without any the folder itself.
fn project(own: &Path) -> PathBuf {
    let home = std::env::home_dir().and_then(|home| home.canonicalize().ok());
    // A record or settings in the home folder do not make one project of all that is in it.
    let is_too_wide = |folder: &Path| {
        folder.parent().is_none() || home.as_ref().is_some_and(|home| home.starts_with(folder))
    };
    let nearest = |sign: &str| own.ancestors().find(|above| above.join(sign).exists());
    let marked = SIGNS.iter().filter_map(|sign| nearest(sign)).map(Path::to_owned);
    let here = || std::env::current_dir().ok()?.canonicalize().ok().filter(|here| own.starts_with(here));
    let here = if nearest(REPOSITORY).is_none() { here() } else { None };
    let widest = marked
        .chain(here)
        .filter(|folder| !is_too_wide(folder))
        .min_by_key(|folder| folder.as_os_str().len());
    widest.unwrap_or_else(|| own.to_owned())
}
