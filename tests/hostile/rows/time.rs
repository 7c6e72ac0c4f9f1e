//! When "no such contract" is believed: since the bytes left, by no clock that a person can set.

use std::path::PathBuf;
use std::time::Duration;

use super::{millis, refs};
use crate::deed::Deed;
use crate::ledger;
use crate::platform::{Kind, Platform};
use crate::project::{Project, Running, contract};

/// One connection: the last waits for the first ones' time-outs, longer than `settle`, before its bytes leave.
#[test]
fn row_01_settle_counts_from_the_bytes_and_not_from_the_queue() {
    let platform = Platform::starts(|_| Deed::honest().commits_after(millis(1200)).silent());
    let project = Project::at(&platform, "connections = 1\ntimeout = 0.4\nsettle = 2.5\nrate = 0\n");
    let names = project.contracts(10);
    project.send_until_done(&platform, &refs(&names));
    assert_eq!(platform.state().contracts.len(), 10);
    platform.assert_all_signed();
}

/// The same where it is the rate that lets the last ones wait.
#[test]
fn row_01_settle_counts_from_the_bytes_and_not_from_the_rate() {
    let platform = Platform::starts(|_| Deed::honest().commits_after(millis(1200)).silent());
    let project = Project::at(&platform, "connections = 8\ntimeout = 0.4\nsettle = 2.0\nrate = 5\n");
    let names = project.contracts(12);
    project.send_until_done(&platform, &refs(&names));
    assert_eq!(platform.state().contracts.len(), 12);
}

/// Killed at the sixth: its record was written long before its bytes left, and the platform is still at work.
#[test]
fn row_02_after_a_kill_settle_counts_from_the_bytes() {
    let slow = || Deed::honest().commits_after(millis(900)).answers_after(millis(900));
    let platform = Platform::starts(move |_| slow());
    let project = Project::at(&platform, "connections = 1\ntimeout = 1.5\nsettle = 2.5\nrate = 0\n");
    let names = project.contracts(8);
    let first = project.begin_sending(&refs(&names));
    platform.wait_for_starts(6);
    first.kill();
    project.send_until_done(&platform, &refs(&names));
    assert_eq!(platform.state().contracts.len(), 8);
}

/// The library that has a program see another wall clock, with the monotonic one left alone.
fn faketime() -> Option<PathBuf> {
    let found = std::fs::read_dir("/usr/lib").ok().and_then(|folders| {
        let libraries = folders.flatten().map(|folder| folder.path().join("faketime/libfaketimeMT.so.1"));
        libraries.into_iter().find(|library| library.exists())
    });
    if found.is_none() {
        println!("skipped: libfaketime is not installed");
    }
    found
}

/// Sends one contract whose answer is lost, with the wall clock set to `step` while it is awaited; how long it took.
fn with_a_clock_that_steps(step: &str, platform: &Platform) -> Option<Duration> {
    let library = faketime()?;
    let project = Project::at(platform, "timeout = 0.6\nsettle = 2.5\n");
    let name = &project.contracts(1)[0];
    let clock = project.write("clock", "+0s");
    let mut command = project.command(&project.sending(&[name]));
    command
        .env("LD_PRELOAD", library)
        .env("FAKETIME_TIMESTAMP_FILE", &clock)
        .env("FAKETIME_NO_CACHE", "1")
        .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        .env("DONT_FAKE_MONOTONIC", "1");
    let sending = Running::begin(command);
    platform.wait_for_starts(1);
    project.write("clock", step);
    let ran = sending.end();
    ran.assert_true(platform);
    assert_eq!(ran.outcome(), "sent", "{ran:?}");
    assert_eq!(platform.state().contracts.len(), 1);
    Some(ran.took)
}

#[test]
fn row_07_a_clock_that_steps_forward_is_not_believed() {
    let platform = Platform::starts(|_| Deed::honest().commits_after(millis(1500)).silent());
    with_a_clock_that_steps("+60s", &platform);
}

fn lost_once(request: &crate::platform::Request) -> Deed {
    if request.nth == 1 { Deed::honest().never_commits().silent() } else { Deed::honest() }
}

#[test]
fn row_07_a_clock_that_steps_back_does_not_prolong_the_wait() {
    for step in ["-60s", "-86400s"] {
        let platform = Platform::starts(lost_once).takes_any_time();
        if let Some(took) = with_a_clock_that_steps(step, &platform) {
            assert!(took < millis(9000), "{step}: {took:?}");
        }
    }
}

/// A machine whose clock is behind wrote the record: read here, it looks as if ten minutes had passed.
#[test]
fn row_07_a_record_of_a_machine_behind_is_given_a_whole_settle() {
    let platform = Platform::starts(|_| Deed::honest().commits_after(millis(1500)).silent());
    let project = Project::at(&platform, "timeout = 0.6\nsettle = 2.5\n");
    let name = &project.contracts(1)[0];
    let first = project.begin_sending(&[name]);
    platform.wait_for_starts(1);
    first.kill();
    ledger::shift_times(&project.ledger(), -600);
    project.send_until_done(&platform, &[name]);
    assert_eq!(platform.state().contracts.len(), 1);
}

/// A machine whose clock is ahead wrote it: no one waits until this clock has caught up, nor in silence.
#[test]
fn row_07_a_record_of_a_machine_ahead_costs_one_settle_and_the_wait_is_said() {
    let platform = Platform::starts(lost_once);
    let project = Project::at(&platform, "timeout = 0.6\nsettle = 2.5\n");
    let name = &project.contracts(1)[0];
    let first = project.begin_sending(&[name]);
    platform.wait_for_starts(1);
    first.kill();
    ledger::shift_times(&project.ledger(), 600);
    let mut second = project.begin_sending(&[name]);
    let said = second.says(&["x-1", "1.qdc"], millis(6000));
    let ran = second.end();
    ran.assert_true(&platform);
    assert_eq!(ran.outcome(), "sent", "{ran:?}");
    assert!(ran.took < millis(9000), "{ran:?}");
    assert!(said, "waited in silence: {ran:?}");
}

/// "No such contract" could be believed before the answer may have come.
#[test]
fn settle_below_timeout_is_refused_with_both_in_the_reason() {
    let platform = Platform::honest();
    let project = Project::at(&platform, "timeout = 3.0\nsettle = 1.0\n");
    project.write("a.qdc", contract("X-1"));
    let ran = project.send(&["a.qdc"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.all().contains("settle") && ran.all().contains("timeout"), "{ran:?}");
    assert_eq!(platform.state().of(Kind::Start), 0);
}
