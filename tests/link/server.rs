//! Servers made of threads: what they do with a connection is a closure.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// Listens until the tests end.
pub struct Server {
    pub port: u16,
    accepted: Arc<AtomicUsize>,
}

impl Server {
    pub fn start(serve: impl Fn(TcpStream) + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let accepted = Arc::new(AtomicUsize::new(0));
        let (serve, count) = (Arc::new(serve), accepted.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let stream = stream.unwrap();
                count.fetch_add(1, Ordering::SeqCst);
                let serve = serve.clone();
                std::thread::spawn(move || serve(stream));
            }
        });
        Server { port, accepted }
    }

    /// Answers every request with what this writes, then ends the connection.
    pub fn answering(
        answer: impl Fn(&mut TcpStream) -> std::io::Result<()> + Send + Sync + 'static,
    ) -> Server {
        Server::start(move |mut stream| {
            if Request::read(&mut stream).is_some() {
                // The client may go away before the end: that is what some of the tests are about.
                let _ = answer(&mut stream);
                let _ = stream.shutdown(Shutdown::Write);
            }
        })
    }

    /// Speaks TLS, and passes each request on to a sandbox.
    pub fn tls(config: Arc<ServerConfig>, sandbox: &str) -> Server {
        let sandbox = sandbox.to_owned();
        Server::start(move |stream| {
            let mut stream = StreamOwned::new(ServerConnection::new(config.clone()).unwrap(), stream);
            if let Some(request) = Request::read(&mut stream) {
                let _ = stream.write_all(&request.pass_on(&sandbox));
                stream.conn.send_close_notify();
                let _ = stream.flush();
            }
        })
    }

    /// Refuses everything but `CONNECT`, whose every name it takes for one port of this machine.
    pub fn proxy(to: u16) -> Server {
        Server::start(move |mut stream| {
            let Some(request) = Request::read(&mut stream) else { return };
            if !request.head.starts_with("CONNECT ") {
                let _ = stream.write_all(b"HTTP/1.1 405 Only CONNECT\r\nContent-Length: 0\r\n\r\n");
                return;
            }
            let there = TcpStream::connect(("127.0.0.1", to)).unwrap();
            stream.write_all(b"HTTP/1.1 200 Connected\r\n\r\n").unwrap();
            let (back, forth) = (there.try_clone().unwrap(), stream.try_clone().unwrap());
            std::thread::spawn(move || copy(forth, there));
            copy(back, stream);
        })
    }

    /// How many connections were made to it.
    pub fn accepted(&self) -> usize {
        self.accepted.load(Ordering::SeqCst)
    }
}

fn copy(mut from: TcpStream, mut to: TcpStream) {
    let _ = std::io::copy(&mut from, &mut to);
    let _ = to.shutdown(Shutdown::Write);
}

/// A request, read whole.
pub struct Request {
    /// The first line and the headers, each with its line break.
    pub head: String,
    pub body: Vec<u8>,
}

impl Request {
    /// `None` where the connection ends before, or is none that can be spoken on.
    pub fn read(from: &mut impl Read) -> Option<Request> {
        let mut from = BufReader::new(from);
        let (mut head, mut length) = (String::new(), 0);
        loop {
            let mut line = String::new();
            if from.read_line(&mut line).ok()? == 0 {
                return None;
            }
            if line == "\r\n" {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().ok()?;
            }
            head += &line;
        }
        let mut body = vec![0; length];
        from.read_exact(&mut body).ok()?;
        Some(Request { head, body })
    }

    /// The answer of a sandbox, which answers to its own name only.
    pub fn pass_on(&self, sandbox: &str) -> Vec<u8> {
        let mut head: String = self
            .head
            .split_inclusive("\r\n")
            .filter(|line| !["host:", "connection:"].iter().any(|name| line.to_lowercase().starts_with(name)))
            .collect();
        head += &format!("Host: {sandbox}\r\nConnection: close\r\n\r\n");
        let mut stream = TcpStream::connect(sandbox).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(&self.body).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        answer
    }
}
