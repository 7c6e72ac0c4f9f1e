//! What is not answered is no answer, and what another contract was answered is none either.

use std::thread;
use std::time::Duration;

use serde_json::json;

use super::{millis, refs};
use crate::deed::Deed;
use crate::platform::{Kind, Platform, Request};
use crate::project::{Project, contract, contract_of};

const SETTINGS: &str = "timeout = 0.5\nsettle = 1.0\n";

/// A question of a platform whose starts are in order.
fn asks(script: impl Fn(&Request) -> Deed + Send + Sync + 'static) -> impl Fn(&Request) -> Deed {
    move |request| if request.kind == Kind::Ask { script(request) } else { Deed::honest() }
}

/// Every way not to answer a question that the documents leave open.
fn non_answers() -> Vec<(&'static str, Deed)> {
    let honest = Deed::honest;
    vec![
        ("code 500", honest().code("500")),
        ("code 400", honest().code("400")),
        ("code oc_99999", honest().code("oc_99999")),
        ("code oc_10011, of another page", honest().code("oc_10011")),
        ("reset", honest().resets()),
        ("closed", honest().cut_at(0)),
        ("cut in the head", honest().cut_at(40)),
        ("cut in the body", honest().cut_at(120)),
        ("HTML with status 200", honest().page(200, "<html>sign in</html>")),
        ("404 page", honest().page(404, "<html>no such page</html>")),
        ("401 page", honest().page(401, "")),
        ("429", honest().page(429, "slow down")),
        ("502", honest().page(502, "<html>bad gateway</html>")),
        ("code 200 and success false", honest().envelope(json!({"code": "200", "success": false}))),
        ("oc_40006 and success true", honest().envelope(json!({"code": "oc_40006", "success": true}))),
        ("empty object", honest().envelope(json!({}))),
        ("null", honest().envelope(json!(null))),
        ("time-out", honest().silent()),
    ]
}

/// The ledger was lost, the contract exists, and the question before sending fails.
#[test]
fn row_03_a_question_that_is_not_answered_sends_nothing() {
    thread::scope(|scope| {
        for (name, deed) in non_answers() {
            scope.spawn(move || {
                let platform = Platform::honest();
                let project = Project::at(&platform, SETTINGS);
                let file = &project.contracts(1)[0];
                assert_eq!(project.send(&[file]).outcome(), "sent");
                project.forget();
                platform.becomes(asks(move |_| deed.clone()));
                let ran = project.send(&[file]);
                assert_eq!(platform.state().of(Kind::Start), 1, "{name}: started again, {ran:?}");
                assert_eq!(ran.code, 2, "{name}: {ran:?}");
                assert_eq!(ran.outcome(), "not-sent", "{name}: {ran:?}");
                let message = &ran.files()[0]["steps"][0]["error"]["message"];
                assert!(message.as_str().is_some_and(|message| !message.is_empty()), "{name}: {}", ran.out);

                platform.becomes(|_| Deed::honest());
                let ran = project.send(&[file]);
                assert_eq!((ran.code, ran.outcome().as_str()), (1, "taken"), "{name}: {ran:?}");
                assert_eq!(platform.state().contracts.len(), 1);
            });
        }
    });
}

/// A question that fails a few times and then is answered does not stop what may go.
#[test]
fn row_03_a_question_that_is_answered_in_the_end_lets_it_go() {
    let platform =
        Platform::start(asks(
            |request| {
                if request.nth <= 2 { Deed::honest().resets() } else { Deed::honest() }
            },
        ));
    let project = Project::at(&platform, SETTINGS);
    let file = &project.contracts(1)[0];
    project.send_until_done(&platform, &[file]);
    assert_eq!(platform.state().contracts.len(), 1);
}

/// `oc_40005`: the contract exists, with other signers.
#[test]
fn row_04_a_contract_with_other_signers_takes_the_code() {
    let platform = Platform::honest();
    let project = Project::at(&platform, SETTINGS);
    project.write("a.qdc", contract("X-1"));
    assert_eq!(project.send(&["a.qdc"]).outcome(), "sent");
    project.forget();
    let changed = contract_of("X-1", "PSN_TEST_007", "FC_20241212171254RkztvLleUICgRSe\" pages 3");
    project.write("a.qdc", changed);
    let ran = project.send(&["a.qdc"]);
    assert_eq!(platform.state().contracts.len(), 1, "{ran:?}");
    assert_eq!((ran.code, ran.outcome().as_str()), (1, "taken"), "{ran:?}");
}

/// After a lost answer `oc_40005` does not mean absent either.
#[test]
fn row_04_after_a_lost_answer_other_signers_are_not_absence() {
    let platform = Platform::start(|request| match request.kind {
        Kind::Start => Deed::honest().silent(),
        Kind::Ask if request.nth > 1 => Deed::honest().code("oc_40005"),
        _ => Deed::honest(),
    });
    let project = Project::at(&platform, SETTINGS);
    let file = &project.contracts(1)[0];
    let ran = project.send(&[file]);
    assert_eq!(platform.state().contracts.len(), 1, "{ran:?}");
    ran.assert_true(&platform);
}

/// On one connection, the first answer comes once more when the second request has been written.
fn first_doubled(request: &Request, then: Deed) -> Deed {
    let slow = then.answers_after(millis(60));
    if request.of_kind == 1 { slow.twice_late() } else { slow }
}

const ONE_CONNECTION: &str = "connections = 1\ntimeout = 1.0\nsettle = 1.5\nask-first = false\n";

#[test]
fn row_08_an_answer_that_comes_twice_is_not_the_next_ones() {
    let platform = Platform::starts(|request| first_doubled(request, Deed::honest()));
    let project = Project::at(&platform, ONE_CONNECTION);
    let names = project.contracts(7);
    project.send_until_done(&platform, &refs(&names));
    assert_eq!(platform.state().contracts.len(), 7);
}

#[test]
fn row_08_nor_where_some_are_refused() {
    let platform = Platform::starts(|request| {
        let refused = ["X-3", "X-5"].contains(&request.code.as_str());
        first_doubled(request, if refused { Deed::honest().never_commits() } else { Deed::honest() })
    });
    let project = Project::at(&platform, ONE_CONNECTION);
    let names = project.contracts(7);
    let ran = project.send(&refs(&names));
    ran.assert_true(&platform);
    for (file, outcome) in ran.outcomes() {
        let refused = ["3.qdc", "5.qdc"].contains(&file.as_str());
        assert_eq!(outcome, if refused { "refused" } else { "sent" }, "{file}: {ran:?}");
    }
}

#[test]
fn row_08_nor_where_both_come_at_once() {
    let platform = Platform::starts(|_| Deed::honest().answers_after(millis(30)).twice());
    let project = Project::at(&platform, ONE_CONNECTION);
    let names = project.contracts(7);
    project.send_until_done(&platform, &refs(&names));
    assert_eq!(platform.state().contracts.len(), 7);
}

/// The answer to a question, `oc_40006`, arrives as the answer of a start.
#[test]
fn row_08_the_answer_to_a_question_does_not_refuse_a_start() {
    let platform = Platform::start(|request| {
        let slow = Deed::honest().answers_after(millis(60));
        if request.kind == Kind::Ask && request.of_kind == 1 { slow.twice_late() } else { slow }
    });
    let project = Project::at(&platform, "connections = 1\ntimeout = 1.0\nsettle = 1.5\n");
    let names = project.contracts(4);
    project.send_until_done(&platform, &refs(&names));
    assert_eq!(platform.state().contracts.len(), 4);
}

/// The answer names another business code: it is nobody's, and the platform is asked.
#[test]
fn row_08_the_answer_of_another_contract_is_lost() {
    let platform = Platform::starts(|_| Deed::honest().foreign("X-OTHER", 1_897_893_172_027_000_001));
    let project = Project::at(&platform, SETTINGS);
    let file = &project.contracts(1)[0];
    project.send_until_done(&platform, &[file]);
    assert_eq!(platform.state().contracts.len(), 1);
    assert!(platform.state().of(Kind::Ask) > 1, "believed without asking");
    let seen = platform.state().seen.clone();
    let at = seen.iter().position(|request| request.kind == Kind::Start).unwrap();
    let later = seen[at + 1..].iter().all(|request| request.connection != seen[at].connection);
    assert!(later, "the connection that brought it was used again");

    let platform = Platform::starts(|request| match request.nth {
        1 => Deed::honest().never_commits().foreign("X-OTHER", 1_897_893_172_027_000_001),
        _ => Deed::honest(),
    });
    let project = Project::at(&platform, SETTINGS);
    let file = &project.contracts(1)[0];
    project.send_until_done(&platform, &[file]);
    assert_eq!(platform.state().contracts.len(), 1);
}

/// The connection ends at any byte of the answer.
#[test]
fn an_answer_cut_at_any_byte_is_asked_about() {
    const BYTES: usize = 330;
    let platform = Platform::starts(|request| {
        let at: usize = request.code.trim_start_matches("X-").parse().unwrap();
        let deed = if at.is_multiple_of(2) { Deed::honest() } else { Deed::honest().never_commits() };
        if request.nth == 1 { deed.cut_at(at * BYTES / 66) } else { Deed::honest() }
    });
    let project = Project::at(&platform, "connections = 8\ntimeout = 0.8\nsettle = 1.0\nrate = 0\n");
    let names = project.contracts(66);
    // One that is not carried out and answered whole is a refusal.
    let ran = project.send(&refs(&names));
    ran.assert_true(&platform);
    assert!(ran.outcomes().values().all(|outcome| outcome == "sent" || outcome == "refused"), "{ran:?}");
    assert!(ran.outcomes().values().filter(|outcome| *outcome == "refused").count() < 20, "{ran:?}");
}

/// What no page lists as a refusal is asked about: here all of them were carried out.
#[test]
fn row_12_only_documented_refusals_are_certain() {
    const CODES: [&str; 12] =
        ["502", "503", "504", "408", "D504", "oc_50001", "429", "401", "oc_40006", "oc_30008", "0", ""];
    const PAGES: [u16; 10] = [400, 401, 403, 404, 405, 408, 413, 422, 451, 499];
    let platform = Platform::starts(|request| {
        let at: usize = request.code.trim_start_matches("X-").parse().unwrap();
        match CODES.get(at - 1) {
            Some(code) => Deed::honest().code(code),
            None => Deed::honest().page(PAGES[at - 1 - CODES.len()], "<html>no</html>"),
        }
    });
    let project = Project::at(&platform, "timeout = 0.5\nsettle = 1.0\nrate = 0\n");
    let names = project.contracts(CODES.len() + PAGES.len());
    project.send_until_done(&platform, &refs(&names));
    assert_eq!(platform.state().contracts.len(), names.len());
}

/// What a page lists as a refusal is one, and is not started again.
#[test]
fn row_12_documented_refusals_are_refusals() {
    const CODES: [&str; 11] = [
        "400", "oc_10011", "oc_30005", "oc_30006", "oc_40001", "oc_40002", "oc_40003", "oc_40014",
        "oc_40016", "oc_40020", "oc_40027",
    ];
    let platform = Platform::starts(|request| {
        let at: usize = request.code.trim_start_matches("X-").parse().unwrap();
        Deed::honest().never_commits().code(CODES[at - 1])
    });
    let project = Project::at(&platform, "timeout = 0.5\nsettle = 1.0\nrate = 0\n");
    let names = project.contracts(CODES.len());
    let ran = project.send(&refs(&names));
    ran.assert_true(&platform);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.outcomes().values().all(|outcome| outcome == "refused"), "{ran:?}");
    assert_eq!(platform.state().of(Kind::Start), CODES.len());
}

/// A proxy that tried again upstream answers 429 after the commit.
#[test]
fn row_13_after_429_the_platform_is_asked() {
    let platform = Platform::starts(|request| match request.nth {
        1 => Deed::honest().page(429, "slow down").header("Retry-After", "0"),
        _ => Deed::honest(),
    });
    let project = Project::at(&platform, SETTINGS);
    let file = &project.contracts(1)[0];
    project.send_until_done(&platform, &[file]);
    assert_eq!(platform.state().contracts.len(), 1);
    assert_eq!(platform.state().of(Kind::Start), 1);
}

/// Where nothing was carried out, the question costs no more than its time.
#[test]
fn row_13_a_429_that_meant_it_is_sent_in_the_end() {
    let platform = Platform::starts(|request| match request.nth {
        1 => Deed::honest().never_commits().page(429, "slow down").header("Retry-After", "1"),
        _ => Deed::honest(),
    });
    let project = Project::at(&platform, SETTINGS);
    let file = &project.contracts(1)[0];
    let ran = project.send_until_done(&platform, &[file]);
    assert_eq!(platform.state().contracts.len(), 1);
    assert!(ran.took < Duration::from_secs(10), "{ran:?}");
}
