//! The record of what was sent, through crashes, crowds and broken files.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use qdc::delivery::ledger::{Filter, Ledger, LedgerError, Outcome, Receipt, State};
use qdc::plan::Kind;
use serde_json::json;
use sqlx::{ConnectOptions, Connection};

fn receipt(subject: &str) -> Receipt {
    Receipt {
        environment: "test".to_owned(),
        address: "https://user:pass-word@example.com/api?key=hush".to_owned(),
        kind: Kind::Start,
        subject: Some(subject.to_owned()),
        title: "劳动合同".to_owned(),
        path: "/open/contract/start".to_owned(),
        body: br#"{"signFlowConfigs":{"flowConfig":{"signDeadline":"2026-02-04"}}}"#.to_vec(),
        source: "hr/labour.qdc".to_owned(),
        source_hash: "00ff".to_owned(),
        deadline: Some("2026-02-04".to_owned()),
        again: false,
    }
}

fn sent() -> Outcome {
    Outcome { contract_id: Some("2591540368898105360".to_owned()), ..Outcome::of(State::Sent) }
}

async fn open(path: &Path) -> Ledger {
    Ledger::open(path, || panic!("somebody else holds the lock")).await.unwrap()
}

async fn all(ledger: &Ledger) -> Vec<(String, State)> {
    let records = ledger.history(&Filter::default()).await.unwrap();
    records.into_iter().map(|record| (record.subject.unwrap_or_default(), record.state)).collect()
}

fn why(error: &LedgerError) -> &str {
    &error.0.en
}

/// This binary once more, running one of the tests below that do nothing on their own.
fn process(test: &str, path: &Path) -> Child {
    spawn(&mut Command::new(std::env::current_exe().unwrap()), test, path)
}

/// The same under a script that ends by running it.
#[cfg(target_os = "linux")]
fn process_under(script: &str, test: &str, path: &Path) -> Child {
    let mut shell = Command::new("sh");
    spawn(shell.args(["-c", script, "sh"]).arg(std::env::current_exe().unwrap()), test, path)
}

fn spawn(command: &mut Command, test: &str, path: &Path) -> Child {
    command
        .args(["--exact", test, "--ignored", "--nocapture", "--test-threads=1"])
        .env("QDC_LEDGER_OF_TEST", path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn path_of_process() -> Option<std::path::PathBuf> {
    std::env::var_os("QDC_LEDGER_OF_TEST").map(Into::into)
}

/// Until the other process has printed this line.
fn await_line(lines: &mut impl BufRead, wanted: &str) {
    let mut line = String::new();
    while !line.ends_with(&format!("{wanted}\n")) {
        line.clear();
        assert_ne!(lines.read_line(&mut line).unwrap(), 0, "the other process ended early");
    }
}

// ---- what a record is ----

#[tokio::test]
async fn a_receipt_an_attempt_and_an_outcome_are_one_record() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".qdc/ledger.db");
    let ledger = open(&path).await;
    assert_eq!(std::fs::read_to_string(folder.path().join(".qdc/.gitignore")).unwrap(), "*\n");
    assert!(ledger.find("test", Kind::Start, "HR-1").await.unwrap().is_none());

    let id = ledger.begin(receipt("HR-1")).await.unwrap();
    let record = ledger.find("test", Kind::Start, "HR-1").await.unwrap().unwrap();
    assert_eq!((record.id, record.state, record.attempts), (id, State::Sending, 1));
    assert_eq!(record.address, "https://example.com/api");
    assert_eq!(record.finished_at, None);
    assert_eq!(record.body["signFlowConfigs"]["flowConfig"]["signDeadline"], "2026-02-04");

    ledger.attempt(id).await.unwrap();
    let outcome = Outcome {
        result: Some(json!({ "fileCode": "FC_1", "other": "open sesame now" })),
        code: Some("0".to_owned()),
        message: Some("success".to_owned()),
        log_key: Some("ab12".to_owned()),
        platform_time: Some("2026-01-05 09:00:00".to_owned()),
        ..sent()
    };
    ledger.finish(id, outcome).await.unwrap();
    let record = ledger.find("test", Kind::Start, "HR-1").await.unwrap().unwrap();
    assert_eq!((record.state, record.attempts), (State::Sent, 2));
    assert!(record.begun_at <= record.attempted_at && Some(record.attempted_at) <= record.finished_at);
    assert_eq!(record.contract_id.as_deref(), Some("2591540368898105360"));
    assert_eq!(record.result, Some(json!({ "fileCode": "FC_1", "other": "ope**********ow" })));
    assert_eq!(record.log_key.as_deref(), Some("ab12"));
    ledger.close().await;
}

#[tokio::test]
async fn history_is_newest_first_and_filtered() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder.path().join("ledger.db")).await;
    for (subject, environment, source) in
        [("A", "test", "a.qdc"), ("B", "test", "b.qdc"), ("A", "prod", "a.qdc")]
    {
        let receipt =
            Receipt { environment: environment.to_owned(), source: source.to_owned(), ..receipt(subject) };
        ledger.begin(receipt).await.unwrap();
    }
    let subjects = async |filter: Filter| -> Vec<String> {
        let records = ledger.history(&filter).await.unwrap();
        records.into_iter().map(|one| format!("{}@{}", one.subject.unwrap(), one.environment)).collect()
    };
    assert_eq!(subjects(Filter::default()).await, ["A@prod", "B@test", "A@test"]);
    assert_eq!(subjects(Filter { limit: Some(1), ..Filter::default() }).await, ["A@prod"]);
    let test = Filter { environment: Some("test".to_owned()), ..Filter::default() };
    assert_eq!(subjects(Filter { subject: Some("A".to_owned()), ..test.clone() }).await, ["A@test"]);
    assert_eq!(subjects(Filter { source: Some("b.qdc".to_owned()), ..test.clone() }).await, ["B@test"]);
    assert_eq!(subjects(Filter { state: Some(State::Sent), ..test }).await, [""; 0]);
    ledger.close().await;
}

// ---- exactly once ----

#[tokio::test]
async fn a_second_live_record_is_refused_unless_sent_again_on_purpose() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder.path().join("ledger.db")).await;
    let first = ledger.begin(receipt("HR-1")).await.unwrap();
    let error = ledger.begin(receipt("HR-1")).await.unwrap_err();
    assert!(why(&error).contains("`HR-1` is on its way to test") && why(&error).contains("ledger.db"));
    // Not even on purpose while it is on its way.
    ledger.begin(Receipt { again: true, ..receipt("HR-1") }).await.unwrap_err();

    ledger.finish(first, Outcome::of(State::Unknown)).await.unwrap();
    let error = ledger.begin(receipt("HR-1")).await.unwrap_err();
    assert!(why(&error).contains("may have reached test"), "{error:?}");
    ledger.finish(first, sent()).await.unwrap();
    let error = ledger.begin(receipt("HR-1")).await.unwrap_err();
    assert!(why(&error).contains("was sent to test already"), "{error:?}");
    // What was settled stays so.
    let error = ledger.finish(first, Outcome::of(State::NotSent)).await.unwrap_err();
    assert!(why(&error).contains("has its outcome already (sent)"), "{error:?}");
    ledger.attempt(first).await.unwrap_err();
    ledger.finish(99, sent()).await.unwrap_err();

    let second = ledger.begin(Receipt { again: true, ..receipt("HR-1") }).await.unwrap();
    ledger.finish(second, sent()).await.unwrap();
    ledger.begin(receipt("HR-1")).await.unwrap_err();
    // Another kind, another environment, or nothing to be recognised by.
    ledger.begin(Receipt { kind: Kind::Person, ..receipt("HR-1") }).await.unwrap();
    ledger.begin(Receipt { environment: "prod".to_owned(), ..receipt("HR-1") }).await.unwrap();
    ledger.begin(Receipt { subject: None, ..receipt("") }).await.unwrap();
    ledger.begin(Receipt { subject: None, ..receipt("") }).await.unwrap();
    ledger.close().await;
}

#[tokio::test]
async fn what_was_refused_or_not_sent_may_be_sent() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder.path().join("ledger.db")).await;
    for state in [State::Refused, State::NotSent, State::Sent] {
        let id = ledger.begin(receipt("HR-1")).await.unwrap();
        ledger.finish(id, Outcome::of(state)).await.unwrap();
    }
    ledger.begin(receipt("HR-1")).await.unwrap_err();
    ledger.close().await;
}

#[tokio::test]
async fn even_past_the_lock_the_file_itself_holds_one_live_record() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let ledger = open(&path).await;
    ledger.begin(receipt("HR-1")).await.unwrap();
    let mut intruder = sqlx::sqlite::SqliteConnectOptions::new().filename(&path).connect().await.unwrap();
    let copy = "INSERT INTO receipts (environment, address, kind, subject, subject_key, resend, title, path, \
         body_hash, body, source, source_hash, state, attempts, begun_at, attempted_at) \
         SELECT environment, address, kind, subject, subject_key, resend, title, path, body_hash, body, source, \
         source_hash, 'sent', attempts, begun_at, attempted_at FROM receipts";
    let error = sqlx::query(copy).execute(&mut intruder).await.unwrap_err();
    assert!(error.as_database_error().unwrap().is_unique_violation(), "{error}");
    intruder.close().await.unwrap();
    ledger.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_at_once_one_refusal_spoils_nothing_and_order_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder.path().join("ledger.db")).await;
    ledger.begin(receipt("50")).await.unwrap();
    let tasks: Vec<_> = (0..200)
        .map(|number| {
            let ledger = ledger.clone();
            tokio::spawn(async move {
                let id = ledger.begin(receipt(&number.to_string())).await?;
                ledger.finish(id, sent()).await.map(|()| id)
            })
        })
        .collect();
    let mut refused = Vec::new();
    for (number, task) in tasks.into_iter().enumerate() {
        if let Err(error) = task.await.unwrap() {
            refused.push((number, error));
        }
    }
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0].0, 50);
    let records = ledger.history(&Filter { state: Some(State::Sent), ..Filter::default() }).await.unwrap();
    assert_eq!(records.len(), 199);
    ledger.close().await;
}

#[tokio::test(flavor = "current_thread")]
async fn what_waits_together_is_written_in_the_order_it_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder.path().join("ledger.db")).await;
    // On one thread, tasks start in order, and all of them ask before the writer has answered the first.
    let begun: Vec<_> = (0..100)
        .map(|number| {
            let ledger = ledger.clone();
            tokio::spawn(async move { ledger.begin(receipt(&number.to_string())).await })
        })
        .collect();
    let mut ids = Vec::new();
    for id in begun {
        ids.push(id.await.unwrap().unwrap());
    }
    assert_eq!(ids, Vec::from_iter(1..=100));
    ledger.close().await;
}

// ---- several processes ----

#[test]
#[ignore = "run by the test below, as a process of its own"]
fn begins_three_and_waits_to_be_killed() {
    let Some(path) = path_of_process() else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let ledger = open(&path).await;
        let first = ledger.begin(receipt("first")).await.unwrap();
        ledger.finish(first, sent()).await.unwrap();
        let second = ledger.begin(receipt("second")).await.unwrap();
        ledger.attempt(second).await.unwrap();
        ledger.begin(receipt("third")).await.unwrap();
        println!("\nbegun");
        // The end of standard input never comes: the test kills first.
        let _ = std::io::stdin().read(&mut [0]);
    });
}

#[tokio::test]
async fn a_killed_process_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".qdc/ledger.db");
    let mut child = process("begins_three_and_waits_to_be_killed", &path);
    await_line(&mut BufReader::new(child.stdout.take().unwrap()), "begun");
    // Readers see it while it is open elsewhere.
    let reader = Ledger::read(&path).await.unwrap().unwrap();
    assert_eq!(reader.history(&Filter::default()).await.unwrap().len(), 3);
    reader.close().await;
    child.kill().unwrap();
    child.wait().unwrap();

    let ledger = open(&path).await;
    let expected = [("third", State::Sending), ("second", State::Sending), ("first", State::Sent)]
        .map(|(s, t)| (s.to_owned(), t));
    assert_eq!(all(&ledger).await, expected);
    let second = ledger.find("test", Kind::Start, "second").await.unwrap().unwrap();
    assert_eq!(second.attempts, 2);
    ledger.begin(receipt("second")).await.unwrap_err();
    // What the dead one left can be settled, or sent again on purpose.
    ledger.finish(second.id, sent()).await.unwrap();
    ledger.begin(Receipt { again: true, ..receipt("third") }).await.unwrap();
    ledger.close().await;
}

#[test]
#[ignore = "run by the test below, as a process of its own"]
fn holds_the_lock_until_told() {
    let Some(path) = path_of_process() else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let ledger = open(&path).await;
        println!("\nheld");
        std::io::stdin().read_exact(&mut [0]).unwrap();
        let id = ledger.begin(receipt("theirs")).await.unwrap();
        ledger.finish(id, sent()).await.unwrap();
        ledger.close().await;
    });
}

#[tokio::test]
async fn a_second_process_says_that_it_waits_and_then_sees_what_the_first_did() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".qdc/ledger.db");
    let mut child = process("holds_the_lock_until_told", &path);
    await_line(&mut BufReader::new(child.stdout.take().unwrap()), "held");
    let mut told = 0;
    let go = || {
        told += 1;
        child.stdin.take().unwrap().write_all(b"!").unwrap();
    };
    let ledger = Ledger::open(&path, go).await.unwrap();
    assert_eq!(told, 1);
    assert_eq!(all(&ledger).await, [("theirs".to_owned(), State::Sent)]);
    ledger.begin(receipt("theirs")).await.unwrap_err();
    ledger.close().await;
    child.wait().unwrap();
    // Closed is free.
    open(&path).await.close().await;
}

#[test]
#[ignore = "run by the test below, as a process of its own"]
fn writes_until_the_disk_is_full() {
    let Some(path) = path_of_process() else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let ledger = open(&path).await;
        let mut written = 0;
        let error = loop {
            match ledger.begin(receipt(&written.to_string())).await {
                Ok(_) => written += 1,
                Err(error) => break error,
            }
        };
        // What was written can still be read, by the one that failed too.
        assert_eq!(all(&ledger).await.len(), written);
        println!("\n{written} {}", why(&error));
    });
}

/// A limit on the size of files is as near to a full disk as a test comes.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_is_an_error_and_nothing_is_half_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let child =
        process_under("trap '' XFSZ; ulimit -f 1024; exec \"$@\"", "writes_until_the_disk_is_full", &path);
    let output = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    let said = output.lines().find(|line| line.contains(" the ledger ")).expect(&output);
    let (written, why) = said.split_once(' ').unwrap();
    assert!(why.contains("ledger.db") && why.contains("disk"), "{why}");
    let written: usize = written.parse().unwrap();
    assert!(written > 10, "{written}");
    let ledger = open(&path).await;
    assert_eq!(all(&ledger).await.len(), written);
    ledger.begin(receipt("after")).await.unwrap();
    ledger.close().await;
}

// ---- files ----

/// The tables as version 1 had them; never changed.
const VERSION_1: &str = include_str!("ledger/version-1.sql");

#[tokio::test]
async fn a_file_of_version_1_stays_readable() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&path).create_if_missing(true);
    let mut made = options.connect().await.unwrap();
    sqlx::raw_sql(VERSION_1).execute(&mut made).await.unwrap();
    made.close().await.unwrap();
    let ledger = open(&path).await;
    let record = ledger.find("prod", Kind::Start, "HR-2026-001").await.unwrap().unwrap();
    assert_eq!((record.id, record.state, record.attempts), (7, State::Sent, 2));
    assert_eq!(record.begun_at, "2026-01-05T01:00:00Z".parse().unwrap());
    ledger.close().await;
    let reader = Ledger::read(&path).await.unwrap().unwrap();
    assert_eq!(reader.history(&Filter::default()).await.unwrap(), [record]);
}

#[tokio::test]
async fn reading_makes_nothing_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".qdc/ledger.db");
    assert!(Ledger::read(&path).await.unwrap().is_none());
    assert!(!path.parent().unwrap().exists());
    open(&path).await.close().await;
    let reader = Ledger::read(&path).await.unwrap().unwrap();
    let error = reader.begin(receipt("HR-1")).await.unwrap_err();
    assert!(why(&error).contains("open for reading only"), "{error:?}");
}

#[tokio::test]
async fn a_newer_version_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    open(&path).await.close().await;
    let mut later = sqlx::sqlite::SqliteConnectOptions::new().filename(&path).connect().await.unwrap();
    sqlx::raw_sql("PRAGMA user_version = 99").execute(&mut later).await.unwrap();
    later.close().await.unwrap();
    for error in [Ledger::open(&path, || ()).await.unwrap_err(), Ledger::read(&path).await.unwrap_err()] {
        assert!(why(&error).contains("a newer qdc wrote it (version 99"), "{error:?}");
        assert!(error.0.zh.contains("请升级 qdc"));
    }
}

#[tokio::test]
async fn what_is_no_ledger_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("notes.txt");
    std::fs::write(&text, "my notes, nobody else's").unwrap();
    let theirs = folder.path().join("theirs.db");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&theirs).create_if_missing(true);
    let mut made = options.connect().await.unwrap();
    sqlx::raw_sql("CREATE TABLE theirs (x)").execute(&mut made).await.unwrap();
    made.close().await.unwrap();
    for path in [&text, &theirs] {
        let before = std::fs::read(path).unwrap();
        for error in [Ledger::open(path, || ()).await.unwrap_err(), Ledger::read(path).await.unwrap_err()] {
            assert!(
                why(&error).contains("is no ledger of qdc") && why(&error).contains(path.to_str().unwrap())
            );
        }
        assert_eq!(std::fs::read(path).unwrap(), before);
    }
    assert!(!folder.path().join(".gitignore").exists(), "a folder of the user's own");
    let error = Ledger::open(folder.path(), || ()).await.unwrap_err();
    assert!(why(&error).contains("is no ledger of qdc"), "{error:?}");
}

#[tokio::test]
async fn a_damaged_file_is_named_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let ledger = open(&path).await;
    for number in 0..100 {
        ledger.begin(receipt(&format!("HR-{number}"))).await.unwrap();
    }
    ledger.close().await;
    let mut bytes = std::fs::read(&path).unwrap();
    assert!(bytes.len() > 5 * 4096);
    bytes[2 * 4096..4 * 4096].fill(0x5a);
    std::fs::write(&path, &bytes).unwrap();
    let error = Ledger::open(&path, || ()).await.unwrap_err();
    assert!(why(&error).contains("the file is damaged") && why(&error).contains("ledger.db"), "{error:?}");
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
    // Cut short within its header.
    std::fs::write(&path, &bytes[..60]).unwrap();
    let error = Ledger::open(&path, || ()).await.unwrap_err();
    assert!(why(&error).contains("the file is damaged"), "{error:?}");
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_an_error_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("file"), "").unwrap();
    let error = Ledger::open(&folder.path().join("file/.qdc/ledger.db"), || ()).await.unwrap_err();
    assert!(why(&error).contains("is a file") && why(&error).contains("ledger.db"), "{error:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_read_only_folder_refuses_writing_and_can_still_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let ledger = open(&path).await;
    ledger.begin(receipt("HR-1")).await.unwrap();
    ledger.close().await;
    std::fs::remove_file(folder.path().join("ledger.lock")).unwrap();
    let allow =
        |mode| std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(mode)).unwrap();
    allow(0o555);
    // Root may write anywhere.
    let is_bound = std::fs::write(folder.path().join("probe"), "").is_err();
    let written = Ledger::open(&path, || ()).await.map(drop);
    let read = Ledger::read(&path).await.unwrap().unwrap().history(&Filter::default()).await;
    allow(0o755);
    if is_bound {
        assert!(why(&written.unwrap_err()).contains("no permission"));
    }
    assert_eq!(read.unwrap().len(), 1);
}

// ---- secrets ----

#[tokio::test]
async fn nothing_personal_is_in_the_files_or_in_an_error() {
    const SECRETS: &[&str] = &[
        "430100201510111541",
        "13800138000",
        "AUTH_9f3kd02mxk",
        "张三丰丰",
        "FLOW_2026_0001",
        "wang@example.com",
        "月薪八千五百元整",
        "https://open.example.com/auth?ticket=xyz",
        "TICKET-0123456789",
        "pass-word",
    ];
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let ledger = open(&path).await;
    let body = json!({
        "accountId": "430100201510111541", "psnName": "张三丰丰", "psnIDCardNum": "430100201510111541",
        "informPhone": "13800138000", "psnMobile": 13800138000u64, "flowNo": "FLOW_2026_0001",
        "components": [{ "componentId": "salary", "componentKey": "月薪八千五百元整" }],
        "signers": [{ "accountId": "430100201510111541", "signFields": [{ "authorizeCode": "AUTH_9f3kd02mxk" }] }],
        "user": { "contact": "wang@example.com", "contactType": "EMAIL" },
        "signFlowConfigs": { "flowConfig": { "contractName": "与13800138000的合同" } },
    });
    let personal = || Receipt {
        kind: Kind::Person,
        title: "张先生 13800138000".to_owned(),
        source: "hr/430100201510111541.qdc".to_owned(),
        body: body.to_string().into_bytes(),
        ..receipt("430100201510111541")
    };
    let id = ledger.begin(personal()).await.unwrap();
    let refused = ledger.begin(personal()).await.unwrap_err();
    let outcome = Outcome {
        result: Some(json!({
            "authUrl": "https://open.example.com/auth?ticket=xyz", "ticket": "TICKET-0123456789",
            "accountId": "430100201510111541", "fileCode": "FC_1", "sealId": "777",
        })),
        message: Some("手机号13800138000已存在".to_owned()),
        ..Outcome::of(State::Unknown)
    };
    ledger.finish(id, outcome).await.unwrap();
    // Found by what is not in it.
    let record = ledger.find("test", Kind::Person, "430100201510111541").await.unwrap().unwrap();
    assert_eq!(record.subject.as_deref(), Some("430*************41"));
    assert_eq!(record.result.as_ref().unwrap()["fileCode"], "FC_1");
    let by_source = Filter { source: Some("hr/430100201510111541.qdc".to_owned()), ..Filter::default() };
    assert_eq!(ledger.history(&by_source).await.unwrap().len(), 1);

    let open_files: Vec<_> =
        ["ledger.db", "ledger.db-wal", "ledger.db-shm"].map(|name| folder.path().join(name)).into();
    let mut bytes: Vec<u8> = open_files.iter().flat_map(|file| std::fs::read(file).unwrap()).collect();
    ledger.close().await;
    bytes.extend(std::fs::read(&path).unwrap());
    bytes.extend(format!("{refused:?}").into_bytes());
    assert!(bytes.windows(4).any(|at| at == b"FC_1"), "the files hold something");
    for secret in SECRETS {
        assert!(!bytes.windows(secret.len()).any(|at| at == secret.as_bytes()), "{secret} is in the ledger");
    }
}
