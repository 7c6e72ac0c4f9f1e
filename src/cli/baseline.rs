//! `check --baseline FILE`: findings of an earlier day are accepted, new ones count.

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, ValueHint};

use super::gather::place;
use super::input::{STDIN, shown, system};
use super::messages::pick;
use super::regular;
use super::{Code, Env, Failure, output};
use crate::findings::baseline::{Baseline, Key, NoBaseline};
use crate::findings::{Lang, Report, Words};
use crate::words;

/// Entries that are told one by one; the others are counted.
const TOLD: usize = 10;

pub fn args(lang: Lang) -> [Arg; 2] {
    [
        Arg::new("baseline")
            .long("baseline")
            .value_hint(ValueHint::FilePath)
            .value_name(pick(lang, "文件", "FILE"))
            .help(pick(
                lang,
                "这个基线文件里已有的问题不再报告，只报告新的",
                "Leave out the findings accepted in this file; report new ones only",
            )),
        Arg::new("update-baseline")
            .long("update-baseline")
            .action(ArgAction::SetTrue)
            .requires("baseline")
            .help(pick(
                lang,
                "把现在的问题写入 --baseline 的文件，全部接受",
                "Write today's findings to the file of --baseline, accepting them",
            )),
    ]
}

/// Takes the accepted findings out of a report; how many they were. Says which entries nothing matches any more.
pub fn accept(report: &mut Report<'_>, matches: &ArgMatches, env: &Env) -> Result<usize, Failure> {
    let Some(path) = matches.get_one::<String>("baseline") else { return Ok(0) };
    let update = matches.get_flag("update-baseline");
    let mut names = Names::new(path);
    let mut baseline = read(path, update)?;
    let keys: Vec<Key> = report.found.iter().map(|found| Key::new(&names.of(found.file()), found)).collect();
    let checked: HashSet<String> = report.files.iter().map(|file| names.of(file)).collect();
    // Of what was not checked nothing is known, unless it is no longer there.
    let is_known = |file: &str| checked.contains(file) || names.is_gone(file);
    if update {
        baseline.renew(is_known, keys.iter().cloned());
        write(path, &baseline)?;
        let (path, total) = (shown(Path::new(path)), baseline.total());
        let words = words!("{path} 已更新，共接受 {total} 处", "{path} accepts {total} now");
        output::say(words.get(env.lang));
    }
    let before = report.found.len();
    let mut keys = keys.iter();
    report.found.retain(|_| !keys.next().is_some_and(|key| baseline.takes(key)));
    let stale: Vec<_> = baseline.left().filter(|(key, _)| is_known(&key.file)).collect();
    if !stale.is_empty() {
        tell_stale(path, &stale, env);
    }
    Ok(before - report.found.len())
}

/// No baseline is larger, in bytes.
const LARGEST: u64 = 64 << 20;

fn read(path: &str, update: bool) -> Result<Baseline, Failure> {
    let name = shown(Path::new(path));
    let text = match regular::text(Path::new(path), LARGEST) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotSeekable => {
            return Err(Failure::new(
                Code::FileUnreadable,
                words!("{name} 不是普通文件", "{name} is no regular file"),
            ));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound && update => return Ok(Baseline::default()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(Failure::new(
                Code::FileNotFound,
                words!(
                    "找不到基线文件 {name}；加上 --update-baseline 可以写一份",
                    "there is no baseline {name}; --update-baseline writes one"
                ),
            ));
        }
        Err(error) => {
            let Words { zh, en } = system(&error);
            return Err(Failure::new(
                Code::FileUnreadable,
                words!("无法读取 {name}：{zh}", "cannot read {name}: {en}"),
            ));
        }
    };
    Baseline::read(&text).map_err(|why| {
        Failure::new(
            Code::BaselineInvalid,
            match why {
                NoBaseline::Version(version) => words!(
                    "{name} 是版本 {version} 的基线文件，这个程序不认识，请更新 qdc",
                    "{name} is a baseline of version {version}, which this program does not know; update qdc"
                ),
                NoBaseline::Broken(Words { zh, en }) => {
                    words!("{name} 不是基线文件：{zh}", "{name} is no baseline: {en}")
                }
            },
        )
    })
}

fn write(path: &str, baseline: &Baseline) -> Result<(), Failure> {
    let mut text = Vec::new();
    // INVARIANT: writing to memory does not fail.
    let _ = baseline.write(&mut text);
    output::write(path, &text)
}

fn tell_stale(path: &str, stale: &[(&Key, usize)], env: &Env) {
    let (path, total) = (shown(Path::new(path)), stale.iter().map(|(_, count)| count).sum::<usize>());
    let words = words!(
        "{path} 里有 {total} 处已经不存在，可用 --update-baseline 删去：",
        "{path} accepts {total} that are gone; --update-baseline removes them:"
    );
    output::say(words.get(env.lang));
    for (key, count) in stale.iter().take(TOLD) {
        output::say(format_args!("  {count} {} {}", key.rule, key.file));
    }
    if let Some(more) = stale.len().checked_sub(TOLD).filter(|more| *more > 0) {
        let words = words!("  …… 还有 {more} 条", "  … and {more} more");
        output::say(words.get(env.lang));
    }
}

/// Files as a baseline calls them: from its own folder on, wherever the program is started.
struct Names {
    folder: PathBuf,
    known: HashMap<String, String>,
}

impl Names {
    fn new(baseline: &str) -> Self {
        let folder = Path::new(baseline).parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = place(&folder.unwrap_or(Path::new(".")).to_string_lossy());
        Self { folder, known: HashMap::new() }
    }

    fn of(&mut self, name: &str) -> String {
        if let Some(known) = self.known.get(name) {
            return known.clone();
        }
        let own = if name == STDIN { name.to_owned() } else { way(&self.folder, &place(name)) };
        self.known.insert(name.to_owned(), own.clone());
        own
    }

    /// Whether nothing is there any more. Standard input never was.
    fn is_gone(&self, own: &str) -> bool {
        own != STDIN && !self.folder.join(own).exists()
    }
}

/// The way from a folder to a file, both absolute, with `/` between folders.
fn way(folder: &Path, file: &Path) -> String {
    let same = folder.components().zip(file.components()).take_while(|(one, other)| one == other).count();
    // Another drive: there is no way.
    if same == 0 {
        return file.to_string_lossy().into_owned();
    }
    let up = folder.components().skip(same).map(|_| "..".into());
    let down = file.components().skip(same).map(|part| part.as_os_str().to_string_lossy());
    up.chain(down).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_from_the_baselines_folder_on() {
        let way = |folder: &str, file: &str| super::way(Path::new(folder), Path::new(file));
        assert_eq!(way("/p", "/p/hr/甲.qdc"), "hr/甲.qdc");
        assert_eq!(way("/p/ci/x", "/p/hr/甲.qdc"), "../../hr/甲.qdc");
        assert_eq!(way("/", "/甲.qdc"), "甲.qdc");
    }
}
