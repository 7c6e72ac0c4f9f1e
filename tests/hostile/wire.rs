//! HTTP/1.1 by hand, so that it can also be spoken badly.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpStream;

/// A request as it came.
#[derive(Debug, Clone, Default)]
pub struct Message {
    pub method: String,
    /// Without the query.
    pub path: String,
    pub raw_query: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Message {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(&found.1)
    }

    pub fn query(&self, name: &str) -> Option<String> {
        let pairs = self.raw_query.split('&').filter_map(|pair| pair.split_once('='));
        pairs
            .filter(|(key, value)| *key == name && !value.is_empty())
            .map(|(_, value)| unescaped(value))
            .next()
    }

    /// The content of the first part of a form that has a file's name.
    pub fn uploaded(&self) -> Option<Vec<u8>> {
        let kind = self.header("content-type")?;
        let mark = kind.split_once("boundary=")?.1.trim_matches('"');
        let head = find(&self.body, b"filename")?;
        let start = head + find(&self.body[head..], b"\r\n\r\n")? + 4;
        let end = start + find(&self.body[start..], format!("\r\n--{mark}").as_bytes())?;
        Some(self.body[start..end].to_vec())
    }
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

pub fn unescaped(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(code.unwrap_or(if bytes[at] == b'+' { b' ' } else { bytes[at] }));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The next request of a connection; none when the peer has gone.
pub fn read(stream: &mut BufReader<TcpStream>) -> Option<Message> {
    let mut line = String::new();
    stream.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let mut words = line.split_whitespace();
    let mut message = Message { method: words.next()?.to_owned(), ..Message::default() };
    let target = words.next()?;
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    (message.path, message.raw_query) = (path.to_owned(), query.to_owned());
    loop {
        line.clear();
        stream.read_line(&mut line).ok().filter(|read| *read > 0)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        message.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    if let Some(length) = message.header("content-length") {
        message.body = vec![0; length.parse().ok()?];
        stream.read_exact(&mut message.body).ok()?;
    } else if message.header("transfer-encoding").is_some() {
        loop {
            line.clear();
            stream.read_line(&mut line).ok()?;
            let size = usize::from_str_radix(line.trim(), 16).ok()?;
            let start = message.body.len();
            message.body.resize(start + size, 0);
            stream.read_exact(&mut message.body[start..]).ok()?;
            line.clear();
            stream.read_line(&mut line).ok()?;
            if size == 0 {
                break;
            }
        }
    }
    Some(message)
}

/// An answer, whole.
pub fn answer(status: u16, kind: &str, more: &[(String, String)], body: &[u8]) -> Vec<u8> {
    let mut head =
        format!("HTTP/1.1 {status} Whatever\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in more {
        head += &format!("{name}: {value}\r\n");
    }
    let mut whole = (head + "\r\n").into_bytes();
    whole.extend(body);
    whole
}
