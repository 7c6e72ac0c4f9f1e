//! 2,000 contracts, a fifth of the requests disturbed in every way the sandbox knows, the sender killed 50
//! times at random moments: at the end each contract is there once and the record says so.
//!
//! Prints its counts, so it is a program of its own: `cargo test --test exactly_once`. `QDC_CONTRACTS`,
//! `QDC_KILLS` and `QDC_SEED` choose others.

#[path = "common/random.rs"]
mod random;
#[path = "send/world.rs"]
#[allow(dead_code, reason = "the other tests need more of it")]
mod world;

use std::collections::HashMap;
use std::process::Stdio;
use std::time::Instant;

use random::Random;
use serde_json::Value;
use world::{Project, Sandbox, contract};

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().map_or(default, |value| value.parse().unwrap())
}

fn main() {
    let (contracts, kills, seed) =
        (setting("QDC_CONTRACTS", 2000), setting("QDC_KILLS", 50), setting("QDC_SEED", 20260105));
    let mut random = Random(seed);
    // Together a fifth: 11 rules at 0.02 each. A delay is longer than the sender waits.
    let mut faults = Vec::new();
    for kind in ["delay", "error", "http500", "drop", "malformed", "wrong-type"] {
        for moment in ["before", "after"] {
            faults.push(format!("{kind}:{moment}:probability=0.017:ms=450"));
        }
    }
    faults.push("slow:after:probability=0.01:ms=450".to_owned());
    let seed = seed.to_string();
    let mut args = vec!["--fault-seed", &seed];
    for fault in &faults {
        args.extend(["--fault", fault]);
    }
    let sandbox = Sandbox::start(&args);
    let project = Project::with(&sandbox, "connections = 32\ntimeout = 0.3\nsettle = 2.0\n");
    let names: Vec<String> = (0..contracts).map(|at| format!("{at}.qdc")).collect();
    for (at, name) in names.iter().enumerate() {
        project.write(name, &contract(&format!("X-{at}"), ""));
    }
    let send: Vec<&str> = ["send"].into_iter().chain(names.iter().map(String::as_str)).collect();

    let started = Instant::now();
    let (mut killed, mut runs) = (0, 0);
    while killed < kills {
        // A moment is told by how much the platform has received: it is as random, and the same on a slow machine.
        let received = requests(&sandbox);
        let until = received + random.below(2 * contracts / kills.max(1)).max(1);
        let mut child = project.command(&send).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        runs += 1;
        let ended = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break Some(status);
            }
            if requests(&sandbox) >= until {
                break None;
            }
        };
        match ended {
            None => {
                child.kill().unwrap();
                child.wait().unwrap();
                killed += 1;
            }
            // All is sent already: the rest of the kills has nothing to disturb.
            Some(_) => break,
        }
    }
    // What ends with "not sent" or "unknown" says that it is safe to run again.
    let mut last = None;
    for _ in 0..10 {
        runs += 1;
        let (code, sent) = project.send(&send[1..]);
        let done = code == 0;
        last = Some(sent);
        if done {
            break;
        }
    }
    let last = last.unwrap();

    let state = sandbox.state();
    let mut there: HashMap<String, usize> = HashMap::new();
    for contract in state["contracts"].as_array().unwrap() {
        *there.entry(contract["businessCode"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    let twice = there.values().filter(|count| **count > 1).count();
    let missing = (0..contracts).filter(|at| !there.contains_key(&format!("X-{at}"))).count();
    let history = project.run(&["history", "--format", "json", "--limit", "1000000"]);
    let history: Value = serde_json::from_str(&history.out).unwrap();
    let mut recorded: HashMap<&str, usize> = HashMap::new();
    let mut sent = 0;
    for record in history["records"].as_array().unwrap() {
        let state = record["state"].as_str().unwrap();
        *recorded.entry(state).or_default() += 1;
        sent += usize::from(state == "sent");
    }
    let unknown =
        recorded.get("unknown").copied().unwrap_or(0) + recorded.get("sending").copied().unwrap_or(0);
    println!("contracts            {contracts}");
    println!("runs                 {runs}, of which killed {killed}");
    println!("requests received    {}", requests(&sandbox));
    println!("disturbed            {}", state["disturbed"]);
    println!("at the platform      {}, twice {twice}, missing {missing}", there.len());
    println!("in the record        sent {sent}, unknown {unknown}, all {recorded:?}");
    println!("seconds              {:.1}", started.elapsed().as_secs_f64());

    assert_eq!(killed, kills, "the kills came too late to disturb anything");
    assert_eq!((twice, missing, unknown), (0, 0, 0), "{last}");
    assert_eq!(sent as u64, contracts);
    assert!(state["disturbed"].as_u64().unwrap() * 6 > requests(&sandbox), "too little was disturbed");
    println!("test result: ok. every contract exists exactly once");
}

/// How many requests the platform has received.
fn requests(sandbox: &Sandbox) -> u64 {
    sandbox.counts()["received"].as_u64().unwrap()
}
