//! Paths in a file that lead to other files.

use super::Snapshot;
use super::place::inside_quotes;
use crate::model::{Files, Model};
use crate::source::Span;
use crate::syntax::Kind;
use crate::vocabulary::Key;

/// A path and the file it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The path without its quotation marks.
    pub span: Span,
    /// As [`Files::resolve`] names it.
    pub target: String,
}

/// The paths of `use`, `local` and `upload`. Those with params lead nowhere certain and are left out.
pub fn links(snapshot: &Snapshot, files: &dyn Files) -> Vec<Link> {
    let (tree, text) = (snapshot.tree(), snapshot.text());
    let from = snapshot.source().name();
    let path_of = |id| {
        let word = tree.node(id).word?;
        if !matches!(word.key, Key::Use | Key::Local | Key::Upload) {
            return None;
        }
        let token =
            tree.values(id).iter().map(|&at| tree.token(at)).find(|token| token.kind == Kind::Text)?;
        let range = inside_quotes(text, token);
        let path = &text[range.clone()];
        (!path.is_empty() && !path.contains('{')).then(|| Link {
            span: Span::new(Model::ROOT, range.start, range.end),
            target: files.resolve(from, path),
        })
    };
    (0..tree.len() as u32).filter_map(path_of).collect()
}
