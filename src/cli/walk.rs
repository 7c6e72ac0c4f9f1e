//! The files a command line means.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use super::gather::place;
use super::input::{missing, shown};
use super::reach::{Beyond, Reaches};
use super::{Code, Env, Failure, output};
use crate::findings::{Unchecked, Words};
use crate::privacy::on_one_line;
use crate::words;

/// Every file named, and every `.qdc` file in a folder named, in order of path and each once, whatever names lead to it;
/// and what was not there or could not be looked at, which was said.
pub fn files(
    paths: Option<clap::parser::ValuesRef<'_, String>>,
    env: &Env,
) -> Result<(Vec<String>, Vec<Unchecked>), Failure> {
    let named: Vec<&str> = paths.into_iter().flatten().map(String::as_str).collect();
    let named = if named.is_empty() { vec!["."] } else { named };
    let mut walk = Walk { found: Vec::new(), unchecked: Vec::new(), several_names: named.len() > 1, env };
    for path in &named {
        if *path == "-" {
            walk.found.push("-".to_owned());
        } else if Path::new(path).is_dir() {
            walk.folder(path);
        } else if Path::new(path).exists() {
            walk.found.push(shown(Path::new(path)));
        } else if path.contains(char::REPLACEMENT_CHARACTER) {
            walk.fails(path, Code::FileUnreadable, not_utf8(path));
        } else {
            walk.fails(path, Code::FileNotFound, missing(path));
        }
    }
    let Walk { mut found, unchecked, several_names, .. } = walk;
    // The disk is asked only where a file may have two names: asking costs as much as reading a small file.
    if several_names {
        // Of several names, one that is no link and starts here.
        found.sort_by_cached_key(|file| {
            let path = Path::new(file);
            let turns_back = path.components().any(|part| part == std::path::Component::ParentDir);
            (path.is_symlink(), path.is_absolute(), turns_back, file.clone())
        });
        let mut known = HashSet::new();
        found.retain(|file| known.insert(place(file)));
    }
    found.sort();
    if found.is_empty() && unchecked.is_empty() {
        let where_ = named.join(" ");
        return Err(Failure::new(
            Code::NothingToDo,
            words!("{where_} 里没有 .qdc 文件", "no .qdc files in {where_}"),
        ));
    }
    Ok((found, unchecked))
}

/// What was found so far.
struct Walk<'a> {
    found: Vec<String>,
    unchecked: Vec<Unchecked>,
    /// Whether a file may have been found by two names.
    several_names: bool,
    env: &'a Env,
}

impl Walk<'_> {
    fn fails(&mut self, path: &str, code: Code, why: Words) {
        output::say(format_args!("qdc: {}", why.get(self.env.lang)));
        self.unchecked.push(Unchecked { file: Some(shown(Path::new(path))), code, why });
    }

    /// Adds the `.qdc` files of a folder.
    fn folder(&mut self, folder: &str) {
        // Ignore files count outside git work trees too: a copy of a repository is checked like the repository.
        let reaches = Reaches::new([Path::new(folder)], &BTreeMap::new());
        for entry in ignore::WalkBuilder::new(folder).require_git(false).build() {
            match entry {
                Err(error) => {
                    self.fails(folder, Code::FileUnreadable, unseen(&error));
                }
                Ok(entry) if is_qdc(&entry) && entry.path().to_str().is_none() => {
                    let name = entry.path().to_string_lossy();
                    self.fails(&name, Code::FileUnreadable, not_utf8(&name));
                }
                Ok(entry) if is_qdc(&entry) => {
                    if let Err(beyond) = linked(&reaches, &entry) {
                        let name = on_one_line(&shown(entry.path())).into_owned();
                        let Words { zh, en } = beyond.words();
                        self.fails(&name, Code::FileUnreadable, words!("{name}：{zh}", "{name}: {en}"));
                        continue;
                    }
                    self.several_names |= entry.path_is_symlink();
                    self.found.push(shown(entry.path()));
                }
                Ok(entry) => self.passed_over(entry.path()),
            }
        }
    }

    /// Says of a file that Notepad gave another ending why it is not checked.
    fn passed_over(&self, path: &Path) {
        let name = path.to_string_lossy();
        let lower = name.to_lowercase();
        if lower.ends_with(".qdc.txt") {
            let name = on_one_line(&shown(path)).into_owned();
            let words = words!(
                "跳过 {name}：它以 .txt 结尾；要检查，请把 .txt 去掉",
                "{name} is skipped, since it ends in .txt; to have it checked, take that off"
            );
            output::say(words.get(self.env.lang));
        }
    }
}

/// Why a folder could not be looked at.
fn unseen(error: &ignore::Error) -> Words {
    let why = error.io_error().map_or_else(|| Words::same(error), Words::of_io);
    // Its own words name the folder too.
    let Words { zh, en } = Words { en: error.to_string(), ..why };
    words!("无法查看文件夹：{zh}", "cannot look at a folder: {en}")
}

/// Archives made on Chinese Windows name files in GBK, which reach other systems as they are.
fn not_utf8(name: &str) -> Words {
    words!(
        "文件名 {name} 不是 UTF-8 编码，多半来自中文 Windows 的压缩包；请改名",
        "the name of {name} is not UTF-8, as in archives made on Chinese Windows; rename the file"
    )
}

/// Every folder that [`files`] looks into, and those of files named.
pub fn folders(named: &[&str]) -> Vec<PathBuf> {
    let named = if named.is_empty() { &["."] } else { named };
    let mut found = Vec::new();
    for path in named {
        if !Path::new(path).is_dir() {
            found.extend(Path::new(path).parent().map(Path::to_owned));
            continue;
        }
        let entries = ignore::WalkBuilder::new(path).require_git(false).build().flatten();
        let is_folder = |entry: &ignore::DirEntry| entry.file_type().is_some_and(|kind| kind.is_dir());
        found.extend(entries.filter(is_folder).map(ignore::DirEntry::into_path));
    }
    found
}

/// Adds the `.qdc` files of a folder, as far as it can be looked at.
#[cfg(any(feature = "lsp", feature = "send"))]
pub fn quietly(folder: &Path, found: &mut Vec<String>) {
    let reaches = Reaches::new([folder], &BTreeMap::new());
    for entry in ignore::WalkBuilder::new(folder).require_git(false).build().flatten() {
        if is_qdc(&entry) && linked(&reaches, &entry).is_ok() {
            found.push(entry.path().to_string_lossy().into_owned());
        }
    }
}

/// Whether a file is a contract's by its name, however its ending is written.
pub fn is_qdc_name(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("qdc"))
}

fn is_qdc(entry: &ignore::DirEntry) -> bool {
    is_qdc_name(entry.path()) && is_regular(entry)
}

/// A link found in a folder leads to a `.qdc` file within reach, or nowhere.
fn linked(reaches: &Reaches, entry: &ignore::DirEntry) -> Result<(), Beyond> {
    if !entry.path_is_symlink() {
        return Ok(());
    }
    let folder = entry.path().parent().unwrap_or(Path::new(""));
    let place = reaches.in_folder(folder).follow(entry.path())?;
    if place.extension() == entry.path().extension() { Ok(()) } else { Err(Beyond::NotRegular) }
}

/// Whether an entry is a file, itself or through a link: reading a pipe that lies in a folder would never end.
fn is_regular(entry: &ignore::DirEntry) -> bool {
    match entry.file_type() {
        Some(kind) if kind.is_symlink() => entry.path().is_file(),
        Some(kind) => kind.is_file(),
        None => false,
    }
}
