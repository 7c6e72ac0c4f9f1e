//! `check --watch`: checks again whenever something changed that the findings rest on.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::io::{IsTerminal, stdout};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use clap::{Arg, ArgAction, ArgMatches};
use notify::event::ModifyKind;
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::input::shown;
use super::messages::pick;
use super::{Code, Env, Failure, Outcome, args, check, config, output, params, report, walk};
use crate::findings::Lang;
use crate::words;

/// How long nothing may change before files are checked: editors save in several steps.
const QUIET: Duration = Duration::from_millis(50);
/// How long files are waited for that never come to rest.
const PATIENCE: Duration = Duration::from_secs(1);

/// Formats of which one report can follow another; the others are one document.
const FORMATS: [&str; 4] = ["human", "short", "jsonl", "github"];

pub fn arg(lang: Lang) -> Arg {
    Arg::new("watch")
        .long("watch")
        .short('w')
        .action(ArgAction::SetTrue)
        .conflicts_with_all(["fix", "diff", "update-baseline"])
        .help(pick(
            lang,
            "一直运行，文件一有改动就重新检查",
            "Keep running, and check again whenever a file changes",
        ))
}

/// Runs until it is interrupted, or nobody reads what it says any more.
pub fn run(matches: &ArgMatches, env: &Env) -> Outcome {
    possible(matches)?;
    let named: Vec<&str> =
        matches.get_many::<String>("paths").into_iter().flatten().map(String::as_str).collect();
    let mut watch = Watch::new()?;
    // What changes while the first check runs is not missed.
    watch.folders(walk::folders(&named))?;
    let mut done = check::once(matches, env)?;
    loop {
        watch.folders(walk::folders(&named))?;
        watch.files(
            std::mem::take(&mut done.rests_on).into_iter().chain(matches.get_one("baseline").cloned()),
        )?;
        output::say(pick(env.lang, "等待改动，按 Ctrl-C 结束", "watching for changes; Ctrl-C ends it"));
        if output::nobody_reads() {
            return Ok(done.code);
        }
        let changed = watch.wait()?;
        if args::format(matches) == "human" && stdout().is_terminal() {
            output::clear_screen()?;
        }
        let words = match &changed[..] {
            [file] => words!("{file} 变了", "{file} changed"),
            [file, more @ ..] => {
                let more = more.len();
                words!("{file} 和另外 {more} 处变了", "{file} and {more} more changed")
            }
            [] => words!("有改动", "something changed"),
        };
        output::say(words.get(env.lang));
        done = match check::once(matches, env) {
            Ok(done) => done,
            // Files may be on their way from one place to another.
            Err(failure) => {
                output::say(format_args!("qdc: {}", failure.words.get(env.lang)));
                report::print_failure(args::format(matches), &failure, env)?;
                // What is wrong may be a file of values, whose next change is waited for.
                check::Done { rests_on: params::files(matches), ..check::Done::default() }
            }
        };
    }
}

/// Refuses what cannot be watched.
fn possible(matches: &ArgMatches) -> Result<(), Failure> {
    if matches.get_many::<String>("paths").into_iter().flatten().any(|path| path == "-") {
        return Err(Failure::new(
            Code::Usage,
            words!(
                "标准输入不能用 --watch 监视，请给出文件或文件夹",
                "--watch cannot watch standard input; name a file or a folder"
            ),
        ));
    }
    if params::reads_stdin(matches) {
        return Err(Failure::new(
            Code::Usage,
            words!(
                "--watch 每次都重新读取参数的值，标准输入却只能读一次；请把值放进文件",
                "--watch reads the values of params each time, and standard input can be read only once; put them into a file"
            ),
        ));
    }
    let format = args::format(matches);
    if !FORMATS.contains(&format) {
        return Err(Failure::new(
            Code::Usage,
            words!(
                "--watch 只能用 human、short、jsonl 或 github 格式：{format} 是一份完整的文档，不能接着再写一份",
                "--watch can write human, short, jsonl or github: {format} is one document, which no other can follow"
            ),
        ));
    }
    Ok(())
}

/// The folders that are watched, each without those in it, and what of their entries matters.
struct Watch {
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    watched: HashSet<PathBuf>,
    /// Those whose contracts are checked; the others are watched for single files.
    checked: HashSet<PathBuf>,
    /// What findings rest on besides that, there or not.
    files: HashSet<PathBuf>,
}

impl Watch {
    fn new() -> Result<Self, Failure> {
        let (sender, events) = channel();
        let watcher = notify::recommended_watcher(sender).map_err(|error| unwatchable(&error))?;
        Ok(Self { watcher, events, watched: HashSet::new(), checked: HashSet::new(), files: HashSet::new() })
    }

    /// Watches the folders that are checked, and no others than the last ones and these.
    fn folders(&mut self, folders: Vec<PathBuf>) -> Result<(), Failure> {
        self.checked = folders.iter().filter_map(|folder| existing(folder)).collect();
        self.add(folders)
    }

    /// Watches those folders too. Those that are gone meanwhile are left out.
    fn add(&mut self, folders: Vec<PathBuf>) -> Result<(), Failure> {
        // On some systems each call has a price, so all are added at once.
        let mut watched = self.watcher.paths_mut();
        for folder in folders.into_iter().filter_map(|folder| existing(&folder)) {
            if self.watched.contains(&folder) {
                continue;
            }
            match watched.add(&folder, RecursiveMode::NonRecursive) {
                Ok(()) => drop(self.watched.insert(folder)),
                Err(error) if is_gone(&error) => {}
                Err(error) => return Err(unwatchable(&error)),
            }
        }
        watched.commit().map_err(|error| unwatchable(&error))
    }

    /// Watches those files, and no others than the last ones and these.
    fn files(&mut self, files: impl IntoIterator<Item = String>) -> Result<(), Failure> {
        let mut files: HashSet<PathBuf> = files.into_iter().map(|file| absolute(Path::new(&file))).collect();
        // Of a link, both the link and what it leads to may change.
        let targets: Vec<PathBuf> = files.iter().filter_map(|file| file.canonicalize().ok()).collect();
        files.extend(targets);
        let folders: Vec<PathBuf> =
            files.iter().filter_map(|file| file.parent()).map(Path::to_owned).collect();
        self.files = files;
        self.add(folders)
    }

    /// Waits until something that matters changed and all is at rest; what it was.
    fn wait(&mut self) -> Result<Vec<String>, Failure> {
        let mut changed = Vec::new();
        let mut since = None;
        loop {
            let event = match since {
                None => self.events.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(_) => self.events.recv_timeout(QUIET),
            };
            match event {
                Ok(Ok(event)) => {
                    if self.matters(&event, &mut changed) {
                        since.get_or_insert_with(Instant::now);
                    }
                }
                Ok(Err(error)) if is_gone(&error) => {}
                Ok(Err(error)) => return Err(unwatchable(&error)),
                Err(RecvTimeoutError::Timeout) => return Ok(changed),
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Failure::new(
                        Code::Failed,
                        words!("不能再监视文件", "files cannot be watched any more"),
                    ));
                }
            }
            if since.is_some_and(|since| since.elapsed() > PATIENCE) {
                return Ok(changed);
            }
        }
    }

    /// Whether findings may be others now; what changed is added, each once.
    fn matters(&mut self, event: &Event, changed: &mut Vec<String>) -> bool {
        // The system lost count: anything may have changed.
        if event.need_rescan() {
            return true;
        }
        // Reading changes nothing, and checking reads.
        if matches!(event.kind, EventKind::Access(_)) {
            return false;
        }
        let mut matters = false;
        for path in &event.paths {
            // A folder that went is watched no more, even if it comes back.
            let went = !path.is_dir() && self.watched.remove(path);
            let came = matches!(event.kind, EventKind::Create(_) | EventKind::Modify(ModifyKind::Name(_)));
            if self.is_read(path) || (went || came && path.is_dir()) && self.may_hold(path) {
                matters = true;
                let name = name(path);
                if !changed.contains(&name) {
                    changed.push(name);
                }
            }
        }
        matters
    }

    /// Whether a check would read a file.
    fn is_read(&self, path: &Path) -> bool {
        let is_named = |name: &OsStr| name == config::NAME || name == ".gitignore" || name == ".ignore";
        let is_checked = super::walk::is_qdc_name(path) || path.file_name().is_some_and(is_named);
        self.files.contains(path) || is_checked && self.is_among_checked(path)
    }

    /// Whether what a check would read may lie in a folder.
    fn may_hold(&self, folder: &Path) -> bool {
        self.checked.contains(folder)
            || self.is_among_checked(folder)
            || self.files.iter().any(|file| file.starts_with(folder))
    }

    fn is_among_checked(&self, path: &Path) -> bool {
        path.parent().is_some_and(|folder| self.checked.contains(folder))
    }
}

/// The nearest folder that is there, by its one name.
fn existing(folder: &Path) -> Option<PathBuf> {
    let here = std::path::absolute(Path::new(".").join(folder)).ok()?;
    here.ancestors().find_map(|folder| folder.canonicalize().ok())
}

/// A file by the one name of its folder, where that is there; links to files stay links, which can change too.
fn absolute(file: &Path) -> PathBuf {
    let Ok(file) = std::path::absolute(file) else { return file.to_owned() };
    let folder = file.parent().and_then(|folder| folder.canonicalize().ok());
    match (folder, file.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        _ => file,
    }
}

/// A changed path, from here where it lies here.
fn name(path: &Path) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    shown(here.ok().and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path))
}

fn is_gone(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound | ErrorKind::WatchNotFound => true,
        ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

fn unwatchable(error: &notify::Error) -> Failure {
    Failure::new(
        Code::Failed,
        match &error.kind {
            ErrorKind::MaxFilesWatch => words!(
                "系统不允许再监视更多文件夹；请只监视要紧的文件夹，或调大 fs.inotify.max_user_watches",
                "the system lets no more folders be watched; name fewer, or raise fs.inotify.max_user_watches"
            ),
            _ => words!("无法监视文件：{error}", "cannot watch files: {error}"),
        },
    )
}
