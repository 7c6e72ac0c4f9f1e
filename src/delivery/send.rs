//! Carries out a job: every request in order, each at most once, each recorded before and after.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::{Mutex as Turn, OwnedMutexGuard, watch};
use tokio::time::Instant;

use super::attempt::Ended;
use super::book::Book;
use super::breaker::{Breaker, Passed};
use super::compare::recorded;
use super::contract::Before;
use super::errand::{Errand, filled};
use super::event::{Event, Watch, unwatched};
use super::job::{Job, Step};
use super::ledger::{Ledger, LedgerError, Outcome, Place, Receipt, Record, State};
use super::platforms::Platforms;
use super::question::{LONGEST_PAUSE, QUESTIONS, ask_once, pauses};
use super::report::{Fate, Given, Report, StepReport};
use super::subject::Subject;
use super::wire::Wire;
use crate::findings::Words;
use crate::plan::{Kind, Platform};
use crate::platform::{Answer, trace};
use crate::privacy::shown;
use crate::words;

/// Sends jobs to one environment, recording in one ledger. Jobs may be sent side by side.
pub struct Sender<W = Platforms, B = Ledger> {
    pub(super) wire: W,
    pub(super) book: B,
    /// Whether what was sent before is sent again.
    pub(super) resend: bool,
    pub(super) watch: Watch,
    pub(super) breaker: Breaker,
    /// Whether somebody asked to stop.
    stop: watch::Sender<bool>,
    /// Why the record can no longer be written: what is not recorded is not sent.
    broken: Mutex<Option<LedgerError>>,
    /// Two files may create one person, or carry one business code: they take turns.
    turns: Mutex<HashMap<String, Arc<Turn<()>>>>,
    /// Subjects, by their keys, that the ledger had no record of, until each is first looked up.
    unheard_of: Mutex<HashSet<(Kind, String)>>,
}

impl<W: Wire, B: Book> Sender<W, B> {
    pub fn new(wire: W, book: B, resend: bool) -> Self {
        // As long as the slowest request that was answered could have taken, a few times over.
        let patience = wire.timeout() * 4;
        Self {
            breaker: Breaker::new(patience),
            wire,
            book,
            resend,
            watch: unwatched(),
            stop: watch::Sender::new(false),
            broken: Mutex::default(),
            turns: Mutex::default(),
            unheard_of: Mutex::default(),
        }
    }

    /// Has somebody watch what happens.
    pub fn watched(mut self, watch: Watch) -> Self {
        self.watch = watch;
        self
    }

    /// Ends in order: what is on its way is answered or given up, nothing more is sent, and waiting ends at once.
    pub fn stop(&self) {
        self.stop.send_replace(true);
    }

    /// Looks up many jobs at once: of what was never sent, the ledger need not be asked again one by one.
    pub async fn expect(&self, jobs: impl IntoIterator<Item = &Job>) -> Result<(), LedgerError> {
        let steps = jobs.into_iter().flat_map(|job| &job.steps);
        let (here, there): (Vec<_>, Vec<_>) = steps
            .filter_map(|step| Some((step.platform, (step.kind, step.subject.as_ref()?))))
            .partition(|(platform, _)| *platform == Platform::QianDun);
        let mut unheard_of = HashSet::new();
        for (platform, subjects) in [(Platform::QianDun, here), (Platform::Qiyuesuo, there)] {
            let subjects: Vec<(Kind, &Subject)> = subjects.into_iter().map(|(_, subject)| subject).collect();
            if !subjects.is_empty() {
                let address = self.wire.address(platform);
                unheard_of.extend(self.book.unheard_of(self.at(&address), &subjects).await?);
            }
        }
        *self.unheard_of.lock().unwrap_or_else(PoisonError::into_inner) = unheard_of;
        Ok(())
    }

    /// Carries out a job. The report says what is known of each request, also where the record failed.
    pub async fn send(&self, job: &Job) -> Report {
        let start = job.start();
        let _turn = match start.and_then(|start| start.subject.as_ref()) {
            Some(subject) => Some(self.turn(&format!("contract {}", subject.key())).await),
            None => None,
        };
        // Whether the contract exists is asked first: nobody wants new files for one that does.
        let before = match start {
            Some(start) => self.before(job, start).await,
            None => Ok(Before::Nothing { has_twin: false }),
        };
        let before = before.unwrap_or_else(|error| {
            self.break_off(&error);
            Before::Fate(Fate::Unknown(error.0))
        });
        let (has_twin, mut start_fate) = match before {
            Before::Nothing { has_twin } => (has_twin, None),
            Before::Fate(fate) => (false, Some(fate)),
        };
        let asked = (self.wire.asks_first() && !has_twin).then(Instant::now);
        let is_settled = start_fate.is_some();
        let mut failed = start_fate.as_ref().is_some_and(|fate| !fate.is_good());
        let mut report = Report::default();
        let mut answers: HashMap<usize, Given> = HashMap::new();
        for step in &job.steps {
            let is_of_contract = matches!(step.kind, Kind::Person | Kind::Upload | Kind::Template);
            let (fate, given) = match start_fate.take_if(|_| step.kind == Kind::Start) {
                Some(fate) => (fate, Given::new()),
                None if failed || (is_settled && is_of_contract) => (Fate::Skipped, Given::new()),
                None => self.step(job, step, &answers, has_twin, asked).await.unwrap_or_else(|error| {
                    // The record fails before a request is handed over, never after.
                    self.break_off(&error);
                    (Fate::NotSent(error.0), Given::new())
                }),
            };
            let is_passed_over = is_settled && matches!(fate, Fate::Skipped);
            failed |= !(fate.is_good() || is_passed_over);
            answers.insert(step.number, given.clone());
            report.steps.push(StepReport { number: step.number, kind: step.kind, fate, given });
        }
        report
    }

    /// Why the record could not be written, if it could not.
    pub fn broken(&self) -> Option<LedgerError> {
        self.broken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn break_off(&self, error: &LedgerError) {
        self.broken.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| error.clone());
    }

    pub(super) async fn turn(&self, subject: &str) -> OwnedMutexGuard<()> {
        let turn = {
            let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            turns.entry(subject.to_owned()).or_default().clone()
        };
        turn.lock_owned().await
    }

    /// The step, one way or another, and what the platform gave.
    async fn step(
        &self,
        job: &Job,
        step: &Step,
        answers: &HashMap<usize, Given>,
        has_twin: bool,
        asked: Option<Instant>,
    ) -> Result<(Fate, Given), LedgerError> {
        let Some(body) = filled(step, answers) else { return Ok((Fate::Skipped, Given::new())) };
        match step.kind {
            Kind::Start => self.start(job, step, body, has_twin, asked).await,
            Kind::Person => self.person(job, step, body).await,
            Kind::Template | Kind::Upload => self.file(job, step, body).await,
            Kind::Authorization | Kind::Ticket => self.link(job, step, body).await,
        }
    }

    pub(super) fn errand<'a>(
        &'a self,
        job: &'a Job,
        step: &'a Step,
        body: &'a [u8],
        has_twin: bool,
    ) -> Errand<'a, W, B> {
        Errand { sender: self, job, step, body, has_twin, asked: None }
    }

    // ---- leave to go on ----

    /// Waits while the platform does not answer; why nothing may be sent any more, if so.
    pub(super) async fn pass(&self, platform: Platform, code: Option<&str>) -> Result<(), Words> {
        if *self.stop.borrow() {
            return Err(words!("已要求停止", "asked to stop"));
        }
        if let Some(error) = self.broken() {
            return Err(error.0);
        }
        // Only QianDun has a question to ask; what Qiyuesuo is asked for may be asked for again.
        if platform != Platform::QianDun {
            return Ok(());
        }
        let mut stop = self.stop.subscribe();
        let passed = tokio::select! {
            biased;
            passed = self.breaker.pass(|| self.probe(code)) => passed,
            _ = stop.wait_for(|stop| *stop) => return Err(words!("已要求停止", "asked to stop")),
        };
        match passed {
            Passed::Free => Ok(()),
            Passed::Back => {
                (self.watch)(Event::Back);
                Ok(())
            }
            Passed::GivenUp { now } => {
                if now {
                    (self.watch)(Event::GivenUp);
                }
                Err(words!("平台一直没有回答", "the platform does not answer"))
            }
        }
    }

    /// Whether nothing has to be waited for.
    pub(super) fn is_free(&self, platform: Platform) -> bool {
        let is_closed = platform != Platform::QianDun || self.breaker.is_closed();
        is_closed && !*self.stop.borrow() && self.broken().is_none()
    }

    pub(super) fn answered(&self, platform: Platform) {
        if platform == Platform::QianDun {
            self.breaker.answered();
        }
    }

    pub(super) fn silent(&self, platform: Platform) {
        if platform == Platform::QianDun && self.breaker.silent() {
            (self.watch)(Event::Silent { longest: self.breaker.longest(self.wire.timeout()) });
        }
    }

    /// Sleeps; false where somebody asked to stop meanwhile.
    pub(super) async fn sleep(&self, time: Duration) -> bool {
        let mut stop = self.stop.subscribe();
        tokio::select! {
            () = tokio::time::sleep(time) => true,
            _ = stop.wait_for(|stop| *stop) => false,
        }
    }

    /// Asks until there is an answer that says something; no answer is no answer.
    pub(super) async fn question(
        &self,
        path: &str,
        query: &[(&str, &str)],
        is_documented: impl Fn(&Answer) -> bool + Send + Sync,
    ) -> Result<Answer, Words> {
        let mut pauses = pauses(QUESTIONS);
        let code = query.iter().find(|(name, _)| *name == "businessCode").map(|(_, code)| *code);
        let mut is_first = true;
        loop {
            self.pass(Platform::QianDun, code).await?;
            let why = match ask_once(&self.wire, path, query, &is_documented).await {
                Ok(answer) => {
                    self.answered(Platform::QianDun);
                    return Ok(answer);
                }
                Err(why) => why,
            };
            self.silent(Platform::QianDun);
            if is_first {
                let subject = code.map(shown).unwrap_or_default();
                let longest = (self.wire.timeout() + LONGEST_PAUSE) * (QUESTIONS as u32 - 1);
                (self.watch)(Event::Asking { subject, longest });
                is_first = false;
            }
            match pauses.next() {
                Some(pause) => {
                    trace::wait("ask-again", pause);
                    self.sleep(pause).await;
                }
                None => return Err(why),
            }
        }
    }

    // ---- the record ----

    pub(super) async fn recorded(&self, step: &Step) -> Result<Option<Record>, LedgerError> {
        if let Some(subject) = &step.subject {
            let mut unheard_of = self.unheard_of.lock().unwrap_or_else(PoisonError::into_inner);
            // Once: whoever looks it up goes on to send it, and the next has to ask.
            if unheard_of.remove(&(step.kind, subject.key())) {
                return Ok(None);
            }
        }
        let address = self.wire.address(step.platform);
        recorded(&self.book, self.at(&address), step).await
    }

    fn at<'a>(&'a self, address: &'a str) -> Place<'a> {
        Place { environment: self.wire.label(), address }
    }

    /// Whether a record is of this platform and this application, which knows nothing of another's.
    pub(super) fn is_here(&self, step: &Step, record: &Record) -> bool {
        let ours = self.wire.application(step.platform);
        let is_ours =
            [&record.application, &ours].iter().any(|one| one.is_empty()) || record.application == ours;
        is_ours && self.wire.is_at(step.platform, &record.address)
    }

    pub(super) fn receipt(&self, job: &Job, step: &Step, body: &[u8], again: bool) -> Receipt {
        let is_start = step.kind == Kind::Start;
        Receipt {
            environment: self.wire.label().to_owned(),
            address: self.wire.address(step.platform),
            application: self.wire.application(step.platform),
            kind: step.kind,
            subject: step.subject.clone(),
            title: if is_start { job.title.clone() } else { String::new() },
            path: step.path.to_owned(),
            body: body.to_vec(),
            source: job.source.clone(),
            meaning: job.meaning.clone(),
            deadline: job.deadline.clone().filter(|_| is_start),
            again,
        }
    }

    /// Records how a request ended. Where that cannot be written, what is known is reported all the same.
    pub(super) async fn close(
        &self,
        receipt: Option<i64>,
        subject: Option<&Subject>,
        ended: Ended,
        members: &[&'static str],
    ) -> (Fate, Given) {
        let mut given = BTreeMap::new();
        let (fate, outcome) = match ended {
            Ended::Done(answer) => {
                given.extend(members.iter().filter_map(|name| Some((*name, answer.text(name)?))));
                (Fate::Done, outcome(State::Sent, &answer))
            }
            Ended::Found(contract_id) => {
                given.extend(contract_id.clone().map(|id| ("contractId", id)));
                (Fate::Found, Outcome { contract_id, ..Outcome::of(State::Sent) })
            }
            Ended::Refused(answer) => {
                let outcome = outcome(State::Refused, &answer);
                (Fate::Refused(Box::new(answer)), outcome)
            }
            Ended::NotSent(why) => {
                let outcome = Outcome { message: Some(why.en.clone()), ..Outcome::of(State::NotSent) };
                (Fate::NotSent(why), outcome)
            }
            Ended::Unknown(why) => {
                let outcome = Outcome { message: Some(why.en.clone()), ..Outcome::of(State::Unknown) };
                (Fate::Unknown(why), outcome)
            }
            Ended::Claimed(why) => {
                let (code, message) = (Some(SAID_YES.to_owned()), Some(why.en.clone()));
                (Fate::Unknown(why), Outcome { code, message, ..Outcome::of(State::Unknown) })
            }
            Ended::Taken(contract_id) => (Fate::Taken(contract_id), Outcome::of(State::NotSent)),
        };
        // Nothing left before a receipt was written.
        let Some(receipt) = receipt else { return (fate, given) };
        let subject = subject.and_then(Subject::text).map(shown).unwrap_or_default();
        match self.book.finish(receipt, outcome).await {
            Ok(()) => (fate, given),
            Err(error) => {
                self.break_off(&error);
                (self.watch)(Event::Unrecorded { subject, given: given.clone() });
                (Fate::Unrecorded(Box::new(fate), error.0), given)
            }
        }
    }
}

/// The code of a record that is unknown although the platform said yes.
pub(super) const SAID_YES: &str = "200";

/// The outcome that an answer tells of.
pub(super) fn outcome(state: State, answer: &Answer) -> Outcome {
    Outcome {
        state,
        contract_id: answer.text("contractId"),
        result: Some(answer.result.clone()).filter(|result| *result != Value::Null),
        code: answer.code.clone(),
        message: Some(answer.message.clone()),
        log_key: answer.log_key.clone(),
        platform_time: answer.time.clone(),
    }
}
