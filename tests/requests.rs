//! The platforms' documented example bodies, written in the language, come out as documented: the same
//! members, in the same order, with the same values.

use qdc::facts::Facts;
use qdc::model::{Model, NoFiles};
use qdc::plan::{MadeFiles, Plan};
use qdc::settings::Settings;
use qdc::source::Source;

fn plan(text: &str) -> serde_json::Value {
    let model = Model::read(Source::new("a.qdc", text), &NoFiles, &Default::default());
    assert!(model.problems.is_empty(), "{:#?}", model.problems);
    let facts = Facts::at("2025-06-01T00:00".parse().unwrap());
    let (settings, made) = (Settings::default(), MadeFiles::of(&model));
    serde_json::to_value(Plan::of(&model, &facts, &settings, &made)).unwrap()
}

fn bodies(text: &str) -> Vec<String> {
    let plan = plan(text);
    plan["requests"].as_array().unwrap().iter().map(|request| pretty(&request["body"])).collect()
}

fn pretty(value: &serde_json::Value) -> String {
    serde_json::to_string_pretty(value).unwrap() + "\n"
}

#[test]
fn s4_starting_a_contract() {
    let text = std::fs::read_to_string("examples/three-party-signing.qdc").unwrap();
    assert_eq!(bodies(&text), [include_str!("seeds/s4-contract-start.json")]);
}

#[test]
fn s0_making_a_file_from_a_template() {
    let text = r#"
contract "模板合同" {
    initiator "CORP_TEST_001"
    document main from template "string" name "string" {
        field "string" "string"
    }
    signer "PSN_TEST_001" {
        sign main page 1 at (280, 420)
    }
}
"#;
    let plan = plan(text);
    assert_eq!(pretty(&plan["requests"][0]["body"]), include_str!("seeds/s0-template-file.json"));
    let start = &plan["requests"][1];
    assert_eq!(start["body"]["docs"][0]["fileCode"], "${1.result.fileCode}");
    assert_eq!(
        start["uses"],
        serde_json::json!([
            {"pointer": "/docs/0/fileCode", "step": 1, "member": "/result/fileCode"},
            {"pointer": "/signers/0/signFields/0/fileCode", "step": 1, "member": "/result/fileCode"},
        ])
    );
    for used in start["uses"].as_array().unwrap() {
        let pointer = used["pointer"].as_str().unwrap();
        assert_eq!(start["body"].pointer(pointer).unwrap(), "${1.result.fileCode}");
    }
}

#[test]
fn s1_authorizing_silent_signing() {
    let text = r#"
authorization 公章 {
    account  "22588647-d267-4964-8a48-f3d8c0c1c0fd"
    seals    all
    auth     sms face
    redirect "https://slushy-bungalow.com/" after 3s
    expires  1h
}
"#;
    assert_eq!(bodies(text), [include_str!("seeds/s1-authorization.json")]);
}

/// The documented example carries a flow number and an identity together, which its own text forbids: it is
/// two bodies, and the two together have exactly its members.
#[test]
fn s2_creating_a_person() {
    let text = r#"
person 凭流水号 {
    account "540100195512100894"
    flow    "OPFN103125CFgAsPxjAEGT"
    phone   "16049793435"
}
person 凭身份 {
    account "540100195512100894"
    name    "潜治文"
    idcard  "430100201510111541"
    phone   "16049793435"
}
"#;
    let bodies = bodies(text);
    let example: serde_json::Value = serde_json::from_str(include_str!("seeds/s2-person.json")).unwrap();
    let without = |members: &[&str]| {
        let mut body = example.as_object().unwrap().clone();
        body.retain(|member, _| !members.contains(&member.as_str()));
        pretty(&serde_json::Value::Object(body))
    };
    assert_eq!(bodies, [without(&["psnName", "psnIDCardType", "psnIDCardNum"]), without(&["flowNo"])]);
}

#[test]
fn s3_a_signing_ticket() {
    let text = r#"
ticket 小程序签署 {
    contract "2591540368898105360"
    user     mobile "10100000000"
}
"#;
    assert_eq!(bodies(text), [include_str!("seeds/s3-ticket.json")]);
}
