//! Exactly once, also in a crowd and past the lock. What every record must do is in `book.rs`.

use qdc::delivery::ledger::{Filter, State};
use sqlx::Connection;

use crate::common::{code, find, open, receipt, sent, sqlite};

#[tokio::test]
async fn even_past_the_lock_the_file_itself_holds_one_live_record() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let ledger = open(&path).await;
    ledger.begin(receipt("HR-1")).await.unwrap();
    let mut intruder = sqlite(&path).await;
    let copy = "INSERT INTO receipts (environment, address, kind, subject, subject_key, resend, title, path, \
         body_hash, body, source, meaning, state, attempts, begun_at) \
         SELECT environment, address, kind, subject, subject_key, resend, title, path, body_hash, body, source, \
         meaning, 'sent', attempts, begun_at FROM receipts";
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

#[tokio::test(flavor = "current_thread")]
async fn a_crowd_of_every_kind_at_once_is_answered_each_for_itself() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder.path().join("ledger.db")).await;
    let mut ids = Vec::new();
    for number in 0..60 {
        ids.push(ledger.begin(receipt(&format!("old {number}"))).await.unwrap());
    }
    // On one thread all of them ask before the writer has answered the first.
    let work: Vec<_> = (0..60_usize)
        .map(|number| {
            let (ledger, id) = (ledger.clone(), ids[number]);
            tokio::spawn(async move {
                match number % 4 {
                    0 => ledger.hand_over(id).await,
                    1 => ledger.finish(id, sent()).await,
                    2 => ledger.begin(receipt(&format!("new {number}"))).await.map(drop),
                    _ if number % 8 == 3 => ledger.begin(receipt("old 0")).await.map(drop),
                    _ => ledger.hand_over(9999).await,
                }
            })
        })
        .collect();
    for (number, one) in work.into_iter().enumerate() {
        assert_eq!(one.await.unwrap().is_err(), number % 4 == 3, "{number}");
    }
    for (number, expected) in [(0, (State::Sending, 1)), (1, (State::Sent, 0)), (2, (State::Sending, 0))] {
        let record = find(&ledger, &format!("old {number}")).await;
        assert_eq!((record.state, record.attempts), expected, "{number}");
    }
    let new = ledger.history(&Filter { subject: Some(code("new 2")), ..Filter::default() }).await.unwrap();
    assert_eq!(new.len(), 1);
    ledger.close().await;
}
