//! What became of a file, in words shared by both outputs.

use serde_json::Value;

use super::Parcel;
use crate::delivery::{Ending, Fate, Report};
use crate::findings::{Finding, Words};
use crate::plan::Kind;
use crate::privacy::shown;
use crate::words;

/// A file and what became of it.
pub struct Sent {
    pub parcel: Parcel,
    pub report: Report,
    pub findings: Vec<Finding>,
}

/// Somebody who signs; an account id that is an ID number or a phone number is masked.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NextSigner {
    pub account_id: String,
    pub seq_no: i64,
}

impl Sent {
    /// 0, 1 or 2, as the process exits.
    pub fn code(&self) -> u8 {
        match self.report.ending() {
            Ending::Sent | Ending::Repeated => 0,
            Ending::Changed | Ending::Taken | Ending::Elsewhere | Ending::Refused => 1,
            Ending::NotSent | Ending::Unknown => 2,
        }
    }

    /// A word for programs.
    pub fn outcome(&self) -> &'static str {
        ending_name(self.report.ending())
    }

    /// The business code that was sent.
    pub fn business_code(&self) -> Option<&str> {
        business_code(self.start_body()?)
    }

    fn start_body(&self) -> Option<&Value> {
        self.parcel.job.start().map(|start| &start.body)
    }

    /// Who signs next when nobody has signed yet: in a sequence those of the lowest number, else everybody. Who
    /// signs silently does so by himself.
    pub fn next(&self) -> Vec<NextSigner> {
        self.start_body().map(next).unwrap_or_default()
    }
}

/// The business code in the body that starts a contract.
pub fn business_code(body: &Value) -> Option<&str> {
    body.pointer("/signFlowConfigs/flowConfig/businessCode")?.as_str()
}

/// See [`Sent::next`].
pub fn next(body: &Value) -> Vec<NextSigner> {
    let signers = body.get("signers").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let is_silent = |signer: &Value| {
        let fields = signer.get("signFields").and_then(Value::as_array);
        fields.is_some_and(|fields| {
            !fields.is_empty() && fields.iter().all(|field| field.get("authorizeCode").is_some())
        })
    };
    let people: Vec<NextSigner> = signers
        .iter()
        .filter(|signer| !is_silent(signer))
        .filter_map(|signer| {
            Some(NextSigner {
                account_id: shown(signer.get("accountId")?.as_str()?),
                seq_no: signer.get("seqNo")?.as_i64()?,
            })
        })
        .collect();
    let in_sequence = body.pointer("/signFlowConfigs/flowConfig/seqSigning") == Some(&Value::Bool(true));
    let first = people.iter().map(|signer| signer.seq_no).min();
    people.into_iter().filter(|signer| !in_sequence || Some(signer.seq_no) == first).collect()
}

/// What became of a request, in a word for machines.
pub fn fate_name(fate: &Fate) -> &'static str {
    match fate {
        Fate::Done => "done",
        Fate::Found => "found",
        Fate::Existed => "existed",
        Fate::Already(_) => "already",
        Fate::AlreadyOther(_) => "already-other",
        Fate::Changed(..) => "changed",
        Fate::Taken(_) => "taken",
        Fate::Elsewhere(_) => "elsewhere",
        Fate::Refused(_) => "refused",
        Fate::NotSent(_) => "not-sent",
        Fate::Unknown(_) | Fate::Unrecorded(..) => "unknown",
        Fate::Skipped => "skipped",
    }
}

/// What became of a file, in a word for machines.
pub fn ending_name(ending: Ending) -> &'static str {
    match ending {
        Ending::Sent => "sent",
        Ending::Repeated => "repeated",
        Ending::Changed => "changed",
        Ending::Taken => "taken",
        Ending::Elsewhere => "elsewhere",
        Ending::Refused => "refused",
        Ending::NotSent => "not-sent",
        Ending::Unknown => "unknown",
    }
}

/// What a request does, in a few words.
pub fn kind_name(kind: Kind) -> Words {
    match kind {
        Kind::Person => words!("创建用户", "create the person"),
        Kind::Authorization => words!("取得静默签授权地址", "get the authorization page"),
        Kind::Upload => words!("上传文件", "upload the file"),
        Kind::Template => words!("由模板生成文件", "make the file"),
        Kind::Start => words!("发起合同", "start the contract"),
        Kind::Ticket => words!("取得签署令牌", "get the signing ticket"),
    }
}
