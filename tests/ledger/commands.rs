//! `qdc ledger`, as people and scripts call it. The sandbox is the one inside the program.

use std::fs;
use std::path::Path;

use serde_json::Value;
use sqlx::Connection;

use crate::cli_run::{GOOD, Run, folder, qdc};
use crate::common::{block_on, open, receipt, sent, sqlite};
use qdc::delivery::ledger::{Outcome, Receipt, State};

fn ledger(project: &Path, args: &[&str]) -> Run {
    qdc(project, &[&["ledger"], args, &["--lang", "en"]].concat(), "")
}

/// A project whose one contract was sent to the sandbox.
fn project() -> tempfile::TempDir {
    let project = folder(&[("a.qdc", GOOD)]);
    let run = qdc(project.path(), &["send", "a.qdc", "--lang", "en"], "");
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    project
}

/// Changes a record behind qdc's back.
fn change(project: &Path, sql: &'static str) {
    block_on(async {
        let mut on = sqlite(&project.join(".qdc/ledger.db")).await;
        sqlx::raw_sql(sql).execute(&mut on).await.unwrap();
        on.close().await.unwrap();
    });
}

/// A contract that only this record knows.
fn begin(project: &Path, subject: &str, state: State) {
    block_on(async {
        let ledger = open(&project.join(".qdc/ledger.db")).await;
        let id =
            ledger.begin(Receipt { environment: "sandbox".to_owned(), ..receipt(subject) }).await.unwrap();
        let outcome = if state == State::Sent { sent() } else { Outcome::of(state) };
        ledger.finish(id, outcome).await.unwrap();
        ledger.close().await;
    });
}

#[test]
fn verify_holds_the_record_against_the_platform() {
    let project = project();
    let project = project.path();
    let run = ledger(project, &["verify"]);
    assert_eq!(
        (run.code, run.out.as_str()),
        (0, "sandbox: 1 agree, 0 differ, 0 could not be asked about\n"),
        "{}",
        run.err
    );

    change(project, "UPDATE receipts SET state = 'refused' WHERE kind = 'start'");
    begin(project, "GHOST", State::Sent);
    begin(project, "LOST", State::Unknown);
    begin(project, "NO", State::Refused);
    begin(project, "13800138000", State::Unknown);
    let before = fs::read(project.join(".qdc/ledger.db")).unwrap();
    let run = ledger(project, &["verify"]);
    assert_eq!(run.code, 2, "{}", run.err);
    let said = |part: &str| {
        run.out.lines().find(|line| line.contains(part)).unwrap_or_else(|| panic!("{}", run.out))
    };
    assert!(said("HR-2026-001").contains("recorded as refused, but the platform has it (contract "));
    assert!(said("HR-2026-001").contains("--sent-as"));
    assert!(said("GHOST").contains("recorded as sent, but the platform has no such contract"));
    assert!(said("LOST").contains("recorded as unknown, and the platform has no such contract"));
    assert!(said("138******00").contains("neither a contract id nor an unmasked business code"));
    assert!(!run.out.contains("NO  "), "{}", run.out);
    assert!(run.out.ends_with("sandbox: 1 agree, 3 differ, 1 could not be asked about\n"), "{}", run.out);
    assert!(fs::read(project.join(".qdc/ledger.db")).unwrap() == before, "verifying changes nothing");

    change(project, "DELETE FROM receipts WHERE subject LIKE '138%'");
    let run = ledger(project, &["verify", "--format", "json"]);
    assert_eq!(run.code, 1, "{}", run.err);
    let json: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!((json["version"].as_i64(), json["agree"].as_i64()), (Some(2), Some(1)));
    let first = &json["contracts"][0];
    assert_eq!(
        (first["file"].as_str(), first["businessCode"].as_str()),
        (Some("a.qdc"), Some("HR-2026-001"))
    );
    assert_eq!((first["state"].as_str(), first["platform"].as_str()), (Some("refused"), Some("there")));
    assert!(first["contractId"].is_string() && first["error"].is_null(), "{first}");
    assert_eq!(json["contracts"].as_array().unwrap().len(), 3);
}

#[test]
fn export_and_import_carry_a_record_to_another_project() {
    let project = project();
    let project = project.path();
    let other = folder(&[("a.qdc", GOOD)]);
    let out = other.path().join("records.jsonl");
    let run = ledger(project, &["export", "-o", out.to_str().unwrap()]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
    assert_eq!(ledger(project, &["export"]).out, fs::read_to_string(&out).unwrap());
    assert_eq!(ledger(project, &["export", "--env", "production"]).out, "");
    #[cfg(unix)]
    assert_eq!(mode(&out), 0o600);

    let run = ledger(other.path(), &["import", "records.jsonl"]);
    let lines = fs::read_to_string(&out).unwrap().lines().count();
    assert_eq!(
        (run.code, run.out),
        (0, format!("{lines} added, 0 settled, 0 known already, 0 in conflict\n")),
        "{}",
        run.err
    );
    let run = ledger(other.path(), &["import", "records.jsonl"]);
    assert_eq!(run.out, format!("0 added, 0 settled, {lines} known already, 0 in conflict\n"));
    // What was sent from there is not sent from here.
    let run = qdc(other.path(), &["send", "a.qdc", "--lang", "en"], "");
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("already"), "{}", run.out);

    change(other.path(), "UPDATE receipts SET state = 'refused' WHERE kind = 'start'");
    let run = ledger(other.path(), &["import", "records.jsonl"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("HR-2026-001 (sandbox): the record here is \"refused\""), "{}", run.err);
    assert!(run.err.contains("the imported one \"sent\" (contract "), "{}", run.err);

    fs::write(&out, fs::read_to_string(&out).unwrap() + "{}\n").unwrap();
    let run = ledger(other.path(), &["import", "records.jsonl"]);
    assert_eq!(run.code, 2);
    let number = lines + 1;
    assert!(
        run.err.contains(&format!("records.jsonl, line {number}: this is not an exported record")),
        "{}",
        run.err
    );
    assert!(run.err.contains("nothing was imported"));
}

#[test]
fn backup_writes_a_ledger_that_can_be_read() {
    let project = project();
    let project = project.path();
    let run = ledger(project, &["backup", "copy.db"]);
    assert_eq!((run.code, run.err.as_str()), (0, "copied to copy.db\n"));
    let copy = qdc(project, &["history", "--ledger", "copy.db"], "").out;
    assert!(copy.contains("HR-2026-001"), "{copy}");
    assert_eq!(copy, qdc(project, &["history"], "").out);
    let run = ledger(project, &["backup", "copy.db"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("is not overwritten"), "{}", run.err);
}

#[test]
fn without_a_ledger_there_is_nothing_to_do() {
    let empty = folder(&[]);
    for args in [&["export"][..], &["backup", "x.db"], &["verify"]] {
        let run = ledger(empty.path(), args);
        assert_eq!(run.code, 2);
        assert!(run.err.contains("there is no ledger"), "{}", run.err);
    }
    assert_eq!(fs::read_dir(empty.path()).unwrap().count(), 0);
}

#[test]
fn help_is_in_both_languages_also_of_commands_of_a_command() {
    let empty = folder(&[]);
    let help = |args: &[&str]| qdc(empty.path(), args, "");
    assert!(help(&["ledger", "verify", "--help", "--lang", "zh"]).out.contains("qdc ledger verify [选项]"));
    assert!(help(&["ledger", "--help", "--lang", "zh"]).out.contains("qdc ledger [选项] <命令>"));
    let run = help(&["ledger", "--lang", "en"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("backup") && !run.err.contains("compile"), "{}", run.err);
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&path.metadata().unwrap().permissions()) & 0o777
}

#[cfg(unix)]
#[test]
fn what_holds_personal_data_is_written_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let project = folder(&[("a.qdc", GOOD)]);
    let project = project.path();
    let run = qdc(project, &["compile", "a.qdc", "-o", "body.json"], "");
    assert_eq!(run.code, 0, "{}", run.err);
    qdc(project, &["plan", "a.qdc", "-o", "plan.json"], "");
    qdc(project, &["import", "body.json", "-o", "b.qdc"], "");
    assert_eq!(["body.json", "plan.json", "b.qdc"].map(|name| mode(&project.join(name))), [0o600; 3]);
    // What is replaced becomes no looser, and what may not be written stays as it is.
    for (before, code, after) in [(0o644, 0, 0o600), (0o400, 2, 0o400)] {
        fs::set_permissions(project.join("plan.json"), fs::Permissions::from_mode(before)).unwrap();
        assert_eq!(qdc(project, &["plan", "a.qdc", "-o", "plan.json"], "").code, code);
        assert_eq!(mode(&project.join("plan.json")), after);
    }
}
