//! What the platform knows of the accounts and seals a file names: the queries behind `check --online`.

use serde_json::Value;

use super::platforms::Platforms;
use super::question::{ask, said};
use crate::facts::{OnlineFacts, SealFact};
use crate::findings::Words;
use crate::model::{Account, Model, SealId, Seals};
use crate::platform::Verdict;

/// QianDun's code for 印章不存在.
const NO_SUCH_SEAL: &str = "oc_20001";

/// Asks about the people and seals of a file. Companies have no documented query: nothing is said of them.
pub async fn online(platforms: &Platforms, key: &str, model: &Model) -> Result<OnlineFacts, Words> {
    let mut facts = OnlineFacts::default();
    for (account, is_person) in accounts(model) {
        if facts.verified.contains_key(account) {
            continue;
        }
        let answer = ask(platforms, "/open/psnGet", &[("accountId", account)], |_| true).await?;
        let is_there = answer.verdict("/open/psnGet") == Verdict::Done
            && answer.text("accountId").as_deref() == Some(account);
        if is_there {
            facts.verified.insert(account.to_owned(), answer.text("certifiedTime").is_some());
        } else if is_person {
            // Without a person of that account; a company's account would not be found either.
            facts.verified.insert(account.to_owned(), false);
        }
    }
    for seal in seals(model) {
        let answer = ask(platforms, "/open/seal/detail", &[("sealId", &seal)], |_| true).await?;
        let fact = match (answer.verdict("/open/seal/detail"), answer.code.as_deref()) {
            (Verdict::Done, _) if is_authorized(answer.member("autosignAuthorizeList"), key) => {
                SealFact::Authorized
            }
            (Verdict::Done, _) => SealFact::NotAuthorized,
            (_, Some(NO_SUCH_SEAL)) => SealFact::Missing,
            _ => return Err(said(&answer)),
        };
        facts.seals.insert(seal, fact);
    }
    Ok(facts)
}

/// The accounts of signers and the initiator, and whether the file says that it is a person's.
fn accounts(model: &Model) -> impl Iterator<Item = (&str, bool)> {
    let contract = model.contract.iter();
    let accounts = contract.flat_map(|contract| {
        contract.signers.iter().map(|signer| &signer.account).chain(&contract.initiator)
    });
    accounts.filter_map(|account| {
        let is_person = match account.value {
            // Whom the file creates need not be there yet.
            Account::Person(at) if model.people[at].is_to_be_created() => return None,
            Account::Person(_) => true,
            Account::Company(_) | Account::Unreadable => return None,
            Account::Id(_) => false,
        };
        Some((model.account_id(&account.value)?.value()?, is_person))
    })
}

fn seals(model: &Model) -> impl Iterator<Item = String> {
    let seals = model.authorizations.iter().filter_map(|from| from.seals.as_ref());
    seals.flat_map(|seals| match &seals.value {
        Seals::All => Vec::new(),
        Seals::Ids(ids) => ids
            .iter()
            .filter_map(|id| match &id.value {
                SealId::Number(number) => Some(number.to_string()),
                SealId::Text(text) => text.value().map(str::to_owned),
            })
            .collect(),
    })
}

/// Whether silent signing is granted to this application.
fn is_authorized(list: Option<&Value>, key: &str) -> bool {
    let entries = list.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    entries.iter().any(|entry| {
        let text = |name| entry.get(name).and_then(Value::as_str);
        text("appKey").is_none_or(|theirs| theirs == key) && text("authorizeStatus") == Some("authorized")
    })
}
