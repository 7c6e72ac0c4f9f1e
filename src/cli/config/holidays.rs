//! The list of holidays that `[calendar] file` names.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::calendar::{List, Mistake};
use crate::cli::input::system;
use crate::cli::reach::Reaches;
use crate::cli::regular;
use crate::cli::{Code, Failure};
use crate::findings::Words;
use crate::words;

/// The largest list that is read, in bytes: a hundred years of them are smaller.
const LARGEST: u64 = 1 << 20;

/// Reads the list that a settings file in `folder` names. It lies within the project, as everything that files name.
pub fn named(folder: &Path, file: &str, shown: &str) -> Result<(PathBuf, List), Failure> {
    let path = folder.join(file);
    let real = Reaches::default().in_folder(folder).follow(&path).map_err(|beyond| {
        let Words { zh, en } = beyond.words();
        Failure::new(
            Code::SettingsInvalid,
            words!("节假日列表 {shown} 无法读取：{zh}", "cannot read the list of holidays {shown}: {en}"),
        )
    })?;
    Ok((path, read(&real, shown)?))
}

/// Reads a list; what is wrong with it is shown with its line.
pub fn read(path: &Path, shown: &str) -> Result<List, Failure> {
    let failed = |Words { zh, en }: Words| {
        Failure::new(
            Code::SettingsInvalid,
            words!("节假日列表 {shown} 无法读取：{zh}", "cannot read the list of holidays {shown}: {en}"),
        )
    };
    let text = regular::text(path, LARGEST).map_err(|error| match error.kind() {
        ErrorKind::FileTooLarge => failed(words!("超过 1 MB", "it is over 1 MB")),
        _ => failed(system(&error)),
    })?;
    List::parse(&text).map_err(|Mistake { line, why: Words { zh, en } }| {
        Failure::new(Code::SettingsInvalid, words!("{shown} 第 {line} 行：{zh}", "{shown}:{line}: {en}"))
    })
}
