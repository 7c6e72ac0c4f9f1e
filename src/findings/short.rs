//! One line a finding: `file:line:column: level[rule] message`.

use super::{Finding, Lang, Level};
use crate::source::Sources;

pub fn render(finding: &Finding, sources: &Sources, lang: Lang) -> String {
    let source = &sources[finding.span.file];
    let place = source.position(finding.span.start as usize);
    let level = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Hint => "hint",
    };
    // A message may quote the file; a line must stay a line.
    let message = finding.message.get(lang).replace(|c: char| c.is_control(), "\u{FFFD}");
    format!("{}:{}:{}: {level}[{}] {message}", source.name(), place.line, place.column, finding.rule.name)
}
