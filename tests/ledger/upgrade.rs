//! A ledger of an earlier version becomes one of this version, whole, and what it knew is found.

use std::path::Path;

use qdc::delivery::Subject;
use qdc::delivery::ledger::{Filter, Ledger, Receipt, State};
use qdc::plan::Kind;
use qdc::platform::signature::sha256;
use sqlx::Connection;

use crate::common::{at, code, open, receipt, sqlite, why};

/// The tables as version 1 had them, with a row; never changed.
const VERSION_1: &str = include_str!("version-1.sql");

async fn version_1(path: &Path) {
    let mut made = sqlite(path).await;
    sqlx::raw_sql(VERSION_1).execute(&mut made).await.unwrap();
    made.close().await.unwrap();
}

/// A row beside the one of the file, by what matters here.
async fn row(path: &Path, id: i64, kind: &str, subject: &str, key: &str, state: &str) {
    let mut on = sqlite(path).await;
    let sql = "INSERT INTO receipts (id, environment, address, kind, subject, subject_key, resend, title, path, \
         body_hash, body, source, source_hash, state, attempts, begun_at, attempted_at) \
         VALUES (?1, 'prod', 'https://example.com/api', ?2, ?3, ?4, 0, 't', '/p', 'aa', '{}', 's.qdc', 'bb', ?5, 1, \
         1767574800000000, 1767574801000000)";
    let query = sqlx::query(sql).bind(id).bind(kind).bind(subject).bind(key).bind(state);
    query.execute(&mut on).await.unwrap();
    on.close().await.unwrap();
}

#[tokio::test]
async fn a_record_of_version_1_keeps_what_it_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    version_1(&path).await;
    let error = Ledger::read(&path).await.unwrap_err();
    assert!(why(&error).contains("an earlier qdc wrote it"), "{error:?}");
    let ledger = open(&path).await;
    let record = ledger.find(at("prod"), Kind::Start, &code("HR-2026-001")).await.unwrap().unwrap();
    assert_eq!((record.id, record.state, record.attempts), (7, State::Sent, 2));
    assert_eq!(record.begun_at, "2026-01-05T01:00:00Z".parse().unwrap());
    assert_eq!(record.handed_over_at, Some("2026-01-05T01:00:01Z".parse().unwrap()));
    assert_eq!((record.meaning.as_str(), record.contract_id.as_deref()), ("bb", Some("2591540368898105360")));
    // The next one is not taken for an old one.
    assert_eq!(ledger.begin(receipt("new")).await.unwrap(), 8);
    ledger.close().await;
    let reader = Ledger::read(&path).await.unwrap().unwrap();
    assert_eq!(reader.history(&Filter { limit: None, ..prod() }).await.unwrap(), [record]);
}

fn prod() -> Filter {
    Filter { environment: Some("prod".to_owned()), ..Filter::default() }
}

#[tokio::test]
async fn contracts_of_version_1_are_found_by_their_codes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    version_1(&path).await;
    let digest = |subject: &str| sha256(format!("qdc ledger subject\n{subject}").as_bytes());
    let text = format!("#{}", "0a".repeat(32));
    row(&path, 8, "start", " ＣＧ-1", " ＣＧ-1", "sent").await;
    row(&path, 9, "start", "#2", "#2", "unknown").await;
    row(&path, 10, "start", "430*************41", &digest("430100201510111541"), "sent").await;
    row(&path, 11, "start", &text, &text, "sent").await;
    row(&path, 12, "person", "PSN_1", "PSN_1", "sent").await;
    row(&path, 13, "person", "430*************41", &digest("430100201510111541"), "sent").await;
    let ledger = open(&path).await;
    let id = async |kind, subject: Subject| {
        ledger.find(at("prod"), kind, &subject).await.unwrap().map(|record| record.id)
    };
    assert_eq!(id(Kind::Start, code("CG-1")).await, Some(8));
    assert_eq!(id(Kind::Start, code("#2")).await, Some(9));
    assert_eq!(id(Kind::Start, code("430100201510111541")).await, Some(10));
    assert_eq!(id(Kind::Start, Subject::Meaning("0a".repeat(32))).await, Some(11));
    assert_eq!(id(Kind::Person, Subject::Name("PSN_1".to_owned())).await, Some(12));
    assert_eq!(id(Kind::Person, Subject::Name("430100201510111541".to_owned())).await, Some(13));
    // And no code is taken for the contract without one.
    assert_eq!(id(Kind::Start, code(&text)).await, None);
    let again = Receipt { environment: "prod".to_owned(), ..receipt("ＣＧ-1\u{200b}") };
    assert!(why(&ledger.begin(again).await.unwrap_err()).contains("was sent to prod already"));
    let records = ledger.history(&prod()).await.unwrap();
    let nameless = records.iter().find(|record| record.id == 11).unwrap();
    assert_eq!(nameless.subject, None);
    ledger.close().await;
}

#[tokio::test]
async fn codes_that_were_two_and_are_one_both_stay() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    version_1(&path).await;
    row(&path, 8, "start", "CG-1", "CG-1", "sent").await;
    row(&path, 9, "start", "CG-1 ", "CG-1 ", "unknown").await;
    row(&path, 10, "start", "ＣＧ-1", "ＣＧ-1", "refused").await;
    row(&path, 11, "start", " CG-1", " CG-1", "sent").await;
    let ledger = open(&path).await;
    let filter = Filter { subject: Some(code("CG-1")), ..prod() };
    let records = ledger.history(&filter).await.unwrap();
    let found: Vec<_> = records.iter().map(|record| (record.id, record.resend, record.state)).collect();
    assert_eq!(
        found,
        [(11, 2, State::Sent), (10, 0, State::Refused), (9, 1, State::Unknown), (8, 0, State::Sent)]
    );
    ledger.close().await;
}
