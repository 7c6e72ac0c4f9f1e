//! Findings for people: drawn over excerpts, in one language throughout.

use std::{fmt, io};

use super::draw::{Brush, Drawing, columns};
use super::excerpt::{Excerpts, Label};
use super::{Finding, Lang, Level, Report as Checked, RulePages};
use crate::privacy::{on_one_line, over_lines};
use crate::source::Sources;

pub use super::summary::summary;

/// Places shown of a finding besides its own; the others are counted.
const RELATED: usize = 8;
/// Below this nothing can be laid out.
const NARROWEST: usize = 40;
/// What frame and line numbers take from the width.
const FRAME: usize = 12;

/// How findings are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style<'a> {
    pub lang: Lang,
    pub color: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Where the names of rules link to, in a terminal that shows links.
    pub pages: Option<RulePages<'a>>,
}

/// A finding with colours and links of ours, in which all that comes from outside is visible already: the one text that
/// may go to a terminal as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn(String);

impl AsRef<str> for Drawn {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Drawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Writes every finding, an empty line behind each.
pub fn write(out: &mut dyn io::Write, checked: &Checked<'_>, style: Style<'_>) -> io::Result<()> {
    for found in &checked.found {
        writeln!(out, "{}", render(found.finding, found.sources, style))?;
    }
    Ok(())
}

/// A finding as a person reads it, ended by a line end.
pub fn render(finding: &Finding, sources: &Sources, style: Style<'_>) -> Drawn {
    let width = style.width.max(NARROWEST);
    let brush = Brush { level: finding.level, color: style.color };
    let mut out = String::with_capacity(1024);
    heading(&mut out, finding, style, brush);
    let excerpts = Excerpts::new(labels(finding, style.lang), sources, width - FRAME);
    let message = over_lines(finding.message.get(style.lang));
    let help = finding.help.as_ref().map(|help| over_lines(help.get(style.lang)));
    Drawing { excerpts: &excerpts, message: &message, help: help.as_deref(), lang: style.lang, width, brush }
        .write(&mut out);
    if let Some(more) = finding.related.len().checked_sub(RELATED).filter(|more| *more > 0) {
        out.push_str(&match style.lang {
            Lang::Zh => format!("  …… 还有 {more} 处\n"),
            Lang::En => format!("  … and {more} more place{}\n", if more == 1 { "" } else { "s" }),
        });
    }
    if let Some(edit) = &finding.edit {
        // As wide as `  help: `, one under the other.
        let name = match (style.lang, edit.safe) {
            (Lang::Zh, true) => "  修改: ",
            (Lang::Zh, false) => "  可改: ",
            (Lang::En, true) => "   fix: ",
            (Lang::En, false) => " maybe: ",
        };
        brush.help(&mut out, name);
        out.extend([&on_one_line(edit.title.get(style.lang)), "\n"]);
    }
    Drawn(out)
}

/// The words under the finding's own place and the others, safe to show.
pub(super) fn labels(finding: &Finding, lang: Lang) -> Vec<Label> {
    let label = |span, words: &super::Words| Label { span, words: on_one_line(words.get(lang)).into_owned() };
    let related = finding.related.iter().take(RELATED).map(|(span, words)| label(*span, words));
    std::iter::once(label(finding.span, &finding.label)).chain(related).collect()
}

/// What a level is called.
pub fn level_name(level: Level, lang: Lang) -> &'static str {
    level.word(lang)
}

/// OSC 8, which terminals that know it turn into a link.
fn linked(text: &str, address: &str) -> String {
    format!("\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\")
}

/// `error[duplicate-position] oc_40016`; in Chinese with the title of the rule, whose name is English, where there is room.
fn heading(out: &mut String, finding: &Finding, style: Style<'_>, brush: Brush) {
    let Finding { rule, level, .. } = finding;
    let linked = match style.pages {
        Some(pages) => linked(rule.name, &pages.of(rule, style.lang)),
        None => rule.name.to_owned(),
    };
    let word = level.word(style.lang);
    brush.level_in_bold(out, &format!("{word}[{linked}]"));
    let mut used = columns(word) + rule.name.len() + 2;
    for beside in rule.platform.into_iter().chain(rule.title_beside(style.lang)) {
        used += columns(beside) + 1;
        if used <= style.width.max(NARROWEST) {
            out.push(' ');
            brush.quiet(out, beside);
        }
    }
    out.push('\n');
}

#[cfg(test)]
#[path = "human_tests.rs"]
mod tests;
