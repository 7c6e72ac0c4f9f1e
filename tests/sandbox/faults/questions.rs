//! Questions that fail, lag, or are answered with marks for a terminal.

use qdc::sandbox::{FaultRule, Options};
use serde_json::{Value, json};

use crate::client::{own, signed, ticket};
use crate::raw::{End, Live};

fn lagging(ms: u64) -> Live {
    let rule = FaultRule::parse(&format!("lag:ms={ms}")).unwrap();
    let live = Live::start(Options { faults: vec![rule], ..Options::default() });
    assert_eq!(live.connect().send(&live.start_of("Q"), "").answer().code(), "200");
    live
}

#[test]
fn a_contract_that_exists_is_denied_for_a_while() {
    let live = lagging(3_600_000);
    assert_eq!(live.contracts("Q"), 1);
    assert_eq!(live.connect().send(&live.question_of("Q"), "").answer().code(), "oc_40006");
    assert_eq!(live.state()["disturbed"], 1, "starting it was not disturbed");
}

#[test]
fn then_it_is_found() {
    let live = lagging(150);
    let denied = std::cell::Cell::new(0);
    live.until("found", |live| {
        let code = live.connect().send(&live.question_of("Q"), "").answer().code();
        denied.set(denied.get() + u32::from(code == "oc_40006"));
        code == "200"
    });
    assert_eq!(live.connect().send(&live.question_of("Q"), "").answer().code(), "200");
    // What was not disturbed is not counted.
    assert_eq!(live.state()["disturbed"], denied.get());
    assert_eq!(live.connect().send(&live.question_of("never"), "").answer().code(), "oc_40006");
}

#[test]
fn questions_fail_while_contracts_are_started() {
    let live = Live::start(Options::default());
    let set = |fault: &str| {
        let rules = json!([format!("{fault}:path=/open/contract/signer")]);
        let answer = live.runtime.block_on(own(&live.sandbox, "POST", "/_sandbox/faults", &rules));
        assert_eq!(answer.status, 200, "{}", answer.text);
    };
    for (at, (fault, status)) in [
        ("http500", 500),
        ("status=502", 502),
        ("html:status=200", 200),
        ("code=oc_40005", 200),
        ("code=500", 200),
    ]
    .into_iter()
    .enumerate()
    {
        set(fault);
        let code = format!("Q-{at}");
        let mut raw = live.connect();
        assert_eq!(raw.send(&live.start_of(&code), "").answer().code(), "200");
        let said = raw.send(&live.question_of(&code), "").answer();
        assert_eq!(said.status, status, "{fault}");
        assert_eq!(fault.strip_prefix("code=").unwrap_or_default(), said.code(), "{fault}");
    }
    for (fault, end) in [("reset", End::Rst), ("drop", End::Fin)] {
        set(fault);
        let mut raw = live.connect();
        assert_eq!(raw.send(&live.question_of("Q-0"), "").until_the_end(), (Vec::new(), end));
    }
    set("hang");
    let mut raw = live.connect();
    assert!(raw.send(&live.question_of("Q-0"), "").is_silent());
}

#[test]
fn escapes_in_every_member_that_is_printed() {
    let live = Live::start(Options::default());
    let base = crate::client::base(&live.sandbox);
    let is_marked = |value: &Value| {
        let text = value.as_str().unwrap();
        ['\u{1b}', '\u{7}', '\u{202e}', '\u{2066}', '\r', '\n', '\0'].iter().all(|mark| text.contains(*mark))
    };
    let mut raw = live.connect();
    let started = raw.send(&live.start_of("E"), "escapes").answer().json();
    assert!(is_marked(&started["msg"]));
    assert_eq!((&started["code"], &started["result"]["businessCode"]), (&json!("200"), &json!("E")));
    assert_eq!(live.contracts("E"), 1);

    let template = json!({ "docTemplateId": "T", "fileName": "a", "components": [] }).to_string();
    let authorization = json!({ "accountId": "CORP_1", "sealIds": [7], "expirationTime": 60 }).to_string();
    let person = json!({ "accountId": "PSN_9", "flowNo": "F", "informPhone": "15100000000" }).to_string();
    for (call, member) in [
        (live.question_of("E"), "signStatus"),
        (signed(&base, "POST", "/api/open/template/file/create", &[], template.into_bytes()), "fileCode"),
        (
            signed(&base, "POST", "/api/open/seal/autosign/auth/url", &[], authorization.into_bytes()),
            "authUrl",
        ),
        (signed(&base, "POST", "/api/open/psnCreate", &[], person.into_bytes()), "sealId"),
        (
            ticket(
                &live.sandbox,
                &json!({ "bizId": "B", "user": { "contact": "1", "contactType": "NUMBER" } }),
            ),
            "ticket",
        ),
    ] {
        let said = raw.send(&call, "escapes").answer().json();
        assert!(is_marked(&said["result"][member]), "{member}: {said}");
    }

    let refused = raw.send(&live.start_of("R"), "escapes:before").answer().json();
    assert!(is_marked(&refused["code"]) && is_marked(&refused["msg"]), "{refused}");
    assert_eq!((&refused["success"], live.contracts("R")), (&json!(false), 0));
}
