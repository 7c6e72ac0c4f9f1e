//! No person's number gets out of a file with the findings, however and wherever it is written there.

use proptest::prelude::*;
use qdc::editor::{hints, hover, lenses, outline};
use qdc::findings::{
    Found, Lang, Report, github, gitlab, human, json, jsonl, junit, sarif, short, statistics,
};

use crate::contracts::good;
use crate::editor::snapshot;
use crate::soup::{damaged, soup};

/// A number as it is and as somebody wrote it.
#[derive(Debug, Clone)]
pub struct Number {
    digits: String,
    written: String,
}

fn digits() -> impl Strategy<Value = String> {
    let mobile = "1[3-9][0-9]{9}";
    let id_number = ("[1-6][0-9]{5}(19|20)[0-9]{2}", 1..=12u8, 1..=28u8, "[0-9]{3}[0-9Xx]")
        .prop_map(|(head, month, day, tail)| format!("{head}{month:02}{day:02}{tail}"));
    prop_oneof![mobile, id_number]
}

/// Any width, any separator, and groups as people make them.
pub fn number() -> impl Strategy<Value = Number> {
    let separator = prop::sample::select(vec![
        "", " ", "-", "—", "－", "\u{a0}", "\u{3000}", " - ", "\u{200b}", "·", "\t", "/",
    ]);
    let groups = prop::sample::select(vec![
        &[11, 7][..],
        &[3, 4, 4, 4, 3],
        &[3, 3, 5, 3, 4],
        &[6, 8, 4],
        &[4, 4, 4, 4, 2],
        &[2, 9, 7],
        &[1; 18],
    ]);
    let code = prop::sample::select(vec!["", "", "+86 ", "+86", "0086-", "86"]);
    (digits(), separator, groups, code, any::<u32>(), any::<bool>()).prop_map(
        |(digits, separator, groups, code, wide, code_first)| {
            let mut written = String::new();
            if code_first && digits.len() == 11 {
                written.push_str(code);
            }
            let (mut group, mut left) = (0, groups[0]);
            for (at, digit) in digits.chars().enumerate() {
                if left == 0 {
                    written.push_str(separator);
                    group += 1;
                    left = groups.get(group).copied().unwrap_or(usize::MAX);
                }
                left -= 1;
                let is_wide = wide >> at & 1 == 1;
                written.push(match is_wide {
                    true => char::from_u32(digit as u32 + 0xFEE0).unwrap(),
                    false => digit,
                });
            }
            Number { digits: digits.to_lowercase(), written }
        },
    )
}

/// A text with a number somewhere in it, and the number. It does not touch a letter or a digit of the text: with them it
/// would be another one.
pub fn with_number() -> impl Strategy<Value = (String, Number)> {
    let text = prop_oneof![
        good().prop_map(|spec| spec.text()),
        damaged(good().prop_map(|spec| spec.text())),
        soup()
    ];
    (text, number(), 0..1000usize, any::<bool>()).prop_map(|(text, number, part, apart)| {
        let mut at = text.floor_char_boundary(text.len() * part / 1000);
        let is_near = |text: &str| {
            let plain = plain(text);
            plain.chars().next().is_some_and(char::is_alphanumeric)
        };
        while at < text.len() && is_near(&text[at..].chars().take(1).collect::<String>()) {
            at += text[at..].chars().next().map_or(0, char::len_utf8);
        }
        let space = if apart { " " } else { "" };
        let before = text[..at].trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '０'..='９'));
        (format!("{before}{space}{}，{}", number.written, &text[at..]), number)
    })
}

/// A text without anything that could stand between two digits.
fn plain(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap(),
        _ => c,
    };
    text.chars().map(narrow).filter(|c| c.is_alphanumeric() || *c == '*').collect::<String>().to_lowercase()
}

/// Everything that is said of a file.
fn said(text: &str) -> Vec<(String, String)> {
    let snapshot = snapshot(text);
    let mut said = Vec::new();
    for lang in [Lang::Zh, Lang::En] {
        let sources = &snapshot.model.sources;
        let found: Vec<Found<'_>> =
            snapshot.findings.iter().map(|finding| Found { finding, sources }).collect();
        let report = Report { files: vec!["a.qdc"], found, lang, ..Report::default() };
        type Write = fn(&mut dyn std::io::Write, &Report<'_>) -> std::io::Result<()>;
        let formats: [(&str, Write); 9] = [
            ("short", short::write),
            ("json", json::write),
            ("jsonl", jsonl::write),
            ("github", github::write),
            ("gitlab", gitlab::write),
            ("junit", junit::write),
            ("sarif", sarif::write),
            ("statistics", statistics::write),
            ("human", |out, report| {
                let style = human::Style { lang: report.lang, color: false, width: 80, pages: None };
                human::write(out, report, style)
            }),
        ];
        for (name, write) in formats {
            let mut out = Vec::new();
            write(&mut out, &report).unwrap();
            said.push((name.to_owned(), String::from_utf8(out).unwrap()));
        }
        for finding in &snapshot.findings {
            let title = finding.edit.as_ref().map(|edit| edit.title.get(lang));
            said.push(("edit".to_owned(), title.unwrap_or_default().to_owned()));
            for (_, words) in finding.related.iter().chain([&(finding.span, finding.label.clone())]) {
                said.push(("label".to_owned(), words.get(lang).to_owned()));
            }
        }
        said.push(("outline".to_owned(), format!("{:?}", outline::symbols(&snapshot, lang))));
        said.push(("hints".to_owned(), format!("{:?}", hints::hints(&snapshot, lang))));
        said.push(("lenses".to_owned(), format!("{:?}", lenses::lenses(&snapshot, lang))));
        let places = text.char_indices().map(|(at, _)| at).filter(|at| at % 7 == 0);
        for at in places.take(20) {
            let hover = hover::hover(&snapshot, at, lang);
            said.push(("hover".to_owned(), hover.map(|hover| hover.text).unwrap_or_default()));
        }
    }
    said
}

/// Whether a number of a person gets out, in any spelling.
pub fn is_kept(text: &str, number: &Number) {
    for (format, said) in said(text) {
        assert!(
            !plain(&said).contains(&number.digits),
            "{} shows {}:\n{said}\nof\n{text}",
            format,
            number.written
        );
    }
}
