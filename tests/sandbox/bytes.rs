//! What clients may send, or not send at all: the sandbox survives it, and ends what never comes.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use qdc::sandbox::Options;

use crate::cases::cases;
use crate::raw::{End, Live, bytes};

fn impatient() -> Live {
    Live::start(Options { request_timeout: Duration::from_millis(150), ..Options::default() })
}

fn ends(live: &Live, sent: &[u8]) -> String {
    let since = Instant::now();
    let (read, end) = live.connect().write(sent).until_the_end();
    assert!(since.elapsed() >= Duration::from_millis(140), "it was waited for");
    assert_eq!(end, End::Fin);
    String::from_utf8_lossy(&read).into_owned()
}

#[test]
fn what_never_comes_is_not_waited_for() {
    let live = impatient();
    let request = bytes(&live.start_of("T"), "");
    assert_eq!(ends(&live, b""), "");
    assert_eq!(ends(&live, &request[..30]), "");
    let body = ends(&live, &request[..request.len() - 1]);
    assert!(body.starts_with("HTTP/1.1 408 ") && body.contains("in time"), "{body}");
    let chunked =
        b"POST /_sandbox/sign HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab";
    assert!(ends(&live, chunked).starts_with("HTTP/1.1 408 "));
    assert_eq!(live.contracts("T"), 0);
    // A kept connection that is idle.
    let mut raw = live.connect();
    assert_eq!(raw.write(&request).answer().code(), "200");
    assert_eq!(raw.until_the_end(), (Vec::new(), End::Fin));
}

/// A client that reads nothing does not keep the answer, nor its connection.
#[test]
fn who_does_not_read_is_left() {
    let live = Live::start(Options {
        request_timeout: Duration::from_millis(150),
        max_connections: 1,
        ..Options::default()
    });
    let mut raw = live.connect();
    raw.send(&live.start_of("N"), "endless");
    // The one place is free again when the sandbox has given up.
    live.until("a place", |live| live.connect().send(&live.question_of("N"), "").answer().status != 503);
    drop(raw);
}

#[test]
fn there_are_only_so_many_connections() {
    let live = Live::start(Options { max_connections: 2, ..Options::default() });
    let mut open = [live.connect(), live.connect()];
    for raw in &mut open {
        assert_eq!(raw.send(&live.start_of("M"), "").answer().code(), "200");
    }
    let (refused, end) = live.connect().until_the_end();
    let refused = String::from_utf8_lossy(&refused);
    assert!(
        refused.starts_with("HTTP/1.1 503 ") && refused.contains("too many open connections"),
        "{refused}"
    );
    assert_eq!(end, End::Fin);
    let [gone, mut kept] = open;
    drop(gone);
    // The first has gone: its place is free, and the second never noticed.
    live.until("a place", |live| live.connect().send(&live.question_of("M"), "").answer().status != 503);
    assert_eq!(kept.send(&live.start_of("M"), "").answer().code(), "200");
}

#[test]
fn requests_behind_each_other_and_their_ends() {
    let live = Live::start(Options::default());
    let mut raw = live.connect();
    let three: Vec<u8> = ["A", "B", "C"].iter().flat_map(|code| bytes(&live.start_of(code), "")).collect();
    raw.write(&three);
    for code in ["A", "B", "C"] {
        assert_eq!(raw.answer().business_code(), code);
    }
    let text = String::from_utf8(bytes(&live.start_of("D"), "")).unwrap();
    let closing = text.replacen("host:", "connection: close\r\nhost:", 1);
    let answer = live.connect().write(closing.as_bytes()).until_the_end();
    assert!(String::from_utf8_lossy(&answer.0).contains("connection: close\r\n") && answer.1 == End::Fin);
    // Of HTTP/1.0 a connection ends of itself.
    let text = String::from_utf8(bytes(&live.start_of("E"), "")).unwrap().replacen("HTTP/1.1", "HTTP/1.0", 1);
    assert_eq!(live.connect().write(text.as_bytes()).until_the_end().1, End::Fin);
    let mut raw = live.connect();
    let head = raw.write(b"HEAD /nothing HTTP/1.1\r\nhost: localhost\r\n\r\n").answer_to("HEAD");
    assert!(head.status == 401 && !head.head.contains("content-length: 0\r\n"), "{head:?}");
    assert!(raw.is_silent());
    // Who waits to be asked for the body is asked.
    let text = String::from_utf8(bytes(&live.start_of("F"), "")).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let mut raw = live.connect();
    raw.write(format!("{head}\r\nexpect: 100-continue\r\n\r\n").as_bytes());
    assert_eq!(raw.answer().status, 100);
    assert_eq!(raw.write(body.as_bytes()).answer().business_code(), "F");
    // Who has said everything may still listen.
    let mut raw = live.connect();
    raw.send(&live.start_of("G"), "delay:before:ms=50");
    raw.stream.shutdown(std::net::Shutdown::Write).unwrap();
    assert_eq!(raw.answer().business_code(), "G");
}

#[test]
fn any_bytes_are_survived() {
    let live = impatient();
    let request = bytes(&live.start_of("ANY"), "");
    let spoilt = (
        prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        any::<prop::sample::Index>(),
    )
        .prop_map(move |(changes, end)| {
            let mut request = request.clone();
            for (at, byte) in changes {
                let at = at.index(request.len());
                request[at] = byte;
            }
            request.truncate(end.index(request.len() * 2).max(1));
            request
        });
    let soup = prop::collection::vec(any::<u8>(), 1..300);
    let mut runner = proptest::test_runner::TestRunner::new(cases(48));
    runner
        .run(&prop_oneof![spoilt, soup], |sent| {
            let mut raw = live.connect();
            raw.write(&sent);
            raw.stream.shutdown(std::net::Shutdown::Write).unwrap();
            raw.until_the_end();
            Ok(())
        })
        .unwrap();
    assert_eq!(live.connect().send(&live.start_of("OK"), "").answer().code(), "200");
}
