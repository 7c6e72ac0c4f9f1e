//! Who is listened to, and a request's way to its answer.

use std::sync::Arc;
use std::time::Duration;

use hyper::body::Bytes;
use hyper::http::request::Parts;
use hyper::{StatusCode, header};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::sleep;

use super::answer::{Answer, now_ms, qiyuesuo};
use super::connection::{self, Arrived, Manner, Sent};
use super::endpoints::{self, Endpoint, Request};
use super::faults::{self, FaultRule};
use super::record::Received;
use super::{Shared, control, gate, locked, start};
use crate::privacy::shown;

/// Asks for a fault for this request alone.
const FAULT: &str = "x-sandbox-fault";

/// How many surplus clients are answered at once; any more are closed without an answer.
const TURNED_AWAY: usize = 16;

/// Accepts until the sandbox is stopped.
pub async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let mut stopped = shared.stopped.clone();
    let room = Arc::new(Semaphore::new(shared.options.max_connections.min(Semaphore::MAX_PERMITS)));
    let doorstep = Arc::new(Semaphore::new(TURNED_AWAY));
    loop {
        let stream = tokio::select! {
            _ = stopped.changed() => return,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                // Out of descriptors, most likely; others will close.
                Err(_) => {
                    sleep(Duration::from_millis(10)).await;
                    continue;
                }
            },
        };
        if let Ok(place) = room.clone().try_acquire_owned() {
            let shared = shared.clone();
            tokio::spawn(async move {
                connection::run(stream, shared).await;
                drop(place);
            });
        } else if let Ok(place) = doorstep.clone().try_acquire_owned() {
            let what = "this sandbox has too many open connections\n";
            let answer = Answer::text(StatusCode::SERVICE_UNAVAILABLE, what);
            tokio::spawn(async move {
                connection::turn_away(stream, answer).await;
                drop(place);
            });
        }
    }
}

/// The answer to a request, whoever it is for.
pub async fn answer(shared: Arc<Shared>, arrived: Box<Arrived>) -> Sent {
    let Arrived { head, body } = *arrived;
    let body = match body {
        Ok(body) => body,
        Err(answer) => return Sent::whole(answer),
    };
    if let Some(answer) = control::answer(&shared, &head, &body) {
        return Sent::whole(answer);
    }
    let mut stopped = shared.stopped.clone();
    tokio::select! {
        _ = stopped.changed() => {
            Sent { manner: Manner::Dropped, ..Sent::whole(Answer::text(StatusCode::SERVICE_UNAVAILABLE, "")) }
        }
        sent = platform(&shared, head, body) => sent,
    }
}

/// A request to one of the platforms.
async fn platform(shared: &Arc<Shared>, head: Parts, body: Bytes) -> Sent {
    let query: Vec<(String, String)> =
        url::form_urlencoded::parse(head.uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    let time = now_ms();
    let found = endpoints::find(head.uri.path(), &head.method, &shared.options);
    let (sent, fault) = match admit(shared, &head, &query, &body, time) {
        Err(answer) => (Sent::whole(answer), None),
        Ok(()) => match found {
            Some((endpoint, true)) => admitted(shared, endpoint, &head, &query, &body).await,
            _ => (Sent::whole(endpoints::nowhere(head.uri.path(), found.is_some())), None),
        },
    };
    let (status, code) = sent.seen();
    if shared.options.log {
        log(&head, status, code, fault.as_deref());
    }
    locked(&shared.record).add(Received {
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        query,
        time,
        status,
        code: code.to_owned(),
        fault,
        body,
        known: found.is_some(),
    });
    sent
}

/// No query and no body: both may hold personal data.
fn log(head: &Parts, status: u16, code: &str, fault: Option<&str>) {
    use std::io::Write;
    let fault = fault.map(|fault| format!(" ({})", shown(fault))).unwrap_or_default();
    let (path, code) = (shown(head.uri.path()), shown(code));
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

/// A request that was let in, and the fault that was injected into it.
async fn admitted(
    shared: &Arc<Shared>,
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
        Err(answer) => return (Sent::whole(answer), None),
    };
    let content_type = head.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let request = Arc::new(Request {
        endpoint,
        target: head.uri.clone(),
        query: query.to_vec(),
        content_type: content_type.unwrap_or_default().to_owned(),
        json,
        body: body.clone(),
    });
    if let Some(fault) = fault
        && let Some(sent) = faults::inject(&fault, shared, &request).await
    {
        return (sent, Some(fault.written().to_owned()));
    }
    (Sent::whole(faults::answer(shared, &request).0), None)
}

/// The fault a request asks for itself.
fn ordered(head: &Parts) -> Result<Option<FaultRule>, Answer> {
    let Some(written) = head.headers.get(FAULT) else { return Ok(None) };
    let written = String::from_utf8_lossy(written.as_bytes());
    FaultRule::parse(&written).map(Some).map_err(|words| {
        let text = format!("X-Sandbox-Fault: {} / {}\n", words.zh, words.en);
        Answer::text(StatusCode::BAD_REQUEST, &text)
    })
}
