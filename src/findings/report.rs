//! What the check of a project came to, as every format is given it: plain data, in order, nothing twice.

use std::borrow::Cow;

use super::paths::Base;
use super::{Code, Finding, Lang, RulePages, Words};
use crate::source::Sources;

/// A finding with the texts its spans lie in.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    pub finding: &'a Finding,
    pub sources: &'a Sources,
}

impl<'a> Found<'a> {
    /// The file it is in, as it is shown.
    pub fn file(&self) -> &'a str {
        super::place::source(self.sources, self.finding.span.file)
            .map_or(super::place::UNKNOWN, |file| file.name())
    }

    /// What is wrong and how to mend it, for formats that have one text for both.
    pub(super) fn sentence(&self, lang: Lang) -> String {
        let message = self.finding.message.get(lang);
        match (&self.finding.help, lang) {
            (None, _) => message.to_owned(),
            (Some(help), Lang::Zh) => format!("{message}；{}", help.zh),
            (Some(help), Lang::En) => format!("{message}; {}", help.en),
        }
    }
}

/// A file that could not be checked, and why; or why nothing could be.
#[derive(Debug, Clone)]
pub struct Unchecked {
    pub file: Option<String>,
    pub code: Code,
    pub why: Words,
}

impl Unchecked {
    /// The file as programs name it; the program itself where it is no file's fault.
    pub(super) fn file<'a>(&'a self, base: &Base) -> Cow<'a, str> {
        self.file.as_deref().map_or(Cow::Borrowed("qdc"), |file| base.relative(file))
    }
}

/// What a format writes.
#[derive(Debug, Clone, Default)]
pub struct Report<'a> {
    /// The files that were checked, in order of name.
    pub files: Vec<&'a str>,
    /// In order of file and place.
    pub found: Vec<Found<'a>>,
    /// In order of file.
    pub unchecked: &'a [Unchecked],
    pub lang: Lang,
    /// Where paths start for programs; people see them as they gave them.
    pub base: Base,
    pub pages: Option<RulePages<'a>>,
}

impl Report<'_> {
    /// The findings of each file checked and of each file used that has some, in order of file.
    pub(super) fn by_file(&self) -> Vec<(&str, &[Found<'_>])> {
        let mut files = Vec::with_capacity(self.files.len());
        let mut clean = self.files.iter().copied().peekable();
        for found in self.found.chunk_by(|one, next| one.file() == next.file()) {
            let name = found[0].file();
            while let Some(before) = clean.next_if(|file| *file < name) {
                files.push((before, &[][..]));
            }
            clean.next_if(|file| *file == name);
            files.push((name, found));
        }
        files.extend(clean.map(|file| (file, &[][..])));
        files
    }
}
