//! Connections, and a request's way from its bytes to its answer.

use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Body, Bytes, Incoming};
use hyper::http::request::Parts;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode, header};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

use super::answer::{Answer, envelope, now_ms, qiyuesuo};
use super::endpoints::{self, Endpoint};
use super::faults::{FaultRule, Kind, When};
use super::record::Received;
use super::wire::{Dropped, Sent, Trickle};
use super::{Shared, control, gate, locked, start};

/// The largest body, in bytes, of an upload and of anything else.
const LARGEST_FILE: usize = 60 << 20;
const LARGEST_BODY: usize = 10 << 20;

/// Asks for a fault for this request alone.
const FAULT: &str = "x-sandbox-fault";

/// Accepts until the sandbox is stopped.
pub async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let mut stopped = shared.stopped.clone();
    loop {
        tokio::select! {
            _ = stopped.changed() => return,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => drop(tokio::spawn(connection(stream, shared.clone()))),
                // Out of descriptors, most likely; others will close.
                Err(_) => sleep(Duration::from_millis(10)).await,
            },
        }
    }
}

async fn connection(stream: TcpStream, shared: Arc<Shared>) {
    let mut stopped = shared.stopped.clone();
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| receive(shared.clone(), request));
    let serving =
        http1::Builder::new().timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service);
    tokio::select! {
        _ = stopped.changed() => {}
        // An error is the client's going away, or a fault to order.
        _ = serving => {}
    }
}

async fn receive(shared: Arc<Shared>, request: Request<Incoming>) -> Result<Response<Trickle>, Dropped> {
    let (head, body) = request.into_parts();
    if !gate::is_local(&head.headers) {
        let what = "this sandbox answers to 127.0.0.1 and localhost only\n";
        return Sent::Whole(Answer::text(StatusCode::FORBIDDEN, what)).response();
    }
    let upload = endpoints::is_upload(head.uri.path(), &shared.options);
    let body = match whole(body, if upload { LARGEST_FILE } else { LARGEST_BODY }).await {
        Ok(body) => body,
        Err(answer) => return Sent::Whole(answer).response(),
    };
    // In a task of its own: a real server does not stop because the one who asked went away.
    let handled = tokio::spawn(async move {
        if let Some(answer) = control::answer(&shared, &head, &body) {
            return Sent::Whole(answer);
        }
        let mut stopped = shared.stopped.clone();
        tokio::select! {
            _ = stopped.changed() => Sent::Dropped,
            sent = platform(&shared, head, body) => sent,
        }
    });
    handled.await.map_err(|_| Dropped)?.response()
}

async fn whole(body: Incoming, limit: usize) -> Result<Bytes, Answer> {
    let too_large = || {
        let answer = envelope(StatusCode::PAYLOAD_TOO_LARGE, "413", "请求体过大", Value::Null);
        Err(answer.header(header::CONNECTION, header::HeaderValue::from_static("close")))
    };
    if body.size_hint().lower() > limit as u64 {
        return too_large();
    }
    match Limited::new(body, limit).collect().await {
        Ok(whole) => Ok(whole.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => too_large(),
        Err(_) => Err(Answer::text(StatusCode::BAD_REQUEST, "the body did not arrive\n")),
    }
}

/// A request to one of the platforms.
async fn platform(shared: &Shared, head: Parts, body: Bytes) -> Sent {
    let query: Vec<(String, String)> =
        url::form_urlencoded::parse(head.uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    let time = now_ms();
    let found = endpoints::find(head.uri.path(), &head.method, &shared.options);
    let (sent, fault) = match admit(shared, &head, &query, &body, time) {
        Err(answer) => (Sent::Whole(answer), None),
        Ok(()) => match found {
            Some((endpoint, true)) => admitted(shared, endpoint, &head, &query, &body).await,
            _ => (Sent::Whole(endpoints::nowhere(head.uri.path(), found.is_some())), None),
        },
    };
    let (status, code) = match &sent {
        Sent::Whole(answer) | Sent::Slowly(answer, _) => (answer.status.as_u16(), answer.code.clone()),
        Sent::Dropped => (0, String::new()),
    };
    if shared.options.log {
        log(&head, status, &code, fault.as_deref());
    }
    locked(&shared.record).add(Received {
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        query,
        time,
        status,
        code,
        fault,
        body,
        known: found.is_some(),
    });
    sent
}

/// No query and no body: both may hold personal data.
fn log(head: &Parts, status: u16, code: &str, fault: Option<&str>) {
    use std::io::Write;
    let fault = fault.map(|fault| format!(" ({fault})")).unwrap_or_default();
    let path = crate::privacy::shown(head.uri.path());
    // Nobody listens any more, perhaps: `2>&1 | head`.
    let _ = writeln!(std::io::stderr().lock(), "{} {path} {status} {code}{fault}", head.method);
}

fn admit(
    shared: &Shared,
    head: &Parts,
    query: &[(String, String)],
    body: &[u8],
    now: i64,
) -> Result<(), Answer> {
    let options = &shared.options;
    if endpoints::is_qiyuesuo(head.uri.path()) {
        let key = (options.token.as_str(), options.token_secret.as_str());
        return gate::qiyuesuo::admit(head, key, &shared.qiyuesuo_nonces, now)
            .map_err(|fault| qiyuesuo(Err(fault)));
    }
    let key = (options.key.as_str(), options.secret.as_str());
    gate::qiandun::admit(head, query, body, key, &shared.qiandun_nonces, now)
}

/// A request that was let in, and what befalls it.
async fn admitted(
    shared: &Shared,
    endpoint: Endpoint,
    head: &Parts,
    query: &[(String, String)],
    body: &Bytes,
) -> (Sent, Option<String>) {
    let json: Option<Value> = match endpoint {
        Endpoint::Upload => None,
        _ => serde_json::from_slice(body).ok(),
    };
    if endpoint == Endpoint::Start
        && let Some(code) = json.as_ref().and_then(start::business_code)
    {
        locked(&shared.world).count_start(code);
    }
    let fault = match ordered(head) {
        Ok(fault) => fault.or_else(|| shared.faults.draw(head.uri.path())),
        Err(answer) => return (Sent::Whole(answer), None),
    };
    let content_type = head.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let request = endpoints::Request {
        endpoint,
        query,
        content_type: content_type.unwrap_or_default(),
        json: json.as_ref(),
        body,
    };
    let Some(fault) = fault else { return (Sent::Whole(endpoints::answer(shared, &request)), None) };
    let sent = befall(&fault, shared, &request).await;
    (sent, Some(fault.written().to_owned()))
}

/// The fault a request asks for itself.
fn ordered(head: &Parts) -> Result<Option<FaultRule>, Answer> {
    let Some(written) = head.headers.get(FAULT) else { return Ok(None) };
    let written = String::from_utf8_lossy(written.as_bytes());
    FaultRule::parse(&written).map(Some).map_err(|words| {
        let text = format!("X-Sandbox-Fault: {}\n", words.en);
        Answer::text(StatusCode::BAD_REQUEST, &text)
    })
}

async fn befall(fault: &FaultRule, shared: &Shared, request: &endpoints::Request<'_>) -> Sent {
    let time = Duration::from_millis(fault.ms);
    if fault.kind == Kind::Delay && fault.when == When::Before {
        sleep(time).await;
        return Sent::Whole(endpoints::answer(shared, request));
    }
    let is_ticket = request.endpoint == Endpoint::Ticket;
    let answer = match fault.when {
        When::After => endpoints::answer(shared, request),
        When::Before if is_ticket => qiyuesuo(Ok(json!({ "ticket": "" }))),
        When::Before => Ok(json!({})).into(),
    };
    match fault.kind {
        Kind::Delay => {
            sleep(time).await;
            Sent::Whole(answer)
        }
        Kind::Slow => Sent::Slowly(answer, time),
        Kind::Drop => Sent::Dropped,
        Kind::Error if is_ticket => {
            let body = json!({ "message": "SERVER ERROR", "code": 1001, "responseCode": "21990001" });
            Sent::Whole(Answer::json(StatusCode::OK, "1001", &body))
        }
        Kind::Error => Sent::Whole(Err(super::answer::Refused::Code("500")).into()),
        Kind::Http500 => {
            Sent::Whole(Answer::text(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error\n"))
        }
        Kind::Malformed => Sent::Whole(halved(answer)),
        Kind::WrongType => Sent::Whole(wrong_type(answer, is_ticket)),
    }
}

fn halved(mut answer: Answer) -> Answer {
    answer.body.truncate(answer.body.len() / 2);
    answer
}

/// Numbers for texts, texts for numbers, and an array for the result.
fn wrong_type(answer: Answer, is_ticket: bool) -> Answer {
    let body = match is_ticket {
        true => json!({ "code": "0", "message": "SUCCESS", "result": [] }),
        false => json!({ "code": 200, "msg": "成功", "result": [], "success": "true", "ts": now_ms() }),
    };
    Answer { body: body.to_string().into_bytes(), ..answer }
}
