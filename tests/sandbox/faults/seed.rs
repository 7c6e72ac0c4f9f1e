//! The same seed, the same faults.

use qdc::sandbox::{FaultRule, Options};

use crate::raw::Live;

fn drawn(seed: u64) -> Vec<String> {
    let rules = [
        "reset:probability=0.2",
        "foreign:probability=0.2",
        "cut=99:after:every=3",
        "status=429:probability=0.5",
    ];
    let faults = rules.map(|rule| FaultRule::parse(rule).unwrap()).to_vec();
    let live = Live::start(Options { faults, fault_seed: seed, ..Options::default() });
    for at in 0..40 {
        live.connect().send(&live.start_of(&format!("S-{at}")), "").rest(0);
        live.until("received", |live| live.state()["received"] == at + 1);
    }
    let state = live.state();
    let requests = state["requests"].as_array().unwrap();
    requests.iter().map(|request| request["fault"].to_string()).collect()
}

#[test]
fn the_same_seed_the_same_faults() {
    let once = drawn(7);
    assert_eq!(once, drawn(7));
    assert_ne!(once, drawn(8));
    for rule in ["null", "reset", "foreign", "cut", "status"] {
        assert!(once.iter().any(|fault| fault.trim_start_matches('"').starts_with(rule)), "{rule}: {once:?}");
    }
}
