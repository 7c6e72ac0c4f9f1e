//! What a record holds.

use qdc::delivery::ledger::{Filter, Outcome, Receipt, State};
use qdc::plan::Kind;
use serde_json::json;

use crate::common::{at, code, find, open, receipt, sent};

#[tokio::test]
async fn a_receipt_hand_overs_and_an_outcome_are_one_record() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".qdc/ledger.db");
    let ledger = open(&path).await;
    assert_eq!(std::fs::read_to_string(folder.path().join(".qdc/.gitignore")).unwrap(), "*\n");
    assert!(ledger.find(at("test"), Kind::Start, &code("HR-1")).await.unwrap().is_none());

    let id = ledger.begin(receipt("HR-1")).await.unwrap();
    let record = find(&ledger, "HR-1").await;
    assert_eq!((record.id, record.state, record.attempts), (id, State::Sending, 0));
    assert_eq!((record.handed_over_at, record.finished_at), (None, None));
    assert_eq!(record.address, "https://example.com/api");
    assert_eq!(record.body["signFlowConfigs"]["flowConfig"]["signDeadline"], "2026-02-04");

    ledger.hand_over(id).await.unwrap();
    let first = find(&ledger, "HR-1").await;
    assert!(first.attempts == 1 && first.handed_over_at >= Some(record.begun_at));
    ledger.finish(id, Outcome::of(State::Unknown)).await.unwrap();
    // Once more: it is on its way again.
    ledger.hand_over(id).await.unwrap();
    let second = find(&ledger, "HR-1").await;
    assert_eq!((second.state, second.attempts, second.finished_at), (State::Sending, 2, None));
    assert!(second.handed_over_at >= first.handed_over_at);
    let outcome = Outcome {
        result: Some(json!({ "fileCode": "FC_1", "other": "open sesame now" })),
        code: Some("0".to_owned()),
        message: Some("success".to_owned()),
        log_key: Some("ab12".to_owned()),
        platform_time: Some("2026-01-05 09:00:00".to_owned()),
        ..sent()
    };
    ledger.finish(id, outcome).await.unwrap();
    let record = find(&ledger, "HR-1").await;
    assert_eq!((record.state, record.attempts), (State::Sent, 2));
    assert!(record.handed_over_at == second.handed_over_at && record.finished_at >= record.handed_over_at);
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
        let receipt = Receipt {
            environment: environment.to_owned(),
            address: format!("https://{environment}.example.com/api"),
            source: source.to_owned(),
            ..receipt(subject)
        };
        ledger.begin(receipt).await.unwrap();
    }
    let subjects = async |filter: Filter| -> Vec<String> {
        let records = ledger.history(&filter).await.unwrap();
        records.into_iter().map(|one| format!("{}@{}", one.subject.unwrap(), one.environment)).collect()
    };
    assert_eq!(subjects(Filter::default()).await, ["A@prod", "B@test", "A@test"]);
    assert_eq!(subjects(Filter { limit: Some(1), ..Filter::default() }).await, ["A@prod"]);
    let test = Filter { environment: Some("test".to_owned()), ..Filter::default() };
    assert_eq!(subjects(Filter { subject: Some(code("A")), ..test.clone() }).await, ["A@test"]);
    assert_eq!(subjects(Filter { source: Some("b.qdc".to_owned()), ..test.clone() }).await, ["B@test"]);
    assert_eq!(subjects(Filter { state: Some(State::Sent), ..test }).await, [""; 0]);
    ledger.close().await;
}

#[tokio::test]
async fn the_ledger_does_what_every_record_must() {
    let folder = tempfile::tempdir().unwrap();
    let count = std::cell::Cell::new(0);
    crate::book::every(async || {
        count.set(count.get() + 1);
        open(&folder.path().join(format!("{}.db", count.get()))).await
    })
    .await;
}
