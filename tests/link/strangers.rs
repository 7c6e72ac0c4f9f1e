//! Where the platform should be there is nobody, or somebody else: nothing that is said there counts as sent.

use std::io::{Result, Write};
use std::net::TcpStream;

use crate::server::Server;
use crate::world::Sandbox;
use crate::{Sent, move_office, office, recorded, send, without_code};

#[test]
fn where_nobody_listens_nothing_is_sent_until_somebody_does() {
    let project = office("http://127.0.0.1:1/api", "");
    let refused = send(&project, &[]);
    assert_eq!((refused.code, refused.outcome.as_str()), (2, "not-sent"), "{refused:?}");
    assert!(refused.message.contains("cannot reach the platform"), "{refused:?}");
    assert_eq!(recorded(&project), "not-sent");

    let sandbox = Sandbox::start(&[]);
    move_office(&project, &format!("http://{}/api", sandbox.host), "");
    let sent = send(&project, &[]);
    assert_eq!((sent.code, sent.outcome.as_str()), (0, "sent"), "{sent:?}");
    assert_eq!(recorded(&project), "sent");
    assert_eq!(sandbox.state()["contracts"].as_array().unwrap().len(), 1);
}

#[test]
fn one_that_never_answers_is_given_up_and_asked() {
    let mute = Server::start(|stream| {
        // Held until the client goes away.
        let _ = std::io::copy(&mut &stream, &mut std::io::sink());
    });
    let project = office(&format!("http://127.0.0.1:{}/api", mute.port), "timeout = 0.2\n");
    let lost = send(&project, &[]);
    assert_eq!((lost.code, lost.outcome.as_str()), (2, "unknown"), "{lost:?}");
    assert!(lost.message.contains("did not answer in time"), "{lost:?}");
    assert!(mute.accepted() > 1, "it was not asked");
    assert_eq!(recorded(&project), "unknown");

    // What another platform knows of it proves nothing.
    let sandbox = Sandbox::start(&[]);
    move_office(&project, &format!("http://{}/api", sandbox.host), "");
    let sent = send(&project, &[]);
    assert_eq!((sent.code, sent.outcome.as_str()), (1, "elsewhere"), "{sent:?}");
    assert_eq!(sandbox.state()["contracts"].as_array().unwrap().len(), 0);
}

/// What comes of one answer to everything.
fn answered(answer: impl Fn(&mut TcpStream) -> Result<()> + Send + Sync + 'static) -> Sent {
    let server = Server::answering(answer);
    let project = office(&format!("http://127.0.0.1:{}/api", server.port), "timeout = 20.0\n");
    without_code(&project);
    let sent = send(&project, &[]);
    assert_ne!(sent.code, 0, "{sent:?}");
    assert_eq!(recorded(&project), sent.outcome, "{sent:?}");
    sent
}

fn unknown(said: &str, answer: impl Fn(&mut TcpStream) -> Result<()> + Send + Sync + 'static) {
    let sent = answered(answer);
    assert_eq!((sent.code, sent.outcome.as_str()), (2, "unknown"), "{sent:?}");
    assert!(sent.message.contains(said), "{sent:?}");
}

fn whole(stream: &mut TcpStream, head: &str, body: &[u8]) -> Result<()> {
    let length = body.len();
    stream.write_all(format!("HTTP/1.1 {head}\r\nContent-Length: {length}\r\n\r\n").as_bytes())?;
    stream.write_all(body)
}

/// An answer that would be a good one.
const GOOD: &str = r#"{"code":"200","msg":"ok","success":true,"result":{"contractId":1897893172027068416"#;

#[test]
fn a_redirect_is_not_followed() {
    let elsewhere = Server::answering(|stream| whole(stream, "200 OK", format!("{GOOD}}}}}").as_bytes()));
    let port = elsewhere.port;
    for status in ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"] {
        for body in [String::new(), format!("{GOOD}}}}}")] {
            let head = format!("{status}\r\nLocation: http://127.0.0.1:{port}/api/open/contract/start");
            let said = if body.is_empty() { "leads elsewhere" } else { "200 ok" };
            unknown(said, move |stream| whole(stream, &head, body.as_bytes()));
        }
    }
    assert_eq!(elsewhere.accepted(), 0);
}

#[test]
fn a_web_page_is_no_answer() {
    let page = "<!doctype html><title>Sign in to the network</title>";
    unknown("is a web page", move |stream| {
        whole(stream, "200 OK\r\nContent-Type: text/html; charset=utf-8", page.as_bytes())
    });
    // Something in between refused it, or says so.
    unknown("HTTP 403", move |stream| {
        whole(stream, "403 Forbidden\r\nContent-Type: text/html", page.as_bytes())
    });
}

#[test]
fn an_answer_without_measure_is_not_read_to_its_end() {
    unknown("too long", |stream| {
        let body = format!("{GOOD}}},\"more\":\"{}\"}}", "x".repeat(20 << 20));
        whole(stream, "200 OK\r\nContent-Type: application/json", body.as_bytes())
    });
    unknown("too long", |stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")?;
        let chunk = format!("10000\r\n{}\r\n", "{".repeat(0x10000));
        loop {
            stream.write_all(chunk.as_bytes())?;
        }
    });
}

#[test]
fn an_answer_that_drips_is_given_up() {
    let server = Server::answering(|stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")?;
        std::io::copy(stream, &mut std::io::sink()).map(drop)
    });
    let project = office(&format!("http://127.0.0.1:{}/api", server.port), "timeout = 0.3\n");
    without_code(&project);
    let sent = send(&project, &[]);
    assert_eq!((sent.code, sent.outcome.as_str()), (2, "unknown"), "{sent:?}");
    assert!(sent.message.contains("did not answer in time"), "{sent:?}");
}

#[test]
fn bytes_that_are_no_text_are_no_answer() {
    let wrong = [GOOD.as_bytes(), b"},\"more\":\"\xff\xfe\x80\"}"].concat();
    unknown("cannot be read", move |stream| whole(stream, "200 OK", &wrong));
    unknown("cannot be read", |stream| whole(stream, "200 OK", &[0; 1000]));
    unknown("cannot be read", |stream| whole(stream, "200 OK", "[".repeat(100_000).as_bytes()));
    unknown("cannot be read", |stream| whole(stream, "204 No Content", b""));
    unknown("no answer came", |stream| stream.write_all(b"SSH-2.0-OpenSSH_9.2\r\n"));
    unknown("no answer came", |stream| stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"));
    unknown("HTTP 400", |stream| {
        stream.write_all(
            b"HTTP/1.1 400 \xff\r\nX-Ca-Error-Message: \xff\xfe\r\nContent-Length: 2\r\n\r\n\xff\xfe",
        )
    });
}
