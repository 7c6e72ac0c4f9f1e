//! Answers that come twice, or are another's: what shifts a connection, and what a client is to notice it by.

use qdc::sandbox::Options;

use crate::raw::Live;

/// The business codes of answers, in the order they come.
fn codes(raw: &mut crate::raw::Raw, count: usize) -> Vec<String> {
    (0..count).map(|_| raw.answer().business_code()).collect()
}

#[test]
fn at_once_every_following_answer_is_shifted() {
    let live = Live::start(Options::default());
    let mut raw = live.connect();
    raw.send(&live.start_of("A"), "twice").send(&live.start_of("B"), "").send(&live.start_of("C"), "");
    assert_eq!(codes(&mut raw, 4), ["A", "A", "B", "C"]);
    assert!(raw.is_silent());
}

#[test]
fn with_the_next_request_there_is_nothing_to_see_before_it() {
    let live = Live::start(Options::default());
    let mut raw = live.connect();
    let mut first = raw.send(&live.start_of("A"), "twice:next").answer().body;
    assert!(raw.is_silent());
    raw.send(&live.start_of("B"), "");
    let copy = raw.answer().body;
    assert_eq!(first, copy, "to the byte");
    first.clear();
    assert_eq!(codes(&mut raw, 1), ["B"]);
    assert_eq!((live.contracts("A"), live.contracts("B")), (1, 1));
}

#[test]
fn later_the_copy_comes_with_or_without_another_request() {
    let live = Live::start(Options::default());
    let mut raw = live.connect();
    raw.send(&live.start_of("A"), "twice:ms=120");
    assert_eq!(codes(&mut raw, 1), ["A"]);
    assert!(raw.is_silent());
    assert_eq!(codes(&mut raw, 1), ["A"]);
    // While the next is still being answered.
    raw.send(&live.start_of("B"), "twice:ms=120").send(&live.start_of("C"), "delay:before:ms=600");
    assert_eq!(codes(&mut raw, 3), ["B", "B", "C"]);
    // In the middle of the next request's head: the connection is read on as if nothing had been.
    let next = crate::raw::bytes(&live.start_of("D"), "");
    raw.send(&live.start_of("A"), "twice:ms=60").write(&next[..70]);
    assert_eq!(codes(&mut raw, 2), ["A", "A"]);
    raw.write(&next[70..]);
    assert_eq!(codes(&mut raw, 1), ["D"]);
    // A request whose body is on its way is read to its end first.
    let next = crate::raw::bytes(&live.start_of("E"), "");
    raw.send(&live.start_of("A"), "twice:ms=60").write(&next[..next.len() - 9]);
    assert_eq!(codes(&mut raw, 1), ["A"]);
    assert!(raw.is_silent() && raw.is_silent());
    raw.write(&next[next.len() - 9..]);
    assert_eq!(codes(&mut raw, 2), ["A", "E"]);
}

#[test]
fn an_answer_of_another_request() {
    let live = Live::start(Options::default());
    let mut raw = live.connect();
    let made_up = raw.send(&live.start_of("A"), "foreign").answer();
    assert_eq!(made_up.business_code(), "SANDBOX-FOREIGN");
    let own = live.state()["contracts"][0]["contractId"].clone();
    assert_ne!(made_up.json()["result"]["contractId"].to_string(), own.as_str().unwrap());

    let foreign = raw.send(&live.start_of("B"), "foreign").answer();
    assert_eq!(foreign.business_code(), "A");
    assert_eq!(foreign.json()["result"]["contractId"].to_string(), own.as_str().unwrap());
    // The same contract's own answer is nobody else's.
    assert_eq!(raw.send(&live.start_of("B"), "foreign").answer().business_code(), "SANDBOX-FOREIGN");
    assert_eq!((live.contracts("A"), live.contracts("B")), (1, 2));
}

#[test]
fn another_code_or_none() {
    let live = Live::start(Options::default());
    let mut raw = live.connect();
    for (fault, code) in [("foreign-code", "SANDBOX-FOREIGN".into()), ("no-code", serde_json::Value::Null)] {
        let result = raw.send(&live.start_of(fault), fault).answer().json()["result"].clone();
        assert_eq!(result["businessCode"], code);
        assert_eq!(result.get("businessCode").is_some(), fault == "foreign-code");
        let state = live.state();
        let own = state["contracts"].as_array().unwrap().last().unwrap();
        assert_eq!(result["contractId"].to_string(), own["contractId"].as_str().unwrap(), "{fault}");
    }
}
