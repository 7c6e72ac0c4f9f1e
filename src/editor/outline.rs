//! What a file holds, as a tree of names.

use std::ops::Range;

use super::Snapshot;
use super::place::{extent, inside_quotes};
use crate::findings::Lang;
use crate::privacy::shown;
use crate::syntax::{Kind, NodeId};
use crate::vocabulary::Key;

/// A statement worth naming.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    pub kind: Key,
    /// What it is called: a declared name, a title, an account.
    pub name: String,
    /// The keyword.
    pub detail: &'static str,
    pub range: Range<usize>,
    /// What is selected when it is gone to.
    pub selection: Range<usize>,
    pub children: Vec<Symbol>,
}

/// The statements of the file that have names, nested as they are written.
pub fn symbols(snapshot: &Snapshot, lang: Lang) -> Vec<Symbol> {
    let lang = snapshot.script(lang);
    snapshot.tree().roots().filter_map(|id| symbol(snapshot, id, lang)).collect()
}

fn symbol(snapshot: &Snapshot, id: NodeId, lang: Lang) -> Option<Symbol> {
    let (tree, text) = (snapshot.tree(), snapshot.text());
    let word = tree.node(id).word.filter(|_| !tree.node(id).misplaced)?;
    // The language nests three deep; no deeper nesting is named.
    let inner: &[Key] = match word.key {
        Key::Contract => &[Key::Document, Key::Attachment, Key::Signer],
        Key::Signer => &[Key::Sign],
        Key::Param | Key::Person | Key::Company | Key::Authorization | Key::Ticket => &[],
        Key::Document | Key::Attachment | Key::Sign => &[],
        _ => return None,
    };
    let value = tree.values(id).first().map(|&at| tree.token(at));
    let selection = value.map_or(tree.keyword(id).range(), |token| match token.kind {
        Kind::Text => inside_quotes(text, token),
        _ => token.range(),
    });
    let detail = word.spelled(lang);
    let written = value.map(|_| text[selection.clone()].trim()).filter(|name| !name.is_empty());
    let name = written.map_or_else(|| detail.to_owned(), shown);
    let children = tree
        .children(id)
        .filter(|&child| tree.node(child).word.is_some_and(|word| inner.contains(&word.key)))
        .filter_map(|child| symbol(snapshot, child, lang))
        .collect();
    Some(Symbol { kind: word.key, name, detail, range: extent(tree, id), selection, children })
}
