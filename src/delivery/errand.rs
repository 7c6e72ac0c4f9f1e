//! A step on its way: how it is POSTed, what its answer must hold, and how to find out what became of it.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde_json::Value;

use super::attempt::{Errand, Told};
use super::job::{Job, Step};
use super::send::Sender;
use crate::findings::Words;
use crate::plan::Kind;
use crate::platform::{Answer, Fault, Verdict};
use crate::words;

/// A step on its way.
pub struct Asked<'a> {
    pub sender: &'a Sender,
    pub job: &'a Job,
    pub step: &'a Step,
    pub body: &'a [u8],
    /// Whether another contract of the same business code is, or may be, at the platform.
    pub has_twin: bool,
}

impl Asked<'_> {
    /// What an answer must hold to be the documented one, as a JSON pointer.
    pub fn expected(&self) -> &str {
        match self.step.kind {
            Kind::Start => "/result/contractId",
            Kind::Person => "/result/accountId",
            Kind::Template => "/result/fileCode",
            Kind::Upload => self.sender.platforms.upload_answer(),
            Kind::Authorization => "/result/authUrl",
            Kind::Ticket => "/result/ticket",
        }
    }
}

impl Errand for Asked<'_> {
    async fn post(&self) -> Result<Answer, Fault> {
        let answer = match &self.step.upload {
            Some(path) => self.sender.platforms.upload(path, self.body.to_vec()).await?,
            None => self.sender.platforms.post(self.step, self.body.to_vec()).await?,
        };
        let expected = self.expected();
        // One that says yes and lacks what it is for is not the documented answer: ask.
        let is_there = match self.step.kind {
            Kind::Start => contract_id(&answer).is_some(),
            _ => answer.at(expected).is_some(),
        };
        if answer.verdict() == Verdict::Done && !is_there {
            let member = expected.trim_start_matches("/result/");
            return Err(Fault::Lost(words!(
                "平台的回答里没有 {member}",
                "the platform's answer holds no {member}"
            )));
        }
        Ok(answer)
    }

    async fn ask(&self, sent_at: Timestamp) -> Told {
        match self.step.kind {
            Kind::Start if self.has_twin => Told::Nothing(has_a_twin()),
            Kind::Start => self.sender.ask_contract(self.step, self.job.signer.as_deref(), sent_at).await,
            Kind::Person => {
                let account = self.step.subject.as_deref().unwrap_or_default();
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
    answer.text("contractId").filter(|id| id.bytes().all(|byte| byte.is_ascii_digit()))
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
