//! A disk that is full: nothing is half written, and what is known of requests that were sent is still noted.

#![cfg(target_os = "linux")]

use std::process::Output;

use qdc::delivery::ledger::{Ledger, Outcome, Receipt, State};

use crate::common::{all, block_on, find, open, path_of_process, process_under, receipt, sent, why};

/// Fills a disk soon.
fn large(subject: &str) -> Receipt {
    let body = serde_json::json!({ "text": "合同正文".repeat(8000) });
    Receipt { body: body.to_string().into_bytes(), ..receipt(subject) }
}

#[test]
#[ignore = "run by the test below, as a process of its own"]
fn writes_until_the_disk_is_full() {
    let Some(path) = path_of_process() else { return };
    block_on(async {
        let ledger = open(&path).await;
        let mut written = 0;
        let error = loop {
            match ledger.begin(large(&written.to_string())).await {
                Ok(_) => written += 1,
                Err(error) => break error,
            }
        };
        // What was written can still be read, by the one that failed too.
        assert_eq!(all(&ledger).await.len(), written);
        println!("\n{written} {}", why(&error));
    });
}

/// A limit on the size of files, as quotas are one.
#[tokio::test]
async fn a_full_disk_is_an_error_and_nothing_is_half_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let script = "trap '' XFSZ; ulimit -f 12288; exec \"$@\"";
    let child = process_under(script, "full_disk::writes_until_the_disk_is_full", &path);
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

#[test]
#[ignore = "run by the test below, as a process of its own"]
fn finishes_on_a_full_disk() {
    let Some(path) = path_of_process() else { return };
    block_on(async {
        let ledger = open(&path).await;
        let first = ledger.begin(receipt("first")).await.unwrap();
        ledger.hand_over(first).await.unwrap();
        let second = ledger.begin(receipt("second")).await.unwrap();
        // The disk is filled to the last byte, whoever does it.
        let filler = path.with_extension("filler");
        std::fs::write(&filler, vec![7; 64 << 20]).unwrap_err();
        while let Ok(id) = ledger.hand_over(second).await {
            assert_eq!(id, ());
        }
        // It does not write less than an outcome: no room for anything.
        ledger.finish(first, Outcome { message: Some("合".repeat(20_000)), ..sent() }).await.unwrap();
        assert!(!path.with_extension("reserve").exists());
        let refused = ledger.begin(receipt("third")).await.unwrap_err();
        ledger.hand_over(second).await.unwrap_err();
        ledger.finish(second, Outcome::of(State::NotSent)).await.unwrap();
        ledger.close().await;
        // Whether or not there is room for the reserve again, nothing is begun, and what is known can be read.
        let ledger = open(&path).await;
        let later = ledger.begin(receipt("third")).await.unwrap_err();
        assert!(why(&later).contains("the disk is full"), "{later:?}");
        assert_eq!(all(&ledger).await.len(), 2);
        ledger.close().await;
        std::fs::remove_file(filler).unwrap();
        let ledger = open(&path).await;
        assert_eq!(find(&ledger, "first").await.contract_id.as_deref(), Some("2591540368898105360"));
        ledger.begin(receipt("third")).await.unwrap();
        assert!(path.with_extension("reserve").exists());
        ledger.close().await;
        println!("\n{}", why(&refused));
    });
}

/// Needs leave to mount a small disk; without it nothing is shown here.
#[tokio::test]
async fn room_is_kept_for_outcomes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("small/ledger.db");
    std::fs::create_dir(path.parent().unwrap()).unwrap();
    let script = "mount -t tmpfs -o size=16m tmpfs \"${QDC_LEDGER_OF_TEST%/*}\" || exit 77; \"$@\"";
    let output = std::process::Command::new("unshare")
        .args(["-rm", "sh", "-c", script, "sh"])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "full_disk::finishes_on_a_full_disk", "--ignored", "--nocapture"])
        .env("QDC_LEDGER_OF_TEST", &path)
        .output();
    let said = |output: &Output| {
        String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned()
    };
    match output {
        Ok(output) if output.status.code() == Some(77) => {
            eprintln!("nothing can be mounted: {}", said(&output))
        }
        Ok(output) => {
            let said = said(&output);
            assert!(
                output.status.success() && said.contains("the ledger ") && said.contains("the disk is full"),
                "{said}"
            );
        }
        Err(error) => eprintln!("nothing can be mounted here: {error}"),
    }
}

#[tokio::test]
async fn what_has_the_name_of_the_reserve_and_is_somebody_elses_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let precious = folder.path().join("precious");
    std::fs::write(&precious, "mine").unwrap();
    let reserve = folder.path().join("ledger.reserve");
    let path = folder.path().join("ledger.db");
    std::os::unix::fs::symlink(&precious, &reserve).unwrap();
    let error = Ledger::open(&path, || ()).await.unwrap_err();
    assert!(why(&error).contains("not made by qdc") && why(&error).contains("ledger.reserve"), "{error:?}");
    assert_eq!(std::fs::read_to_string(&precious).unwrap(), "mine");
    std::fs::remove_file(&reserve).unwrap();
    std::fs::write(&reserve, "x".repeat(4 << 20)).unwrap();
    Ledger::open(&path, || ()).await.unwrap_err();
    assert_eq!(std::fs::read(&reserve).unwrap(), vec![b'x'; 4 << 20]);
    // One that a crash cut short is made again.
    std::fs::write(&reserve, "").unwrap();
    Ledger::open(&path, || ()).await.unwrap().close().await;
    assert_eq!(reserve.metadata().unwrap().len(), 4 << 20);
    Ledger::open(&path, || ()).await.unwrap().close().await;
}

#[tokio::test]
async fn the_files_beside_a_ledger_have_its_whole_name() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("sales.reserve"), "notes").unwrap();
    std::fs::write(at("sales.lock"), "notes").unwrap();
    Ledger::open(&at("sales.db"), || ()).await.unwrap().close().await;
    for name in ["sales.reserve", "sales.lock"] {
        assert_eq!(std::fs::read_to_string(at(name)).unwrap(), "notes");
    }
    assert!(at("sales.db.lock").exists() && at("sales.db.reserve").exists());
    for name in ["new.reserve", "new.LOCK", "sales.db-wal", "sales.db.reserve"] {
        let error = Ledger::open(&at(name), || ()).await.unwrap_err();
        assert!(why(&error).contains("choose another"), "{name}: {error:?}");
    }
    assert!(!at("new.reserve").exists());
    std::fs::write(at("other.db.lock"), "notes").unwrap();
    let error = Ledger::open(&at("other.db"), || ()).await.unwrap_err();
    assert!(why(&error).contains("not made by qdc"), "{error:?}");
    assert_eq!(std::fs::read_to_string(at("other.db.lock")).unwrap(), "notes");
}
