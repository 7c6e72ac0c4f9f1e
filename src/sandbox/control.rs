//! The sandbox's own paths, for people and for tests: the page, the state, signing, and faults. Whoever wants in
//! has the token.

use std::collections::HashMap;

use hyper::header::{self, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, StatusCode};
use serde_json::{Value, json};

use super::answer::{Answer, now_ms};
use super::authorizations;
use super::event::Event;
use super::faults::FaultRule;
use super::world::SignRefused;
use super::{Shared, locked};
use crate::findings::Words;
use crate::words;

const PAGE: &str = include_str!("page.html");

/// Nothing from elsewhere, nothing within a frame.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; \
                      connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// Answers a request for one of these paths; `None` for every other.
pub fn answer(shared: &Shared, head: &Parts, body: &[u8]) -> Option<Answer> {
    let path = head.uri.path();
    if let Some(name) = path.strip_prefix(authorizations::PATH) {
        return Some(authorize(shared, name));
    }
    if path != "/" && !path.starts_with("/_sandbox/") {
        return None;
    }
    Some(private(match (&head.method, path) {
        _ if !has_token(shared, head) => Answer::text(
            StatusCode::FORBIDDEN,
            "缺少这个沙箱的令牌：请打开 qdc sandbox 启动时显示的完整网址 / \
             the token of this sandbox is missing: token=… or X-Sandbox-Token\n",
        ),
        (&Method::GET, "/") => page(head),
        (&Method::GET, "/_sandbox/state") => Answer::json(StatusCode::OK, "", &state(shared)),
        (&Method::GET, "/_sandbox/counts") => Answer::json(StatusCode::OK, "", &counts(shared)),
        (&Method::POST, "/_sandbox/sign") => sign(shared, body),
        (&Method::POST, "/_sandbox/faults") => faults(shared, body),
        _ => refuse(StatusCode::NOT_FOUND, words!("没有这个路径", "no such path")),
    }))
}

fn private(answer: Answer) -> Answer {
    answer
        .header(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))
        .header(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"))
        .header(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"))
}

fn has_token(shared: &Shared, head: &Parts) -> bool {
    let query = head.uri.query().unwrap_or_default();
    let of_query = url::form_urlencoded::parse(query.as_bytes())
        .any(|(name, value)| name == "token" && value == shared.token);
    let header = head.headers.get(HeaderName::from_static("x-sandbox-token"));
    of_query || header.is_some_and(|value| value.as_bytes() == shared.token.as_bytes())
}

/// The page is in Chinese, or in English for whom prefers it.
fn page(head: &Parts) -> Answer {
    let wanted = head.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let lang = if wanted.is_some_and(|wanted| wanted.starts_with("en")) { "en" } else { "zh" };
    let text = PAGE.replacen("lang=\"zh\"", &format!("lang=\"{lang}\""), 1);
    Answer::new(StatusCode::OK, "", "text/html; charset=utf-8", text)
        .header(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY))
}

/// How much was received, without the lists.
fn counts(shared: &Shared) -> Value {
    let record = locked(&shared.record);
    json!({ "received": record.total(), "disturbed": record.disturbed() })
}

fn state(shared: &Shared) -> Value {
    let (contracts, starts) = {
        let world = locked(&shared.world);
        let names = names(shared, world.contracts().count());
        let contracts: Vec<Value> =
            world.contracts().map(|(contract, received)| contract.shown(received, &names)).collect();
        (contracts, json!(world.received()))
    };
    let record = locked(&shared.record);
    json!({
        "received": record.total(),
        "disturbed": record.disturbed(),
        "counts": record.counts(),
        "starts": starts,
        "contracts": contracts,
        "requests": record.last(),
        "faults": shared.faults.written(),
    })
}

/// What accounts are called. Files are read again only when there are other contracts than before.
fn names(shared: &Shared, contracts: usize) -> HashMap<String, String> {
    let Some(of) = &shared.options.names.0 else { return HashMap::new() };
    let mut called = locked(&shared.called);
    match &*called {
        Some((count, names)) if *count == contracts => names.clone(),
        _ => {
            let names = of();
            *called = Some((contracts, names.clone()));
            names
        }
    }
}

/// `{"contractId" or "businessCode", "accountId"}`
fn sign(shared: &Shared, body: &[u8]) -> Answer {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let Some(account) = body["accountId"].as_str() else {
        return refuse(StatusCode::BAD_REQUEST, words!("缺少 accountId", "accountId is missing"));
    };
    let mut world = locked(&shared.world);
    let id = match (&body["contractId"], &body["businessCode"]) {
        (Value::String(id), _) => id.parse().ok(),
        (Value::Number(id), _) => id.as_i64(),
        (_, Value::String(code)) => world.contract_of_code(code).map(|contract| contract.contract_id),
        _ => {
            return refuse(
                StatusCode::BAD_REQUEST,
                words!("缺少 contractId 或 businessCode", "contractId or businessCode is missing"),
            );
        }
    };
    let signed = id.ok_or(SignRefused::NoContract).and_then(|id| {
        world.sign(id, account)?;
        world.contract(id).ok_or(SignRefused::NoContract)
    });
    match signed {
        Ok(contract) => Answer::json(StatusCode::OK, "", &contract.shown(0, &HashMap::new())["signers"]),
        Err(SignRefused::NoContract) => {
            refuse(StatusCode::NOT_FOUND, words!("没有这份合同", "no such contract"))
        }
        Err(SignRefused::NoSigner) => {
            refuse(StatusCode::NOT_FOUND, words!("没有这个签署方", "no such signer"))
        }
        Err(SignRefused::Finished) => {
            refuse(StatusCode::CONFLICT, words!("这个签署方已经签过", "this signer has signed"))
        }
        Err(SignRefused::NotYet) => {
            refuse(StatusCode::CONFLICT, words!("还没轮到这个签署方", "it is not this signer's turn"))
        }
        Err(SignRefused::Unwritten) => refuse(
            StatusCode::INTERNAL_SERVER_ERROR,
            words!("无法写入沙箱的数据", "the journal could not be written"),
        ),
    }
}

/// `["drop:after", …]`, in place of the rules so far.
fn faults(shared: &Shared, body: &[u8]) -> Answer {
    let Ok(written) = serde_json::from_slice::<Vec<String>>(body) else {
        return refuse(
            StatusCode::BAD_REQUEST,
            words!("请求体不是由文本组成的数组", "the body is not an array of texts"),
        );
    };
    match written.iter().map(|written| FaultRule::parse(written)).collect::<Result<Vec<_>, _>>() {
        Ok(rules) => {
            shared.faults.replace(rules);
            Answer::json(StatusCode::OK, "", &json!(shared.faults.written()))
        }
        Err(words) => refuse(StatusCode::BAD_REQUEST, words),
    }
}

/// `error` for programs, and the same in Chinese for the page.
fn refuse(status: StatusCode, why: Words) -> Answer {
    Answer::json(status, "", &json!({ "error": why.en, "errorZh": why.zh }))
}

/// The page behind an `authUrl`. Its name is its token.
fn authorize(shared: &Shared, name: &str) -> Answer {
    let now = now_ms();
    private(match shared.authorizations.close(name, now) {
        None => {
            Answer::text(StatusCode::NOT_FOUND, "链接无效或已过期 / this link is unknown or has expired\n")
        }
        Some(seals) => match locked(&shared.world).commit(Event::SealsAuthorized { seals, at: now }) {
            Ok(()) => {
                Answer::text(StatusCode::OK, "沙箱：已授权静默签署 / sandbox: silent signing is granted\n")
            }
            Err(_) => Answer::text(StatusCode::INTERNAL_SERVER_ERROR, "journal\n"),
        },
    })
}
