//! `qdc import` as people call it: from a body to a file and back, and what it says of a body it refuses.
#![cfg(feature = "cli")]

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

const S4: &str = include_str!("seeds/s4-contract-start.json");

fn qdc(args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_qdc"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn the_documented_body_goes_to_a_file_and_back() {
    for keywords in ["zh", "en"] {
        let imported = qdc(&["import", "-", "--keywords", keywords], S4);
        assert_eq!((imported.status.code(), err(&imported)), (Some(0), String::new()));
        let compiled = qdc(&["compile", "-", "--now", "2025-06-01", "--force"], &out(&imported));
        assert_eq!(out(&compiled), S4);
        let checked = qdc(&["fmt", "--check", "-"], &out(&imported));
        assert_eq!(checked.status.code(), Some(0), "{}", err(&checked));
    }
}

#[test]
fn what_is_refused_is_named_in_the_readers_language() {
    let body = S4.replacen("\"fileName\"", "\"filename\"", 1);
    let refused = qdc(&["import", "-", "--lang", "en"], &body);
    assert_eq!((refused.status.code(), out(&refused)), (Some(1), String::new()));
    assert!(
        err(&refused).starts_with("<stdin>:8:7: /docs/0/filename no member that is known"),
        "{}",
        err(&refused)
    );
    let refused = qdc(&["import", "-", "--lang", "zh"], &body);
    assert!(err(&refused).starts_with("<stdin>:8:7: /docs/0/filename 不认识的成员，是否指 fileName\n"));
    let taken = qdc(&["import", "-", "--lossy", "--lang", "en"], &body);
    assert_eq!(taken.status.code(), Some(0));
    assert!(out(&taken).starts_with("// Left out in importing:\n// 8:7 /docs/0/filename"));
}

/// `--lossy` is advised where it helps, and nowhere else.
#[test]
fn only_what_helps_is_advised() {
    let advice = "--lossy";
    for (arguments, body, helps) in [
        (
            &["import", "-"][..],
            "\u{FEFF}{\"colour\": 1, \"signFlowInitiator\": {\"accountId\": \"CORP_1\"}}",
            true,
        ),
        (&["import", "-"][..], "{\"colour\": 1}", false),
        (&["import", "-"][..], "{\"\\ud83d\": 1}", false),
        (&["import", "-"][..], "[]", false),
        (&["import", "-", "--lossy"][..], "{}", false),
    ] {
        let refused = qdc(&[arguments, &["--lang", "en"]].concat(), body);
        assert_eq!((refused.status.code(), out(&refused)), (Some(1), String::new()), "{body}");
        assert_eq!(err(&refused).contains(advice), helps, "{body}: {}", err(&refused));
    }
}

#[test]
fn a_body_that_cannot_be_read_is_no_body() {
    assert_eq!(qdc(&["import", "no-such-file.json"], "").status.code(), Some(2));
    let refused = qdc(&["import", "-", "--lang", "en"], "{\"docs\": [");
    assert_eq!(refused.status.code(), Some(1));
    assert!(err(&refused).starts_with("<stdin>:1:10: the JSON ends too early"), "{}", err(&refused));
}

mod common;

/// Every example's contract, compiled and imported, compiles to the same.
#[test]
fn every_example_comes_back() {
    use qdc::plan::{MadeFiles, Plan};
    use qdc::{ImportOptions, Lang, Model, Settings};

    let settings = Settings::default();
    let compiled = |model: &Model| {
        let made = MadeFiles::of(model);
        let plan = Plan::of(model, &common::today(), &settings, &made);
        plan.start().map(|body| serde_json::to_string_pretty(body).unwrap())
    };
    let mut came_back = 0;
    for path in common::examples() {
        let Some(body) = compiled(&common::model(&path, &common::read(&path), &common::Disk)) else {
            continue;
        };
        // Params have no value here, and what has none is null.
        if body.contains("null") {
            continue;
        }
        for lang in [Lang::Zh, Lang::En] {
            let text = qdc::import(&body, ImportOptions { lang, lossy: false })
                .unwrap_or_else(|problems| panic!("{}: {problems:#?}", path.display()));
            let model = common::model(&path, &text, &common::NoFiles);
            assert_eq!(compiled(&model).as_deref(), Some(body.as_str()), "{}", path.display());
        }
        came_back += 1;
    }
    assert!(came_back >= 5, "{came_back}");
}
