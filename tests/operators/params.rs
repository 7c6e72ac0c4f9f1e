//! Values of params from files and standard input.

use std::io::Write;
use std::process::Stdio;

use crate::world::{Project, Ran, Sandbox, contract};

const FILE: &str = "a.qdc";

fn with_params() -> String {
    let text = contract("P-{no}", "").replace("PSN_TEST_001", "{who}");
    format!("param no text\nparam who text\n{text}")
}

fn project() -> Project {
    let project = Project::alone();
    project.write(FILE, &with_params());
    project
}

/// The business code and the first signer of what is compiled.
fn compiled(ran: &Ran) -> (String, String) {
    let body: serde_json::Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{ran:?}"));
    let text = |pointer| body.pointer(pointer).and_then(serde_json::Value::as_str).unwrap().to_owned();
    (text("/signFlowConfigs/flowConfig/businessCode"), text("/signers/0/accountId"))
}

fn run_with(project: &Project, args: &[&str], input: &str) -> Ran {
    let mut child = project
        .command(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Whoever refuses to read it may be gone.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

fn both(no: &str, who: &str) -> (String, String) {
    (format!("P-{no}"), who.to_owned())
}

#[test]
fn a_file_of_lines_or_of_json() {
    let project = project();
    for (name, text) in [
        ("lines.txt", "\u{feff}# 2026\r\nno = 7\r\n\r\nwho＝PSN_X=1\r\n"),
        ("json", "{\"no\": 7, \"who\": \"PSN_X=1\"}"),
    ] {
        project.write(name, text);
        let ran = project.run(&["compile", FILE, "--set-file", name]);
        assert_eq!(compiled(&ran), both("7", "PSN_X=1"));
    }
    project.write("more", "no=8");
    let ran = project.run(&["compile", FILE, "--set-file", "more", "--set", "who=B"]);
    assert_eq!(compiled(&ran), both("8", "B"));
    let ran = run_with(&project, &["compile", FILE, "--set-file", "-"], "no=9\nwho=C\n");
    assert_eq!(compiled(&ran), both("9", "C"));
}

#[test]
fn a_value_from_a_file_or_standard_input() {
    let project = project();
    for (text, value) in
        [("A1", "A1"), ("A1\n", "A1"), ("A1\r\n", "A1"), ("\u{feff}A1\n", "A1"), ("A\n\n", "A\n")]
    {
        project.write("value", text);
        let ran = project.run(&["compile", FILE, "--set", "no=1", "--set", "who=@value"]);
        assert_eq!(compiled(&ran), both("1", value), "{text:?}");
    }
    let ran = run_with(&project, &["compile", FILE, "--set", "no=1", "--set", "who=@-"], "B2\n");
    assert_eq!(compiled(&ran), both("1", "B2"));
    let ran = project.run(&["compile", FILE, "--set", "no=1", "--set", "who=@@value"]);
    assert_eq!(compiled(&ran), both("1", "@value"));
    // The plan that is saved is what was read, once.
    let ran = run_with(&project, &["plan", FILE, "-o", "p.json", "--set", "no=1", "--set", "who=@-"], "B2\n");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(std::fs::read_to_string(project.path().join("p.json")).unwrap().contains("B2"));
}

#[test]
fn mistakes_name_the_file_and_the_line_and_repeat_no_value() {
    let project = project();
    project.write("bad", "no=1\n11010519491231002X\n");
    project.write("other", "\nno=2\nwho=B\n");
    std::fs::write(project.path().join("gbk"), b"no=1\nwho=\xd5\xc5\n").unwrap();
    for (args, expected) in [
        (&["--set-file", "bad"][..], "bad:2: a line is name=value"),
        (&["--set-file", "gone"], "there is no file gone"),
        (&["--set-file", "gbk"], "line 2 of gbk is not UTF-8"),
        (&["--set", "who=@gone"], "the value of the param `who`: there is no file gone"),
        (&["--set", "who=@"], "after --set who=@ goes the name of a file"),
        (
            &["--set", "no=1", "--set-file", "other"],
            "the param `no` has two different values: one from --set, one from other:2",
        ),
    ] {
        let ran = project.run(&[&["compile", FILE], args].concat());
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.err.contains(expected) && !ran.err.contains("11010519491231002X"), "{ran:?}");
    }
    // The same value twice is no contradiction.
    let ran = project.run(&["compile", FILE, "--set", "no=2", "--set-file", "other"]);
    assert_eq!(compiled(&ran), both("2", "B"));
}

#[test]
fn standard_input_is_read_once() {
    let project = project();
    for args in [
        &["compile", "-", "--set", "no=@-"][..],
        &["check", "-", "--set-file", "-"],
        &["compile", FILE, "--set", "no=@-", "--set", "who=@-"],
        &["compile", FILE, "--set", "no=@-", "--set-file", "-"],
    ] {
        let ran = run_with(&project, args, "x");
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.err.contains("standard input can be read only once"), "{ran:?}");
    }
    let ran = run_with(&project, &["check", "--watch", FILE, "--set-file", "-"], "no=1\nwho=A");
    assert!(ran.code == 2 && ran.err.contains("--watch reads the values"), "{ran:?}");
}

#[test]
fn what_check_remembers_knows_the_values() {
    let project = project();
    let cache = project.path().join("cache");
    let check = || {
        let args = ["check", "--set-file", "values", "--cache-dir", cache.to_str().unwrap(), FILE];
        project.run(&args)
    };
    project.write("values", "no=1\nwho=A");
    assert_eq!((check().code, check().code), (0, 0));
    // The same as the other signer.
    project.write("values", "no=1\nwho=PSN_TEST_002");
    let ran = check();
    assert!(ran.code == 1 && ran.out.contains("duplicate-signer"), "{ran:?}");
}

#[test]
fn every_command_that_takes_values_takes_them_from_files() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::at(&sandbox);
    project.write(FILE, &with_params());
    project.write("values", "no=1\nwho=PSN_TEST_001");
    for command in ["check", "compile", "plan", "send", "status", "diff"] {
        let ran = project.run(&[command, FILE, "--set-file", "values"]);
        assert_eq!(ran.code, 0, "{command}: {ran:?}");
    }
}
