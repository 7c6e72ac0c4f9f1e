//! Findings as JSON Lines: the objects of the JSON format, one a line.

use std::io;

use super::{Report, json, lines};

pub fn write(out: &mut dyn io::Write, report: &Report<'_>) -> io::Result<()> {
    lines::each(out, json::elements(report, json::objects(report)))
}
