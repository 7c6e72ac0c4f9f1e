//! Each feature on one file: Chinese, with Windows line ends, 𠮷 and emoji, and a broken line in the middle.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::client::{Client, usual};
use crate::snapshots::{assert_snapshot, byte, cursors, diagnostics, edited, slice};

pub const URI: &str = "file:///work/%E5%90%88%E5%90%8C.qdc";

/// A file with something of everything. The line of `签属方` is broken; the rest is not.
pub const FILE: &str = "// 租赁合同 😀\r\n// 第二行说明\r\n参数 编号 文本\r\n个人 𠮷田 {\r\n    账号 \"PSN_TEST_001\"\r\n}\r\n\
企业 甲方 {\r\n    账号 \"CORP_TEST_001\" // 𠮷😀\r\n}\r\n\r\n合同 “𠮷😀租赁合同” {\r\n    业务编号 \"ZL-{编号}\"\r\n    发起方   甲方\r\n    \
截止     30天内\r\n    顺序     依次\r\n    文件 正文 \"FC_20260105090000RentContract00\" 页数 2\r\n    文件 附表 \"FC_20260105090000RentAppendix0\" 页数 1\r\n    \
签署方 甲方 认证 短信 {\r\n        签章 正文 页 1 位置 (280, 420) 日期 \"YYYY-MM-DD\"\r\n        签章 附表 页 末页 位置 (50mm, 60mm)\r\n    }\r\n    \
签属方 𠮷田 认证 短信 人脸 {\r\n        签章 正文 页 2 位置 (100, 100)\r\n    }\r\n}\r\n";

fn document() -> Value {
    json!({ "uri": URI })
}

fn at(position: &Value) -> Value {
    json!({ "textDocument": document(), "position": position })
}

fn whole() -> Value {
    json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 999, "character": 0 } })
}

/// A server with the file open, with and without the mistake in it.
fn open(text: &str) -> (Client, Value) {
    let mut client = Client::start(None);
    let found = client.opened(URI, text);
    (client, found)
}

fn mended() -> String {
    FILE.replace("签属方", "签署方")
}

#[test]
fn capabilities() {
    let client = Client::start(None);
    assert_snapshot("capabilities.json", &format!("{:#}\n", client.capabilities));
    let mut capabilities = usual();
    capabilities["general"] = json!({ "positionEncodings": ["utf-32", "utf-8", "utf-16"] });
    let client = Client::with(None, capabilities, json!({}), "en");
    assert_eq!(client.capabilities["positionEncoding"], "utf-8");
}

#[test]
fn findings_as_check_gives_them() {
    let (_client, found) = open(FILE);
    assert_snapshot("diagnostics.txt", &diagnostics(FILE, &found));
}

#[test]
fn english_where_the_client_speaks_it() {
    let mut client = Client::with(None, usual(), json!({}), "en-GB");
    let found = client.opened(URI, FILE);
    assert_snapshot("diagnostics.en.txt", &diagnostics(FILE, &found));
}

#[test]
fn positions_in_bytes_where_the_client_offers_it() {
    let mut capabilities = usual();
    capabilities["general"] = json!({ "positionEncodings": ["utf-8"] });
    let mut client = Client::with(None, capabilities, json!({}), "zh");
    let text = "合同 \"𠮷\" { 发起房 \"A\" }\n";
    let found = client.opened(URI, text);
    let range =
        &found.as_array().unwrap().iter().find(|one| one["code"] == "unknown-keyword").unwrap()["range"];
    let start = text.find("发起房").unwrap();
    assert_eq!(
        (range["start"]["character"].as_u64(), range["end"]["character"].as_u64()),
        (Some(start as u64), Some(start as u64 + 9))
    );
    let version = client.change(URI, &[(json!({ "start": { "line": 0, "character": start + 6 }, "end": { "line": 0, "character": start + 9 } }), "方")]);
    let found = client.diagnostics_of(URI, version);
    assert!(!diagnostics_codes(&found).contains(&"unknown-keyword".to_owned()), "{found}");
}

fn diagnostics_codes(found: &Value) -> Vec<String> {
    found.as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn hover() {
    let marked = FILE
        .replace("个人 𠮷田", "个‸人 ‸𠮷田")
        .replace("截止     30天内", "截‸止     30‸天内")
        .replace("发起方   甲方", "发起方   甲‸方")
        .replace("依次", "依‸次")
        .replace("(280", "(2‸80")
        .replace("末页", "末‸页")
        .replace("签属方 𠮷田", "签属‸方 𠮷田")
        .replace("ZL-{编号}", "ZL-{编‸号}")
        .replace("// 第二行", "// 第‸二行");
    let (text, places) = cursors(&marked);
    assert_eq!(text, FILE);
    for (lang, locale) in [("zh", "zh-hans"), ("en", "en")] {
        let mut client = Client::with(None, usual(), json!({}), locale);
        client.opened(URI, FILE);
        let mut out = String::new();
        for place in &places {
            let hover = client.ask("textDocument/hover", at(place));
            if hover.is_null() {
                let _ = writeln!(out, "=== nothing at {place}\n");
                continue;
            }
            let words = slice(FILE, &hover["range"]);
            let _ = writeln!(out, "=== {words}\n{}\n", hover["contents"]["value"].as_str().unwrap());
        }
        assert_snapshot(&format!("hover.{lang}.md"), &out);
    }
}

/// Places in files of either language, many of them half written, and what is offered there.
const COMPLETED: &[(&str, &str)] = &[
    ("top", "‸"),
    ("top-chinese", "企业 甲方 { 账号 \"A\" }\n合‸"),
    ("block", "合同 \"租约\" {\n    发起方 \"A\"\n    ‸\n}\n"),
    ("block-half", "合同 \"租约\" {\n    签‸\n}\n"),
    ("block-ascii-in-chinese", "合同 \"租约\" {\n    发起方 \"A\"\n    sig‸\n}\n"),
    ("account", "企业 甲方 { 账号 \"A\" }\n个人 𠮷田 { 账号 \"B\" }\n合同 \"租约\" {\n    发起方 ‸\n}\n"),
    ("clauses", "合同 \"租约\" {\n    签署方 \"A\" 次序 1 ‸{\n    }\n}\n"),
    ("auth", "contract \"a\" {\n    signer \"A\" auth ‸\n}\n"),
    ("auth-code", "contract \"a\" {\n    signer \"A\" auth PSN‸\n}\n"),
    ("auth-more", "contract \"a\" {\n    signer \"A\" auth sms ‸\n}\n"),
    (
        "document-name",
        "contract \"a\" {\n    document main \"FC_1\"\n    document other \"FC_2\"\n    signer \"A\" {\n        sign ‸\n    }\n}\n",
    ),
    (
        "sign-page",
        "合同 \"a\" {\n    文件 正文 \"FC_1\"\n    签署方 \"A\" {\n        签章 正文 页 ‸\n    }\n}\n",
    ),
    (
        "sign-after-page",
        "合同 \"a\" {\n    文件 正文 \"FC_1\"\n    签署方 \"A\" {\n        签章 正文 页 1 ‸\n    }\n}\n",
    ),
    ("deadline", "参数 到期 日期\n合同 \"a\" {\n    截止 ‸\n}\n"),
    ("deadline-number", "合同 \"a\" {\n    截止 60‸\n}\n"),
    ("deadline-number-and-unit", "合同 \"a\" {\n    截止 60天‸\n}\n"),
    ("deadline-in", "contract \"a\" {\n    deadline in ‸\n}\n"),
    ("deadline-in-number", "contract \"a\" {\n    deadline in 6‸\n}\n"),
    ("delay", "合同 \"a\" {\n    跳转 \"https://example.com/\" 延时 ‸\n}\n"),
    ("delay-number", "合同 \"a\" {\n    跳转 \"https://example.com/\" 延时 ４‸\n}\n"),
    ("expires", "authorization grant {\n    expires ‸\n}\n"),
    ("page-number", "参数 页 数字\n合同 \"a\" {\n    签署方 \"A\" {\n        签章 正文 页 1‸\n    }\n}\n"),
    (
        "point",
        "参数 左 数字\n参数 名 文本\n合同 \"a\" {\n    签署方 \"A\" {\n        签章 正文 页 1 位置 (‸\n    }\n}\n",
    ),
    (
        "point-closed",
        "参数 左 数字\n参数 名 文本\n合同 \"a\" {\n    签署方 \"A\" {\n        签章 正文 页 1 位置 (280, 左‸)\n    }\n}\n",
    ),
    ("after-point", "合同 \"a\" {\n    签署方 \"A\" {\n        签章 正文 页 1 位置 (280, 420) ‸\n    }\n}\n"),
    (
        "after-words",
        "合同 \"a\" {\n    签署方 \"A\" {\n        签章 正文 页 1 位置 文字 \"盖章\" ‸\n    }\n}\n",
    ),
    ("document-block", "合同 \"a\" {\n    文件 正文 \"FC_1\" {\n        ‸\n    }\n}\n"),
    ("template-block", "合同 \"a\" {\n    文件 正文 来自 模板 \"T\" {\n        ‸\n    }\n}\n"),
    (
        "another-signer",
        "企业 甲方 { 账号 \"A\" }\n企业 乙方 { 账号 \"B\" }\n合同 \"a\" {\n    签署方 甲方 {\n    }\n    签署方 ‸\n}\n",
    ),
    (
        "the-same-signer",
        "企业 甲方 { 账号 \"A\" }\n企业 乙方 { 账号 \"B\" }\n合同 \"a\" {\n    签署方 甲方‸ {\n    }\n    签署方 乙方 {\n    }\n}\n",
    ),
    ("default-text", "参数 姓名 文本 默认 ‸\n"),
    ("default-date", "参数 姓名 文本 默认 \"李\"\n参数 到期 日期 默认 ‸\n"),
    ("default-number", "param pages number default ‸\n"),
    ("text", "参数 姓名 文本\n参数 到期 日期\n参数 页码 数字\n合同 \"a\" {\n    业务编号 ‸\n}\n"),
    ("sign-statement", "合同 \"a\" {\n    文件 租约 \"FC_1\"\n    签署方 \"A\" {\n        ‸\n    }\n}\n"),
    (
        "sign-statements",
        "合同 \"a\" {\n    文件 租约 \"FC_1\"\n    文件 附表 \"FC_2\"\n    签署方 \"A\" {\n        ‸\n    }\n}\n",
    ),
    ("deadline-english", "contract \"a\" {\n    deadline ‸\n}\n"),
    ("param-in-text", "参数 编号 文本\n合同 \"a-{‸}\" {\n}\n"),
    ("param-in-open-text", "参数 编号 文本\n合同 \"a-{编‸\n"),
    ("in-text", "合同 \"租‸约\" {\n}\n"),
    ("in-comment", "// 合‸\n"),
    ("excuse", "// qdc: allow(seal‸)\n"),
    ("after-unknown", "合同 \"a\" {\n    胡说 ‸\n}\n"),
    ("new-name", "个人 ‸\n"),
];

#[test]
fn completion() {
    let mut client = Client::start(None);
    let mut out = String::new();
    for (index, (name, marked)) in COMPLETED.iter().enumerate() {
        let (text, places) = cursors(marked);
        let uri = format!("file:///work/{index}.qdc");
        client.opened(&uri, &text);
        let params = json!({ "textDocument": { "uri": uri }, "position": places[0] });
        let list = client.ask("textDocument/completion", params);
        let _ = writeln!(out, "=== {name}: {}", marked.replace('\n', "⏎"));
        for item in list["items"].as_array().unwrap() {
            let edit = &item["textEdit"];
            let replaced = slice(&text, &edit["range"]);
            let new = edit["newText"].as_str().unwrap().replace('\n', "⏎");
            let detail = item["detail"].as_str().unwrap_or_default();
            let filter = item["filterText"].as_str().unwrap();
            let _ =
                writeln!(out, "{} [{replaced}→{new}] {detail} ({filter})", item["label"].as_str().unwrap());
        }
        out.push('\n');
    }
    assert_snapshot("completion.txt", &out);
}

#[test]
fn completion_without_snippets_is_plain() {
    let mut client = Client::with(None, json!({}), json!({}), "zh");
    client.opened(URI, "合同 \"a\" {\n    \n}\n");
    let list = client.ask("textDocument/completion", at(&json!({ "line": 1, "character": 4 })));
    let items = list["items"].as_array().unwrap();
    assert!(items.len() > 5);
    for item in items {
        assert_eq!(item["insertTextFormat"], 1);
        assert!(!item["textEdit"]["newText"].as_str().unwrap().contains('$'), "{item}");
    }
}

/// What is offered is free of mistakes where it is written: every keyword, chosen in an empty contract, is known.
#[test]
fn what_is_offered_is_understood() {
    let mut client = Client::start(None);
    for (marked, closing) in [
        ("合同 \"a\" {\n    ‸\n}\n", ""),
        ("contract \"a\" {\n    signer \"A\" ‸\n}\n", ""),
        ("合同 \"a\" {\n    文件 正文 \"FC_1\" ‸\n}\n", ""),
        ("参数 页码 数字\n合同 \"a\" {\n    文件 正文 ‸\n}\n", ""),
        ("‸", ""),
    ] {
        let (text, places) = cursors(marked);
        client.opened(URI, &text);
        let list = client.ask("textDocument/completion", at(&places[0]));
        for item in list["items"].as_array().unwrap() {
            let label = item["label"].as_str().unwrap().trim_end_matches(" …");
            let place = byte(&text, &places[0]);
            let written = format!("{}{label} {closing}{}", &text[..place], &text[place..]);
            let version = client.change(URI, &[(Value::Null, &written)]);
            let codes = diagnostics_codes(&client.diagnostics_of(URI, version));
            assert!(
                !codes.iter().any(|code| {
                    ["unknown-keyword", "misplaced-keyword", "repeated-clause"].contains(&code.as_str())
                }),
                "{written}: {codes:?}"
            );
        }
    }
}

#[test]
fn symbols_folds_selections_links() {
    let (mut client, _) = open(FILE);
    let symbols = client.ask("textDocument/documentSymbol", json!({ "textDocument": document() }));
    let mut out = String::new();
    fn draw(symbols: &Value, depth: usize, out: &mut String) {
        for symbol in symbols.as_array().unwrap() {
            let (range, selection) = (slice(FILE, &symbol["range"]), slice(FILE, &symbol["selectionRange"]));
            let last = range.lines().last().unwrap().trim();
            let _ = writeln!(
                out,
                "{}{} {} kind {} 「{selection}」 … 「{last}」",
                "  ".repeat(depth),
                symbol["detail"].as_str().unwrap(),
                symbol["name"].as_str().unwrap(),
                symbol["kind"]
            );
            if symbol["children"].is_array() {
                draw(&symbol["children"], depth + 1, out);
            }
        }
    }
    draw(&symbols, 0, &mut out);
    out.push_str("\n=== folds\n");
    for fold in
        client.ask("textDocument/foldingRange", json!({ "textDocument": document() })).as_array().unwrap()
    {
        let _ = writeln!(
            out,
            "{}-{} {}",
            fold["startLine"],
            fold["endLine"],
            fold["kind"].as_str().unwrap_or("block")
        );
    }
    let (_, places) = cursors(&FILE.replace("(280", "(2‸80").replace("𠮷😀租", "𠮷😀‸租"));
    let params = json!({ "textDocument": document(), "positions": places });
    for selection in client.ask("textDocument/selectionRange", params).as_array().unwrap() {
        out.push_str("\n=== selections\n");
        let mut one = selection;
        while one.is_object() {
            let words = slice(FILE, &one["range"]);
            let short: String = words.chars().take(20).collect::<String>().replace("\r\n", "⏎");
            let _ = writeln!(out, "{} bytes: {short}", words.len());
            one = &one["parent"];
        }
    }
    assert_snapshot("shape.txt", &out);
}

#[test]
fn a_client_without_nesting_gets_a_flat_list() {
    let mut client = Client::with(None, json!({}), json!({}), "zh");
    client.opened(URI, FILE);
    let symbols = client.ask("textDocument/documentSymbol", json!({ "textDocument": document() }));
    let containers: Vec<_> = symbols
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["name"].as_str(), one["containerName"].as_str()))
        .collect();
    assert!(containers.contains(&(Some("正文"), Some("𠮷😀租赁合同"))), "{containers:?}");
}

#[test]
fn semantic_tokens() {
    let (mut client, _) = open(FILE);
    let legend: Vec<String> =
        serde_json::from_value(client.capabilities["semanticTokensProvider"]["legend"]["tokenTypes"].clone())
            .unwrap();
    let full = client.ask("textDocument/semanticTokens/full", json!({ "textDocument": document() }));
    let tokens = decoded(FILE, &full["data"], &legend);
    assert_snapshot("tokens.txt", &tokens.join("\n"));
    // A part has the tokens of its lines.
    let part = json!({ "start": { "line": 10, "character": 0 }, "end": { "line": 12, "character": 0 } });
    let range =
        client.ask("textDocument/semanticTokens/range", json!({ "textDocument": document(), "range": part }));
    let part = decoded(FILE, &range["data"], &legend);
    assert!(!part.is_empty() && tokens.windows(part.len()).any(|window| window == part), "{part:?}");
}

fn decoded(text: &str, data: &Value, legend: &[String]) -> Vec<String> {
    let numbers: Vec<u64> = serde_json::from_value(data.clone()).unwrap();
    let (mut line, mut start) = (0, 0);
    numbers
        .chunks(5)
        .map(|token| {
            start = if token[0] == 0 { start + token[1] } else { token[1] };
            line += token[0];
            let range = json!({ "start": { "line": line, "character": start }, "end": { "line": line, "character": start + token[2] } });
            let declared = if token[4] == 1 { " declaration" } else { "" };
            format!("{} {}{declared} 「{}」", line + 1, legend[token[3] as usize], slice(text, &range))
        })
        .collect()
}

#[test]
fn inlay_hints_and_lenses() {
    let text = mended();
    for (lang, locale) in [("zh", "zh-cn"), ("en", "en")] {
        let mut client = Client::with(None, usual(), json!({}), locale);
        client.opened(URI, &text);
        let mut out = String::new();
        let hints =
            client.ask("textDocument/inlayHint", json!({ "textDocument": document(), "range": whole() }));
        for hint in hints.as_array().unwrap() {
            let line = hint["position"]["line"].as_u64().unwrap() as usize;
            let before = &text[..byte(&text, &hint["position"])];
            let start = before.rfind('\n').map_or(0, |end| end + 1);
            let _ = writeln!(
                out,
                "{} {}⟨{}⟩ {}",
                line + 1,
                before[start..].trim_start(),
                hint["label"].as_str().unwrap(),
                hint["tooltip"].as_str().unwrap()
            );
        }
        for lens in
            client.ask("textDocument/codeLens", json!({ "textDocument": document() })).as_array().unwrap()
        {
            let command = &lens["command"];
            let _ = writeln!(
                out,
                "{}: {} → {} {}",
                slice(&text, &lens["range"]),
                command["title"].as_str().unwrap(),
                command["command"].as_str().unwrap(),
                command["arguments"]
            );
        }
        assert_snapshot(&format!("hints.{lang}.txt"), &out);
    }
}

/// Only what can be sent as it stands is offered to be sent: no errors, and no params that want values.
#[test]
fn sending_is_offered_where_nothing_is_missing() {
    let mut client = Client::start(None);
    let whole = mended().replace("参数 编号 文本\r\n", "").replace("ZL-{编号}", "ZL-1");
    let default = mended().replace("参数 编号 文本", "参数 编号 文本 默认 \"7\"");
    for (text, is) in [
        (whole.clone(), true),
        (default, true),
        (mended(), false),
        (whole.replace("签署方", "签属方"), false),
    ] {
        client.opened(URI, &text);
        let lenses = client.ask("textDocument/codeLens", json!({ "textDocument": document() })).to_string();
        assert_eq!(lenses.contains("qdc.sendSandbox"), is, "{text}");
        assert!(lenses.contains("qdc.plan"), "{text}");
    }
}

#[test]
fn hints_and_lenses_can_be_switched_off() {
    let mut client = Client::with(None, usual(), json!({ "inlayHints": false, "codeLens": false }), "zh");
    client.opened(URI, &mended());
    let hints = client.ask("textDocument/inlayHint", json!({ "textDocument": document(), "range": whole() }));
    let lenses = client.ask("textDocument/codeLens", json!({ "textDocument": document() }));
    assert_eq!((hints, lenses), (json!([]), json!([])));
}

#[test]
fn formatting_is_that_of_fmt_and_touches_little() {
    let messy = mended().replace("    发起方   甲方", "发起方 甲方").replace("短信 {", "短信｛");
    let (mut client, _) = open(&messy);
    let options = json!({ "tabSize": 2, "insertSpaces": false });
    let edits =
        client.ask("textDocument/formatting", json!({ "textDocument": document(), "options": options }));
    let formatted = edited(&messy, &edits);
    assert_eq!(formatted, qdc::format(&messy, qdc::Keywords::Keep));
    assert!(formatted.contains("\r\n") && !formatted.replace("\r\n", "").contains('\n'));
    let touched: usize =
        edits.as_array().unwrap().iter().map(|edit| slice(&messy, &edit["range"]).lines().count()).sum();
    assert!(touched < 12, "{touched} lines for a few changes");
    let version = client.change(URI, &[(Value::Null, &formatted)]);
    client.diagnostics_of(URI, version);
    let again =
        client.ask("textDocument/formatting", json!({ "textDocument": document(), "options": options }));
    assert_eq!(again, json!([]));
}

/// The code actions for the whole file, of some kinds.
fn actions(client: &mut Client, only: Value) -> Vec<Value> {
    let context = if only.is_null() {
        json!({ "diagnostics": [] })
    } else {
        json!({ "diagnostics": [], "only": only })
    };
    let params = json!({ "textDocument": document(), "range": whole(), "context": context });
    client.ask("textDocument/codeAction", params).as_array().unwrap().clone()
}

#[test]
fn code_actions() {
    let text = FILE.replace("认证 短信 {", "认证 短讯 {");
    let (mut client, _) = open(&text);
    let mut out = String::new();
    for action in actions(&mut client, Value::Null) {
        let new = edited(&text, &action["edit"]["changes"][URI]);
        let _ = writeln!(
            out,
            "=== {} ({}{})",
            action["title"].as_str().unwrap(),
            action["kind"].as_str().unwrap(),
            if action["isPreferred"] == true { ", preferred" } else { "" }
        );
        for (old, new) in lines_that_differ(&text, &new) {
            let _ = writeln!(out, "- {old}\n+ {new}");
        }
    }
    assert_snapshot("actions.txt", &out);
    let kinds: Vec<Value> =
        actions(&mut client, json!(["source"])).into_iter().map(|action| action["kind"].clone()).collect();
    assert!(kinds.iter().all(|kind| kind == "source.fixAll.qdc"), "{kinds:?}");
}

fn lines_that_differ(old: &str, new: &str) -> Vec<(String, String)> {
    let (old, new): (Vec<_>, Vec<_>) = (old.split('\n').collect(), new.split('\n').collect());
    let same_head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let same_tail = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take(old.len().min(new.len()) - same_head)
        .take_while(|(a, b)| a == b)
        .count();
    let join = |lines: &[&str]| lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join(" ⏎ ");
    vec![(join(&old[same_head..old.len() - same_tail]), join(&new[same_head..new.len() - same_tail]))]
}

/// Excusing a finding takes it away, on Windows line ends and above an excuse that is there.
#[test]
fn excusing_here_takes_the_finding_away() {
    let text = mended()
        .replace("(100, 100)", "(10, 10)")
        .replace("    发起方   甲方", "    发起方   甲方\r\n    回调 \"x\"");
    let (mut client, found) = open(&text);
    let before = diagnostics_codes(&found).len();
    let action = actions(&mut client, json!(["quickfix"]))
        .into_iter()
        .find(|action| action["title"].as_str().unwrap().contains("seal-off-page"))
        .expect("an excuse is offered");
    let new = edited(&text, &action["edit"]["changes"][URI]);
    assert!(
        new.contains("        // qdc: allow(seal-off-page)\r\n        签章 正文 页 2 位置 (10, 10)"),
        "{new}"
    );
    let version = client.change(URI, &[(Value::Null, &new)]);
    let after = diagnostics_codes(&client.diagnostics_of(URI, version));
    assert_eq!(after.len(), before - 1, "{after:?}");
    assert!(!after.contains(&"unused-excuse".to_owned()));
}

/// An excuse that nothing needs is removed, not excused.
#[test]
fn an_excuse_is_not_excused() {
    let text = mended().replace("    顺序", "    // qdc: allow(weak-auth)\r\n    顺序");
    let (mut client, found) = open(&text);
    assert!(diagnostics_codes(&found).contains(&"unused-excuse".to_owned()));
    let offered = actions(&mut client, json!(["quickfix"]));
    let titles: Vec<&str> = offered.iter().map(|action| action["title"].as_str().unwrap()).collect();
    assert!(!titles.is_empty() && !titles.iter().any(|title| title.contains("unused-excuse")), "{titles:?}");
}

#[test]
fn turning_keywords_there_and_back_changes_nothing() {
    let text = qdc::format(&mended(), qdc::Keywords::Zh);
    let (mut client, _) = open(&text);
    let one = |client: &mut Client, kind: &str| actions(client, json!([kind])).pop();
    let english = one(&mut client, "refactor.rewrite.qdc.english").expect("offered");
    let turned = edited(&text, &english["edit"]["changes"][URI]);
    assert!(turned.contains("contract \"𠮷😀租赁合同\" {") && !turned.contains("签署方"), "{turned}");
    let version = client.change(URI, &[(Value::Null, &turned)]);
    client.diagnostics_of(URI, version);
    assert!(one(&mut client, "refactor.rewrite.qdc.english").is_none(), "there is nothing to turn");
    let chinese = one(&mut client, "refactor.rewrite.qdc.chinese").expect("offered");
    assert_eq!(edited(&turned, &chinese["edit"]["changes"][URI]), text);
}
