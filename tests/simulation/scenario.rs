//! One scenario: processes that send, die and are run again, beside somebody else, over one disk and one platform.

use std::collections::{BTreeSet, HashSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::SignedDuration;
use qdc::delivery::ledger::State;
use qdc::delivery::{Event, Fate, Job, Report, Sender, Subject};
use qdc::model::canonical;
use tokio::time::{Instant, sleep};

use crate::choice::Choices;
use crate::crash::Crash;
use crate::disk::Disk;
use crate::jobs::{Jobs, SIGNER};
use crate::platform::{SETTLE, TIMEOUT, World};

/// Without a word a run may be quiet for as long as a request and the first question about it take.
const QUIET: Duration = Duration::from_secs(2 * TIMEOUT.as_secs() + 10);
/// So many requests may reach a platform that is down: those under way, those that open the breaker, and its probes.
const WHILE_DOWN: usize = 20;

/// How large a scenario is.
#[derive(Clone, Copy)]
pub struct Size {
    pub jobs: usize,
    /// Runs that may meet faults, before the last one, which meets none.
    pub runs: usize,
    /// Whether ask-first may be off, the platform go down, the clock be set and the machine lose power.
    pub wide: bool,
}

/// What the scenarios went through: the record's state, whether bytes left, and the contract at the platform.
pub type Visited = Arc<Mutex<HashSet<(Option<State>, bool, &'static str)>>>;

pub struct Scenario {
    choices: Choices,
    crash: Crash,
    disk: Disk,
    world: World,
    jobs: Vec<Vec<Arc<Job>>>,
    /// Codes of contracts that somebody else started.
    elsewhere: Vec<String>,
    size: Size,
    visited: Visited,
}

impl Scenario {
    pub fn new(choices: Choices, jobs: &Jobs, size: Size, visited: Visited) -> Scenario {
        let crash = Crash::default();
        let disk = Disk::new(choices.clone(), crash.clone());
        let world = World::new(choices.clone(), crash.clone());
        let jobs = jobs.some(size.jobs, &choices);
        Scenario { choices, crash, disk, world, jobs, elsewhere: Vec::new(), size, visited }
    }

    /// Runs to the end; what went against the promise, if anything.
    pub async fn run(mut self) -> Result<(), String> {
        match self.choices.choose("elsewhere", 3) {
            0 => self.world.asks_first = !(self.size.wide && self.choices.choose("ask-first", 2) == 1),
            who => {
                let signer = if who == 1 { SIGNER } else { "PSN_SOMEBODY" };
                for job in &self.jobs[0] {
                    if let Some(code) = code(job).filter(|code| self.world.live(code).is_empty()) {
                        self.world.start_elsewhere(code, signer);
                        self.elsewhere.push(code.to_owned());
                    }
                }
            }
        }
        for _ in 0..self.size.runs {
            // The same disk, on another machine perhaps.
            let off = [0, -86_400, 86_400][self.choices.choose("clock", if self.size.wide { 3 } else { 1 })];
            *self.disk.clock.lock().unwrap() = SignedDuration::from_secs(off);
            let edition = self.choices.choose("edit", self.jobs.len());
            self.process(edition).await?;
            sleep(Duration::from_secs(self.choices.below(3))).await;
        }
        self.choices.calm();
        self.world.set_down(false);
        self.world.asks_first = true;
        let reports = self.process(0).await?;
        for (job, report) in self.jobs[0].iter().zip(&reports) {
            let fate = &report.start().unwrap().fate;
            // Where the platform said yes under another code, and then no, only a person can say.
            let is_claimed = self.disk.records().iter().any(|record| record.code.as_deref() == Some("200"));
            let is_unknown = matches!(fate, Fate::Unknown(_)) && is_claimed;
            let is_fine = fate.is_good() || is_unknown || matches!(fate, Fate::Taken(_) | Fate::Changed(..));
            if code(job).is_some() && !is_fine {
                return Err(format!("nothing is wrong any more, and {:?} ended as {fate:?}", job.source));
            }
        }
        sleep(SETTLE * 2).await;
        self.check_all()
    }

    /// One process, from its start to its end or its death.
    async fn process(&self, edition: usize) -> Result<Vec<Report>, String> {
        let signs = self.world.signs();
        let watched = signs.clone();
        let watch = Arc::new(move |event: Event| {
            let longest = match event {
                Event::Settling { longest, .. }
                | Event::Asking { longest, .. }
                | Event::Silent { longest } => longest,
                Event::Later { wait } => wait,
                Event::Back | Event::GivenUp | Event::Unrecorded { .. } => Duration::ZERO,
            };
            watched.lock().unwrap().push((Instant::now(), longest));
        });
        self.disk.open();
        let sender = Sender::new(self.world.clone(), self.disk.clone(), false).watched(watch);
        let jobs = &self.jobs[edition];
        let mut reports: Vec<Option<Report>> = jobs.iter().map(|_| None).collect();
        let down = self.size.wide && self.choices.choose("down", 2) == 1;
        let stop = self.size.wide && self.choices.choose("stop", 2) == 1;
        let stop_after = Duration::from_secs(self.choices.below(100));
        let died = {
            let sending = async {
                sender.expect(jobs.iter().map(Arc::as_ref)).await.map_err(|error| error.0.en)?;
                let one = |(at, job): (usize, &Arc<Job>)| {
                    let (sender, signs, job) = (&sender, &signs, job.clone());
                    async move {
                        let report = sender.send(&job).await;
                        signs.lock().unwrap().push((Instant::now(), Duration::ZERO));
                        (at, report)
                    }
                };
                for (at, report) in crate::join_all(jobs.iter().enumerate().map(one)).await {
                    self.check(&jobs[at], &report)?;
                    reports[at] = Some(report);
                }
                Ok::<(), String>(())
            };
            let meanwhile = async {
                if down {
                    sleep(Duration::from_secs(self.choices.below(60))).await;
                    self.world.set_down(true);
                    sleep(Duration::from_secs(self.choices.below(600))).await;
                    self.world.set_down(false);
                }
                if stop {
                    sleep(stop_after).await;
                    sender.stop();
                }
                std::future::pending::<()>().await
            };
            tokio::select! {
                biased;
                () = self.crash.happened() => true,
                done = sending => {
                    done?;
                    false
                }
                () = meanwhile => unreachable!(),
            }
        };
        self.world.set_down(false);
        if died {
            if self.size.wide && self.choices.choose("power", 2) == 1 {
                self.disk.lose_power();
            }
        } else {
            self.disk.close();
            quiet(&signs.lock().unwrap())?;
        }
        let while_down = self.world.while_down();
        if while_down > WHILE_DOWN {
            return Err(format!("{while_down} requests to a platform that is down"));
        }
        self.check_all()?;
        Ok(reports.into_iter().flatten().collect())
    }

    /// What a report claims, held against the platform.
    fn check(&self, job: &Job, report: &Report) -> Result<(), String> {
        let Some(step) = report.start() else { return Ok(()) };
        let live = self.world.live(code(job).unwrap_or_default());
        let is_elsewhere = code(job).is_some_and(|code| self.is_elsewhere(code));
        let wrong = |what: &str| Err(format!("{} ended as {:?}: {what}", job.source, step.fate));
        match settled(&step.fate) {
            Fate::Done | Fate::Found | Fate::Already(_) | Fate::Changed(..) | Fate::Taken(_)
                if live.is_empty() =>
            {
                return wrong("there is no such contract");
            }
            Fate::NotSent(_) | Fate::Refused(_) | Fate::Skipped
                if !live.is_empty() && !is_elsewhere && !self.has_twin(job) =>
            {
                return wrong("the contract exists, or will");
            }
            _ => {}
        }
        let id = report.contract_id().filter(|_| code(job).is_some());
        if id.is_some_and(|id| live.iter().all(|contract| contract.id.to_string() != id)) {
            return wrong(&format!("contract {id:?} is another's"));
        }
        Ok(())
    }

    /// Whether another file has the same code: it may have been sent where this one was not.
    fn has_twin(&self, job: &Job) -> bool {
        let key = |job: &Job| job.start().unwrap().subject.as_ref().unwrap().key();
        self.jobs[0].iter().filter(|other| key(other) == key(job)).count() > 1
    }

    fn is_elsewhere(&self, code: &str) -> bool {
        self.elsewhere.iter().any(|known| canonical(known) == canonical(code))
    }

    /// What the disk says, held against the platform, and that nothing is there twice.
    fn check_all(&self) -> Result<(), String> {
        let mut seen = BTreeSet::new();
        for job in self.jobs.iter().flatten() {
            let subject = job.start().unwrap().subject.clone().unwrap();
            if !seen.insert(subject.key()) {
                continue;
            }
            let code = code(job).unwrap_or_default();
            let live = self.world.live(code);
            if live.len() > 1 {
                return Err(format!("{code:?} has {} contracts", live.len()));
            }
            let is_elsewhere = self.is_elsewhere(code);
            let of_subject = |record: &&qdc::delivery::ledger::Record| match &subject {
                Subject::Meaning(_) => record.subject.is_none(),
                _ => record.subject.as_deref().is_some_and(|known| canonical(known) == canonical(code)),
            };
            let records = self.disk.records();
            let last = records.iter().rfind(of_subject);
            match last.map(|record| record.state) {
                Some(State::Sent) if live.is_empty() => {
                    return Err(format!("{code:?} is recorded as sent and does not exist"));
                }
                Some(State::Refused | State::NotSent) if !live.is_empty() && !is_elsewhere => {
                    return Err(format!("{code:?} is recorded as not sent and exists"));
                }
                _ => {}
            }
            let at_platform = match live.first() {
                None => "nothing",
                Some(contract) if contract.exists > Instant::now() => "to come",
                Some(contract) if contract.found > Instant::now() => "not found yet",
                Some(_) => "there",
            };
            let visited =
                (last.map(|record| record.state), last.is_some_and(|last| last.attempts > 0), at_platform);
            self.visited.lock().unwrap().insert(visited);
        }
        Ok(())
    }
}

fn code(job: &Job) -> Option<&str> {
    job.start()?.subject.as_ref()?.code()
}

/// What is known, whether or not it could be recorded.
fn settled(fate: &Fate) -> &Fate {
    match fate {
        Fate::Unrecorded(known, _) => known,
        other => other,
    }
}

/// After each sign of life the next one comes before the time that was named is over, or in the time that goes without
/// saying.
fn quiet(signs: &[(Instant, Duration)]) -> Result<(), String> {
    let Some((began, _)) = signs.first() else { return Ok(()) };
    let mut until = *began;
    for (at, named) in signs {
        if *at > until + QUIET {
            return Err(format!("silent for {:?} longer than was named", *at - until));
        }
        until = until.max(*at + *named);
    }
    Ok(())
}
