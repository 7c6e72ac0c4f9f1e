//! Findings as a Code Quality report of GitLab.
//!
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>. GitLab tells by the fingerprint which
//! findings a merge request brings: it stays the same when lines move, and no two in a report have the same.

use std::borrow::Cow;
use std::io;

use serde::Serialize;

use super::identity::Fingerprints;
use super::place::Place;
use super::{Found, Level, Report, lines};
use crate::privacy::on_one_line;
use crate::source::Position;

#[derive(Serialize)]
struct Issue<'a> {
    r#type: &'static str,
    check_name: &'a str,
    description: String,
    categories: [&'static str; 1],
    severity: &'static str,
    fingerprint: String,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: Cow<'a, str>,
    positions: Positions,
}

#[derive(Serialize)]
struct Positions {
    begin: Point,
    end: Point,
}

/// From 1, columns in characters.
#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
}

impl From<Position> for Point {
    fn from(Position { line, column }: Position) -> Self {
        Self { line, column }
    }
}

pub fn write(out: &mut dyn io::Write, report: &Report<'_>) -> io::Result<()> {
    let mut prints = Fingerprints::default();
    lines::array(out, report.found.iter().map(|found| issue(found, report, &mut prints)))?;
    out.write_all(b"\n")
}

fn issue<'a>(found: &Found<'a>, report: &Report<'_>, prints: &mut Fingerprints) -> Issue<'a> {
    let rule = found.finding.rule;
    let Place { file, start, end } = Place::new(found.finding.span, found.sources);
    // An end of a line in a path, legal as it is, would cut it there.
    let path = on_one_line(&report.base.relative(file)).into_owned();
    let sentence = found.sentence(report.lang);
    Issue {
        r#type: "issue",
        check_name: rule.name,
        description: match rule.platform {
            Some(code) => format!("{code} {sentence}"),
            None => sentence,
        },
        categories: ["Bug Risk"],
        // GitLab has two more above these, for what must stop everything: that is the exit code's to say.
        severity: match found.finding.level {
            Level::Error => "major",
            Level::Warning => "minor",
            Level::Hint => "info",
        },
        fingerprint: prints.of(found, &path),
        location: Location {
            path: path.into(),
            positions: Positions { begin: start.into(), end: end.into() },
        },
    }
}
