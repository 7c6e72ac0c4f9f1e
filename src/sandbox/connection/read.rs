//! Requests as they come: hyper reads them, one at a time, and the connection is taken back from it then.
//!
//! hyper answers only what is not HTTP: it cannot answer wrongly to order.

use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http_body_util::{BodyExt, Empty, LengthLimitError, Limited};
use hyper::body::{Body, Bytes, Incoming};
use hyper::http::request::Parts;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::copy::Copy;
use crate::sandbox::answer::{Answer, envelope};
use crate::sandbox::{Options, Shared, endpoints, gate};

/// The largest body, in bytes, of an upload and of anything else.
const LARGEST_FILE: usize = 60 << 20;
const LARGEST_BODY: usize = 10 << 20;

/// A request, or the answer to one whose body is not wanted or did not come.
pub struct Arrived {
    pub head: Parts,
    pub body: Result<Bytes, Answer>,
}

/// What reading a connection comes to.
pub enum Next {
    Request(Line, Box<Arrived>),
    /// The time of the copy has come before the next request.
    Due(Line),
    /// The client has gone, took too long, or what it sends is no HTTP: hyper has answered that.
    Ended(Line),
}

enum Stage {
    Head,
    Whole(Box<Arrived>),
}

pub async fn next(line: Line, shared: &Arc<Shared>, copy: Option<&Copy>) -> Next {
    let (sender, mut stages) = mpsc::unbounded_channel();
    let service = service_fn(|request| {
        let (sender, shared) = (sender.clone(), shared.clone());
        Box::pin(async move {
            // Whoever is gone does not listen.
            let _ = sender.send(Stage::Head);
            let _ = sender.send(Stage::Whole(Box::new(whole(request, &shared.options).await)));
            std::future::pending::<Result<Response<Empty<Bytes>>, Infallible>>().await
        })
    });
    let mut reading = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(shared.options.request_timeout)
        // A client that has said everything may still listen.
        .half_close(true)
        .serve_connection(TokioIo::new(line), service);
    let mut between = true;
    let (arrived, due) = loop {
        tokio::select! {
            biased;
            stage = stages.recv() => match stage {
                Some(Stage::Whole(arrived)) => break (Some(arrived), false),
                _ => between = false,
            },
            _ = std::future::poll_fn(|cx| reading.poll_without_shutdown(cx)) => match stages.try_recv() {
                Ok(Stage::Whole(arrived)) => break (Some(arrived), false),
                _ => break (None, false),
            },
            () = Copy::due(copy), if between => break (None, true),
        }
    };
    let parts = reading.into_parts();
    let line = parts.io.into_inner().before(parts.read_buf);
    match arrived {
        Some(arrived) => Next::Request(line, arrived),
        None if due => Next::Due(line),
        None => Next::Ended(line),
    }
}

async fn whole(request: Request<Incoming>, options: &Options) -> Arrived {
    let (head, body) = request.into_parts();
    let body = match gate::is_local(&head.headers) {
        true => {
            let upload = endpoints::is_upload(head.uri.path(), options);
            let limit = if upload { LARGEST_FILE } else { LARGEST_BODY };
            collect(body, limit, options.request_timeout).await
        }
        false => {
            let what = "this sandbox answers to 127.0.0.1 and localhost only\n";
            Err(Answer::text(StatusCode::FORBIDDEN, what))
        }
    };
    Arrived { head, body }
}

async fn collect(body: Incoming, limit: usize, time: Duration) -> Result<Bytes, Answer> {
    let too_large = || Err(envelope(StatusCode::PAYLOAD_TOO_LARGE, "413", "请求体过大", Value::Null));
    if body.size_hint().lower() > limit as u64 {
        return too_large();
    }
    match timeout(time, Limited::new(body, limit).collect()).await {
        Ok(Ok(whole)) => Ok(whole.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => too_large(),
        Ok(Err(_)) => Err(Answer::text(StatusCode::BAD_REQUEST, "the body did not arrive\n")),
        Err(_) => Err(Answer::text(StatusCode::REQUEST_TIMEOUT, "the body did not arrive in time\n")),
    }
}

/// A connection, and what was read of it too early.
pub struct Line {
    early: Bytes,
    pub stream: TcpStream,
}

impl Line {
    pub fn new(stream: TcpStream) -> Line {
        Line { early: Bytes::new(), stream }
    }

    fn before(self, early: Bytes) -> Line {
        let early = if self.early.is_empty() { early } else { [early, self.early].concat().into() };
        Line { early, stream: self.stream }
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.early.is_empty() {
            return Pin::new(&mut self.stream).poll_read(cx, into);
        }
        let count = into.remaining().min(self.early.len());
        into.put_slice(&self.early.split_to(count));
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
