//! What the sandbox commits: these, and nothing else, change its state and are in its journal.

use serde::{Deserialize, Serialize};

use super::contract::Contract;
use super::personal::Personal;
use super::seed::{AccountKind, FileKind};

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "camelCase")]
pub enum Event {
    ContractStarted(Contract),
    #[serde(rename_all = "camelCase")]
    Signed {
        contract_id: i64,
        account: Personal,
    },
    AccountCreated(Box<Account>),
    FileMade(StoredFile),
    #[serde(rename_all = "camelCase")]
    SealsAuthorized {
        seals: Vec<i64>,
        at: i64,
    },
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    pub account: Personal,
    pub kind: AccountKind,
    pub verified: bool,
    pub name: Option<Personal>,
    pub id_number: Option<Personal>,
    /// A seed says only that there is one.
    pub has_id_number: bool,
    pub id_type: Option<String>,
    pub phone: Option<Personal>,
    pub flow_no: Option<String>,
    /// The default seal.
    pub seal: Option<i64>,
    /// Milliseconds since 1970.
    pub created: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredFile {
    pub file_code: String,
    pub kind: FileKind,
    /// Where known.
    pub pages: Option<u32>,
}
