//! Nothing leaves by accident, and nothing personal stays anywhere but in the request.

use std::path::Path;

use crate::world::{KEY, Project, SECRET, Sandbox, contract};

#[test]
fn a_file_with_errors_is_not_sent_and_neither_are_the_others() {
    let sandbox = Sandbox::start(&[]);
    let project = Project::at(&sandbox);
    project.write("good.qdc", &contract("G-1", ""));
    project.write("bad.qdc", &contract("G-2", "").replace("page 1 at (100, 100)", "page 9 at (100, 100)"));
    let ran = project.run(&["send", "good.qdc", "bad.qdc"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("nothing was sent"), "{ran:?}");
    let (code, unsent) = project.send(&["good.qdc", "bad.qdc"]);
    assert_eq!((code, &unsent["files"][0]["outcome"]), (1, &"not-sent".into()), "{unsent}");
    assert_eq!(unsent["files"][1]["outcome"], "has-errors");
    assert_eq!(unsent["files"][1]["findings"][0]["rule"], "page-out-of-range", "{unsent}");
    assert_eq!(sandbox.state()["requests"].as_array().unwrap().len(), 0);
}

#[test]
fn production_asks_and_is_no_default() {
    let project = Project::alone();
    project.write("a.qdc", &contract("P-1", ""));
    let asked = project.run(&["send", "--env", "production", "a.qdc"]);
    assert_eq!(asked.code, 2, "{asked:?}");
    assert!(asked.err.contains("has to be agreed to"), "{asked:?}");
    project.write("qdc.toml", "environment = \"production\"\n");
    let default = project.run(&["send", "--yes", "a.qdc"]);
    assert_eq!(default.code, 2, "{default:?}");
    assert!(default.err.contains("--env production"), "{default:?}");
}

#[test]
fn a_missing_key_is_named() {
    let project = Project::alone();
    project.write("a.qdc", &contract("P-2", ""));
    let ran = project.run(&["send", "--env", "test", "--yes", "a.qdc"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("QDC_TEST_KEY") && ran.err.contains("qdc login --env test"), "{ran:?}");
}

#[test]
fn a_key_written_into_settings_is_refused_and_not_repeated() {
    let project = Project::alone();
    project.write("a.qdc", &contract("P-3", ""));
    for line in ["secret = \"hunter2-hunter2\"", "secret = { env = \"GITHUB_TOKEN\" }"] {
        project.write("qdc.toml", &format!("[environments.test]\n{line}\n"));
        let ran = project.run(&["send", "--env", "test", "--yes", "a.qdc"]);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.err.contains("qdc.toml:2") && !ran.err.contains("hunter2"), "{ran:?}");
    }
}

#[test]
fn an_upload_is_off_until_its_endpoint_is_set() {
    let sandbox = Sandbox::start(&["--upload-path", "/open/file/upload"]);
    let text = contract("U-1", "")
        .replace("\"FC_20241212171254RkztvLleUICgRSe\" pages 3", "upload \"contract.pdf\"");
    let pdf =
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/files/劳动合同.pdf")).unwrap();
    let project = Project::at(&sandbox);
    project.write("a.qdc", &text);
    std::fs::write(project.path().join("contract.pdf"), &pdf).unwrap();
    let off = project.run(&["send", "a.qdc"]);
    assert_eq!(off.code, 2, "{off:?}");
    assert!(off.err.contains("upload = {"), "{off:?}");

    let project = Project::with(&sandbox, "upload = { path = \"/open/file/upload\" }\n");
    project.write("a.qdc", &text);
    std::fs::write(project.path().join("contract.pdf"), &pdf).unwrap();
    let (code, sent) = project.send(&["a.qdc"]);
    assert_eq!(code, 0, "{sent}");
    let made = sent["files"][0]["steps"][0]["given"]["fileCode"].as_str().unwrap();
    let state = sandbox.state();
    let start = state["requests"]
        .as_array()
        .unwrap()
        .iter()
        .find(|request| request["path"].as_str().unwrap().ends_with("/open/contract/start"));
    assert!(start.unwrap()["body"].to_string().contains(made), "{state}");
}

/// Everything a run leaves: what it printed, its ledger with all its files, what the sandbox inside kept.
#[test]
fn no_secret_and_no_personal_data_stays_anywhere() {
    const ID: &str = "11010519491231002X";
    const PHONE: &str = "13800138000";
    const CODE: &str = "SilentCode4711Xyz";
    const NAME: &str = "欧阳测试人";
    let text = format!(
        "person ouyang {{\n    account \"{ID}\"\n    name \"{NAME}\"\n    idcard \"{ID}\"\n    phone \"{PHONE}\"\n}}\n\
         ticket t {{\n    contract \"2591540368898105360\"\n    user mobile \"{PHONE}\"\n}}\n{}",
        contract("M-1", "")
            .replace("signer \"PSN_TEST_001\"", "signer ouyang")
            .replace("page 1 at (100, 100)", &format!("page 1 at (100, 100) silent \"{CODE}\""))
    );
    let sandbox = Sandbox::start(&[]);
    let mut left = Vec::new();
    for (project, first) in [(Project::alone(), "human"), (Project::at(&sandbox), "json")] {
        project.write("m.qdc", &text);
        let allow = ["--allow", "personal-data", "--allow", "silent-person", "--allow", "literal-secret"];
        for args in [
            vec!["send", "--format", first, "m.qdc"],
            vec!["send", "--format", "json", "m.qdc"],
            vec!["send", "--resend", "--format", first, "m.qdc"],
            vec!["status", "--format", "json", "m.qdc"],
            vec!["send", "--dry-run", "m.qdc"],
            vec!["status", "m.qdc"],
            vec!["status"],
            vec!["history"],
            vec!["history", "--format", "json"],
            vec!["diff", "m.qdc"],
        ] {
            let mut args = args.clone();
            if args.contains(&"m.qdc") {
                args.extend(allow);
            }
            let ran = project.run(&args);
            assert!(ran.code != 101 && (ran.code == 0 || args == ["status"]), "{args:?}: {ran:?}");
            left.push((format!("{args:?}"), [ran.out, ran.err].concat().into_bytes()));
        }
        gather(&project.path().join(".qdc"), &mut left);
    }
    left.push(("the sandbox's list".into(), sandbox.state().to_string().into_bytes()));
    assert!(left.iter().any(|(name, _)| name.ends_with("ledger.db")), "there is no ledger");
    assert!(left.iter().any(|(name, _)| name.ends_with("journal.jsonl")), "there is no journal");
    for (name, bytes) in &left {
        for secret in [ID, PHONE, CODE, NAME, KEY, SECRET] {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{name} holds {secret}:\n{}", String::from_utf8_lossy(bytes));
        }
    }
}

fn gather(folder: &Path, left: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, left);
        } else {
            left.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
}
