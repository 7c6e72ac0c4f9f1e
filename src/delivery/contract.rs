//! Contracts: whether one may be started, starting it, and finding out whether it was.

use serde_json::Value;
use tokio::time::Instant;

use super::attempt::{Told, claimed, of_another};
use super::book::Book;
use super::compare::changed;
use super::errand::{Errand, contract_id, has_a_twin};
use super::event::Event;
use super::job::{Job, Step};
use super::ledger::{LedgerError, Outcome, Record, State};
use super::question::{NO_SUCH_CONTRACT, NO_SUCH_SIGNER, SIGNERS, answer_of, said, tells_of_a_signer};
use super::report::{Fate, Given};
use super::send::{SAID_YES, Sender};
use super::subject::Subject;
use super::wire::Wire;
use crate::findings::Words;
use crate::model::canonical;
use crate::platform::{Answer, Verdict, trace};
use crate::privacy::shown;
use crate::words;

/// What stands in the way of starting a contract.
pub enum Before {
    /// Nothing; whether another contract of the same code is, or may be, at the platform.
    Nothing {
        has_twin: bool,
    },
    Fate(Fate),
}

/// Whether the platform has a contract of a business code that the ledger does not know.
enum Taken {
    /// It says that there is none.
    Free,
    /// It is not asked.
    Unasked,
    /// There is one, or something that only a contract leaves; its id where the platform gave one.
    Held(Option<String>),
    Unanswered(Words),
}

impl Taken {
    fn of(answer: &Answer) -> Taken {
        match (answer.verdict(SIGNERS), answer.code.as_deref()) {
            (Verdict::Done, _) => Taken::Held(contract_id(answer)),
            (_, Some(NO_SUCH_CONTRACT)) => Taken::Free,
            (_, Some(NO_SUCH_SIGNER)) => Taken::Held(None),
            _ => Taken::Unanswered(said(answer)),
        }
    }
}

/// Whether an answer to a question about a code is the documented one, and names no other.
fn about(code: &str) -> impl Fn(&Answer) -> bool + Send + Sync + '_ {
    move |answer| tells_of_a_signer(answer) && of_another(answer, Some(code)).is_none()
}

impl<W: Wire, B: Book> Sender<W, B> {
    /// What the record says of a contract; where it does not know, what the platform says.
    pub(super) async fn before(&self, job: &Job, step: &Step) -> Result<Before, LedgerError> {
        let record = self.recorded(step).await?;
        let live = record.filter(|record| record.state.is_live());
        if self.resend {
            // What is not asked about, or not answered, may be there.
            let has_twin = live.is_some() || !matches!(self.taken(job, step).await, Taken::Free);
            return Ok(Before::Nothing { has_twin });
        }
        let Some(record) = live else {
            if let Err(why) = self.pass(step.platform, step.subject.as_ref().and_then(Subject::code)).await {
                return Ok(Before::Fate(Fate::NotSent(why)));
            }
            return Ok(match self.taken(job, step).await {
                Taken::Free | Taken::Unasked => Before::Nothing { has_twin: false },
                Taken::Held(contract_id) => Before::Fate(Fate::Taken(contract_id)),
                Taken::Unanswered(why) => Before::Fate(Fate::NotSent(unasked(&why))),
            });
        };
        if !self.is_here(step, &record) {
            return Ok(Before::Fate(Fate::Elsewhere(Box::new(record))));
        }
        let record = match record.state {
            State::Sending | State::Unknown => match self.resume(job, step, record).await? {
                Ok(record) => record,
                Err(before) => return Ok(before),
            },
            _ => record,
        };
        let changes = changed(&self.book, job, step, &record).await?;
        Ok(Before::Fate(match changes {
            None => Fate::Already(Box::new(record)),
            Some(changes) => Fate::Changed(Box::new(record), changes),
        }))
    }

    /// Another run was cut off here, or never got to know: asks what became of it, and writes that down.
    async fn resume(
        &self,
        job: &Job,
        step: &Step,
        record: Record,
    ) -> Result<Result<Record, Before>, LedgerError> {
        match self.what_became_of(job, step, &record).await {
            Told::Absent => {
                self.book.finish(record.id, Outcome::of(State::NotSent)).await?;
                Ok(Err(Before::Nothing { has_twin: false }))
            }
            Told::Nothing(why) => {
                // What the platform said then is not forgotten.
                let (code, message) = (record.code, Some(why.en.clone()));
                let outcome = Outcome { code, message, ..Outcome::of(State::Unknown) };
                self.book.finish(record.id, outcome).await?;
                Ok(Err(Before::Fate(Fate::Unknown(why))))
            }
            Told::Exists(contract_id) => {
                let outcome = Outcome { contract_id, ..Outcome::of(State::Sent) };
                self.book.finish(record.id, outcome.clone()).await?;
                let contract_id = outcome.contract_id.or(record.contract_id);
                Ok(Ok(Record { state: State::Sent, contract_id, ..record }))
            }
        }
    }

    /// Whether the platform has a contract of this code that the ledger does not know: another computer sent it,
    /// or the ledger was lost. Only the platform's "there is no such contract" says that there is none.
    async fn taken(&self, job: &Job, step: &Step) -> Taken {
        let code = step.subject.as_ref().and_then(Subject::code).filter(|_| self.wire.asks_first());
        let Some(code) = code else { return Taken::Unasked };
        // Somebody else may have written it as it should be written.
        let plain = canonical(code);
        for code in [code, &plain].into_iter().take(if plain == code { 1 } else { 2 }) {
            match self.has(job, code).await {
                Taken::Free => {}
                other => return other,
            }
        }
        Taken::Free
    }

    /// Whether the platform has a contract of a business code that is written just so.
    async fn has(&self, job: &Job, code: &str) -> Taken {
        let mut query = vec![("businessCode", code)];
        query.extend(job.signer.as_deref().map(|signer| ("accountId", signer)));
        match self.question(SIGNERS, &query, about(code)).await {
            Ok(answer) => Taken::of(&answer),
            Err(why) => Taken::Unanswered(why),
        }
    }

    /// Asks once more whether a business code is free, in the turn of the request that is about to use it. The id of
    /// the contract that has it, where one does.
    pub(super) async fn still_free(
        &self,
        errand: &Errand<'_, W, B>,
    ) -> Result<Option<Option<String>>, Words> {
        let Some(code) = errand.code() else { return Ok(None) };
        let mut query = vec![("businessCode", code)];
        query.extend(errand.job.signer.as_deref().map(|signer| ("accountId", signer)));
        let answered = answer_of(self.wire.get_within(SIGNERS, &query).await, SIGNERS, about(code));
        match answered.map(|answer| Taken::of(&answer)) {
            Ok(Taken::Free | Taken::Unasked) => Ok(None),
            Ok(Taken::Held(id)) => Ok(Some(id)),
            Ok(Taken::Unanswered(why)) | Err(why) => Err(unasked(&why)),
        }
    }

    /// With a contract of the same code at the platform, its existence proves nothing about this one.
    pub(super) async fn start(
        &self,
        job: &Job,
        step: &Step,
        body: Vec<u8>,
        has_twin: bool,
        asked: Option<Instant>,
    ) -> Result<(Fate, Given), LedgerError> {
        let receipt = self.receipt(job, step, &body, has_twin);
        let errand = Errand { asked, ..self.errand(job, step, &body, has_twin) };
        let (id, ended) = self.carry_out(&errand, receipt).await?;
        Ok(self.close(id, step.subject.as_ref(), ended, &["contractId"]).await)
    }

    /// What became of a contract that another run left open.
    async fn what_became_of(&self, job: &Job, step: &Step, record: &Record) -> Told {
        if record.resend > 0 {
            return Told::Nothing(has_a_twin());
        }
        // Whom it was sent to then, and under which spelling of the code; the file may have others by now.
        let then =
            |pointer| record.body.pointer(pointer).and_then(Value::as_str).filter(|text| !text.contains('*'));
        let signer = then("/signers/0/accountId").or(job.signer.as_deref());
        let code = then("/signFlowConfigs/flowConfig/businessCode");
        let code = code.or(step.subject.as_ref().and_then(Subject::code));
        // The one who sent it is gone, since the ledger is ours: its bytes left before this moment. When exactly no
        // clock can be trusted to say, which may have been set, or be another machine's.
        match self.ask_contract(code, signer, Instant::now()).await {
            Told::Absent if record.code.as_deref() == Some(SAID_YES) => Told::Nothing(claimed()),
            told => told,
        }
    }

    /// Whether the contract exists, given when the last of its bytes may have left. That it does not is believed
    /// only when the platform said so to a question asked `settle` later: until then it may be at work on it.
    pub(super) async fn ask_contract(&self, code: Option<&str>, signer: Option<&str>, left: Instant) -> Told {
        let Some(code) = code else {
            return Told::Nothing(words!(
                "合同没有业务编号，无法向平台查询",
                "the contract has no business code, so the platform cannot be asked about it"
            ));
        };
        let mut query = vec![("businessCode", code)];
        query.extend(signer.map(|signer| ("accountId", signer)));
        let settle = self.wire.settle() + self.wire.linger();
        let mut pause = settle / 8;
        let mut is_first = true;
        let mut signerless = None;
        loop {
            let asked = Instant::now();
            let answer = match self.question(SIGNERS, &query, about(code)).await {
                Ok(answer) => answer,
                Err(why) => return Told::Nothing(why),
            };
            match (answer.verdict(SIGNERS), answer.code.as_deref()) {
                (Verdict::Done, _) => return Told::Exists(contract_id(&answer)),
                (_, Some(NO_SUCH_CONTRACT)) => {}
                // Its signers may be written after the contract itself. Whatever is said later, there was something.
                (_, Some(NO_SUCH_SIGNER)) => signerless = Some(said(&answer)),
                _ => return Told::Nothing(said(&answer)),
            }
            let rest = settle.saturating_sub(asked.saturating_duration_since(left));
            if rest.is_zero() {
                return signerless.map_or(Told::Absent, Told::Nothing);
            }
            if is_first {
                let subject = shown(code);
                (self.watch)(Event::Settling { subject, longest: rest });
                is_first = false;
            }
            trace::wait("settle", pause.min(rest));
            if !self.sleep(pause.min(rest)).await {
                return Told::Nothing(words!(
                    "还没有等到平台的定论就停止了",
                    "stopped before the platform's answer could be believed"
                ));
            }
            pause *= 2;
        }
    }
}

impl<W: Wire, B: Book> Sender<W, B> {
    /// Whether the platform answers: any answer will do.
    pub(super) async fn probe(&self, code: Option<&str>) -> bool {
        // Nothing has this code; that it is not found is an answer.
        let query = [("businessCode", code.unwrap_or("-"))];
        match self.wire.get(SIGNERS, &query).await {
            Ok(answer) => answer.verdict(SIGNERS).is_of_sound_platform(),
            Err(_) => false,
        }
    }
}

fn unasked(why: &Words) -> Words {
    let Words { zh, en } = why;
    words!(
        "发送前要先问平台有没有这个业务编号的合同，但没有得到回答（{zh}）；确定没有发过时，可在 qdc.toml 里设 ask-first = false",
        "the platform has to be asked first whether it has a contract of this business code, and did not answer ({en}); where it was certainly never sent, set ask-first = false in qdc.toml"
    )
}
