//! What a repository links to, uses or names outside itself is not read, and said by its own name. What a person named
//! on the command line is.

use serde_json::json;

use crate::listener::Listener;
use crate::lsp_client::{Client, uri, usual};
use crate::world::{Ran, SECRET, World, contract};

/// A file whose every line would be quoted by a finding.
fn secrets() -> String {
    format!("contract \"{SECRET}\" {{\n    token \"{SECRET}\"\n    {SECRET}\n}}\n{SECRET}=1\n")
}

const FORMATS: [&str; 7] = ["human", "short", "json", "jsonl", "github", "sarif", "junit"];

#[test]
fn a_link_out_of_the_project_is_not_read_by_any_command() {
    let world = World::new();
    let text = world.write_outside("secret.txt", &secrets());
    let qdc = world.write_outside("secret.qdc", &secrets());
    let targets = [
        "/proc/self/environ".into(),
        "/proc/self/cmdline".into(),
        text,
        qdc,
        "../../outside/secret.qdc".into(),
    ];
    for target in targets {
        let world_link = world.root.join("hr/y.qdc");
        let _ = std::fs::remove_file(&world_link);
        world.link("hr/y.qdc", &target);
        for folder in [".", "hr"] {
            for format in FORMATS {
                let ran = world.run(&["check", folder, "--format", format]);
                assert_eq!(ran.code, 2, "{target:?} {ran:?}");
                assert!(ran.err.contains("hr/y.qdc: it leads out of the project"), "{target:?} {ran:?}");
            }
        }
        for command in
            [&["check", "--fix", "."][..], &["check", "--diff", "."], &["fmt", "."], &["fmt", "--check", "."]]
        {
            let ran = world.run(command);
            assert!(ran.err.contains("hr/y.qdc: it leads out of the project"), "{command:?} {ran:?}");
        }
    }
    assert_eq!(
        std::fs::read_to_string(world.outside.join("secret.qdc")).unwrap(),
        secrets(),
        "it was written"
    );
}

/// Shells and hooks name files without having looked at them.
#[test]
fn a_link_that_a_pattern_names_does_not_print_files_of_other_kinds() {
    let world = World::new();
    let text = world.write_outside("secret.txt", &secrets());
    for target in ["/proc/self/environ".into(), "/proc/self/fd/0".into(), "/dev/zero".into(), text] {
        let _ = std::fs::remove_file(world.root.join("y.qdc"));
        world.link("y.qdc", &target);
        for command in ["check", "fmt", "plan", "compile", "send", "diff"] {
            let ran = world.run(&[command, "y.qdc"]);
            assert_eq!(ran.code, 2, "{command} {target:?} {ran:?}");
            assert!(ran.err.contains("y.qdc"), "{command} {target:?} {ran:?}");
        }
    }
}

#[test]
fn a_used_file_outside_is_not_read_by_whatever_path() {
    let world = World::new();
    world.write_outside("secret.qdc", &secrets());
    world.write_outside("secret.txt", &secrets());
    world.link("link.qdc", "../outside/secret.qdc");
    world.link("text.qdc", "../outside/secret.txt");
    world.link("environ.qdc", "/proc/self/environ");
    world.link("folder", &world.outside);
    world.link("twice", "folder");
    let absolute = world.outside.join("secret.qdc").display().to_string();
    let paths = [
        "link.qdc",
        "text.qdc",
        "environ.qdc",
        "folder/secret.qdc",
        "twice/secret.qdc",
        "../outside/secret.qdc",
        "hr/../../outside/secret.qdc",
        // Whether it is there is not said either.
        "../outside/nothing.qdc",
        &absolute,
    ];
    for path in paths {
        world.write("u.qdc", &format!("use \"{path}\"\n{}", contract("ST-9")));
        for command in [
            &["check", "u.qdc"][..],
            &["check", "--no-cache", "u.qdc"],
            &["plan", "u.qdc"],
            &["send", "u.qdc"],
        ] {
            let ran = world.run(command);
            assert!(
                ran.code != 0 && ran.all().contains("cannot be opened: it leads out of"),
                "{path} {ran:?}"
            );
        }
    }
}

#[test]
fn a_local_copy_or_an_upload_outside_is_not_read_or_sent() {
    let listener = Listener::start();
    let address = listener.address();
    let world = World::with(&format!(
        "[environments.sandbox]\naddress = \"{address}\"\nupload = {{ path = \"/open/file/upload\" }}\n"
    ));
    let pdf = format!("%PDF-1.7\n{SECRET}\n");
    world.write_outside("key.pdf", &pdf);
    world.link("link.pdf", "../outside/key.pdf");
    world.link("environ.pdf", "/proc/self/environ");
    let absolute = world.outside.join("key.pdf").display().to_string();
    for path in ["link.pdf", "environ.pdf", "../outside/key.pdf", &absolute] {
        for form in ["main \"FC_20241212171254RkztvLleUICgRSe\" local", "main upload"] {
            let text = contract("ST-8")
                .replace("main \"FC_20241212171254RkztvLleUICgRSe\"", &format!("{form} \"{path}\""));
            world.write("l.qdc", &text.replace(" pages 3", ""));
            let ran = world.run(&["send", "l.qdc"]);
            assert!(ran.code == 1 && ran.err.contains("it leads out of the project"), "{path} {ran:?}");
        }
    }
    assert!(listener.heard_nothing(), "{}", listener.heard());
}

#[test]
fn settings_and_certificates_by_a_link_are_not_read() {
    let listener = Listener::start();
    let world = World::new();
    let toml = world.write_outside("other.toml", &format!("[lint]\n{SECRET} = \"off\"\n"));
    let mine = format!("[environments.office]\naddress = \"{}\"\n", listener.address());
    let right = world.write_outside("right.toml", &mine);
    for target in ["/proc/self/environ".into(), toml, right] {
        world.link("qdc.toml", &target);
        for command in
            [&["check", "."][..], &["config"], &["send", "a.qdc"], &["status"], &["trust", "--env", "office"]]
        {
            let ran = world.run(command);
            assert!(
                ran.code == 2 && ran.err.contains("qdc.toml is a link: it leads out of the project"),
                "{ran:?}"
            );
        }
        std::fs::remove_file(world.root.join("qdc.toml")).unwrap();
    }
    world.write_outside("ca.pem", "one");
    world.link("ca.pem", "../outside/ca.pem");
    world.link("environ.pem", "/proc/self/environ");
    for ca in ["ca.pem", "environ.pem", "../outside/ca.pem"] {
        world.write("qdc.toml", &format!("{mine}ca = \"{ca}\"\n"));
        let ran = world.run(&["check", "--online", "--yes", "--env", "office", "a.qdc"]);
        assert!(ran.code == 2 && ran.err.contains("it leads out of the project"), "{ran:?}");
    }
    // What never ends is not waited for, by the sandbox neither.
    for environment in ["office", "sandbox"] {
        let ca = format!(
            "[environments.{environment}]\naddress = \"{}\"\nca = \"/dev/zero\"\n",
            listener.address()
        );
        world.write("qdc.toml", &ca);
        let ran = world.run(&["check", "--online", "--yes", "--env", environment, "a.qdc"]);
        assert!(ran.code == 2 && ran.err.contains("not a regular file"), "{ran:?}");
    }
    assert!(listener.heard_nothing());
}

#[test]
fn a_ledger_behind_a_link_signs_and_prints_nothing() {
    let listener = Listener::start();
    let settings = format!("[environments.office]\naddress = \"{}\"\n", listener.address());
    let world = World::with(&settings);
    let secret = world.write_outside("ledger.db", &secrets());
    world.link(".qdc", &world.outside);
    for command in [&["status"][..], &["history"], &["send", "a.qdc"], &["diff", "a.qdc"]] {
        world.run(&[command, &["--env", "office"]].concat());
    }
    world.run(&["send", "a.qdc"]);
    assert_eq!(std::fs::read_to_string(secret).unwrap(), secrets());
    assert!(listener.heard_nothing(), "{}", listener.heard());
}

/// An editor opens folders as they come.
#[test]
fn the_editor_reads_nothing_outside_the_workspace() {
    let world = World::new();
    world.write_outside("secret.qdc", &format!("person {SECRET} {{\n    account \"{SECRET}\"\n}}\n"));
    world.link("y.qdc", "../outside/secret.qdc");
    let text = format!("use \"../outside/secret.qdc\"\nuse \"y.qdc\"\n{}", contract("ST-9"));
    let file = uri(&world.write("u.qdc", &text));
    let mut client = Client::with(Some(&world.root), usual(), json!({ "results": "return" }), "en");
    let found = client.opened(&file, &text).to_string();
    assert_eq!(found.matches("leads out of the project").count(), 2, "{found}");
    let place = json!({ "textDocument": { "uri": file }, "position": { "line": 7, "character": 12 } });
    for (method, params) in [
        ("workspace/symbol", json!({ "query": "" })),
        ("textDocument/completion", place.clone()),
        ("textDocument/hover", place),
        ("workspace/executeCommand", json!({ "command": "qdc.plan", "arguments": [file] })),
        (
            "workspace/executeCommand",
            json!({ "command": "qdc.preview", "arguments": [uri(&world.root.join("y.qdc"))] }),
        ),
    ] {
        let answer = client.ask(method, params).to_string();
        assert!(!answer.contains(SECRET) && !found.contains(SECRET), "{method} {answer}");
    }
}

/// What was found in a file while it was in reach is not shown when it no longer is.
#[test]
fn what_is_remembered_reaches_no_further() {
    let world = World::new();
    std::fs::remove_dir(world.root.join(".git")).unwrap();
    world.write_outside("shared.qdc", "person Nobody {\n    accuont \"P1\"\n}\n");
    let base = world.root.parent().unwrap();
    world.write("u.qdc", &format!("use \"../outside/shared.qdc\"\n{}", contract("ST-9")));
    // Both folders were named: they may use each other.
    let wide = Ran::of(world.command_in(base, &["check", "repo", "outside"]));
    assert!(wide.all().contains("accuont"), "{wide:?}");
    for _ in 0..2 {
        let narrow = world.run(&["check", "."]);
        assert!(!narrow.all().contains("accuont") && narrow.all().contains("leads out of"), "{narrow:?}");
    }
}

#[test]
fn names_of_links_do_not_steer_the_terminal() {
    let world = World::new();
    world.link("y\u{1b}[2J\n::error::\u{202e}.qdc", "/proc/self/environ");
    for format in ["human", "short", "github"] {
        let ran = world.run(&["check", ".", "--format", format]);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(!ran.err.contains(['\u{1b}', '\u{202e}']) && !ran.err.contains("\n::error::"), "{ran:?}");
    }
}

// ---- what stays possible ----

#[test]
fn files_of_one_project_use_each_other() {
    let world = World::new();
    world.write("common/parties.qdc", "person Someone {\n    account \"PSN_TEST_001\"\n}\n");
    world.write(
        "hr/2026/u.qdc",
        &format!(
            "use \"../../common/parties.qdc\"\n{}",
            contract("ST-9").replace("\"PSN_TEST_001\"", "Someone")
        ),
    );
    world.link("hr/2026/link.qdc", "../../common/parties.qdc");
    for args in [&["check", "hr/2026/u.qdc"][..], &["check", "hr"], &["check"]] {
        let ran = world.run(args);
        assert_eq!(ran.code, 0, "{ran:?}");
    }
    // Settings of a folder's own do not make it a project of its own.
    world.write("hr/qdc.toml", "[lint]\n");
    assert_eq!(world.run(&["check", "hr"]).code, 0);
}

#[test]
fn without_a_mark_the_current_folder_is_the_project() {
    let world = World::new();
    std::fs::remove_dir(world.root.join(".git")).unwrap();
    world.write("common/parties.qdc", "person Someone {\n    account \"PSN_TEST_001\"\n}\n");
    world.write(
        "hr/u.qdc",
        &format!(
            "use \"../common/parties.qdc\"\n{}",
            contract("ST-9").replace("\"PSN_TEST_001\"", "Someone")
        ),
    );
    // Nor does a folder's own qdc.toml make it a project of its own.
    world.write("hr/qdc.toml", "");
    assert_eq!(world.run(&["check", "hr/u.qdc"]).code, 0);
    let ran = Ran::of(world.command_in(&world.root.join("hr"), &["check", "u.qdc"]));
    assert!(ran.code == 1 && ran.out.contains("it leads out of the project"), "{ran:?}");
}

/// A record in the home folder does not put all that is in it within reach.
#[test]
fn the_home_folder_is_no_project() {
    let world = World::new();
    std::fs::remove_dir(world.root.join(".git")).unwrap();
    let home = world.root.parent().unwrap();
    std::fs::create_dir(home.join(".qdc")).unwrap();
    world.write_outside("secret.qdc", &secrets());
    world.write("u.qdc", &format!("use \"../outside/secret.qdc\"\n{}", contract("ST-9")));
    for folder in [home, &world.root] {
        let mut command = world.command_in(folder, &["check"]);
        command.arg(world.root.join("u.qdc")).env("HOME", home);
        let ran = Ran::of(command);
        assert!(ran.code == 1 && ran.out.contains("it leads out of the project"), "{ran:?}");
    }
}

#[test]
fn what_a_person_names_is_read() {
    let world = World::new();
    let elsewhere = world.write_outside("b.qdc", &contract("ST-2"));
    assert_eq!(world.run(&["check", elsewhere.to_str().unwrap()]).code, 0);
    assert_eq!(world.run(&["check", "../outside"]).code, 0);
    world.link("b.qdc", "../outside/b.qdc");
    assert_eq!(world.run(&["check", "b.qdc"]).code, 0);
    // A path given as a value, or put together from one.
    let pdf = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pdf/a4-two-pages.pdf")).unwrap();
    std::fs::write(world.outside.join("c.pdf"), pdf).unwrap();
    let upload = |path: &str| {
        let text = contract("ST-3")
            .replace("\"FC_20241212171254RkztvLleUICgRSe\" pages 3", &format!("upload \"{path}\""));
        world.write(
            "p.qdc",
            &format!("param place text\nparam n number\n{}", text.replace("ST-3", "ST-3-{n}")),
        );
    };
    let whole = format!("place={}", world.outside.join("c.pdf").display());
    let folder = format!("place={}", world.outside.display());
    for (path, value) in [("{place}", &whole), ("{place}/c.pdf", &folder)] {
        upload(path);
        let ran = world.run(&["check", "--set", value, "--set", "n=1", "p.qdc"]);
        assert_eq!(ran.code, 0, "{ran:?}");
    }
    for (path, value) in [
        ("{place}/../../outside/c.pdf", "place=x"),
        ("{place}/../outside/c.pdf", "place=.."),
        ("{place}etc/passwd", "place=/"),
    ] {
        upload(path);
        let ran = world.run(&["check", "--set", value, "--set", "n=1", "p.qdc"]);
        assert!(ran.code == 1 && ran.out.contains("it leads out of the project"), "{path} {ran:?}");
    }
}
