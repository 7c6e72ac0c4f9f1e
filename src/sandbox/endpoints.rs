//! The platforms' endpoints: which path is which, and what each makes of a request.

use hyper::body::Bytes;
use hyper::{Method, StatusCode, Uri};
use serde_json::{Value, json};

use super::answer::{Answer, Outcome, envelope, now_ms, parameter, qiyuesuo};
use super::faults::same_path;
use super::world::World;
use super::{Options, Shared, files, locked, people, seals, start, ticket};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
pub struct Request {
    pub endpoint: Endpoint,
    pub target: Uri,
    pub query: Vec<(String, String)>,
    pub content_type: String,
    /// `None` where it is no JSON.
    pub json: Option<Value>,
    pub body: Bytes,
}

/// Does what is asked: commits, and answers.
pub fn answer(shared: &Shared, request: &Request) -> Answer {
    act(shared, request, false)
}

/// What would be answered; nothing is committed.
pub fn rehearse(shared: &Shared, request: &Request) -> Answer {
    act(shared, request, true)
}

fn act(shared: &Shared, request: &Request, rehearsing: bool) -> Answer {
    let world = &mut *locked(&shared.world);
    world.rehearsing = rehearsing;
    let answer = match (request.endpoint, &request.json) {
        (Endpoint::Ticket, Some(body)) => qiyuesuo(ticket::exchange(world, shared.options.strict, body)),
        (Endpoint::Ticket, None) => qiyuesuo(ticket::invalid("JSON")),
        _ => qiandun(shared, world, request).into(),
    };
    world.rehearsing = false;
    answer
}

fn qiandun(shared: &Shared, world: &mut World, request: &Request) -> Outcome {
    let options = &shared.options;
    let json = || match &request.json {
        Some(json) => Ok(json),
        None => parameter("请求体不是 JSON"),
    };
    match request.endpoint {
        Endpoint::Start => start::start(world, options.strict, shared.today(), json()?),
        Endpoint::Signer => start::signer(world, &request.query),
        Endpoint::Template => files::from_template(world, options.strict, &shared.base, json()?),
        Endpoint::Upload => files::upload(world, &request.content_type, &request.body),
        Endpoint::SealDetail => seals::detail(world, options.strict, &options.key, &request.query),
        Endpoint::Authorization => {
            let asked = json()?;
            let seals = seals::authorization(world, options.strict, asked)?;
            let seconds = asked.get("expirationTime").and_then(Value::as_i64).unwrap_or(3600);
            let until = match world.rehearsing {
                true => 0,
                false => now_ms().saturating_add(seconds.saturating_mul(1000)),
            };
            Ok(json!({ "authUrl": shared.authorizations.open(&shared.base, seals, until) }))
        }
        Endpoint::CreatePerson => people::create(world, options.own_verification, json()?),
        Endpoint::GetPerson => people::get(world, &request.query),
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
