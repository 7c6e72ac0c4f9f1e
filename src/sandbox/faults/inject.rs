//! A fault and a request: what is committed when, what is answered, and how that leaves.

use std::sync::Arc;
use std::time::Duration;

use hyper::StatusCode;
use hyper::header::{HeaderValue, RETRY_AFTER};
use tokio::time::sleep;

use super::{FaultRule, Kind, When, spoil};
use crate::sandbox::answer::{Answer, Refused};
use crate::sandbox::connection::{Again, Manner, Sent};
use crate::sandbox::endpoints::{self, Endpoint, Request};
use crate::sandbox::{Shared, locked, start};

/// Answers a request with this fault; `None` where the fault finds nothing to disturb.
pub async fn inject(fault: &FaultRule, shared: &Arc<Shared>, request: &Arc<Request>) -> Option<Sent> {
    let time = Duration::from_millis(fault.ms);
    if fault.kind == Kind::Lag {
        let lags = start::is_younger(&locked(&shared.world), &request.query, fault.ms);
        return lags.then(|| Sent::whole(Err(Refused::Code("oc_40006")).into()));
    }
    if fault.kind == Kind::Delay && fault.when == When::Before {
        sleep(time).await;
    }
    let commits = fault.when == When::After || fault.kind == Kind::Delay;
    let (answer, earlier) = match commits {
        true => answer(shared, request),
        false => (endpoints::rehearse(shared, request), shared.faults.answered(request.endpoint)),
    };
    match (fault.kind, fault.when) {
        (Kind::Delay, When::After) => sleep(time).await,
        (_, When::Late) => commit_later(shared.clone(), request.clone(), time),
        _ => {}
    }
    let answer = spoilt(fault, request, answer, earlier);
    Some(Sent { answer, manner: manner(fault, time) })
}

/// Does what is asked, undisturbed: the answer, and the one before it from the same endpoint.
pub fn answer(shared: &Shared, request: &Request) -> (Answer, Option<Answer>) {
    let answer = endpoints::answer(shared, request);
    let earlier = shared.faults.remember(request.endpoint, &answer);
    (answer, earlier)
}

/// In a task of its own: neither the answer nor the client's going away has a part in it.
fn commit_later(shared: Arc<Shared>, request: Arc<Request>, time: Duration) {
    tokio::spawn(async move {
        let mut stopped = shared.stopped.clone();
        tokio::select! {
            _ = stopped.changed() => {}
            () = sleep(time) => drop(answer(&shared, &request)),
        }
    });
}

/// What the answer becomes.
fn spoilt(fault: &FaultRule, request: &Request, answer: Answer, earlier: Option<Answer>) -> Answer {
    let is_ticket = request.endpoint == Endpoint::Ticket;
    let answer = match fault.kind {
        Kind::Error if is_ticket => spoil::coded(StatusCode::OK, "1001", true),
        Kind::Error => spoil::coded(StatusCode::OK, "500", false),
        Kind::Code => spoil::coded(fault.status, &fault.code, is_ticket),
        Kind::Http500 => spoil::page(StatusCode::INTERNAL_SERVER_ERROR),
        Kind::Status => spoil::page(fault.status),
        Kind::Html => spoil::html(fault.status),
        Kind::Empty => Answer { body: Vec::new(), ..spoil::page(fault.status) },
        Kind::Redirect => spoil::redirect(fault.status, &request.target),
        Kind::Malformed => spoil::halved(answer),
        Kind::WrongType => spoil::wrong_type(answer, is_ticket),
        Kind::Foreign => spoil::foreign(answer, earlier),
        Kind::ForeignCode => spoil::foreign_code(answer),
        Kind::NoCode => spoil::no_code(answer),
        Kind::Escapes => spoil::escapes(answer, fault.when == When::Before, is_ticket),
        _ => answer,
    };
    match fault.retry_after {
        Some(seconds) => answer.header(RETRY_AFTER, HeaderValue::from(seconds)),
        None => answer,
    }
}

fn manner(fault: &FaultRule, time: Duration) -> Manner {
    match fault.kind {
        Kind::Drop => Manner::Dropped,
        Kind::Reset => Manner::Reset,
        Kind::Hang => Manner::Hang,
        Kind::Slow => Manner::Slowly(time),
        Kind::Cut => Manner::Cut { bytes: fault.bytes, reset: fault.reset },
        Kind::Twice if fault.next => Manner::Twice(Again::Next),
        Kind::Twice => Manner::Twice(Again::After(time)),
        Kind::WrongLength => Manner::WrongLength(fault.by),
        Kind::Unfinished => Manner::Unfinished,
        Kind::Endless => Manner::Endless,
        Kind::HugeHeader => Manner::HugeHeader(fault.bytes),
        _ => Manner::Whole,
    }
}
