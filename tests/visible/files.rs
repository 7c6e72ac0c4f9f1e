//! Names and contents of files, settings, records and arguments.

use std::path::Path;

use qdc::delivery::Subject;
use qdc::delivery::ledger::{Ledger, Outcome, Receipt, State};
use qdc::plan::Kind;
use serde_json::Value;

use crate::cli_run::{GOOD, folder};
use crate::evil::{EVIL, forging, run, written};

/// A contract whose every text is full of escapes, as such or by number, with mistakes that quote them.
fn contract() -> String {
    let (raw, by_number) = (EVIL.replace('\r', ""), written());
    format!(
        "// {raw}\ncontract \"{by_number}\" {{\n    code \"{by_number}\"\n    initiator \"{by_number}\"\n    deadline in 30d\n    \
         document main \"{by_number}\" name \"{raw}\"\n    signer \"{by_number}\" auth sms {{\n        sign main page 1 at (280, 420)\n    \
         }}\n    singer \"{raw}\" {raw} {{\n    }}\n}}\n"
    )
}

/// One with the same texts and no mistake.
fn sound() -> String {
    let text = written();
    format!(
        "contract \"{text}\" {{\n    code \"{text}\"\n    initiator \"{text}\"\n    deadline in 30d\n    document main \"{text}\"\n    \
         signer \"{text}\" auth sms {{\n        sign main page 1 at (280, 420)\n    }}\n}}\n"
    )
}

#[cfg(unix)]
#[test]
fn names_and_contents_of_files() {
    let name = format!("{}.qdc", forging());
    let good = format!("-{}.qdc", forging());
    let folder = folder(&[(&name, &contract()), (&good, &sound())]);
    let path = folder.path();
    for format in ["human", "short", "json", "jsonl", "sarif", "github", "gitlab", "junit"] {
        for colour in ["always", "never"] {
            for lang in ["zh", "en"] {
                let done = run(path, &["check", ".", "--format", format, "--color", colour, "--lang", lang]);
                done.is_visible();
                assert_eq!(done.code, 1, "{format}: {}{}", done.out, done.err);
            }
        }
    }
    run(path, &["check", "--format", "short"]).names_it();
    for args in [
        &["check", "--statistics"][..],
        &["check", "--fix"],
        &["check", "--max-warnings", "0", "--format", "human"],
        &["fmt", "--check"],
        &["fmt"],
        &["plan", "--", &name],
        &["plan", "--", &good],
        &["plan", "--format", "json", "--", &good],
        &["compile", "--", &name],
        &["compile", "--", &good],
        &["compile", "--compact", "--", &good],
        &["compile", "--force", "--", &name],
        &["send", "--dry-run", "--", &good],
        &["send", "--dry-run", "--", &name],
        &["send", "--format", "json", "--", &name],
        &["diff", "--", &good],
        &["status", "--", &good],
        &["history", "--", &good],
        &["import", "--", &name],
        &["send", "--", &format!("{}.json", forging())],
        &["init", "-o", &good],
        &["init", "--title", EVIL, "--signer", EVIL, "-o", "new.qdc"],
    ] {
        for lang in ["zh", "en"] {
            run(path, &[&["--lang", lang], args].concat()).is_visible();
        }
    }
}

#[cfg(unix)]
#[test]
fn programs_get_the_same_names_escaped() {
    let name = format!("{}.qdc", forging());
    let folder = folder(&[(&name, &contract())]);
    let found = run(folder.path(), &["check", "--format", "json"]);
    let found: Value = serde_json::from_str(&found.is_visible().out).unwrap();
    assert_eq!(found[0]["file"], *name);
    let gitlab = run(folder.path(), &["check", "--format", "gitlab"]);
    let gitlab: Value = serde_json::from_str(&gitlab.is_visible().out).unwrap();
    // An end of a line in a path would cut it there.
    let path = gitlab[0]["location"]["path"].as_str().unwrap();
    assert!(!path.contains(char::is_control) && path.ends_with(".qdc"), "{path:?}");
    let folder = crate::cli_run::folder(&[("a.qdc", &sound())]);
    let body = run(folder.path(), &["compile", "a.qdc"]);
    let body: Value = serde_json::from_str(&body.is_visible().out).unwrap();
    assert_eq!(body["signFlowConfigs"]["flowConfig"]["contractName"], *EVIL);
}

/// A runner of GitHub reads a finding of a file by any name as one command.
#[cfg(unix)]
#[test]
fn a_name_is_no_second_command() {
    let wrong = GOOD.replace("signer", "singer");
    let folder = folder(&[("a,line=1::x%0A\n::error file=b,title=c::d\r.qdc", &wrong)]);
    let out = run(folder.path(), &["check", "--format", "github"]).is_visible().out.clone();
    let properties = out.lines().next().unwrap().split("::").nth(1).unwrap().to_owned();
    assert!(
        properties.starts_with("error file=a%2Cline=1%3A%3Ax%250A%0A%3A%3Aerror file=b%2Ctitle=c%3A%3Ad"),
        "{out}"
    );
    assert!(out.lines().all(|line| line.starts_with("::error file=a%2C")), "{out}");
}

#[test]
fn arguments() {
    let folder = folder(&[("a.qdc", GOOD)]);
    for lang in ["zh", "en"] {
        for colour in ["always", "never"] {
            for args in [
                &[EVIL][..],
                &["check", &format!("--{EVIL}")],
                &["check", "--format", EVIL],
                &["check", "--now", EVIL],
                &["check", "--deny", EVIL],
                &["check", "--set", EVIL],
                &["check", "--max-warnings", EVIL],
                &["check", "--baseline", EVIL],
                &["check", EVIL],
                &["explain", EVIL],
                &["config", EVIL],
                &["fmt", EVIL],
                &["import", EVIL],
                &["plan", EVIL],
                &["send", EVIL],
                &["send", "a.qdc", "--env", EVIL],
                &["send", "a.qdc", "--sent-as", EVIL],
                &["status", EVIL],
                &["status", "a.qdc", "--env", EVIL],
                &["diff", EVIL],
                &["history", EVIL],
                &["history", "--env", EVIL],
                &["login", "--env", EVIL],
                &["logout", "--env", EVIL],
                &["sandbox", "--fault", EVIL],
                &["sandbox", "--seed", EVIL],
                &["completions", EVIL],
                &["a.qdc", EVIL],
            ] {
                let done = run(folder.path(), &[&["--lang", lang, "--color", colour], args].concat());
                done.is_visible();
                assert_ne!(done.code, 101, "{args:?}");
            }
        }
    }
    run(folder.path(), &["check", "--format", EVIL, "--lang", "en"]).names_it();
    run(folder.path(), &["plan", EVIL]).names_it();
}

#[test]
fn settings_and_other_files_that_cannot_be_read() {
    let toml = |text: &str| serde_json::to_string(text).unwrap().replace("\\u007f", "\\u007F");
    let evil = toml(EVIL);
    for settings in [
        format!("[environments.{evil}]\naddress = \"http://127.0.0.1:1/api\"\n"),
        format!("environment = {evil}\n"),
        format!("[lint]\n{evil} = \"off\"\n"),
        format!("[lint]\nseal-overlap = {evil}\n"),
        format!("{evil} = 1\n"),
        format!("[environments.test]\naddress = {evil}\n"),
        format!("[environments.test]\nkey = {evil}\n"),
        format!("[environments.test]\nkey = {{ env = {evil} }}\n"),
        format!("x = \"{EVIL}\n"),
        format!("{EVIL}\n"),
    ] {
        let folder =
            folder(&[("a.qdc", GOOD), ("qdc.toml", &settings), ("b.json", EVIL), ("base.json", EVIL)]);
        for lang in ["zh", "en"] {
            for args in [
                &["config"][..],
                &["config", "--format", "json"],
                &["check"],
                &["check", "--format", "json"],
                &["check", "--baseline", "base.json"],
                &["plan", "a.qdc"],
                &["send", "a.qdc"],
                &["send", "--env", EVIL, "a.qdc"],
                &["send", "b.json"],
                &["import", "b.json"],
                &["status", "a.qdc"],
                &["diff", "a.qdc"],
                &["login", "--env", "test"],
            ] {
                run(folder.path(), &[args, &["--lang", lang]].concat()).is_visible();
            }
        }
    }
}

/// A ledger whose every text is full of escapes, as one that came with a repository may be.
fn recorded(project: &Path, state: State) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let evil = forging;
    runtime.block_on(async {
        let ledger = Ledger::open(&project.join(".qdc/ledger.db"), || ()).await.unwrap();
        let receipt = Receipt {
            environment: evil(),
            address: format!("https://example.com/{EVIL}"),
            application: String::new(),
            kind: Kind::Start,
            subject: Some(Subject::Code(evil())),
            title: evil(),
            path: evil(),
            body: serde_json::json!({ "signers": [{ "accountId": evil(), "seqNo": 1 }], evil(): evil() })
                .to_string()
                .into_bytes(),
            source: evil(),
            meaning: evil(),
            deadline: Some(evil()),
            again: false,
        };
        let id = ledger.begin(receipt).await.unwrap();
        let outcome = Outcome {
            code: Some(evil()),
            message: Some(evil()),
            contract_id: Some(evil()),
            ..Outcome::of(state)
        };
        ledger.finish(id, outcome).await.unwrap();
        ledger.close().await;
    });
}

#[test]
fn records() {
    for state in [State::Sent, State::Refused, State::NotSent, State::Unknown] {
        let folder = folder(&[("a.qdc", GOOD)]);
        recorded(folder.path(), state);
        for args in [
            &["history"][..],
            &["history", "--format", "json"],
            &["status"],
            &["status", "--format", "json"],
            &["status", EVIL],
            &["diff", "a.qdc"],
            &["send", "--dry-run", "a.qdc"],
        ] {
            for lang in ["zh", "en"] {
                run(folder.path(), &[args, &["--lang", lang]].concat()).is_visible();
            }
        }
        run(folder.path(), &["history"]).names_it();
    }
}
