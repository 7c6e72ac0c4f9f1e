//! Whatever goes wrong, there is one document on standard output, and it says why by a code.

use crate::world::{Project, contract};
use crate::{LANGS, json, run, schema};

#[test]
fn every_failure_is_a_document_with_its_code() {
    let project = Project::alone();
    let made = contract("Q-1", "");
    project.write("a.qdc", &made);
    project.write("people.qdc", "person zhang {\n    account \"PSN_1\"\n}\n");
    project.write("param.qdc", &format!("param name: text\n{}", made.replace("Q-1", "${name}")));
    project.write("p.json", "{}");
    std::fs::create_dir_all(project.path().join("sub/.qdc")).unwrap();
    std::fs::create_dir(project.path().join("empty")).unwrap();
    std::fs::write(project.path().join("sub/qdc.toml"), "lint = 3").unwrap();
    std::fs::write(project.path().join("sub/a.qdc"), &made).unwrap();
    std::fs::create_dir_all(project.path().join("odd/.qdc")).unwrap();
    std::fs::write(project.path().join("odd/.qdc/ledger.db"), "no ledger at all").unwrap();
    std::fs::write(project.path().join("odd/a.qdc"), &made).unwrap();
    std::fs::create_dir_all(project.path().join("newer/.qdc")).unwrap();
    std::fs::write(project.path().join("newer/a.qdc"), &made).unwrap();
    assert_eq!(project.run(&["send", "newer/a.qdc"]).code, 0);
    let ledger = project.path().join("newer/.qdc/ledger.db");
    let mut bytes = std::fs::read(&ledger).unwrap();
    // `user_version`: https://www.sqlite.org/fileformat.html
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    std::fs::write(&ledger, bytes).unwrap();
    assert_eq!(project.run(&["plan", "a.qdc", "-o", "kept.json"]).code, 0);
    let kept = std::fs::read_to_string(project.path().join("kept.json")).unwrap();
    project.write("changed.json", &kept.replace("PSN_TEST_001", "PSN_TEST_003"));
    let cases: &[(&str, &[&str])] = &[
        ("ledger-newer", &["history", "newer"]),
        ("ledger-newer", &["send", "newer/a.qdc"]),
        ("plan-changed", &["send", "changed.json"]),
        ("other-project", &["send", "newer/a.qdc", "odd/a.qdc"]),
        ("file-not-found", &["send", "nothere.qdc"]),
        ("file-not-found", &["diff", "nothere.qdc"]),
        ("file-not-found", &["plan", "nothere.qdc"]),
        ("file-not-found", &["status", "nothere.qdc"]),
        ("file-unreadable", &["send", "sub"]),
        ("settings-invalid", &["send", "sub/a.qdc"]),
        ("settings-invalid", &["status", "sub/a.qdc"]),
        ("settings-invalid", &["config", "sub"]),
        ("unknown-environment", &["send", "a.qdc", "--env", "tset"]),
        ("unknown-environment", &["status", "--env", "tset"]),
        ("unknown-environment", &["diff", "a.qdc", "--env", "tset"]),
        ("keys-missing", &["send", "a.qdc", "--env", "test", "--yes"]),
        ("not-agreed", &["send", "a.qdc", "--env", "production"]),
        ("not-recorded", &["status", "Q-1"]),
        ("not-recorded", &["status"]),
        ("not-recorded", &["diff", "a.qdc"]),
        ("not-a-contract", &["diff", "people.qdc"]),
        ("params-missing", &["diff", "param.qdc"]),
        ("plan-invalid", &["send", "p.json"]),
        ("ledger-damaged", &["history", "odd"]),
        ("ledger-damaged", &["status", "odd/a.qdc"]),
        ("ledger-damaged", &["send", "odd/a.qdc"]),
        ("unknown-name", &["explain", "nothing"]),
        ("unknown-name", &["config", "--deny", "nothing"]),
        ("usage", &["send"]),
        ("usage", &["send", "a.qdc", "--no-such-option"]),
        ("usage", &["send", "a.qdc", "--set", "nothing"]),
        ("usage", &["history", "--limit", "0"]),
        ("usage", &["diff", "a.qdc", "a.qdc"]),
        ("usage", &["plan", "a.qdc", "--now", "soon"]),
    ];
    for lang in LANGS {
        for (wanted, args) in cases {
            let (code, document) = json(&project, lang, &[*args, &["--format", "json"]].concat());
            assert_eq!((code, &document["error"]["code"]), (2, &(*wanted).into()), "{args:?}: {document}");
            let message = document["error"]["message"].as_str().unwrap();
            let is_chinese = message.chars().any(|character| ('一'..='鿿').contains(&character));
            assert_eq!(is_chinese, lang == "zh", "{args:?}: {message}");
        }
    }
}

#[test]
fn check_says_why_in_every_format_that_can() {
    let project = Project::alone();
    std::fs::create_dir(project.path().join("empty")).unwrap();
    for lang in LANGS {
        project.write("a.qdc", &contract("Q-2", ""));
        for (code, args) in [
            ("nothing-to-do", &["check", "empty"][..]),
            ("usage", &["check", "--max-warnings", "few"]),
            ("unknown-name", &["check", "--deny", "nothing"]),
            ("file-not-found", &["check", "--baseline", "nothere.json"]),
            ("baseline-invalid", &["check", "--baseline", "a.qdc"]),
            ("file-not-found", &["check", "nothere.qdc"]),
        ] {
            for format in ["json", "jsonl", "sarif", "junit", "github"] {
                let ran = run(&project, lang, &[args, &["--format", format]].concat());
                assert_eq!(ran.code, 2, "{ran:?}");
                // GitHub's annotations have no place for a code.
                assert!(format == "github" || ran.out.contains(&format!("\"{code}\"")), "{format}: {ran:?}");
            }
            let gitlab = run(&project, lang, &[args, &["--format", "gitlab"]].concat());
            assert_eq!(gitlab.out.trim(), "[]", "it has findings only");
            let (_, found) = json(&project, lang, &[args, &["--format", "json"]].concat());
            assert_eq!(found[0]["error"]["code"], code);
        }
    }
}

#[test]
fn a_command_that_is_not_there_gets_a_document_too() {
    let project = Project::alone();
    for lang in LANGS {
        for args in [
            &["chekc", "--format", "json"][..],
            &["--format=json"],
            &["compile", "a.qdc", "--format", "json"],
        ] {
            let ran = run(&project, lang, args);
            let document = serde_json::from_str(&ran.out).unwrap();
            // A failure is the same of every command.
            schema::hold("explain", &document);
            assert_eq!((ran.code, &document["error"]["code"]), (2, &"usage".into()), "{ran:?}");
        }
    }
}

/// People are shown it on standard error, as ever.
#[test]
fn people_get_no_json() {
    let project = Project::alone();
    let ran = project.run(&["send", "nothere.qdc"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("nothere.qdc"));
    let json = run(&project, "en", &["send", "nothere.qdc", "--format", "json"]);
    assert!(json.err.contains("nothere.qdc"), "and programs' users too: {json:?}");
}
