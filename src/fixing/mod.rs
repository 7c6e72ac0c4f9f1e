//! Edits of findings, proven before they are made.
//!
//! Lives here: an edit is applied, the text is read again, and the edit is dropped unless its own finding is gone and
//! no other of its level or above is new. Nothing but the named places changes, and what is fixed twice is what was
//! fixed once. Knows findings and sources; how a text is read and checked is the caller's, given as a function.

mod apply;
mod proof;
mod run;
mod search;
mod settle;

pub use apply::apply;
pub use proof::Refusal;
pub use run::{Fixed, Left, Scope, alone, fix, proven};
pub use settle::{Settler, line_end};

use crate::findings::Finding;
use crate::source::{FileId, Sources};

/// The file whose text is fixed: the first of the sources. Edits of used files are made where those are checked.
const ROOT: FileId = FileId(0);

/// A text as it was read and checked: it and the files it uses, and every finding.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    pub sources: Sources,
    pub findings: Vec<Finding>,
}

/// Reads and checks another text of the same file, under the same facts and settings.
pub type Read<'a> = dyn Fn(String) -> Reading + 'a;

/// A reading that somebody else owns.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    pub sources: &'a Sources,
    pub findings: &'a [Finding],
}

impl View<'_> {
    /// The text that is fixed.
    pub fn text(&self) -> &str {
        self.sources.iter().next().map_or("", |(_, source)| source.text())
    }
}

impl Reading {
    pub fn view(&self) -> View<'_> {
        View { sources: &self.sources, findings: &self.findings }
    }
}

#[cfg(test)]
mod tests;
