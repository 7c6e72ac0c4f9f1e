//! What was checked is what is sent; what is kept is kept to oneself, and is not lost when there is no room.

use std::path::Path;
use std::process::Command;

use super::{millis, refs};
use crate::bomb;
use crate::deed::{Deed, Latch};
use crate::platform::Platform;
use crate::project::{Project, Running, contract, contract_uploading, pdf};

const SETTINGS: &str = "timeout = 2.0\nsettle = 2.0\n";

/// A saved plan holds the file that is uploaded, or it is refused.
#[test]
fn row_05_a_saved_plan_never_sends_another_file() {
    let platform = Platform::honest();
    let project = Project::at(&platform, SETTINGS);
    project.write("c.pdf", pdf("agreed"));
    project.write("a.qdc", contract_uploading("X-1", "c.pdf"));
    let planned = project.run(&["plan", "a.qdc", "-o", "p.json"]);
    assert_eq!(planned.code, 0, "{planned:?}");
    project.write("c.pdf", pdf("swapped"));
    let ran = project.send(&["p.json"]);
    let state = platform.state();
    assert_eq!(state.uploads, Vec::<Vec<u8>>::new(), "another file was uploaded: {ran:?}");
    assert_eq!(state.contracts.len(), 0, "{ran:?}");
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.all().contains("c.pdf"), "which file it was is not said: {ran:?}");
}

/// Put back, the plan goes.
#[test]
fn row_05_a_saved_plan_with_its_file_is_sent() {
    let platform = Platform::honest();
    let project = Project::at(&platform, SETTINGS);
    project.write("c.pdf", pdf("agreed"));
    project.write("a.qdc", contract_uploading("X-1", "c.pdf"));
    assert_eq!(project.run(&["plan", "a.qdc", "-o", "p.json"]).code, 0);
    let ran = project.send(&["p.json"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(platform.state().uploads, [pdf("agreed")]);
    assert_eq!(platform.state().contracts.len(), 1);
}

/// Both files are replaced when the first request has come: what was checked before goes out, or nothing more does.
#[test]
fn row_06_a_file_that_changes_while_sending_is_not_what_goes_out() {
    let latch = Latch::shut();
    let held = std::sync::Arc::clone(&latch);
    let platform = Platform::start(move |_| Deed::honest().held(&held));
    let project = Project::at(&platform, SETTINGS);
    let text = contract_uploading("X-1", "c.pdf").replace(
        "    signer \"PSN_TEST_001\"",
        "    document annex upload \"d.pdf\"\n    signer \"PSN_TEST_001\"",
    );
    let text = text.replacen("sign main page 1 at (100, 100)", "sign annex page 1 at (100, 100)", 1);
    project.write("a.qdc", text);
    project.write("c.pdf", pdf("agreed"));
    project.write("d.pdf", pdf("agreed too"));
    let sending = project.begin_sending(&["a.qdc"]);
    platform.wait_for("a first request", |state| !state.seen.is_empty());
    project.write("c.pdf", pdf("swapped"));
    project.write("d.pdf", pdf("swapped too"));
    latch.open();
    let ran = sending.end();
    let state = platform.state();
    for uploaded in &state.uploads {
        let agreed = [pdf("agreed"), pdf("agreed too")].contains(uploaded);
        assert!(agreed, "uploaded unseen: {} {ran:?}", String::from_utf8_lossy(uploaded));
    }
    if ran.code == 0 {
        assert_eq!((state.uploads.len(), state.contracts.len()), (2, 1), "{ran:?}");
    } else {
        assert_eq!(state.contracts.len(), 0, "{ran:?}");
    }
}

/// The same while it waits for another's lock on the ledger.
#[test]
fn row_06_nor_what_changes_while_the_ledger_is_anothers() {
    let latch = Latch::shut();
    let held = std::sync::Arc::clone(&latch);
    let platform = Platform::starts(move |request| match request.code.as_str() {
        "X-1" => Deed::honest().held(&held),
        _ => Deed::honest(),
    });
    let project = Project::at(&platform, "timeout = 20.0\nsettle = 20.0\n");
    project.write("a.qdc", contract("X-1"));
    project.write("b.qdc", contract_uploading("X-2", "c.pdf"));
    project.write("c.pdf", pdf("agreed"));
    let first = project.begin_sending(&["a.qdc"]);
    platform.wait_for_starts(1);
    let mut second = project.begin_sending(&["b.qdc"]);
    assert!(second.says(&["wait"], millis(8000)), "waits for the lock in silence");
    project.write("c.pdf", pdf("swapped"));
    latch.open();
    assert_eq!(first.end().code, 0);
    let ran = second.end();
    let state = platform.state();
    assert!(!state.uploads.contains(&pdf("swapped")), "uploaded unseen: {ran:?}");
    assert_eq!(state.ids("X-2").len(), usize::from(ran.code == 0), "{ran:?}");
}

/// A contract's id that came when nothing could be written any more.
fn assert_ids_are_not_lost(platform: &Platform, ran: &crate::project::Ran, files: usize) {
    ran.assert_true(platform);
    assert_ne!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.files().len(), files, "{ran:?}");
    for contract in &platform.state().contracts {
        let listed = ran.files().into_iter().find(|file| file["businessCode"] == contract.code.as_str());
        let listed = listed.unwrap_or_else(|| panic!("{} exists and is not listed: {ran:?}", contract.code));
        let outcome = listed["outcome"].as_str().unwrap().to_owned();
        assert!(["unknown", "sent"].contains(&outcome.as_str()), "{outcome}: {ran:?}");
        let id = contract.id.to_string();
        assert!(ran.err.contains(&id) || outcome == "sent", "the id {id} is lost: {ran:?}");
    }
}

/// The room for files ends when the first POST has come.
#[cfg(target_os = "linux")]
#[test]
fn row_17_an_id_is_not_lost_when_nothing_more_can_be_written() {
    let latch = Latch::shut();
    let held = std::sync::Arc::clone(&latch);
    let platform = Platform::starts(move |_| Deed::honest().held(&held));
    let project = Project::at(&platform, "connections = 2\ntimeout = 15.0\nsettle = 15.0\n");
    let names = project.contracts(6);
    // Without the signal that would end the process: as where a disk is full, writing fails.
    let sending = Running::begin(project.in_shell("trap '' XFSZ", &project.sending(&refs(&names))));
    platform.wait_for_starts(1);
    let limited = Command::new("prlimit").args(["--fsize=0:0", "--pid", &sending.pid().to_string()]).status();
    let limited = limited.is_ok_and(|status| status.success());
    latch.open();
    let ran = sending.end();
    if !limited {
        println!("skipped: prlimit is not to be had");
        return;
    }
    if ran.code != 0 {
        assert_ids_are_not_lost(&platform, &ran, 6);
    }
    project.send_until_done(&platform, &refs(&names));
    assert_eq!(platform.state().contracts.len(), 6);
}

/// A real file system that is filled to the last byte when the first POST has come.
#[cfg(target_os = "linux")]
#[test]
fn row_17_an_id_is_not_lost_on_a_full_disk() {
    let latch = Latch::shut();
    let held = std::sync::Arc::clone(&latch);
    let platform = Platform::starts(move |_| Deed::honest().held(&held));
    let project = Project::at(&platform, "connections = 2\ntimeout = 15.0\nsettle = 15.0\n");
    let names = project.contracts(6);
    std::fs::create_dir(project.path().join("small")).unwrap();
    let Some(_mounted) = Small::mount(&project.path().join("small")) else {
        println!("skipped: no file system may be mounted here");
        return;
    };
    let ledger = ["--ledger", "small/ledger.db"];
    let args: Vec<&str> = refs(&names).into_iter().chain(ledger).collect();
    let sending = project.begin_sending(&args);
    platform.wait_for_starts(1);
    let filler = project.path().join("small/filler");
    fill(&filler);
    latch.open();
    let ran = sending.end();
    if ran.code != 0 {
        assert_ids_are_not_lost(&platform, &ran, 6);
    }
    std::fs::remove_file(filler).unwrap();
    project.send_until_done(&platform, &args);
    assert_eq!(platform.state().contracts.len(), 6);
}

/// A file system of four megabytes, until the value ends.
struct Small(std::path::PathBuf);

impl Small {
    fn mount(at: &Path) -> Option<Small> {
        let mut mount = Command::new("mount");
        let done = mount.args(["-t", "tmpfs", "-o", "size=16m", "tmpfs"]).arg(at).output().ok()?;
        done.status.success().then(|| Small(at.to_owned()))
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

fn fill(path: &Path) {
    use std::io::Write as _;
    let mut file = std::fs::File::create(path).unwrap();
    for size in [65536, 4096, 512, 1] {
        while file.write_all(&vec![0; size]).is_ok() {}
    }
}

/// What `check` says of a contract that uploads the file, in a gigabyte of memory.
#[cfg(target_os = "linux")]
fn check_in_a_gigabyte(file: Vec<u8>) -> crate::project::Ran {
    let project = Project::empty();
    assert!(file.len() < 1 << 20);
    project.write("bomb.pdf", file);
    project.write("a.qdc", contract_uploading("X-1", "bomb.pdf"));
    Running::begin(project.in_shell("ulimit -v 1000000", &["check", "--no-cache", "a.qdc"])).end()
}

/// A hundred kilobytes that unpack to two gigabytes.
#[cfg(target_os = "linux")]
#[test]
fn row_18_a_file_that_unpacks_to_gigabytes_is_a_finding_and_not_an_end() {
    let ran = check_in_a_gigabyte(bomb::pdf(2 << 30));
    assert!([0, 1].contains(&ran.code), "{ran:?}");
    assert!(ran.took < millis(15_000), "{ran:?}");
    assert!(ran.all().contains("bomb.pdf"), "{ran:?}");
}

/// Deflated twice and small: it is the size that is refused.
#[cfg(target_os = "linux")]
#[test]
fn row_18_a_file_that_is_deflated_twice_is_read() {
    let ran = check_in_a_gigabyte(bomb::pdf(100_000));
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(!ran.all().contains("bomb.pdf"), "{ran:?}");
}

/// Ledgers, plans and compiled files hold personal data.
#[cfg(unix)]
#[test]
fn row_24_what_holds_personal_data_is_the_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let platform = Platform::honest();
    let project = Project::at(&platform, SETTINGS);
    project.write("a.qdc", contract("X-1"));
    let run = |args: &[&str]| Running::begin(project.in_shell("umask 022", args)).end();
    assert_eq!(run(&project.sending(&["a.qdc"])).code, 0);
    assert_eq!(run(&["plan", "a.qdc", "-o", "p.json"]).code, 0);
    assert_eq!(run(&["compile", "a.qdc", "-o", "c.json"]).code, 0);
    let mut paths = vec![project.path().join("p.json"), project.path().join("c.json")];
    let kept = std::fs::read_dir(project.path().join(".qdc")).unwrap();
    paths.extend(kept.map(|entry| entry.unwrap().path()).filter(|path| !path.ends_with(".gitignore")));
    for path in paths {
        let mode = std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode & 0o077, 0, "{} is open to others: {mode:o}", path.display());
    }
}
