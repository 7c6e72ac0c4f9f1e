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
/// No platform is thought to cut codes to fewer letters and digits than this.
const SHORTEST_CUT: usize = 8;
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
    /// The platform said yes, and then that there is no such contract: nobody can tell, and asking again does not help.
    Claimed(Words),
    /// It was not sent: meanwhile somebody else started a contract of its business code; its id where the platform
    /// gave one.
    Taken(Option<String>),
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
    /// It may have been carried out.
    Open {
        why: Words,
        said: Said,
        wait: Option<Duration>,
    },
}

/// What an answer said that is not enough to believe it by itself.
enum Said {
    Nothing,
    /// Yes, with the id of a contract; whether under another spelling of this one's business code.
    Yes {
        is_kin: bool,
    },
    /// No, in a way that no page lists.
    No(Box<Answer>),
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
        let mut asked = errand.asked;
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
            // What the platform said before the queue may be true no more.
            if asked.is_some_and(|asked| asked.elapsed() > self.wire.settle() / 2) {
                match self.still_free(errand).await {
                    Ok(None) => asked = Some(Instant::now()),
                    Ok(Some(held)) => return Ok((id, Ended::Taken(held))),
                    Err(why) => return Ok((id, Ended::NotSent(why))),
                }
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
                After::Open { why, said, wait } => match (errand.ask(left).await, said) {
                    (Told::Exists(id_there), _) => return Ok((id, Ended::Found(id_there))),
                    (Told::Nothing(why_not), _) => return Ok((id, Ended::Unknown(and(&why, &why_not)))),
                    (Told::Absent, Said::Yes { is_kin: true }) => {
                        return Ok((id, Ended::Claimed(and(&why, &claimed()))));
                    }
                    // Another contract's answer, most likely: the next run asks again, and may send it then.
                    (Told::Absent, Said::Yes { is_kin: false }) => return Ok((id, Ended::Unknown(why))),
                    (Told::Absent, Said::No(answer)) => return Ok((id, Ended::Refused(*answer))),
                    (Told::Absent, Said::Nothing) => (why, wait),
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
        let open = |why| After::Open { why, said: Said::Nothing, wait: None };
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
                // A contract may have come of it, under a code that the platform wrote in its own way.
                Some(why) if contract_id(&answer).is_some() => {
                    let theirs = answer.text("businessCode").unwrap_or_default();
                    let is_kin = errand.code().is_some_and(|code| is_kin(code, &theirs));
                    After::Open { why, said: Said::Yes { is_kin }, wait: None }
                }
                Some(why) => open(why),
            },
            Verdict::Refused => match errand.is_about_another(&answer) {
                None => After::Ended(Ended::Refused(answer)),
                Some(why) => open(why),
            },
            Verdict::Unlisted => {
                After::Open { why: said(&answer), said: Said::No(Box::new(answer)), wait: None }
            }
            Verdict::Busy | Verdict::Unclear => After::Open { why: said(&answer), said: Said::Nothing, wait },
        }
    }
}

/// What an answer that says yes lacks or has too much to be the answer to this request.
pub fn foreign(answer: &Answer, sent: Option<&str>) -> Option<Words> {
    if contract_id(answer).is_none() {
        return Some(words!("平台的回答里没有 contractId", "the platform's answer holds no contractId"));
    }
    of_another(answer, sent)
}

/// Why an answer is about another contract: it names a business code that is not the one that was sent.
pub fn of_another(answer: &Answer, sent: Option<&str>) -> Option<Words> {
    // Of a contract without a code the platform may make one up.
    let (theirs, sent) = (answer.member("businessCode").filter(|code| !code.is_null())?, sent?);
    let text = answer.text("businessCode").unwrap_or_default();
    let is_nothing = theirs.as_str().is_some_and(str::is_empty);
    let is_ours = is_nothing || canonical(sent) == canonical(&text);
    (!is_ours).then(|| {
        words!(
            "平台的回答属于另一份合同（业务编号 {text}）",
            "the platform's answer belongs to another contract (business code {text})"
        )
    })
}

/// Whether a code may be another as a platform keeps it: in other letters, cut short, without what is no letter and
/// no digit, or without zeros in front.
fn is_kin(ours: &str, theirs: &str) -> bool {
    // As HTML has what it cannot have.
    let theirs =
        theirs.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    let plain = |code: &str| -> String {
        let letters = code.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
        letters.collect::<String>().trim_start_matches('0').to_owned()
    };
    let (long, short) = (plain(ours), plain(&theirs));
    let is_cut = short.chars().count() >= SHORTEST_CUT && long.starts_with(&short);
    !short.is_empty() && (long == short || is_cut)
}

/// Why a contract that the platform said it started, and does not know, is not started again.
pub fn claimed() -> Words {
    words!(
        "平台回答过已发起，又说没有这份合同：请到平台的控制台核对",
        "the platform said that it was started, and then that there is no such contract: look in the platform's console"
    )
}

#[cfg(test)]
mod tests {
    use super::is_kin;

    #[test]
    fn a_code_as_a_platform_may_keep_it_is_kin() {
        for (ours, theirs) in [
            ("cg-2026-001", "CG-2026-001"),
            ("CG-2026-001-采购", "CG-2026-001"),
            ("A&B-1", "A&amp;B-1"),
            ("CG 1", "CG1"),
            ("0042", "42"),
        ] {
            assert!(is_kin(ours, theirs), "{ours} {theirs}");
        }
        for (ours, theirs) in
            [("X-1", "X-OTHER"), ("X-11", "X-1"), ("CG-1", ""), ("CG-1", "CG-2"), ("甲-1", "乙-1")]
        {
            assert!(!is_kin(ours, theirs), "{ours} {theirs}");
        }
    }
}
