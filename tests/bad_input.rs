//! Any bytes at all: an answer or a clear error, no panic, no hang. One test for each kind of bytes.
//!
//! Where a file could be slow, its work is counted (tokens, statements, findings), never timed: twice the file
//! must be at most twice the work. `benches/compare` measures the seconds.

mod common;

use std::path::Path;

use common::{NoFiles, findings, model};
use qdc::findings::Group;
use qdc::source::{Undecodable, decode};
use qdc::syntax::{Keywords, Tree, format, parse};

/// A good file to spoil.
const GOOD: &str = r#"contract "办公室租赁合同" {
    code      "LEASE-2026-001"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe" pages 1
    signer "PSN_TEST_001" auth sms {
        sign main page 1 at (280, 420)
    }
}
"#;

/// What the language itself says of a text: `line:column rule`, in order.
fn told(text: &str) -> Vec<String> {
    let path = Path::new("a.qdc");
    let source = qdc::source::Source::new("a.qdc", text);
    findings(path, text)
        .iter()
        .filter(|one| one.rule.group == Group::Language)
        .map(|one| {
            let at = source.position(one.span.start as usize);
            format!("{}:{} {}", at.line, at.column, one.rule.name)
        })
        .collect()
}

/// Parses and formats, and says how much work that was.
fn work(text: &str) -> usize {
    let tree: Tree = parse(text);
    let formatted = format(text, Keywords::Keep);
    assert!(formatted.len() <= 40 * text.len() + 1000, "the formatter writes {} bytes", formatted.len());
    let model = model(Path::new("a.qdc"), text, &NoFiles);
    tree.tokens.len() + tree.len() + tree.problems.len() + model.problems.len() + formatted.len()
}

/// Twice the file, at most a little more than twice the work.
fn assert_linear(make: impl Fn(usize) -> String) {
    let (small, large) = (work(&make(500)), work(&make(1_000)));
    assert!(large <= small * 5 / 2, "work grows from {small} to {large}");
}

// ---- encodings ----

#[test]
fn a_byte_order_mark_means_nothing() {
    let marked = format!("\u{FEFF}{GOOD}");
    assert_eq!(decode(marked.clone().into_bytes()), Ok(marked.clone()));
    assert_eq!(told(&marked), [""; 0]);
    assert_eq!(
        common::meaning(Path::new("a.qdc"), &marked, &NoFiles),
        common::meaning(Path::new("a.qdc"), GOOD, &NoFiles)
    );
}

#[test]
fn windows_line_ends_mean_the_same_and_stay() {
    let windows = GOOD.replace('\n', "\r\n");
    assert_eq!(told(&windows), [""; 0]);
    assert_eq!(format(&windows, Keywords::Keep), windows);
}

#[test]
fn a_lone_carriage_return_is_a_blank() {
    let old_mac = GOOD.replacen("    code", "\r   code", 1);
    assert_eq!(told(&old_mac), [""; 0]);
}

#[test]
fn tabs_are_blanks() {
    let tabbed = GOOD.replace("    ", "\t");
    assert_eq!(told(&tabbed), [""; 0]);
    assert_eq!(format(&tabbed, Keywords::Keep), format(GOOD, Keywords::Keep));
}

#[test]
fn what_is_not_utf8_is_told_with_its_place() {
    let mut bytes = GOOD.as_bytes().to_vec();
    let second = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 5;
    bytes.splice(second..second, [0xB0, 0xEC]); // 办 in GBK
    assert_eq!(decode(bytes), Err(Undecodable::NotUtf8 { line: 2, likely: "GBK" }));
    assert_eq!(decode(vec![0xFF]), Err(Undecodable::NotUtf8 { line: 1, likely: "GBK" }));
    assert_eq!(decode(b"ab\xE5\x90".to_vec()), Err(Undecodable::NotUtf8 { line: 1, likely: "GBK" }));
}

#[test]
fn utf16_is_recognised() {
    for to_bytes in [u16::to_le_bytes, u16::to_be_bytes] {
        let bytes: Vec<u8> = format!("\u{FEFF}{GOOD}").encode_utf16().flat_map(to_bytes).collect();
        assert_eq!(decode(bytes), Err(Undecodable::Utf16));
    }
}

#[test]
fn a_nul_is_told_once_where_it_stands() {
    assert_eq!(told(&GOOD.replacen("    code", "\0\0\0 code", 1)), ["2:1 syntax"]);
    // In quotes it is text like any other: the platform decides.
    assert_eq!(told(&GOOD.replacen("LEASE", "LE\0SE", 1)), [""; 0]);
}

// ---- nothing there ----

#[test]
fn a_file_without_statements_is_no_clean_file() {
    for text in ["", "\n", "   ", "\u{FEFF}", "// 只有注释\n// only comments\n", "\r\n\r\n\t\u{3000}"] {
        assert_eq!(told(text), ["1:1 missing-statement"], "{text:?}");
        assert_eq!(format(&format(text, Keywords::Keep), Keywords::Keep), format(text, Keywords::Keep));
    }
}

#[test]
fn a_megabyte_of_comments_is_kept_as_it_is() {
    let text = "// 甲方应在收到通知后三十日内付款。\n".repeat(1_000_000 / 50);
    assert_eq!(told(&text), ["1:1 missing-statement"]);
    assert_eq!(format(&text, Keywords::Keep), text);
}

// ---- one long line ----

/// 10 MB on one line is another kind of file: said once, at the line, and the lines around it still count.
#[test]
fn ten_megabytes_on_one_line_are_one_mistake() {
    const SIZE: usize = 10_000_000;
    let kinds = [
        "a",
        "合",
        "\"",
        "“",
        "”",
        "(",
        "（",
        "{",
        "}",
        "1",
        "１",
        " ",
        "//",
        "a ",
        "\"a\" ",
        "(1, 2) ",
        "-",
        "\0",
        "\u{200B}",
        "\u{2028}",
        "/*",
        "—",
        "“a“b”",
        "（甲）",
        "|",
    ];
    for kind in kinds {
        let long = kind.repeat(SIZE / kind.len());
        let text = format!("// before\n{long}\nsinger \"A\"\n");
        let told = told(&text);
        assert_eq!(told, ["2:1 syntax", "3:1 unknown-keyword"], "{kind:?}");
        assert_eq!(parse(&text).tokens.len(), 4, "{kind:?}");
    }
}

/// Lines that are long but still read.
#[test]
fn long_lines_are_read_in_linear_work() {
    let kinds = [
        "a",
        "a ",
        "合",
        "合 ",
        "\"",
        "“",
        "(",
        "( ",
        "{",
        "{ ",
        "}",
        "} ",
        "1",
        "1 ",
        "1a",
        "-",
        "/",
        "{}",
        "\"a\" ",
        "(1, 2) ",
        ",",
        "：",
        "；",
        "页1 ",
        "2026-",
        "2026-1-1 ",
        "\u{200B}",
        "a\u{200B}",
        "\u{2003}",
        "\u{2028}a ",
        "—",
        "— a ",
        "；a",
        "（甲）",
        "甲（乙）",
        "（甲） ",
        "“a“b",
        "“a“b”c” ",
        "/*",
        "/* a */",
        "<!--",
        "<!-- a -->",
        "x=1 ",
        "x ",
        "1%",
        "{a}-",
        "，甲",
        "\t甲",
        "|",
        "#",
        "* ",
    ];
    for kind in kinds {
        assert_linear(|size| kind.repeat(size));
        assert_linear(|size| format!("contract \"t\" {{ {} }}", kind.repeat(size)));
        assert_linear(|size| format!("contract \"t\" {{\n signer \"a\" auth {}\n}}\n", kind.repeat(size)));
        assert_linear(|size| format!("contract \"{}\" {{\n}}\n", kind.repeat(size).replace('"', "'")));
    }
}

/// Lines that are looked at together with those below and above them.
#[test]
fn many_lines_are_read_in_linear_work() {
    let kinds = [
        "合同 \"a",
        "合同 “a",
        "\"",
        "“\n\"",
        "/* a",
        "/* a\n*/ b",
        "<!-- a",
        "<!-- a\n--> /* b\n*/",
        "第一条 甲方应当按约定付款。",
        "甲",
        "甲\n\n第一条 付款。",
        "| a | b |",
        "a\tb\tc",
        "1. 截止 2026-12-31",
        "※ 说明",
        "\u{2028}截止",
        "// a\u{2028}b",
        "企业 甲（乙）",
    ];
    for kind in kinds {
        assert_linear(|size| format!("{kind}\n").repeat(size));
        assert_linear(|size| format!("contract \"t\" {{\n{}}}\n", format!("{kind}\n").repeat(size)));
        parse(&format!("{kind}\n").repeat(60_000));
    }
}

// ---- nesting ----

#[test]
fn ten_thousand_open_braces_are_one_mistake() {
    for text in ["{".repeat(10_000), "{\n".repeat(10_000), "｛ ".repeat(10_000)] {
        assert_eq!(told(&text), ["1:1 syntax"]);
    }
}

#[test]
fn ten_thousand_closing_braces_are_one_mistake() {
    for text in ["}".repeat(10_000), "}\n".repeat(10_000), "｝ ".repeat(10_000)] {
        assert_eq!(told(&text), ["1:1 syntax"]);
    }
    assert_eq!(told(&format!("{GOOD}{}", "}\n".repeat(10_000))), ["10:1 syntax"]);
}

#[test]
fn ten_thousand_nested_statements_exhaust_nothing() {
    for statement in ["contract \"t\" {", "signer \"a\" {", "合同 “t” ｛", "foo {", "sign main {", "page 1 {"]
    {
        let text = format!("{statement}\n").repeat(10_000);
        assert!(!told(&text).is_empty(), "{statement}");
        work(&text);
        assert_linear(|size| format!("{statement}\n").repeat(size));
        assert_linear(|size| format!("{}{}", format!("{statement}\n").repeat(size), "}\n".repeat(size)));
    }
}

// ---- many ----

#[test]
fn a_hundred_thousand_unknown_names_are_each_told_once() {
    let mut text = GOOD.trim_end().trim_end_matches('}').to_owned();
    for number in 0..100_000 {
        text.push_str(&format!("    signer nobody{number} {{\n        sign main page 1 at (1, 1)\n    }}\n"));
    }
    text.push_str("}\n");
    let told = told(&text);
    assert_eq!(told.len(), 100_000);
    assert!(told.iter().all(|one| one.ends_with("wrong-value") || one.ends_with("undeclared-name")));
    assert_linear(|size| (0..size).map(|number| format!("signer nobody{number}\n")).collect());
}

/// Names that are all near each other: the search for the one that was meant comes to an end.
#[test]
fn thousands_of_names_near_each_other_are_each_told_once() {
    let name = |number: usize| -> String {
        (0..4).map(|at| char::from(b'a' + (number / 26_usize.pow(at) % 26) as u8)).collect()
    };
    let near = |size: usize| {
        let declared: String =
            (0..size).map(|at| format!("company co{}x account \"A{at}\"\n", name(at))).collect();
        let used: String = (0..size).map(|at| format!("signer co{}xx auth sms\n", name(at))).collect();
        format!("{declared}contract \"t\" {{\n{used}}}\n")
    };
    let told = told(&near(3_000));
    assert_eq!(told.iter().filter(|one| one.ends_with("undeclared-name")).count(), 3_000);
    assert_linear(near);
}

#[test]
fn a_hundred_thousand_unknown_keywords_are_each_told_once() {
    let text: String = (0..100_000).map(|number| format!("hello{number} \"x\"\n")).collect();
    assert_eq!(told(&text).len(), 100_000);
}

// ---- strange characters ----

#[test]
fn names_outside_the_basic_plane_are_names() {
    let text = GOOD.replace("main", "𠮷田合同");
    assert_eq!(told(&text), [""; 0]);
    // Columns count characters: 𠮷 is one.
    let text = text.replacen("page 1 at", "pgae 1 at", 1);
    assert_eq!(told(&text), ["7:19 unknown-keyword"]);
}

#[test]
fn emoji_are_text_and_comments_but_no_names() {
    assert_eq!(told(&GOOD.replace("办公室", "🏢办公室👨‍👩‍👧")), [""; 0]);
    assert_eq!(told(&format!("// 🎉\n{GOOD}")), [""; 0]);
    let named = GOOD.replacen("document main", "document 🎉", 1);
    let told = told(&named);
    assert!(told[0].starts_with("5:14 syntax"), "{told:?}");
}

/// What cannot be seen must not change what is signed: outside quotation marks and comments it is named.
#[test]
fn invisible_characters_do_not_hide() {
    for invisible in ['\u{200B}', '\u{200D}', '\u{2060}', '\u{202E}', '\u{2066}', '\u{00AD}', '\u{200E}'] {
        let between = GOOD.replacen("    code ", &format!("    {invisible}code "), 1);
        assert_eq!(told(&between), ["2:5 syntax"], "{invisible:?}");
        // Within a name it makes another name, which nothing declares.
        let within = GOOD.replacen("sign main", &format!("sign ma{invisible}in"), 1);
        assert!(!told(&within).is_empty(), "{invisible:?}");
    }
}
