//! 2,000 contracts sent to the hostile platform, 400 files a run on 8 connections and behind a rate: late commits,
//! lost, doubled, foreign and cut answers, questions that fail and lag, SIGKILL at random moments, two processes at
//! once. At the end each contract is there once, and the record is right.
//!
//! Prints its counts, so it is a program of its own: `cargo test --test storm`. `QDC_CONTRACTS`, `QDC_KILLS` and
//! `QDC_SEED` choose others.

#![allow(dead_code, reason = "the other tests need more of the platform")]

mod deed;
mod platform;
mod project;
#[path = "../common/random.rs"]
mod random;
mod signature;
mod wire;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

use deed::{Commit, Deed};
use platform::{Kind, Platform, Request};
use project::{Project, Ran, Running, contract};
use random::Random;
use serde_json::Value;

/// A time-out well below what the platform may take, which is well below `settle`.
const SETTINGS: &str = "connections = 8\nrate = 250\ntimeout = 0.5\nsettle = 2.5\n";
const LATEST_COMMIT: u64 = 1500;
const A_RUN: usize = 400;
/// Runs without a kill that one batch may need until nothing is open any more.
const RUNS: usize = 12;

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().map_or(default, |value| value.parse().unwrap())
}

fn main() {
    let (contracts, kills, seed) =
        (setting("QDC_CONTRACTS", 2000), setting("QDC_KILLS", 30), setting("QDC_SEED", 20260105));
    let disturbed = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&disturbed);
    let platform = Platform::start(move |request| {
        let (deed, fault) = weather(seed, request);
        counted.fetch_add(usize::from(fault), Relaxed);
        deed
    });
    let project = Project::at(&platform, SETTINGS);
    let names: Vec<String> = (0..contracts).map(|at| format!("{at}.qdc")).collect();
    for (at, name) in names.iter().enumerate() {
        project.write(name, contract(&code(at)));
    }
    let began = Instant::now();
    let mut random = Random(seed);
    let (mut runs, mut killed, mut side_by_side, mut unfinished) = (0, 0, 0, 0);
    let batches: Vec<Vec<&str>> =
        names.chunks(A_RUN).map(|batch| batch.iter().map(String::as_str).collect()).collect();
    for (at, batch) in batches.iter().enumerate() {
        let until = kills * (at as u64 + 1) / batches.len() as u64;
        while killed < until {
            let mut sending = vec![project.begin_sending(batch)];
            if random.below(3) == 0 {
                sending.push(project.begin_sending(batch));
                side_by_side += 1;
            }
            runs += sending.len();
            while !sending.is_empty() {
                // A moment is what the platform has received: as random, and the same on a slow machine.
                let next = platform.state().seen.len() + 1 + random.below(batch.len() as u64 / 3) as usize;
                if !reached(&platform, &mut sending, next) {
                    break;
                }
                let victim = random.below(sending.len() as u64) as usize;
                sending.swap_remove(victim).kill();
                killed += 1;
            }
            if sending.into_iter().map(Running::end).any(|ran| is_done(seed, &ran)) {
                break;
            }
        }
        let done = (0..RUNS).any(|_| {
            runs += 1;
            is_done(seed, &project.send(batch))
        });
        unfinished += usize::from(!done);
    }

    let there = platform.state().counts();
    let refused_codes = (0..contracts as usize).filter(|at| is_refused(seed, &code(*at))).count();
    let twice = there.values().filter(|count| **count > 1).count();
    let (mut lost, mut wrong, mut recorded) = (Vec::new(), Vec::new(), BTreeMap::<String, usize>::new());
    let records = records(&project);
    let text = |record: &Value, name: &str| record[name].as_str().map(str::to_owned);
    for at in 0..contracts as usize {
        let code = code(at);
        let record = records.get(&code).cloned().unwrap_or_default();
        let (state, id) = (text(&record, "state").unwrap_or_default(), text(&record, "contractId"));
        let ids: Vec<String> = platform.state().ids(&code).iter().map(u64::to_string).collect();
        *recorded.entry(state.clone()).or_default() += 1;
        let right = match state.as_str() {
            "sent" => id.as_ref().map_or(!ids.is_empty(), |id| ids.contains(id)),
            _ => ids.is_empty(),
        };
        if !right {
            wrong.push(format!("{code}: at the platform {ids:?}, in the record {record}"));
        }
        if state != "sent" && !(state == "refused" && is_refused(seed, &code)) {
            lost.push(format!("{code}: at the platform {ids:?}, in the record {record}"));
        }
    }
    let received = platform.state().seen.len();
    println!("contracts            {contracts}, seed {seed}");
    println!("runs                 {runs}, of which killed {killed}, two at once {side_by_side} times");
    println!("requests received    {received} on {} connections", platform.state().connections);
    println!("disturbed            {}", disturbed.load(Relaxed));
    println!("at the platform      {}, refused {refused_codes}, twice {twice}", there.len());
    println!("in the record        {recorded:?}, lost {}, wrong {}", lost.len(), wrong.len());
    println!("batches that end     {} of {}", batches.len() - unfinished, batches.len());
    println!("seconds              {:.1}", began.elapsed().as_secs_f64());

    assert_eq!((twice, lost.len(), wrong.len(), unfinished), (0, 0, 0, 0), "{lost:?} {wrong:?}");
    assert!(killed + 5 >= kills, "the kills came too late to disturb anything");
    assert!(disturbed.load(Relaxed) * 6 > received, "too little was disturbed");
    platform.assert_all_signed();
    println!("test result: ok. every contract exists exactly once, and the record is right");
}

fn code(at: usize) -> String {
    format!("S-{at}")
}

/// Whether the platform received so much before all of them ended.
fn reached(platform: &Platform, sending: &mut [Running], requests: usize) -> bool {
    loop {
        if platform.comes_to(Duration::from_millis(50), |state| state.seen.len() >= requests) {
            return true;
        }
        if sending.iter_mut().all(Running::has_ended) {
            return false;
        }
    }
}

/// Nothing is left to send: all but what is refused for good.
fn is_done(seed: u64, ran: &Ran) -> bool {
    ran.outcomes().iter().all(|(file, outcome)| match outcome.as_str() {
        "sent" | "repeated" => true,
        "refused" => is_refused(seed, &format!("S-{}", file.trim_end_matches(".qdc"))),
        _ => false,
    })
}

/// Of each business code, what the ledger has last.
fn records(project: &Project) -> HashMap<String, Value> {
    let history = project.run(&["history", "--format", "json", "--limit", "1000000"]).json();
    let mut last = HashMap::new();
    for record in history["records"].as_array().unwrap() {
        let code = [&record["businessCode"], &record["subject"]].into_iter().find_map(Value::as_str);
        last.entry(code.unwrap_or_default().to_owned()).or_insert_with(|| record.clone());
    }
    last
}

/// A few codes are refused for good.
fn is_refused(seed: u64, code: &str) -> bool {
    Random(seed ^ hash(code)).below(40) == 0
}

/// What happens to a request, by its kind, its code and how often it came: the same for a seed, in whatever order
/// they arrive; and whether that is a fault.
fn weather(seed: u64, request: &Request) -> (Deed, bool) {
    let mut random = Random(seed ^ hash(&format!("{:?} {} {}", request.kind, request.code, request.nth)));
    let calm = Deed::honest().answers_after(Duration::from_millis(random.below(20)));
    let late = Commit::After(Duration::from_millis(random.below(LATEST_COMMIT)));
    let cut = random.below(330) as usize;
    let odd = ["502", "503", "D504", "408", "oc_50001", "500"][random.below(6) as usize];
    let page = [429, 502, 503, 403, 404][random.below(5) as usize];
    let other = format!("S-{}", random.below(100_000));
    let committed = if random.below(2) == 0 { Commit::Never } else { late };
    let dice = random.below(100);
    let faulty = match request.kind {
        Kind::Start if is_refused(seed, &request.code) => return (calm.never_commits(), false),
        Kind::Start => match dice {
            0..8 => Deed { commit: late, ..calm.silent() },
            8..12 => calm.never_commits().silent(),
            12..18 => Deed { commit: committed, ..calm.resets() },
            18..23 => calm.cut_at(cut),
            23..26 => calm.twice(),
            26..30 => calm.twice_late(),
            30..35 => Deed { commit: committed, ..calm.foreign(&other, 1_897_893_172_027_000_000 + dice) },
            35..40 => Deed { commit: committed, ..calm.code(odd) },
            40..44 => Deed { commit: committed, ..calm.page(page, "<html>gateway</html>") },
            // Alive, and slower than anyone waits for.
            44..48 => Deed { commit: late, ..calm.answers_after(Duration::from_millis(700)) },
            _ => return (calm, false),
        },
        Kind::Ask => match dice {
            0..3 => calm.silent(),
            3..7 => calm.resets(),
            7..10 => calm.code("500"),
            10..13 => calm.page(page, "<html>gateway</html>"),
            13..15 => calm.cut_at(cut),
            15..18 => calm.twice_late(),
            18..21 => calm.answers_after(Duration::from_millis(300)),
            _ => return (calm, false),
        },
        _ => return (calm, false),
    };
    (faulty, true)
}

fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
