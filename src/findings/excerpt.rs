//! The few lines of the sources that a finding is shown with.
//!
//! An excerpt is cut over the line index the sources already have: it costs the same at the end of a
//! 10 MB file as at its start, and one endless line costs no more than a short one. The text in it is
//! made safe for a terminal, numbers of people are masked, tabs are spaces, and every label is moved along with its words.

use unicode_width::UnicodeWidthChar;

use super::place::{self, bounds};
use crate::privacy::{on_one_line, personal, visible::replacement};
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
    pub parts: Vec<Part>,
    /// In order of offset, each on one line.
    pub labels: Vec<Shown>,
}

/// Consecutive lines of one file as they are shown, each ended by `\n`.
#[derive(Debug)]
pub(super) struct Part {
    pub name: String,
    /// Where its main label stands in the file.
    pub position: Position,
    /// From 0.
    pub first_line: usize,
    pub text: String,
    /// The offset of `text` among all parts.
    pub offset: usize,
}

/// A label as it came to stand.
#[derive(Debug, PartialEq)]
pub(super) struct Shown {
    pub start: usize,
    pub length: usize,
    /// On one line; `None` where there is nothing to say.
    pub words: Option<String>,
    pub primary: bool,
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
            // The one a part is named after.
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
                self.labels.push(Shown { start, length, words, primary: label.primary });
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
    let mut hidden = hidden(text, line, &window).into_iter().peekable();
    for (index, character) in text[window.clone()].char_indices() {
        let at = window.start + index;
        stand(marks, |mark| mark == at, out.len(), out.len());
        while hidden.next_if(|range| range.end <= at).is_some() {}
        match character {
            _ if hidden.peek().is_some_and(|range| range.contains(&at)) => {
                out.push('*');
                column += 1;
            }
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

/// What of the window is masked. A number may be cut by the window's edge, so a little around it is read too.
fn hidden(
    text: &str,
    line: &std::ops::Range<usize>,
    window: &std::ops::Range<usize>,
) -> Vec<std::ops::Range<usize>> {
    let start = text.floor_char_boundary(window.start.saturating_sub(personal::REACH)).max(line.start);
    let end = text.ceil_char_boundary((window.end + personal::REACH).min(line.end));
    personal::hidden(&text[start..end])
        .into_iter()
        .map(|range| range.start + start..range.end + start)
        .collect()
}

/// Moves those of the marks that `which` picks: starts to one place, ends to another.
fn stand(marks: &mut [Mark], which: impl Fn(usize) -> bool, start: usize, end: usize) {
    for (index, mark) in marks.iter_mut().enumerate() {
        if which(mark.at) {
            mark.shown = if index % 2 == 0 { start } else { end };
        }
    }
}
