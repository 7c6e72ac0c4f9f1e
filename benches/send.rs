//! `qdc send` of many contracts to a sandbox, beside a bare loop that POSTs the same bodies: what checking,
//! recording and reporting cost. The loop runs twice, one request after another and as many at a time as
//! `qdc send` has connections; each run has a sandbox of its own.
//!
//! `cargo bench --bench send`; `QDC_CONTRACTS` chooses how many.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use qdc::delivery::{Environment, Job, Platforms, Wire};
use qdc::plan::{MadeFiles, Platform};
use qdc::settings::Settings;
use qdc::{Facts, Model, NoFiles, Plan, Source};

#[path = "../tests/send/world.rs"]
#[allow(dead_code, reason = "the tests need more of it")]
mod world;

use world::{KEY, Project, SECRET, Sandbox, contract};

const ROUNDS: usize = 5;
/// As many as `send` has by default.
const CONNECTIONS: usize = 8;

fn main() {
    let count: usize = std::env::var("QDC_CONTRACTS").ok().map_or(2000, |count| count.parse().unwrap());
    // SAFETY: no other thread runs yet.
    unsafe {
        std::env::set_var("QDC_SANDBOX_KEY", KEY);
        std::env::set_var("QDC_SANDBOX_SECRET", SECRET);
    }
    let (mut ours, mut one, mut many) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(send(count));
        one.push(post(count, 1));
        many.push(post(count, CONNECTIONS));
    }
    let [ours, one, many] = [ours, one, many].map(|times| median(times).as_secs_f64());
    println!("qdc send of {count} files        {:>6.0} ms", ours * 1e3);
    println!("a bare loop, one by one      {:>6.0} ms   {:.2} times that", one * 1e3, ours / one);
    println!(
        "a bare loop, {CONNECTIONS} at a time     {:>6.0} ms   {:.2} times that",
        many * 1e3,
        ours / many
    );
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// The program, from its start to its end.
fn send(count: usize) -> Duration {
    let sandbox = Sandbox::start(&[]);
    let project = Project::at(&sandbox);
    let names: Vec<String> = (0..count).map(|at| format!("{at}.qdc")).collect();
    for (at, name) in names.iter().enumerate() {
        project.write(name, &contract(&format!("B-{at}"), ""));
    }
    let args: Vec<&str> = ["send"].into_iter().chain(names.iter().map(String::as_str)).collect();
    let started = Instant::now();
    let mut command: Command = project.command(&args);
    let done = command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
    let time = started.elapsed();
    assert!(done.success());
    assert_eq!(sandbox.state()["contracts"].as_array().unwrap().len(), count);
    time
}

/// The bodies, made beforehand, POSTed as they are.
fn post(count: usize, at_a_time: usize) -> Duration {
    let sandbox = Sandbox::start(&[]);
    let jobs: Vec<Job> = (0..count).map(|at| job(&contract(&format!("B-{at}"), ""))).collect();
    let settings: Settings = serde_json::from_value(serde_json::json!({
        "environments": { "sandbox": { "address": format!("http://{}/api", sandbox.host) } }
    }))
    .unwrap();
    let environment = Environment::of(&settings, None).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let time = runtime.block_on(async {
        let platforms = Arc::new(Platforms::open(&environment, &[Platform::QianDun]).unwrap());
        let started = Instant::now();
        let next = Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let jobs = Arc::new(jobs);
        let loops: Vec<_> = (0..at_a_time)
            .map(|_| {
                let (platforms, next, jobs) = (platforms.clone(), next.clone(), jobs.clone());
                tokio::spawn(async move {
                    while let Some(job) = jobs.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
                        let step = job.start().unwrap();
                        let turn = platforms.turn(step.platform).await.unwrap();
                        let answer = platforms.post(turn, step, step.bytes()).await.unwrap();
                        assert_eq!(answer.code.as_deref(), Some("200"));
                    }
                })
            })
            .collect();
        for one in loops {
            one.await.unwrap();
        }
        started.elapsed()
    });
    assert_eq!(sandbox.state()["contracts"].as_array().unwrap().len(), count);
    time
}

fn job(text: &str) -> Job {
    let model = Model::read(Source::new("b.qdc", text), &NoFiles, &Default::default());
    let facts = Facts::at(jiff::tz::Offset::constant(8).to_datetime(jiff::Timestamp::now()));
    let settings = Settings::default();
    let made = MadeFiles::of(&model);
    Job::of(&Plan::of(&model, &facts, &settings, &made), &model).unwrap()
}
