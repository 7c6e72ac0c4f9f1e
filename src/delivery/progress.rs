//! Who has signed a contract, and who is next: the signer query, asked for each signer.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;
use tokio::task::JoinSet;
use tracing::Instrument;

use super::ledger::Record;
use super::platforms::Platforms;
use super::question::{SIGNERS, ask, said, tells_of_a_signer};
use crate::findings::{Code, Failure, Words};
use crate::platform::{Answer, Verdict, trace};
use crate::words;

/// The one value of `signStatus` that a public page shows.
const FINISHED: &str = "finished";

/// How far a contract has come.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    pub signers: Vec<SignerProgress>,
    pub sequential: bool,
    #[serde(skip)]
    pub deadline: Option<Date>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SignerProgress {
    pub account_id: String,
    pub seq_no: i64,
    /// Signs without acting.
    pub silent: bool,
    /// The platform's `signStatus` as it is; `None` where it gave none.
    pub sign_status: Option<String>,
    pub finished: bool,
}

impl Progress {
    pub fn is_finished(&self) -> bool {
        self.signers.iter().all(|signer| signer.finished)
    }

    /// Who has to sign now.
    pub fn next(&self) -> impl Iterator<Item = &SignerProgress> {
        let open = || self.signers.iter().filter(|signer| !signer.finished);
        let turn = open().map(|signer| signer.seq_no).min();
        open().filter(move |signer| !self.sequential || Some(signer.seq_no) == turn)
    }
}

/// Why it is not known how far a contract has come.
#[derive(Debug, Clone)]
pub enum Trouble {
    /// There is nothing to ask by, or nobody answers.
    Unasked(Failure),
    /// The platform refused to tell.
    Refused(Box<Answer>),
}

impl Trouble {
    pub fn words(&self) -> Words {
        match self {
            Trouble::Unasked(failure) => failure.words.clone(),
            Trouble::Refused(answer) => said(answer),
        }
    }

    pub fn code(&self) -> Code {
        match self {
            Trouble::Unasked(failure) => failure.code,
            Trouble::Refused(_) => Code::PlatformRefused,
        }
    }

    /// What the platform answered, where it did.
    pub fn answer(&self) -> Option<&Answer> {
        match self {
            Trouble::Unasked(_) => None,
            Trouble::Refused(answer) => Some(answer),
        }
    }
}

/// Asks how far a contract has come, given its record and the body that was sent. Of a body from the record,
/// account ids that are ID numbers are masked and cannot be asked about.
pub async fn progress(platforms: &Platforms, record: &Record, body: &Value) -> Result<Progress, Trouble> {
    // One that looks like somebody's number is masked in the record.
    let code = record.subject.as_deref().filter(|code| !code.contains('*'));
    let mut known: Vec<(&str, &str)> = Vec::new();
    known.extend(record.contract_id.as_deref().map(|id| ("contractId", id)));
    known.extend(code.map(|code| ("businessCode", code)));
    if known.is_empty() {
        return Err(cannot_ask(words!(
            "没有合同 ID，也没有业务编号，无法查询",
            "there is neither a contract id nor a business code to ask by"
        )));
    }
    let mut progress = planned(body);
    progress.deadline = record.deadline.as_deref().and_then(|day| day.parse().ok());
    for signer in &mut progress.signers {
        if signer.account_id.contains('*') {
            return Err(cannot_ask(words!(
                "签署方账号是身份证号或手机号，记录里打了码；请写上文件名再查",
                "a signer's account id is an ID number or a phone number, which the record masks; name the file instead"
            )));
        }
        let mut query = known.clone();
        query.push(("accountId", &signer.account_id));
        let asked = ask(platforms, SIGNERS, &query, tells_of_a_signer);
        let answer =
            asked.await.map_err(|words| Trouble::Unasked(Failure::new(Code::PlatformUnreachable, words)))?;
        if answer.verdict(SIGNERS) != Verdict::Done {
            return Err(Trouble::Refused(Box::new(answer)));
        }
        signer.sign_status = answer.text("signStatus");
        signer.finished = signer.sign_status.as_deref() == Some(FINISHED);
    }
    Ok(progress)
}

/// As many contracts are asked about at once. How many requests are under way, and how often, the platforms bound.
const UNDER_WAY: usize = 128;

/// Asks about many contracts side by side; what is known of each, in their order. `answered` is called as each comes in.
pub async fn progress_of_all(
    platforms: &Platforms,
    asked: Vec<(Record, Value)>,
    mut answered: impl FnMut(),
) -> Vec<Result<Progress, Trouble>> {
    let unasked = || Err(cannot_ask(words!("查询中断", "asking broke off")));
    let mut all: Vec<Result<Progress, Trouble>> = asked.iter().map(|_| unasked()).collect();
    let mut waiting = asked.into_iter().enumerate();
    let mut running = JoinSet::new();
    loop {
        if running.len() < UNDER_WAY
            && let Some((at, (record, body))) = waiting.next()
        {
            let platforms = platforms.clone();
            let about = trace::contract(record.subject.as_deref());
            let asking = async move { (at, progress(&platforms, &record, &body).await) };
            running.spawn(asking.instrument(about));
            continue;
        }
        match running.join_next().await {
            Some(Ok((at, state))) => all[at] = state,
            // It stays what it was taken for.
            Some(Err(_)) => {}
            None => return all,
        }
        answered();
    }
}

fn cannot_ask(words: Words) -> Trouble {
    Trouble::Unasked(Failure::new(Code::CannotAsk, words))
}

/// The signers as they were sent.
fn planned(body: &Value) -> Progress {
    let signers = body.get("signers").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let one = |signer: &Value| {
        let fields = signer.get("signFields").and_then(Value::as_array);
        Some(SignerProgress {
            account_id: signer.get("accountId")?.as_str()?.to_owned(),
            seq_no: signer.get("seqNo").and_then(Value::as_i64).unwrap_or_default(),
            silent: fields.is_some_and(|fields| {
                !fields.is_empty() && fields.iter().all(|field| field.get("authorizeCode").is_some())
            }),
            sign_status: None,
            finished: false,
        })
    };
    Progress {
        signers: signers.iter().filter_map(one).collect(),
        sequential: body.pointer("/signFlowConfigs/flowConfig/seqSigning") == Some(&Value::Bool(true)),
        deadline: None,
    }
}

/// Whole days until a day ends in Asia/Shanghai; negative when it is over.
pub fn days_left(deadline: Date, now: Timestamp) -> i32 {
    let today = jiff::tz::Offset::constant(8).to_datetime(now).date();
    (deadline - today).get_days()
}
