//! Several files in one command.

use crate::world::{Project, Sandbox, contract};

#[test]
fn different_contracts_of_one_code_are_not_sent_and_neither_is_any_other() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::at(&sandbox);
    project.write("a.qdc", &contract("X-1", ""));
    // The platform would take it for another code, people would not.
    project.write("b.qdc", &contract("X-1 ", "").replace("(280, 420)", "(280, 430)"));
    project.write("c.qdc", &contract("X-2", ""));
    for args in [&["send", "a.qdc", "c.qdc", "b.qdc"][..], &["send", "--dry-run", "a.qdc", "c.qdc", "b.qdc"]]
    {
        let ran = project.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{ran:?}");
        assert!(ran.err.contains("a.qdc and b.qdc have one business code (X-1)"), "{ran:?}");
    }
    let (code, unsent) = project.send(&["a.qdc", "c.qdc", "b.qdc"]);
    assert_eq!((code, &unsent["error"]["code"]), (1, &"same-code".into()), "{unsent}");
    for file in unsent["files"].as_array().unwrap() {
        assert_eq!(file["outcome"], "not-sent", "{unsent}");
    }
    let lines = project.run(&["send", "--format", "jsonl", "a.qdc", "b.qdc"]);
    assert!(lines.out.contains("\"same-code\"") && lines.out.ends_with("\"exit\":1}\n"), "{lines:?}");
    assert_eq!(sandbox.state()["requests"].as_array().unwrap().len(), 0);
}

#[test]
fn one_contract_named_twice_is_sent_once() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::at(&sandbox);
    project.write("a.qdc", &contract("X-1", ""));
    project.write("copy.qdc", &contract("X-1", ""));
    let ran = project.run(&["send", "a.qdc", "a.qdc", "copy.qdc"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(sandbox.state()["contracts"].as_array().unwrap().len(), 1);
}

#[test]
fn every_result_names_its_file_and_the_counts_come_last() {
    let project = Project::alone();
    project.write("a.qdc", &contract("N-1", ""));
    project.write("b.qdc", &contract("N-2", ""));
    let ran = project.run(&["send", "a.qdc", "b.qdc"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let results: Vec<&str> = ran.out.lines().filter(|line| line.contains("started as contract")).collect();
    assert_eq!(results.len(), 2, "{ran:?}");
    assert!(results[0].starts_with("a.qdc: ") && results[1].starts_with("b.qdc: "), "{ran:?}");
    assert_eq!(ran.out.lines().last(), Some("2 files, 2 sent"), "{ran:?}");
}

#[test]
fn files_not_sent_for_one_reason_are_one_line() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::at(&sandbox);
    drop(sandbox);
    let files = ["a.qdc", "b.qdc", "c.qdc", "d.qdc", "e.qdc"];
    for (at, file) in files.iter().enumerate() {
        project.write(file, &contract(&format!("R-{at}"), ""));
    }
    let ran = project.run(&[&["send"], &files[..]].concat());
    assert_eq!(ran.code, 2, "{ran:?}");
    let lines: Vec<&str> = ran.out.lines().collect();
    assert!(lines[0].starts_with("a.qdc, b.qdc, c.qdc and 2 more: 5 files not sent: "), "{ran:?}");
    assert_eq!(lines[1..], ["5 files, 5 not sent"], "{ran:?}");
}

#[test]
fn a_dry_run_says_what_a_repeat_would_do() {
    let project = Project::alone();
    project.write("a.qdc", &contract("D-1", ""));
    assert_eq!(project.run(&["send", "a.qdc"]).code, 0);
    let same = project.run(&["send", "--dry-run", "a.qdc"]);
    assert!(same.out.contains("with the same content: it is not sent again"), "{same:?}");
    let again = project.run(&["send", "--dry-run", "--resend", "a.qdc"]);
    assert!(
        again.out.contains("sent once more, as a further contract under the same business code"),
        "{again:?}"
    );
    project.write("a.qdc", &contract("D-1", "").replace("(280, 420)", "(280, 430)"));
    let changed = project.run(&["send", "--dry-run", "a.qdc"]);
    assert!(changed.out.contains("with other content than the file has now: it is not sent"), "{changed:?}");
    assert!(changed.out.contains("430"), "what changed is not said: {changed:?}");
    let (code, changed) = project.send(&["--dry-run", "a.qdc"]);
    assert_eq!((code, changed["files"][0]["changes"][0]["after"].as_f64()), (0, Some(430.0)), "{changed}");
}

#[test]
fn records_of_any_sandbox_are_found_by_its_name() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::at(&sandbox);
    project.write("a.qdc", &contract("E-1", ""));
    assert_eq!(project.send(&["a.qdc"]).0, 0);
    let ran = project.run(&["history", "--env", "sandbox", "--format", "json"]);
    let history: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(history["records"][0]["environment"], "sandbox", "{ran:?}");
    let none = project.run(&["history", "--env", "test", "--format", "json"]);
    assert!(!none.out.contains("E-1"), "{none:?}");
    let exported = project.run(&["ledger", "export", "--env", "sandbox"]);
    assert_eq!(exported.out.lines().count(), 1, "{exported:?}");
    // The sandbox inside the program is another.
    std::fs::remove_file(project.path().join("qdc.toml")).unwrap();
    std::fs::write(project.path().join(".git"), "").unwrap();
    let verified = project.run(&["ledger", "verify"]);
    assert_eq!(verified.code, 0, "{verified:?}");
    assert!(verified.err.contains("1 more went to other sandboxes"), "{verified:?}");
}

#[test]
fn a_saved_plan_is_no_contract_to_check() {
    let project = Project::alone();
    project.write("a.qdc", &contract("S-1", ""));
    assert_eq!(project.run(&["plan", "a.qdc", "-o", "p.json"]).code, 0);
    let ran = project.run(&["check", "p.json"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("p.json is a saved plan: send it with `qdc send p.json`"), "{ran:?}");
    project.write("a.qdc", &contract("S-2", ""));
    let ran = project.run(&["send", "p.json"]);
    assert!(ran.code == 2 && ran.err.contains("run `qdc plan a.qdc -o p.json` again"), "{ran:?}");
}
