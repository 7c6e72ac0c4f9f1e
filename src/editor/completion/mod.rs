//! What may be written at a place.

mod forms;
mod items;
mod lengths;
mod place;

use std::ops::Range;

use super::Snapshot;
use crate::findings::Lang;
use place::find;

pub use forms::{FORMS, Form};

/// What is offered, and the bytes it takes the place of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completions {
    pub range: Range<usize>,
    pub items: Vec<Item>,
}

/// One offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub label: String,
    pub kind: ItemKind,
    /// A few words beside the label.
    pub detail: String,
    /// In Markdown.
    pub documentation: String,
    /// What is written, where it is more than the label: a snippet with `$1`, `${1:example}` and `${1|a,b|}`.
    pub snippet: Option<String>,
    /// What the typed letters are compared with, where it is not the label: the other language's spelling and
    /// the platform's own code find a word too.
    pub filter: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    Keyword,
    Choice,
    Name,
    Param,
    Value,
    Form,
    Rule,
    File,
    Folder,
}

/// An entry of a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    pub name: String,
    pub is_folder: bool,
}

/// Lists the folder that a path, written in the file up to its last `/`, leads to.
pub type List<'a> = &'a dyn Fn(&str) -> Vec<Entry>;

/// The offers at a byte of the file, likely ones first.
pub fn completions(snapshot: &Snapshot, offset: usize, lang: Lang, list: List<'_>) -> Completions {
    let (place, range) = find(snapshot, offset);
    let text = snapshot.text();
    let typed = text[range.start..offset.max(range.start)].to_owned();
    let rest = text[range.end..].lines().next().unwrap_or_default().trim();
    let followed = !rest.is_empty() && !rest.starts_with(['{', '｛', '}', '｝']) && !rest.starts_with("//");
    let script = snapshot.script(lang);
    let items = items::Items { snapshot, lang, script, typed: &typed, at: range.clone(), followed, list };
    Completions { items: items.at(place), range }
}
