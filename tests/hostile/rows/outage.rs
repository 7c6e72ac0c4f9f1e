//! The platform is down, or the sender is told to stop: in order, said, and nothing that is known is lost.

use std::process::Command;

use super::{millis, refs};
use crate::deed::Deed;
use crate::platform::{Kind, Platform};
use crate::project::Project;

const SETTINGS: &str = "connections = 2\ntimeout = 0.5\nconnect-timeout = 0.5\nsettle = 1.0\nrate = 0\n";

/// Nothing is asked of a platform that is silent sixty times over.
#[test]
fn row_16_a_platform_that_never_answers_is_given_up_in_order() {
    let platform = Platform::start(|_| Deed::honest().never_commits().silent());
    let project = Project::at(&platform, SETTINGS);
    let names = project.contracts(60);
    let mut sending = project.begin_sending(&refs(&names));
    let said = sending.says(&["answer", "wait", "paus"], millis(8000));
    let ran = sending.end();
    ran.assert_true(&platform);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert_eq!(ran.files().len(), 60, "{ran:?}");
    assert!(ran.outcomes().values().all(|outcome| outcome == "not-sent"), "{ran:?}");
    assert!(said, "nothing was said meanwhile: {ran:?}");
    assert!(ran.took < millis(30_000), "{ran:?}");
    assert_eq!(platform.state().of(Kind::Start), 0);

    platform.becomes(|_| Deed::honest());
    project.send_until_done(&platform, &refs(&names));
    assert_eq!(platform.state().contracts.len(), 60);
}

/// Without the question before sending, the first ones have gone: they are unknown, the others not sent.
#[test]
fn row_16_what_had_gone_is_unknown_and_the_rest_is_not_sent() {
    let platform = Platform::start(|_| Deed::honest().never_commits().silent());
    let project = Project::at(&platform, &format!("{SETTINGS}ask-first = false\n"));
    let names = project.contracts(60);
    let ran = project.send(&refs(&names));
    ran.assert_true(&platform);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.took < millis(30_000), "{ran:?}");
    let started: Vec<String> = platform
        .state()
        .seen
        .iter()
        .filter(|seen| seen.kind == Kind::Start)
        .map(|seen| seen.code.clone())
        .collect();
    for (file, outcome) in ran.outcomes() {
        let code = format!("X-{}", file.trim_end_matches(".qdc"));
        let expected = if started.contains(&code) { "unknown" } else { "not-sent" };
        assert_eq!(outcome, expected, "{file}: {ran:?}");
    }
    assert!(started.len() < 30, "{} were started against a dead platform", started.len());

    platform.becomes(|_| Deed::honest());
    project.send_until_done(&platform, &refs(&names));
    assert_eq!(platform.state().contracts.len(), 60);
}

/// SIGTERM and SIGINT while answers are awaited: every file is listed, and the next run ends it.
#[cfg(unix)]
#[test]
fn a_signal_ends_in_order() {
    for signal in ["-TERM", "-INT"] {
        let platform = Platform::starts(|request| match request.of_kind {
            ..=4 => Deed::honest(),
            _ => Deed::honest().answers_after(millis(1500)),
        });
        let project = Project::at(&platform, "connections = 2\ntimeout = 3.0\nsettle = 3.0\nrate = 0\n");
        let names = project.contracts(12);
        let sending = project.begin_sending(&refs(&names));
        platform.wait_for_starts(6);
        Command::new("kill").args([signal, &sending.pid().to_string()]).status().unwrap();
        let ran = sending.end();
        ran.assert_true(&platform);
        assert_ne!(ran.code, 0, "{ran:?}");
        assert_eq!(ran.files().len(), 12, "{ran:?}");
        assert!(ran.took < millis(10_000), "{ran:?}");
        project.send_until_done(&platform, &refs(&names));
        assert_eq!(platform.state().contracts.len(), 12);
    }
}
