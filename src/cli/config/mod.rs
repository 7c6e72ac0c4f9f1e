//! `qdc.toml`: found upwards from a file, the inner ones over the outer, each folder looked at once.

mod chinese;
mod holidays;
mod layer;
mod schema;
mod show;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use clap::ArgMatches;

use super::files::normalize;
use super::input::{STDIN, shown};
use super::reach::Reaches;
use super::{Code, Failure, variables};
use crate::findings::Words;
use crate::settings::{LintLevel, Settings};
use crate::words;
pub use holidays::read as read_holidays;
use layer::Layer;
pub use show::{command, run};

pub const NAME: &str = "qdc.toml";

/// Settings for many files.
pub struct Configs {
    /// The levels of the command line and of variables, which stand over every file's.
    levels: BTreeMap<&'static str, (LintLevel, &'static str)>,
    known: Mutex<HashMap<PathBuf, Looked>>,
}

/// What is known of a folder.
type Looked = Result<Arc<Folder>, Broken>;

/// A settings file that cannot be used.
#[derive(Debug, Clone)]
pub struct Broken {
    /// As it is shown.
    pub file: String,
    pub why: Words,
}

impl From<Broken> for Failure {
    fn from(broken: Broken) -> Failure {
        Failure::new(Code::SettingsInvalid, broken.why)
    }
}

/// A folder's settings.
pub struct Folder {
    pub settings: Arc<Settings>,
    /// The files that say them, the outermost first.
    layers: Vec<Arc<Layer>>,
}

/// A link that leads out of the project is not read: what is wrong with a file is printed.
fn reachable(folder: &Path, path: &Path, name: &Path) -> Result<(), Failure> {
    match Reaches::default().in_folder(folder).follow(path) {
        Ok(_) => Ok(()),
        Err(beyond) => {
            let (name, Words { zh, en }) = (shown(name), beyond.words());
            Err(Failure::new(Code::SettingsInvalid, words!("{name} 是链接，{zh}", "{name} is a link: {en}")))
        }
    }
}

/// The nearest folder that is there, above one that is not.
fn missing(folder: &Path) -> Option<PathBuf> {
    let whole = normalize(&std::path::absolute(folder).ok()?);
    whole.ancestors().skip(1).find_map(|above| above.canonicalize().ok())
}

impl Configs {
    /// Under a command line.
    pub fn new(matches: &ArgMatches) -> Result<Self, Failure> {
        Ok(Self { levels: variables::levels(Some(matches))?, known: Mutex::default() })
    }

    /// Under variables, for programs that run long.
    #[cfg(feature = "lsp")]
    pub fn of_variables() -> Result<Self, Failure> {
        Ok(Self { levels: variables::levels(None)?, known: Mutex::default() })
    }

    /// Under files alone.
    pub fn of_files() -> Self {
        Self { levels: BTreeMap::new(), known: Mutex::default() }
    }

    /// Looks at everything again.
    #[cfg(feature = "lsp")]
    pub fn forget(&mut self) {
        self.known = Mutex::default();
    }

    /// The settings that hold for a file, those of the command line on top.
    pub fn of(&self, file: &str) -> Result<Arc<Settings>, Broken> {
        let folder = if file == STDIN { None } else { Path::new(file).parent() };
        Ok(self.in_folder(folder.unwrap_or(Path::new("")))?.settings.clone())
    }

    /// Where settings files were looked for, there or not, and the lists they name.
    pub fn files(&self) -> Vec<PathBuf> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let places = known.keys().filter(|folder| folder.is_absolute()).map(|folder| folder.join(NAME));
        let layers = known.values().flatten().flat_map(|folder| &folder.layers);
        let mut files: Vec<PathBuf> = places.chain(layers.filter_map(|layer| layer.holidays())).collect();
        files.sort();
        files.dedup();
        files
    }

    /// The settings of a folder.
    fn in_folder(&self, folder: &Path) -> Looked {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.get(folder) {
            return found.clone();
        }
        let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let found = match here.canonicalize() {
            Ok(absolute) => {
                let current = std::env::current_dir().ok().and_then(|here| here.canonicalize().ok());
                self.look_at(&absolute, current.as_deref(), &mut known)
            }
            // A folder that is not there, such as that of a file an editor has not saved yet, has no settings of its
            // own: those above hold, as they will when it is.
            Err(_) => match missing(here) {
                Some(above) => {
                    let current = std::env::current_dir().ok().and_then(|here| here.canonicalize().ok());
                    self.look_at(&above, current.as_deref(), &mut known)
                }
                None => self.folder(Vec::new()),
            },
        };
        known.insert(folder.to_owned(), found.clone());
        found
    }

    /// A folder by its absolute path, after those above it.
    fn look_at(&self, folder: &Path, current: Option<&Path>, known: &mut HashMap<PathBuf, Looked>) -> Looked {
        if let Some(found) = known.get(folder) {
            return found.clone();
        }
        let path = folder.join(NAME);
        // Whatever goes by that name is meant to be one: a link that leads nowhere is no reason to check by other rules.
        let found = if path.symlink_metadata().is_ok() {
            // Shown from here where it lies here.
            let name = current.and_then(|current| path.strip_prefix(current).ok()).unwrap_or(&path);
            let broken = |failure: Failure| Broken { file: shown(name), why: failure.words };
            let lies_here = || match path.is_symlink() && path.is_file() {
                true => reachable(folder, &path, name),
                false => Ok(()),
            };
            lies_here().and_then(|()| Layer::read(&path, name)).map_err(broken).and_then(|layer| {
                let mut layers = match folder.parent().filter(|_| !layer.root) {
                    Some(above) => self.look_at(above, current, known)?.layers.clone(),
                    None => Vec::new(),
                };
                layers.push(Arc::new(layer));
                self.folder(layers)
            })
        } else {
            match folder.parent() {
                Some(above) => self.look_at(above, current, known),
                None => self.folder(Vec::new()),
            }
        };
        known.insert(folder.to_owned(), found.clone());
        found
    }

    /// What layers amount to, the outermost first.
    fn folder(&self, layers: Vec<Arc<Layer>>) -> Looked {
        let file = || layers.last().map_or_else(String::new, |layer| layer.name.clone());
        let mut settings =
            layer::settings(&layers).map_err(|failure| Broken { file: file(), why: failure.words })?;
        settings.lint.extend(self.levels.iter().map(|(rule, (level, _))| ((*rule).to_owned(), *level)));
        Ok(Arc::new(Folder { settings: Arc::new(settings), layers }))
    }
}
