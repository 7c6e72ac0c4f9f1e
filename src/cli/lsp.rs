//! `qdc lsp`: the language server on standard input and output.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
#[cfg(feature = "send")]
use std::process::{Command as Process, Stdio};
use std::sync::Arc;

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::config::Configs;
use super::facts::Surroundings;
use super::files::Disk;
use super::messages::pick;
use super::reach::Reaches;
use super::{Code, Env, Failure, Outcome, args, config, signs, walk};
use crate::editor::completion::Entry;
use crate::facts::{Clock, Facts};
use crate::findings::{Lang, Words};
use crate::lsp::{Host, Language, Marks, Sent, serve, stdio};
use crate::model::{Files, Model};
use crate::settings::Settings;
use crate::words;

pub fn command(lang: Lang) -> Command {
    let now = args::reading(lang).into_iter().filter(|arg| arg.get_id() == "now");
    Command::new("lsp")
        .about(pick(lang, "供编辑器使用的语言服务", "The language server, for editors"))
        // Some clients say so; there is no other way to talk to it.
        .arg(Arg::new("stdio").long("stdio").action(ArgAction::SetTrue).hide(true))
        .args(now)
}

pub fn run(matches: &ArgMatches, env: &Env) -> Outcome {
    let broken = |error: std::io::Error| {
        Failure::new(
            Code::Failed,
            words!("语言服务器的连接中断：{error}", "the language server's connection broke: {error}"),
        )
    };
    let (connection, threads) = stdio().map_err(broken)?;
    let host = Program::new(matches)?;
    let language = Language { lang: env.lang, chosen: matches.contains_id("lang") };
    let served = serve(&connection, Box::new(host), language);
    // The writer ends when nobody can write any more.
    drop(connection);
    let joined = threads.join();
    let goodbye = served.map_err(|words| Failure::new(Code::Failed, words))?;
    joined.map_err(broken)?;
    // As the protocol has it for a client that leaves without a word.
    Ok(u8::from(!goodbye))
}

/// The disk, the clock and this program itself.
struct Program {
    configs: Configs,
    surroundings: Surroundings,
    /// The workspace.
    folders: Vec<PathBuf>,
    reaches: Arc<Reaches>,
    now: Option<jiff::civil::DateTime>,
}

impl Program {
    fn new(matches: &ArgMatches) -> Result<Self, Failure> {
        let now = args::now(matches)?;
        let reaches = Arc::<Reaches>::default();
        let surroundings = Surroundings::new(now, reaches.clone());
        Ok(Self { configs: Configs::of_variables()?, surroundings, folders: Vec::new(), reaches, now })
    }
}

impl Host for Program {
    fn files(&self, of: &str) -> Box<dyn Files + '_> {
        Box::new(Disk(self.reaches.of(of)))
    }

    fn open_folders(&mut self, folders: &[PathBuf]) {
        self.folders = folders.to_vec();
        self.forget();
    }

    fn settings(&self, file: &str) -> Result<Arc<Settings>, Words> {
        self.configs.of(file).map_err(|broken| broken.why)
    }

    fn facts(&self, model: &Model) -> Facts {
        let mut facts = self.surroundings.facts(model);
        // A server lives for days.
        facts.clock = Clock::at(self.now.unwrap_or_else(super::facts::now));
        facts
    }

    fn forget(&mut self) {
        self.configs.forget();
        let folders = self.folders.iter().map(PathBuf::as_path);
        self.reaches = Arc::new(Reaches::new(folders, &BTreeMap::new()));
        self.surroundings = Surroundings::new(self.now, self.reaches.clone());
    }

    fn marks(&self, files: &BTreeSet<&str>) -> Marks {
        let folders: BTreeSet<&Path> =
            files.iter().flat_map(|file| Path::new(file).ancestors().skip(1)).collect();
        let settings = folders.into_iter().map(|folder| folder.join(config::NAME));
        let mark = |path: PathBuf| {
            let there = std::fs::metadata(&path).ok()?;
            Some((path, (there.modified().ok()?, there.len())))
        };
        files.iter().map(PathBuf::from).chain(settings).filter_map(mark).collect()
    }

    fn workspace(&self, folders: &[PathBuf]) -> Vec<String> {
        let mut files = Vec::new();
        for folder in folders {
            walk::quietly(folder, &mut files);
        }
        files.sort();
        files.dedup();
        files
    }

    fn project(&self, file: &str) -> Option<PathBuf> {
        signs::around(Path::new(file)).map(Path::to_owned)
    }

    fn list(&self, folder: &str) -> Vec<Entry> {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let entry = |entry: std::fs::DirEntry| {
            let name = entry.file_name().into_string().ok()?;
            let is_folder = entry.path().is_dir();
            // What is hidden is no part of a contract.
            (!name.starts_with('.')).then_some(Entry { name, is_folder })
        };
        entries.filter_map(entry).collect()
    }

    fn send(&self, file: &str, lang: Lang) -> Box<dyn FnOnce() -> Sent + Send> {
        let file = file.to_owned();
        Box::new(move || send(&file, lang))
    }
}

/// Built without sending.
#[cfg(not(feature = "send"))]
fn send(_: &str, lang: Lang) -> Sent {
    let words = words!("这个 qdc 编译时没有带发送功能", "this qdc was built without sending");
    Sent { ok: false, text: words.get(lang).to_owned() }
}

/// Runs this program's own `send`, so that it is done just as on a command line, and what goes wrong there cannot
/// hurt the server.
#[cfg(feature = "send")]
fn send(file: &str, lang: Lang) -> Sent {
    let lang = pick(lang, "zh", "en");
    let run = || -> std::io::Result<Sent> {
        let output = Process::new(std::env::current_exe()?)
            .args(["send", "--env", "sandbox", "--color", "never", "--lang", lang, "--", file])
            .stdin(Stdio::null())
            .output()?;
        let said =
            [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned());
        let said: Vec<String> = said.into_iter().filter(|said| !said.is_empty()).collect();
        Ok(Sent { ok: output.status.success(), text: said.join("\n") })
    };
    run().unwrap_or_else(|error| Sent { ok: false, text: error.to_string() })
}
