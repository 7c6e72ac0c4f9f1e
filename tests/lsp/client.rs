//! A client that speaks the protocol to `qdc lsp` as an editor does: over its standard input and output.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

pub struct Client {
    process: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
    asked: i64,
    version: i64,
    /// What came while an answer was waited for.
    pending: VecDeque<Value>,
    pub capabilities: Value,
}

/// What most editors can.
pub fn usual() -> Value {
    json!({
        "textDocument": {
            "completion": { "completionItem": { "snippetSupport": true } },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
        },
    })
}

/// The address of a file.
pub fn uri(path: &Path) -> String {
    url::Url::from_file_path(path).expect("an absolute path").to_string()
}

impl Client {
    /// Starts a server on 5 January 2026 for a client that speaks Chinese.
    pub fn start(folder: Option<&Path>) -> Self {
        Self::with(folder, usual(), json!({}), "zh-cn")
    }

    pub fn with(folder: Option<&Path>, capabilities: Value, options: Value, locale: &str) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_qdc"))
            .args(["lsp", "--now", "2026-01-05"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("qdc starts");
        let stdin = process.stdin.take();
        let stdout = BufReader::new(process.stdout.take().expect("its output"));
        let mut client = Client {
            process,
            stdin,
            stdout,
            asked: 0,
            version: 1,
            pending: VecDeque::new(),
            capabilities: Value::Null,
        };
        let folders = folder.map(|folder| json!([{ "uri": uri(folder), "name": "workspace" }]));
        let params = json!({
            "processId": null,
            "rootUri": null,
            "capabilities": capabilities,
            "initializationOptions": options,
            "locale": locale,
            "workspaceFolders": folders,
        });
        client.capabilities = client.ask("initialize", params)["capabilities"].clone();
        client.tell("initialized", json!({}));
        client
    }

    pub fn send_raw(&mut self, bytes: &[u8]) {
        let stdin = self.stdin.as_mut().expect("still open");
        stdin.write_all(bytes).and_then(|()| stdin.flush()).expect("the server listens");
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.send_raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    /// The next message of the server, whatever it is.
    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            let read = self.stdout.read_line(&mut line).expect("readable");
            assert!(read > 0, "the server went away");
            match line.trim_end() {
                "" => break,
                line => {
                    if let Some(value) = line.strip_prefix("Content-Length: ") {
                        length = value.parse().expect("a length");
                    }
                }
            }
        }
        let mut body = vec![0; length];
        self.stdout.read_exact(&mut body).expect("a whole message");
        serde_json::from_slice(&body).expect("JSON")
    }

    pub fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// The result of a request, or its error.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.post(method, params);
        self.answer(id)
    }

    /// Sends a request; its id.
    pub fn post(&mut self, method: &str, params: Value) -> i64 {
        self.asked += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.asked, "method": method, "params": params }));
        self.asked
    }

    /// Waits for the answer to a request.
    pub fn answer(&mut self, id: i64) -> Value {
        let is_it = |message: &Value| message.get("method").is_none() && message["id"] == id;
        let result =
            |message: Value| message.get("result").or(message.get("error")).cloned().unwrap_or(Value::Null);
        if let Some(at) = self.pending.iter().position(is_it) {
            return self.pending.remove(at).map(result).expect("it is there");
        }
        loop {
            let message = self.receive();
            if is_it(&message) {
                return result(message);
            }
            self.pending.push_back(message);
        }
    }

    /// Answers a request of the server.
    pub fn reply(&mut self, id: &Value, result: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": result }));
    }

    /// The next message with this method, others put aside.
    pub fn wait(&mut self, method: &str) -> Value {
        self.wait_for(|message| message["method"] == method)
    }

    fn wait_for(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.pending.iter().position(&is_it) {
            return self.pending.remove(at).expect("it is there");
        }
        loop {
            let message = self.receive();
            if is_it(&message) {
                return message;
            }
            self.pending.push_back(message);
        }
    }

    /// Whether a message with this method came while others were waited for.
    pub fn is_pending(&self, method: &str) -> bool {
        self.pending.iter().any(|message| message["method"] == method)
    }

    /// The next diagnostics of a file.
    pub fn diagnostics(&mut self, uri: &str) -> Value {
        let message = self.wait_for(|message| {
            message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri
        });
        message["params"]["diagnostics"].clone()
    }

    /// The diagnostics of a file when the server is done with all it was told.
    pub fn last_diagnostics(&mut self, uri: &str) -> Value {
        self.ask("qdc/text", json!({ "uri": uri }));
        let mut last = self.diagnostics(uri);
        while self.pending.iter().any(|message| message["params"]["uri"] == uri) {
            last = self.diagnostics(uri);
        }
        last
    }

    pub fn open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "qdc", "version": self.version, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Opens a text and waits for what is found in it.
    pub fn opened(&mut self, uri: &str, text: &str) -> Value {
        self.open(uri, text);
        self.diagnostics(uri)
    }

    /// Edits a text; each change is a range and what stands there afterwards.
    pub fn change(&mut self, uri: &str, changes: &[(Value, &str)]) -> i64 {
        self.version += 1;
        let changes: Vec<Value> = changes
            .iter()
            .map(|(range, text)| match range {
                Value::Null => json!({ "text": text }),
                range => json!({ "range": range, "text": text }),
            })
            .collect();
        let document = json!({ "uri": uri, "version": self.version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
        self.version
    }

    /// The diagnostics of a file as of a version; those of earlier ones are let go.
    pub fn diagnostics_of(&mut self, uri: &str, version: i64) -> Value {
        self.pending
            .retain(|message| message["params"]["uri"] != uri || message["params"]["version"] == version);
        let message = self
            .wait_for(|message| message["params"]["uri"] == uri && message["params"]["version"] == version);
        message["params"]["diagnostics"].clone()
    }

    /// Says goodbye; the server's exit code.
    pub fn close(mut self) -> i32 {
        assert_eq!(self.ask("shutdown", Value::Null), Value::Null);
        self.tell("exit", Value::Null);
        self.ended()
    }

    /// The exit code of a server that was told to go.
    pub fn ended(&mut self) -> i32 {
        drop(self.stdin.take());
        self.process.wait().expect("it ends").code().expect("by itself")
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
