//! Answers as bytes on the wire: whole, trickling, or none.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::Response;
use hyper::body::{Body, Bytes, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

use super::answer::Answer;

/// How an answer leaves.
pub enum Sent {
    Whole(Answer),
    /// Within about this time.
    Slowly(Answer, Duration),
    /// Not at all: the connection ends.
    Dropped,
}

/// Why a connection ends without an answer.
#[derive(Debug)]
pub struct Dropped;

impl std::fmt::Display for Dropped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the connection was dropped on purpose")
    }
}

impl std::error::Error for Dropped {}

impl Sent {
    pub fn response(self) -> Result<Response<Trickle>, Dropped> {
        let (answer, pause) = match self {
            Sent::Whole(answer) => (answer, None),
            Sent::Slowly(answer, time) => (answer, Some(time / PIECES)),
            Sent::Dropped => return Err(Dropped),
        };
        let mut response = Response::new(Trickle::new(answer.body.into(), pause));
        *response.status_mut() = answer.status;
        response.headers_mut().extend(answer.headers);
        Ok(response)
    }
}

/// How many pieces a slow answer comes in.
const PIECES: u32 = 16;

/// A body, in one piece or in several with pauses before them.
pub struct Trickle {
    rest: Bytes,
    piece: usize,
    pause: Option<(Duration, Pin<Box<Sleep>>)>,
}

impl Trickle {
    fn new(rest: Bytes, pause: Option<Duration>) -> Trickle {
        let piece = if pause.is_some() { rest.len().div_ceil(PIECES as usize).max(1) } else { rest.len() };
        Trickle { rest, piece, pause: pause.map(|pause| (pause, Box::pin(sleep(pause)))) }
    }
}

impl Body for Trickle {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let this = self.get_mut();
        if this.rest.is_empty() {
            return Poll::Ready(None);
        }
        if let Some((pause, timer)) = &mut this.pause {
            ready!(timer.as_mut().poll(cx));
            *timer = Box::pin(sleep(*pause));
        }
        let piece = this.rest.split_to(this.piece.min(this.rest.len()));
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}
