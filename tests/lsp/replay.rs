//! Ten thousand random edits, after which the server's text and findings are those of a server that opens the
//! text afresh.

use serde_json::{Value, json};

use crate::client::{Client, usual};
use crate::features::FILE;

/// A small generator with a fixed seed: the same edits every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        // xorshift64*
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % below.max(1)
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len())]
    }
}

const PIECES: &[&str] = &[
    "𠮷",
    "😀",
    "甲方",
    "签署方 ",
    "sign ",
    "{",
    "}",
    "｛",
    "\"",
    "“",
    "”",
    "\r\n",
    "\n",
    " ",
    "　",
    "(",
    ", ",
    ")",
    "30天内",
    "in 30d",
    "// ",
    "/*",
    "*/",
    "页 1",
    "位置 (280, 420)",
    "{编号}",
    "// qdc: allow(weak-auth)\n",
    "参数 编号 文本\n",
    "2026-12-31",
    "：",
    "；",
    "\u{FEFF}",
    "\t",
    "合同 \"a\" {\n    发起方 \"B\"\n}\n",
    "引用 \"公共.qdc\"\n",
];

struct Editor {
    text: String,
    utf8: bool,
}

impl Editor {
    fn boundary(&self, dice: &mut Dice) -> usize {
        self.text.floor_char_boundary(dice.roll(self.text.len() + 1))
    }

    fn position(&self, at: usize) -> Value {
        let line = self.text[..at].matches('\n').count();
        let start = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
        let before = &self.text[start..at];
        let units = if self.utf8 { before.len() } else { before.encode_utf16().count() };
        json!({ "line": line, "character": units })
    }

    /// A position behind `\r` in `\r\n` cannot be said: editors stop before it.
    fn is_sayable(&self, at: usize) -> bool {
        !(self.text[..at].ends_with('\r') && self.text[at..].starts_with('\n'))
    }

    fn edit(&mut self, dice: &mut Dice) -> (Value, String) {
        loop {
            let start = self.boundary(dice);
            let most = if dice.roll(20) == 0 { 300 } else { 12 };
            let end =
                self.text.floor_char_boundary((start + dice.roll(most)).min(self.text.len())).max(start);
            let new = match dice.roll(3) {
                0 => String::new(),
                _ => dice.pick(PIECES).to_owned(),
            };
            // A file is kept from growing without end.
            if (self.text.len() > 6_000 && new.len() > end - start)
                || !self.is_sayable(start)
                || !self.is_sayable(end)
            {
                continue;
            }
            let range = json!({ "start": self.position(start), "end": self.position(end) });
            self.text.replace_range(start..end, &new);
            return (range, new);
        }
    }
}

/// Everything the server says about a file.
fn all(client: &mut Client, uri: &str, found: Value) -> Value {
    let document = json!({ "uri": uri });
    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99999, "character": 0 } });
    json!({
        "text": client.ask("qdc/text", document.clone()),
        "findings": found,
        "tokens": client.ask("textDocument/semanticTokens/full", json!({ "textDocument": document })),
        "symbols": client.ask("textDocument/documentSymbol", json!({ "textDocument": document })),
        "folds": client.ask("textDocument/foldingRange", json!({ "textDocument": document })),
        "hints": client.ask("textDocument/inlayHint", json!({ "textDocument": document, "range": whole })),
        "actions": client.ask("textDocument/codeAction", json!({ "textDocument": document, "range": whole, "context": { "diagnostics": [] } })),
        "format": client.ask("textDocument/formatting", json!({ "textDocument": document, "options": { "tabSize": 4, "insertSpaces": true } })),
    })
}

fn replay(edits: usize, seed: u64, utf8: bool) {
    let mut capabilities = usual();
    if utf8 {
        capabilities["general"] = json!({ "positionEncodings": ["utf-8"] });
    }
    let start = || Client::with(None, capabilities.clone(), json!({}), "zh");
    let uri = "file:///work/a.qdc";
    let mut client = start();
    client.opened(uri, FILE);
    let mut editor = Editor { text: FILE.to_owned(), utf8 };
    let mut dice = Dice(seed);
    let mut version = 0;
    for made in 1..=edits {
        let (range, new) = editor.edit(&mut dice);
        version = client.change(uri, &[(range, &new)]);
        // Now and then something is asked in the middle of it all.
        if made % 7 == 0 {
            let at = editor.boundary(&mut dice);
            let place = json!({ "textDocument": { "uri": uri }, "position": editor.position(at) });
            let method =
                dice.pick(&["hover", "completion", "definition", "prepareRename", "documentHighlight"]);
            let answer = client.ask(&format!("textDocument/{method}"), place);
            assert!(
                answer.get("code").is_none_or(|code| code == -32803),
                "{method} after {made} edits: {answer}"
            );
        }
        if made % (edits / 20) == 0 {
            let found = client.diagnostics_of(uri, version);
            let now = all(&mut client, uri, found);
            let mut fresh = start();
            let found = fresh.opened(uri, &editor.text);
            let afresh = all(&mut fresh, uri, found);
            assert_eq!(now["text"], editor.text, "after {made} edits");
            assert!(now == afresh, "after {made} edits of\n{}\n{now:#}\n{afresh:#}", editor.text);
        }
    }
    assert!(version > edits as i64);
    assert_eq!(client.close(), 0);
}

#[test]
fn ten_thousand_edits_end_as_a_fresh_start_does() {
    replay(10_000, 20_260_105, false);
}

#[test]
fn a_thousand_edits_in_bytes() {
    replay(1_000, 5_012_026, true);
}
