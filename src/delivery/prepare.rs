//! What a contract needs beside itself, and what stands by itself: people, files, pages and tickets. Asked for
//! twice, they bind nobody.

use serde_json::Value;

use super::attempt::Ended;
use super::book::Book;
use super::job::{Job, Step, Upload};
use super::ledger::{LedgerError, State, hash};
use super::report::{Fate, Given};
use super::send::{Sender, outcome};
use super::subject::Subject;
use super::wire::Wire;
use crate::findings::Words;
use crate::plan::Kind;
use crate::platform::{Answer, Verdict};
use crate::privacy::mask;
use crate::words;

impl<W: Wire, B: Book> Sender<W, B> {
    /// A person is created once; an account is unique in an application, so creating it again is refused.
    pub(super) async fn person(
        &self,
        job: &Job,
        step: &Step,
        body: Vec<u8>,
    ) -> Result<(Fate, Given), LedgerError> {
        let account = step.subject.as_ref().and_then(Subject::text).unwrap_or_default();
        let _turn = self.turn(&format!("person {account}")).await;
        let earlier = self.recorded(step).await?;
        if let Some(earlier) =
            earlier.filter(|earlier| earlier.state == State::Sent && self.is_here(step, earlier))
        {
            // No public page says how a person's data are changed.
            let is_same = earlier.body_hash == hash(&body);
            let earlier = Box::new(earlier);
            let fate = if is_same { Fate::Already(earlier) } else { Fate::AlreadyOther(earlier) };
            return Ok((fate, Given::new()));
        }
        let receipt = self.receipt(job, step, &body, true);
        let (id, ended) = self.carry_out(&self.errand(job, step, &body, false), receipt).await?;
        if let (Ended::Refused(answer), Some(id)) = (&ended, id)
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
                self.book.finish(id, outcome(State::Sent, answer)).await?;
                return Ok((Fate::Existed, Given::new()));
            }
        }
        Ok(self.close(id, step.subject.as_ref(), ended, &["sealId"]).await)
    }

    /// The person of an account; `None` where the platform says that there is none.
    pub(super) async fn ask_person(&self, account: &str) -> Result<Option<Answer>, Words> {
        let path = "/open/psnGet";
        let answer = self.question(path, &[("accountId", account)], |_| true).await?;
        // How the platform says that there is nobody is not documented: only this account's data say yes.
        let is_there =
            answer.verdict(path) == Verdict::Done && answer.text("accountId").as_deref() == Some(account);
        Ok(is_there.then_some(answer))
    }

    /// A file that is made or uploaded. Doing it twice leaves a file that nobody signs, so a lost answer is
    /// no question: it is done again.
    pub(super) async fn file(
        &self,
        job: &Job,
        step: &Step,
        body: Vec<u8>,
    ) -> Result<(Fate, Given), LedgerError> {
        let body = match &step.upload {
            Some(upload) => match content(upload) {
                Ok(file) => file,
                Err(why) => return Ok((Fate::NotSent(why), Given::new())),
            },
            None => body,
        };
        // Made before a run was cut off: the code is still good.
        if let Some(earlier) = self.recorded(step).await?
            && earlier.state == State::Sent
            && self.is_here(step, &earlier)
            && earlier.body_hash == hash(&body)
            && let Some(code) = earlier.result.as_ref().and_then(|result| result.get("fileCode")?.as_str())
        {
            let given = Given::from([("fileCode", code.to_owned())]);
            return Ok((Fate::Already(Box::new(earlier)), given));
        }
        let receipt = self.receipt(job, step, &body, true);
        let errand = self.errand(job, step, &body, false);
        let (id, ended) = self.carry_out(&errand, receipt).await?;
        let code = match &ended {
            Ended::Done(answer) => answer.at(errand.expected()),
            _ => None,
        };
        let (fate, mut given) = self.close(id, step.subject.as_ref(), ended, &[]).await;
        if let Some(code) = code {
            given.insert("fileCode", code);
        }
        Ok((fate, given))
    }

    /// A page or ticket is fetched anew each time: it expires, and fetching it binds nobody.
    pub(super) async fn link(
        &self,
        job: &Job,
        step: &Step,
        body: Vec<u8>,
    ) -> Result<(Fate, Given), LedgerError> {
        let receipt = self.receipt(job, step, &body, true);
        let member = if step.kind == Kind::Ticket { "ticket" } else { "authUrl" };
        let (id, ended) = self.carry_out(&self.errand(job, step, &body, false), receipt).await?;
        Ok(self.close(id, step.subject.as_ref(), ended, &[member]).await)
    }
}

/// The content that is uploaded: read once, and no other than the one that was checked.
fn content(upload: &Upload) -> Result<Vec<u8>, Words> {
    let path = &upload.path;
    let file = std::fs::read(path).map_err(|error| {
        let Words { zh, en } = Words::of_io(&error);
        words!("无法读取 {path}：{zh}", "cannot read {path}: {en}")
    })?;
    if upload.content.as_ref().is_some_and(|checked| *checked != *blake3::hash(&file).to_hex()) {
        return Err(words!(
            "{path} 在检查之后变了，没有上传；请重新检查后再发送",
            "{path} changed after it was checked and was not uploaded; check it and send again"
        ));
    }
    Ok(file)
}
