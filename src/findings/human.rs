//! Findings for people, drawn by miette.
//!
//! Miette finds lines by reading a source from its start; here it is given them by the line index, so that a
//! finding costs the same wherever it stands. What a file holds never controls the terminal.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    Severity, SourceCode, SourceSpan, SpanContents,
};

use super::{Finding, Lang, Level, Words};
use crate::source::{Source, Sources, Span};

/// How findings are drawn.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    pub lang: Lang,
    pub color: bool,
    /// Columns of the terminal.
    pub width: usize,
}

/// The longest piece of a line that is shown, in bytes.
const LONGEST: usize = 320;

/// A finding with the lines it is about.
pub fn render(finding: &Finding, sources: &Sources, style: Style) -> String {
    let theme = if style.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_links(false)
        .with_width(style.width)
        .with_context_lines(1)
        .without_syntax_highlighting();
    let mut out = String::new();
    // INVARIANT: writing to a string does not fail, and every label lies in its source.
    let _ = handler.render_report(&mut out, &Report::new(finding, sources, style.lang));
    if let Some(help) = &finding.help {
        out.push_str(&footer(&handler, help, style.lang));
    }
    tame(&out)
}

/// The line of help. Miette draws it under a label in English; in Chinese that label is replaced by one of the
/// same width.
fn footer(handler: &GraphicalReportHandler, help: &Words, lang: Lang) -> String {
    let mut drawn = String::new();
    let _ = handler.render_report(&mut drawn, &Help(help.get(lang)));
    // The first line is the empty message above it.
    let footer = drawn.split_once('\n').map_or("", |(_, footer)| footer);
    match lang {
        Lang::Zh => footer.replacen("help: ", "办法: ", 1),
        Lang::En => footer.to_owned(),
    }
}

/// What a level is called.
pub fn level_name(level: Level, lang: Lang) -> &'static str {
    match (level, lang) {
        (Level::Error, Lang::Zh) => "错误",
        (Level::Warning, Lang::Zh) => "警告",
        (Level::Hint, Lang::Zh) => "提示",
        (Level::Error, Lang::En) => "error",
        (Level::Warning, Lang::En) => "warning",
        (Level::Hint, Lang::En) => "hint",
    }
}

/// How many findings there are of each level, in a sentence.
pub fn summary<'a>(findings: impl IntoIterator<Item = &'a Finding>, files: usize, lang: Lang) -> String {
    let mut counts = [0usize; 3];
    for finding in findings {
        counts[finding.level as usize] += 1;
    }
    let parts: Vec<String> = [Level::Error, Level::Warning, Level::Hint]
        .into_iter()
        .filter(|level| counts[*level as usize] > 0)
        .map(|level| {
            let (count, name) = (counts[level as usize], level_name(level, lang));
            match lang {
                Lang::Zh => format!("{count} 个{name}"),
                Lang::En => format!("{count} {name}{}", if count == 1 { "" } else { "s" }),
            }
        })
        .collect();
    match (lang, parts.is_empty()) {
        (Lang::Zh, true) => format!("没有发现问题（检查了 {files} 个文件）"),
        (Lang::Zh, false) => format!("{}（检查了 {files} 个文件）", parts.join("，")),
        (Lang::En, true) => format!("no problems found in {}", files_en(files)),
        (Lang::En, false) => format!("{} in {}", parts.join(", "), files_en(files)),
    }
}

fn files_en(files: usize) -> String {
    format!("{files} file{}", if files == 1 { "" } else { "s" })
}

/// A finding as miette's diagnostic.
#[derive(Debug)]
struct Report<'a> {
    level: Level,
    code: String,
    message: &'a str,
    snippet: Snippet<'a>,
    labels: Vec<LabeledSpan>,
    /// Clashes in other files, each with a snippet of its own.
    elsewhere: Vec<Report<'a>>,
}

impl<'a> Report<'a> {
    fn new(finding: &'a Finding, sources: &'a Sources, lang: Lang) -> Self {
        let platform = finding.rule.platform.map(|code| format!(" {code}")).unwrap_or_default();
        let code = format!("{}[{}]{platform}", level_name(finding.level, lang), finding.rule.name);
        let snippet = Snippet(&sources[finding.span.file]);
        let mut labels = vec![snippet.label(finding.span, finding.label.get(lang), true)];
        let mut elsewhere = Vec::new();
        for (span, words) in &finding.related {
            let words = words.get(lang);
            if span.file == finding.span.file {
                labels.push(snippet.label(*span, words, false));
            } else {
                let snippet = Snippet(&sources[span.file]);
                elsewhere.push(Report {
                    level: Level::Hint,
                    code: String::new(),
                    message: words,
                    labels: vec![snippet.label(*span, "", true)],
                    snippet,
                    elsewhere: Vec::new(),
                });
            }
        }
        Report { level: finding.level, code, message: finding.message.get(lang), snippet, labels, elsewhere }
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message)
    }
}

impl std::error::Error for Report<'_> {}

impl Diagnostic for Report<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        (!self.code.is_empty()).then(|| Box::new(&self.code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<Severity> {
        Some(match self.level {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Hint => Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.snippet)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        if self.elsewhere.is_empty() {
            return None;
        }
        Some(Box::new(self.elsewhere.iter().map(|report| report as &dyn Diagnostic)))
    }
}

/// Nothing but a line of help.
#[derive(Debug)]
struct Help<'a>(&'a str);

impl fmt::Display for Help<'_> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Help<'_> {}

impl Diagnostic for Help<'_> {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.0))
    }
}

/// A source whose lines are found by its index.
#[derive(Debug, Clone, Copy)]
struct Snippet<'a>(&'a Source);

impl Snippet<'_> {
    /// A label, no longer than what is shown of its first line.
    fn label(&self, span: Span, words: &str, primary: bool) -> LabeledSpan {
        let words = (!words.is_empty()).then(|| words.to_owned());
        let line = self.0.line_range(self.0.line_of(span.start as usize));
        let start = (span.start as usize).min(line.end);
        let end = (span.end as usize).clamp(start, line.end.max(start));
        let end = floor(self.0.text(), end.min(start + LONGEST / 2));
        if primary {
            LabeledSpan::new_primary_with_span(words, start..end)
        } else {
            LabeledSpan::new_with_span(words, start..end)
        }
    }
}

impl SourceCode for Snippet<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let text = self.0.text();
        let (start, end) = (span.offset(), span.offset() + span.len());
        if end > text.len() {
            return Err(MietteError::OutOfBounds);
        }
        let (line, last) = (self.0.line_of(start), self.0.line_of(end));
        let first = line.saturating_sub(before);
        let last = (last + after).min(self.0.line_count() - 1);
        // Without lines around it, miette asks only for where a label starts.
        let mut from = if before == 0 { start } else { self.0.line_range(first).start };
        let mut to = self.0.line_range(last).end;
        let mut shown_line = first;
        if to - from > LONGEST * (last - first + 1) {
            // A line too long to show: the piece around the label. Labels far apart are not drawn together.
            if end - start > LONGEST {
                return Err(MietteError::OutOfBounds);
            }
            let range = self.0.line_range(line);
            from = ceil(text, start.saturating_sub(LONGEST / 4).max(range.start));
            to = floor(text, (end + LONGEST / 4).min(self.0.line_range(self.0.line_of(end)).end));
            shown_line = line;
        }
        let column = from - self.0.line_range(self.0.line_of(from)).start;
        let column = text[from - column..from].chars().count();
        let size = (from, to - from).into();
        Ok(Box::new(MietteSpanContents::new_named(
            self.0.name().to_owned(),
            &text.as_bytes()[from..to],
            size,
            shown_line,
            column,
            last - first + 1,
        )))
    }
}

/// The character boundary at or before a byte.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The character boundary at or after a byte.
fn ceil(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// Leaves no control character but line ends and the colours drawn here, and nothing that turns the direction
/// of writing: a file must not write on the terminal.
fn tame(drawn: &str) -> String {
    let mut out = String::with_capacity(drawn.len());
    let mut rest = drawn;
    while let Some(character) = rest.chars().next() {
        let sequence = if character == '\u{1b}' { colour(rest) } else { None };
        let length = sequence.unwrap_or(character.len_utf8());
        let harmless = sequence.is_some()
            || character == '\n'
            || !(character.is_control()
                || matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'));
        out.push_str(if harmless { &rest[..length] } else { "\u{FFFD}" });
        rest = &rest[length..];
    }
    out
}

/// The length of a colour sequence at the start of a text.
fn colour(text: &str) -> Option<usize> {
    let body = text.strip_prefix("\u{1b}[")?;
    let end = body.find(|c: char| !(c.is_ascii_digit() || c == ';'))?;
    body[end..].starts_with('m').then_some(2 + end + 1)
}
