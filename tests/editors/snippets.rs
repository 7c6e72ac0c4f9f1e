//! Every snippet, filled in with its own suggestions and standing where it belongs, checks clean.

use qdc::{Facts, Keywords, Model, NoFiles, Settings, Source};
use serde_json::Value;

/// Where a snippet belongs, by what is typed for it: what must stand around it so that nothing else is found.
const PLACES: &[(&[&str], &str)] = &[
    (&["contract", "合同", "authorization", "静默授权", "ticket", "签署令牌"], "{}\n"),
    (
        &["person", "个人", "company", "企业"],
        "{}\nauthorization grant {\n    account NAME\n    seals all\n}\n",
    ),
    (&["param", "参数"], "{}\nauthorization grant {\n    account NAME\n    seals all\n}\n"),
    (
        &["document", "文件", "upload", "上传", "template", "模板"],
        "contract \"C\" {\n    code \"N-1\"\n    initiator \"CORP_TEST_001\"\n    deadline in 30d\n{}\n    \
         signer \"PSN_TEST_001\" auth sms {\n        sign NAME page 1 at (280, 420)\n    }\n}\n",
    ),
    (
        &["signer", "签署方", "silent", "静默"],
        "contract \"C\" {\n    code \"N-1\"\n    initiator \"CORP_TEST_001\"\n    deadline in 30d\n    \
         document main \"FC_20241212171254RkztvLleUICgRSe\" pages 8\n    \
         document 正文 \"FC_20241212171254RkztvLleUICgRSf\" pages 8\n{}\n    \
         signer \"PSN_TEST_009\" auth sms {\n        sign main page 1 at (280, 420)\n        sign 正文 page 1 at (280, 420)\n    }\n}\n",
    ),
];

#[test]
fn every_snippet_checks_clean_and_is_in_shape() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/editors/vscode/snippets/qdc.json");
    let snippets: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let snippets = snippets.as_object().unwrap();
    let expected: usize = PLACES.iter().map(|(prefixes, _)| prefixes.len()).sum();
    assert_eq!(snippets.len(), expected, "each snippet has a place, and each place its snippets");
    for (name, snippet) in snippets {
        let prefix = snippet["prefix"].as_str().unwrap();
        let place = PLACES.iter().find(|(prefixes, _)| prefixes.contains(&prefix)).unwrap().1;
        let body: Vec<&str> =
            snippet["body"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
        let body = expand(&body.join("\n")).replace('\t', "    ");
        let declared = body.split_whitespace().nth(1).unwrap();
        let text = place.replace("{}", &body).replace("NAME", declared);
        let text = qdc::format(&text, Keywords::Keep);
        let model = Model::read(Source::new("snippet.qdc", text.clone()), &NoFiles, &Default::default());
        let facts = Facts::at("2026-01-05T09:00".parse().unwrap());
        let findings: Vec<String> = qdc::check(&model, &facts, &Settings::default())
            .iter()
            .map(|finding| format!("{}: {}", finding.rule.name, finding.message.en))
            .collect();
        assert!(findings.is_empty(), "{name}: {findings:#?}\n{text}");
        assert!(text.contains(&indented(&body, place)), "{name} is not in the formatter's shape:\n{text}");
    }
}

/// The body as it stands in its place.
fn indented(body: &str, place: &str) -> String {
    let margin = if place.starts_with("{}") { "" } else { "    " };
    let lines: Vec<String> = body
        .lines()
        .map(|line| if line.is_empty() { String::new() } else { format!("{margin}{line}") })
        .collect();
    lines.join("\n")
}

/// Each stop as its own suggestion: `${1:text}`, the first of `${1|a,b|}`, nothing for `$0`; a stop that comes
/// again says what it said first.
fn expand(body: &str) -> String {
    let (mut out, mut said) = (String::new(), std::collections::HashMap::new());
    let mut rest = body;
    while let Some(at) = rest.find('$') {
        out += &rest[..at];
        rest = &rest[at + 1..];
        if let Some(inside) = rest.strip_prefix('{') {
            let (stop, after) = inside.split_once('}').unwrap();
            let digits = stop.find(|c: char| !c.is_ascii_digit()).unwrap_or(stop.len());
            let (number, text) = stop.split_at(digits);
            let text = match text.strip_prefix('|') {
                Some(choices) => choices.split([',', '|']).next().unwrap(),
                None => text.strip_prefix(':').unwrap_or(""),
            };
            said.entry(number.to_owned()).or_insert(text.to_owned());
            out += text;
            rest = after;
        } else {
            let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            assert!(digits > 0, "a bare `$` in {body}");
            out += said.get(&rest[..digits]).map_or("", String::as_str);
            rest = &rest[digits..];
        }
    }
    out + rest
}
