//! A finding as a diagnostic of miette, for programs that report through it. The program's own output is drawn by `draw`,
//! which has miette's drawing of this for a referee.

use std::fmt;

use miette::{LabeledSpan, MietteError, MietteSpanContents, Severity, SourceCode, SourceSpan, SpanContents};

use super::excerpt::Excerpts;
use super::{Finding, Lang, Level, human};
use crate::privacy::over_lines;
use crate::source::{Position, Sources};

/// A finding in one language, with the few lines it is shown with, safe to show.
#[derive(Debug)]
pub struct Diagnostic {
    pub(super) message: String,
    pub(super) help: Option<String>,
    level: Level,
    pub(super) excerpts: Excerpts,
}

impl Diagnostic {
    /// `columns` is the room for a line of a file; longer ones are cut around what is wrong in them.
    pub fn new(finding: &Finding, sources: &Sources, lang: Lang, columns: usize) -> Self {
        Self {
            message: over_lines(finding.message.get(lang)).into_owned(),
            help: finding.help.as_ref().map(|help| over_lines(help.get(lang)).into_owned()),
            level: finding.level,
            excerpts: Excerpts::new(human::labels(finding, lang), sources, columns),
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Diagnostic {}

impl miette::Diagnostic for Diagnostic {
    fn severity(&self) -> Option<Severity> {
        Some(match self.level {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Hint => Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpts)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpts.labels.iter().map(|label| {
            let span = (label.start, label.length);
            match label.primary {
                true => LabeledSpan::new_primary_with_span(label.words.clone(), span),
                false => LabeledSpan::new_with_span(label.words.clone(), span),
            }
        })))
    }
}

impl SourceCode for Excerpts {
    /// With context: the whole part the span is in, whose cut already knows about context. Without:
    /// the words of the part's main label, asked for to show line and column. A span over two parts is refused,
    /// which makes miette show them apart.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let end = span.offset() + span.len();
        let part = (self.parts.iter())
            .find(|part| part.offset <= span.offset() && end <= part.offset + part.text.len())
            .ok_or(MietteError::OutOfBounds)?;
        let contents = if before > 0 {
            MietteSpanContents::new_named(
                part.name.clone(),
                part.text.as_bytes(),
                (part.offset, part.text.len()).into(),
                part.first_line,
                0,
                part.text.lines().count(),
            )
        } else {
            let Position { line, column } = part.position;
            let range = span.offset() - part.offset..end - part.offset;
            let words = part.text.as_bytes().get(range).unwrap_or_default();
            MietteSpanContents::new_named(part.name.clone(), words, *span, line - 1, column - 1, 1)
        };
        Ok(Box::new(contents))
    }
}

#[cfg(test)]
#[path = "referee_tests.rs"]
mod referee;
