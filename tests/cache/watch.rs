//! `check --watch`: what is noticed, and what is not.

use std::io::{BufRead, BufReader, PipeReader, pipe};
use std::process::{Child, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use crate::edits::Edit;
use crate::project::Project;

/// So long a test waits for something that never comes.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a run says last before it waits.
const WAITS: &str = "等待改动";

/// A running `check --watch`.
struct Watched {
    child: std::sync::Arc<std::sync::Mutex<Child>>,
    lines: BufReader<PipeReader>,
    /// Dropped with the test, which ends the guard.
    _guard: Sender<()>,
}

impl Watched {
    fn new(project: &Project, args: &[&str]) -> Watched {
        let (reader, writer) = pipe().unwrap();
        let mut command = project.command(&[&["check", "--watch", "--format", "short"], args].concat());
        command.stdin(Stdio::null()).stdout(writer.try_clone().unwrap()).stderr(writer);
        let child = std::sync::Arc::new(std::sync::Mutex::new(command.spawn().unwrap()));
        let (guard, ended) = channel();
        let other = child.clone();
        // A run that never says anything is ended, and its test fails at the end of its output.
        std::thread::spawn(move || {
            if ended.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                let _ = other.lock().unwrap().kill();
            }
        });
        Watched { child, lines: BufReader::new(reader), _guard: guard }
    }

    /// What it says until it waits again.
    fn said(&mut self) -> String {
        let mut said = String::new();
        loop {
            let mut line = String::new();
            assert!(self.lines.read_line(&mut line).unwrap() > 0, "it ended, or never waited: {said}");
            if line.starts_with(WAITS) {
                return said;
            }
            said += &line;
        }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let mut child = self.child.lock().unwrap();
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// What a run of its own finds.
fn found(project: &Project, args: &[&str]) -> String {
    project.run(&[&["check", "--no-cache", "--format", "short"], args].concat()).out
}

#[test]
fn whatever_the_findings_rest_on_is_noticed() {
    let mut project = Project::new();
    std::fs::write(project.folder().join("qdc.toml"), "").unwrap();
    let mut watched = Watched::new(&project, &["hr"]);
    assert_eq!(watched.said(), found(&project, &["hr"]));
    let edits = [
        (Edit::Contract { file: 1, text: 7 }, "hr/c1.qdc"),
        (Edit::Contract { file: 1, text: 1 }, "hr/c1.qdc"),
        // Outside what is checked: used, a copy, settings.
        (Edit::Parties(1), "shared/parties.qdc"),
        (Edit::Pdf(1), "hr/main.pdf"),
        (Edit::Pdf(4), "hr/main.pdf"),
        (Edit::Pdf(0), "hr/main.pdf"),
        (Edit::Settings { folder: "", text: Some("[lint]\nweak-auth = \"error\"\n") }, "qdc.toml"),
        (Edit::Settings { folder: "hr/", text: Some("[lint]\nweak-auth = \"off\"\n") }, "hr/qdc.toml"),
        (Edit::Settings { folder: "", text: Some("[lnt]\n") }, "qdc.toml"),
        (Edit::Settings { folder: "", text: None }, "qdc.toml"),
        (Edit::NoContract(3), "hr/c3.qdc"),
        (Edit::Contract { file: 3, text: 3 }, "hr/c3.qdc"),
    ];
    for (edit, name) in edits {
        project.make(&edit);
        let said = watched.said();
        let (first, rest) = said.split_once('\n').unwrap();
        assert!(first.starts_with(&format!("{name} ")) && first.ends_with("变了"), "{edit:?}: {first}");
        // A broken qdc.toml is said on standard error, which is not compared.
        let findings: String = rest
            .lines()
            .filter(|line| !line.starts_with("qdc: "))
            .fold(String::new(), |all, line| all + line + "\n");
        assert_eq!(findings, found(&project, &["hr"]), "{edit:?}");
    }
}

/// Settings that come up in a folder above, and what links lead to.
#[cfg(unix)]
#[test]
fn what_lies_elsewhere_is_noticed() {
    use std::os::unix::fs::symlink;
    let mut project = Project::new();
    let path = |name: &str| project.folder().join(name);
    std::fs::create_dir_all(path("elsewhere")).unwrap();
    for (target, link) in [("contract.qdc", "hr/link.qdc"), ("settings.toml", "hr/qdc.toml")] {
        std::fs::write(path("elsewhere").join(target), "").unwrap();
        symlink(path("elsewhere").join(target), path(link)).unwrap();
    }
    let mut watched = Watched::new(&project, &["hr"]);
    watched.said();
    std::fs::write(path("elsewhere/contract.qdc"), "contract {\n").unwrap();
    assert!(watched.said().contains("hr/link.qdc:1:"));
    std::fs::write(path("elsewhere/settings.toml"), "[lint]\nweak-auth = \"error\"\n").unwrap();
    assert!(watched.said().contains("error[weak-auth]"));
    project.make(&Edit::Settings { folder: "", text: Some("[lnt]\n") });
    let said = watched.said();
    assert!(said.starts_with("qdc.toml 变了\n") && said.contains("lnt"), "{said}");
}

/// Files that values come from, also after a mistake in one.
#[test]
fn values_from_files_are_noticed() {
    let project = Project::new();
    let path = |name: &str| project.folder().join(name);
    std::fs::create_dir_all(path("elsewhere")).unwrap();
    std::fs::write(path("hr/p.qdc"), "param who text\n").unwrap();
    std::fs::write(path("elsewhere/values"), "who=A\n").unwrap();
    let values = path("elsewhere/values").to_string_lossy().into_owned();
    let mut watched = Watched::new(&project, &["hr/p.qdc", "--set-file", &values]);
    assert!(!watched.said().contains("unknown-param"));
    std::fs::write(&values, "whom=A\n").unwrap();
    assert!(watched.said().contains("[unknown-param]"));
    std::fs::write(&values, "who\n").unwrap();
    let said = watched.said();
    assert!(said.contains("values:1"), "{said}");
    std::fs::write(&values, "who=A\n").unwrap();
    assert!(!watched.said().contains("[unknown-param]"));
}

/// Who reads no more is not written to for ever.
#[test]
fn it_ends_with_its_reader() {
    let mut project = Project::new();
    let mut watched = Watched::new(&project, &[]);
    watched.said();
    let (reader, _) = pipe().unwrap();
    drop(std::mem::replace(&mut watched.lines, BufReader::new(reader)));
    project.make(&Edit::Contract { file: 1, text: 7 });
    // It ends by itself; a run that does not is ended by the guard, by a signal.
    let code = loop {
        if let Some(status) = watched.child.lock().unwrap().try_wait().unwrap() {
            break status.code();
        }
        std::thread::yield_now();
    };
    assert_eq!(code, Some(1));
}

#[test]
fn folders_come_and_go() {
    let project = Project::new();
    let path = |name: &str| project.folder().join(name);
    let mut watched = Watched::new(&project, &[]);
    watched.said();
    // Made elsewhere and moved in as a whole, so that there is one change to be seen.
    let made = project.folder().with_file_name("made");
    std::fs::create_dir_all(made.join("deep")).unwrap();
    std::fs::write(made.join("deep/new.qdc"), "contract {\n").unwrap();
    std::fs::rename(&made, path("moved")).unwrap();
    let said = watched.said();
    assert!(said.contains("moved/deep/new.qdc:1:"), "{said}");
    std::fs::write(path("moved/deep/new.qdc"), "company a {\n    account \"CORP_A_001\"\n}\n").unwrap();
    let said = watched.said();
    assert!(
        said.starts_with("moved/deep/new.qdc 变了\n") && !said.contains("moved/deep/new.qdc:1:"),
        "{said}"
    );
    std::fs::remove_dir_all(path("hr")).unwrap();
    let mut said = watched.said();
    while said.contains("hr/c1.qdc:") {
        said = watched.said();
    }
    assert!(said.contains("\nc2.qdc:") && !said.contains("\nhr/"), "{said}");
    // One that comes again under the same name is watched again.
    std::fs::rename(path("moved"), path("hr")).unwrap();
    watched.said();
    std::fs::write(path("hr/deep/new.qdc"), "contract {\n").unwrap();
    assert!(watched.said().contains("hr/deep/new.qdc:1:"));
}

/// The very folder that was named goes, and comes again.
#[test]
fn the_folder_itself_comes_and_goes() {
    let project = Project::new();
    let path = |name: &str| project.folder().join(name);
    let mut watched = Watched::new(&project, &["hr"]);
    watched.said();
    std::fs::rename(path("hr"), path("gone")).unwrap();
    assert!(watched.said().contains("找不到文件 hr"));
    std::fs::rename(path("gone"), path("hr")).unwrap();
    assert!(watched.said().contains("\nhr/c1.qdc:"));
}

/// Nothing but what matters starts a check: not reading, not the cache, not other files or ignored folders.
#[test]
fn the_rest_is_not_noticed() {
    let mut project = Project::new();
    let path = |name: &str| project.folder().join(name);
    std::fs::create_dir(path("ignored")).unwrap();
    std::fs::write(path(".gitignore"), "ignored/\n").unwrap();
    let mut watched = Watched::new(&project, &["--cache-dir", "."]);
    watched.said();
    std::fs::write(path("notes.txt"), "x").unwrap();
    std::fs::write(path("ignored/x.qdc"), "contract {\n").unwrap();
    std::fs::read(path("c0.qdc")).unwrap();
    project.make(&Edit::Contract { file: 0, text: 8 });
    let said = watched.said();
    assert!(said.starts_with("c0.qdc 变了\n"), "{said}");
    drop(watched.child.lock().unwrap().kill());
    let mut rest = String::new();
    assert_eq!(watched.lines.read_line(&mut rest).unwrap(), 0, "{rest}");
}

#[test]
fn what_cannot_be_watched_is_refused_at_once() {
    let project = Project::new();
    for (args, why) in [
        (&["-"][..], "标准输入"),
        (&["--format", "sarif"], "sarif 是一份完整的文档"),
        (&["--fix"], "--fix"),
        (&["--deny", "weak-aut"], "weak-auth"),
        (&["none.qdc"], "none.qdc"),
    ] {
        if args != ["none.qdc"] {
            let run = project.run(&[&["check", "--watch"], args].concat());
            assert_eq!(run.code, Some(2), "{args:?}");
            assert!(run.err.contains(why), "{args:?}: {}", run.err);
            continue;
        }
        // A file that is not there yet is waited for.
        let mut watched = Watched::new(&project, args);
        assert!(watched.said().contains("找不到文件 none.qdc"));
        std::fs::write(project.folder().join("none.qdc"), "contract {\n").unwrap();
        assert!(watched.said().contains("none.qdc:1:"));
    }
}
