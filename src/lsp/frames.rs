//! Messages out of bytes: `Content-Length: N`, an empty line, N bytes of JSON.
//!
//! A client's mistake must not end the server: what cannot be read is a value like any other, and reading goes on at
//! the next header. Where that is can be found even within a body: no JSON holds a header with its line end.

use std::io::{self, BufRead, Read};

use lsp_server::{Message, RequestId};
use memchr::memmem;
use serde_json::Value;

use crate::findings::Words;
use crate::words;

/// Longer messages are read past and not kept, in bytes: no contract comes near.
const MOST: u64 = 64 << 20;
/// What of bytes without a line end is looked at together.
const LINE: u64 = 4096;
/// More than a header with the largest number has.
const OVERLAP: usize = 64;

/// Why a message could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    NoLength,
    Length(String),
    TooLarge(u64),
    CutOff,
    NotUtf8,
    NotJson(String),
    /// JSON, but no message; its id, where it has one.
    NoMessage(Option<RequestId>),
}

impl Unreadable {
    pub fn words(&self) -> Words {
        match self {
            Unreadable::NoLength => words!(
                "跳过了一段内容：它的前面没有 Content-Length",
                "skipped a message: there is no Content-Length before it"
            ),
            Unreadable::Length(written) => words!(
                "跳过了一条消息：Content-Length 是 `{written}`，不是有效的长度",
                "skipped a message: its Content-Length is `{written}`, which is not a length"
            ),
            Unreadable::TooLarge(length) => {
                let most = MOST >> 20;
                words!(
                    "跳过了一条消息：它有 {length} 字节，最多 {most} MiB",
                    "skipped a message of {length} bytes; the limit is {most} MiB"
                )
            }
            Unreadable::CutOff => words!(
                "跳过了一条消息：它比 Content-Length 短",
                "skipped a message: it is shorter than its Content-Length"
            ),
            Unreadable::NotUtf8 => {
                words!("跳过了一条消息：它不是 UTF-8 编码", "skipped a message: it is not UTF-8")
            }
            Unreadable::NotJson(why) => words!(
                "跳过了一条消息：它不是有效的 JSON（{why}）",
                "skipped a message: it is not valid JSON ({why})"
            ),
            Unreadable::NoMessage(_) => words!(
                "跳过了一条消息：它不是 JSON-RPC 的请求、通知或回答",
                "skipped a message: it is not a request, notification or response of JSON-RPC"
            ),
        }
    }
}

/// Reads messages from a stream.
pub struct Frames<R> {
    input: Ahead<R>,
    /// Whether what comes next belongs to what was reported already.
    lost: bool,
}

impl<R: BufRead> Frames<R> {
    pub fn new(input: R) -> Self {
        Frames { input: Ahead { input, bytes: Vec::new(), at: 0 }, lost: false }
    }

    /// The next message, or why there is none to read; `None` at the end of the stream.
    pub fn next(&mut self) -> io::Result<Option<Result<Message, Unreadable>>> {
        loop {
            let found = match self.header()? {
                Header::End => return Ok(None),
                Header::Broken(why) => Err(why),
                Header::Length(length) => self.message(length)?,
            };
            match found {
                Ok(message) => {
                    self.lost = false;
                    return Ok(Some(Ok(message)));
                }
                Err(Unreadable::NoLength | Unreadable::CutOff) if self.lost => {}
                Err(why) => {
                    self.lost = true;
                    return Ok(Some(Err(why)));
                }
            }
        }
    }

    /// Headers up to the empty line behind them.
    fn header(&mut self) -> io::Result<Header> {
        let mut length = None;
        let mut any = false;
        loop {
            let mut line = Vec::new();
            if (&mut self.input).take(LINE).read_until(b'\n', &mut line)? == 0 {
                return Ok(if any { Header::Broken(Unreadable::CutOff) } else { Header::End });
            }
            if !line.ends_with(b"\n") && line.len() as u64 == LINE {
                // A header may begin at its end.
                self.input.again(&line[line.len() - OVERLAP..]);
                any = true;
                continue;
            }
            let text = line.trim_ascii();
            match length_in(text) {
                Some((0, value)) => length = Some(value),
                Some((at, _)) => {
                    let start = line.len() - line.trim_ascii_start().len() + at;
                    self.input.again(&line[start..]);
                    return Ok(Header::Broken(Unreadable::NoLength));
                }
                None if !text.is_empty() => {}
                None => match length {
                    Some(Ok(length)) => return Ok(Header::Length(length)),
                    Some(Err(why)) => return Ok(Header::Broken(why)),
                    None if any => return Ok(Header::Broken(Unreadable::NoLength)),
                    // Nothing but line ends.
                    None => continue,
                },
            }
            any = true;
        }
    }

    /// The body behind a header. One that is too large is read without being kept; one in which another header begins
    /// has ended before it.
    fn message(&mut self, length: u64) -> io::Result<Result<Message, Unreadable>> {
        let is_kept = length <= MOST;
        let mut body: Vec<u8> = Vec::new();
        let mut left = length;
        while left > 0 {
            let bytes = self.input.fill_buf()?;
            if bytes.is_empty() {
                return Ok(Err(Unreadable::CutOff));
            }
            let count = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len());
            let new = body.len().saturating_sub(OVERLAP);
            body.extend_from_slice(&bytes[..count]);
            self.input.consume(count);
            left -= count as u64;
            if let Some(at) = header_in(&body[new..]) {
                self.input.again(&body[new + at..]);
                return Ok(Err(if is_kept { Unreadable::CutOff } else { Unreadable::TooLarge(length) }));
            }
            if !is_kept {
                body.drain(..body.len().saturating_sub(OVERLAP));
            }
        }
        Ok(if is_kept { read(&body) } else { Err(Unreadable::TooLarge(length)) })
    }
}

enum Header {
    Length(u64),
    Broken(Unreadable),
    End,
}

fn read(body: &[u8]) -> Result<Message, Unreadable> {
    let text = std::str::from_utf8(body).map_err(|_| Unreadable::NotUtf8)?;
    serde_json::from_str(text).map_err(|_| match serde_json::from_str::<Value>(text) {
        Err(why) => Unreadable::NotJson(why.to_string()),
        Ok(value) => {
            let id = value.get("method").and_then(|_| serde_json::from_value(value.get("id")?.clone()).ok());
            Unreadable::NoMessage(id)
        }
    })
}

const NAME: &[u8] = b"content-length:";

/// Where in a line the length stands, and what it is.
fn length_in(line: &[u8]) -> Option<(usize, Result<u64, Unreadable>)> {
    let at = line.windows(NAME.len()).rposition(|part| part.eq_ignore_ascii_case(NAME))?;
    let value = String::from_utf8_lossy(line[at + NAME.len()..].trim_ascii()).into_owned();
    let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    let length = value.parse().ok().filter(|_| is_number);
    Some((at, length.ok_or_else(|| Unreadable::Length(value.chars().take(LONGEST).collect()))))
}

/// Characters of a length that are repeated to a person.
const LONGEST: usize = 32;

/// Where a header begins among other bytes; only one with its line end, which a text in JSON would have escaped.
fn header_in(bytes: &[u8]) -> Option<usize> {
    memmem::find_iter(bytes, b"ength:").find_map(|end| {
        let start = (end + b"ength:".len()).checked_sub(NAME.len())?;
        let rest = &bytes[start + NAME.len()..];
        let digits = rest.trim_ascii_start();
        let after = digits.iter().position(|byte| !byte.is_ascii_digit())?;
        let is_header = bytes[start..start + NAME.len()].eq_ignore_ascii_case(NAME)
            && after > 0
            && matches!(digits[after], b'\r' | b'\n');
        is_header.then_some(start)
    })
}

/// A stream that takes back what was read too far.
struct Ahead<R> {
    input: R,
    bytes: Vec<u8>,
    at: usize,
}

impl<R> Ahead<R> {
    fn again(&mut self, bytes: &[u8]) {
        let rest = self.bytes.split_off(self.at.min(self.bytes.len()));
        self.bytes = [bytes, &rest].concat();
        self.at = 0;
    }
}

impl<R: BufRead> Read for Ahead<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = self.fill_buf()?;
        let count = bytes.len().min(buffer.len());
        buffer[..count].copy_from_slice(&bytes[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Ahead<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.bytes.len() { Ok(&self.bytes[self.at..]) } else { self.input.fill_buf() }
    }

    fn consume(&mut self, count: usize) {
        if self.at < self.bytes.len() {
            self.at += count;
        } else {
            self.input.consume(count);
        }
    }
}

#[cfg(test)]
#[path = "frames_tests.rs"]
mod tests;
