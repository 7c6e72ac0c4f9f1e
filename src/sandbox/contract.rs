//! A started contract: its signers, whose turn it is, and what the sandbox says of them.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::personal::Personal;

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Contract {
    pub contract_id: i64,
    pub business_code: Option<String>,
    pub name: String,
    pub seq_signing: bool,
    /// Milliseconds since 1970.
    pub started: i64,
    pub signers: Vec<Signer>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Signer {
    pub account: Personal,
    pub seq_no: i64,
    /// Every field is sealed by an authorization code: nobody needs to sign.
    pub silent: bool,
    pub finished: bool,
    /// As the signer query answers them; without authorization codes.
    pub fields: Vec<Value>,
    pub auth_config: Value,
    pub notice_config: Value,
}

/// How far a signer is. The platform documents the first value only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Finished,
    /// The sandbox's own word: it is this signer's turn.
    Signing,
    /// The sandbox's own word: others come first.
    Waiting,
}

impl Status {
    pub fn word(self) -> &'static str {
        match self {
            Status::Finished => "finished",
            Status::Signing => "signing",
            Status::Waiting => "waiting",
        }
    }
}

impl Contract {
    pub fn is_finished(&self) -> bool {
        self.signers.iter().all(|signer| signer.finished)
    }

    /// In sequential signing it is the turn of everyone with the lowest number that is not done.
    pub fn status(&self, at: usize) -> Status {
        let signer = &self.signers[at];
        if signer.finished {
            return Status::Finished;
        }
        let open = self.signers.iter().filter(|signer| !signer.finished);
        let next = open.map(|signer| signer.seq_no).min();
        if self.seq_signing && next != Some(signer.seq_no) { Status::Waiting } else { Status::Signing }
    }

    pub fn signer(&self, account: &str) -> Option<usize> {
        self.signers.iter().position(|signer| signer.account.is(account))
    }

    /// Silent signers sign as soon as it is their turn, which may make it another's.
    pub fn advance(&mut self) {
        let ready = |contract: &Contract, at: usize| {
            contract.signers[at].silent && contract.status(at) == Status::Signing
        };
        while let Some(at) = (0..self.signers.len()).find(|at| ready(self, *at)) {
            self.signers[at].finished = true;
        }
    }

    /// `result` of `GET /open/contract/signer` (查询签署方信息, api-211249893).
    pub fn answer(&self, at: usize) -> Value {
        let signer = &self.signers[at];
        json!({
            "signStatus": self.status(at).word(),
            "seqNo": signer.seq_no,
            "signFields": signer.fields,
            "authConfig": signer.auth_config,
            "noticeConfig": signer.notice_config,
        })
    }

    /// As the page shows it; numbers beyond 2^53 are text there, since a browser's are doubles.
    pub fn shown(&self, received: u64, names: &HashMap<String, String>) -> Value {
        let signers = self.signers.iter().enumerate().map(|(at, signer)| {
            json!({
                "accountId": signer.account.shown(),
                "name": names.get(signer.account.shown()),
                "seqNo": signer.seq_no,
                "silent": signer.silent,
                "status": self.status(at).word(),
            })
        });
        json!({
            "contractId": self.contract_id.to_string(),
            "businessCode": self.business_code,
            "name": self.name,
            "started": self.started,
            "finished": self.is_finished(),
            "received": received,
            "signers": signers.collect::<Vec<_>>(),
        })
    }
}
