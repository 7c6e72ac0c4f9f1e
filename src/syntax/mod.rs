//! Text to tree (pest) and tree to text (the formatter).
//!
//! Lives here: the grammar's tokens, the statements they form, and what is broken about them, as data.
//! Knows the vocabulary, not what statements mean. The tree keeps every byte: tokens cover the text, and
//! what lies between two tokens is blank.

mod broken;
mod build;
mod format;
mod glued;
mod scan;
mod script;
pub mod times;
mod tree;

pub use broken::{Broken, Pasted, Problem, ProblemKind};
pub use format::{Keywords, format};
pub use scan::{Kind, MAX_LINE, Token, coordinates};
pub use tree::{Node, NodeId, Tree};

/// Any text as a tree. Never fails: what is broken is in [`Tree::problems`].
pub fn parse(text: &str) -> Tree {
    build::build(text, scan::scan(text))
}

/// The same for a text that differs from an `old` one with a known tree: only the lines that changed are
/// scanned. What comes out is what [`parse`] gives.
pub fn parse_again(text: &str, old: &str, tree: &Tree) -> Tree {
    build::build(text, scan::scan_again(text, old, &tree.tokens))
}

/// Whether a text is a date as the language writes it, with nothing before it or behind it.
pub fn is_date(text: &str) -> bool {
    matches!(scan::scan(text)[..], [token] if token.kind == Kind::Date && token.range() == (0..text.len()))
}

/// Whether a word may be a name: it begins with a letter or `_` and holds letters, digits, `_`, `-` and `.` only, the
/// last two between others. The one idea of it, for declarations, `{param}` and editors.
pub fn is_name(word: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || crate::han::is_han(c);
    if word.chars().all(plain) {
        return word.starts_with(|c: char| !c.is_ascii_digit());
    }
    let is_word = || matches!(scan::scan(word)[..], [token] if token.kind == Kind::Word && token.range() == (0..word.len()));
    !word.contains(['@', '/']) && is_word()
}
