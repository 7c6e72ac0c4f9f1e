//! Which project a file belongs to, and where its ledger is.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, ValueHint};

use super::input::STDIN;
use super::messages::pick;
use super::signs::SIGNS;
use crate::delivery::ledger::plain;
use crate::findings::Lang;

/// `--ledger`, which stands over every other place.
pub fn ledger(lang: Lang) -> Arg {
    Arg::new("ledger")
        .long("ledger")
        .value_hint(ValueHint::FilePath)
        .value_name(pick(lang, "文件", "FILE"))
        .help(pick(
            lang,
            "发送记录的位置，默认为项目文件夹下的 .qdc/ledger.db",
            "Where the record of what was sent is; by default .qdc/ledger.db in the project's folder",
        ))
}

/// The ledger of a file or a folder under the command line.
pub fn chosen_ledger(matches: &ArgMatches, of: &Path) -> PathBuf {
    matches.get_one::<String>("ledger").map_or_else(|| ledger_path(of), PathBuf::from)
}

/// The ledger of a file or a folder: in the nearest folder above with a sign of a project, else in its own.
/// Links are followed first, so that a file reached in two ways has one ledger.
pub fn ledger_path(of: &Path) -> PathBuf {
    let own = own_folder(of);
    let with = |sign: &&str| own.ancestors().find(|above| above.join(sign).exists());
    SIGNS.iter().find_map(with).unwrap_or(&own).join(".qdc").join("ledger.db")
}

/// The name of a file in a ledger: relative to the project with `/` between, so that the project can be moved;
/// absolute outside it.
pub fn source_name(ledger: &Path, file: &Path) -> String {
    if is_stdin(file) {
        return STDIN.to_owned();
    }
    let file = file.file_name().map_or_else(|| own_folder(file), |name| own_folder(file).join(name));
    relative(ledger, &file)
}

/// The same of a folder; empty for the project's own.
pub fn folder_name(ledger: &Path, folder: &Path) -> String {
    relative(ledger, &own_folder(folder))
}

fn relative(ledger: &Path, path: &Path) -> String {
    let beside =
        own_folder(ledger.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")));
    let project = if beside.ends_with(".qdc") { beside.parent().unwrap_or(&beside) } else { &beside };
    match path.strip_prefix(project) {
        Ok(inside) => {
            let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
            parts.join("/")
        }
        Err(_) => path.to_string_lossy().into_owned(),
    }
}

fn is_stdin(file: &Path) -> bool {
    file == Path::new("-") || file == Path::new(STDIN)
}

/// A folder itself, a file's folder, the current folder for standard input.
fn own_folder(of: &Path) -> PathBuf {
    let folder = if is_stdin(of) {
        Path::new(".")
    } else if of.is_dir() {
        of
    } else {
        of.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
    };
    // A folder that is gone, or not there yet, has no links to follow.
    let whole = folder.canonicalize().or_else(|_| std::path::absolute(folder));
    plain(whole.unwrap_or_else(|_| folder.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(folders: &[&str]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        for name in folders {
            std::fs::create_dir_all(folder.path().join(name)).unwrap();
        }
        let root = folder.path().canonicalize().unwrap();
        (folder, root)
    }

    #[test]
    fn a_ledger_that_is_there_goes_before_every_other_sign() {
        let (_folder, root) = project(&[".qdc", "a/.git", "a/b"]);
        std::fs::write(root.join("a/qdc.toml"), "").unwrap();
        assert_eq!(ledger_path(&root.join("a/b/c.qdc")), root.join(".qdc/ledger.db"));
        std::fs::remove_dir(root.join(".qdc")).unwrap();
        assert_eq!(ledger_path(&root.join("a/b/c.qdc")), root.join("a/.qdc/ledger.db"));
        assert_eq!(ledger_path(&root.join("a/b")), root.join("a/.qdc/ledger.db"));
    }

    #[test]
    fn without_a_sign_it_is_the_files_own_folder() {
        let (_folder, root) = project(&["a/b"]);
        assert_eq!(ledger_path(&root.join("a/b/c.qdc")), root.join("a/b/.qdc/ledger.db"));
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_reached_through_a_link_has_one_ledger() {
        let (_folder, root) = project(&["one/.qdc", "one/sub", "two"]);
        std::os::unix::fs::symlink(root.join("one/sub"), root.join("two/sub")).unwrap();
        let ledger = ledger_path(&root.join("two/sub/a.qdc"));
        assert_eq!(ledger, root.join("one/.qdc/ledger.db"));
        assert_eq!(source_name(&ledger, &root.join("two/sub/a.qdc")), "sub/a.qdc");
    }

    #[test]
    fn sources_are_named_from_the_project_on() {
        let (_folder, root) = project(&["p/hr", "q"]);
        let ledger = root.join("p/.qdc/ledger.db");
        assert_eq!(source_name(&ledger, &root.join("p/hr/../hr/a.qdc")), "hr/a.qdc");
        assert_eq!(source_name(&ledger, &root.join("q/a.qdc")), root.join("q/a.qdc").to_string_lossy());
        assert_eq!(source_name(&ledger, Path::new("-")), STDIN);
        assert_eq!(
            (folder_name(&ledger, &root.join("p")), folder_name(&ledger, &root.join("p/hr"))),
            (String::new(), "hr".to_owned())
        );
        assert_eq!(source_name(&root.join("p/other.db"), &root.join("p/hr/a.qdc")), "hr/a.qdc");
    }
}
