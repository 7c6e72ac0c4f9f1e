//! Everything a platform says.

use serde_json::{Value, json};

use crate::cli_run::folder;
use crate::evil::{EVIL, Printed, forging, run, written};
use crate::platform::{self, ok, with};

/// A project whose contract has evil names and whose sandbox is that platform.
fn project(host: &str) -> tempfile::TempDir {
    let text = written();
    let contract = format!(
        "contract \"{text}\" {{\n    code \"{text}\"\n    initiator \"CORP\"\n    deadline in 30d\n    document main \"FC_1\"\n    \
         signer \"PSN\" auth sms {{\n        sign main page 1 at (280, 420)\n    }}\n}}\n"
    );
    let settings =
        format!("[environments.sandbox]\naddress = \"http://{host}/api\"\nsettle = 0.5\ntimeout = 0.5\n");
    folder(&[("a.qdc", &contract), ("qdc.toml", &settings)])
}

fn evil() -> Value {
    forging().into()
}

/// Sends once, and asks in every way; nothing of it may be raw.
fn sent(answer: &[u8], lang: &str, format: &str) -> Vec<Printed> {
    let folder = project(&platform::start(vec![("", answer.to_vec())]));
    let commands = [
        &["send", "a.qdc"][..],
        &["status", "a.qdc"],
        &["status"],
        &["diff", "a.qdc"],
        &["history"],
        &["check", "--online", "a.qdc"],
    ];
    let ask = |command: &&[&str]| {
        let more = ["--format", format, "--lang", lang, "--color", "always"];
        let done = run(folder.path(), &[command, &more[..]].concat());
        done.is_visible();
        done
    };
    commands.iter().map(ask).collect()
}

/// Everything that is asked for succeeds, and whatever comes back is shown.
#[test]
fn what_each_step_brings() {
    let signer = json!({ "accountId": evil(), "seqNo": 1, "signStatus": evil(), "name": evil() });
    let result = json!({
        "contractId": "1897893172027068416", "businessCode": EVIL, "fileCode": evil(), "sealId": evil(), "authUrl": evil(),
        "ticket": evil(), "signStatus": evil(), " signersInfos": [signer], evil().as_str().unwrap(): evil(),
    });
    let envelope = json!({ "code": "200", "success": true, "msg": evil(), "result": result, "logKey": evil(), "ts": evil() });
    let answer = envelope.to_string();
    for (lang, format) in [("zh", "human"), ("en", "human"), ("en", "json")] {
        let all = sent(&ok(&answer), lang, format);
        assert!(all[0].out.contains("1897893172027068416"), "{}{}", all[0].out, all[0].err);
        let status = if format == "json" { "x\\u001b[31m" } else { "x␛[31m" };
        assert!(all[1].out.contains(status), "{}{}", all[1].out, all[1].err);
    }

    let host = platform::start(vec![("", ok(&answer))]);
    let folder = project(&host);
    let more = "authorization a {\n    account \"CORP\"\n    seals all\n    auth sms face\n    redirect \"https://legal.example.com/\" after 3s\n    expires 1h\n}\n";
    std::fs::write(folder.path().join("b.qdc"), more).unwrap();
    for lang in ["zh", "en"] {
        let done = run(folder.path(), &["send", "b.qdc", "--lang", lang]);
        done.is_visible();
        assert!(lang == "en" || done.out.contains("x␛[31m"), "{}{}", done.out, done.err);
    }
}

#[test]
fn refusals_of_every_kind() {
    let refusal = |code: Value| {
        json!({ "code": code, "success": false, "msg": evil(), "message": evil(), "result": evil(), "logKey": evil(), "ts": evil() }).to_string()
    };
    let said: String = EVIL.chars().filter(|c| !c.is_ascii_control()).collect();
    let header = format!("X-Ca-Error-Message: {said}\r\nX-Ca-Request-Id: {said}\r\n");
    let answers = [
        ok(&refusal(evil())),
        ok(&refusal("oc_40016".into())),
        ok(&refusal("500".into())),
        with("400 Bad Request", &header, refusal("400".into()).as_bytes()),
        with("403 Forbidden", &header, EVIL.as_bytes()),
        with("200 OK", "", EVIL.as_bytes()),
        with("302 Found", &format!("Location: http://127.0.0.1:1/{said}\r\n"), b""),
        with(&format!("499 {said}"), "", b"{}"),
        EVIL.as_bytes().to_vec(),
        Vec::new(),
    ];
    // Each is asked about again and again, which is mostly waiting.
    std::thread::scope(|scope| {
        for (index, answer) in answers.iter().enumerate() {
            scope.spawn(move || {
                let (lang, format) = [("zh", "human"), ("en", "human"), ("en", "json")][index % 3];
                let all = sent(answer, lang, format);
                assert_ne!(all[0].code, 0, "{}", all[0].out);
            });
        }
    });
}

/// JSON has the members as they came.
#[test]
fn programs_get_the_same_answer_escaped() {
    let envelope = json!({ "code": "oc_40003", "success": false, "msg": evil(), "logKey": evil() });
    let host = platform::start(vec![("", ok(&envelope.to_string()))]);
    let folder = project(&host);
    let done = run(folder.path(), &["send", "a.qdc", "--format", "json"]);
    let value: Value = serde_json::from_str(&done.is_visible().out).unwrap();
    let text = value.to_string();
    let log_key = serde_json::to_string(&evil()).unwrap();
    assert!(text.contains(&log_key), "{text}");
}
