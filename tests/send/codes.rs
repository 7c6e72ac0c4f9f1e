//! Every documented code, produced once by the sandbox and shown at the line of the file that caused it.

use crate::world::{Project, Ran, Sandbox, contract};

/// Sends a file that the platform refuses; what is said at which line.
fn refused(sandbox: &Sandbox, text: &str, args: &[&str], code: &str, line: &str) {
    let project = Project::at(sandbox);
    project.write("a.qdc", text);
    let mut all = vec!["send", "a.qdc"];
    all.extend(args);
    let ran = project.run(&all);
    assert_eq!(ran.code, 1, "{code}: {ran:?}");
    shown(&ran, code, line);
}

/// A finding names its place as `a.qdc:LINE:COLUMN`, and the words at it stand in the excerpt.
fn shown(ran: &Ran, code: &str, line: &str) {
    // What the check itself warned of stands before it.
    let (_, finding) = ran.err.split_once(code).unwrap_or_else(|| panic!("{code} is not named: {ran:?}"));
    let place = finding.split("a.qdc:").nth(1).unwrap_or_else(|| panic!("{code} has no place: {ran:?}"));
    let number = place.split(':').next().unwrap();
    let excerpt = finding.lines().find(|shown| {
        shown.trim_start().strip_prefix(number).is_some_and(|rest| rest.trim_start().starts_with('│'))
    });
    assert!(excerpt.is_some_and(|shown| shown.contains(line)), "{code} is not at `{line}`: {}", ran.err);
}

/// A sandbox that knows this from the start.
fn seeded(args: &[&str], seed: &str) -> (Sandbox, tempfile::NamedTempFile) {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), seed).unwrap();
    let mut all = vec!["--seed", file.path().to_str().unwrap()];
    all.extend(args);
    (Sandbox::start(&all), file)
}

/// The accounts of the contract of these tests.
const KNOWN: &str = r#"{"accounts":[{"accountId":"CORP_TEST_001","kind":"company","verified":true},
    {"accountId":"PSN_TEST_001","kind":"person","verified":true},
    {"accountId":"PSN_TEST_002","kind":"person","verified":true}]}"#;

#[test]
fn of_the_contract() {
    let sandbox = Sandbox::start(&[]);
    let base = contract("C-1", "");
    let twice = r#"    signer "PSN_TEST_001" seq 3 auth sms {
        sign main page 2 at (10, 10)
    }
"#;
    let same_place = base.replace("(100, 100)", "(280, 420)");
    let mixed =
        base.replace("(100, 100)\n", "(100, 100)\n        sign main page 2 at (9, 9) silent \"CODE_1\"\n");
    let docs = base
        .replace("pages 3\n", "pages 3\n    document copy \"FC_20241212171254RkztvLleUICgRSe\" pages 3\n");
    let cases = [
        ("oc_40001", "deadline-too-far", base.replace("in 30d", "2030-01-01"), "2030-01-01"),
        ("oc_40002", "deadline-passed", base.replace("in 30d", "2020-01-01"), "2020-01-01"),
        ("oc_40003", "duplicate-signer", contract("C-1", twice), "signer \"PSN_TEST_001\" seq 3"),
        ("oc_40014", "duplicate-document", docs, "document copy"),
        ("oc_40016", "duplicate-position", same_place, "sign main page 1 at (280, 420)"),
        ("oc_40027", "mixed-silent", mixed, "sign main page 1 at (100, 100)"),
    ];
    for (code, rule, text, line) in cases {
        refused(&sandbox, &text, &["--allow", rule, "--allow", "unsigned-document"], code, line);
    }
}

#[test]
fn of_what_the_platform_knows() {
    let (sandbox, _seed) = seeded(
        &[],
        r#"{"accounts":[{"accountId":"PSN_NEW","kind":"person","verified":false},
            {"accountId":"CORP_NEW","kind":"company","verified":false}],
        "files":[{"fileCode":"FC_20260101000000SinglePageFileAA","pages":1,"kind":"pdf"},
            {"fileCode":"FC_20260101000000UnsupportedFileA","kind":"unsupported"},
            {"fileCode":"FC_20260101000000BrokenFileAAAAAA","kind":"broken"}],
        "seals":[{"sealId":10086,"accountId":"CORP_TEST_001","authorized":true,"authorizeCode":"CODE_10086"}],
        "templates":[{"docTemplateId":"TPL_LOST","fileMissing":true}]}"#,
    );
    let base = contract("K-1", "");
    let file = "FC_20241212171254RkztvLleUICgRSe";
    let across =
        base.replace(file, "FC_20260101000000SinglePageFileAA").replace("page 1 at (100, 100)", "across 300");
    refused(&sandbox, &base.replace("PSN_TEST_002", "PSN_NEW"), &[], "oc_10011", "signer \"PSN_TEST_001\"");
    refused(&sandbox, &across, &[], "oc_40020", "sign main");
    refused(
        &sandbox,
        &base.replace(file, "FC_20260101000000UnsupportedFileA"),
        &[],
        "oc_30005",
        "document main",
    );
    refused(
        &sandbox,
        &base.replace(file, "FC_20260101000000BrokenFileAAAAAA"),
        &[],
        "oc_30006",
        "document main",
    );
    let template = base
        .replace(&format!("\"{file}\" pages 3"), "from template \"TPL_LOST\" pages 3 { field \"a\" \"b\" }");
    refused(&sandbox, &template, &[], "oc_30008", "TPL_LOST");

    let auth = |account: &str, seals: &str| {
        format!(
            "authorization seal {{\n    account \"{account}\"\n    seals   {seals}\n    auth    sms\n    expires 1h\n}}\n"
        )
    };
    refused(&sandbox, &auth("CORP_TEST_001", "10086"), &[], "oc_20002", "10086");
    refused(&sandbox, &auth("CORP_NEW", "10010"), &[], "oc_40025", "CORP_NEW");
    refused(&sandbox, &auth("PSN_NEW", "10010"), &[], "oc_40026", "PSN_NEW");
}

#[test]
fn of_what_a_strict_platform_does_not_know() {
    let sandbox = Sandbox::start(&["--strict"]);
    let template = contract("K-2", "").replace(
        "\"FC_20241212171254RkztvLleUICgRSe\" pages 3",
        "from template \"TPL_NONE\" pages 3 { field \"a\" \"b\" }",
    );
    refused(&sandbox, &template, &[], "oc_40024", "TPL_NONE");
    let (sandbox, _seed) = seeded(&["--strict"], KNOWN);
    let auth = "authorization seal {\n    account \"CORP_TEST_001\"\n    seals   4711\n    auth    sms\n    expires 1h\n}\n";
    refused(&sandbox, auth, &[], "oc_20001", "4711");
    let project = Project::at(&sandbox);
    project.write("a.qdc", auth);
    let checked = project.run(&["check", "--online", "a.qdc"]);
    assert!(checked.code == 1 && checked.out.contains("oc_20001"), "{checked:?}");
}

#[test]
fn of_people() {
    let sandbox = Sandbox::start(&["--no-own-verification"]);
    let person = "person zhang {\n    account \"PSN_ZHANG\"\n    name    \"张三\"\n    idcard  \"11010519491231002X\"\n    phone   \"13800138000\"\n}\n";
    refused(&sandbox, person, &[], "oc_10041", "person zhang");
}

#[test]
fn of_a_busy_platform_and_of_one_that_finds_fault_without_saying_where() {
    let sandbox = Sandbox::start(&["--fault", "error:before:path=/open/contract/start"]);
    let project = Project::at(&sandbox);
    project.write("a.qdc", &contract("B-1", ""));
    let busy = project.run(&["send", "a.qdc"]);
    // 服务繁忙 is no refusal: it was asked about, and is not there.
    assert!(busy.code == 2 && busy.out.contains("not sent: the platform answered 500"), "{busy:?}");
    // Strict: the file is unknown, for which no code is documented but 参数错误.
    let (strict, _seed) = seeded(&["--strict"], KNOWN);
    refused(&strict, &contract("B-2", ""), &[], "400", "contract \"Employment\"");
}

#[test]
fn of_questions() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::at(&sandbox);
    project.write("a.qdc", &contract("Q-1", ""));
    assert_eq!(project.send(&["a.qdc"]).0, 0);
    // Another account than any that was sent.
    project.write("a.qdc", &contract("Q-1", "").replace("PSN_TEST_001", "PSN_STRANGER"));
    let status = project.run(&["status", "a.qdc"]);
    assert_eq!(status.code, 2, "{status:?}");
    shown(&status, "oc_40005", "PSN_STRANGER");
    // The record says sent, and this platform knows nothing of it.
    let port: u16 = sandbox.host.rsplit(':').next().unwrap().parse().unwrap();
    drop(sandbox);
    let _forgetful = Sandbox::on(port);
    let status = project.run(&["status", "a.qdc"]);
    assert_eq!(status.code, 2, "{status:?}");
    shown(&status, "oc_40006", "\"Q-1\"");
}

#[test]
fn of_a_gateway_that_does_not_know_the_key() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::at(&sandbox);
    // No page of the platform says what its gateway answers to a key that it does not know, so that is no refusal.
    for (variable, value) in [("QDC_SANDBOX_KEY", "another-key"), ("QDC_SANDBOX_SECRET", "another-secret")] {
        project.write("a.qdc", &contract(variable, ""));
        let ran = project.command(&["send", "a.qdc"]).env(variable, value).output().unwrap();
        let (out, err) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
        assert_eq!(ran.status.code(), Some(2), "{out}{err}");
        assert!(out.contains("401") || out.contains("400"), "{out}{err}");
        // What the gateway would have signed stays out of sight: of a question it holds account ids.
        assert!(!out.contains("StringToSign") && !err.contains("StringToSign"), "{out}{err}");
        assert!(!err.contains(value) && !out.contains(value), "{out}{err}");
    }
    assert_eq!(sandbox.state()["contracts"].as_array().unwrap().len(), 0);
}

#[test]
fn of_an_application_that_sent_nothing_and_is_asked_nothing() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::at(&sandbox);
    project.write("a.qdc", &contract("K-1", ""));
    assert_eq!(project.send(&["a.qdc"]).0, 0);
    let send = |args: &[&str]| project.command(args).env("QDC_SANDBOX_KEY", "another-key").output().unwrap();
    // The platform would say that it knows no such contract.
    let ran = send(&["send", "a.qdc", "--format", "json"]);
    let out: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!((ran.status.code(), &out["files"][0]["outcome"]), (Some(1), &"elsewhere".into()), "{out}");
    let ran = send(&["send", "a.qdc"]);
    let out = String::from_utf8_lossy(&ran.stdout);
    assert!(out.contains("another AppKey") && out.contains("--resend"), "{out}");
    let export = project.run(&["ledger", "export"]).out;
    let line: serde_json::Value = serde_json::from_str(export.lines().next().unwrap()).unwrap();
    assert_eq!(line["application"].as_str().unwrap().len(), 16);
    assert!(!export.contains(super::world::KEY) && !export.contains("another-key"), "{export}");
    // With the key of that time it is known again.
    assert_eq!(project.send(&["a.qdc"]).1["files"][0]["outcome"], "repeated");
}

#[test]
fn of_a_platform_that_has_two_names() {
    let sandbox = Sandbox::start(&[]);
    let host = &sandbox.host;
    let project = Project::with(
        &sandbox,
        &format!("[environments.office]\naddress = \"http://{host}/api\"\nask-first = false\n"),
    );
    project.write("a.qdc", &contract("N-1", ""));
    assert_eq!(project.send(&["a.qdc"]).0, 0);
    let mut send = project.command(&["send", "--env", "office", "--yes", "--format", "json", "a.qdc"]);
    send.env("QDC_OFFICE_KEY", super::world::KEY).env("QDC_OFFICE_SECRET", super::world::SECRET);
    let ran = send.output().unwrap();
    let out: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(out["files"][0]["outcome"], "repeated", "{out}");
    assert_eq!(sandbox.state()["contracts"].as_array().unwrap().len(), 1);
}
