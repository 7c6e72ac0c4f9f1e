//! `qdc status --all` and `--unfinished`.

use serde_json::Value;

use crate::world::{Project, Sandbox, contract};

/// As many contracts, sent, `S-0` first.
fn sent(project: &Project, count: usize) {
    let files: Vec<String> = (0..count).map(|at| format!("{at:03}.qdc")).collect();
    for (at, file) in files.iter().enumerate() {
        project.write(file, &contract(&format!("S-{at}"), ""));
    }
    // One by one, so that the record has them in this order.
    for some in files.chunks(1.max(count / 4)) {
        let mut args = vec!["send"];
        args.extend(some.iter().map(String::as_str));
        let ran = project.run(&args);
        assert_eq!(ran.code, 0, "{ran:?}");
    }
}

fn asked(project: &Project, args: &[&str]) -> (i32, Vec<Value>) {
    let ran = project.run(&[&["status", "--format", "json"], args].concat());
    let value: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{ran:?}"));
    (ran.code, value["contracts"].as_array().unwrap().clone())
}

fn codes(contracts: &[Value]) -> Vec<&str> {
    contracts.iter().map(|one| one["businessCode"].as_str().unwrap()).collect()
}

#[test]
fn all_are_asked_about_and_not_only_the_last_twenty() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::with(&sandbox, "timeout = 2.0\nsettle = 2.0\nconnections = 1\n");
    sent(&project, 24);
    let (code, last) = asked(&project, &[]);
    assert_eq!((code, last.len()), (0, 20));
    let (code, all) = asked(&project, &["--all"]);
    assert_eq!((code, all.len()), (0, 24));
    // In the order of the record, whoever was answered first.
    let history = project.run(&["history", "--format", "json"]);
    for one in &all {
        assert!(history.out.contains(one["contractId"].as_str().unwrap()));
    }
    let times: Vec<&str> = all.iter().map(|one| one["sentAt"].as_str().unwrap()).collect();
    assert!(times.is_sorted(), "{times:?}");
    let named = project.run(&["status", "--all", "S-1"]);
    assert_eq!(named.code, 2, "{named:?}");
}

#[test]
fn they_are_asked_side_by_side_within_the_connections() {
    let sandbox = Sandbox::start(&["--fault", "delay:after:ms=100:path=/open/contract/signer"]);
    let project =
        Project::with(&sandbox, "timeout = 20.0\nsettle = 20.0\nconnections = 6\nask-first = false\n");
    sent(&project, 24);
    let ran = project.run(&["status", "--all", "--log-file", "q.log"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.out.matches("business code S-").count(), 24, "{ran:?}");
    let counts = "24 contracts: 0 finished, 24 not finished, 0 could not be asked about";
    assert_eq!(ran.out.lines().last(), Some(counts), "{ran:?}");
    let latest = project.run(&["status"]);
    assert_eq!(latest.out.matches("business code S-").count(), 20, "{latest:?}");
    assert!(latest.err.contains("4 more are not shown; --all shows them"), "{latest:?}");
    let log = std::fs::read_to_string(project.path().join("q.log")).unwrap();
    let (mut open, mut most) = (0usize, 0);
    for line in log.lines() {
        match line.contains(" request ") {
            true => open += 1,
            false => open -= 1,
        }
        most = most.max(open);
    }
    assert_eq!(most, 6, "{log}");
}

#[test]
fn the_unfinished_are_those_somebody_has_still_to_sign() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::at(&sandbox);
    sent(&project, 3);
    for signer in ["PSN_TEST_001", "PSN_TEST_002"] {
        sandbox.sign("S-1", signer);
    }
    sandbox.sign("S-2", "PSN_TEST_001");
    let (code, all) = asked(&project, &["--all"]);
    assert_eq!((code, codes(&all)), (0, vec!["S-0", "S-1", "S-2"]));
    let (code, open) = asked(&project, &["--unfinished"]);
    assert_eq!((code, codes(&open)), (0, vec!["S-0", "S-2"]));
    for (contract, signer) in [("S-0", "PSN_TEST_001"), ("S-0", "PSN_TEST_002"), ("S-2", "PSN_TEST_002")] {
        sandbox.sign(contract, signer);
    }
    let (code, open) = asked(&project, &["--unfinished"]);
    assert_eq!((code, open.len()), (0, 0));
    let ran = project.run(&["status", "--unfinished"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "every contract is finished\n"), "{ran:?}");
}

/// An account id that is an ID number is masked in the record, so nobody can be asked about it.
#[test]
fn one_that_cannot_be_asked_about_hides_no_other() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::at(&sandbox);
    sent(&project, 2);
    project.write("m.qdc", &contract("M-1", "").replace("PSN_TEST_001", "11010519491231002X"));
    assert_eq!(project.run(&["send", "--allow", "personal-data", "m.qdc"]).code, 0);
    project.write("z.qdc", &contract("Z-1", ""));
    assert_eq!(project.run(&["send", "z.qdc"]).code, 0);
    for option in ["--all", "--unfinished"] {
        let (code, all) = asked(&project, &[option]);
        assert_eq!((code, codes(&all)), (2, vec!["S-0", "S-1", "M-1", "Z-1"]));
        let faults: Vec<bool> = all.iter().map(|one| one["error"].is_null()).collect();
        assert_eq!(faults, [true, true, false, true]);
    }
}
