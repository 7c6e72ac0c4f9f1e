//! Commands that send nothing.

use serde_json::Value;

use crate::world::{Project, contract};
use crate::{LANGS, json, run, schema};

fn with_errors() -> String {
    contract("E-1", "").replace("signer", "singer")
}

#[test]
fn check_lists_findings_and_what_could_not_be_checked() {
    let project = Project::alone();
    project.write("good.qdc", &contract("C-1", ""));
    project.write("wrong.qdc", &with_errors());
    std::fs::create_dir(project.path().join("sub")).unwrap();
    std::fs::write(project.path().join("sub/qdc.toml"), "lint = 3").unwrap();
    std::fs::write(project.path().join("sub/a.qdc"), contract("C-2", "")).unwrap();
    std::fs::write(project.path().join("gbk.qdc"), b"\xba\xcf\xcd\xac").unwrap();
    for lang in LANGS {
        let (code, found) = json(&project, lang, &["check", "good.qdc", "--format", "json"]);
        assert_eq!((code, found), (0, serde_json::json!([])));
        let args = ["check", "nothere.qdc", "wrong.qdc", "sub", "gbk.qdc", "--format", "json"];
        let (code, found) = json(&project, lang, &args);
        let errors: Vec<(&Value, &Value)> = found
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|one| Some((&one["file"], one.get("error")?.get("code")?)))
            .collect();
        assert_eq!(code, 2);
        assert_eq!(
            errors,
            [
                (&"nothere.qdc".into(), &"file-not-found".into()),
                (&"sub/qdc.toml".into(), &"settings-invalid".into())
            ]
        );
        assert!(found.as_array().unwrap().iter().any(|one| one["rule"] == "unknown-keyword"), "{found}");
        let lines = run(&project, lang, &[&args[..5], &["--format", "jsonl"]].concat());
        let lines: Vec<Value> = lines.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        schema::hold("check", &Value::from(lines.clone()));
        assert_eq!(Value::from(lines), found, "JSON Lines has the same objects");
        let counted = run(&project, lang, &[&args[..], &["--statistics"]].concat());
        schema::hold("statistics", &serde_json::from_str(&counted.out).unwrap());
    }
}

#[test]
fn plans_are_printed_and_saved() {
    let project = Project::alone();
    let text =
        contract("P-1", "").replace("document main", "document made template \"TPL_1\"\n    document main");
    project.write("a.qdc", &text);
    project.write("plain.qdc", &contract("P-2", ""));
    project.write("wrong.qdc", &with_errors());
    project.write("param.qdc", &format!("param name: text\n{}", contract("${name}", "")));
    for lang in LANGS {
        let (code, plan) = json(&project, lang, &["plan", "plain.qdc", "--format", "json"]);
        assert_eq!((code, plan["requests"].as_array().unwrap().len()), (0, 1), "{plan}");
        let (_, plan) = json(&project, lang, &["plan", "a.qdc", "--force", "--format", "json"]);
        assert_eq!(plan["file"], "a.qdc");
        for file in ["wrong.qdc", "param.qdc"] {
            let (code, plan) = json(&project, lang, &["plan", file, "--format", "json"]);
            assert_eq!((code, &plan["error"]["code"]), (1, &"has-errors".into()), "{plan}");
            assert!(!plan["findings"].as_array().unwrap().is_empty());
        }
        assert_eq!(project.run(&["plan", "plain.qdc", "-o", "p.json"]).code, 0);
        let saved = std::fs::read_to_string(project.path().join("p.json")).unwrap();
        schema::hold("saved-plan", &serde_json::from_str(&saved).unwrap());
    }
}

#[test]
fn config_shows_every_kind_of_origin() {
    let project = Project::alone();
    project.write("qdc.toml", "[lint]\nweak-auth = \"off\"\n");
    for lang in LANGS {
        let args = ["config", "--format", "json", "--deny", "seal-overlap"];
        let ran = project.command(&args).env("QDC_NO_CACHE", "1").output().unwrap();
        let config: Value = serde_json::from_slice(&ran.stdout).unwrap();
        schema::hold("config", &config);
        let mut by: Vec<&str> = config["settings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["origin"]["by"].as_str().unwrap())
            .collect();
        by.sort_unstable();
        by.dedup();
        assert_eq!(by, ["default", "file", "option", "variable"]);
        let (code, config) = json(&project, lang, &["config", "nothere", "--format", "json"]);
        assert_eq!((code, &config["error"]["code"]), (2, &"file-not-found".into()));
    }
}

#[test]
fn explain_has_rules_and_codes() {
    let project = Project::alone();
    for lang in LANGS {
        let (code, all) = json(&project, lang, &["explain", "--format", "json"]);
        assert_eq!((code, all["rules"].as_array().unwrap().len()), (0, qdc::rules::RULES.len()));
        let (_, one) = json(&project, lang, &["explain", "40016", "--format", "json"]);
        assert_eq!(
            (&one["code"]["code"], &one["rules"][0]["platform"]),
            (&"oc_40016".into(), &"oc_40016".into())
        );
        let (_, word) = json(&project, lang, &["explain", "骑缝", "--format", "json"]);
        assert_eq!(
            (&word["words"][0]["en"], &word["words"][0]["parents"]),
            (&"across".into(), &serde_json::json!(["sign"]))
        );
        let (code, none) = json(&project, lang, &["explain", "nothing-such", "--format", "json"]);
        assert_eq!((code, &none["error"]["code"]), (2, &"unknown-name".into()));
    }
}

#[test]
fn holidays_are_announced_or_worked_out() {
    let project = Project::alone();
    project.write("2031.txt", "year 2031 通知\noff 2031-01-01 元旦\nwork 2031-01-04 元旦\n");
    project.write("wrong.txt", "year 2031 通知\noff 2031-13-01 元旦\n");
    for lang in LANGS {
        let years = |args: &[&str]| {
            let (code, document) =
                json(&project, lang, &[&["holidays"], args, &["--format", "json"]].concat());
            assert_eq!(code, 0, "{document}");
            document["years"].clone()
        };
        let known = &years(&["2026"])[0];
        assert_eq!((&known["basis"], &known["off"][0]["date"]), (&"notice".into(), &"2026-01-01".into()));
        assert_eq!(known["work"][0], serde_json::json!({ "date": "2026-01-04", "name": "元旦" }));
        let open = &years(&["2040"])[0];
        assert_eq!((&open["basis"], &open["notice"]), (&"law".into(), &Value::Null));
        assert_eq!(years(&["2101"])[0]["basis"], "weekends");
        let given = &years(&["2031", "--list", "2031.txt"])[0];
        assert_eq!((&given["basis"], &given["notice"]), (&"notice".into(), &"通知".into()));
        assert_eq!(given["off"].as_array().unwrap().len(), 1);
        assert!(years(&[]).as_array().unwrap().len() >= 2);
        let (code, wrong) = json(&project, lang, &["holidays", "--list", "wrong.txt", "--format", "json"]);
        assert_eq!((code, &wrong["error"]["code"]), (2, &"settings-invalid".into()));
        assert!(wrong["error"]["message"].as_str().unwrap().contains("2031-13-01"), "{wrong}");
    }
}
