//! Answers as bytes on the wire: whole, trickling, cut, twice, framed wrongly, or none.

use std::time::Duration;

use hyper::StatusCode;
use jiff::Timestamp;

use crate::sandbox::answer::Answer;

/// An answer and how it leaves.
pub struct Sent {
    pub answer: Answer,
    pub manner: Manner,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Manner {
    Whole,
    /// Within about this time.
    Slowly(Duration),
    /// Nothing after so many bytes.
    Cut {
        bytes: usize,
        reset: bool,
    },
    Twice(Again),
    /// The announced length is off by this.
    WrongLength(i64),
    /// In chunks, without the last.
    Unfinished,
    Endless,
    /// With a header of this size.
    HugeHeader(usize),
    /// Not at all: the connection is closed,
    Dropped,
    /// or reset,
    Reset,
    /// or stays open.
    Hang,
}

/// When an answer comes a second time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Again {
    After(Duration),
    /// When the next request was received.
    Next,
}

/// What is written, and what becomes of the connection then.
pub struct Script {
    pub steps: Vec<Step>,
    pub end: End,
    /// What is written later.
    pub again: Option<(Again, Vec<u8>)>,
}

pub enum Step {
    Bytes(Vec<u8>),
    Pause(Duration),
    /// These bytes again and again, until the client has gone.
    Forever(Vec<u8>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The next request is read.
    Keep,
    Close,
    Reset,
    /// Nothing more is read or written until the client has gone.
    Hang,
}

/// How many pieces a slow answer comes in.
const PIECES: u32 = 16;

/// What an endless body goes on with: white space, after which JSON is still JSON.
const ENDLESS: usize = 8 << 10;

impl Sent {
    pub fn whole(answer: Answer) -> Sent {
        Sent { answer, manner: Manner::Whole }
    }

    /// The status and the code inside the body, for the record; 0 where there is no answer.
    pub fn seen(&self) -> (u16, &str) {
        match self.manner {
            Manner::Dropped | Manner::Reset | Manner::Hang => (0, ""),
            _ => (self.answer.status.as_u16(), &self.answer.code),
        }
    }

    /// `keeps`: whether the client can send another request. `bare`: whether it asked for the head alone.
    pub fn script(self, keeps: bool, bare: bool) -> Script {
        let Sent { mut answer, manner } = self;
        let length = answer.body.len();
        let empty = bare || matches!(answer.status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
        let body = if empty { Vec::new() } else { std::mem::take(&mut answer.body) };
        let framed = |framing: &str, mut body: Vec<u8>| {
            let mut bytes = head(&answer, framing, keeps);
            bytes.append(&mut body);
            bytes
        };
        let plain = match answer.status {
            StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED => String::new(),
            _ => format!("content-length: {length}\r\n"),
        };
        let chunked = "transfer-encoding: chunked\r\n";
        let end = if keeps { End::Keep } else { End::Close };
        let script = |bytes, end| Script { steps: vec![Step::Bytes(bytes)], end, again: None };
        match manner {
            Manner::Whole => script(framed(&plain, body), end),
            Manner::Slowly(time) => {
                let pieces = body.chunks(length.div_ceil(PIECES as usize).max(1));
                let pieces =
                    pieces.flat_map(|piece| [Step::Pause(time / PIECES), Step::Bytes(piece.to_vec())]);
                let steps = [Step::Bytes(framed(&plain, Vec::new()))].into_iter().chain(pieces).collect();
                Script { steps, end, again: None }
            }
            Manner::Cut { bytes, reset } => {
                let mut whole = framed(&plain, body);
                whole.truncate(bytes);
                script(whole, if reset { End::Reset } else { End::Close })
            }
            Manner::Twice(Again::After(Duration::ZERO)) => {
                let bytes = framed(&plain, body);
                script(bytes.repeat(2), end)
            }
            Manner::Twice(again) => {
                let bytes = framed(&plain, body);
                Script { again: Some((again, bytes.clone())), ..script(bytes, end) }
            }
            Manner::WrongLength(by) => {
                let wrong = i64::try_from(length).unwrap_or(i64::MAX).saturating_add(by).max(0);
                let bytes = framed(&format!("content-length: {wrong}\r\n"), body);
                script(bytes, if by > 0 { End::Hang } else { end })
            }
            Manner::Unfinished => script(framed(chunked, chunk(&body)), End::Hang),
            Manner::Endless => {
                let steps =
                    vec![Step::Bytes(framed(chunked, chunk(&body))), Step::Forever(chunk(&[b' '; ENDLESS]))];
                Script { steps, end: End::Close, again: None }
            }
            Manner::HugeHeader(bytes) => {
                let header = format!("x-sandbox-padding: {}\r\n{plain}", "x".repeat(bytes));
                script(framed(&header, body), end)
            }
            Manner::Dropped => script(Vec::new(), End::Close),
            Manner::Reset => script(Vec::new(), End::Reset),
            Manner::Hang => script(Vec::new(), End::Hang),
        }
    }
}

fn head(answer: &Answer, framing: &str, keeps: bool) -> Vec<u8> {
    let reason = answer.status.canonical_reason().unwrap_or_default();
    let mut head = format!("HTTP/1.1 {} {reason}\r\n", answer.status.as_str()).into_bytes();
    for (name, value) in &answer.headers {
        head.extend_from_slice(name.as_str().as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value.as_bytes());
        head.extend_from_slice(b"\r\n");
    }
    head.extend_from_slice(framing.as_bytes());
    if !keeps {
        head.extend_from_slice(b"connection: close\r\n");
    }
    let date = Timestamp::now().strftime("%a, %d %b %Y %H:%M:%S GMT");
    head.extend_from_slice(format!("date: {date}\r\n\r\n").as_bytes());
    head
}

/// One chunk; none of nothing, since an empty one is the last.
fn chunk(bytes: &[u8]) -> Vec<u8> {
    if bytes.is_empty() {
        return Vec::new();
    }
    [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat()
}
