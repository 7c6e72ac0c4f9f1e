//! What `qdc check` remembers, so that files that did not change are not checked again.
//!
//! An entry is found by the content of its file together with its name, the settings, the values of params and the
//! program itself. It says what else its findings rest on: used files, local copies, version control, the day. All of
//! that is held against the world before an entry is believed. Times of files are not looked at: contents are.
//!
//! It lies in the user's cache folder and not in the project: a `.qdc` there would be taken for the project's record of
//! what was sent.

mod entry;
mod lock;
mod print;
mod seen;
mod shelf;

pub use print::Print;
pub use seen::Seen;

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use clap::{Arg, ArgAction, ArgMatches, ValueHint};

use super::checking::Checked;
use super::facts::{Surroundings, asks_for_versions};
use super::files::Disk;
use super::messages::pick;
use super::{output, variables};
use crate::facts::{Facts, Grain};
use crate::findings::{Finding, Lang, Words};
use crate::model::Model;
use crate::settings::Settings;
use crate::source::{Source, Sources, decode};
use crate::words;
use entry::{Entry, Kept, When};
use lock::{Id, Lock};
use shelf::Shelf;

/// An entry that is longer costs more than the check it saves.
const LONGEST: usize = 1 << 20;

pub fn args(lang: Lang) -> [Arg; 2] {
    [
        variables::stands_for(Arg::new("no-cache"), variables::NO_CACHE)
            .long("no-cache")
            .action(ArgAction::SetTrue)
            .value_parser(clap::builder::FalseyValueParser::new())
            .help(pick(lang, "全部重新检查，也不记住结果", "Check everything anew, and remember nothing")),
        variables::stands_for(Arg::new("cache-dir"), variables::CACHE_DIR)
            .long("cache-dir")
            .value_hint(ValueHint::DirPath)
            .value_parser(move |written: &str| match written {
                "" => Err(pick(lang, "要写一个文件夹", "it wants a folder")),
                folder => Ok(folder.to_owned()),
            })
            .value_name(pick(lang, "文件夹", "DIR"))
            .help(pick(
                lang,
                "检查结果记在哪个文件夹，默认为系统的缓存文件夹",
                "Where results are remembered; by default in the system's folder for caches",
            )),
    ]
}

/// The folder that caches lie in; `None` where the system names none.
pub fn folder(matches: &ArgMatches) -> Option<PathBuf> {
    if let Some(chosen) = matches.get_one::<String>("cache-dir") {
        return Some(chosen.into());
    }
    let variable = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let caches = if cfg!(windows) {
        variable("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        variable("HOME").map(|home| home.join("Library/Caches"))
    } else {
        variable("XDG_CACHE_HOME").or_else(|| variable("HOME").map(|home| home.join(".cache")))
    };
    Some(caches?.join("qdc"))
}

/// The cache of the current folder, under one command line.
pub struct Cache {
    path: PathBuf,
    /// Whether somebody named the folder, who then wants to know that it cannot be written.
    named: bool,
    shelf: Shelf,
    /// What holds for the whole run: the program and the values of params.
    run: Print,
    settings: Mutex<HashMap<usize, (Arc<Settings>, Print)>>,
    /// Prints of used files as they are now, for those who reach equally far.
    used: Mutex<HashMap<(usize, String), Print>>,
    today: u32,
    new: Mutex<HashMap<Id, Vec<u8>>>,
    /// Entries that were believed and not yet today.
    wanted: Mutex<Vec<Id>>,
}

/// One file's place in the cache.
pub struct Place<'c> {
    cache: &'c Cache,
    lock: Lock,
    disk: Disk,
}

impl Cache {
    /// The cache, unless the command line forbids it or there is no place for it.
    pub fn open(matches: &ArgMatches, given: &BTreeMap<String, String>) -> Option<Cache> {
        if matches.get_flag("no-cache") {
            return None;
        }
        let here = std::env::current_dir().ok()?.canonicalize().ok()?;
        let path = folder(matches)?.join(shelf::name(&here));
        // A build of the same version may have other rules.
        let run = Print::of_debug(&(env!("CARGO_PKG_VERSION"), env!("QDC_BUILD"), given));
        let days =
            std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()?.as_secs() / 86_400;
        Some(Cache {
            named: matches.contains_id("cache-dir"),
            shelf: Shelf::read(&path),
            path,
            run,
            settings: Mutex::default(),
            used: Mutex::default(),
            today: days as u32,
            new: Mutex::default(),
            wanted: Mutex::default(),
        })
    }

    /// Where a file's entry stands.
    pub fn place(&self, name: &str, bytes: &[u8], settings: &Arc<Settings>, disk: Disk) -> Place<'_> {
        let (run, settings) = (self.run.bytes(), self.print_of(settings).bytes());
        let lock = Lock::of(&[&run, &settings, name.as_bytes(), bytes]);
        Place { cache: self, lock, disk }
    }

    /// Many files share their settings.
    fn print_of(&self, settings: &Arc<Settings>) -> Print {
        let mut known = hold(&self.settings);
        let at = Arc::as_ptr(settings) as usize;
        // The settings are kept with their print, so that no others can come to lie there.
        known.entry(at).or_insert_with(|| (settings.clone(), Print::of_debug(settings))).1
    }

    fn print_of_used(&self, disk: &Disk, path: &str) -> Print {
        let key = (disk.0.id(), path.to_owned());
        if let Some(print) = hold(&self.used).get(&key) {
            return *print;
        }
        let print = seen::print(disk, path);
        hold(&self.used).insert(key, print);
        print
    }

    /// Writes what is new. A cache that cannot be written costs time, nothing else.
    pub fn close(self, lang: Lang) {
        let new = self.new.into_inner().unwrap_or_else(PoisonError::into_inner);
        let wanted = self.wanted.into_inner().unwrap_or_else(PoisonError::into_inner);
        if new.is_empty() && wanted.is_empty() {
            return;
        }
        if let Err(error) = Shelf::write(&self.path, &new, &wanted, self.today)
            && self.named
        {
            let folder = self.path.with_file_name("");
            let folder = folder.display();
            let Words { zh, en } = Words::of_io(&error);
            let words = words!("无法写入缓存 {folder}：{zh}", "cannot write the cache {folder}: {en}");
            output::say(format_args!("qdc: {}", words.get(lang)));
        }
    }
}

fn hold<T>(shared: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Place<'_> {
    /// What was found when everything was as it is now; else the bytes again.
    pub fn recall(
        &self,
        name: &str,
        bytes: Vec<u8>,
        surroundings: &Surroundings,
    ) -> Result<Checked, Vec<u8>> {
        let Some((day, entry)) = self.entry(name, surroundings) else { return Err(bytes) };
        let mut sources = Sources::default();
        let Entry { read, used, documents, unknown, findings, .. } = entry;
        if findings.is_empty() {
            sources.add(Source::new(name, ""));
        } else {
            // Only a copy is decoded: should anything be amiss, the bytes are checked after all.
            sources.add(Source::new(name, decode(bytes.clone()).unwrap_or_default()));
            for name in used {
                let Some(text) = seen::text(&self.disk, &name, &read) else { return Err(bytes) };
                sources.add(Source::new(name, text));
            }
        }
        let findings: Option<Vec<Finding>> =
            findings.into_iter().map(|kept| kept.finding(&sources)).collect();
        let Some(findings) = findings else { return Err(bytes) };
        if day != self.cache.today {
            hold(&self.cache.wanted).push(self.lock.id);
        }
        let rests_on = read.into_iter().chain(documents).map(|(path, _)| path).collect();
        Ok(Checked { sources, findings, unknown, rests_on })
    }

    /// The entry with the day it was last wanted, where all it rests on is as it was.
    fn entry(&self, name: &str, surroundings: &Surroundings) -> Option<(u32, Entry)> {
        let (day, sealed) = self.cache.shelf.get(&self.lock.id)?;
        let entry: Entry = serde_json::from_slice(&self.lock.open(sealed)?).ok()?;
        let holds = entry.when.holds(surroundings.now())
            && entry.read.iter().all(|(path, print)| self.cache.print_of_used(&self.disk, path) == *print)
            && entry.documents.iter().all(|(path, print)| surroundings.current_print(name, path) == *print)
            && entry.versioned.iter().all(|(name, is)| surroundings.is_versioned(name) == *is);
        holds.then_some((day, entry))
    }

    /// Remembers what was found, and all it rests on as it was then.
    pub fn remember(
        &self,
        model: &Model,
        read: &[(String, Print)],
        facts: &Facts,
        surroundings: &Surroundings,
        (findings, unknown): (&[Finding], &[String]),
    ) {
        let root = model.sources[Model::ROOT].name();
        let names = || model.sources.iter().map(|(_, source)| source.name().to_owned());
        let versioned = |name: String| {
            let is = facts.versioned.contains(&name);
            (name, is)
        };
        let entry = Entry {
            read: read.to_vec(),
            used: names().skip(1).collect(),
            documents: (facts.documents.keys())
                .map(|path| (path.clone(), surroundings.print_of_document(root, path)))
                .collect(),
            versioned: if asks_for_versions(model) { names().map(versioned).collect() } else { Vec::new() },
            when: match facts.clock.grain() {
                Grain::Never => When::Always,
                Grain::Day => When::on(facts.today()),
                Grain::Moment => When::At(facts.now().to_string()),
            },
            unknown: unknown.to_vec(),
            findings: findings.iter().map(Kept::from).collect(),
        };
        let Ok(text) = serde_json::to_vec(&entry) else { return };
        if text.len() <= LONGEST {
            hold(&self.cache.new).insert(self.lock.id, self.lock.seal(&text));
        }
    }
}
