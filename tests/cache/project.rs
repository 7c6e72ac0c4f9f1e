//! A small project, the edits of which are what happens between two runs.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::edits::{CONTRACTS, Edit, PARTIES, PDFS};

pub struct Project {
    /// Kept until the test is over.
    _made: Option<tempfile::TempDir>,
    folder: PathBuf,
    /// What the next runs are called with.
    now: &'static str,
    more: Vec<String>,
}

#[derive(Debug, PartialEq)]
pub struct Run {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

pub struct Running(Child);

impl Running {
    pub fn said(self) -> Run {
        let output = self.0.wait_with_output().unwrap();
        Run {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Project {
    pub fn new() -> Project {
        let made = tempfile::tempdir().unwrap();
        let folder = made.path().join("project");
        std::fs::create_dir(&folder).unwrap();
        let mut project = Project::at(&folder);
        project._made = Some(made);
        project
    }

    /// Writes the files as they are at the beginning, over whatever is there; the cache stays.
    pub fn at(folder: &Path) -> Project {
        for old in std::fs::read_dir(folder).unwrap() {
            let old = old.unwrap().path();
            if old.is_dir() {
                std::fs::remove_dir_all(old).unwrap();
            } else {
                std::fs::remove_file(old).unwrap();
            }
        }
        let mut project =
            Project { _made: None, folder: folder.to_owned(), now: "2026-01-05", more: Vec::new() };
        for at in 0..CONTRACTS.len() {
            project.make(&Edit::Contract { file: at, text: at });
        }
        project.make(&Edit::Parties(0));
        project.make(&Edit::Pdf(0));
        project
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn cache_folder(&self) -> PathBuf {
        self.folder.with_file_name("cache")
    }

    pub fn caches(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.cache_folder()).into_iter().flatten();
        entries.map(|entry| entry.unwrap().path()).collect()
    }

    pub fn make(&mut self, edit: &Edit) {
        match edit {
            Edit::Contract { file, text } => self.write(&name(*file), Some(CONTRACTS[*text].as_bytes())),
            Edit::NoContract(file) => self.write(&name(*file), None),
            Edit::Parties(text) => self.write("shared/parties.qdc", PARTIES[*text].map(str::as_bytes)),
            Edit::Pdf(bytes) => self.write("hr/main.pdf", PDFS[*bytes]),
            Edit::Settings { folder, text } => {
                self.write(&format!("{folder}qdc.toml"), text.map(str::as_bytes));
            }
            Edit::Git(is) => self.folder_is(".git", *is),
            Edit::GitIgnore(text) => self.write("shared/.gitignore", text.map(str::as_bytes)),
            Edit::Now(now) => self.now = now,
            Edit::More(more) => self.more = more.iter().map(|arg| (*arg).to_owned()).collect(),
            Edit::Damage(at) => {
                for cache in self.caches() {
                    let mut bytes = std::fs::read(&cache).unwrap();
                    let at = usize::from(*at) % bytes.len().max(1);
                    bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte = !*byte);
                    std::fs::write(&cache, bytes).unwrap();
                }
            }
            Edit::Together => {
                let runs = [self.start(true), self.start(true), self.start(false)];
                let [one, two, fresh] = runs.map(Running::said);
                assert!(one == fresh && two == fresh, "{one:?}\n{two:?}\n{fresh:?}");
            }
        }
    }

    /// Writes a file so that its time tells nothing: the contents alone do.
    fn write(&self, name: &str, content: Option<&[u8]>) {
        let path = self.folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        match content {
            Some(content) => {
                std::fs::write(&path, content).unwrap();
                let file = std::fs::File::options().write(true).open(&path).unwrap();
                file.set_modified(std::time::UNIX_EPOCH).unwrap();
            }
            None => drop(std::fs::remove_file(path)),
        }
    }

    fn folder_is(&self, name: &str, is: bool) {
        let path = self.folder.join(name);
        if is {
            std::fs::create_dir_all(path).unwrap();
        } else {
            let _ = std::fs::remove_dir_all(path);
        }
    }

    pub fn check(&self, cached: bool) -> Run {
        self.start(cached).said()
    }

    pub fn start(&self, cached: bool) -> Running {
        let mut args = vec!["check", "--now", self.now];
        args.extend(self.more.iter().map(String::as_str));
        if !args.contains(&"--format") {
            args.extend(["--format", "json"]);
        }
        if !cached {
            args.push("--no-cache");
        }
        self.spawn(&args)
    }

    pub fn run(&self, args: &[&str]) -> Run {
        self.spawn(args).said()
    }

    fn spawn(&self, args: &[&str]) -> Running {
        let mut command = self.command(args);
        Running(command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
    }

    /// The program in this project, in Chinese.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_qdc"));
        command.args(args).current_dir(&self.folder).env("QDC_LANG", "zh");
        command.env("QDC_CACHE_DIR", self.cache_folder()).env_remove("QDC_NO_CACHE");
        command
    }
}

/// Half of the contracts lie in a folder of their own.
fn name(file: usize) -> String {
    format!("{}c{file}.qdc", if file.is_multiple_of(2) { "" } else { "hr/" })
}
