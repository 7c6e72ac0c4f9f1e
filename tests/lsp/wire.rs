//! What goes wrong on the wire is answered, and the server lives on.

use serde_json::{Value, json};

use crate::client::Client;

const URI: &str = "file:///work/a.qdc";

#[test]
fn what_is_not_understood_is_an_error_of_that_request_alone() {
    let mut client = Client::start(None);
    client.opened(URI, "合同 \"a\" {\n}\n");
    assert_eq!(client.ask("textDocument/typeDefinition", json!({}))["code"], -32601);
    assert_eq!(client.ask("textDocument/hover", json!({}))["code"], -32602);
    assert_eq!(client.ask("textDocument/hover", json!([1, "x"]))["code"], -32602);
    assert_eq!(client.ask("workspace/executeCommand", json!("qdc.plan"))["code"], -32602);
    client.tell("textDocument/didChange", json!({ "nothing": true }));
    client.tell("textDocument/didOpen", Value::Null);
    client.tell("$/cancelRequest", json!({ "id": 99 }));
    client.tell("$/whatever", json!({}));
    // Header names in any case, further headers, an id that is a text.
    let body = r#"{"jsonrpc":"2.0","id":"text","method":"none","params":{"甲":"乙"}}"#;
    let kind = "Content-Type: application/vscode-jsonrpc; charset=utf-8";
    client.send_raw(format!("content-length: {}\r\n{kind}\r\n\r\n{body}", body.len()).as_bytes());
    let hover = client.ask(
        "textDocument/hover",
        json!({ "textDocument": { "uri": URI }, "position": { "line": 0, "character": 1 } }),
    );
    assert!(hover["contents"]["value"].as_str().unwrap().contains("合同"), "{hover}");
    assert_eq!(client.close(), 0);
}

/// A message that cannot be read is reported in the user's language, and the next is answered.
#[test]
fn what_cannot_be_read_is_reported_and_passed_over() {
    let mut client = Client::start(None);
    client.opened(URI, "合同 \"a\" {\n}\n");
    let bad: [(&[u8], &str); 9] = [
        (b"Content-Length: 4\r\n\r\nnope", "JSON"),
        (b"Content-Length: 3\r\n\r\n\"\xff\"", "UTF-8"),
        (b"Content-Length: 2\r\n\r\n[]", "JSON-RPC"),
        (b"Content-Length: 18446744073709551616\r\n\r\n", "18446744073709551616"),
        (b"Content-Length: 9223372036854775808\r\n\r\n{}", "9223372036854775808"),
        (b"Content-Length: -5\r\n\r\n{}", "-5"),
        (b"Content-Type: application/json\r\n\r\n{}", "Content-Length"),
        (b"Content-Length: 5000\r\n\r\n{\"jsonrpc\":", "Content-Length"),
        (b"\x1b[31m{}\xff\xfe", "Content-Length"),
    ];
    for (bytes, word) in bad {
        client.send_raw(bytes);
        assert_eq!(client.ask("qdc/text", json!({ "uri": URI })), "合同 \"a\" {\n}\n", "{word}");
        let said = client.wait("window/logMessage");
        let message = said["params"]["message"].as_str().unwrap();
        assert!(message.starts_with("跳过了") && message.contains(word), "{message} for {word}");
        assert_eq!(said["params"]["type"], 1);
    }
    // Of what can be answered there is an answer.
    let body = r#"{"jsonrpc":"2.0","id":900,"method":7}"#;
    client.send_raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    assert_eq!(client.answer(900)["code"], -32600);
    assert_eq!(client.close(), 0);
}

/// Neither a message before its time nor one that cannot be read keeps the conversation from beginning.
#[test]
fn the_handshake_survives_what_comes_between() {
    use std::io::{Read, Write};
    let mut server = std::process::Command::new(env!("CARGO_BIN_EXE_qdc"))
        .args(["lsp", "--lang", "en"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = server.stdin.take().unwrap();
    let mut frame = |body: &str| write!(stdin, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    frame("nonsense");
    frame(r#"{"jsonrpc":"2.0","id":5,"result":null}"#);
    frame(r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#);
    frame("nonsense");
    frame(r#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#);
    frame(r#"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#);
    frame(r#"{"jsonrpc":"2.0","method":"exit"}"#);
    drop(stdin);
    let mut said = String::new();
    server.stdout.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(said.matches("not valid JSON").count(), 2, "{said}");
    assert_eq!(server.wait().unwrap().code(), Some(0), "{said}");
}

#[test]
fn what_is_called_off_in_time_is_not_answered() {
    let mut client = Client::start(None);
    // A file whose check takes a while, and meanwhile a question that is taken back.
    let signers: String = (0..4_000)
        .map(|n| format!("签署方 \"P{n}\" 认证 短信 {{ 签章 正文 页 1 位置 (280, 420) }}\n"))
        .collect();
    client.open(URI, &format!("合同 \"a\" {{\n{signers}}}\n"));
    let symbols = json!({ "textDocument": { "uri": URI } });
    let first = client.post("textDocument/foldingRange", symbols.clone());
    let second = client.post("textDocument/documentSymbol", symbols);
    client.tell("$/cancelRequest", json!({ "id": second }));
    assert!(client.answer(first).is_array());
    let answer = client.answer(second);
    assert!(answer.is_array() || answer["code"] == -32800, "either it was too late or it is said: {answer}");
}

#[test]
fn leaving_in_one_breath_is_leaving() {
    let mut client = Client::start(None);
    client.post("shutdown", Value::Null);
    client.tell("exit", Value::Null);
    assert_eq!(client.ended(), 0);
    let mut client = Client::start(None);
    client.tell("exit", Value::Null);
    assert_eq!(client.ended(), 1, "without a word before");
    let mut client = Client::start(None);
    client.ask("shutdown", Value::Null);
    assert_eq!(client.ask("textDocument/hover", Value::Null)["code"], -32600);
}

#[test]
fn positions_outside_the_text_are_moved_into_it() {
    let mut client = Client::start(None);
    client.opened(URI, "合同 \"𠮷\" {\n}\n");
    let far = json!({ "line": 4_000_000_000u64, "character": 4_000_000_000u64 });
    let backwards = json!({ "start": far, "end": { "line": 0, "character": 0 } });
    let document = json!({ "uri": URI });
    for method in ["hover", "completion", "definition", "prepareRename", "documentHighlight"] {
        let answer = client
            .ask(&format!("textDocument/{method}"), json!({ "textDocument": document, "position": far }));
        assert!(answer.get("code").is_none(), "{method}: {answer}");
    }
    for method in ["inlayHint", "semanticTokens/range"] {
        let answer = client
            .ask(&format!("textDocument/{method}"), json!({ "textDocument": document, "range": backwards }));
        assert!(answer.get("code").is_none(), "{method}: {answer}");
    }
    let version = client.change(URI, &[(backwards, "\n// 末尾")]);
    client.diagnostics_of(URI, version);
    assert_eq!(client.ask("qdc/text", json!({ "uri": URI })), "合同 \"𠮷\" {\n}\n\n// 末尾");
}

#[test]
fn a_request_before_its_time_is_refused() {
    use std::io::{Read, Write};
    let mut server = std::process::Command::new(env!("CARGO_BIN_EXE_qdc"))
        .args(["lsp", "--stdio"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let body = r#"{"jsonrpc":"2.0","id":1,"method":"textDocument/hover","params":{}}"#;
    let mut stdin = server.stdin.take().unwrap();
    write!(stdin, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    drop(stdin);
    let mut said = String::new();
    server.stdout.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(said.contains("-32002"), "{said}");
    // A client that goes away without a word is a failure, not a panic.
    let mut why = String::new();
    server.stderr.take().unwrap().read_to_string(&mut why).unwrap();
    assert_eq!(server.wait().unwrap().code(), Some(2));
    assert!(!why.contains("panicked"), "{why}");
}
