//! The five documented requests and the three documented queries, end to end.

use crate::world::{Project, Sandbox, contract};

#[test]
fn a_contract_is_started_and_signed() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::at(&sandbox);
    project.write("a.qdc", &contract("A-1", ""));
    let (code, sent) = project.send(&["a.qdc"]);
    assert_eq!(code, 0, "{sent}");
    let file = &sent["files"][0];
    assert_eq!(file["outcome"], "sent");
    let id = file["contractId"].as_str().unwrap();
    assert!(id.parse::<u64>().unwrap() > 1 << 53, "{id}");
    assert_eq!(file["next"][0]["accountId"], "PSN_TEST_001");
    let state = sandbox.state();
    assert_eq!(state["contracts"].as_array().unwrap().len(), 1, "{state}");
    assert_eq!(state["contracts"][0]["contractId"], id);
    assert_eq!(state["contracts"][0]["businessCode"], "A-1");

    // GET /open/contract/signer
    let status = project.run(&["status", "a.qdc"]);
    assert_eq!(status.code, 0, "{status:?}");
    assert!(status.out.contains("next: PSN_TEST_001\n"), "{}", status.out);
    sandbox.sign("A-1", "PSN_TEST_001");
    let status = project.run(&["status", "A-1"]);
    assert!(status.out.contains("1. PSN_TEST_001  signed\n"), "{}", status.out);
    assert!(status.out.contains("next: PSN_TEST_002\n"), "{}", status.out);
    sandbox.sign("A-1", "PSN_TEST_002");
    let status = project.run(&["status", "--watch"]);
    assert!(status.out.contains("everybody has signed"), "{}", status.out);
}

/// The documented example, with its two breaches mended: everybody signs silently, at once.
#[test]
fn the_documented_example_is_started_as_it_is_compiled() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::at(&sandbox);
    let example = include_str!("../../examples/three-party-signing.qdc")
        .replace("2025-12-31", "in 30d")
        .replacen("(28, 42)", "(300, 100)", 1);
    project.write("s4.qdc", &example);
    let ran = project.run(&["send", "s4.qdc"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains("everybody signs silently"), "{}", ran.out);
    let state = sandbox.state();
    let sent = &state["requests"][0]["body"];
    let compiled = project.run(&["compile", "s4.qdc"]);
    let compiled: serde_json::Value = serde_json::from_str(&compiled.out).unwrap();
    // The list masks authorization codes and nothing else of it.
    for pointer in ["/docs", "/attachmentFiles", "/signFlowInitiator", "/signFlowConfigs", "/signers/1/seqNo"]
    {
        assert_eq!(sent.pointer(pointer), compiled.pointer(pointer), "{pointer}");
    }
    let status = project.run(&["status", "s4.qdc"]);
    assert!(status.out.contains("everybody has signed"), "{}", status.out);
}

#[test]
fn a_file_is_made_from_its_template_and_its_code_goes_into_the_contract() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::at(&sandbox);
    let text = contract("T-1", "").replace(
        r#"document main "FC_20241212171254RkztvLleUICgRSe" pages 3"#,
        r#"document main from template "TPL_1" pages 3 { field "party" "Example Ltd" }"#,
    );
    project.write("t.qdc", &text);
    let (code, sent) = project.send(&["t.qdc"]);
    assert_eq!(code, 0, "{sent}");
    let made = sent["files"][0]["steps"][0]["given"]["fileCode"].as_str().unwrap();
    assert!(made.starts_with("FC_"), "{made}");
    let state = sandbox.state();
    let request = state["requests"]
        .as_array()
        .unwrap()
        .iter()
        .find(|request| request["path"].as_str().unwrap().ends_with("/open/contract/start"));
    let body = request.unwrap()["body"].to_string();
    assert!(body.contains(made) && !body.contains("${"), "{body}");
}

#[test]
fn a_person_is_created_once() {
    let sandbox = Sandbox::start(&["--strict"]);
    let project = Project::at(&sandbox);
    let person = r#"person zhang {
    account "PSN_ZHANG"
    name    "张三"
    idcard  "11010519491231002X"
    phone   "13800138000"
}
"#;
    project.write("p.qdc", person);
    let (code, sent) = project.send(&["p.qdc"]);
    assert_eq!((code, &sent["files"][0]["outcome"]), (0, &"sent".into()), "{sent}");
    assert!(sent["files"][0]["steps"][0]["given"]["sealId"].is_string(), "{sent}");
    let (code, sent) = project.send(&["p.qdc"]);
    assert_eq!((code, &sent["files"][0]["outcome"]), (0, &"repeated".into()), "{sent}");
    // Other data for the same account change nothing, and that is said.
    project.write("p.qdc", &person.replace("13800138000", "13900139000"));
    let ran = project.run(&["send", "p.qdc"]);
    assert!(ran.code == 0 && ran.out.contains("with other data"), "{ran:?}");
    // Another project does not know, and the platform refuses the account: it is there.
    let other = Project::at(&sandbox);
    other.write("p.qdc", person);
    let (code, sent) = other.send(&["p.qdc"]);
    assert_eq!((code, &sent["files"][0]["steps"][0]["outcome"]), (0, &"existed".into()), "{sent}");
    // ... but not for somebody else of that account.
    let third = Project::at(&sandbox);
    third.write("p.qdc", &person.replace("张三", "李四"));
    let (code, sent) = third.send(&["p.qdc"]);
    assert_eq!((code, &sent["files"][0]["outcome"]), (1, &"refused".into()), "{sent}");
    // GET /open/psnGet
    let used = "person zhang { account \"PSN_ZHANG\" }\n";
    let text = contract("P-1", "").replace("signer \"PSN_TEST_001\"", "signer zhang");
    project.write("used.qdc", &format!("{used}{text}"));
    let checked = project.run(&["check", "--online", "used.qdc"]);
    assert_eq!(checked.code, 0, "{checked:?}");
    project.write("used.qdc", &format!("{used}{text}").replace("PSN_ZHANG", "PSN_NOBODY"));
    let checked = project.run(&["check", "--online", "used.qdc"]);
    assert_eq!(checked.code, 1, "{checked:?}");
    assert!(checked.out.contains("the account `PSN_NOBODY` is not verified"), "{}", checked.out);
}

#[test]
fn the_page_of_an_authorization_is_fetched_anew_each_time() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::at(&sandbox);
    project.write(
        "auth.qdc",
        "authorization seal {\n    account \"CORP_TEST_001\"\n    seals   10086\n    auth    sms face\n    expires 1h\n}\n",
    );
    let url = || {
        let (code, sent) = project.send(&["auth.qdc"]);
        assert_eq!(code, 0, "{sent}");
        sent["files"][0]["steps"][0]["given"]["authUrl"].as_str().unwrap().to_owned()
    };
    assert!(url().starts_with("http"));
    assert_ne!(url(), url());
    // GET /open/seal/detail
    let checked = project.run(&["check", "--online", "auth.qdc"]);
    assert_eq!(checked.code, 0, "{checked:?}");
}

#[test]
fn the_ticket_of_qiyuesuo_is_fetched() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::at(&sandbox);
    project.write(
        "ticket.qdc",
        "ticket signing {\n    contract \"2591540368898105360\"\n    user     mobile \"13800138000\"\n}\n",
    );
    let (code, sent) = project.send(&["ticket.qdc"]);
    assert_eq!(code, 0, "{sent}");
    assert!(sent["files"][0]["steps"][0]["given"]["ticket"].is_string(), "{sent}");
}

#[test]
fn nothing_set_goes_to_the_sandbox_inside_and_stays_there() {
    let project = Project::alone();
    project.write("a.qdc", &contract("IN-1", ""));
    let sent = project.run(&["send", "a.qdc"]);
    assert_eq!(sent.code, 0, "{sent:?}");
    assert!(sent.out.contains("started as contract 1"), "{}", sent.out);
    assert!(sent.out.contains("signs next: PSN_TEST_001\n"), "{}", sent.out);
    let again = project.run(&["send", "a.qdc"]);
    assert!(again.out.contains("already sent as contract 1"), "{}", again.out);
    let status = project.run(&["status", "a.qdc"]);
    assert!(status.out.contains("next: PSN_TEST_001\n"), "{status:?}");
}
