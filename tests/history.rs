//! `qdc history` over ledgers of several projects.

mod cli_run;

use std::path::Path;

use cli_run::{folder, qdc};
use qdc::delivery::Subject;
use qdc::delivery::ledger::{Ledger, Outcome, Receipt, State};
use qdc::plan::Kind;

fn receipt(code: &str, source: &str) -> Receipt {
    Receipt {
        environment: "test".to_owned(),
        address: "https://example.com/api".to_owned(),
        application: String::new(),
        kind: Kind::Start,
        subject: Some(Subject::Code(code.to_owned())),
        title: "劳动合同".to_owned(),
        path: "/open/contract/start".to_owned(),
        body: b"{}".to_vec(),
        source: source.to_owned(),
        meaning: "00".to_owned(),
        deadline: None,
        again: false,
    }
}

/// A ledger with four records, as sending would leave it.
fn sent(project: &Path) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let ledger = Ledger::open(&project.join(".qdc/ledger.db"), || ()).await.unwrap();
        let id = ledger.begin(receipt("HR-1", "hr/a.qdc")).await.unwrap();
        let outcome =
            Outcome { contract_id: Some("2591540368898105360".to_owned()), ..Outcome::of(State::Sent) };
        ledger.finish(id, outcome).await.unwrap();
        let id = ledger.begin(receipt("HR-2", "hr/b.qdc")).await.unwrap();
        let outcome = Outcome {
            code: Some("1002".to_owned()),
            message: Some("参数\n错误".to_owned()),
            ..Outcome::of(State::Refused)
        };
        ledger.finish(id, outcome).await.unwrap();
        let person = Receipt { kind: Kind::Person, title: "员工".to_owned(), ..receipt("PSN_1", "c.qdc") };
        let id = ledger.begin(Receipt { environment: "prod".to_owned(), ..person }).await.unwrap();
        ledger.finish(id, Outcome::of(State::Unknown)).await.unwrap();
        ledger.begin(receipt("HR-3", "c.qdc")).await.unwrap();
        ledger.close().await;
    });
}

/// Without the time, which every line begins with.
fn lines(out: &str) -> Vec<String> {
    out.lines()
        .map(|line| if line.starts_with("20") { line[21..].to_owned() } else { line.to_owned() })
        .collect()
}

#[test]
fn what_was_sent_is_listed_with_the_newest_first() {
    let folder = folder(&[("hr/a.qdc", ""), ("c.qdc", "")]);
    sent(folder.path());
    let run = qdc(folder.path(), &["history", "--lang", "zh"], "");
    assert_eq!(run.code, 0);
    assert_eq!(
        lines(&run.out),
        [
            "未完  发起合同  劳动合同",
            "    业务编号 HR-3  环境 test  c.qdc",
            "不明  创建个人  员工",
            "    账号 PSN_1  环境 prod  c.qdc",
            "被拒绝  发起合同  劳动合同",
            "    业务编号 HR-2  环境 test  hr/b.qdc",
            "    1002 参数␊错误",
            "已发送  发起合同  劳动合同",
            "    业务编号 HR-1  合同 ID 2591540368898105360  环境 test  hr/a.qdc",
        ]
    );
    assert!(run.err.contains("会先向平台查询，不会重复发送"), "{}", run.err);
}

#[test]
fn it_is_asked_for_by_file_folder_environment_and_number() {
    let folder = folder(&[("hr/a.qdc", ""), ("c.qdc", "")]);
    sent(folder.path());
    let codes = |args: &[&str]| -> Vec<String> {
        let run = qdc(folder.path(), &[&["history", "--lang", "en"], args].concat(), "");
        assert_eq!(run.code, 0, "{}", run.err);
        let words = ["HR-1", "HR-2", "HR-3", "PSN_1"];
        let found = run.out.lines().filter_map(|line| words.into_iter().find(|word| line.contains(word)));
        found.map(str::to_owned).collect()
    };
    assert_eq!(codes(&["hr/a.qdc"]), ["HR-1"]);
    // A file that is gone is still known.
    assert_eq!(codes(&["hr/b.qdc", "hr/a.qdc", "hr"]), ["HR-2", "HR-1"]);
    assert_eq!(codes(&["."]), ["HR-3", "PSN_1", "HR-2", "HR-1"]);
    assert_eq!(codes(&["--env", "prod"]), ["PSN_1"]);
    assert_eq!(codes(&["--limit", "2"]), ["HR-3", "PSN_1"]);
    assert_eq!(codes(&["hr", "--limit", "1"]), ["HR-2"]);
    assert_eq!(codes(&["--ledger", "nowhere.db"]), [""; 0]);
    assert!(!folder.path().join("nowhere.db").exists());
}

#[test]
fn programs_get_json() {
    let folder = folder(&[("hr/a.qdc", "")]);
    let run = qdc(folder.path(), &["history", "--format", "json"], "");
    assert_eq!(run.out, "{\n  \"version\": 2,\n  \"records\": []\n}\n");
    sent(folder.path());
    let run = qdc(folder.path(), &["history", "hr/a.qdc", "--format", "json"], "");
    let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let record = &json["records"][0];
    assert_eq!((json["version"].as_i64(), record["state"].as_str()), (Some(2), Some("sent")));
    assert_eq!((record["kind"].as_str(), record["businessCode"].as_str()), (Some("start"), Some("HR-1")));
    assert_eq!(
        (record["contractId"].as_str(), record["attempts"].as_i64()),
        (Some("2591540368898105360"), Some(0))
    );
    assert!(record["begunAt"].as_str().unwrap().ends_with('Z') && record["message"].is_null());
    assert!(record.get("handedOverAt").is_some_and(serde_json::Value::is_null));
}

#[test]
fn a_file_that_is_no_ledger_is_named() {
    let folder = folder(&[("notes.txt", "nothing of the kind")]);
    let run = qdc(folder.path(), &["history", "--ledger", "notes.txt", "--lang", "en"], "");
    assert_eq!(run.code, 2);
    assert!(run.err.contains("notes.txt: this file is no ledger of qdc"), "{}", run.err);
}
