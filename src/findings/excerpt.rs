//! The few lines of the sources that a finding is shown with.
//!
//! miette reads a source from its start to find a line, and takes a line as it is. Here an excerpt
//! is cut first, over the line index the sources already have: it costs the same at the end of a
//! 10 MB file as at its start, and one endless line costs no more than a short one. The text in it is
//! made safe for a terminal, tabs are spaces, and every label is moved along with its words.

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use unicode_width::UnicodeWidthChar;

use super::place::{self, bounds};
use crate::privacy::{on_one_line, visible::replacement};
use crate::source::{FileId, Position, Source, Sources, Span};

/// Lines shown before and after the line of a label.
pub(super) const CONTEXT: usize = 1;
/// Labels with no more lines than this between their excerpts are shown in one.
const BRIDGED: usize = 2;
/// As editors show a tab.
const TAB: usize = 4;
/// What stands where a line was cut.
const CUT: char = '…';

/// A label as it is asked for.
pub(super) struct Label {
    pub span: Span,
    pub words: String,
}

/// Parts of several files, one after the other in offsets of their own.
#[derive(Debug)]
pub(super) struct Excerpts {
    parts: Vec<Part>,
    /// In order of offset. The first label asked for is the primary one.
    pub labels: Vec<LabeledSpan>,
}

/// Consecutive lines of one file as they are shown, each ended by `\n`.
#[derive(Debug)]
struct Part {
    name: String,
    /// Where its main label stands in the file.
    position: Position,
    /// From 0.
    first_line: usize,
    text: String,
    /// The offset of `text` among all parts.
    offset: usize,
}

/// A label in its file.
struct Located<'a> {
    file: FileId,
    source: &'a Source,
    line: usize,
    start: usize,
    end: usize,
    words: String,
    primary: bool,
}

impl Excerpts {
    /// `columns` is the room for text. Labels in files that are not there are left out.
    pub fn new(labels: Vec<Label>, sources: &Sources, columns: usize) -> Self {
        let located: Vec<Located<'_>> = (labels.into_iter().enumerate())
            .filter_map(|(index, label)| Located::new(label, index == 0, sources))
            .collect();
        let mut excerpts = Excerpts { parts: Vec::new(), labels: Vec::new() };
        for (file, lines) in ranges(&located) {
            let mut here: Vec<&Located<'_>> =
                (located.iter()).filter(|label| label.file == file && lines.contains(&label.line)).collect();
            here.sort_by_key(|label| (label.line, label.start, label.end));
            // The one miette names a part after.
            if let Some(first) = here.iter().find(|label| label.primary).or(here.first()) {
                let position = place::position(first.source, first.start);
                excerpts.add(first.source, lines, position, &here, columns);
            }
        }
        excerpts
    }

    fn add(
        &mut self,
        source: &Source,
        lines: std::ops::Range<usize>,
        position: Position,
        labels: &[&Located<'_>],
        columns: usize,
    ) {
        // The gap keeps the end of one part from being the start of the next.
        let offset = self.parts.last().map_or(0, |part| part.offset + part.text.len() + 1);
        let mut text = String::new();
        for line in lines.clone() {
            let here = || labels.iter().filter(|label| label.line == line);
            let range = source.line_range(line);
            let focus = here().find(|label| label.primary).or_else(|| here().next());
            let window = match focus {
                Some(label) => window(source.text(), &range, label.start..label.end, columns),
                None => window(source.text(), &range, range.start..range.start, columns),
            };
            let mut marks: Vec<Mark> =
                here().flat_map(|label| [Mark::at(label.start), Mark::at(label.end)]).collect();
            show(source.text(), &range, window, &mut text, &mut marks);
            for (label, mark) in here().zip(marks.chunks_exact(2)) {
                let (start, length) = (offset + mark[0].shown, mark[1].shown.saturating_sub(mark[0].shown));
                let words = (!label.words.is_empty()).then(|| label.words.clone());
                self.labels.push(match label.primary {
                    true => LabeledSpan::new_primary_with_span(words, (start, length)),
                    false => LabeledSpan::new_with_span(words, (start, length)),
                });
            }
            text.push('\n');
        }
        let name = on_one_line(source.name()).into_owned();
        self.parts.push(Part { name, position, first_line: lines.start, text, offset });
    }
}

impl<'a> Located<'a> {
    /// A label over several lines is shown on its first: what matters is where it starts, and a
    /// whole block between two frames is noise.
    fn new(label: Label, primary: bool, sources: &'a Sources) -> Option<Self> {
        let source = place::source(sources, label.span.file)?;
        let (start, end) = bounds(label.span, source);
        let line = source.line_of(start);
        let range = source.line_range(line);
        let start = start.min(range.end);
        let end = end.min(range.end).max(start);
        // The byte order mark is not shown, so nothing can point at it.
        let start =
            if start == 0 && source.text().starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { start };
        let end = end.max(start);
        Some(Self { file: label.span.file, source, line, start, end, words: label.words, primary })
    }
}

/// Which lines of which files to show: those of the first label first, then by file and line.
fn ranges(labels: &[Located<'_>]) -> Vec<(FileId, std::ops::Range<usize>)> {
    let mut all: Vec<(FileId, std::ops::Range<usize>)> = (labels.iter())
        .map(|label| {
            let count = label.source.line_count();
            // What follows the last line end is a line only to those who point at it.
            let last = if label.source.text().ends_with('\n') { count - 1 } else { count };
            let end = (label.line + CONTEXT + 1).min(last).max(label.line + 1);
            (label.file, label.line.saturating_sub(CONTEXT)..end)
        })
        .collect();
    all.sort_by_key(|(file, lines)| (*file, lines.start));
    let mut merged: Vec<(FileId, std::ops::Range<usize>)> = Vec::with_capacity(all.len());
    for (file, lines) in all {
        match merged.last_mut() {
            Some((last, before)) if *last == file && lines.start <= before.end + BRIDGED => {
                before.end = before.end.max(lines.end);
            }
            _ => merged.push((file, lines)),
        }
    }
    if let Some(first) = labels.first() {
        merged.sort_by_key(|(file, lines)| !(*file == first.file && lines.contains(&first.line)));
    }
    merged
}

/// The columns a character takes from the room; at least one, so that a line of characters without
/// a width ends too.
fn cost(character: char) -> usize {
    match character {
        '\t' => TAB,
        // Some are shown only behind certain others; where it is asked how much room there is, they count as unseen.
        _ => replacement(None, character)
            .map_or_else(|| character.width().unwrap_or(1).max(1), |shown| shown.chars().count()),
    }
}

/// The bytes of a line to show so that `label` is in sight: from the line's start where that fits.
fn window(
    text: &str,
    line: &std::ops::Range<usize>,
    label: std::ops::Range<usize>,
    columns: usize,
) -> std::ops::Range<usize> {
    let columns = columns.saturating_sub(2).max(8);
    let most = columns * 2 / 3;
    let mut wide = 0;
    for character in text[label.clone()].chars() {
        wide += cost(character);
        if wide >= most {
            break;
        }
    }
    let mut start = back(text, line.start, label.start, columns - wide.min(most));
    if start > line.start {
        start = back(text, line.start, label.start, columns / 3);
    }
    let mut end = start;
    let mut used = 0;
    for character in text[start..line.end].chars() {
        used += cost(character);
        if used > columns {
            break;
        }
        end += character.len_utf8();
    }
    start..end
}

/// As far back from `from` as `columns` allow, at most to `limit`.
fn back(text: &str, limit: usize, from: usize, columns: usize) -> usize {
    let mut start = from;
    let mut used = 0;
    for character in text[limit..from].chars().rev() {
        used += cost(character);
        if used > columns {
            break;
        }
        start -= character.len_utf8();
    }
    start
}

/// A place in the file and where it came to stand.
struct Mark {
    at: usize,
    shown: usize,
}

impl Mark {
    fn at(at: usize) -> Self {
        Self { at, shown: 0 }
    }
}

/// Appends a window of a line as it is shown and moves the marks, starts and ends in turn. What was cut
/// off stands at the sign of the cut.
fn show(
    text: &str,
    line: &std::ops::Range<usize>,
    window: std::ops::Range<usize>,
    out: &mut String,
    marks: &mut [Mark],
) {
    let before = out.len();
    if window.start > line.start {
        out.push(CUT);
    }
    stand(marks, |_| true, before, out.len());
    let mut column = usize::from(out.len() > before);
    let mut last = None;
    for (index, character) in text[window.clone()].char_indices() {
        let at = window.start + index;
        stand(marks, |mark| mark == at, out.len(), out.len());
        match character {
            '\t' => {
                let spaces = TAB - column % TAB;
                out.extend(std::iter::repeat_n(' ', spaces));
                column += spaces;
            }
            // Opens the file and is no part of what is written in it.
            '\u{feff}' if at == 0 => {}
            _ => match replacement(last, character) {
                Some(shown) => {
                    out.push_str(&shown);
                    column += shown.chars().count();
                }
                None => {
                    out.push(character);
                    column += character.width().unwrap_or(0);
                }
            },
        }
        last = Some(character);
    }
    let after = out.len();
    stand(marks, |mark| mark == window.end, after, after);
    if window.end < line.end {
        out.push(CUT);
        stand(marks, |mark| mark > window.end, after, out.len());
    }
}

/// Moves those of the marks that `which` picks: starts to one place, ends to another.
fn stand(marks: &mut [Mark], which: impl Fn(usize) -> bool, start: usize, end: usize) {
    for (index, mark) in marks.iter_mut().enumerate() {
        if which(mark.at) {
            mark.shown = if index % 2 == 0 { start } else { end };
        }
    }
}

impl SourceCode for Excerpts {
    /// With context: the whole part the span is in, whose cut already knows about context. Without:
    /// the words of the part's main label, asked for to show line and column. A span over two parts is refused,
    /// which tells miette to show them apart.
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
