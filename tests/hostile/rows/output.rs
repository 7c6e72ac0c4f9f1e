//! What people and programs read: nothing raw from outside, always a document, never an end by a bad message.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::deed::Deed;
use crate::editor::{Editor, uri};
use crate::platform::{Kind, Platform};
use crate::project::{Project, Ran, Running, contract};

/// Clears a terminal, sets its title, turns the writing's direction, ends a line, goes back on it.
const ESCAPES: &str =
    "\u{1b}[2J\u{1b}]0;owned\u{7}\u{202e}\u{2066}\u{200f}\r\u{8}\u{9b}31m\u{85}\u{2028}\u{7f}";

/// No control character but the end of a line, no mark of direction, in what a terminal is given.
fn assert_nothing_raw(what: &str, ran: &Ran) {
    for (stream, text) in [("stdout", &ran.out), ("stderr", &ran.err)] {
        let raw = text.chars().find(|c| {
            c.is_control() && *c != '\n'
                || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
        });
        assert_eq!(raw, None, "{what}: raw on {stream}: {text:?}");
        // The file's name of two lines.
        assert!(
            !text.lines().any(|line| line.starts_with(".qdc")),
            "{what}: a line broken on {stream}: {text:?}"
        );
    }
}

const EVERYTHING: &str = r#"
person someone {
    account "PSN_TEST_009"
    phone "13800000000"
    flow "FLOW-1"
}
authorization grant {
    account "CORP_TEST_001"
    seals all
    auth sms
}
ticket pass {
    code "X-1"
    user mobile "13800000000"
}
"#;

fn hostile_words() -> Value {
    let bad = |name: &str| format!("{name}{ESCAPES}");
    json!({
        "contractId": bad("id"), "businessCode": "X-1", "sealId": bad("seal"), "accountId": bad("account"),
        "fileCode": bad("FC_"), "fileName": bad("name"), "fileUrl": bad("url"), "authUrl": bad("https://pages.invalid/"),
        "ticket": bad("ticket"), "signStatus": bad("signing"), "status": bad("status"), "sealName": bad("seal"),
        "psnName": bad("name"), "certifiedTime": bad("time"), "createTime": bad("time"),
    })
}

fn hostile_answer(success: bool) -> Deed {
    let bad = |name: &str| format!("{name}{ESCAPES}");
    let code = if success { "200".to_owned() } else { bad("oc_77777") };
    let answer = json!({
        "code": code, "msg": bad("message"), "message": bad("message"), "result": hostile_words(),
        "success": success, "logKey": bad("log"), "ts": bad("1767574802000"), "responseCode": bad("0"),
    });
    Deed::honest().envelope(answer)
}

/// Escapes in every member of every answer, of success and of failure.
#[test]
fn row_20_a_platforms_words_reach_no_terminal_raw() {
    for success in [true, false] {
        let platform = Platform::start(move |request| match request.kind {
            Kind::Ask if request.nth == 1 => Deed::honest(),
            _ => hostile_answer(success),
        });
        let project = Project::at(&platform, "timeout = 0.5\nsettle = 1.0\n");
        project.write("a.qdc", format!("{EVERYTHING}{}", contract("X-1")));
        let mut texts = contract("X-2").replace(
            "    document main \"FC_20241212171254RkztvLleUICgRSe\" pages 3\n",
            "    document main from template \"T-1\" {\n        field \"a\" \"b\"\n    }\n",
        );
        texts = texts.replace("\"Employment\"", "\"Lease\"");
        project.write("b.qdc", texts);
        let commands: [&[&str]; 7] = [
            &["send", "--env", "trial", "--yes", "a.qdc"],
            &["send", "--env", "trial", "--yes", "a.qdc"],
            &["send", "--env", "trial", "--yes", "b.qdc"],
            &["status", "--env", "trial", "X-1"],
            &["status", "--env", "trial", "a.qdc"],
            &["history", "--all"],
            &["check", "--online", "--env", "trial", "--no-cache", "a.qdc"],
        ];
        for args in commands {
            let ran = project.run(&[args, &["--color", "never"]].concat());
            assert_nothing_raw(&format!("success {success}, {args:?}"), &ran);
        }
        assert!(platform.state().of(Kind::Person) > 0, "the file asks for nothing");
    }
}

/// Escapes in what people write themselves: codes, titles, file names.
#[cfg(unix)]
#[test]
fn row_20_nor_do_codes_and_file_names() {
    let platform = Platform::honest();
    let project = Project::at(&platform, "timeout = 0.5\nsettle = 1.0\n");
    // Everything but what ends a line, which no text of a contract can hold.
    let escapes = ESCAPES.replace(['\r', '\u{85}', '\u{2028}'], "");
    let file = format!("a{escapes}\n.qdc");
    let text = contract(&format!("X-1{escapes}")).replace("Employment", &format!("Employment{escapes}"));
    project.write(&file, &text);
    let send: &[&str] = &["send", "--env", "trial", "--yes", &file];
    let commands: [&[&str]; 12] = [
        send,
        send,
        &["send", "--dry-run", "--env", "trial", &file],
        &["status", "--env", "trial", &file],
        &["status", "--env", "trial", &format!("X-1{escapes}")],
        &["history"],
        &["history", &file],
        &["diff", "--env", "trial", &file],
        &["plan", &file],
        &["check", "--no-cache", &file],
        &["check", "--no-cache", "--format", "short", &file],
        &["fmt", "--check", &file],
    ];
    for args in commands {
        assert_nothing_raw(&format!("{args:?}"), &project.run(&[args, &["--color", "never"]].concat()));
    }
    // The same with a changed file under the same code.
    project.write(&file, text.replace("(280, 420)", "(281, 421)"));
    for args in [send, &["diff", "--env", "trial", &file]] {
        assert_nothing_raw(&format!("{args:?}"), &project.run(&[args, &["--color", "never"]].concat()));
    }
}

/// What cannot be done is said on standard output too, in a document with a code that does not change.
#[test]
fn row_21_a_failure_is_a_document_with_a_code() {
    let commands: [&[&str]; 8] = [
        &["send", "--format", "json", "nothere.qdc"],
        &["send", "--format", "json", "--env", "nowhere", "a.qdc"],
        &["status", "--format", "json", "nothere.qdc"],
        &["status", "--format", "json", "--env", "nowhere", "X-1"],
        &["history", "--format", "json", "--ledger", "nothere/ledger.db"],
        &["diff", "--format", "json", "nothere.qdc"],
        &["plan", "--format", "json", "nothere.qdc"],
        &["send", "--format", "json", "p.json"],
    ];
    let project = Project::empty();
    project.write("a.qdc", contract("X-1"));
    project.write("p.json", "{}");
    for args in commands {
        let english = project.run(args);
        let chinese = Running::begin(project.command(&[args, &["--lang", "zh"]].concat())).end();
        let code = |ran: &Ran| -> Value {
            let document: Value =
                serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{args:?}: no document: {ran:?}"));
            document["error"]["code"].clone()
        };
        if english.code == 2 {
            assert!(code(&english).is_string(), "{args:?}: an error without a code: {english:?}");
            assert_eq!(code(&english), code(&chinese), "{args:?}: the code is not stable");
        }
    }
}

/// A schema as `docs` has it, with the one that all share put into it.
fn published(name: &str) -> Value {
    let text = |name: &str| {
        let path = format!("{}/docs/schema/{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("no {path}"))
    };
    let own = text(name);
    let mut schema: Value =
        serde_json::from_str(&own.replace("common.schema.json#/", "#/$defs/common/")).unwrap();
    if own.contains("common.schema.json#") {
        let shared = text("common").replace("\"#/$defs/", "\"#/$defs/common/$defs/");
        let shared: Value = serde_json::from_str(&shared).unwrap();
        schema["$defs"]["common"]["$defs"] = shared["$defs"].clone();
    }
    schema
}

/// Each document has a schema beside `check`'s, and keeps it.
#[test]
fn row_21_every_document_has_a_schema() {
    let platform = Platform::honest();
    let project = Project::at(&platform, "timeout = 0.5\nsettle = 1.0\n");
    project.write("a.qdc", contract("X-1"));
    let commands: [(&str, &[&str]); 7] = [
        ("send", &["send", "--env", "trial", "--yes", "--format", "json", "a.qdc"]),
        ("status", &["status", "--env", "trial", "--format", "json", "X-1"]),
        ("history", &["history", "--format", "json"]),
        ("diff", &["diff", "--env", "trial", "--format", "json", "a.qdc"]),
        ("plan", &["plan", "--format", "json", "a.qdc"]),
        ("config", &["config", "--format", "json"]),
        ("explain", &["explain", "--format", "json", "oc_40016"]),
    ];
    for (name, args) in commands {
        let schema = published(name);
        let ran = project.run(args);
        let document = ran.json();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let errors: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new(), "{args:?}: {}", ran.out);
    }
}

/// A message that is no message does not end the language server.
#[test]
fn row_25_a_broken_message_does_not_end_the_language_server() {
    let broken: [&[u8]; 9] = [
        b"Content-Length: 9\r\n\r\nnot json.",
        b"Content-Length: 4\r\n\r\n\xff\xfe\xfd\xfc",
        b"Content-Length: 2\r\n\r\n[]",
        b"Content-Length: 4\r\n\r\nnull",
        b"Content-Length: 17\r\n\r\n{\"jsonrpc\":\"2.0\"}",
        b"Content-Length: 0\r\n\r\n",
        b"Content-Length: banana\r\n\r\n",
        b"Content-Type: \xff\xff\r\nContent-Length: 2\r\n\r\n{}",
        b"Content-Length: 9223372036854775808\r\n\r\n",
    ];
    let project = Project::empty();
    let path = project.write("a.qdc", contract("X-1"));
    for bytes in broken {
        let name = String::from_utf8_lossy(bytes);
        let mut editor = Editor::begin(project.command(&["lsp"]), project.path());
        editor.write(bytes);
        let document = json!({"uri": uri(&path), "languageId": "qdc", "version": 1, "text": contract("X-1")});
        editor.notify("textDocument/didOpen", json!({"textDocument": document}));
        let answer = editor.ask("textDocument/documentSymbol", json!({"textDocument": {"uri": uri(&path)}}));
        let answer = answer.unwrap_or_else(|| panic!("the server is gone after {name:?}"));
        assert!(answer["result"].is_array(), "after {name:?}: {answer}");
    }
}

/// File names with ends of lines and with the marks of a workflow's commands.
#[cfg(unix)]
#[test]
fn row_25_file_names_break_no_format_for_ci() {
    let project = Project::empty();
    let names = ["a\n::error::owned.qdc", "b,line=1::owned\r.qdc", "c%0A::stop.qdc", "d:\u{1b}[2J.qdc"];
    for name in names {
        project.write(name, "contract {\n");
    }
    let github = project.run(&["check", "--no-cache", "--format", "github", "."]);
    assert!(github.out.lines().count() >= names.len(), "{github:?}");
    for line in github.out.split('\n').filter(|line| !line.is_empty()) {
        let (command, _) = line[2..].split_once("::").unwrap_or_else(|| panic!("no command: {line:?}"));
        let (kind, properties) = command.split_once(' ').unwrap_or_else(|| panic!("no properties: {line:?}"));
        assert!(line.starts_with("::") && ["error", "warning", "notice"].contains(&kind), "{line:?}");
        let keys: Vec<&str> =
            properties.split(',').filter_map(|pair| pair.split_once('=')).map(|(key, _)| key).collect();
        let mut once = keys.clone();
        once.dedup();
        assert_eq!(keys, once, "a name became a property: {line:?}");
        assert!(!line.contains(['\r', '\u{1b}']), "raw: {line:?}");
        assert!(!properties.contains("owned.qdc") || properties.contains("%0A"), "{line:?}");
    }
    let gitlab = project.run(&["check", "--no-cache", "--format", "gitlab", "."]);
    let findings = gitlab.json();
    let findings = findings.as_array().unwrap();
    assert!(findings.len() >= names.len());
    for finding in findings {
        let path = finding["location"]["path"].as_str().unwrap();
        assert!(!path.contains(char::is_control), "a path of several lines: {path:?}");
    }
}

/// A body that never comes does not keep a connection for good.
#[test]
fn row_25_the_sandbox_gives_up_a_body_that_never_comes() {
    let project = Project::empty();
    let mut command = project.command(&["sandbox", "--request-timeout", "1", "--port", "0"]);
    let mut child = command.stderr(std::process::Stdio::null()).spawn().unwrap();
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().unwrap()));
    let address = lines.next().unwrap().unwrap();
    let host = address.strip_prefix("http://").unwrap().trim().to_owned();
    let mut stream = TcpStream::connect(&host).unwrap();
    let request = format!(
        "POST /api/open/contract/start HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"
    );
    stream.write_all(request.as_bytes()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(15))).unwrap();
    let began = Instant::now();
    let ended = stream.read_to_end(&mut Vec::new());
    let _ = child.kill();
    let _ = child.wait();
    assert!(ended.is_ok(), "still open after {:?}", began.elapsed());
}
