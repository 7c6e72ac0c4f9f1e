//! Edits as editors send them: several at once, across line ends, in the middle of broken lines.

use serde_json::{Value, json};

use crate::client::Client;
use crate::snapshots::diagnostics;

const URI: &str = "file:///work/a.qdc";

fn range(from: (u32, u32), to: (u32, u32)) -> Value {
    let place = |(line, character): (u32, u32)| json!({ "line": line, "character": character });
    json!({ "start": place(from), "end": place(to) })
}

#[test]
fn each_change_is_about_the_text_after_the_one_before() {
    let mut client = Client::start(None);
    client.opened(URI, "合同 \"𠮷\" {\r\n}\r\n");
    client.change(
        URI,
        &[
            (range((0, 4), (0, 6)), "😀甲"),
            (range((0, 6), (0, 7)), ""),
            (range((1, 0), (1, 0)), "    发起方 \"A\"\r\n"),
        ],
    );
    assert_eq!(client.ask("qdc/text", json!({ "uri": URI })), "合同 \"😀\" {\r\n    发起方 \"A\"\r\n}\r\n");
    // Between \r and \n is the end of the line.
    client.change(URI, &[(range((0, 99), (1, 0)), "\n")]);
    assert_eq!(client.ask("qdc/text", json!({ "uri": URI })), "合同 \"😀\" {\n    发起方 \"A\"\r\n}\r\n");
}

#[test]
fn a_broken_line_hides_nothing_behind_it() {
    let text = "合同 \"租约\" {\n    发起方 \"A\"\n    签署方 “没有关上\n    截至 30天内\n    签署方 \"B\" 认证 短讯 {\n        签章 正文 页 1 位置 (280, 420)\n    }\n    文件 正文 \"FC_20260105090000RentContract00\"\n}\n";
    let mut client = Client::start(None);
    let found = client.opened(URI, text);
    let shown = diagnostics(text, &found);
    for rule in ["syntax", "unknown-keyword", "wrong-value"] {
        assert!(shown.contains(rule), "{rule} is missing:\n{shown}");
    }
    // What stands behind it is still understood.
    let definition = client.ask(
        "textDocument/definition",
        json!({ "textDocument": { "uri": URI }, "position": { "line": 5, "character": 12 } }),
    );
    assert_eq!(definition["range"]["start"]["line"], 7, "{definition}");
}

#[test]
fn a_burst_of_edits_ends_in_the_findings_of_the_last() {
    let mut client = Client::start(None);
    client.opened(URI, "");
    let mut version = 0;
    for (at, letter) in "胡说八道".chars().enumerate() {
        version = client.change(URI, &[(range((0, at as u32), (0, at as u32)), &letter.to_string())]);
    }
    let found = client.diagnostics_of(URI, version);
    assert!(found[0]["message"].as_str().unwrap().contains("胡说八道"), "{found}");
}

/// A document that the client closed is no longer the server's concern, and one it never opened never was.
#[test]
fn what_is_not_open_has_no_answers() {
    let mut client = Client::start(None);
    client.opened(URI, "合同 \"a\" {\n}\n");
    client.tell("textDocument/didClose", json!({ "textDocument": { "uri": URI } }));
    assert_eq!(client.diagnostics(URI), json!([]));
    client.change(URI, &[(range((0, 0), (0, 0)), "x")]);
    for uri in [URI, "file:///none.qdc", "untitled:Untitled-1", "https://example.com/a.qdc"] {
        let hover = client.ask(
            "textDocument/hover",
            json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 0 } }),
        );
        assert_eq!(hover, Value::Null);
    }
}

#[test]
fn a_text_that_was_never_saved_is_checked_too() {
    let mut client = Client::start(None);
    let found = client.opened("untitled:Untitled-1", "引用 \"公共.qdc\"\n胡说\n");
    let codes: Vec<_> = found.as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["file-not-found", "unknown-keyword"]);
}
