//! Findings as JUnit XML: a test suite a file, a test case a finding, and one that passes for a file without any.
//!
//! Errors are failures. Warnings and hints are test cases that pass and say something, since they do not fail the run
//! either: a report must not be red where the exit code is 0.

use std::collections::HashMap;
use std::io;

use super::place::Place;
use super::{Found, Lang, Level, Report};
use crate::privacy::over_lines;

pub fn write(out: &mut dyn io::Write, report: &Report<'_>) -> io::Result<()> {
    let files = report.by_file();
    let tests: usize = files.iter().map(|(_, found)| found.len().max(1)).sum();
    let failures = failures(&report.found);
    let errors = report.unchecked.len();
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        out,
        r#"<testsuites name="qdc check" tests="{}" failures="{failures}" errors="{errors}">"#,
        tests + errors
    )?;
    for one in report.unchecked {
        let (name, why) = (escaped(&one.file(&report.base)), escaped(one.why.get(report.lang)));
        writeln!(out, r#"  <testsuite name="{name}" tests="1" failures="0" errors="1">"#)?;
        writeln!(out, r#"    <testcase name="qdc check" classname="{name}">"#)?;
        writeln!(out, r#"      <error type="{}" message="{why}"/>"#, one.code.text())?;
        writeln!(out, "    </testcase>\n  </testsuite>")?;
    }
    for (file, found) in files {
        suite(out, &escaped(&report.base.relative(file)), found, report.lang)?;
    }
    writeln!(out, "</testsuites>")
}

fn suite(out: &mut dyn io::Write, name: &str, found: &[Found<'_>], lang: Lang) -> io::Result<()> {
    let (tests, failures) = (found.len().max(1), failures(found));
    writeln!(out, r#"  <testsuite name="{name}" tests="{tests}" failures="{failures}" errors="0">"#)?;
    if found.is_empty() {
        writeln!(out, r#"    <testcase name="qdc check" classname="{name}"/>"#)?;
    }
    // Numbered, not placed: a test keeps its name, and with it its history, when lines move.
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for one in found {
        let finding = one.finding;
        let number = seen.entry(finding.rule.name).or_default();
        *number += 1;
        let test = match *number {
            1 => finding.rule.name.to_owned(),
            number => format!("{} #{number}", finding.rule.name),
        };
        let start = Place::new(finding.span, one.sources).start;
        let beside = finding.rule.platform.into_iter().chain(finding.rule.title_beside(lang));
        let code: String = beside.map(|beside| format!(" {beside}")).collect();
        let level = finding.level.word(Lang::En);
        let body = escaped_text(&format!("{}[{}]{code}", finding.level.word(lang), finding.rule.name));
        let place = format!("{name}:{}:{}", start.line, start.column);
        let message = one.sentence(lang);
        writeln!(out, r#"    <testcase name="{test}" classname="{name}">"#)?;
        match finding.level {
            Level::Error => writeln!(
                out,
                "      <failure type=\"{level}\" message=\"{}\">{place} {body}\n{}</failure>",
                escaped(&message),
                escaped_text(&message)
            )?,
            _ => writeln!(out, "      <system-out>{place} {body}\n{}</system-out>", escaped_text(&message))?,
        }
        writeln!(out, "    </testcase>")?;
    }
    writeln!(out, "  </testsuite>")
}

fn failures(found: &[Found<'_>]) -> usize {
    found.iter().filter(|one| one.finding.level == Level::Error).count()
}

/// Text between tags. XML has no way to write most control characters, not even as references: they are shown.
fn escaped_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in over_lines(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            // `]]>` must not stand in text.
            '>' => out.push_str("&gt;"),
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            _ => out.push(character),
        }
    }
    out
}

/// The value of an attribute. A line end in it would be read as a space.
fn escaped(text: &str) -> String {
    escaped_text(text).replace('"', "&quot;").replace('\n', "&#10;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_xml_cannot_hold_gets_through() {
        let all: String = (0..0x1_1000).filter_map(char::from_u32).collect();
        let legal = |c: char| matches!(c, '\n' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
        assert!(escaped_text(&all).chars().all(legal) && escaped(&all).chars().all(legal));
        assert_eq!(escaped("<a b=\"c\">\u{0}&\n𠮷"), "&lt;a b=&quot;c&quot;&gt;␀&amp;&#10;𠮷");
    }
}
