//! Files that are ledgers, were ledgers, or never were.

use qdc::delivery::ledger::{Filter, Ledger, LedgerError, State};
use sqlx::Connection;

use crate::common::{all, open, receipt, refusals, sent, sqlite, why};

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
    let mut later = sqlite(&path).await;
    sqlx::raw_sql("PRAGMA user_version = 99").execute(&mut later).await.unwrap();
    later.close().await.unwrap();
    for error in refusals(&path).await {
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
    let mut made = sqlite(&theirs).await;
    sqlx::raw_sql("CREATE TABLE theirs (x)").execute(&mut made).await.unwrap();
    made.close().await.unwrap();
    for path in [&text, &theirs] {
        let before = std::fs::read(path).unwrap();
        for error in refusals(path).await {
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

#[tokio::test]
async fn a_ledger_that_holds_what_qdc_did_not_make_is_neither_read_nor_written() {
    for (sql, named) in [
        ("CREATE TRIGGER gone AFTER INSERT ON receipts BEGIN DELETE FROM receipts; END", "trigger `gone`"),
        ("CREATE VIEW v AS SELECT load_extension('x')", "view `v`"),
        ("CREATE VIRTUAL TABLE f USING fts5(x)", "table `f`"),
        ("DROP INDEX receipts_live; CREATE INDEX receipts_live ON receipts (id)", "index `receipts_live`"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        let ledger = open(&path).await;
        let id = ledger.begin(receipt("HR-1")).await.unwrap();
        ledger.finish(id, sent()).await.unwrap();
        ledger.close().await;
        let mut theirs = sqlite(&path).await;
        if sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut theirs).await.is_err() {
            assert!(sql.contains("fts5"), "{sql}");
            continue;
        }
        theirs.close().await.unwrap();
        let before = std::fs::read(&path).unwrap();
        for error in refusals(&path).await {
            assert!(why(&error).contains(named) && why(&error).contains("move it away"), "{error:?}");
            assert!(error.0.zh.contains("不是 qdc 建立的内容"));
        }
        assert!(std::fs::read(&path).unwrap() == before, "{sql}");
    }
}

#[tokio::test]
async fn a_ledger_whose_version_was_lost_is_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    open(&path).await.close().await;
    let mut theirs = sqlite(&path).await;
    sqlx::raw_sql("PRAGMA user_version = 0").execute(&mut theirs).await.unwrap();
    theirs.close().await.unwrap();
    for error in refusals(&path).await {
        assert!(why(&error).contains("the file is damaged"), "{error:?}");
    }
}

/// Closing a descriptor of a database drops the locks that SQLite has on it: a stranger would then take the log of
/// a live writer for a dead one's, and remove it.
#[cfg(unix)]
#[tokio::test]
async fn a_stranger_that_opens_and_closes_the_file_leaves_the_log_of_a_live_writer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let ledger = open(&path).await;
    ledger.begin(receipt("before")).await.unwrap();
    Ledger::read(&path).await.unwrap().unwrap().close().await;
    let mut child = crate::common::process("files::opens_and_closes_as_strangers_do", &path);
    assert!(child.wait().unwrap().success());
    let log = folder.path().join("ledger.db-wal");
    assert!(log.metadata().is_ok_and(|log| log.len() > 0), "the log is gone");
    ledger.begin(receipt("after")).await.unwrap();
    ledger.close().await;
    let ledger = open(&path).await;
    assert_eq!(all(&ledger).await.len(), 2);
    ledger.close().await;
}

#[test]
#[ignore = "run by the test above, as a process of its own"]
fn opens_and_closes_as_strangers_do() {
    let Some(path) = crate::common::path_of_process() else { return };
    crate::common::block_on(async {
        let mut on = sqlite(&path).await;
        sqlx::query("SELECT count(*) FROM receipts").fetch_one(&mut on).await.unwrap();
        on.close().await.unwrap();
    });
}

#[cfg(unix)]
#[tokio::test]
async fn the_files_are_their_owners_alone_and_looser_ones_become_so() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join(".qdc");
    let mode = |name: &str| inner.join(name).metadata().unwrap().permissions().mode() & 0o777;
    let path = inner.join("ledger.db");
    let files = ["ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger.lock", "ledger.reserve"];
    let ledger = open(&path).await;
    ledger.begin(receipt("HR-1")).await.unwrap();
    assert_eq!(files.map(mode), [0o600; 5]);
    assert_eq!(mode("."), 0o700);
    ledger.close().await;
    let loosen = |name: &str, mode| {
        std::fs::set_permissions(inner.join(name), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    loosen(".", 0o755);
    loosen("ledger.db", 0o644);
    loosen("ledger.lock", 0o666);
    let ledger = open(&path).await;
    assert_eq!(
        (mode("."), mode("ledger.db"), mode("ledger.lock"), mode("ledger.db-wal")),
        (0o700, 0o600, 0o600, 0o600)
    );
    ledger.close().await;
    // A folder of the user's own is none of qdc's business.
    let own = folder.path().join("own");
    std::fs::create_dir(&own).unwrap();
    std::fs::set_permissions(&own, std::fs::Permissions::from_mode(0o755)).unwrap();
    open(&own.join("ledger.db")).await.close().await;
    assert_eq!(own.metadata().unwrap().permissions().mode() & 0o777, 0o755);
}

/// As `git clean -xfd` beside a running `qdc send`.
#[cfg(unix)]
#[tokio::test]
async fn a_ledger_that_is_removed_while_it_is_written_gives_no_more_receipts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".qdc/ledger.db");
    let ledger = open(&path).await;
    ledger.begin(receipt("before")).await.unwrap();
    std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
    for subject in ["after", "later"] {
        let error = ledger.begin(receipt(subject)).await.unwrap_err();
        assert!(why(&error).contains("nothing more is sent"), "{error:?}");
    }
    ledger.close().await;
}

#[cfg(unix)]
#[tokio::test]
async fn nothing_is_sent_or_settled_in_a_ledger_that_was_removed_or_moved() {
    let gone = |error: LedgerError| {
        assert!(why(&error).contains("removed or replaced"), "{error:?}");
    };
    for is_moved in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join(".qdc");
        let path = home.join("ledger.db");
        let ledger = open(&path).await;
        let under_way = ledger.begin(receipt("HR-1")).await.unwrap();
        ledger.hand_over(under_way).await.unwrap();
        let waiting = ledger.begin(receipt("HR-2")).await.unwrap();
        let elsewhere = folder.path().join("elsewhere");
        if is_moved {
            std::fs::rename(&home, &elsewhere).unwrap();
        } else {
            std::fs::remove_dir_all(&home).unwrap();
        }
        gone(ledger.hand_over(waiting).await.unwrap_err());
        gone(ledger.begin(receipt("HR-3")).await.unwrap_err());
        gone(ledger.finish(under_way, sent()).await.unwrap_err());
        ledger.close().await;
        if is_moved {
            let ledger = open(&elsewhere.join("ledger.db")).await;
            let found = all(&ledger).await;
            let expected = [("HR-2", State::Sending), ("HR-1", State::Sent)];
            assert_eq!(found, expected.map(|(subject, state)| (subject.to_owned(), state)));
            ledger.close().await;
        }
    }
    // The lock alone: another process would get one too.
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder.path().join("ledger.db")).await;
    let id = ledger.begin(receipt("HR-1")).await.unwrap();
    std::fs::remove_file(folder.path().join("ledger.lock")).unwrap();
    gone(ledger.hand_over(id).await.unwrap_err());
    ledger.close().await;
}

#[cfg(unix)]
#[tokio::test]
async fn links_in_the_folder_lead_nowhere_else() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let (project, theirs) = (folder.path().join("project"), folder.path().join("theirs"));
    std::fs::create_dir_all(project.join(".qdc")).unwrap();
    std::fs::create_dir(&theirs).unwrap();
    let path = project.join(".qdc/ledger.db");
    symlink(theirs.join("ignore"), project.join(".qdc/.gitignore")).unwrap();
    open(&path).await.close().await;
    assert!(!theirs.join("ignore").exists());
    std::fs::rename(project.join(".qdc"), folder.path().join("shared")).unwrap();
    for to in ["theirs", "nowhere"] {
        symlink(folder.path().join(to), project.join(".qdc")).unwrap();
        let error = Ledger::open(&path, || ()).await.unwrap_err();
        assert!(why(&error).contains("a link out of the project"), "{error:?}");
        std::fs::remove_file(project.join(".qdc")).unwrap();
    }
    assert_eq!(std::fs::read_dir(&theirs).unwrap().count(), 0);
    // One that holds a ledger was chosen, and one within the project is the project's own.
    symlink(folder.path().join("shared"), project.join(".qdc")).unwrap();
    open(&path).await.close().await;
    std::fs::remove_file(project.join(".qdc")).unwrap();
    std::fs::create_dir(project.join("records")).unwrap();
    symlink("records", project.join(".qdc")).unwrap();
    open(&path).await.close().await;
    assert!(project.join("records/ledger.db").exists());
}

/// A device or a socket is everybody's: what is named as a ledger by mistake is refused as it is.
#[cfg(unix)]
#[tokio::test]
async fn what_is_no_file_keeps_its_mode() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("device");
    let _socket = std::os::unix::net::UnixListener::bind(&path).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o666)).unwrap();
    Ledger::open(&path, || ()).await.unwrap_err();
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o666);
}
