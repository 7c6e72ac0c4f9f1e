//! One request, carried out once: handed over, and where no answer says what became of it, asked about.
//!
//! The state machine of a contract's start is in `docs/dev/exactly-once.md`; what is here moves a request from
//! "receipt written" to one of its ends.

use std::time::Duration;

use tokio::time::Instant;

use super::book::Book;
use super::errand::{Errand, contract_id};
use super::event::Event;
use super::ledger::{LedgerError, Receipt};
use super::question::{and, pauses, said};
use super::send::Sender;
use super::wire::Wire;
use crate::findings::Words;
use crate::model::canonical;
use crate::platform::{Answer, Fault, Verdict, trace};
use crate::words;

/// How often one request is POSTed at most, each time after it was certain that the last came to nothing.
const POSTS: usize = 5;
/// The longest a platform can have us wait with `Retry-After`.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// How a request ended.
#[derive(Debug)]
pub enum Ended {
    Done(Answer),
    /// Its answer was lost, but the platform says that it was carried out; the contract's id where it says that.
    Found(Option<String>),
    Refused(Answer),
    /// It certainly was not carried out.
    NotSent(Words),
    /// Nobody can tell.
    Unknown(Words),
}

/// What the platform says about a request that may have been carried out.
#[derive(Debug)]
pub enum Told {
    Exists(Option<String>),
    Absent,
    /// It cannot be asked, or does not say.
    Nothing(Words),
}

/// What is known right after one attempt.
enum After {
    Ended(Ended),
    /// It certainly came to nothing: no byte left.
    Nothing(Words),
    /// It may have been carried out. Where the platform then says that it was not, an answer that refused it
    /// counts as refused.
    Open {
        why: Words,
        refused: Option<Answer>,
        wait: Option<Duration>,
    },
}

impl<W: Wire, B: Book> Sender<W, B> {
    /// Hands the request over until it is carried out or refused; the receipt's id where one was written. Nothing
    /// is handed over again unless it is certain that the last attempt came to nothing.
    pub(super) async fn carry_out(
        &self,
        errand: &Errand<'_, W, B>,
        receipt: Receipt,
    ) -> Result<(Option<i64>, Ended), LedgerError> {
        let mut receipt = Some(receipt);
        let mut id = None;
        // What can be asked about gets its receipt early, since many share one flush to the disk. What cannot, gets
        // it at the last moment: a process that dies in between leaves nothing that nobody can tell.
        if errand.can_be_asked() {
            id = self.begin(&mut receipt).await?;
        }
        let mut pauses = pauses(POSTS);
        loop {
            if let Err(why) = self.pass(errand.step.platform, errand.code()).await {
                return Ok((id, Ended::NotSent(why)));
            }
            let turn = match self.wire.turn(errand.step.platform).await {
                Ok(turn) => turn,
                Err(Fault::NotSent(why) | Fault::Lost(why)) => return Ok((id, Ended::NotSent(why))),
            };
            // While it waited for its turn the platform may have fallen silent, or somebody asked to stop.
            if !self.is_free(errand.step.platform) {
                continue;
            }
            if id.is_none() {
                id = self.begin(&mut receipt).await?;
            }
            if let Some(id) = id {
                self.book.hand_over(id).await?;
            }
            let answered = self.wire.post(turn, errand.step, errand.body.to_vec()).await;
            // From here on no byte of it leaves any more: what the platform may still be at work on, it has.
            let left = Instant::now();
            let (why, wait) = match self.judge(errand, answered) {
                After::Ended(ended) => return Ok((id, ended)),
                After::Nothing(why) => (why, None),
                After::Open { why, refused, wait } => match errand.ask(left).await {
                    Told::Exists(id_there) => return Ok((id, Ended::Found(id_there))),
                    Told::Nothing(not_told) => return Ok((id, Ended::Unknown(and(&why, &not_told)))),
                    Told::Absent => match refused {
                        Some(answer) => return Ok((id, Ended::Refused(answer))),
                        None => (why, wait),
                    },
                },
            };
            let Some(pause) = pauses.next() else { return Ok((id, Ended::NotSent(why))) };
            let wait = wait.map(|wait| wait.saturating_sub(left.elapsed()));
            if let Some(wait) = wait.filter(|wait| !wait.is_zero()) {
                (self.watch)(Event::Later { wait });
            }
            let pause = wait.unwrap_or(pause);
            trace::wait("retry", pause);
            self.sleep(pause).await;
        }
    }

    async fn begin(&self, receipt: &mut Option<Receipt>) -> Result<Option<i64>, LedgerError> {
        match receipt.take() {
            Some(receipt) => self.book.begin(receipt).await.map(Some),
            None => Ok(None),
        }
    }

    /// What one attempt came to, as far as its answer says.
    fn judge(&self, errand: &Errand<'_, W, B>, answered: Result<Answer, Fault>) -> After {
        let open = |why| After::Open { why, refused: None, wait: None };
        let answer = match answered {
            Err(Fault::NotSent(why)) => {
                self.silent(errand.step.platform);
                return After::Nothing(why);
            }
            Err(Fault::Lost(why)) => {
                self.silent(errand.step.platform);
                return open(why);
            }
            Ok(answer) => answer,
        };
        let verdict = answer.verdict(errand.step.path);
        if verdict.is_of_sound_platform() {
            self.answered(errand.step.platform);
        } else {
            self.silent(errand.step.platform);
        }
        let wait = answer.retry_after.map(Duration::from_secs).map(|wait| wait.min(LONGEST_WAIT));
        match verdict {
            Verdict::Done => match errand.fault_of(&answer) {
                None => After::Ended(Ended::Done(answer)),
                Some(why) => open(why),
            },
            Verdict::Refused => After::Ended(Ended::Refused(answer)),
            Verdict::Unlisted => After::Open { why: said(&answer), refused: Some(answer), wait: None },
            Verdict::Busy | Verdict::Unclear => After::Open { why: said(&answer), refused: None, wait },
        }
    }
}

/// What an answer that says yes lacks or has too much to be the answer to this request.
pub fn foreign(answer: &Answer, sent: Option<&str>) -> Option<Words> {
    if contract_id(answer).is_none() {
        return Some(words!("平台的回答里没有 contractId", "the platform's answer holds no contractId"));
    }
    // Of a contract without a code the platform may make one up.
    let (theirs, sent) = (answer.text("businessCode")?, sent?);
    (canonical(sent) != canonical(&theirs)).then(|| {
        words!(
            "平台的回答属于另一份合同（业务编号 {theirs}）",
            "the platform's answer belongs to another contract (business code {theirs})"
        )
    })
}
