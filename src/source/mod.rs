//! Texts and places in them.
//!
//! Lives here: files held in memory, byte spans, and positions in lines, characters and UTF-16 units.
//! Knows nothing of the language. Reads no files: text comes from outside.

mod decode;
mod milestones;
mod position;

pub use decode::{Undecodable, decode};
pub use position::Position;

use milestones::Milestones;
use serde::{Deserialize, Serialize};

/// Which of the [`Sources`] a span lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct FileId(pub u32);

/// A range of bytes of one file, on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        Self { file, start: start as u32, end: end as u32 }
    }

    /// From the start of `self` to the end of `other`, which lies in the same file and not before.
    pub fn to(self, other: Span) -> Span {
        Span { end: self.end.max(other.end), ..self }
    }

    /// The empty span where this one ends.
    pub fn after(self) -> Span {
        Span { start: self.end, ..self }
    }

    /// The empty span where this one starts.
    pub fn before(self) -> Span {
        Span { end: self.start, ..self }
    }

    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value and the words of the file that say it.
#[derive(Debug, Clone, PartialEq)]
pub struct At<T> {
    pub value: T,
    pub span: Span,
}

impl<T> At<T> {
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// One text with the name it is shown by and an index of its lines.
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    text: String,
    /// Where each line starts. The first is 0; a line runs up to the next one's start.
    lines: Vec<u32>,
    /// Places measured beforehand, where counting from the start of a line would take long.
    milestones: Milestones,
}

impl Source {
    /// Texts of 4 GiB and more are refused by the readers before they come here.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let mut lines = Vec::with_capacity(text.len() / 32 + 1);
        lines.push(0);
        lines.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1));
        let milestones = Milestones::of(&text, &lines);
        Self { name: name.into(), text, lines, milestones }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many lines there are; the one after a final line end counts.
    pub fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// The line (from 0) that holds the byte at `offset`.
    pub fn line_of(&self, offset: usize) -> usize {
        self.lines.partition_point(|&start| start as usize <= offset) - 1
    }

    /// The bytes of line `line` (from 0) without its line end.
    pub fn line_range(&self, line: usize) -> std::ops::Range<usize> {
        let start = self.lines[line] as usize;
        let end = self.lines.get(line + 1).map_or(self.text.len(), |&next| next as usize - 1);
        let end = if end > start && self.text.as_bytes()[end - 1] == b'\r' { end - 1 } else { end };
        start..end
    }
}

/// The files one check looks at: the file itself first, then those it uses.
#[derive(Debug, Clone, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    pub fn add(&mut self, source: Source) -> FileId {
        self.0.push(source);
        FileId(self.0.len() as u32 - 1)
    }

    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.0.iter().enumerate().map(|(index, source)| (FileId(index as u32), source))
    }

    /// Whether a span is a place in one of the files.
    pub fn holds(&self, span: Span) -> bool {
        self.0.get(span.file.0 as usize).is_some_and(|source| source.text.get(span.range()).is_some())
    }

    /// The words a span stands for.
    pub fn slice(&self, span: Span) -> &str {
        self[span.file].text.get(span.range()).unwrap_or_default()
    }
}

impl std::ops::Index<FileId> for Sources {
    type Output = Source;

    fn index(&self, file: FileId) -> &Source {
        &self.0[file.0 as usize]
    }
}
