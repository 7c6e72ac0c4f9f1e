//! Where a stranger would have requests sent: keeps every byte, and answers as a platform that does what it is asked.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

const ANSWER: &str =
    r#"{"code":"200","msg":"ok","success":true,"result":{"contractId":1897893172027068416}}"#;

pub struct Listener {
    pub port: u16,
    heard: Arc<Mutex<Vec<u8>>>,
}

impl Listener {
    pub fn start() -> Listener {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::<Mutex<Vec<u8>>>::default();
        let keeps = heard.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let keeps = keeps.clone();
                std::thread::spawn(move || answer(stream, &keeps));
            }
        });
        Listener { port, heard }
    }

    /// A base address of QianDun's.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/api", self.port)
    }

    pub fn heard(&self) -> String {
        String::from_utf8_lossy(&self.heard.lock().unwrap()).into_owned()
    }

    pub fn heard_nothing(&self) -> bool {
        self.heard.lock().unwrap().is_empty()
    }

    /// Whether something signed came, since this was last asked.
    pub fn takes_a_signature(&self) -> bool {
        let heard = std::mem::take(&mut *self.heard.lock().unwrap());
        String::from_utf8_lossy(&heard).to_lowercase().contains("x-ca-signature:")
    }
}

fn answer(mut stream: TcpStream, heard: &Mutex<Vec<u8>>) {
    let mut request = Vec::new();
    let mut bytes = [0; 4096];
    while let Ok(length @ 1..) = stream.read(&mut bytes) {
        heard.lock().unwrap().extend(&bytes[..length]);
        request.extend(&bytes[..length]);
        if is_whole(&request) {
            request.clear();
            let length = ANSWER.len();
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
            );
            if stream.write_all((head + ANSWER).as_bytes()).is_err() {
                return;
            }
        }
    }
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).to_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    length.is_none_or(|length| body.len() >= length.trim().parse().unwrap_or(0))
}
