//! Text to tree (pest) and tree to text (the formatter).
//!
//! Lives here: the grammar's tokens, the statements they form, and what is broken about them, as data.
//! Knows the vocabulary, not what statements mean. The tree keeps every byte: tokens cover the text, and
//! what lies between two tokens is blank.

mod broken;
mod build;
mod format;
mod scan;
mod tree;

pub use broken::{Broken, Problem, ProblemKind};
pub use format::{Keywords, format};
pub use scan::{Kind, MAX_LINE, Token, coordinates};
pub use tree::{Node, NodeId, Tree};

/// Any text as a tree. Never fails: what is broken is in [`Tree::problems`].
pub fn parse(text: &str) -> Tree {
    build::build(text)
}
