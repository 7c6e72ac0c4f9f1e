//! What was sent is known again: not sent twice, refused when changed, found again after a lost answer.

use crate::world::{Project, Sandbox, contract};

fn count(sandbox: &Sandbox) -> usize {
    sandbox.state()["contracts"].as_array().unwrap().len()
}

#[test]
fn a_repeat_is_recognised() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::at(&sandbox);
    project.write("a.qdc", &contract("R-1", ""));
    let first = project.send(&["a.qdc"]).1;
    let (code, again) = project.send(&["a.qdc"]);
    assert_eq!((code, &again["files"][0]["outcome"]), (0, &"repeated".into()));
    assert_eq!(again["files"][0]["contractId"], first["files"][0]["contractId"]);
    // A comment changes nothing that is sent.
    project.write("a.qdc", &format!("// for the archive\n{}", contract("R-1", "")));
    assert_eq!(project.send(&["a.qdc"]).1["files"][0]["outcome"], "repeated");
    assert_eq!(count(&sandbox), 1);
}

#[test]
fn a_changed_body_under_the_same_code_is_refused_with_what_changed() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::at(&sandbox);
    project.write("a.qdc", &contract("R-2", ""));
    project.send(&["a.qdc"]);
    project.write("a.qdc", &contract("R-2", "").replace("(280, 420)", "(290, 420)"));
    let (code, changed) = project.send(&["a.qdc"]);
    assert_eq!((code, &changed["files"][0]["outcome"]), (1, &"changed".into()), "{changed}");
    let changes = changed["files"][0]["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 1, "{changed}");
    assert_eq!((&changes[0]["before"], &changes[0]["after"]), (&280.into(), &290.into()));
    let human = project.run(&["send", "a.qdc"]);
    assert!(
        human.out.contains("280") && human.out.contains("290") && human.out.contains("--resend"),
        "{human:?}"
    );
    let diff = project.run(&["diff", "a.qdc"]);
    assert_eq!(diff.code, 1, "{diff:?}");
    assert!(diff.out.contains("280") && diff.out.contains("290"), "{diff:?}");
    assert_eq!(count(&sandbox), 1);
    assert_eq!(project.send(&["--resend", "a.qdc"]).1["files"][0]["outcome"], "sent");
    assert_eq!(count(&sandbox), 2);
}

#[test]
fn a_lost_answer_is_asked_about() {
    for fault in ["drop:after", "malformed:after", "wrong-type:after", "http500:after", "error:after"] {
        let sandbox = Sandbox::start(&["--fault", &format!("{fault}:path=/open/contract/start:times=1")]);
        let project = Project::at(&sandbox);
        project.write("a.qdc", &contract("L-1", ""));
        let (code, sent) = project.send(&["a.qdc"]);
        assert_eq!((code, &sent["files"][0]["steps"][0]["outcome"]), (0, &"found".into()), "{fault}: {sent}");
        assert_eq!(count(&sandbox), 1, "{fault}");
    }
}

#[test]
fn what_certainly_did_not_arrive_is_sent_again() {
    for fault in ["drop:before", "malformed:before", "wrong-type:before", "http500:before", "error:before"] {
        let sandbox = Sandbox::start(&["--fault", &format!("{fault}:path=/open/contract/start:times=1")]);
        let project = Project::at(&sandbox);
        project.write("a.qdc", &contract("L-2", ""));
        let (code, sent) = project.send(&["a.qdc"]);
        assert_eq!((code, &sent["files"][0]["steps"][0]["outcome"]), (0, &"done".into()), "{fault}: {sent}");
        assert_eq!(count(&sandbox), 1, "{fault}");
    }
}

#[test]
fn a_platform_that_is_late_is_not_believed_at_once() {
    // The answer is given up before the platform commits; "no such contract" is true then, and wrong later.
    let sandbox = Sandbox::start(&["--fault", "delay:before:ms=500:path=/open/contract/start:times=1"]);
    let project = Project::with(&sandbox, "timeout = 0.3\nsettle = 2.0\n");
    project.write("a.qdc", &contract("L-3", ""));
    let (code, sent) = project.send(&["a.qdc"]);
    assert_eq!((code, &sent["files"][0]["steps"][0]["outcome"]), (0, &"found".into()), "{sent}");
    assert_eq!(count(&sandbox), 1);
}

#[test]
fn what_nobody_can_tell_is_left_to_a_person() {
    let sandbox = Sandbox::start(&["--fault", "drop:after:path=/open/contract/start:times=1"]);
    let project = Project::at(&sandbox);
    // Without a business code the platform cannot be asked.
    let text = contract("X", "").replace("    code      \"X\"\n", "");
    project.write("a.qdc", &text);
    let (code, sent) = project.send(&["a.qdc"]);
    assert_eq!((code, &sent["files"][0]["outcome"]), (2, &"unknown".into()), "{sent}");
    let human = project.run(&["send", "a.qdc"]);
    assert_eq!(human.code, 2, "{human:?}");
    assert!(human.out.contains("--resend"), "{human:?}");
    assert_eq!(count(&sandbox), 1);
    let history = project.run(&["history"]);
    assert!(history.out.contains("unknown"), "{history:?}");
    // The person found it in the console.
    let noted = project.run(&["send", "--sent-as", "1897893172027068416", "a.qdc"]);
    assert_eq!(noted.code, 0, "{noted:?}");
    let again = project.run(&["send", "a.qdc"]);
    assert!(
        again.code == 0 && again.out.contains("already sent as contract 1897893172027068416"),
        "{again:?}"
    );
    assert_eq!(project.run(&["send", "--sent-as", "1", "a.qdc"]).code, 2);
    assert_eq!(count(&sandbox), 1);
}

#[test]
fn what_another_ledger_sent_is_not_sent_again() {
    let sandbox = Sandbox::start(&[]);
    let (one, other) = (Project::at(&sandbox), Project::with(&sandbox, "ask-first = true\n"));
    for project in [&one, &other] {
        project.write("a.qdc", &contract("O-1", ""));
    }
    let id = one.send(&["a.qdc"]).1["files"][0]["contractId"].as_str().unwrap().to_owned();
    let (code, taken) = other.send(&["a.qdc"]);
    assert_eq!((code, &taken["files"][0]["outcome"]), (1, &"taken".into()), "{taken}");
    let human = other.run(&["send", "a.qdc"]);
    assert!(human.out.contains("--sent-as"), "{human:?}");
    assert_eq!(other.run(&["send", "--sent-as", &id, "a.qdc"]).code, 0);
    let (code, again) = other.send(&["a.qdc"]);
    assert_eq!((code, &again["files"][0]["outcome"]), (0, &"repeated".into()), "{again}");
    assert_eq!(again["files"][0]["contractId"], *id);
    assert_eq!(count(&sandbox), 1);
    // Another code is free.
    other.write("b.qdc", &contract("O-2", ""));
    assert_eq!(other.send(&["b.qdc"]).1["files"][0]["outcome"], "sent");
}

#[test]
fn one_without_a_business_code_is_known_by_its_file() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::at(&sandbox);
    project.write("a.qdc", &contract("X", "").replace("    code      \"X\"\n", ""));
    assert_eq!(project.send(&["a.qdc"]).1["files"][0]["outcome"], "sent");
    assert_eq!(project.send(&["a.qdc"]).1["files"][0]["outcome"], "repeated");
    assert_eq!(count(&sandbox), 1);
}

#[test]
fn a_refusal_after_a_resend_does_not_hide_what_was_sent() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::at(&sandbox);
    project.write("a.qdc", &contract("R-3", ""));
    project.send(&["a.qdc"]);
    let late = contract("R-3", "").replace("in 30d", "2020-01-01");
    project.write("a.qdc", &late);
    let (code, refused) = project.send(&["--resend", "--allow", "deadline-passed", "a.qdc"]);
    assert_eq!((code, &refused["files"][0]["outcome"]), (1, &"refused".into()), "{refused}");
    project.write("a.qdc", &contract("R-3", ""));
    assert_eq!(project.send(&["a.qdc"]).1["files"][0]["outcome"], "repeated");
    assert_eq!(count(&sandbox), 1);
}

#[test]
fn two_at_once_send_nothing_twice() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::with(&sandbox, "timeout = 20.0\nsettle = 20.0\n");
    let files: Vec<String> = (0..60).map(|at| format!("{at}.qdc")).collect();
    for (at, file) in files.iter().enumerate() {
        project.write(file, &contract(&format!("B-{at}"), ""));
    }
    let args: Vec<&str> = ["send"].into_iter().chain(files.iter().map(String::as_str)).collect();
    let mut running: Vec<_> = (0..3).map(|_| project.command(&args).spawn().unwrap()).collect();
    for child in &mut running {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(count(&sandbox), files.len());
}

#[test]
fn the_sandbox_inside_is_shared_by_commands_at_once() {
    let project = Project::alone();
    let files: Vec<String> = (0..40).map(|at| format!("{at}.qdc")).collect();
    for (at, file) in files.iter().enumerate() {
        project.write(file, &contract(&format!("I-{at}"), ""));
    }
    assert_eq!(project.run(&["send", "0.qdc"]).code, 0);
    let args: Vec<&str> = ["send"].into_iter().chain(files.iter().map(String::as_str)).collect();
    let mut running: Vec<_> = (0..2).map(|_| project.command(&args).spawn().unwrap()).collect();
    for _ in 0..5 {
        let status = project.run(&["status", "I-0"]);
        assert_eq!(status.code, 0, "{status:?}");
    }
    for child in &mut running {
        assert!(child.wait().unwrap().success());
    }
    let history = project.run(&["history", "--limit", "1000"]);
    assert_eq!(history.out.matches(" sent ").count(), files.len(), "{}", history.out);
}

#[test]
fn a_saved_plan_is_sent_as_it_is_or_not_at_all() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::at(&sandbox);
    project.write("a.qdc", &contract("S-1", ""));
    assert_eq!(project.run(&["plan", "a.qdc", "-o", "p.json"]).code, 0);
    let saved = std::fs::read_to_string(project.path().join("p.json")).unwrap();

    project.write("a.qdc", &contract("S-1", "").replace("(280, 420)", "(290, 420)"));
    let refused = project.run(&["send", "p.json"]);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(refused.err.contains("a.qdc changed since p.json was saved"), "{refused:?}");

    project.write("a.qdc", &contract("S-1", ""));
    project.write("p.json", &saved.replace("420", "421"));
    let tampered = project.run(&["send", "p.json"]);
    assert_eq!(tampered.code, 2, "{tampered:?}");
    assert_eq!(count(&sandbox), 0);

    project.write("p.json", &saved);
    let (code, sent) = project.send(&["p.json"]);
    assert_eq!((code, &sent["files"][0]["outcome"]), (0, &"sent".into()), "{sent}");
    assert_eq!(project.send(&["a.qdc"]).1["files"][0]["outcome"], "repeated");
}

#[test]
fn a_dry_run_sends_nothing() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::at(&sandbox);
    project.write("a.qdc", &contract("D-1", ""));
    let dry = project.run(&["send", "--dry-run", "a.qdc"]);
    assert_eq!(dry.code, 0, "{dry:?}");
    assert!(dry.out.contains("nothing was sent to sandbox"), "{dry:?}");
    assert_eq!(sandbox.state()["requests"].as_array().unwrap().len(), 0);
    assert!(!project.path().join(".qdc").exists());
}
