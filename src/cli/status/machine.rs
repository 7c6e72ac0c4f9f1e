//! How far contracts have come, for programs; `docs/schema/status.schema.json` describes it.

use serde::Serialize;

use super::Told;
use crate::cli::json;
use crate::cli::send::NextSigner;
use crate::delivery::{Progress, SignerProgress, Trouble};
use crate::findings::Lang;
use crate::privacy::shown;

#[derive(Serialize)]
pub struct Output<'a> {
    version: u32,
    environment: &'a str,
    address: &'a str,
    contracts: Vec<One<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct One<'a> {
    file: &'a str,
    contract_id: Option<&'a str>,
    business_code: Option<&'a str>,
    title: &'a str,
    deadline: Option<&'a str>,
    state: &'static str,
    sent_at: String,
    finished: bool,
    /// Account ids that are ID numbers or phone numbers are masked.
    signers: Vec<SignerProgress>,
    next: Vec<NextSigner>,
    /// Why it is not known how far the contract has come.
    error: Option<json::Error>,
    /// The platform's own words, where it refused to answer.
    code: Option<&'a str>,
    message: Option<String>,
    log_key: Option<&'a str>,
}

fn masked(signer: &SignerProgress) -> SignerProgress {
    SignerProgress { account_id: shown(&signer.account_id), ..signer.clone() }
}

pub fn output<'a>(all: &'a [Told<'_>], address: &'a str, environment: &'a str, lang: Lang) -> Output<'a> {
    let contracts = all.iter().map(|Told { record, state, .. }| {
        let (progress, trouble) = (state.as_ref().ok(), state.as_ref().err());
        let next = progress.into_iter().flat_map(Progress::next);
        let answer = trouble.and_then(Trouble::answer);
        One {
            file: &record.source,
            contract_id: record.contract_id.as_deref(),
            business_code: record.subject.as_deref(),
            title: &record.title,
            deadline: record.deadline.as_deref(),
            state: record.state.text(),
            sent_at: record.begun_at.to_string(),
            finished: progress.is_some_and(Progress::is_finished),
            signers: progress.into_iter().flat_map(|progress| &progress.signers).map(masked).collect(),
            next: next
                .map(|signer| NextSigner { account_id: shown(&signer.account_id), seq_no: signer.seq_no })
                .collect(),
            error: trouble.map(|trouble| json::Error::masked(trouble.code(), &trouble.words(), lang)),
            code: answer.and_then(|answer| answer.code.as_deref()),
            message: answer.map(|answer| shown(&answer.message)),
            log_key: answer.and_then(|answer| answer.log_key.as_deref()),
        }
    });
    Output { version: json::VERSION, environment, address, contracts: contracts.collect() }
}
