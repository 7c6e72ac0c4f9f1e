//! How long an editor waits, measured over the wire: from a keystroke to the findings, and for other answers.
//!
//! `cargo bench --bench lsp` prints medians and the slowest of each, in milliseconds.

#[allow(dead_code, reason = "the tests use the rest")]
#[path = "../tests/lsp/client.rs"]
mod client;

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use client::Client;
use serde_json::{Value, json};

/// A contract of at least so many bytes; every so many-th signer has a mistake in it.
fn contract(bytes: usize, mistake_every: usize) -> String {
    let mut text = String::from(
        "合同 \"员工股权激励协议\" {\n    业务编号 \"STOCK-2026-001\"\n    发起方   \"CORP_TEST_001\"\n    截止     30天内\n\n    \
         文件 正文 \"FC_20260105090000StockOptionPlans\" 页数 100000\n\n",
    );
    let mut number = 0;
    while text.len() + 2 < bytes {
        number += 1;
        let auth = if mistake_every > 0 && number % mistake_every == 0 { "短讯" } else { "短信" };
        let _ = write!(
            text,
            "    签署方 \"PSN_TEST_{number:06}\" 认证 {auth} {{\n        签章 正文 页 {number} 位置 (280, 420) 日期 \
             \"YYYY-MM-DD\"\n    }}\n"
        );
    }
    text + "}\n"
}

struct Times(Vec<Duration>);

impl Times {
    fn of(count: usize, mut run: impl FnMut(usize)) -> Self {
        let mut times: Vec<Duration> = (0..count)
            .map(|at| {
                let start = Instant::now();
                run(at);
                start.elapsed()
            })
            .collect();
        times.sort_unstable();
        Self(times)
    }

    fn print(&self, what: &str) {
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        let (median, slowest) = (self.0[self.0.len() / 2], self.0[self.0.len() - 1]);
        println!("  {what:<34} median {:>8.2} ms   slowest {:>8.2} ms", ms(median), ms(slowest));
    }
}

fn main() {
    // `cargo test --benches` only asks whether it runs.
    let quick = std::env::args().any(|arg| arg == "--test");
    let sizes = [
        ("10 KB", 10_000, 0),
        ("10 KB, 1 mistake in 10 signers", 10_000, 10),
        ("1 MB", 1_000_000, 0),
        ("1 MB, 1 mistake in 100 signers", 1_000_000, 100),
    ];
    for (name, bytes, mistakes) in sizes {
        measure(name, &contract(if quick { 2_000 } else { bytes }, mistakes), if quick { 2 } else { 40 });
    }
}

fn measure(name: &str, text: &str, count: usize) {
    let uri = "file:///bench/contract.qdc";
    let mut client = Client::start(None);
    println!("{name} ({} bytes)", text.len());
    let start = Instant::now();
    let found = client.opened(uri, text);
    println!(
        "  {:<34} {:>15.2} ms, {} findings",
        "open to findings",
        start.elapsed().as_secs_f64() * 1000.0,
        found.as_array().map_or(0, Vec::len)
    );

    // In the middle: a letter is typed into a name, and taken away again.
    let line = text.lines().count() / 2 / 3 * 3 + 1;
    let place = |character: u32| json!({ "line": line, "character": character });
    let range = |start: u32, end: u32| json!({ "start": place(start), "end": place(end) });
    Times::of(count, |at| {
        let version = match at % 2 {
            0 => client.change(uri, &[(range(14, 14), "甲")]),
            _ => client.change(uri, &[(range(14, 15), "")]),
        };
        client.diagnostics_of(uri, version);
    })
    .print("keystroke to findings");
    let document = json!({ "uri": uri });
    let at = json!({ "textDocument": document, "position": place(10) });
    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 60, "character": 0 } });
    let requests: &[(&str, Value)] = &[
        ("textDocument/completion", at.clone()),
        ("textDocument/hover", at.clone()),
        ("textDocument/definition", at.clone()),
        (
            "textDocument/codeAction",
            json!({ "textDocument": document, "range": range(0, 0), "context": { "diagnostics": [], "only": ["quickfix"] } }),
        ),
        ("textDocument/semanticTokens/range", json!({ "textDocument": document, "range": whole })),
        ("textDocument/semanticTokens/full", json!({ "textDocument": document })),
        ("textDocument/inlayHint", json!({ "textDocument": document, "range": whole })),
        ("textDocument/documentSymbol", json!({ "textDocument": document })),
        ("textDocument/foldingRange", json!({ "textDocument": document })),
        (
            "textDocument/formatting",
            json!({ "textDocument": document, "options": { "tabSize": 4, "insertSpaces": true } }),
        ),
    ];
    for (method, params) in requests {
        Times::of(count / 4, |_| drop(client.ask(method, params.clone())))
            .print(method.trim_start_matches("textDocument/"));
    }
    assert_eq!(client.close(), 0);
    println!();
}
