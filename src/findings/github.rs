//! Findings as annotations of GitHub Actions: a workflow command a line.
//!
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>: in the message `%`, CR and LF are
//! escaped, in properties `:` and `,` too. Lines and columns count from 1; columns hold only within one line.

use std::fmt::Write as _;
use std::io;

use super::place::Place;
use super::{Level, Report};
use crate::privacy::over_lines;

/// Writes every finding, and every file that could not be checked.
pub fn write(out: &mut dyn io::Write, report: &Report<'_>) -> io::Result<()> {
    for one in report.unchecked {
        let place = match &one.file {
            Some(file) => format!("file={},", property(&report.base.relative(file))),
            None => String::new(),
        };
        writeln!(out, "::error {place}title=qdc::{}", data(&over_lines(one.why.get(report.lang))))?;
    }
    for found in &report.found {
        let rule = found.finding.rule;
        let Place { file, start, end } = Place::new(found.finding.span, found.sources);
        let command = match found.finding.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Hint => "notice",
        };
        let mut place = format!("file={},line={}", property(&report.base.relative(file)), start.line);
        let _ = match start.line == end.line {
            true => write!(place, ",endLine={},col={},endColumn={}", end.line, start.column, end.column),
            false => write!(place, ",endLine={}", end.line),
        };
        let mut title = rule.name.to_owned();
        for beside in rule.platform.into_iter().chain(rule.title_beside(report.lang)) {
            title.extend([" ", beside]);
        }
        let message = found.sentence(report.lang);
        writeln!(out, "::{command} {place},title={}::{}", property(&title), data(&over_lines(&message)))?;
    }
    Ok(())
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::{Code, Finding, Found, Lang, Unchecked, Words, paths::Base};
    use crate::source::{Source, Sources, Span};

    fn written(name: &str, text: &str, span: (usize, usize), message: &str) -> String {
        let mut sources = Sources::default();
        let file = sources.add(Source::new(name, text));
        let rule = crate::rules::find("duplicate-position").unwrap();
        let words = Words { zh: message.into(), en: message.into() };
        let finding = Finding::new(rule, Span::new(file, span.0, span.1), words);
        let found = vec![Found { finding: &finding, sources: &sources }];
        let report = Report { found, base: Base::new(["/repo"]), ..Report::default() };
        let mut out = Vec::new();
        write(&mut out, &report).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_would_end_a_command_is_escaped() {
        assert_eq!(
            written(
                "/repo/合同, 50%:1.qdc",
                "\u{1F600}𠮷 x\n",
                (9, 10),
                "折扣 50% 写错\n第二行: a,b\r::error::x"
            ),
            "::error file=合同%2C 50%25%3A1.qdc,line=1,endLine=1,col=4,endColumn=5,title=duplicate-position oc_40016 签署位置重复\
             ::折扣 50%25 写错%0A第二行: a,b␍::error::x\n"
        );
        assert_eq!(data("a%\r\nb"), "a%25%0D%0Ab");
    }

    #[test]
    fn over_several_lines_there_are_no_columns() {
        assert_eq!(
            written("a.qdc", "ab\ncd\n", (1, 4), "x"),
            "::error file=a.qdc,line=1,endLine=2,title=duplicate-position oc_40016 签署位置重复::x\n"
        );
    }

    #[test]
    fn a_file_that_could_not_be_read_is_an_error() {
        let unchecked = [Unchecked {
            file: Some("a.qdc".into()),
            code: Code::FileUnreadable,
            why: Words { zh: "读不了".into(), en: "no".into() },
        }];
        let report = Report { unchecked: &unchecked, lang: Lang::Zh, ..Report::default() };
        let mut out = Vec::new();
        write(&mut out, &report).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "::error file=a.qdc,title=qdc::读不了\n");
    }
}
