//! An editor that speaks the protocol to `qdc lsp`, and can speak it badly.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(15);

pub struct Editor {
    child: Child,
    stdin: ChildStdin,
    messages: mpsc::Receiver<Value>,
    asked: i64,
}

impl Editor {
    /// Starts the server in a folder and shakes hands with it.
    pub fn begin(mut command: Command, folder: &Path) -> Editor {
        let mut child = command.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let stdin = child.stdin.take().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let (to, messages) = mpsc::channel();
        thread::spawn(move || while next(&mut stdout).is_some_and(|message| to.send(message).is_ok()) {});
        let mut editor = Editor { child, stdin, messages, asked: 0 };
        let folders = json!([{"uri": uri(folder), "name": "project"}]);
        let params =
            json!({"processId": null, "rootUri": null, "capabilities": {}, "workspaceFolders": folders});
        assert!(editor.ask("initialize", params).is_some(), "the server does not begin");
        editor.notify("initialized", json!({}));
        editor
    }

    pub fn write(&mut self, bytes: &[u8]) {
        let _ = self.stdin.write_all(bytes).and_then(|()| self.stdin.flush());
    }

    fn post(&mut self, message: &Value) {
        let body = message.to_string();
        self.write(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.post(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// The answer to a request; none when the server has gone or is silent.
    pub fn ask(&mut self, method: &str, params: Value) -> Option<Value> {
        self.asked += 1;
        let id = self.asked;
        self.post(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        let until = Instant::now() + PATIENCE;
        loop {
            let message = self.messages.recv_timeout(until.saturating_duration_since(Instant::now())).ok()?;
            if message["id"] == json!(id) && message["method"].is_null() {
                return Some(message);
            }
        }
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn uri(path: &Path) -> String {
    url::Url::from_file_path(path).unwrap().to_string()
}

fn next(from: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        from.read_line(&mut line).ok().filter(|read| *read > 0)?;
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", value)) => length = value.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    from.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
