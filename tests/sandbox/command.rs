//! The command line of `qdc sandbox`.

use std::io::Read;
use std::process::{Command, Output};

use serde_json::json;

use super::client::*;
use super::program::Program;

fn refused(args: &[&str]) -> String {
    let command =
        Command::new(env!("CARGO_BIN_EXE_qdc")).args(["--lang", "en", "sandbox"]).args(args).output();
    let Output { status, stdout, stderr } = command.unwrap();
    assert!(status.code() == Some(2) && stdout.is_empty());
    String::from_utf8(stderr).unwrap()
}

#[test]
fn what_cannot_be_started_is_said() {
    assert!(refused(&["--fault", "drp"]).contains("did you mean `drop`?"));
    assert!(refused(&["--fault", "drop:evry=2"]).contains("`evry=2` is not understood"));
    assert!(refused(&["--seed", "no-such-file.json"]).contains("no-such-file.json"));
    assert!(refused(&["--now", "soon"]).contains("`soon` is no date"));
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    assert!(refused(&["--port", &port]).contains(&format!("cannot listen at 127.0.0.1:{port}")));
}

#[tokio::test]
async fn the_log_names_no_people() {
    let mut program = Program::start(&["--key", qdc::sandbox::KEY]);
    let person = [("psnIDCardNum", "430100201510111541")];
    signed(&program.base, "GET", "/api/open/psnGet", &person, Vec::new()).get().await;
    let (time, nonce) = (now().to_string(), nonce());
    let mut call = Call {
        method: "POST",
        url: program.base.clone() + "/v2/contract/miniappexchange",
        headers: Default::default(),
        body: json!({ "bizId": "B", "user": { "contact": "15100000000", "contactType": "MOBILE" } })
            .to_string()
            .into_bytes(),
    };
    // Qiyuesuo's token and secret are QianDun's where none are given.
    let signature =
        qdc::platform::signature::qiyuesuo(qdc::sandbox::KEY, qdc::sandbox::SECRET, &time, &nonce);
    call.set("x-qys-open-accesstoken", qdc::sandbox::KEY)
        .set("x-qys-open-timestamp", &time)
        .set("x-qys-open-nonce", &nonce)
        .set("x-qys-open-signature", &signature);
    assert_eq!(call.get().await.json["code"], 0);
    let mut log = program.child.stderr.take().unwrap();
    program.kill();
    let mut text = String::new();
    log.read_to_string(&mut text).unwrap();
    assert_eq!(text, "GET /api/open/psnGet 200 200\nPOST /v2/contract/miniappexchange 200 0\n");
}

/// A client's words reach the terminal of whoever runs the sandbox.
#[tokio::test]
async fn the_log_moves_no_cursor() {
    let mut program = Program::start(&[]);
    let mut call = signed(&program.base, "GET", "/api/open/psnGet", &[("accountId", "1")], Vec::new());
    let fault = reqwest::header::HeaderValue::from_bytes("code=a\u{9b}2Jb:times=1".as_bytes()).unwrap();
    call.headers.insert("x-sandbox-fault", fault);
    assert_eq!(call.get().await.code(), "a\u{9b}2Jb");
    call.url = format!("{}/api/\u{9b}2J", program.base);
    assert_eq!(call.get().await.status, 400);
    let mut log = program.child.stderr.take().unwrap();
    program.kill();
    let mut text = String::new();
    log.read_to_string(&mut text).unwrap();
    assert!(!text.replace('\n', "").chars().any(char::is_control), "{text:?}");
    assert!(text.contains("200 a<U+009B>2Jb (code=a<U+009B>2Jb:times=1)\n"), "{text}");
}
