//! `GET /open/seal/detail` (查询印章详情, api-257093749) and `POST /open/seal/autosign/auth/url` (印章静默签授权地址,
//! api-252092622).

use serde_json::{Value, json};

use super::answer::{Outcome, Refused, parameter};
use super::people::time;
use super::seed::AccountKind;
use super::shape::Node;
use super::world::World;
use crate::platform::signature::sha256;

pub fn detail(world: &World, strict: bool, app_key: &str, query: &[(String, String)]) -> Outcome {
    let id = query.iter().find(|(name, _)| name == "sealId").and_then(|(_, id)| id.parse::<i64>().ok());
    let Some(id) = id else { return parameter("`sealId` 要是整数") };
    let seal = world.seal(id);
    if seal.is_none() && strict {
        return Err(Refused::Code("oc_20001"));
    }
    let authorized = seal.and_then(|seal| Some((seal, seal.authorized?)));
    let authorizations: Vec<Value> = authorized
        .into_iter()
        .map(|(seal, at)| {
            let code = seal.authorize_code.clone();
            json!({
                "appKey": app_key,
                "authorizeCode": code.unwrap_or_else(|| made_code(id)),
                "authorizeTime": time(at),
                "beginTime": time(at),
                "endTime": time(at.saturating_add(YEAR)),
                "authorizeStatus": "authorized",
            })
        })
        .collect();
    Ok(json!({
        "sealId": id,
        "sealName": "沙箱印章",
        // What the numbers mean is not documented.
        "status": 1,
        "style": 1,
        "autosignAuthorizeList": authorizations,
    }))
}

/// How long an authorization of the sandbox lasts, in milliseconds.
const YEAR: i64 = 365 * 86_400_000;

/// The same for a seal at every restart.
fn made_code(id: i64) -> String {
    sha256(id.to_string().as_bytes())[..16].to_owned()
}

/// A request for the page where silent signing is granted, checked: the seals it is for.
pub fn authorization(world: &World, strict: bool, body: &Value) -> Result<Vec<i64>, Refused> {
    let body = Node::root(body)?;
    let id = body.get("accountId");
    let account = id.text()?;
    let named = body.get("sealIds").items()?.iter().map(seal_id).collect::<Result<Vec<_>, _>>()?;
    for mode in body.get("authConfig").maybe_object()?.get("willingnessAuthModes").items()? {
        mode.text()?;
    }
    body.get("redirectUrl").maybe_text()?;
    body.get("redirectDelayTime").maybe_integer()?;
    body.get("expirationTime").maybe_integer()?;
    match world.account(account) {
        None if strict => return id.wrong("不存在"),
        Some(known) if !known.verified => match known.kind {
            AccountKind::Company => return Err(Refused::Code("oc_40025")),
            AccountKind::Person if known.name.is_none() || !known.has_id_number => {
                return Err(Refused::Code("oc_40026"));
            }
            AccountKind::Person => {}
        },
        _ => {}
    }
    let own = world.seals_of(account);
    let missing = |seal: &i64| match world.seal(*seal) {
        Some(known) => known.account.is_some() && !own.contains(seal),
        None => strict,
    };
    if named.iter().any(missing) {
        return Err(Refused::Code("oc_20001"));
    }
    let seals = if named.is_empty() { own } else { named };
    let authorized = |seal: &i64| world.seal(*seal).is_some_and(|seal| seal.authorized.is_some());
    // With several seals the link is still of use while one of them is not authorized.
    if !seals.is_empty() && seals.iter().all(authorized) {
        return Err(Refused::Code("oc_20002"));
    }
    Ok(seals)
}

/// A number, or a text of one: the platform's pages show both.
fn seal_id(node: &Node<'_>) -> Result<i64, Refused> {
    let number = match node.value() {
        Some(Value::String(text)) => text.parse().ok(),
        value => value.and_then(Value::as_i64),
    };
    number.map_or_else(|| node.wrong("要是印章 ID"), Ok)
}
