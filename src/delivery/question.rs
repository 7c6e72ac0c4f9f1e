//! Questions to the platform, which may be asked as often as one likes: what is not answered is no answer.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};

use super::wire::Wire;
use crate::findings::Words;
use crate::platform::{Answer, Fault, Verdict, trace};
use crate::words;

/// The signer query (查询签署方信息, api-211249893): the one question about a contract that is public.
pub const SIGNERS: &str = "/open/contract/signer";
/// QianDun's code for 合同不存在或状态异常: the one answer that says there is no such contract.
pub const NO_SUCH_CONTRACT: &str = "oc_40006";
/// QianDun's code for 签署记录不存在或状态异常: there may well be a contract, with other signers.
pub const NO_SUCH_SIGNER: &str = "oc_40005";
/// How often a question is asked until the platform answers it.
pub const QUESTIONS: usize = 6;
/// The longest pause between two attempts.
pub const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Asks until there is an answer that says something. `is_documented` distinguishes the answer that was meant
/// from one that only says yes.
pub async fn ask<W: Wire>(
    wire: &W,
    path: &str,
    query: &[(&str, &str)],
    is_documented: impl Fn(&Answer) -> bool + Send + Sync,
) -> Result<Answer, Words> {
    let mut pauses = pauses(QUESTIONS);
    loop {
        let why = match ask_once(wire, path, query, &is_documented).await {
            Ok(answer) => return Ok(answer),
            Err(why) => why,
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

/// One answer that says something, or why there is none.
pub async fn ask_once<W: Wire>(
    wire: &W,
    path: &str,
    query: &[(&str, &str)],
    is_documented: impl Fn(&Answer) -> bool + Send + Sync,
) -> Result<Answer, Words> {
    answer_of(wire.get(path, query).await, path, is_documented)
}

/// The answer where it says something, or why there is none.
pub fn answer_of(
    answered: Result<Answer, Fault>,
    path: &str,
    is_documented: impl Fn(&Answer) -> bool,
) -> Result<Answer, Words> {
    match answered {
        Ok(answer) => match answer.verdict(path) {
            Verdict::Done if !is_documented(&answer) => {
                Err(words!("平台的回答不像文档里的样子", "the platform's answer is not as documented"))
            }
            Verdict::Done | Verdict::Refused | Verdict::Unlisted => Ok(answer),
            Verdict::Busy | Verdict::Unclear => Err(said(&answer)),
        },
        Err(Fault::NotSent(why) | Fault::Lost(why)) => Err(why),
    }
}

/// Pauses between attempts, longer and longer.
pub fn pauses(times: usize) -> ExponentialBackoff {
    ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(100))
        .with_max_delay(LONGEST_PAUSE)
        .with_factor(2.5)
        .with_jitter()
        .with_max_times(times.saturating_sub(1))
        .build()
}

/// Whether the signer query found something (api-211249893): anything else that says yes is no proof.
pub fn tells_of_a_signer(answer: &Answer) -> bool {
    let one = answer.result.as_array().and_then(|all| all.first()).unwrap_or(&answer.result);
    one.get("signStatus").is_some_and(serde_json::Value::is_string)
        || one.get("signFields").is_some_and(serde_json::Value::is_array)
}

/// What the platform said, in its own words.
pub fn said(answer: &Answer) -> Words {
    let code = answer.code.clone().unwrap_or_else(|| format!("HTTP {}", answer.status));
    // A gateway names what it would have signed, which may hold a query's values: that is not shown.
    if answer.gateway.is_some() {
        return words!(
            "平台的网关没有放行（{code}）：请检查 AppKey 和 AppSecret，以及本机的时间",
            "the platform's gateway did not let the request through ({code}): check AppKey and AppSecret, and this machine's clock"
        );
    }
    let message = answer.message.trim();
    if message.is_empty() {
        return words!("平台回答 {code}", "the platform answered {code}");
    }
    words!("平台回答 {code} {message}", "the platform answered {code} {message}")
}

pub fn and(first: &Words, second: &Words) -> Words {
    Words { zh: format!("{}；{}", first.zh, second.zh), en: format!("{}; {}", first.en, second.en) }
}
