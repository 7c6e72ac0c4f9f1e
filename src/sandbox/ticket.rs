//! Qiyuesuo's `POST /v2/contract/miniappexchange` (生成合同签署令牌, detail/2802478082571637320).

use serde_json::{Value, json};

use super::answer::Fault;
use super::seed::SeedContract;
use super::world::World;

const CONTACT_TYPES: [&str; 4] = ["MOBILE", "EMAIL", "EMPLOYEEID", "NUMBER"];

pub fn exchange(world: &World, strict: bool, body: &Value) -> Result<Value, Fault> {
    let contract = identifier(body, "contractId")?;
    let business = identifier(body, "bizId")?;
    if contract.is_none() && business.is_none() {
        return invalid("contractId 和 bizId 不能同时为空");
    }
    text(body, "tenantName")?;
    for name in ["allowPasswordSign", "hidePasswordSettings"] {
        if !matches!(body.get(name), None | Some(Value::Null | Value::Bool(_))) {
            return invalid(name);
        }
    }
    let Some(user) = body.get("user").filter(|user| user.is_object()) else { return invalid("user") };
    let Some(contact) = text(user, "contact")? else { return invalid("user.contact") };
    match text(user, "contactType")? {
        Some(kind) if CONTACT_TYPES.contains(&kind) => {}
        _ => return invalid("user.contactType"),
    }
    let matches = |known: &&SeedContract| {
        let same = |own: &Option<String>, asked: &Option<String>| asked.is_some() && own == asked;
        same(&known.contract_id, &contract) || same(&known.biz_id, &business)
    };
    match world.viewable.iter().find(matches) {
        Some(known) if !known.users.iter().any(|user| user == contact) => {
            Err(Fault::new(1110, None, "NO VIEW PERMISSION"))
        }
        // The documented code nearest to a contract that is not there.
        None if strict => Err(Fault::new(1101, None, "CONTRACT STATUS INVALID")),
        _ => Ok(json!({ "ticket": uuid::Uuid::new_v4().simple().to_string() })),
    }
}

/// A text, or a bare integer as some of the platform's samples have it.
fn identifier(body: &Value, name: &str) -> Result<Option<String>, Fault> {
    match body.get(name) {
        Some(Value::Number(number)) if number.is_i64() || number.is_u64() => Ok(Some(number.to_string())),
        _ => Ok(text(body, name)?.map(str::to_owned)),
    }
}

/// A text that is not empty, or nothing.
fn text<'a>(body: &'a Value, name: &str) -> Result<Option<&'a str>, Fault> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.as_str()).filter(|text| !text.is_empty())),
        Some(_) => invalid(name),
    }
}

pub fn invalid<T>(what: &str) -> Result<T, Fault> {
    Err(Fault::new(1005, Some("11990005"), format!("INVALID PARAM,{what}")))
}
