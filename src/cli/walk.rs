//! The files a command line means.

use std::path::Path;

use super::input::shown;
use super::{Env, Failure, output};
use crate::words;

/// Every file named, and every `.qdc` file in a folder named, in order of path; and whether one was not there or
/// could not be looked at, which was said.
pub fn files(
    paths: Option<clap::parser::ValuesRef<'_, String>>,
    env: &Env,
) -> Result<(Vec<String>, bool), Failure> {
    let named: Vec<&str> = paths.into_iter().flatten().map(String::as_str).collect();
    let named = if named.is_empty() { vec!["."] } else { named };
    let (mut found, mut missing) = (Vec::new(), false);
    for path in &named {
        if *path == "-" {
            found.push("-".to_owned());
        } else if Path::new(path).is_dir() {
            missing |= !walk(path, &mut found, env);
        } else if Path::new(path).exists() {
            found.push(shown(Path::new(path)));
        } else {
            missing = true;
            let words = words!("找不到文件 {path}", "there is no file {path}");
            output::say(format_args!("qdc: {}", words.get(env.lang)));
        }
    }
    found.sort();
    found.dedup();
    if found.is_empty() && !missing {
        let where_ = named.join(" ");
        return Err(Failure(words!("{where_} 里没有 .qdc 文件", "no .qdc files in {where_}")));
    }
    Ok((found, missing))
}

/// Adds the `.qdc` files of a folder, as far as it can be looked at.
#[cfg(feature = "lsp")]
pub fn quietly(folder: &Path, found: &mut Vec<String>) {
    for entry in ignore::WalkBuilder::new(folder).require_git(false).build().flatten() {
        if is_qdc(&entry) {
            found.push(entry.path().to_string_lossy().into_owned());
        }
    }
}

/// Adds the `.qdc` files of a folder; whether all of it could be looked at.
fn walk(folder: &str, found: &mut Vec<String>, env: &Env) -> bool {
    let mut whole = true;
    // Ignore files count outside git work trees too: a copy of a repository is checked like the repository.
    for entry in ignore::WalkBuilder::new(folder).require_git(false).build() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                whole = false;
                let words = words!("无法查看文件夹：{error}", "cannot look at a folder: {error}");
                output::say(format_args!("qdc: {}", words.get(env.lang)));
                continue;
            }
        };
        if is_qdc(&entry) {
            found.push(shown(entry.path()));
        }
    }
    whole
}

fn is_qdc(entry: &ignore::DirEntry) -> bool {
    entry.path().extension().is_some_and(|ending| ending == "qdc") && is_regular(entry)
}

/// Whether an entry is a file, itself or through a link: reading a pipe that lies in a folder would never end.
fn is_regular(entry: &ignore::DirEntry) -> bool {
    match entry.file_type() {
        Some(kind) if kind.is_symlink() => entry.path().is_file(),
        Some(kind) => kind.is_file(),
        None => false,
    }
}
