//! `POST /open/contract/start` (通过文件发起合同, api-211247202): the shape of its body and the documented rules.
//!
//! Written from the platform's error table and from nothing else of this crate, so that the checker and the
//! sandbox are tests of each other.

use std::collections::HashSet;

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::answer::{Outcome, Refused, now_ms, parameter};
use super::contract::{Contract, Signer};
use super::event::Event;
use super::personal::Personal;
use super::seed::FileKind;
use super::shape::Node;
use super::world::World;
use crate::privacy::shown;

/// Endings of file names that the sandbox takes. The platform does not publish its list.
const ENDINGS: [&str; 8] = ["pdf", "doc", "docx", "xls", "xlsx", "jpg", "jpeg", "png"];

/// The body as read: whole and of the right types, nothing judged yet.
struct Start<'a> {
    docs: Vec<Doc<'a>>,
    attachments: Vec<&'a str>,
    signers: Vec<Party<'a>>,
    name: &'a str,
    business_code: Option<&'a str>,
    seq_signing: bool,
    deadline: Option<Date>,
}

struct Doc<'a> {
    id: Option<&'a str>,
    code: &'a str,
    name: Option<&'a str>,
}

struct Party<'a> {
    account: &'a str,
    seq_no: i64,
    fields: Vec<Field<'a>>,
    auth_config: Value,
    notice_config: Value,
}

struct Field<'a> {
    code: &'a str,
    across: bool,
    date_format: Option<&'a str>,
    silent: bool,
    page: i64,
    x: f64,
    y: f64,
    /// As it came, to be answered as it came.
    position: &'a Value,
}

/// Starts a contract, on a day in Asia/Shanghai.
pub fn start(world: &mut World, strict: bool, today: Date, body: &Value) -> Outcome {
    let start = read(body)?;
    judge(&start, world, strict, today)?;
    let contract = contract(&start, world.next_contract_id());
    let answer = answer(&start, contract.contract_id);
    world.commit(Event::ContractStarted(contract))?;
    Ok(answer)
}

/// The business code of a body, however wrong the rest is.
pub fn business_code(body: &Value) -> Option<&str> {
    body.pointer("/signFlowConfigs/flowConfig/businessCode")?.as_str()
}

fn read(body: &Value) -> Result<Start<'_>, Refused> {
    let body = Node::root(body)?;
    body.get("signFileType").maybe_text()?;
    let docs = body.get("docs").some_items()?.into_iter().map(doc).collect::<Result<Vec<_>, _>>()?;
    let attachments = body.get("attachmentFiles").items()?.into_iter().map(|file| {
        let file = file.object()?;
        file.get("fileOrder").maybe_integer()?;
        file.get("fileCode").text()
    });
    let attachments = attachments.collect::<Result<_, _>>()?;
    body.get("signFlowInitiator").object()?.get("accountId").text()?;
    let signers = body.get("signers").some_items()?.into_iter().map(|signer| party(signer, &docs));
    let signers = signers.collect::<Result<_, _>>()?;
    let configs = body.get("signFlowConfigs").object()?;
    let flow = configs.get("flowConfig").object()?;
    integration(&configs)?;
    Ok(Start {
        attachments,
        signers,
        name: flow.get("contractName").text()?,
        business_code: flow.get("businessCode").filled()?,
        seq_signing: flow.get("seqSigning").maybe_boolean()?.unwrap_or(false),
        deadline: deadline(&flow.get("signDeadline"))?,
        docs,
    })
}

fn doc(doc: Node<'_>) -> Result<Doc<'_>, Refused> {
    let doc = doc.object()?;
    doc.get("fileOrder").maybe_integer()?;
    Ok(Doc {
        id: doc.get("fileId").maybe_text()?,
        code: doc.get("fileCode").text()?,
        name: doc.get("fileName").maybe_text()?,
    })
}

fn party<'a>(signer: Node<'a>, docs: &[Doc<'_>]) -> Result<Party<'a>, Refused> {
    let signer = signer.object()?;
    let auth = signer.get("authConfig").maybe_object()?;
    for mode in auth.get("willingnessAuthModes").items()? {
        mode.text()?;
    }
    let notice = signer.get("noticeConfig").maybe_object()?;
    notice.get("noticeTypes").maybe_integer()?;
    let fields = signer.get("signFields").items()?.into_iter().map(|place| field(place, docs));
    Ok(Party {
        account: signer.get("accountId").text()?,
        seq_no: signer.get("seqNo").integer()?,
        fields: fields.collect::<Result<_, _>>()?,
        auth_config: auth.value().cloned().unwrap_or_default(),
        notice_config: notice.value().cloned().unwrap_or_default(),
    })
}

fn field<'a>(field: Node<'a>, docs: &[Doc<'_>]) -> Result<Field<'a>, Refused> {
    let field = field.object()?;
    let code = field.get("fileCode").text()?;
    if docs.iter().all(|doc| doc.code != code) {
        return field.get("fileCode").wrong("不在 docs 里");
    }
    let style = field.get("signFieldStyle");
    let across = match style.integer()? {
        1 => false,
        2 => true,
        _ => return style.wrong("要是 1 或 2"),
    };
    let position = field.get("signFieldPosition").object()?;
    let page = position.get("positionPage");
    let (number, x) = if across {
        (page.maybe_integer()?.unwrap_or(0), 0.0)
    } else {
        (page.integer()?, position.get("positionX").number()?)
    };
    if !across && number < 1 {
        return page.wrong("从 1 开始");
    }
    Ok(Field {
        code,
        across,
        date_format: field.get("dateFormat").maybe_text()?,
        silent: field.get("authorizeCode").filled()?.is_some(),
        page: number,
        x,
        y: position.get("positionY").number()?,
        position: position.value().unwrap_or(&Value::Null),
    })
}

fn integration(configs: &Node<'_>) -> Result<(), Refused> {
    let integration = configs.get("integrationConfig").maybe_object()?;
    let redirect = integration.get("signRedirectConfig").maybe_object()?;
    redirect.get("redirectUrl").maybe_text()?;
    redirect.get("redirectDelayTime").maybe_integer()?;
    for evidence in integration.get("evidenceConfig").items()? {
        evidence.integer()?;
    }
    Ok(())
}

fn deadline(node: &Node<'_>) -> Result<Option<Date>, Refused> {
    let Some(text) = node.filled()? else { return Ok(None) };
    // Ten characters: jiff also reads dates with a time behind them.
    match text.parse() {
        Ok(date) if text.len() == 10 => Ok(Some(date)),
        _ => node.wrong("要写成 2025-12-31"),
    }
}

/// The rules of the error table, in the order of their codes but for those that need to be looked up.
fn judge(start: &Start<'_>, world: &World, strict: bool, today: Date) -> Result<(), Refused> {
    let code = |code| Err(Refused::Code(code));
    if let Some(deadline) = start.deadline {
        if today.checked_add(12.months()).is_ok_and(|latest| deadline > latest) {
            return code("oc_40001");
        }
        if deadline < today {
            return code("oc_40002");
        }
    }
    if repeats(start.signers.iter().map(|signer| signer.account)) {
        return code("oc_40003");
    }
    if repeats(start.docs.iter().map(|doc| doc.code)) {
        return code("oc_40014");
    }
    let fields = || start.signers.iter().flat_map(|signer| &signer.fields);
    if repeats(fields().map(place)) {
        return code("oc_40016");
    }
    let single = |code: &str| world.file(code).is_some_and(|file| file.pages == Some(1));
    if fields().any(|field| field.across && single(field.code)) {
        return code("oc_40020");
    }
    let mixed = |signer: &Party<'_>| {
        signer.fields.iter().any(|field| field.silent) && signer.fields.iter().any(|field| !field.silent)
    };
    if start.signers.iter().any(mixed) {
        return code("oc_40027");
    }
    let verified =
        |signer: &Party<'_>| world.account(signer.account).map_or(!strict, |account| account.verified);
    if !start.signers.iter().all(verified) {
        return code("oc_10011");
    }
    files(start, world, strict)
}

fn files(start: &Start<'_>, world: &World, strict: bool) -> Result<(), Refused> {
    let codes = || start.docs.iter().map(|doc| doc.code).chain(start.attachments.iter().copied());
    let known = |kind| codes().any(|code| world.file(code).is_some_and(|file| file.kind == kind));
    if known(FileKind::Unsupported)
        || start.docs.iter().filter_map(|doc| doc.name).any(|name| !is_supported(name))
    {
        return Err(Refused::Code("oc_30005"));
    }
    if known(FileKind::Broken) {
        return Err(Refused::Code("oc_30006"));
    }
    // No documented code says this.
    match codes().find(|code| strict && world.file(code).is_none()) {
        Some(code) => parameter(format!("没有文件 `{code}`")),
        None => Ok(()),
    }
}

/// A name without an ending says nothing.
pub fn is_supported(name: &str) -> bool {
    match name.rsplit_once('.') {
        Some((_, ending)) => ENDINGS.contains(&ending.to_ascii_lowercase().as_str()),
        None => true,
    }
}

/// Where a field is: file, page (0 across the pages), and the bits of the coordinates.
fn place<'a>(field: &Field<'a>) -> (&'a str, i64, u64, u64) {
    // Adding zero makes -0 a 0.
    let bits = |number: f64| (number + 0.0).to_bits();
    if field.across {
        (field.code, 0, 0, bits(field.y))
    } else {
        (field.code, field.page, bits(field.x), bits(field.y))
    }
}

fn repeats<T: Eq + std::hash::Hash>(items: impl Iterator<Item = T>) -> bool {
    let mut seen = HashSet::new();
    items.into_iter().any(|item| !seen.insert(item))
}

fn contract(start: &Start<'_>, id: i64) -> Contract {
    let signer = |party: &Party<'_>| Signer {
        account: Personal::account(party.account),
        seq_no: party.seq_no,
        silent: !party.fields.is_empty() && party.fields.iter().all(|field| field.silent),
        finished: false,
        fields: party.fields.iter().map(|field| answered(field, &start.docs)).collect(),
        auth_config: party.auth_config.clone(),
        notice_config: party.notice_config.clone(),
    };
    Contract {
        contract_id: id,
        business_code: start.business_code.map(str::to_owned),
        name: shown(start.name),
        seq_signing: start.seq_signing,
        started: now_ms(),
        signers: start.signers.iter().map(signer).collect(),
    }
}

/// A field as the signer query answers it: with its document's `fileId`, without its authorization code.
fn answered(field: &Field<'_>, docs: &[Doc<'_>]) -> Value {
    let mut members = Map::new();
    let id = docs.iter().find(|doc| doc.code == field.code).and_then(|doc| doc.id);
    members.insert("fileCode".into(), field.code.into());
    members.insert("fileId".into(), id.into());
    members.insert("signFieldStyle".into(), if field.across { 2 } else { 1 }.into());
    members.insert("dateFormat".into(), field.date_format.into());
    members.insert("signFieldPosition".into(), field.position.clone());
    members.into()
}

/// The array's name begins with a space on the platform's page (S4), and so it does here: clients read both.
fn answer(start: &Start<'_>, id: i64) -> Value {
    let signers =
        start.signers.iter().map(|signer| json!({ "accountId": signer.account, "seqNo": signer.seq_no }));
    json!({
        "contractId": id,
        "businessCode": start.business_code,
        " signersInfos": signers.collect::<Vec<_>>(),
    })
}

/// `GET /open/contract/signer` (查询签署方信息, api-211249893), by contract id or business code.
pub fn signer(world: &World, query: &[(String, String)]) -> Outcome {
    let contract = asked(world, query)?;
    let at = match parameter_of(query, "accountId") {
        Some(account) => contract.signer(account).ok_or(Refused::Code("oc_40005"))?,
        None => 0,
    };
    Ok(contract.answer(at))
}

/// Whether the contract that is asked about was started less than this many milliseconds ago.
pub fn is_younger(world: &World, query: &[(String, String)], ms: u64) -> bool {
    let age = |contract: &Contract| now_ms().saturating_sub(contract.started);
    asked(world, query).is_ok_and(|contract| age(contract) < i64::try_from(ms).unwrap_or(i64::MAX))
}

fn asked<'a>(world: &'a World, query: &[(String, String)]) -> Result<&'a Contract, Refused> {
    let contract = match (parameter_of(query, "contractId"), parameter_of(query, "businessCode")) {
        (None, None) => return parameter("`contractId` 和 `businessCode` 至少要有一个"),
        (Some(id), code) => {
            let Ok(id) = id.parse() else { return parameter("`contractId` 要是整数") };
            let named = |contract: &&Contract| code.is_none() || contract.business_code.as_deref() == code;
            world.contract(id).filter(named)
        }
        (None, Some(code)) => world.contract_of_code(code),
    };
    contract.ok_or(Refused::Code("oc_40006"))
}

fn parameter_of<'a>(query: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = query.iter().find(|(key, _)| key == name);
    found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
}
