//! Whether a contract that the record knows is at the platform.

use serde_json::Value;

use super::errand::contract_id;
use super::ledger::Record;
use super::question::{NO_SUCH_CONTRACT, NO_SUCH_SIGNER, SIGNERS, ask, said, tells_of_a_signer};
use super::wire::Wire;
use crate::findings::Words;
use crate::platform::Verdict;
use crate::words;

/// What the platform says of a contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presence {
    /// It has it; the contract's id where it says that.
    There(Option<String>),
    /// It says that there is no such contract.
    Absent,
}

/// Asks by contract id and business code. A code that looks like somebody's number is masked in the record and
/// nothing to ask by; a signer who is masked is left out of the question.
pub async fn presence(wire: &impl Wire, record: &Record) -> Result<Presence, Words> {
    let whole = |text: &&str| !text.contains('*');
    let mut query: Vec<(&str, &str)> = Vec::new();
    query.extend(record.contract_id.as_deref().map(|id| ("contractId", id)));
    query.extend(record.subject.as_deref().filter(whole).map(|code| ("businessCode", code)));
    if query.is_empty() {
        return Err(words!(
            "没有合同 ID，也没有未打码的业务编号，无法向平台查询",
            "there is neither a contract id nor an unmasked business code to ask the platform by"
        ));
    }
    let signers = record.body.get("signers").and_then(Value::as_array).into_iter().flatten();
    let mut accounts = signers.filter_map(|signer| signer.get("accountId")?.as_str());
    query.extend(accounts.find(whole).map(|account| ("accountId", account)));
    let answer = ask(wire, SIGNERS, &query, tells_of_a_signer).await?;
    match (answer.verdict(SIGNERS), answer.code.as_deref()) {
        (Verdict::Done, _) => Ok(Presence::There(contract_id(&answer))),
        (_, Some(NO_SUCH_SIGNER)) => Ok(Presence::There(None)),
        (_, Some(NO_SUCH_CONTRACT)) => Ok(Presence::Absent),
        _ => Err(said(&answer)),
    }
}
