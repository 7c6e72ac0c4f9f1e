//! A copy of the ledger, beside one who writes.

use std::fs;

use qdc::delivery::ledger::{Filter, Ledger};

use crate::common::{all, open, receipt, sent, why};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_is_whole_while_another_writes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let ledger = open(&path).await;
    ledger.begin(receipt("first")).await.unwrap();
    let writing = {
        let ledger = ledger.clone();
        tokio::spawn(async move {
            for number in 0..200 {
                let id = ledger.begin(receipt(&number.to_string())).await.unwrap();
                ledger.finish(id, sent()).await.unwrap();
            }
        })
    };
    let reader = Ledger::read(&path).await.unwrap().unwrap();
    for number in 0..3 {
        let to = folder.path().join(format!("backup {number}.db"));
        reader.back_up(&to).await.unwrap();
        let copy = Ledger::read(&to).await.unwrap().unwrap();
        let records = all(&copy).await;
        // Oldest first without a gap, and at most the last on its way.
        let names: Vec<_> = records.iter().rev().map(|(subject, _)| subject.clone()).collect();
        let expected = std::iter::once("first".to_owned()).chain((0..).map(|number: u32| number.to_string()));
        assert_eq!(names, Vec::from_iter(expected.take(names.len())));
        copy.close().await;
    }
    writing.await.unwrap();
    reader.close().await;
    ledger.close().await;
    // A copy is a ledger.
    let copy = open(&folder.path().join("backup 0.db")).await;
    copy.begin(receipt("first")).await.unwrap_err();
    copy.begin(receipt("new")).await.unwrap();
    copy.close().await;
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().starts_with(".qdc-")), "{left:?}");
}

#[tokio::test]
async fn a_copy_is_its_owners_and_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let ledger = open(&path).await;
    ledger.begin(receipt("A")).await.unwrap();
    let to = folder.path().join("backup.db");
    ledger.back_up(&to).await.unwrap();
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&to.metadata().unwrap().permissions()) & 0o777, 0o600);
    let before = fs::read(&to).unwrap();
    let error = ledger.back_up(&to).await.unwrap_err();
    assert!(why(&error).contains("is not overwritten"), "{error:?}");
    assert_eq!(fs::read(&to).unwrap(), before);
    let error = ledger.back_up(&folder.path().join("no/backup.db")).await.unwrap_err();
    assert!(why(&error).contains("no such folder"), "{error:?}");
    ledger.close().await;
    let copy = Ledger::read(&to).await.unwrap().unwrap();
    assert_eq!(copy.history(&Filter::default()).await.unwrap().len(), 1);
}
