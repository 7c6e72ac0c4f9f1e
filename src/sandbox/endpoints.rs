//! The platforms' endpoints: which path is which, and what each makes of a request.

use hyper::{Method, StatusCode};
use serde_json::{Value, json};

use super::answer::{Answer, Outcome, envelope, now_ms, parameter, qiyuesuo};
use super::faults::same_path;
use super::{Options, Shared, files, locked, people, seals, start, ticket};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    Start,
    Signer,
    Template,
    Upload,
    SealDetail,
    Authorization,
    CreatePerson,
    GetPerson,
    Ticket,
}

const PATHS: [(&str, Method, Endpoint); 8] = [
    ("/api/open/contract/start", Method::POST, Endpoint::Start),
    ("/api/open/contract/signer", Method::GET, Endpoint::Signer),
    ("/api/open/template/file/create", Method::POST, Endpoint::Template),
    ("/api/open/seal/detail", Method::GET, Endpoint::SealDetail),
    ("/api/open/seal/autosign/auth/url", Method::POST, Endpoint::Authorization),
    ("/api/open/psnCreate", Method::POST, Endpoint::CreatePerson),
    ("/api/open/psnGet", Method::GET, Endpoint::GetPerson),
    ("/v2/contract/miniappexchange", Method::POST, Endpoint::Ticket),
];

/// Whether a path is Qiyuesuo's; every other is QianDun's.
pub fn is_qiyuesuo(path: &str) -> bool {
    path.starts_with("/v2/")
}

/// The endpoint of a path, and whether the method is its own.
pub fn find(path: &str, method: &Method, options: &Options) -> Option<(Endpoint, bool)> {
    if is_upload(path, options) {
        return Some((Endpoint::Upload, *method == Method::POST));
    }
    let (_, own, endpoint) = PATHS.iter().find(|(known, ..)| *known == path)?;
    Some((*endpoint, own == method))
}

pub fn is_upload(path: &str, options: &Options) -> bool {
    options.upload_path.as_ref().is_some_and(|own| same_path(own, path))
}

/// A request that was let in.
pub struct Request<'a> {
    pub endpoint: Endpoint,
    pub query: &'a [(String, String)],
    pub content_type: &'a str,
    /// `None` where it is no JSON.
    pub json: Option<&'a Value>,
    pub body: &'a [u8],
}

/// Does what is asked: commits, and answers.
pub fn answer(shared: &Shared, request: &Request<'_>) -> Answer {
    if request.endpoint != Endpoint::Ticket {
        return qiandun(shared, request).into();
    }
    qiyuesuo(match request.json {
        Some(body) => ticket::exchange(&locked(&shared.world), shared.options.strict, body),
        None => ticket::invalid("JSON"),
    })
}

fn qiandun(shared: &Shared, request: &Request<'_>) -> Outcome {
    let options = &shared.options;
    let world = &mut *locked(&shared.world);
    let json = || match request.json {
        Some(json) => Ok(json),
        None => parameter("请求体不是 JSON"),
    };
    match request.endpoint {
        Endpoint::Start => start::start(world, options.strict, shared.today(), json()?),
        Endpoint::Signer => start::signer(world, request.query),
        Endpoint::Template => files::from_template(world, options.strict, &shared.base, json()?),
        Endpoint::Upload => files::upload(world, request.content_type, request.body),
        Endpoint::SealDetail => seals::detail(world, options.strict, &options.key, request.query),
        Endpoint::Authorization => {
            let asked = json()?;
            let seals = seals::authorization(world, options.strict, asked)?;
            let seconds = asked.get("expirationTime").and_then(Value::as_i64).unwrap_or(3600);
            let until = now_ms().saturating_add(seconds.saturating_mul(1000));
            Ok(json!({ "authUrl": shared.authorizations.open(&shared.base, seals, until) }))
        }
        Endpoint::CreatePerson => people::create(world, options.own_verification, json()?),
        Endpoint::GetPerson => people::get(world, request.query),
        // Answered by its own gate.
        Endpoint::Ticket => Ok(Value::Null),
    }
}

/// No endpoint of the platform, or not with this method. What the platform answers is not documented.
pub fn nowhere(path: &str, method_known: bool) -> Answer {
    let (status, what) = match method_known {
        true => (StatusCode::METHOD_NOT_ALLOWED, "这个地址不接受这种方法"),
        false => (StatusCode::NOT_FOUND, "沙箱没有这个地址"),
    };
    if is_qiyuesuo(path) {
        let body = json!({ "message": what, "code": status.as_u16() });
        return Answer::json(status, status.as_str(), &body);
    }
    envelope(status, status.as_str(), what, Value::Null)
}
