//! `--verbose` and `--log-file`.

use std::collections::{BTreeMap, HashMap};

use crate::world::{KEY, Project, Ran, SECRET, Sandbox, contract};

/// A line of the log, taken apart. Values without blanks are not quoted, and those with blanks are not looked at here.
struct Line<'a> {
    time: &'a str,
    event: &'a str,
    members: HashMap<&'a str, &'a str>,
}

fn lines(log: &str) -> Vec<Line<'_>> {
    let one = |line| {
        let mut parts = str::split(line, ' ');
        let (time, event) = (parts.next().unwrap(), parts.next().unwrap());
        Line { time, event, members: parts.filter_map(|part| part.split_once('=')).collect() }
    };
    log.lines().map(one).collect()
}

fn read(project: &Project, name: &str) -> String {
    std::fs::read_to_string(project.path().join(name)).unwrap()
}

#[test]
fn every_request_has_a_line_when_it_leaves_and_one_when_it_ends() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::at(&sandbox);
    project.write("a.qdc", &contract("L-1", ""));
    project.write("b.qdc", &contract("甲 2", ""));
    let ran = project.run(&["send", "--log-file", "qdc.log", "a.qdc", "b.qdc"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let log = read(&project, "qdc.log");
    let received = sandbox.state()["requests"].as_array().unwrap().len();
    let lines = lines(&log);
    let of = |event| lines.iter().filter(move |line| line.event == event);
    assert_eq!((of("request").count(), of("answer").count()), (received, received), "{log}");
    let mut open: BTreeMap<&str, &Line<'_>> = BTreeMap::new();
    for line in &lines {
        assert!(line.time.parse::<jiff::Timestamp>().is_ok() && line.time.ends_with("+08:00"), "{log}");
        let nonce = line.members["nonce"];
        assert_eq!(nonce.len(), 36, "{log}");
        if line.event == "request" {
            assert_eq!(line.members["host"], sandbox.host);
            assert!(open.insert(nonce, line).is_none(), "a nonce twice: {log}");
            continue;
        }
        let left = open.remove(nonce).unwrap();
        assert_eq!(
            (left.members["method"], left.members["path"]),
            (line.members["method"], line.members["path"])
        );
        assert!(line.members["ms"].parse::<u64>().is_ok(), "{log}");
    }
    assert!(open.is_empty(), "{log}");
    let start = of("answer").find(|line| {
        line.members["path"] == "/api/open/contract/start" && line.members.get("businessCode") == Some(&"L-1")
    });
    let start = &start.unwrap_or_else(|| panic!("{log}")).members;
    assert_eq!(
        (start["method"], start["status"], start["code"], start["outcome"]),
        ("POST", "200", "200", "done")
    );
    assert!(!start["logKey"].is_empty() && start["logKey"] != "odd", "{log}");
    // A value with a blank is in quotes.
    assert!(log.contains(" businessCode=\"甲 2\""), "{log}");
}

#[test]
fn waits_are_noted_with_their_reason_and_what_came_of_the_request_before() {
    let sandbox = Sandbox::start(&["--fault", "error:before:times=1:path=/open/contract/start"]);
    let project = Project::at(&sandbox);
    project.write("a.qdc", &contract("L-2", ""));
    let ran = project.run(&["send", "-v", "a.qdc"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let lines = lines(&ran.err);
    let events: Vec<_> = lines.iter().filter(|line| line.time.ends_with("+08:00")).collect();
    let posts: Vec<&str> = events
        .iter()
        .filter(|line| line.event == "answer" && line.members["path"].ends_with("/start"))
        .map(|line| line.members["outcome"])
        .collect();
    assert_eq!(posts, ["busy", "done"], "{ran:?}");
    let waits: Vec<_> = events.iter().filter(|line| line.event == "wait").collect();
    assert!(waits.iter().any(|line| line.members["reason"] == "settle"), "{ran:?}");
    assert!(waits.iter().any(|line| line.members["reason"] == "retry"), "{ran:?}");
    for wait in waits {
        assert_eq!(wait.members["businessCode"], "L-2", "{ran:?}");
        assert!(wait.members["ms"].parse::<u64>().is_ok(), "{ran:?}");
    }
}

#[test]
fn a_request_that_finds_nobody_has_its_two_lines_too() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::at(&sandbox);
    project.write("a.qdc", &contract("L-3", ""));
    assert_eq!(project.run(&["send", "a.qdc"]).code, 0);
    drop(sandbox);
    let ran = project.run(&["status", "-v", "a.qdc"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    let of = |event: &str| ran.err.lines().filter(|line| line.contains(event)).count();
    assert!(of(" request ") > 1 && of(" request ") == of(" answer "), "{ran:?}");
    assert!(ran.err.contains(" outcome=not-sent why=\"cannot reach the platform"), "{ran:?}");
}

#[test]
fn the_log_is_appended_to_and_read_by_its_owner_alone() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::at(&sandbox);
    project.write("a.qdc", &contract("L-4", ""));
    let run = |args: &[&str]| project.command(args).env("QDC_LOG_FILE", "q.log").output().unwrap();
    assert!(run(&["check", "a.qdc"]).status.success());
    assert!(!project.path().join("q.log").exists(), "nobody was asked");
    assert!(run(&["send", "a.qdc"]).status.success());
    let first = read(&project, "q.log");
    assert!(run(&["status", "a.qdc"]).status.success());
    let both = read(&project, "q.log");
    assert!(both.starts_with(&first) && both.len() > first.len(), "{both}");
    // Of a query its names alone.
    assert!(
        both.contains(" query=contractId,businessCode,accountId ") && !both.contains("PSN_TEST"),
        "{both}"
    );
    assert!(run(&["check", "--online", "a.qdc"]).status.success());
    assert!(read(&project, "q.log").contains(" path=/api/open/psnGet "), "{both}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(project.path().join("q.log")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn a_log_that_cannot_be_opened_is_refused_before_anything_is_sent() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::at(&sandbox);
    project.write("a.qdc", &contract("L-5", ""));
    let ran = project.run(&["send", "--log-file", "nowhere/q.log", "a.qdc"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("cannot write the log file nowhere/q.log"), "{ran:?}");
    assert_eq!(sandbox.state()["requests"].as_array().unwrap().len(), 0);
}

/// `/dev/full` opens and takes nothing.
#[cfg(target_os = "linux")]
#[test]
fn a_log_that_cannot_be_written_stops_nothing_and_is_reported_once() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::at(&sandbox);
    project.write("a.qdc", &contract("L-6", ""));
    let ran = project.run(&["send", "--log-file", "/dev/full", "a.qdc"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.err.matches("the log file /dev/full cannot be written").count(), 1, "{ran:?}");
}

#[test]
fn no_secret_and_no_personal_data_is_in_the_log() {
    const ID: &str = "11010519491231002X";
    const PHONE: &str = "13800138000";
    const CODE: &str = "SilentCode4711Xyz";
    const NAME: &str = "欧阳测试人";
    let text = format!(
        "person ouyang {{\n    account \"{ID}\"\n    name \"{NAME}\"\n    idcard \"{ID}\"\n    phone \"{PHONE}\"\n}}\n\
         ticket t {{\n    contract \"2591540368898105360\"\n    user mobile \"{PHONE}\"\n}}\n{}",
        contract(&format!("M-{ID}-{PHONE}"), "")
            .replace("signer \"PSN_TEST_001\"", "signer ouyang")
            .replace("page 1 at (100, 100)", &format!("page 1 at (100, 100) silent \"{CODE}\""))
    );
    let sandbox = Sandbox::start(&["--fault", "error:after:every=3"]);
    let project = Project::at(&sandbox);
    project.write("m.qdc", &text);
    let allow = "personal-data,silent-person,literal-secret";
    let mut printed = String::new();
    for args in [
        &["send", "m.qdc"][..],
        &["send", "m.qdc"],
        &["status", "m.qdc"],
        &["status", "--all"],
        &["check", "--online", "m.qdc"],
    ] {
        let ran: Ran = project.run(&[args, &["--allow", allow, "-v", "--log-file", "q.log"]].concat());
        assert_ne!(ran.code, 101, "{ran:?}");
        printed += &ran.err;
    }
    let log = read(&project, "q.log");
    for path in ["/open/contract/start", "/open/contract/signer", "/open/psnGet", "/v2/"] {
        assert!(log.contains(path), "nothing of {path}:\n{log}");
    }
    assert!(log.contains(" query=accountId") && log.contains(" businessCode=M-110*"), "{log}");
    let in_log = printed.lines().filter(|line| line.contains("nonce="));
    let in_log: String = in_log.flat_map(|line| [line, "\n"]).collect();
    for (name, text) in [("the log", &log), ("standard error", &in_log)] {
        for secret in [
            ID,
            PHONE,
            CODE,
            NAME,
            KEY,
            SECRET,
            "PSN_TEST_002",
            "signature",
            "Signature",
            "2591540368898105360",
        ] {
            assert!(!text.contains(secret), "{name} holds {secret}:\n{text}");
        }
    }
}
