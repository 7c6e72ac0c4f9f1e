//! `POST /open/psnCreate` (创建已认证个人用户) and `GET /open/psnGet` (查询个人用户信息, api-211228292).

use jiff::Timestamp;
use serde_json::{Value, json};

use super::SHANGHAI;
use super::answer::{Outcome, Refused, now_ms, parameter};
use super::event::{Account, Event};
use super::personal::Personal;
use super::seed::AccountKind;
use super::shape::Node;
use super::world::World;

const ID_CARD: &str = "CRED_PSN_CH_IDCARD";

/// Creates a verified person. Without a flow number this needs the application's own way of verification.
pub fn create(world: &mut World, own_verification: bool, body: &Value) -> Outcome {
    let body = Node::root(body)?;
    let id = body.get("accountId");
    let chosen = id.text()?;
    let flow_no = body.get("flowNo").filled()?;
    let (name, id_type, number) = (body.get("psnName"), body.get("psnIDCardType"), body.get("psnIDCardNum"));
    if flow_no.is_none() {
        name.text()?;
        number.text()?;
        if id_type.text()? != ID_CARD {
            return id_type.wrong(&format!("要是 {ID_CARD}"));
        }
    }
    let phone = body.get("informPhone").text()?;
    if flow_no.is_none() && !own_verification {
        return Err(Refused::Code("oc_10041"));
    }
    // Unique per application; the code of a repeated one is not documented.
    if world.account(chosen).is_some() {
        return id.wrong("已存在");
    }
    let seal = world.next_seal();
    let answer = json!({ "sealId": seal.to_string(), "accountId": chosen });
    let id_number = number.filled()?.map(Personal::masked);
    let account = Account {
        account: Personal::account(chosen),
        kind: AccountKind::Person,
        verified: true,
        name: name.filled()?.map(Personal::masked),
        has_id_number: id_number.is_some(),
        id_number,
        id_type: id_type.filled()?.map(str::to_owned),
        phone: Some(Personal::masked(phone)),
        flow_no: flow_no.map(str::to_owned),
        seal: Some(seal),
        created: now_ms(),
    };
    world.commit(Event::AccountCreated(Box::new(account)))?;
    Ok(answer)
}

/// A person by account or ID number. An unknown one is no error here, and `null`: what the platform answers is
/// not documented.
pub fn get(world: &World, query: &[(String, String)]) -> Outcome {
    let of = |name: &str| {
        let found = query.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    };
    let found = match (of("accountId"), of("psnIDCardNum")) {
        (None, None) => return parameter("`accountId` 和 `psnIDCardNum` 至少要有一个"),
        (Some(account), None) => world.account(account),
        (None, Some(number)) => world.account_of_id_number(number),
        (Some(account), Some(number)) => {
            world.account(account).filter(|known| known.id_number.as_ref().is_some_and(|own| own.is(number)))
        }
    };
    Ok(found.map_or(Value::Null, answer))
}

fn answer(account: &Account) -> Value {
    let text = |personal: &Option<Personal>| personal.as_ref().map(|text| text.text().to_owned());
    let time = time(account.created);
    json!({
        "psnId": account.created.to_string(),
        "accountId": account.account.text(),
        "sealId": account.seal.map(|seal| seal.to_string()),
        "psnName": text(&account.name),
        "psnIDCardType": account.id_type,
        "psnIDCardNum": text(&account.id_number),
        "informPhone": text(&account.phone),
        "flowNo": account.flow_no,
        "createTime": time,
        "certifiedTime": account.verified.then_some(time),
        "psnFaceUrl": null,
    })
}

/// `2025-12-31 08:00:00` in Asia/Shanghai.
pub fn time(ms: i64) -> String {
    let time = SHANGHAI.to_datetime(Timestamp::from_millisecond(ms).unwrap_or_default());
    time.strftime("%Y-%m-%d %H:%M:%S").to_string()
}
