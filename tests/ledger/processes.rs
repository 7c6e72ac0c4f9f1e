//! Several processes at one ledger, and one that is killed.

use std::io::{BufReader, Read, Write};

use qdc::delivery::ledger::{Filter, Ledger, Receipt, State};

use crate::common::{all, await_line, block_on, find, open, path_of_process, process, receipt, sent};

#[test]
#[ignore = "run by the test below, as a process of its own"]
fn begins_three_and_waits_to_be_killed() {
    let Some(path) = path_of_process() else { return };
    block_on(async {
        let ledger = open(&path).await;
        let first = ledger.begin(receipt("first")).await.unwrap();
        ledger.finish(first, sent()).await.unwrap();
        let second = ledger.begin(receipt("second")).await.unwrap();
        ledger.hand_over(second).await.unwrap();
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
    let mut child = process("processes::begins_three_and_waits_to_be_killed", &path);
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
    let second = find(&ledger, "second").await;
    assert!(second.attempts == 1 && second.handed_over_at.is_some());
    assert_eq!(find(&ledger, "third").await.handed_over_at, None);
    ledger.begin(receipt("second")).await.unwrap_err();
    // What the dead one left can be settled, or sent again on purpose.
    ledger.finish(second.id, sent()).await.unwrap();
    ledger.begin(Receipt { again: true, ..receipt("third") }).await.unwrap();
    ledger.close().await;
}

#[tokio::test]
async fn a_second_process_says_that_it_waits_and_then_sees_what_the_first_did() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".qdc/ledger.db");
    let mut child = process("lock::holds_it_until_told", &path);
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
