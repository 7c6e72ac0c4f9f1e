//! One request, carried out once: POST, and where no answer tells what became of it, ask.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use jiff::Timestamp;
use serde_json::Value;

use super::ledger::{Ledger, LedgerError};
use super::platforms::Platforms;
use crate::findings::Words;
use crate::platform::{Answer, Fault, Verdict, trace};
use crate::words;

/// How often one request is POSTed at most, each time after it was certain that the last came to nothing.
const POSTS: usize = 5;
/// How often a question is asked until the platform answers it.
const QUESTIONS: usize = 6;
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

/// A request, and how to find out what became of it.
pub trait Errand: Sync {
    /// POSTs it, once.
    fn post(&self) -> impl Future<Output = Result<Answer, Fault>> + Send;

    /// What became of one whose answer was lost, given when it was sent.
    fn ask(&self, sent_at: Timestamp) -> impl Future<Output = Told> + Send;
}

/// POSTs until the request is carried out or refused. Nothing is sent again unless it is certain that the
/// last came to nothing.
pub async fn carry_out(ledger: &Ledger, receipt: i64, errand: &impl Errand) -> Result<Ended, LedgerError> {
    let mut pauses = pauses(POSTS);
    let mut is_first = true;
    loop {
        // The receipt counts as the first attempt.
        if !is_first {
            ledger.attempt(receipt).await?;
        }
        is_first = false;
        let sent_at = Timestamp::now();
        let mut last = None;
        let (why, mut wait) = match errand.post().await {
            Ok(answer) => match answer.verdict() {
                Verdict::Done => return Ok(Ended::Done(answer)),
                Verdict::Refused => return Ok(Ended::Refused(answer)),
                Verdict::Later => {
                    let wait = answer.retry_after.map(Duration::from_secs).map(|wait| wait.min(LONGEST_WAIT));
                    (words!("平台要求稍后再试", "the platform asks to try again later"), wait)
                }
                Verdict::Unclear => match errand.ask(sent_at).await {
                    Told::Exists(id) => return Ok(Ended::Found(id)),
                    Told::Absent => {
                        let why = said(&answer);
                        last = Some(answer);
                        (why, None)
                    }
                    Told::Nothing(why) => return Ok(Ended::Unknown(and(&said(&answer), &why))),
                },
            },
            Err(Fault::NotSent(why)) => (why, None),
            Err(Fault::Lost(lost)) => match errand.ask(sent_at).await {
                Told::Exists(id) => return Ok(Ended::Found(id)),
                Told::Absent => (lost, None),
                Told::Nothing(why) => return Ok(Ended::Unknown(and(&lost, &why))),
            },
        };
        let Some(pause) = pauses.next() else {
            return Ok(last.map_or(Ended::NotSent(why), Ended::Refused));
        };
        let pause = wait.take().unwrap_or(pause);
        trace::wait("retry", pause);
        tokio::time::sleep(pause).await;
    }
}

/// Asks until there is an answer that says something; questions may be repeated at will. `is_documented` tells
/// the answer that was meant from one that only says yes.
pub async fn ask(
    platforms: &Platforms,
    path: &str,
    query: &[(&str, &str)],
    is_documented: impl Fn(&Answer) -> bool + Send,
) -> Result<Answer, Words> {
    let mut pauses = pauses(QUESTIONS);
    loop {
        let why = match platforms.get(path, query).await {
            Ok(answer) => match answer.verdict() {
                Verdict::Done if !is_documented(&answer) => {
                    words!("平台的回答不像文档里的样子", "the platform's answer is not as documented")
                }
                Verdict::Done | Verdict::Refused => return Ok(answer),
                Verdict::Later | Verdict::Unclear => said(&answer),
            },
            Err(Fault::NotSent(why) | Fault::Lost(why)) => why,
        };
        match pauses.next() {
            Some(pause) => {
                trace::wait("ask-again", pause);
                tokio::time::sleep(pause).await;
            }
            None => return Err(why),
        }
    }
}

fn pauses(times: usize) -> ExponentialBackoff {
    ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(100))
        .with_max_delay(Duration::from_secs(5))
        .with_factor(2.5)
        .with_jitter()
        .with_max_times(times - 1)
        .build()
}

/// Whether the signer query found something (api-211249893): anything else that says yes is no proof.
pub fn tells_of_a_signer(answer: &Answer) -> bool {
    let one = answer.result.as_array().and_then(|all| all.first()).unwrap_or(&answer.result);
    one.get("signStatus").is_some_and(Value::is_string) || one.get("signFields").is_some_and(Value::is_array)
}

/// What the platform said, in its own words.
pub fn said(answer: &Answer) -> Words {
    let code = answer.code.clone().unwrap_or_else(|| format!("HTTP {}", answer.status));
    // A gateway names what it would have signed, which may hold a query's values.
    let message = answer.message.trim();
    if message.is_empty() {
        return words!("平台回答 {code}", "the platform answered {code}");
    }
    words!("平台回答 {code} {message}", "the platform answered {code} {message}")
}

fn and(first: &Words, second: &Words) -> Words {
    Words { zh: format!("{}；{}", first.zh, second.zh), en: format!("{}; {}", first.en, second.en) }
}
