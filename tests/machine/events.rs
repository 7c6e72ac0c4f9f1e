//! `send --format jsonl`: a line for each event, when it happens.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use serde_json::Value;

use crate::world::{Project, Sandbox, contract};
use crate::{LANGS, run, schema};

fn events(out: &str) -> Vec<Value> {
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    lines.iter().for_each(|line| schema::hold("send-event", line));
    lines
}

fn names(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["event"].as_str().unwrap()).collect()
}

#[test]
fn a_run_begins_tells_each_file_and_ends() {
    for lang in LANGS {
        let sandbox = Sandbox::start(&[]);
        let project = Project::at(&sandbox);
        project.write("a.qdc", &contract("J-1", ""));
        project.write("b.qdc", &contract("J-2", ""));
        let ran = run(&project, lang, &["send", "a.qdc", "b.qdc", "--format", "jsonl"]);
        let all = events(&ran.out);
        assert_eq!(names(&all), ["begin", "file", "file", "end"], "{ran:?}");
        assert_eq!(all[3], serde_json::json!({"event": "end", "counts": {"sent": 2}, "exit": 0}));
        // The same object as in the document.
        let (_, document) = crate::json(&project, lang, &["send", "a.qdc", "--format", "json"]);
        let again = events(&run(&project, lang, &["send", "a.qdc", "--format", "jsonl"]).out);
        let mut file = again[1].clone();
        file.as_object_mut().unwrap().remove("event");
        assert_eq!(file, document["files"][0]);
        let dry = events(&run(&project, lang, &["send", "a.qdc", "--dry-run", "--format", "jsonl"]).out);
        assert_eq!(names(&dry), ["begin", "file", "end"]);
    }
}

/// Each line is there before what comes after it has happened.
#[test]
fn a_file_is_reported_while_another_is_under_way() {
    let fault = "delay:before:ms=60000:every=2:path=/open/contract/start:times=1";
    let sandbox = Sandbox::start(&["--fault", fault]);
    let project = Project::with(&sandbox, "timeout = 120\nsettle = 120\nconnections = 1\n");
    project.write("a.qdc", &contract("W-1", ""));
    project.write("b.qdc", &contract("W-2", ""));
    let mut child = project
        .command(&["send", "a.qdc", "b.qdc", "--format", "jsonl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let begin: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
    let file: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
    let is_running = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!((&begin["event"], &file["event"], is_running), (&"begin".into(), &"file".into(), true));
}

#[test]
fn who_waits_for_another_run_says_so_first() {
    let sandbox = Sandbox::start(&["--fault", "delay:before:ms=60000:path=/open/contract/start:times=1"]);
    let project = Project::with(&sandbox, "timeout = 120\nsettle = 120\n");
    project.write("a.qdc", &contract("V-1", ""));
    let start = || {
        let mut command = project.command(&["send", "a.qdc", "--format", "jsonl"]);
        command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
    };
    let mut first = start();
    let mut lines = BufReader::new(first.stdout.take().unwrap()).lines();
    assert!(lines.next().unwrap().unwrap().contains("begin"), "it holds the ledger");
    let mut second = start();
    let waits = BufReader::new(second.stdout.take().unwrap()).lines().next().unwrap().unwrap();
    for mut child in [first, second] {
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let event: Value = serde_json::from_str(&waits).unwrap();
    schema::hold("send-event", &event);
    assert_eq!(
        event,
        serde_json::json!({"event": "waiting", "for": "ledger", "seconds": null, "businessCode": null})
    );
}

#[test]
fn what_stops_a_run_is_an_event() {
    let project = Project::alone();
    project.write("wrong.qdc", &contract("F-1", "").replace("signer", "singer"));
    project.write("good.qdc", &contract("F-2", ""));
    for lang in LANGS {
        let errors = run(&project, lang, &["send", "good.qdc", "wrong.qdc", "--format", "jsonl"]);
        let all = events(&errors.out);
        assert_eq!((errors.code, names(&all)), (1, vec!["file", "file", "end"]));
        assert_eq!(all[2]["counts"], serde_json::json!({"has-errors": 1, "not-sent": 1}));
        for args in [&["send", "nothere.qdc", "--format", "jsonl"][..], &["send", "--format", "jsonl"]] {
            let failed = run(&project, lang, args);
            let all = events(&failed.out);
            assert_eq!((failed.code, names(&all)), (2, vec!["error"]), "{failed:?}");
        }
    }
}
