//! One connection: requests are read by hyper, answers written byte by byte, as rightly or wrongly as was ordered.

mod copy;
mod read;
mod wire;

use std::sync::Arc;
use std::time::Duration;

use hyper::http::request::Parts;
use hyper::{Method, Version, header};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use copy::Copy;
pub use read::Arrived;
use read::{Line, Next};
pub use wire::{Again, Manner, Sent};
use wire::{End, Script, Step};

use super::answer::Answer;
use super::{Shared, serve};

/// How long a client may take to notice that a connection was closed.
const LINGER: Duration = Duration::from_secs(1);

/// The client has gone, or does not read.
struct Gone;

/// Answers what comes, until the client goes, a fault ends it, or the sandbox is stopped.
pub async fn run(stream: TcpStream, shared: Arc<Shared>) {
    let mut stopped = shared.stopped.clone();
    let _ = stream.set_nodelay(true);
    tokio::select! {
        _ = stopped.changed() => {}
        _ = converse(Line::new(stream), &shared) => {}
    }
}

/// One answer to a client that is not asked anything.
pub async fn turn_away(stream: TcpStream, answer: Answer) {
    let script = Sent::whole(answer).script(false, false);
    // Whoever does not read it has gone.
    let _ = play(Line::new(stream), script, LINGER).await;
}

async fn converse(mut line: Line, shared: &Arc<Shared>) -> Result<(), Gone> {
    let patience = shared.options.request_timeout;
    let mut copy: Option<Copy> = None;
    loop {
        let arrived = match read::next(line, shared, copy.as_ref()).await {
            Next::Request(back, arrived) => {
                line = back;
                arrived
            }
            Next::Due(back) => {
                line = back;
                write_copy(&mut line, &mut copy, patience).await?;
                continue;
            }
            Next::Ended(line) => return close(line).await,
        };
        if copy.as_ref().is_some_and(Copy::waits_for_a_request) {
            write_copy(&mut line, &mut copy, patience).await?;
        }
        let keeps = arrived.body.is_ok() && keeps_alive(&arrived.head);
        let bare = arrived.head.method == Method::HEAD;
        // In a task of its own: a real server does not stop because the one who asked went away.
        let mut answering = tokio::spawn(serve::answer(shared.clone(), arrived));
        let sent = loop {
            tokio::select! {
                sent = &mut answering => break sent.map_err(|_| Gone)?,
                () = Copy::due(copy.as_ref()) => write_copy(&mut line, &mut copy, patience).await?,
            }
        };
        let mut script = sent.script(keeps, bare);
        let again = script.again.take();
        line = match play(line, script, patience).await? {
            Some(line) => line,
            None => return Ok(()),
        };
        if let Some((again, bytes)) = again {
            // One at a time: an older one leaves first.
            write_copy(&mut line, &mut copy, patience).await?;
            copy = Some(Copy::new(again, bytes));
        }
    }
}

fn keeps_alive(head: &Parts) -> bool {
    let says = |word: &str| {
        let values = head.headers.get_all(header::CONNECTION).iter().filter_map(|value| value.to_str().ok());
        values.flat_map(|value| value.split(',')).any(|value| value.trim().eq_ignore_ascii_case(word))
    };
    match head.version {
        Version::HTTP_10 => says("keep-alive"),
        _ => !says("close"),
    }
}

async fn write_copy(line: &mut Line, copy: &mut Option<Copy>, patience: Duration) -> Result<(), Gone> {
    match copy.take() {
        Some(copy) => write(line, &copy.bytes, patience).await,
        None => Ok(()),
    }
}

/// Writes an answer; the connection where it goes on.
async fn play(mut line: Line, script: Script, patience: Duration) -> Result<Option<Line>, Gone> {
    for step in &script.steps {
        match step {
            Step::Bytes(bytes) => write(&mut line, bytes, patience).await?,
            Step::Pause(time) => sleep(*time).await,
            Step::Forever(bytes) => loop {
                write(&mut line, bytes, patience).await?;
            },
        }
    }
    match script.end {
        End::Keep => return Ok(Some(line)),
        End::Close => close(line).await?,
        // Without lingering the end of the socket is a reset.
        End::Reset => line.stream.set_zero_linger().map_err(|_| Gone)?,
        End::Hang => until_gone(&mut line).await,
    }
    Ok(None)
}

async fn write(line: &mut Line, bytes: &[u8], patience: Duration) -> Result<(), Gone> {
    match timeout(patience, line.write_all(bytes)).await {
        Ok(Ok(())) => Ok(()),
        _ => Err(Gone),
    }
}

/// Closes in order. What the client still sends is read for a while: left unread, it would make the end a reset,
/// and the answer could be lost.
async fn close(mut line: Line) -> Result<(), Gone> {
    line.shutdown().await.map_err(|_| Gone)?;
    let _ = timeout(LINGER, until_gone(&mut line)).await;
    Ok(())
}

async fn until_gone(line: &mut Line) {
    let mut unread = [0; 4096];
    while matches!(line.read(&mut unread).await, Ok(1..)) {}
}
