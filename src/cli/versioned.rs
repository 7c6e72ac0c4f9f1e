//! Whether files are under version control: in a git work tree, and not ignored there.
//!
//! Each folder is looked at once, whatever the number of its files.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// What is known of the folders met so far.
#[derive(Default)]
pub struct Versioned(Mutex<HashMap<PathBuf, Option<Arc<Folder>>>>);

/// A folder in a work tree.
struct Folder {
    path: PathBuf,
    /// From the folder's own ignore file up to that of the whole machine: the first to speak decides.
    ignores: Vec<Arc<Gitignore>>,
    /// Nothing in it is versioned, whatever its ignore files say.
    ignored: bool,
}

impl Versioned {
    pub fn holds(&self, file: &Path) -> bool {
        let folder = match file.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let known = {
            let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            match known.get(folder) {
                Some(found) => found.clone(),
                None => {
                    let found = folder.canonicalize().ok().and_then(|folder| look_at(&folder, &mut known));
                    known.insert(folder.to_owned(), found.clone());
                    found
                }
            }
        };
        let (Some(folder), Some(name)) = (known, file.file_name()) else { return false };
        !folder.ignored && !folder.ignores(&folder.path.join(name), false)
    }
}

impl Folder {
    fn ignores(&self, path: &Path, is_folder: bool) -> bool {
        for ignore in &self.ignores {
            match ignore.matched(path, is_folder) {
                Match::None => {}
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
            }
        }
        false
    }
}

/// A folder by its absolute path, after those above it; `None` outside work trees.
fn look_at(path: &Path, known: &mut HashMap<PathBuf, Option<Arc<Folder>>>) -> Option<Arc<Folder>> {
    if let Some(found) = known.get(path) {
        return found.clone();
    }
    let own = || Arc::new(Gitignore::new(path.join(".gitignore")).0);
    // A file in linked work trees and submodules.
    let git = path.join(".git");
    let found = if git.exists() {
        let mut exclude = GitignoreBuilder::new(path);
        exclude.add(git.join("info/exclude"));
        let exclude = exclude.build().unwrap_or_else(|_| Gitignore::empty());
        let machine = GitignoreBuilder::new(path).build_global().0;
        let ignores = vec![own(), Arc::new(exclude), Arc::new(machine)];
        Some(Folder { path: path.to_owned(), ignores, ignored: false })
    } else {
        path.parent().and_then(|above| look_at(above, known)).map(|above| {
            let ignored = above.ignored || above.ignores(path, true);
            let ignores = std::iter::once(own()).chain(above.ignores.iter().cloned()).collect();
            Folder { path: path.to_owned(), ignores, ignored }
        })
    };
    let found = found.map(Arc::new);
    known.insert(path.to_owned(), found.clone());
    found
}
