//! By what a project's folder is known.

#[cfg(feature = "lsp")]
use std::path::Path;

/// What a project's folder holds, the surest sign first. A ledger that is there already is the one to go on
/// with: another would not know what was sent.
pub const SIGNS: &[&str] = &[".qdc", "qdc.toml", REPOSITORY];

/// The sign of version control.
pub const REPOSITORY: &str = ".git";

/// The folder that may hold whoever uses a file: the widest above it with a sign of a project, since a project's folders
/// have settings of their own; else its own. As the file's path has it.
#[cfg(feature = "lsp")]
pub fn around(file: &Path) -> Option<&Path> {
    let nearest = |sign: &&str| file.ancestors().skip(1).find(|above| above.join(sign).exists());
    let widest = SIGNS.iter().filter_map(nearest).min_by_key(|folder| folder.as_os_str().len());
    widest.or(file.parent()).filter(|folder| folder.is_absolute())
}

#[cfg(all(test, feature = "lsp"))]
mod tests {
    use super::*;

    #[test]
    fn who_may_use_a_file_lies_in_the_widest_folder_with_a_sign() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for inner in ["p/.git", "p/hr/2026", "q"] {
            std::fs::create_dir_all(root.join(inner)).unwrap();
        }
        std::fs::write(root.join("p/hr/qdc.toml"), "").unwrap();
        assert_eq!(around(&root.join("p/hr/2026/a.qdc")), Some(root.join("p").as_path()));
        assert_eq!(around(&root.join("q/a.qdc")), Some(root.join("q").as_path()));
        assert_eq!(around(Path::new("untitled:Untitled-1")), None);
    }
}
