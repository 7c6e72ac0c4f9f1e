//! One ledger, whatever it is called: two processes never write it at once.

#![cfg(unix)]

use std::fs;
use std::io::{BufReader, Read, Write};
use std::os::unix::fs::symlink;
use std::path::Path;

use qdc::delivery::ledger::{Ledger, State};

use crate::common::{all, await_line, block_on, open, path_of_process, process, receipt, sent, why};

#[test]
#[ignore = "run by other tests, as a process of its own"]
fn holds_it_until_told() {
    let Some(path) = path_of_process() else { return };
    block_on(async {
        let ledger = open(&path).await;
        println!("\nheld");
        std::io::stdin().read_exact(&mut [0]).unwrap();
        let id = ledger.begin(receipt("theirs")).await.unwrap();
        ledger.finish(id, sent()).await.unwrap();
        ledger.close().await;
    });
}

/// Whether a process that has the ledger by one name keeps out another that has it by the other name.
async fn they_take_turns(one: &Path, other: &Path) {
    let mut child = process("lock::holds_it_until_told", one);
    await_line(&mut BufReader::new(child.stdout.take().unwrap()), "held");
    let mut waited = 0;
    let go = || {
        waited += 1;
        child.stdin.take().unwrap().write_all(b"!").unwrap();
    };
    let ledger = Ledger::open(other, go).await.unwrap();
    assert_eq!(waited, 1);
    assert_eq!(all(&ledger).await, [("theirs".to_owned(), State::Sent)]);
    ledger.begin(receipt("theirs")).await.unwrap_err();
    ledger.close().await;
    child.wait().unwrap();
}

#[tokio::test]
async fn a_symbolic_link_leads_to_the_same_lock() {
    let folder = tempfile::tempdir().unwrap();
    let (real, link) = (folder.path().join("a/ledger.db"), folder.path().join("b/ledger.db"));
    fs::create_dir(folder.path().join("b")).unwrap();
    open(&real).await.close().await;
    symlink(&real, &link).unwrap();
    they_take_turns(&real, &link).await;
    assert!(!folder.path().join("b/ledger.lock").exists());
}

#[tokio::test]
async fn a_link_to_its_folder_leads_to_the_same_lock_also_before_it_is_made() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("a")).unwrap();
    symlink(folder.path().join("a"), folder.path().join("b")).unwrap();
    they_take_turns(&folder.path().join("b/ledger.db"), &folder.path().join("a/ledger.db")).await;
}

#[tokio::test]
async fn a_ledger_with_a_second_name_is_refused_by_both() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (folder.path().join("one.db"), folder.path().join("other.db"));
    open(&one).await.close().await;
    fs::hard_link(&one, &other).unwrap();
    for path in [&one, &other] {
        let error = Ledger::open(path, || ()).await.unwrap_err();
        assert!(why(&error).contains("hard link") && why(&error).contains("qdc ledger backup"), "{error:?}");
    }
    // Reading does no harm, and with one name less all is well.
    Ledger::read(&one).await.unwrap().unwrap().close().await;
    fs::remove_file(&other).unwrap();
    open(&one).await.close().await;
}

#[tokio::test]
async fn a_name_that_was_added_while_it_waited_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (folder.path().join("one.db"), folder.path().join("other.db"));
    let mut child = process("lock::holds_it_until_told", &one);
    await_line(&mut BufReader::new(child.stdout.take().unwrap()), "held");
    let go = || {
        fs::hard_link(&one, &other).unwrap();
        child.stdin.take().unwrap().write_all(b"!").unwrap();
    };
    let error = Ledger::open(&one, go).await.unwrap_err();
    assert!(why(&error).contains("hard link"), "{error:?}");
    child.wait().unwrap();
}

#[tokio::test]
async fn a_lock_whose_file_was_cleaned_away_while_it_waited_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let mut child = process("lock::holds_it_until_told", &path);
    await_line(&mut BufReader::new(child.stdout.take().unwrap()), "held");
    let go = || {
        fs::remove_file(folder.path().join("ledger.lock")).unwrap();
        child.stdin.take().unwrap().write_all(b"!").unwrap();
    };
    let error = Ledger::open(&path, go).await.unwrap_err();
    assert!(why(&error).contains("run the command again"), "{error:?}");
    child.wait().unwrap();
}

#[tokio::test]
async fn a_link_that_leads_nowhere_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let link = folder.path().join("ledger.db");
    symlink(folder.path().join("nowhere.db"), &link).unwrap();
    for error in crate::common::refusals(&link).await {
        assert!(why(&error).contains("link to a file that does not exist"), "{error:?}");
    }
    assert!(!folder.path().join("nowhere.db").exists());
}

/// As a container has it with a volume of one file. Needs leave to mount; without it nothing is shown here.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_file_that_is_mounted_by_itself_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (real, mounted) = (folder.path().join("a/ledger.db"), folder.path().join("b c/ledger.db"));
    open(&real).await.close().await;
    fs::create_dir(folder.path().join("b c")).unwrap();
    fs::write(&mounted, "").unwrap();
    let script = "mount --bind \"$REAL\" \"$QDC_LEDGER_OF_TEST\" || exit 77; \"$@\"";
    let output = std::process::Command::new("unshare")
        .args(["-rm", "sh", "-c", script, "sh"])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "lock::opens_what_is_mounted", "--ignored", "--nocapture"])
        .env("QDC_LEDGER_OF_TEST", &mounted)
        .env("REAL", &real)
        .output();
    match output {
        Ok(output) if output.status.success() => {
            let said = String::from_utf8_lossy(&output.stdout);
            assert!(said.contains("mount its folder instead"), "{said}");
        }
        other => eprintln!("nothing can be mounted here: {other:?}"),
    }
}

#[test]
#[ignore = "run by the test above, as a process of its own"]
fn opens_what_is_mounted() {
    let Some(path) = path_of_process() else { return };
    let opened = block_on(Ledger::open(&path, || ()));
    println!("\n{}", opened.map(drop).map_or_else(|error| error.0.en, |()| "opened".to_owned()));
}
