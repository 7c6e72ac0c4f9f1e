//! Findings for people: drawn by miette over excerpts of ours, in one language throughout.

use std::{fmt, io};

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, Severity, SourceCode};

use super::excerpt::{CONTEXT, Excerpts, Label};
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

/// The colour of a level. A macro, since the type of a colour has no name outside miette.
macro_rules! level_style {
    ($level:expr, $theme:expr) => {
        match $level {
            Level::Error => $theme.styles.error,
            Level::Warning => $theme.styles.warning,
            Level::Hint => $theme.styles.advice,
        }
    };
}

/// Keeps quoted words whole while lines are broken, and is taken out afterwards. None
/// can come from elsewhere: in files and messages it is shown by name.
const JOINER: char = '\u{2060}';

/// The most characters of quoted words that are kept on one line.
const WHOLE: usize = 16;

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
    let report = Report::new(finding, sources, style.lang, width);
    let theme = theme(finding.level, &report.excerpts, style.color);
    let help = theme.styles.help;
    let mut out = heading(finding, style, &theme);
    let body = out.len();
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(width)
        .with_context_lines(CONTEXT)
        .with_links(false)
        .without_cause_chain()
        .without_syntax_highlighting();
    if handler.render_report(&mut out, &report).is_err() {
        // Half a drawing helps nobody; the words do.
        out.truncate(body);
        out.push_str(&format!("  {}\n", report.message));
    }
    if style.lang == Lang::Zh {
        // miette writes `help:` whatever the language. 办法 is as wide, so lines below it stay aligned. No
        // other line starts so: sources stand behind line numbers, messages behind signs.
        let theirs = format!("\n{}", help.style("  help: "));
        if let Some(at) = out[body..].find(&theirs) {
            let ours = format!("\n{}", help.style("  办法: "));
            out.replace_range(body + at..body + at + theirs.len(), &ours);
        }
    }
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
        out.push_str(&format!("{}{}\n", help.style(name), on_one_line(edit.title.get(style.lang))));
    }
    out.retain(|character| character != JOINER);
    Drawn(out)
}

/// What a level is called.
pub fn level_name(level: Level, lang: Lang) -> &'static str {
    level.word(lang)
}

/// OSC 8, which terminals that know it turn into a link.
fn linked(text: &str, address: &str) -> String {
    format!("\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\")
}

/// `error[duplicate-position] oc_40016`.
fn heading(finding: &Finding, style: Style<'_>, theme: &GraphicalTheme) -> String {
    let rule = match style.pages {
        Some(pages) => linked(finding.rule.name, &pages.of(finding.rule, style.lang)),
        None => finding.rule.name.to_owned(),
    };
    let name = format!("{}[{rule}]", finding.level.word(style.lang));
    let mut name_style = level_style!(finding.level, theme);
    if style.color {
        name_style = name_style.bold();
    }
    match finding.rule.platform {
        Some(code) => format!("{} {}\n", name_style.style(name), theme.styles.linum.style(code)),
        None => format!("{}\n", name_style.style(name)),
    }
}

/// miette's colours, which terminals map to what is legible on them, but fewer: the level's for what is
/// wrong, one for what it clashes with and for help, grey for numbers and names.
fn theme(level: Level, excerpts: &Excerpts, color: bool) -> GraphicalTheme {
    let mut theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    // Signs one column wide in every terminal; ⚠ and ☞ are drawn two wide in some.
    theme.characters.warning = "!".to_owned();
    theme.characters.advice = "•".to_owned();
    theme.styles.link = theme.styles.linum;
    // Hints are quieter than help; in miette both are cyan.
    theme.styles.advice = if color { theme.styles.advice.blue() } else { theme.styles.advice };
    // miette deals them out in the order the labels stand in, and none at all would be a mistake.
    let level = level_style!(level, theme);
    let labels = excerpts.labels.iter().map(|label| if label.primary() { level } else { theme.styles.help });
    theme.styles.highlights = labels.collect();
    if theme.styles.highlights.is_empty() {
        theme.styles.highlights.push(level);
    }
    theme
}

/// A finding in the shape miette draws, in one language and safe to show.
#[derive(Debug)]
struct Report {
    message: String,
    help: Option<String>,
    severity: Severity,
    excerpts: Excerpts,
}

impl Report {
    fn new(finding: &Finding, sources: &Sources, lang: Lang, width: usize) -> Self {
        let label =
            |span, words: &super::Words| Label { span, words: on_one_line(words.get(lang)).into_owned() };
        let related = finding.related.iter().take(RELATED).map(|(span, words)| label(*span, words));
        let labels = std::iter::once(label(finding.span, &finding.label)).chain(related).collect();
        Self {
            message: joined(&over_lines(finding.message.get(lang))),
            help: finding.help.as_ref().map(|help| joined(&over_lines(help.get(lang)))),
            severity: match finding.level {
                Level::Error => Severity::Error,
                Level::Warning => Severity::Warning,
                Level::Hint => Severity::Advice,
            },
            excerpts: Excerpts::new(labels, sources, width - FRAME),
        }
    }
}

/// Short quoted words made whole: Chinese may otherwise be broken after every character. Longer ones keep
/// their backticks and may be broken.
fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for (index, part) in text.split('`').enumerate() {
        match index {
            0 => {}
            _ if index % 2 == 1 => out.extend(['`', JOINER]),
            _ => out.extend([JOINER, '`']),
        }
        if index % 2 == 1 && part.chars().nth(WHOLE).is_none() {
            out.extend(part.chars().flat_map(|character| [character, JOINER]));
        } else {
            out.push_str(part);
        }
    }
    out
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Report {}

impl Diagnostic for Report {
    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpts)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpts.labels.iter().cloned()))
    }
}

#[cfg(test)]
#[path = "human_tests.rs"]
mod tests;
