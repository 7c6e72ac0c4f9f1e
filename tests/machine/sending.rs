//! Sending and the commands around it, against the sandbox, whatever becomes of a file.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::world::{Project, Sandbox, contract};
use crate::{LANGS, json};

/// The outcome of the first file, the exit code beside it.
fn outcome(project: &Project, lang: &str, args: &[&str]) -> (i32, String, Value) {
    let (code, sent) = json(project, lang, &[&["send", "--format", "json"], args].concat());
    (code, sent["files"][0]["outcome"].as_str().unwrap_or_default().to_owned(), sent)
}

#[test]
fn a_contract_is_followed_from_its_plan_to_its_changes() {
    for lang in LANGS {
        let sandbox = Sandbox::start(&[]);
        let project = Project::at(&sandbox);
        project.write("a.qdc", &contract("M-1", ""));
        project.write("b.qdc", &contract("M-2", ""));
        let (code, none) = json(&project, lang, &["history", "--format", "json"]);
        assert_eq!((code, &none["records"]), (0, &serde_json::json!([])));
        let (code, before, dry) = outcome(&project, lang, &["--dry-run", "a.qdc"]);
        assert_eq!((code, before.as_str(), &dry["files"][0]["state"]), (0, "not-sent", &Value::Null));
        let (code, first, sent) = outcome(&project, lang, &["a.qdc", "b.qdc"]);
        assert_eq!((code, first.as_str(), sent["files"].as_array().unwrap().len()), (0, "sent", 2), "{sent}");
        assert_eq!(sent["address"], format!("http://{}/api", sandbox.host));
        let (code, again, repeated) = outcome(&project, lang, &["a.qdc"]);
        assert_eq!((code, again.as_str(), &repeated["files"][0]["state"]), (0, "repeated", &"sent".into()));
        let (_, _, dry) = outcome(&project, lang, &["--dry-run", "a.qdc"]);
        assert_eq!(dry["files"][0]["contractId"], sent["files"][0]["contractId"]);

        let (code, status) = json(&project, lang, &["status", "--format", "json"]);
        assert_eq!((code, status["contracts"].as_array().unwrap().len()), (0, 2), "{status}");
        assert_eq!(status["contracts"][0]["next"][0]["accountId"], "PSN_TEST_001");
        sandbox.sign("M-1", "PSN_TEST_001");
        sandbox.sign("M-1", "PSN_TEST_002");
        let (_, status) = json(&project, lang, &["status", "a.qdc", "--format", "json"]);
        assert_eq!(status["contracts"][0]["finished"], true, "{status}");

        let (code, same) = json(&project, lang, &["diff", "a.qdc", "--format", "json"]);
        assert_eq!((code, &same["changed"]), (0, &false.into()));
        project.write("a.qdc", &contract("M-1", "").replace("(280, 420)", "(281, 420)"));
        let (code, other) = json(&project, lang, &["diff", "a.qdc", "--format", "json"]);
        assert_eq!(
            (code, &other["changed"], other["changes"].as_array().unwrap().len()),
            (1, &true.into(), 1)
        );
        let (code, changed, sent) = outcome(&project, lang, &["a.qdc"]);
        assert_eq!((code, changed.as_str(), &sent["files"][0]["changes"]), (1, "changed", &other["changes"]));
        let (_, history) = json(&project, lang, &["history", "--format", "json"]);
        let mut codes: Vec<&str> = history["records"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|one| one["businessCode"].as_str())
            .collect();
        // The two were sent side by side.
        codes.sort_unstable();
        assert_eq!(codes, ["M-1", "M-2"]);
    }
}

/// Made up; the number is the one that its standard shows.
const PARAMS: [(&str, &[&str]); 2] = [
    (
        "新员工入职.qdc",
        &[
            "工号=0107",
            "员工姓名=张三",
            "身份证号=11010519491231002X",
            "手机号=13800138000",
            "导师流水号=4711",
            "导师手机=13800138001",
        ],
    ),
    ("模板服务合同.qdc", &["客户名称=甲", "客户账号=CORP_1", "服务费=1", "合同号=1"]),
];

#[test]
fn requests_of_every_kind_are_as_published() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    for lang in LANGS {
        let project = Project::alone();
        for folder in ["", "shared", "files"] {
            std::fs::create_dir_all(project.path().join(folder)).unwrap();
            for file in std::fs::read_dir(examples.join(folder)).unwrap().map(|entry| entry.unwrap().path()) {
                if file.is_file() {
                    let to = project.path().join(folder).join(file.file_name().unwrap());
                    std::fs::copy(&file, to).unwrap();
                }
            }
        }
        let mut sent = BTreeSet::new();
        for file in std::fs::read_dir(&examples).unwrap().map(|entry| entry.unwrap().file_name()) {
            let file = file.to_str().unwrap();
            if !file.ends_with(".qdc") {
                continue;
            }
            let mut args = vec!["--allow", "deadline-passed", file];
            let params = PARAMS.iter().find(|(of, _)| *of == file).map_or(&[][..], |(_, params)| params);
            args.extend(params.iter().flat_map(|param| ["--set", param]));
            let (_, _, document) = outcome(&project, lang, &args);
            let steps = document["files"][0]["steps"].as_array().unwrap_or_else(|| panic!("{document}"));
            sent.extend(steps.iter().map(|step| step["kind"].as_str().unwrap().to_owned()));
            json(&project, lang, &["plan", file, "--force", "--format", "json"]);
        }
        assert_eq!(
            Vec::from_iter(sent),
            ["authorization", "person", "start", "template", "ticket", "upload"]
        );
        let (_, history) = json(&project, lang, &["history", "--format", "json"]);
        let has =
            |member: &str| history["records"].as_array().unwrap().iter().any(|one| one[member].is_string());
        assert!(has("businessCode") && has("accountId") && has("document"), "{history:#}");
    }
}

#[test]
fn what_the_platform_refuses_is_in_its_own_words() {
    for lang in LANGS {
        let sandbox = Sandbox::start(&["--strict"]);
        let project = Project::at(&sandbox);
        project.write("a.qdc", &contract("R-1", ""));
        let (code, refused, sent) = outcome(&project, lang, &["a.qdc"]);
        assert_eq!((code, refused.as_str()), (1, "refused"), "{sent}");
        let step = &sent["files"][0]["steps"][0];
        assert!(
            step["code"].is_string() && step["message"].is_string() && step["logKey"].is_string(),
            "{step}"
        );
        assert_eq!((&step["error"], &sent["error"]), (&Value::Null, &Value::Null));
        assert!(!sent["files"][0]["findings"].as_array().unwrap().is_empty());
        let (code, status) = json(&project, lang, &["status", "a.qdc", "--format", "json"]);
        assert_eq!((code, &status["contracts"][0]["error"]["code"]), (2, &"not-sent".into()), "{status}");
    }
}

#[test]
fn what_nobody_can_tell_is_unknown_until_it_is_noted() {
    for lang in LANGS {
        let sandbox = Sandbox::start(&["--fault", "drop:after:path=/open/contract/start:times=1"]);
        let project = Project::at(&sandbox);
        project.write("a.qdc", &contract("X", "").replace("    code      \"X\"\n", ""));
        let (code, unknown, sent) = outcome(&project, lang, &["a.qdc"]);
        assert_eq!((code, unknown.as_str()), (2, "unknown"), "{sent}");
        assert_eq!(sent["files"][0]["steps"][0]["error"]["code"], "outcome-unknown");
        let (code, status) = json(&project, lang, &["status", "a.qdc", "--format", "json"]);
        assert_eq!(
            (code, &status["contracts"][0]["error"]["code"]),
            (2, &"outcome-unknown".into()),
            "{status}"
        );
        let (code, noted, sent) = outcome(&project, lang, &["--sent-as", "1897893172027068416", "a.qdc"]);
        assert_eq!((code, noted.as_str()), (0, "noted"));
        assert_eq!(sent["files"][0]["contractId"], "1897893172027068416");
        let (code, _, sent) = outcome(&project, lang, &["--sent-as", "1897893172027068416", "a.qdc"]);
        assert_eq!((code, &sent["error"]["code"]), (2, &"already-recorded".into()));
    }
}

#[test]
fn what_another_ledger_sent_is_taken() {
    for lang in LANGS {
        let sandbox = Sandbox::start(&[]);
        let (one, other) = (Project::at(&sandbox), Project::with(&sandbox, "ask-first = true\n"));
        for project in [&one, &other] {
            project.write("a.qdc", &contract("T-1", ""));
        }
        outcome(&one, lang, &["a.qdc"]);
        let (code, taken, sent) = outcome(&other, lang, &["a.qdc"]);
        assert_eq!((code, taken.as_str()), (1, "taken"), "{sent}");
    }
}

/// Side by side, since each asks again and again.
#[test]
fn nobody_answers() {
    let asked = LANGS.map(|lang| {
        std::thread::spawn(move || {
            let sandbox = Sandbox::start(&[]);
            let project = Project::at(&sandbox);
            project.write("a.qdc", &contract("D-1", ""));
            outcome(&project, lang, &["a.qdc"]);
            drop(sandbox);
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    let (code, status) = json(&project, lang, &["status", "a.qdc", "--format", "json"]);
                    let error = &status["contracts"][0]["error"]["code"];
                    assert_eq!((code, error), (2, &"platform-unreachable".into()), "{status}");
                });
                scope.spawn(|| {
                    let (code, found) =
                        json(&project, lang, &["check", "a.qdc", "--online", "--format", "json"]);
                    let error = &found[0]["error"]["code"];
                    assert_eq!((code, error), (2, &"platform-unreachable".into()), "{found}");
                });
                project.write("b.qdc", &contract("D-2", ""));
                let (code, ending, sent) = outcome(&project, lang, &["b.qdc"]);
                assert_eq!((code, ending.as_str()), (2, "not-sent"), "{sent}");
                assert_eq!(sent["files"][0]["steps"][0]["error"]["code"], "not-sent", "{sent}");
            });
        })
    });
    asked.into_iter().for_each(|one| one.join().unwrap());
}
