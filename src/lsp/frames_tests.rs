use std::io::BufReader;

use proptest::prelude::*;

use super::*;

fn frame(body: &str) -> Vec<u8> {
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn note(name: &str) -> Vec<u8> {
    frame(&format!(r#"{{"jsonrpc":"2.0","method":"{name}"}}"#))
}

/// What comes of bytes: names of notifications, and reasons.
fn all(bytes: &[u8], at_once: usize) -> Vec<Result<String, Unreadable>> {
    let mut frames = Frames::new(BufReader::with_capacity(at_once, bytes));
    let mut found = Vec::new();
    while let Some(one) = frames.next().unwrap() {
        found.push(one.map(|message| match message {
            Message::Notification(notification) => notification.method,
            other => format!("{other:?}"),
        }));
    }
    found
}

fn ok(name: &str) -> Result<String, Unreadable> {
    Ok(name.to_owned())
}

#[test]
fn whatever_one_message_is_the_next_is_read() {
    let not_json = || Unreadable::NotJson("expected ident at line 1 column 2".into());
    let length = |written: &str| Unreadable::Length(written.into());
    let cases: &[(Vec<u8>, Unreadable)] = &[
        (frame("nope"), not_json()),
        (frame(""), Unreadable::NotJson("EOF while parsing a value at line 1 column 0".into())),
        (b"Content-Length: 3\r\n\r\n\"\xff\"".to_vec(), Unreadable::NotUtf8),
        (frame("[]"), Unreadable::NoMessage(None)),
        (frame(r#"{"id":7,"method":7}"#), Unreadable::NoMessage(Some(7.into()))),
        (b"Content-Length: 9223372036854775808\r\n\r\n{}".to_vec(), Unreadable::TooLarge(1 << 63)),
        (b"Content-Length: 99999999999999999999\r\n\r\n{}".to_vec(), length("99999999999999999999")),
        (b"Content-Length: -1\r\n\r\n{}".to_vec(), length("-1")),
        (b"Content-Length: \r\n\r\n{}".to_vec(), length("")),
        (b"Content-Length: +2\r\n\r\n{}".to_vec(), length("+2")),
        (b"Content-Type: x\r\n\r\n{}".to_vec(), Unreadable::NoLength),
        (b"{\"method\":\"x\"}".to_vec(), Unreadable::NoLength),
        (vec![b'x'; 100_000], Unreadable::NoLength),
        (b"Content-Length: 4000\r\n\r\n{}".to_vec(), Unreadable::CutOff),
        (b"Content-Length: 60000000\r\n\r\n{\"a".to_vec(), Unreadable::CutOff),
        (
            b"Content-Length: 1\r\n\r\n{}".to_vec(),
            Unreadable::NotJson("EOF while parsing an object at line 1 column 1".into()),
        ),
    ];
    for (bad, why) in cases {
        let bytes = [&note("a")[..], bad, &note("b"), &note("c")].concat();
        for at_once in [1, 7, 64, 8192] {
            let expected = [ok("a"), Err(why.clone()), ok("b"), ok("c")];
            assert_eq!(all(&bytes, at_once), expected, "{}", String::from_utf8_lossy(bad));
        }
    }
}

#[test]
fn headers_are_read_as_http_has_them() {
    let body = r#"{"jsonrpc":"2.0","method":"a"}"#;
    for head in [
        "content-length:30\r\n\r\n",
        "Content-Type: x\r\nCONTENT-LENGTH: 30 \r\n\r\n",
        "\r\nContent-Length: 30\n\n",
    ] {
        assert_eq!(all(format!("{head}{body}").as_bytes(), 5), [ok("a")], "{head:?}");
    }
}

/// A document about this very protocol is no header.
#[test]
fn a_header_in_a_text_is_text() {
    let text = serde_json::json!({ "method": "Content-Length: 5\r\n\r\n{}" }).to_string();
    assert_eq!(all(&frame(&text), 16), [ok("Content-Length: 5\r\n\r\n{}")]);
}

#[test]
fn a_message_that_is_too_large_is_read_past() {
    let large = MOST + 1;
    let head = format!("Content-Length: {large}\r\n\r\n");
    let rest = note("b");
    let bytes = head.as_bytes().chain(io::repeat(b'x').take(large)).chain(&rest[..]);
    let mut frames = Frames::new(BufReader::new(bytes));
    assert_eq!(frames.next().unwrap().unwrap().unwrap_err(), Unreadable::TooLarge(large));
    assert!(matches!(frames.next().unwrap(), Some(Ok(Message::Notification(note))) if note.method == "b"));
    assert!(frames.next().unwrap().is_none());
}

proptest! {
    /// Any bytes end, and a good message behind them is not lost.
    #[test]
    fn any_bytes_are_survived(
        parts in prop::collection::vec(
            prop_oneof![
                prop::collection::vec(any::<u8>(), 0..40),
                Just(b"Content-Length: ".to_vec()),
                Just(b"\r\n".to_vec()),
                Just(b"\r\n\r\n".to_vec()),
                Just(note("x")),
                "[0-9]{1,4}".prop_map(String::into_bytes),
            ],
            0..12,
        ),
        at_once in 1_usize..100,
    ) {
        let before = parts.concat();
        // Behind so many line ends no header is left open.
        let found = all(&[&before[..], &note("last"), &note("very last")].concat(), at_once);
        prop_assert_eq!(found.last(), Some(&ok("very last")), "{:?}", before);
    }
}
