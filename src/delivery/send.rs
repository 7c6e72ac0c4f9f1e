//! Carries out a job: every request in order, each at most once, each recorded before and after.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;
use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

use super::attempt::{Ended, Told, ask, carry_out, said, tells_of_a_signer};
use super::compare::{changed, recorded};
use super::errand::{Asked, contract_id, filled, has_a_twin};
use super::job::{Job, Step, business_code};
use super::ledger::{Ledger, LedgerError, Outcome, Receipt, Record, State, hash};
use super::platforms::Platforms;
use super::report::{Fate, Report, StepReport};
use crate::findings::Words;
use crate::plan::Kind;
use crate::platform::{Answer, Verdict};
use crate::privacy::mask;
use crate::words;

const SIGNERS: &str = "/open/contract/signer";
/// QianDun's code for 合同不存在或状态异常: the one answer after which a contract is started again.
const NO_SUCH_CONTRACT: &str = "oc_40006";

/// Sends jobs to one environment, recording in one ledger. Jobs may be sent side by side.
pub struct Sender {
    pub(super) platforms: Platforms,
    ledger: Ledger,
    /// Whether what was sent before is sent again.
    resend: bool,
    /// Two files may create one person, or carry one business code: they take turns.
    turns: Mutex<HashMap<String, Arc<Turn<()>>>>,
    /// Subjects that the ledger had no record of, until each is first looked up.
    unheard_of: Mutex<HashSet<(Kind, String)>>,
}

/// What stands in the way of starting a contract.
enum Before {
    /// Nothing; whether another contract of the same code is, or may be, at the platform.
    Nothing {
        has_twin: bool,
    },
    Fate(Fate),
}

impl Sender {
    pub fn new(platforms: Platforms, ledger: Ledger, resend: bool) -> Self {
        Self { platforms, ledger, resend, turns: Mutex::default(), unheard_of: Mutex::default() }
    }

    /// Looks up many jobs at once: of what was never sent, the ledger need not be asked again one by one.
    pub async fn expect(&self, jobs: impl IntoIterator<Item = &Job>) -> Result<(), LedgerError> {
        let steps = jobs.into_iter().flat_map(|job| &job.steps);
        let subjects: Vec<(Kind, &str)> =
            steps.filter_map(|step| Some((step.kind, step.subject.as_deref()?))).collect();
        let unheard_of = self.ledger.unheard_of(self.platforms.label(), &subjects).await?;
        *self.unheard_of.lock().unwrap_or_else(PoisonError::into_inner) = unheard_of;
        Ok(())
    }

    /// Carries out a job. Only the record itself failing is an error; the job may then be half done, and the
    /// next run finds out how far it came.
    pub async fn send(&self, job: &Job) -> Result<Report, LedgerError> {
        let mut report = Report::default();
        let start = job.start();
        let _turn = match start.and_then(|start| start.subject.as_deref()) {
            Some(subject) => Some(self.turn(&format!("contract {subject}")).await),
            None => None,
        };
        // Whether the contract exists is asked first: nobody wants new files for one that does.
        let before = match start {
            Some(start) => self.before(job, start).await?,
            None => Before::Nothing { has_twin: false },
        };
        let mut failed = matches!(&before, Before::Fate(fate) if !fate.is_good());
        let (contract_stands, has_twin, mut start_fate) = match before {
            Before::Nothing { has_twin } => (false, has_twin, None),
            Before::Fate(fate) => (true, false, Some(fate)),
        };
        let mut answers: HashMap<usize, BTreeMap<&'static str, String>> = HashMap::new();
        for step in &job.steps {
            let is_of_contract = matches!(step.kind, Kind::Person | Kind::Upload | Kind::Template);
            let (fate, given) = if step.kind == Kind::Start && contract_stands {
                (start_fate.take().unwrap_or(Fate::Skipped), BTreeMap::new())
            } else if failed || (contract_stands && is_of_contract) {
                (Fate::Skipped, BTreeMap::new())
            } else {
                self.step(job, step, &answers, has_twin).await?
            };
            let is_settled = contract_stands && matches!(fate, Fate::Skipped);
            failed |= !fate.is_good() && !is_settled;
            answers.insert(step.number, given.clone());
            report.steps.push(StepReport { number: step.number, kind: step.kind, fate, given });
        }
        Ok(report)
    }

    async fn turn(&self, subject: &str) -> OwnedMutexGuard<()> {
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
        answers: &HashMap<usize, BTreeMap<&'static str, String>>,
        has_twin: bool,
    ) -> Result<(Fate, BTreeMap<&'static str, String>), LedgerError> {
        let Some(body) = filled(step, answers) else { return Ok((Fate::Skipped, BTreeMap::new())) };
        match step.kind {
            Kind::Start => self.start(job, step, body, has_twin).await,
            Kind::Person => self.person(job, step, body).await,
            Kind::Template | Kind::Upload => self.file(job, step, body).await,
            Kind::Authorization | Kind::Ticket => self.link(job, step, body).await,
        }
    }

    // ---- contracts ----

    /// What the record says of a contract; where it does not know, what the platform says.
    async fn before(&self, job: &Job, step: &Step) -> Result<Before, LedgerError> {
        let record = self.recorded(step).await?;
        if self.resend {
            let is_live = record.is_some_and(|record| record.state.is_live());
            return Ok(Before::Nothing { has_twin: is_live || self.is_taken(job, step).await.is_some() });
        }
        let Some(record) = record.filter(|record| record.state.is_live()) else {
            return Ok(match self.is_taken(job, step).await {
                Some(contract_id) => Before::Fate(Fate::Taken(contract_id)),
                None => Before::Nothing { has_twin: false },
            });
        };
        let record = match record.state {
            // What is live is sent, or may be.
            State::Refused | State::NotSent => return Ok(Before::Nothing { has_twin: false }),
            State::Sent => record,
            // Another run was cut off here, or never got to know.
            State::Sending | State::Unknown => match self.what_became_of(job, step, &record).await {
                Told::Absent => {
                    self.ledger.finish(record.id, Outcome::of(State::NotSent)).await?;
                    return Ok(Before::Nothing { has_twin: false });
                }
                Told::Nothing(why) => {
                    self.ledger.finish(record.id, Outcome::of(State::Unknown)).await?;
                    return Ok(Before::Fate(Fate::Unknown(why)));
                }
                Told::Exists(contract_id) => {
                    let outcome = Outcome { contract_id, ..Outcome::of(State::Sent) };
                    self.ledger.finish(record.id, outcome).await?;
                    match self.recorded(step).await? {
                        Some(record) => record,
                        None => return Ok(Before::Nothing { has_twin: false }),
                    }
                }
            },
        };
        Ok(Before::Fate(match changed(&self.ledger, self.platforms.label(), job, step, &record).await? {
            None => Fate::Already(Box::new(record)),
            Some(changes) => Fate::Changed(Box::new(record), changes),
        }))
    }

    /// Whether the platform has a contract of this code that the ledger does not know: another computer sent it,
    /// or the ledger was lost. Its id where the platform gave one. Where the platform does not say, nothing is
    /// held against the contract.
    async fn is_taken(&self, job: &Job, step: &Step) -> Option<Option<String>> {
        let code = step.subject.as_deref().and_then(business_code).filter(|_| self.platforms.asks_first())?;
        let mut query = vec![("businessCode", code)];
        query.extend(job.signer.as_deref().map(|signer| ("accountId", signer)));
        let answer = ask(&self.platforms, SIGNERS, &query, tells_of_a_signer).await.ok()?;
        (answer.verdict() == Verdict::Done).then(|| contract_id(&answer))
    }

    /// With a contract of the same code at the platform, its existence proves nothing about this one.
    async fn start(
        &self,
        job: &Job,
        step: &Step,
        body: Vec<u8>,
        has_twin: bool,
    ) -> Result<(Fate, BTreeMap<&'static str, String>), LedgerError> {
        let receipt = self.ledger.begin(self.receipt(job, step, &body, has_twin)).await?;
        let errand = Asked { has_twin, ..self.asked(job, step, &body) };
        let ended = carry_out(&self.ledger, receipt, &errand).await?;
        self.close(receipt, ended, &["contractId"]).await
    }

    /// What became of a contract that another run left open.
    async fn what_became_of(&self, job: &Job, step: &Step, record: &Record) -> Told {
        if record.resend > 0 {
            return Told::Nothing(has_a_twin());
        }
        // Whom it was sent to then; the file may name others by now.
        let then = record.body.pointer("/signers/0/accountId").and_then(Value::as_str);
        let signer = then.filter(|account| !account.contains('*')).or(job.signer.as_deref());
        self.ask_contract(step, signer, record.attempted_at).await
    }

    /// Whether the contract exists. That it does not is believed only some time after it was last sent: the
    /// platform may still be at work on it.
    pub(super) async fn ask_contract(&self, step: &Step, signer: Option<&str>, sent_at: Timestamp) -> Told {
        let Some(code) = step.subject.as_deref().and_then(business_code) else {
            return Told::Nothing(words!(
                "合同没有业务编号，无法向平台查询",
                "the contract has no business code, so the platform cannot be asked about it"
            ));
        };
        let mut query = vec![("businessCode", code)];
        query.extend(signer.map(|signer| ("accountId", signer)));
        loop {
            let asked_at = Timestamp::now();
            let asked = ask(&self.platforms, SIGNERS, &query, tells_of_a_signer);
            let answer = match asked.await {
                Ok(answer) => answer,
                Err(why) => return Told::Nothing(why),
            };
            match (answer.verdict(), answer.code.as_deref()) {
                (Verdict::Done, _) => return Told::Exists(contract_id(&answer)),
                (_, Some(NO_SUCH_CONTRACT)) => {}
                _ => return Told::Nothing(said(&answer)),
            }
            let quiet = Duration::try_from(asked_at.duration_since(sent_at)).unwrap_or_default();
            match self.platforms.settle().checked_sub(quiet).filter(|rest| !rest.is_zero()) {
                Some(rest) => tokio::time::sleep(rest).await,
                None => return Told::Absent,
            }
        }
    }

    // ---- what a contract needs ----

    /// A person is created once; an account is unique in an application, so creating it again is refused.
    async fn person(
        &self,
        job: &Job,
        step: &Step,
        body: Vec<u8>,
    ) -> Result<(Fate, BTreeMap<&'static str, String>), LedgerError> {
        let account = step.subject.as_deref().unwrap_or_default();
        let _turn = self.turn(&format!("person {account}")).await;
        let earlier = self.recorded(step).await?;
        if let Some(earlier) = earlier.filter(|earlier| earlier.state == State::Sent) {
            // No public page says how a person's data are changed.
            let is_same = earlier.body_hash == hash(&body);
            let earlier = Box::new(earlier);
            let fate = if is_same { Fate::Already(earlier) } else { Fate::AlreadyOther(earlier) };
            return Ok((fate, BTreeMap::new()));
        }
        let receipt = self.ledger.begin(self.receipt(job, step, &body, true)).await?;
        let ended = carry_out(&self.ledger, receipt, &self.asked(job, step, &body)).await?;
        if let Ended::Refused(answer) = &ended
            && let Ok(Some(there)) = self.ask_person(account).await
        {
            let ours = step.body.get("psnName").and_then(Value::as_str);
            let theirs = there.text("psnName");
            let is_same = match (ours, theirs.as_deref()) {
                // A sandbox that was started again knows names masked only.
                (Some(ours), Some(theirs)) => ours == theirs || mask(ours) == theirs,
                _ => true,
            };
            if is_same {
                self.ledger.finish(receipt, told(State::Sent, answer)).await?;
                return Ok((Fate::Existed, BTreeMap::new()));
            }
        }
        self.close(receipt, ended, &["sealId"]).await
    }

    /// The person of an account; `None` where the platform says that there is none.
    pub(super) async fn ask_person(&self, account: &str) -> Result<Option<Answer>, Words> {
        let query = [("accountId", account)];
        let answer = ask(&self.platforms, "/open/psnGet", &query, |_| true).await?;
        // How the platform says that there is nobody is not documented: only this account's data say yes.
        let is_there =
            answer.verdict() == Verdict::Done && answer.text("accountId").as_deref() == Some(account);
        Ok(is_there.then_some(answer))
    }

    /// A file that is made or uploaded. Doing it twice leaves a file that nobody signs, so a lost answer is
    /// no question: it is done again.
    async fn file(
        &self,
        job: &Job,
        step: &Step,
        body: Vec<u8>,
    ) -> Result<(Fate, BTreeMap<&'static str, String>), LedgerError> {
        let body = match &step.upload {
            Some(path) => match std::fs::read(path) {
                Ok(file) => file,
                Err(error) => {
                    return Ok((
                        Fate::NotSent(words!("无法读取 {path}：{error}", "cannot read {path}: {error}")),
                        BTreeMap::new(),
                    ));
                }
            },
            None => body,
        };
        // Made before a run was cut off: the code is still good.
        if let Some(earlier) = self.recorded(step).await?
            && earlier.state == State::Sent
            && earlier.body_hash == hash(&body)
            && let Some(code) = earlier.result.as_ref().and_then(|result| result.get("fileCode")?.as_str())
        {
            let given = BTreeMap::from([("fileCode", code.to_owned())]);
            return Ok((Fate::Already(Box::new(earlier)), given));
        }
        let receipt = self.ledger.begin(self.receipt(job, step, &body, true)).await?;
        let errand = self.asked(job, step, &body);
        let ended = carry_out(&self.ledger, receipt, &errand).await?;
        let code = match &ended {
            Ended::Done(answer) => answer.at(errand.expected()),
            _ => None,
        };
        let (fate, mut given) = self.close(receipt, ended, &[]).await?;
        if let Some(code) = code {
            given.insert("fileCode", code);
        }
        Ok((fate, given))
    }

    /// A page or ticket is fetched anew each time: it expires, and fetching it binds nobody.
    async fn link(
        &self,
        job: &Job,
        step: &Step,
        body: Vec<u8>,
    ) -> Result<(Fate, BTreeMap<&'static str, String>), LedgerError> {
        let receipt = self.ledger.begin(self.receipt(job, step, &body, true)).await?;
        let member = if step.kind == Kind::Ticket { "ticket" } else { "authUrl" };
        let ended = carry_out(&self.ledger, receipt, &self.asked(job, step, &body)).await?;
        self.close(receipt, ended, &[member]).await
    }

    fn asked<'a>(&'a self, job: &'a Job, step: &'a Step, body: &'a [u8]) -> Asked<'a> {
        Asked { sender: self, job, step, body, has_twin: false }
    }

    // ---- the record ----

    async fn recorded(&self, step: &Step) -> Result<Option<Record>, LedgerError> {
        if let Some(subject) = &step.subject {
            let mut unheard_of = self.unheard_of.lock().unwrap_or_else(PoisonError::into_inner);
            // Once: whoever looks it up goes on to send it, and the next has to ask.
            if unheard_of.remove(&(step.kind, subject.clone())) {
                return Ok(None);
            }
        }
        recorded(&self.ledger, self.platforms.label(), step).await
    }

    fn receipt(&self, job: &Job, step: &Step, body: &[u8], again: bool) -> Receipt {
        let is_start = step.kind == Kind::Start;
        Receipt {
            environment: self.platforms.label().to_owned(),
            address: self.platforms.address(step.platform),
            kind: step.kind,
            subject: step.subject.clone(),
            title: if is_start { job.title.clone() } else { String::new() },
            path: step.path.to_owned(),
            body: body.to_vec(),
            source: job.source.clone(),
            source_hash: job.source_hash.clone(),
            deadline: job.deadline.clone().filter(|_| is_start),
            again,
        }
    }

    /// Records how a request ended.
    async fn close(
        &self,
        receipt: i64,
        ended: Ended,
        members: &[&'static str],
    ) -> Result<(Fate, BTreeMap<&'static str, String>), LedgerError> {
        let mut given = BTreeMap::new();
        let (fate, outcome) = match ended {
            Ended::Done(answer) => {
                given.extend(members.iter().filter_map(|name| Some((*name, answer.text(name)?))));
                (Fate::Done, told(State::Sent, &answer))
            }
            Ended::Found(contract_id) => {
                given.extend(contract_id.clone().map(|id| ("contractId", id)));
                (Fate::Found, Outcome { contract_id, ..Outcome::of(State::Sent) })
            }
            Ended::Refused(answer) => {
                let outcome = told(State::Refused, &answer);
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
        };
        self.ledger.finish(receipt, outcome).await?;
        Ok((fate, given))
    }
}

/// The outcome that an answer tells.
fn told(state: State, answer: &Answer) -> Outcome {
    Outcome {
        state,
        contract_id: answer.text("contractId"),
        result: Some(answer.result.clone()),
        code: answer.code.clone(),
        message: Some(answer.message.clone()),
        log_key: answer.log_key.clone(),
        platform_time: answer.time.clone(),
    }
}
