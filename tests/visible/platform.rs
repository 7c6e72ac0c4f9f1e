//! A platform that answers as a test has it: to every request whose path ends so, the same bytes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

/// Answers by the end of the path, the first that fits; the rest of the answer is what is sent, head and all.
pub type Script = Vec<(&'static str, Vec<u8>)>;

/// Where it listens: `127.0.0.1:PORT`. It goes on until the test's process ends.
pub fn start(script: Script) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let script = Arc::new(script);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let script = Arc::clone(&script);
            std::thread::spawn(move || answer(stream, &script));
        }
    });
    address
}

/// An answer of status 200, and of another with a header more.
pub fn ok(body: &str) -> Vec<u8> {
    with("200 OK", "", body.as_bytes())
}

pub fn with(status: &str, header: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status}\r\n{header}Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

fn answer(stream: TcpStream, script: &Script) {
    let mut reader = BufReader::new(stream);
    let mut path = String::new();
    let mut length = 0;
    loop {
        let mut line = String::new();
        if !matches!(reader.read_line(&mut line), Ok(1..)) {
            return;
        }
        if path.is_empty() {
            path = line.split(' ').nth(1).unwrap_or("/").split('?').next().unwrap_or("/").to_owned();
        }
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    let _ = reader.read_exact(&mut body);
    let found = script.iter().find(|(end, _)| path.ends_with(end));
    let _ = reader.get_mut().write_all(found.map_or(b"", |(_, bytes)| bytes));
}
