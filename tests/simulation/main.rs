//! The promise of exactly once, held against every interleaving up to a bound, and against thousands of seeds: the real
//! sender over a simulated disk, a simulated platform and a clock that jumps from one event to the next.
//!
//! `cargo test --test simulation`. `QDC_SEED=n` runs one seed and `QDC_WALK=0,3,…` one walk; both are printed when
//! something goes wrong. `QDC_SEEDS`, `QDC_FAULTS` and `QDC_DEPTH` choose how much is done.

#[path = "../ledger/book.rs"]
mod book;
mod choice;
mod crash;
mod disk;
mod jobs;
mod platform;
mod scenario;

use std::future::Future;
use std::pin::Pin;
use std::process::ExitCode;
use std::task::Poll;
use std::time::Instant;

use choice::{Choice, Choices, after};
use crash::Crash;
use disk::Disk;
use jobs::Jobs;
use scenario::{Scenario, Size, Visited};

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|value| value.parse().unwrap())
}

fn main() -> ExitCode {
    runtime().block_on(book::every(async || Disk::new(Choices::walk(Vec::new()), Crash::default())));
    let jobs = Jobs::new(6);
    let visited = Visited::default();
    if let Some(seed) = setting("QDC_SEED") {
        return verdict(by_seed(seed, &jobs, &visited));
    }
    if let Ok(walk) = std::env::var("QDC_WALK") {
        let prefix =
            walk.split(',').filter(|part| !part.is_empty()).map(|part| part.parse().unwrap()).collect();
        return verdict(by_walk(prefix, &jobs, &visited).map(drop));
    }
    let (faults, depth) = (setting("QDC_FAULTS").unwrap_or(3), setting("QDC_DEPTH").unwrap_or(60));
    let began = Instant::now();
    let (mut walks, mut next) = (0_u64, Some(Vec::new()));
    while let Some(prefix) = next {
        walks += 1;
        next = match by_walk(prefix, &jobs, &visited) {
            Ok(made) => after(&made, faults as usize, depth as usize),
            Err(wrong) => return verdict(Err(wrong)),
        };
    }
    println!(
        "walks                {walks}, all with at most {faults} faults among the first {depth} choices"
    );
    let seeds = setting("QDC_SEEDS").unwrap_or(4000);
    for seed in 0..seeds {
        if let Err(wrong) = by_seed(seed, &jobs, &visited) {
            return verdict(Err(wrong));
        }
    }
    println!("seeds                {seeds}, from 0");
    println!("states visited       {}", visited.lock().unwrap().len());
    println!("seconds              {:.1}", began.elapsed().as_secs_f64());
    println!("test result: ok. 2 passed; 0 failed");
    ExitCode::SUCCESS
}

fn verdict(outcome: Result<(), String>) -> ExitCode {
    match outcome {
        Ok(()) => {
            println!("test result: ok. 1 passed; 0 failed");
            ExitCode::SUCCESS
        }
        Err(wrong) => {
            println!("{wrong}");
            println!("test result: FAILED. 0 passed; 1 failed");
            ExitCode::FAILURE
        }
    }
}

/// One contract, and every choice from a list.
fn by_walk(prefix: Vec<usize>, jobs: &Jobs, visited: &Visited) -> Result<Vec<Choice>, String> {
    let choices = Choices::walk(prefix);
    let size = Size { jobs: 1, runs: 2, wide: false };
    let outcome = run(&choices, jobs, size, visited);
    let made = choices.made();
    outcome.map(|()| made.clone()).map_err(|wrong| {
        let walk: Vec<String> = made.iter().map(|choice| choice.taken.to_string()).collect();
        format!("{wrong}\n{}\nQDC_WALK={} cargo test --test simulation", faults(&made), walk.join(","))
    })
}

/// Several contracts side by side, and every choice by chance.
fn by_seed(seed: u64, jobs: &Jobs, visited: &Visited) -> Result<(), String> {
    let choices = Choices::seed(seed);
    let size = Size { jobs: 1 + (seed % 5) as usize, runs: 1 + (seed % 4) as usize, wide: true };
    run(&choices, jobs, size, visited).map_err(|wrong| {
        format!("{wrong}\n{}\nQDC_SEED={seed} cargo test --test simulation", faults(&choices.made()))
    })
}

fn run(choices: &Choices, jobs: &Jobs, size: Size, visited: &Visited) -> Result<(), String> {
    runtime().block_on(async { Scenario::new(choices.clone(), jobs, size, visited.clone()).run().await })
}

/// One whose clock jumps to the next event when nothing else is to be done.
fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap()
}

/// What went wrong in the scenario, in order.
fn faults(made: &[Choice]) -> String {
    let faults = made.iter().enumerate().filter(|(_, choice)| choice.taken > 0);
    let lines: Vec<String> = faults
        .map(|(at, choice)| format!("  {at}: {} {} of {}", choice.at, choice.taken, choice.of))
        .collect();
    lines.join("\n")
}

/// All of them side by side, in one task.
async fn join_all<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut waiting: Vec<Pin<Box<F>>> = futures.map(Box::pin).collect();
    let mut done: Vec<Option<F::Output>> = waiting.iter().map(|_| None).collect();
    std::future::poll_fn(move |context| {
        for (future, done) in waiting.iter_mut().zip(&mut done) {
            if done.is_none()
                && let Poll::Ready(output) = future.as_mut().poll(context)
            {
                *done = Some(output);
            }
        }
        match done.iter().all(Option::is_some) {
            true => Poll::Ready(done.iter_mut().filter_map(Option::take).collect()),
            false => Poll::Pending,
        }
    })
    .await
}
