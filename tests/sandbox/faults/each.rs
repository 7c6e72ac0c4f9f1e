//! Every kind of fault as it is on the wire, before, after and late.

use qdc::sandbox::{FaultKind, FaultRule, Options};

use crate::client::{START, signed};
use crate::raw::{Answer, End, Live};

/// A fault and how it is told from others on a connection of its own.
struct Case {
    fault: &'static str,
    status: u16,
    /// What the bytes have in them.
    has: &'static str,
    /// How many bytes come at least, if only they come.
    end: End,
}

const fn case(fault: &'static str, status: u16, has: &'static str, end: End) -> Case {
    Case { fault, status, has, end }
}

/// Faults that spoil an answer whose connection is kept are `Silent` after it.
const CASES: [Case; 29] = [
    case("delay", 200, r#""code":"200""#, End::Silent),
    case("error", 200, r#""code":"500""#, End::Silent),
    case("http500", 500, "Internal Server Error", End::Silent),
    case("drop", 0, "", End::Fin),
    case("reset", 0, "", End::Rst),
    case("hang", 0, "", End::Silent),
    case("cut=40", 200, "HTTP/1.1 200 OK\r\n", End::Fin),
    case("cut=40:reset", 200, "HTTP/1.1 200 OK\r\n", End::Rst),
    case("malformed", 200, r#"{"code":"200""#, End::Silent),
    case("wrong-type", 200, r#""code":200"#, End::Silent),
    case("slow", 200, r#""code":"200""#, End::Silent),
    case("twice", 200, r#"}HTTP/1.1 200 OK"#, End::Silent),
    case("foreign", 200, "C-11-after", End::Silent),
    case("foreign-code", 200, "SANDBOX-FOREIGN", End::Silent),
    case("no-code", 200, r#""code":"200""#, End::Silent),
    case("code=oc_40003", 200, "签署方不可重复", End::Silent),
    case("code=D504:status=504", 504, r#""code":"D504""#, End::Silent),
    case("status=429:retry-after=7", 429, "retry-after: 7\r\n", End::Silent),
    case("status=204", 204, "HTTP/1.1 204 No Content", End::Silent),
    case("html", 502, "<h1>502 Bad Gateway</h1>", End::Silent),
    case("empty:status=503", 503, "content-length: 0\r\n", End::Silent),
    case("redirect:status=307", 307, "location: /api/open/contract/start\r\n", End::Silent),
    case("wrong-length:by=5", 200, r#""code":"200""#, End::Silent),
    case("wrong-length:by=-5", 200, r#""code":"200""#, End::Silent),
    case("unfinished", 200, "transfer-encoding: chunked\r\n", End::Silent),
    case("endless", 200, r#""code":"200""#, End::Enough),
    case("huge-header:bytes=200000", 200, "x-sandbox-padding: xxxx", End::Silent),
    case("escapes", 200, r#"\u001b[31m"#, End::Silent),
    // Of questions alone: nothing to see when a contract is started.
    case("lag", 200, r#""code":"200""#, End::Silent),
];

/// Whether a fault can be combined with a moment at all.
fn takes(fault: &str, when: &str) -> bool {
    FaultRule::parse(&format!("{fault}:{when}")).is_ok()
}

#[test]
fn every_kind_on_the_wire() {
    for kind in FaultKind::all() {
        let of = |case: &&Case| FaultRule::parse(case.fault).unwrap().kind == kind;
        assert!(CASES.iter().any(|case| of(&case)), "{}", kind.name());
    }
    let live = Live::start(Options::default());
    let mut disturbed = 0;
    for (at, Case { fault, status, has, end }) in CASES.iter().enumerate() {
        for when in ["before", "after", "late"].into_iter().filter(|when| takes(fault, when)) {
            let code = format!("C-{at}-{when}");
            // Late enough not to be committed while this test looks.
            let ms = if when == "late" { 3_600_000 } else { 20 };
            let written = match fault.starts_with("twice") {
                true => format!("{fault}:{when}"),
                false => format!("{fault}:{when}:ms={ms}"),
            };
            let mut raw = live.connect();
            raw.send(&live.start_of(&code), &written);
            let (bytes, ended) = match *fault {
                "drop" | "reset" | "cut=40" | "cut=40:reset" => raw.until_the_end(),
                "hang" => {
                    live.until_received(&code);
                    raw.rest(0)
                }
                "unfinished" | "endless" => raw.until(has, 2 << 20),
                _ => {
                    // The whole answer is waited for; what follows it, too.
                    let answer = raw.head_and(has);
                    let (rest, end) = raw.rest(1 << 20);
                    ([answer, rest].concat(), end)
                }
            };
            let text = String::from_utf8_lossy(&bytes);
            assert_eq!(ended, *end, "{written}: {text}");
            assert!(text.contains(has), "{written}: {text}");
            if *status == 0 {
                assert!(bytes.is_empty(), "{written}: {text}");
            } else {
                assert!(text.starts_with(&format!("HTTP/1.1 {status} ")), "{written}: {text}");
            }
            let committed = usize::from(when == "after" || *fault == "delay");
            assert_eq!(live.contracts(&code), committed, "{written}");
            disturbed += 1;
            let state = live.state();
            assert_eq!(state["disturbed"], disturbed, "{written}");
            let last = state["requests"].as_array().unwrap().last().unwrap().clone();
            assert_eq!(last["fault"], *written);
            assert_eq!(last["status"], *status, "{written}");
        }
    }
    assert_eq!(live.state()["counts"][format!("POST {START}")], disturbed);
}

/// By the sandbox's own rules as well as by the header.
#[test]
fn a_late_commit_comes_whatever_was_answered_and_although_the_client_has_gone() {
    for fault in ["error", "drop", "hang", "reset", "status=429", "cut=9", "html", "unfinished"] {
        let rule = format!("{fault}:late:ms=150:times=1:path={START}");
        let live =
            Live::start(Options { faults: vec![FaultRule::parse(&rule).unwrap()], ..Options::default() });
        let mut raw = live.connect();
        raw.send(&live.start_of("L-1"), "");
        live.until_received("L-1");
        drop(raw);
        live.until("committed late", |live| live.contracts("L-1") == 1);
        // Once, and known to those who ask.
        assert_eq!(live.connect().send(&live.question_of("L-1"), "").answer().code(), "200", "{fault}");
        assert_eq!(live.contracts("L-1"), 1, "{fault}");
    }
}

#[test]
fn a_late_commit_is_not_there_at_once() {
    let live = Live::start(Options::default());
    let answer = live.connect().send(&live.start_of("L-1"), "error:late:ms=3600000").answer();
    assert_eq!(answer.code(), "500");
    assert_eq!(live.connect().send(&live.question_of("L-1"), "").answer().code(), "oc_40006");
    let mut waiting = live.connect();
    assert!(waiting.send(&live.start_of("L-2"), "hang").is_silent());
    // Stopping waits for neither.
    live.runtime.block_on(live.sandbox.stop());
}

/// An answer of before is what would have been answered: a client that believes it is found out.
#[test]
fn an_answer_of_before_looks_right_and_nothing_is_there() {
    let live = Live::start(Options::default());
    let mut raw = live.connect();
    let said: Answer = raw.send(&live.start_of("B-1"), "twice:before").answer();
    assert_eq!((said.code().as_str(), said.business_code().as_str()), ("200", "B-1"));
    assert!(said.json()["result"]["contractId"].is_i64());
    assert_eq!(live.contracts("B-1"), 0);
    // What is refused is refused before, too.
    for fault in ["slow:ms=5", "foreign:before", "cut=9999"] {
        let mut call = live.start_of("B-2");
        let repeated = String::from_utf8(call.body).unwrap().replace("PSN_2", "PSN_1").into_bytes();
        call = signed(&call.url, "POST", START, &[], repeated);
        assert_eq!(live.connect().send(&call, fault).answer().code(), "oc_40003", "{fault}");
    }
}
