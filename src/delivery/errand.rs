//! A step on its way: what its answer must hold, and how to find out what became of it.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;
use tokio::time::Instant;

use super::attempt::{Told, foreign, of_another};
use super::book::Book;
use super::job::{Job, Step};
use super::send::Sender;
use super::subject::Subject;
use super::wire::Wire;
use crate::findings::Words;
use crate::plan::Kind;
use crate::platform::Answer;
use crate::words;

/// A step on its way.
pub struct Errand<'a, W, B> {
    pub sender: &'a Sender<W, B>,
    pub job: &'a Job,
    pub step: &'a Step,
    pub body: &'a [u8],
    /// Whether another contract of the same business code is, or may be, at the platform.
    pub has_twin: bool,
    /// When the platform was asked whether the business code is free, where it was.
    pub asked: Option<Instant>,
}

impl<W: Wire, B: Book> Errand<'_, W, B> {
    /// What an answer must hold to be the documented one, as a JSON pointer.
    pub fn expected(&self) -> &str {
        match self.step.kind {
            Kind::Start => "/result/contractId",
            Kind::Person => "/result/accountId",
            Kind::Template => "/result/fileCode",
            Kind::Upload => self.sender.wire.upload_answer(),
            Kind::Authorization => "/result/authUrl",
            Kind::Ticket => "/result/ticket",
        }
    }

    /// Why an answer that says yes is not the answer to this request.
    pub fn fault_of(&self, answer: &Answer) -> Option<Words> {
        if self.step.kind == Kind::Start {
            return foreign(answer, self.step.subject.as_ref().and_then(Subject::code));
        }
        let expected = self.expected();
        if answer.at(expected).is_some() {
            return None;
        }
        let member = expected.trim_start_matches("/result/");
        Some(words!("平台的回答里没有 {member}", "the platform's answer holds no {member}"))
    }

    /// Why an answer that says no is not the answer to this request.
    pub fn is_about_another(&self, answer: &Answer) -> Option<Words> {
        if self.step.kind != Kind::Start {
            return None;
        }
        if answer.member("contractId").is_some_and(|id| !id.is_null()) {
            return Some(words!(
                "平台的回答既说没有发起，又给出合同 ID",
                "the platform's answer says no and names a contract"
            ));
        }
        of_another(answer, self.code())
    }

    /// Whether the platform can say what became of it.
    pub fn can_be_asked(&self) -> bool {
        match self.step.kind {
            Kind::Start => !self.has_twin && self.step.subject.as_ref().and_then(Subject::code).is_some(),
            _ => true,
        }
    }

    /// The business code of the contract it belongs to, if any.
    pub fn code(&self) -> Option<&str> {
        self.job.start()?.subject.as_ref()?.code()
    }

    /// What became of it, given when the last of its bytes may have left.
    pub async fn ask(&self, left: Instant) -> Told {
        match self.step.kind {
            Kind::Start if self.has_twin => Told::Nothing(has_a_twin()),
            Kind::Start => {
                let code = self.step.subject.as_ref().and_then(Subject::code);
                self.sender.ask_contract(code, self.job.signer.as_deref(), left).await
            }
            Kind::Person => {
                let account = self.step.subject.as_ref().and_then(Subject::text).unwrap_or_default();
                match self.sender.ask_person(account).await {
                    Ok(Some(_)) => Told::Exists(None),
                    Ok(None) => Told::Absent,
                    Err(why) => Told::Nothing(why),
                }
            }
            // Asked for twice, they bind nobody.
            Kind::Template | Kind::Upload | Kind::Authorization | Kind::Ticket => Told::Absent,
        }
    }
}

/// The contract's id: a number on the platform's page (S4), here also as text.
pub fn contract_id(answer: &Answer) -> Option<String> {
    let is_number = |id: &String| id.bytes().all(|byte| byte.is_ascii_digit()) && id.contains(|c| c != '0');
    answer.text("contractId").filter(is_number)
}

pub fn has_a_twin() -> Words {
    words!(
        "同一业务编号此前已有合同，查询分不清是哪一份",
        "an earlier contract has the same business code, so asking cannot tell them apart"
    )
}

/// The body as it is sent, with earlier answers filled in; `None` while one of them is missing.
pub fn filled(step: &Step, answers: &HashMap<usize, BTreeMap<&'static str, String>>) -> Option<Vec<u8>> {
    if step.uses.is_empty() {
        return Some(step.bytes());
    }
    let mut body = step.body.clone();
    for use_ in &step.uses {
        let name = use_.member.rsplit('/').next()?;
        *body.pointer_mut(&use_.pointer)? = Value::String(answers.get(&use_.step)?.get(name)?.clone());
    }
    // INVARIANT: a `Value` can always be written.
    Some(serde_json::to_vec(&body).unwrap_or_default())
}
