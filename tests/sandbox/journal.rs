//! What survives: the program is killed, and knows what it answered.

use std::path::Path;
#[cfg(unix)]
use std::process::Command;

use qdc::sandbox::{Options, Sandbox};

use super::client::*;
use super::program::Program;

fn running(data: &Path) -> Program {
    Program::start(&["--now", "2025-06-01", "--data", data.to_str().unwrap()])
}

async fn start(base: &str, code: &str) -> String {
    let call = signed(base, "POST", START, &[], contract(code).to_string().into_bytes());
    call.get().await.json["result"]["contractId"].to_string()
}

async fn ask(base: &str, id: &str) -> Answered {
    signed(base, "GET", "/api/open/contract/signer", &[("contractId", id)], Vec::new()).get().await
}

#[tokio::test]
async fn what_was_answered_survives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let program = running(&data);
    let first = start(&program.base, "HR-1").await;
    program.kill();

    // A line that the kill tore.
    let path = data.join("journal.jsonl");
    let mut journal = std::fs::read(&path).unwrap();
    journal.extend_from_slice(b"{\"event\":\"contractStar");
    std::fs::write(&path, journal).unwrap();

    let program = running(&data);
    assert_eq!(ask(&program.base, &first).await.json["result"]["signStatus"], "signing");
    let second = start(&program.base, "HR-2").await;
    assert_ne!(first, second);
    program.kill();

    let program = running(&data);
    for id in [first, second] {
        assert_eq!(ask(&program.base, &id).await.code(), "200");
    }
}

/// Killed while eight clients send: whatever was answered is known afterwards.
#[tokio::test]
async fn nothing_answered_is_lost_under_load() {
    let folder = tempfile::tempdir().unwrap();
    let program = running(folder.path());
    let (answered, mut answers) = tokio::sync::mpsc::unbounded_channel();
    for client in 0..8 {
        let (base, answered) = (program.base.clone(), answered.clone());
        tokio::spawn(async move {
            for number in 0.. {
                let body = contract(&format!("{client}-{number}")).to_string().into_bytes();
                let Ok(answer) = signed(&base, "POST", START, &[], body).send().await else { return };
                let _ = answered.send(answer.json["result"]["contractId"].to_string());
            }
        });
    }
    drop(answered);
    let mut ids = Vec::new();
    while ids.len() < 100 {
        ids.push(answers.recv().await.unwrap());
    }
    program.kill();
    // Those that were on their way.
    while let Some(id) = answers.recv().await {
        ids.push(id);
    }
    let program = running(folder.path());
    for id in ids {
        assert_eq!(ask(&program.base, &id).await.code(), "200", "{id}");
    }
}

#[tokio::test]
async fn the_journal_is_masked_and_answers_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let options = || on(Options { data: Some(folder.path().into()), ..Options::default() });
    let before = sandbox(options()).await;
    let example = serde_json::from_str(include_str!("../seeds/s2-person.json")).unwrap();
    post(&before, "/api/open/psnCreate", &example).await;
    let mut body = contract("HR-1");
    body["signers"][0]["accountId"] = "540100195512100894".into();
    body["signers"][1]["signFields"][0]["authorizeCode"] = "secret-code-1".into();
    post(&before, START, &body).await;
    before.stop().await;

    let text = std::fs::read_to_string(folder.path().join("journal.jsonl")).unwrap();
    for personal in ["430100201510111541", "540100195512100894", "16049793435", "潜治文", "secret-code-1"]
    {
        assert!(!text.contains(personal), "{personal}");
    }
    let after = sandbox(options()).await;
    for query in [("accountId", "540100195512100894"), ("psnIDCardNum", "430100201510111541")] {
        let known = get(&after, "/api/open/psnGet", &[query]).await;
        assert_eq!(known.json["result"]["sealId"], "100000000", "{}", known.text);
    }
    let signer = [("businessCode", "HR-1"), ("accountId", "540100195512100894")];
    assert_eq!(get(&after, "/api/open/contract/signer", &signer).await.code(), "200");
}

#[tokio::test]
async fn one_folder_is_for_one_sandbox() {
    let folder = tempfile::tempdir().unwrap();
    let options = || Options { data: Some(folder.path().into()), ..Options::default() };
    let first = sandbox(options()).await;
    let second = Sandbox::start(options()).await.err().unwrap();
    assert!(second.to_string().contains("in use"), "{second}");
    first.stop().await;
    sandbox(options()).await.stop().await;
}

#[cfg(unix)]
#[test]
fn being_asked_to_end_is_no_failure() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = running(folder.path());
    let asked = Command::new("kill").arg(program.child.id().to_string()).status().unwrap();
    assert!(asked.success());
    assert_eq!(program.child.wait().unwrap().code(), Some(0));
}
