//! The platforms' documented example bodies, written in the language, come out as documented: the same
//! members, in the same order, with the same values.

use qdc::facts::Facts;
use qdc::model::{Model, NoFiles};
use qdc::plan::{Kind, MadeFiles, Plan};
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

#[test]
fn each_request_says_what_it_is_for_about_whom_and_where_that_stands() {
    let text = r#"
person 张三 account "PSN_1" phone "13800138000" flow "F1"
authorization 公章 account "CORP_1" seals all
ticket 令牌 contract "C1" user mobile "13800138000"
contract "劳动合同" {
    code "HR-1"
    initiator 张三
    document 正文 from template "T1"
    document 附件 upload "附件.pdf"
    signer 张三 { sign 正文 page 1 at (1, 2) }
}
"#;
    let source = Source::new("a.qdc", text);
    let model = Model::read(source, &NoFiles, &Default::default());
    let facts = Facts::at("2025-06-01T00:00".parse().unwrap());
    let (settings, made) = (Settings::default(), MadeFiles::of(&model));
    let plan = Plan::of(&model, &facts, &settings, &made);
    let told: Vec<_> = plan
        .requests
        .iter()
        .map(|request| (request.kind(), request.subject(), model.sources.slice(request.span)))
        .collect();
    let about = |subject: &str| Some(subject.to_owned());
    assert_eq!(
        told,
        [
            (Kind::Person, about("PSN_1"), "张三"),
            (Kind::Authorization, about("CORP_1"), "公章"),
            (Kind::Template, about("正文"), "正文"),
            (Kind::Upload, about("附件"), "附件"),
            (Kind::Start, about("HR-1"), "\"劳动合同\""),
            (Kind::Ticket, None, "令牌"),
        ]
    );
}

#[test]
fn files_are_uploaded_and_made_in_order_of_writing_before_the_contract() {
    let text = r#"
authorization 公章 account "CORP_1" seals all
ticket 令牌 contract "C1" user mobile "13800138000"
contract "劳动合同" {
    initiator "CORP_1"
    document 正文 upload "files/劳动合同.pdf" name "合同.pdf"
    document 手册 "FC_1"
    document 附表 from template "T1"
    document 附件 upload "附件.pdf"
    signer "PSN_1" {
        sign 附件 page 1 at (1, 2)
        sign 手册 page 1 at (1, 2)
    }
}
"#;
    let plan = plan(text);
    let requests = plan["requests"].as_array().unwrap();
    let paths: Vec<&str> = requests.iter().map(|request| request["path"].as_str().unwrap()).collect();
    assert_eq!(
        paths,
        [
            "/open/seal/autosign/auth/url",
            "",
            "/open/template/file/create",
            "",
            "/open/contract/start",
            "/v2/contract/miniappexchange"
        ]
    );
    let uploaded = serde_json::json!({"upload": "files/劳动合同.pdf", "name": "劳动合同.pdf"});
    assert_eq!(requests[1]["body"], uploaded);
    let start = &requests[4];
    assert_eq!(
        start["body"]["docs"],
        serde_json::json!([
            {"fileId": "1", "fileCode": "${2.result.fileCode}", "fileOrder": 1, "fileName": "合同.pdf"},
            {"fileId": "2", "fileCode": "FC_1", "fileOrder": 2},
            {"fileId": "3", "fileCode": "${3.result.fileCode}", "fileOrder": 3},
            {"fileId": "4", "fileCode": "${4.result.fileCode}", "fileOrder": 4},
        ])
    );
    let uses: Vec<(&str, u64)> = start["uses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|used| (used["pointer"].as_str().unwrap(), used["step"].as_u64().unwrap()))
        .collect();
    assert_eq!(
        uses,
        [
            ("/docs/0/fileCode", 2),
            ("/docs/2/fileCode", 3),
            ("/docs/3/fileCode", 4),
            ("/signers/0/signFields/0/fileCode", 4)
        ]
    );
}
