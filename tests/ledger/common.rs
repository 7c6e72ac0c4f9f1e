//! A receipt, an outcome, a ledger, and this binary once more as a process of its own.

use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use qdc::delivery::Subject;
use qdc::delivery::ledger::{Filter, Ledger, LedgerError, Outcome, Place, Receipt, Record, State};
use qdc::plan::Kind;
use sqlx::{ConnectOptions, SqliteConnection};

/// An environment by its name alone.
pub fn at(environment: &str) -> Place<'_> {
    Place { environment, address: "" }
}

pub fn code(text: &str) -> Subject {
    Subject::Code(text.to_owned())
}

pub fn receipt(subject: &str) -> Receipt {
    Receipt {
        environment: "test".to_owned(),
        address: "https://user:pass-word@example.com/api?key=hush".to_owned(),
        application: "00112233aabbccdd".to_owned(),
        kind: Kind::Start,
        subject: Some(code(subject)),
        title: "劳动合同".to_owned(),
        path: "/open/contract/start".to_owned(),
        body: br#"{"signFlowConfigs":{"flowConfig":{"signDeadline":"2026-02-04"}}}"#.to_vec(),
        source: "hr/labour.qdc".to_owned(),
        meaning: "00ff".to_owned(),
        deadline: Some("2026-02-04".to_owned()),
        again: false,
    }
}

pub fn sent() -> Outcome {
    Outcome { contract_id: Some("2591540368898105360".to_owned()), ..Outcome::of(State::Sent) }
}

pub async fn open(path: &Path) -> Ledger {
    // A process that another test is just starting holds a copy of every descriptor until it is what it will be.
    Ledger::open(path, || ()).await.unwrap()
}

/// Why a ledger is neither opened for writing nor for reading.
pub async fn refusals(path: &Path) -> [LedgerError; 2] {
    [Ledger::open(path, || ()).await.unwrap_err(), Ledger::read(path).await.unwrap_err()]
}

pub async fn find(ledger: &Ledger, subject: &str) -> Record {
    ledger.find(at("test"), Kind::Start, &code(subject)).await.unwrap().expect(subject)
}

/// Subjects and states, newest first.
pub async fn all(ledger: &Ledger) -> Vec<(String, State)> {
    let records = ledger.history(&Filter::default()).await.unwrap();
    records.into_iter().map(|record| (record.subject.unwrap_or_default(), record.state)).collect()
}

pub fn why(error: &LedgerError) -> &str {
    &error.0.en
}

/// The database behind qdc's back.
pub async fn sqlite(path: &Path) -> SqliteConnection {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path).create_if_missing(true);
    options.connect().await.unwrap()
}

/// This binary once more, running one of the tests that do nothing on their own.
pub fn process(test: &str, path: &Path) -> Child {
    spawn(&mut Command::new(std::env::current_exe().unwrap()), test, path)
}

/// The same under a script that ends by running it.
#[cfg(target_os = "linux")]
pub fn process_under(script: &str, test: &str, path: &Path) -> Child {
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

pub fn path_of_process() -> Option<PathBuf> {
    std::env::var_os("QDC_LEDGER_OF_TEST").map(Into::into)
}

pub fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

/// Until the other process has printed this line.
pub fn await_line(lines: &mut impl BufRead, wanted: &str) {
    let mut line = String::new();
    while !line.ends_with(&format!("{wanted}\n")) {
        line.clear();
        assert_ne!(lines.read_line(&mut line).unwrap(), 0, "the other process ended early");
    }
}
