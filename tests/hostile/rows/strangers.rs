//! What a repository brings can neither sign, print, run nor redirect anything unasked.

use std::net::TcpListener;
use std::path::Path;

use serde_json::json;

use super::{millis, refs};
use crate::deed::Deed;
use crate::editor::{Editor, uri};
use crate::ledger;
use crate::platform::{Kind, Platform};
use crate::project::{Project, Ran, Running, contract};

const SETTINGS: &str = "timeout = 0.5\nsettle = 1.0\n";
const PRODUCTION: [(&str, &str); 2] =
    [("production-key", "production-secret"), ("trial-key", "trial-secret")];

/// Every command that might sign something.
const SIGNING: [&[&str]; 6] = [
    &["check", "--online", "--no-cache", "a.qdc"],
    &["status", "X-1"],
    &["status", "a.qdc"],
    &["send", "a.qdc"],
    &["send", "--yes", "a.qdc"],
    &["send", "--resend", "a.qdc"],
];

/// A repository whose settings send its reader's production keys to a port of its own.
fn cloned(platform: &Platform, environment: &str) -> Project {
    let project = Project::empty();
    project.write("a.qdc", contract("X-1"));
    project.write(
        "qdc.toml",
        format!(
            "environment = \"{environment}\"\n[environments.{environment}]\naddress = \"http://127.0.0.1:{}/api\"\n\
             key = {{ env = \"QDC_PRODUCTION_KEY\" }}\nsecret = {{ env = \"QDC_PRODUCTION_SECRET\" }}\n",
            platform.port
        ),
    );
    project
}

fn run_with_production_keys(project: &Project, args: &[&str]) -> Ran {
    let mut command = project.command(args);
    command.env("QDC_PRODUCTION_KEY", PRODUCTION[0].0).env("QDC_PRODUCTION_SECRET", PRODUCTION[0].1);
    Running::begin(command).end()
}

/// Nothing that production's key signed has come.
fn assert_nothing_signed(platform: &Platform, ran: &Ran) {
    let state = platform.state();
    for request in &state.seen {
        let key = request.message.header("x-ca-key").unwrap_or_default();
        assert_ne!(key, PRODUCTION[0].0, "signed with production's key: {request:?}: {ran:?}");
    }
    assert!(!ran.all().contains(PRODUCTION[0].1), "the secret was printed: {ran:?}");
}

#[test]
fn row_10_an_environment_names_no_other_environments_keys() {
    for environment in ["sandbox", "test", "mine"] {
        for args in SIGNING {
            let platform = Platform::for_keys(&PRODUCTION, |_| Deed::honest());
            let project = cloned(&platform, environment);
            let ran = run_with_production_keys(&project, args);
            assert_nothing_signed(&platform, &ran);
            assert_ne!(ran.code, 0, "{environment} {args:?}: {ran:?}");
        }
    }
}

/// The keys are its own, but the address is nobody's: every command asks first.
#[test]
fn row_10_every_command_asks_before_it_signs_for_an_unknown_address() {
    for (args, unasked) in SIGNING.iter().zip([true, true, true, true, false, true]) {
        if !unasked {
            continue;
        }
        let sink = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        sink.set_nonblocking(true).unwrap();
        let port = sink.local_addr().unwrap().port();
        let project = Project::empty();
        project.write("a.qdc", contract("X-1"));
        project.write(
            "qdc.toml",
            format!(
                "environment = \"trial\"\n[environments.trial]\naddress = \"https://signing.invalid/api\"\n\
                 proxy = \"http://127.0.0.1:{port}\"\ntimeout = 0.5\nsettle = 1.0\n"
            ),
        );
        let ran = project.run(args);
        assert!(sink.accept().is_err(), "{args:?} went there unasked: {ran:?}");
        assert_eq!(ran.code, 2, "{args:?}: {ran:?}");
        // Without a record `status` has nothing to ask.
        let asks = args[0] != "status";
        assert!(!asks || ran.err.contains("signing.invalid"), "{args:?} does not say where to: {ran:?}");
    }
}

/// "Send to the sandbox" in an editor sends to the sandbox.
#[test]
fn row_11_the_editor_signs_nothing_with_productions_keys() {
    let platform = Platform::for_keys(&PRODUCTION, |_| Deed::honest());
    let project = cloned(&platform, "sandbox");
    let mut command = project.command(&["lsp"]);
    command.env("QDC_PRODUCTION_KEY", PRODUCTION[0].0).env("QDC_PRODUCTION_SECRET", PRODUCTION[0].1);
    let mut editor = Editor::begin(command, project.path());
    let path = project.path().join("a.qdc");
    let document = json!({"uri": uri(&path), "languageId": "qdc", "version": 1, "text": contract("X-1")});
    editor.notify("textDocument/didOpen", json!({"textDocument": document}));
    let params = json!({"command": "qdc.sendSandbox", "arguments": [uri(&path)]});
    let answer = editor.ask("workspace/executeCommand", params).expect("an answer");
    let state = platform.state();
    assert!(state.seen.is_empty(), "{:?} {answer}", state.seen);
}

/// One ledger in two folders, by a link: one of the two waits for the other.
#[cfg(unix)]
#[test]
fn row_14_a_linked_ledger_is_one_ledger() {
    use std::fs::hard_link;
    use std::os::unix::fs::symlink;

    type Link = fn(&Path, &Path) -> std::io::Result<()>;
    let links: [(&str, Link); 2] =
        [("symbolic", |from, to| symlink(from, to)), ("hard", |from, to| hard_link(from, to))];
    for (kind, link) in links {
        let platform = Platform::starts(|request| match request.code.as_str() {
            "X-1" => Deed::honest(),
            _ => Deed::honest().commits_after(millis(900)).answers_after(millis(1000)),
        });
        let settings = "timeout = 3.0\nsettle = 3.0\n";
        let (first, second) = (Project::at(&platform, settings), Project::at(&platform, settings));
        let names = first.contracts(2);
        second.contracts(2);
        assert_eq!(first.send(&[&names[0]]).code, 0);
        std::fs::create_dir(second.path().join(".qdc")).unwrap();
        link(&first.ledger(), &second.ledger()).unwrap();
        let mut one = first.begin_sending(&[&names[1]]);
        while !platform.comes_to(millis(50), |state| state.of(Kind::Start) == 2) && !one.has_ended() {}
        let other = second.begin_sending(&[&names[1]]);
        let (one, other) = (one.end(), other.end());
        assert_eq!(platform.state().twice(), Vec::<String>::new(), "{kind}: {one:?}\n{other:?}");
        // A name that the ledger did not have before may be refused, for a reason that names the file.
        for ran in [one, other] {
            assert!(ran.code == 0 || ran.code == 2 && ran.all().contains("ledger.db"), "{kind}: {ran:?}");
        }
    }
}

const MARK: &str = "made-up-secret-of-the-machine";

/// A link in a repository shows nothing that lies outside it.
#[cfg(unix)]
#[test]
fn row_19_a_link_out_of_the_project_is_not_read() {
    use std::os::unix::fs::symlink;
    let elsewhere = Project::empty();
    let secret = elsewhere.write("secret.txt", format!("{MARK} {{\n{MARK}\n"));
    let commands: [&[&str]; 9] = [
        &["check", "--no-cache", "."],
        &["check", "--no-cache", "y.qdc"],
        &["check", "--no-cache", "uses.qdc"],
        &["check", "--no-cache", "--format", "json", "y.qdc"],
        &["check", "--no-cache", "--format", "sarif", "y.qdc"],
        &["fmt", "--diff", "y.qdc"],
        &["compile", "--force", "y.qdc"],
        &["plan", "--force", "y.qdc"],
        &["send", "y.qdc"],
    ];
    for target in [Path::new("/proc/self/environ"), &secret] {
        if !target.exists() {
            continue;
        }
        let project = Project::empty();
        project.write("qdc.toml", "root = true\n");
        symlink(target, project.path().join("y.qdc")).unwrap();
        project.write("uses.qdc", format!("use \"y.qdc\"\n{}", contract("X-1")));
        for args in commands {
            let mut command = project.command(args);
            command.env("MADE_UP", format!("\n{MARK} {{\n"));
            let ran = Running::begin(command).end();
            assert!(!ran.all().contains(MARK), "{args:?} printed {}: {ran:?}", target.display());
        }
    }
}

/// A ledger that came with a repository runs nothing: its trigger would have it forget what was sent.
#[test]
fn row_22_a_ledgers_triggers_do_not_run() {
    let forget = "delete from receipts";
    let schemas = [
        ("a trigger after insert", format!("create trigger t after insert on receipts begin {forget}; end")),
        ("a trigger after update", format!("create trigger t after update on receipts begin {forget}; end")),
        (
            "a view",
            "alter table receipts rename to kept; create view receipts as select * from kept where 0"
                .to_owned(),
        ),
    ];
    for (what, statement) in schemas {
        let platform = Platform::honest();
        let project = Project::at(&platform, SETTINGS);
        let names = project.contracts(2);
        assert_eq!(project.send(&[&names[0]]).code, 0);
        ledger::run(&project.ledger(), &[statement]);
        for _ in 0..2 {
            let ran = project.send(&refs(&names));
            assert_eq!(platform.state().twice(), Vec::<String>::new(), "{what}: {ran:?}");
            assert_eq!(ran.code, 2, "{what} is not refused: {ran:?}");
            assert!(ran.all().contains("ledger.db"), "{what}: which file it was is not said: {ran:?}");
        }
        assert_eq!(platform.state().of(Kind::Start), 1, "{what}");
    }
}

#[test]
fn row_23_a_ledger_without_a_version_is_damaged() {
    let platform = Platform::honest();
    let project = Project::at(&platform, SETTINGS);
    let names = project.contracts(1);
    assert_eq!(project.send(&[&names[0]]).code, 0);
    ledger::run(&project.ledger(), &["pragma user_version = 0".to_owned()]);
    let ran = project.send(&[&names[0]]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.all().contains("damaged"), "{ran:?}");
    assert_eq!(platform.state().of(Kind::Start), 1);
}
