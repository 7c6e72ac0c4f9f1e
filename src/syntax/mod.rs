//! Text to tree (pest) and tree to text (the formatter).
//!
//! Lives here: the grammar's tokens, the statements they form, and what is broken about them, as data.
//! Knows the vocabulary, not what statements mean. The tree keeps every byte: tokens cover the text, and
//! what lies between two tokens is blank.

mod broken;
mod build;
mod format;
mod scan;
pub mod times;
mod tree;

pub use broken::{Broken, Problem, ProblemKind};
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
