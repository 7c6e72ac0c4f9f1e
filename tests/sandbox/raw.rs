//! A client that sees every byte, and how a connection ends: no HTTP library stands between.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use qdc::sandbox::{Options, Sandbox};
use serde_json::Value;
use tokio::runtime::Runtime;

use super::client::{self, Call, START, contract, signed};

/// Longer than anything that is not broken.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long nothing must come for a connection to be silent.
const SILENCE: Duration = Duration::from_millis(60);

/// A sandbox and its runtime, for tests that block.
pub struct Live {
    pub runtime: Runtime,
    pub sandbox: Sandbox,
}

impl Live {
    pub fn start(options: Options) -> Live {
        let runtime = Runtime::new().unwrap();
        let sandbox = runtime.block_on(client::sandbox(client::on(options)));
        Live { runtime, sandbox }
    }

    pub fn state(&self) -> Value {
        // Raw, too: a client of a library for each of so many questions takes longer than the answers.
        let page = self.sandbox.page();
        let token = page.split_once("token=").unwrap().1;
        let head = format!("GET /_sandbox/state?token={token} HTTP/1.1\r\nhost: localhost\r\n\r\n");
        self.connect().write(head.as_bytes()).answer().json()
    }

    pub fn contracts(&self, code: &str) -> usize {
        let state = self.state();
        let contracts = state["contracts"].as_array().unwrap();
        contracts.iter().filter(|contract| contract["businessCode"] == code).count()
    }

    /// Waits until something is so.
    pub fn until(&self, what: &str, is_so: impl Fn(&Live) -> bool) {
        let since = Instant::now();
        while !is_so(self) {
            assert!(since.elapsed() < PATIENCE, "{what}: not in time");
        }
    }

    /// Waits until a contract's request was received.
    pub fn until_received(&self, code: &str) {
        self.until(code, |live| live.state()["starts"][code] == 1);
    }

    pub fn connect(&self) -> Raw {
        let stream = TcpStream::connect(self.sandbox.address()).unwrap();
        stream.set_nodelay(true).unwrap();
        Raw { stream, read: Vec::new() }
    }

    /// A request to start a contract.
    pub fn start_of(&self, code: &str) -> Call {
        let body = contract(code).to_string().into_bytes();
        signed(&client::base(&self.sandbox), "POST", START, &[], body)
    }

    /// A question about a contract.
    pub fn question_of(&self, code: &str) -> Call {
        let query = [("businessCode", code)];
        signed(&client::base(&self.sandbox), "GET", client::SIGNER, &query, Vec::new())
    }
}

/// A request as bytes, with a fault for it where there is one.
pub fn bytes(call: &Call, fault: &str) -> Vec<u8> {
    let url = reqwest::Url::parse(&call.url).unwrap();
    let target = &url[url::Position::BeforePath..];
    let mut head = format!("{} {target} HTTP/1.1\r\nhost: 127.0.0.1\r\n", call.method);
    for (name, value) in &call.headers {
        head += &format!("{name}: {}\r\n", value.to_str().unwrap());
    }
    if !fault.is_empty() {
        head += &format!("x-sandbox-fault: {fault}\r\n");
    }
    head += &format!("content-length: {}\r\n\r\n", call.body.len());
    [head.as_bytes(), &call.body].concat()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Fin,
    Rst,
    /// Nothing comes, and the connection stays open.
    Silent,
    /// More has come than was asked for.
    Enough,
}

pub struct Raw {
    pub stream: TcpStream,
    read: Vec<u8>,
}

/// An answer, its body of the announced length.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// In small letters.
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    pub fn business_code(&self) -> String {
        self.json()["result"]["businessCode"].as_str().unwrap_or_default().to_owned()
    }
}

impl Raw {
    pub fn write(&mut self, bytes: &[u8]) -> &mut Raw {
        self.stream.write_all(bytes).unwrap();
        self
    }

    pub fn send(&mut self, call: &Call, fault: &str) -> &mut Raw {
        self.write(&bytes(call, fault))
    }

    /// Reads more; how the connection ended where it did.
    fn more(&mut self, time: Duration) -> Option<End> {
        self.stream.set_read_timeout(Some(time)).unwrap();
        let mut piece = [0; 16 << 10];
        match self.stream.read(&mut piece) {
            Ok(0) => Some(End::Fin),
            Ok(count) => {
                self.read.extend_from_slice(&piece[..count]);
                None
            }
            Err(error) => match error.kind() {
                ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => Some(End::Rst),
                ErrorKind::WouldBlock | ErrorKind::TimedOut => Some(End::Silent),
                kind => panic!("{kind}"),
            },
        }
    }

    /// One answer, waited for.
    pub fn answer(&mut self) -> Answer {
        self.answer_to("GET")
    }

    pub fn answer_to(&mut self, method: &str) -> Answer {
        let until = |raw: &mut Raw, enough: &dyn Fn(&[u8]) -> Option<usize>| loop {
            if let Some(at) = enough(&raw.read) {
                return at;
            }
            let end = raw.more(PATIENCE);
            assert_eq!(end, None, "{}", String::from_utf8_lossy(&raw.read));
        };
        let end = until(self, &|read| read.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4));
        let head = String::from_utf8(self.read.drain(..end).collect()).unwrap().to_lowercase();
        let length = match head.split_once("content-length: ") {
            Some((_, rest)) if method != "HEAD" => rest.split('\r').next().unwrap().parse().unwrap(),
            _ => 0,
        };
        until(self, &|read| (read.len() >= length).then_some(length));
        let body = self.read.drain(..length).collect();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head, body }
    }

    /// Everything that comes, up to a size, and how it ends. Before the first byte it is waited longer.
    pub fn rest(&mut self, most: usize) -> (Vec<u8>, End) {
        let mut end = None;
        while end.is_none() {
            end = if self.read.len() > most { Some(End::Enough) } else { self.more(SILENCE) };
        }
        (std::mem::take(&mut self.read), end.unwrap())
    }

    /// Everything up to a text and what comes with it, and how it goes on.
    pub fn until(&mut self, text: &str, most: usize) -> (Vec<u8>, End) {
        while !String::from_utf8_lossy(&self.read).contains(text) {
            assert_eq!(self.more(PATIENCE), None, "{text} does not come");
        }
        self.rest(most)
    }

    /// The bytes up to and with a text, waited for.
    pub fn head_and(&mut self, text: &str) -> Vec<u8> {
        while memchr::memmem::find(&self.read, text.as_bytes()).is_none() {
            assert_eq!(self.more(PATIENCE), None, "{text}: {}", String::from_utf8_lossy(&self.read));
        }
        std::mem::take(&mut self.read)
    }

    /// Everything up to the end of the connection, which must come.
    pub fn until_the_end(&mut self) -> (Vec<u8>, End) {
        let since = Instant::now();
        let end = loop {
            assert!(since.elapsed() < PATIENCE, "the connection does not end");
            match self.more(PATIENCE) {
                None => {}
                Some(end) => break end,
            }
        };
        (std::mem::take(&mut self.read), end)
    }

    /// Whether no byte is waiting.
    pub fn is_silent(&mut self) -> bool {
        self.rest(0) == (Vec::new(), End::Silent)
    }
}
