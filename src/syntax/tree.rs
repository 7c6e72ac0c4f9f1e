//! The tree: statements over tokens, in flat arrays, so that no depth of nesting can exhaust the stack.

use super::broken::Problem;
use super::scan::{Kind, Token};
use crate::vocabulary::Word;

/// Which node of a tree.
pub type NodeId = u32;

/// No node, no token.
pub(super) const NONE: u32 = u32::MAX;

/// A text and its statements.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tree {
    /// Every token in order; between them only blanks and line ends.
    pub tokens: Vec<Token>,
    pub(super) nodes: Vec<Node>,
    /// Values of nodes, as indexes of tokens; each node has a range of them.
    pub(super) values: Vec<u32>,
    /// The first statement of the file.
    pub(super) first: u32,
    /// In order of place.
    pub problems: Vec<Problem>,
    /// The text as it is understood, where that is another than the one that was parsed.
    pub(super) understood: Option<Box<str>>,
}

/// A statement or a clause: a keyword, its values, and the statements and clauses that belong to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// `None` where the keyword is unknown.
    pub word: Option<&'static Word>,
    /// The token of the keyword; the first token of a line without one.
    pub keyword: u32,
    pub(super) parent: NodeId,
    pub(super) first_child: NodeId,
    pub(super) last_child: NodeId,
    pub(super) next: NodeId,
    pub(super) values: (u32, u32),
    /// The tokens of the braces of its block.
    pub(super) open: u32,
    pub(super) close: u32,
    /// It does not belong where it stands: reported, not to be understood.
    pub misplaced: bool,
}

impl Tree {
    /// The text as it is understood: the one that was parsed, with the language's words in Simplified characters. Every
    /// place is the same place in both.
    pub fn understood<'t>(&'t self, text: &'t str) -> &'t str {
        self.understood.as_deref().unwrap_or(text)
    }

    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    /// The statements of the file, in order.
    pub fn roots(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.chain(self.first)
    }

    /// The clauses and statements of a node, in order of writing.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.chain(self.node(id).first_child)
    }

    fn chain(&self, first: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors((first != NONE).then_some(first), |&id| {
            let next = self.node(id).next;
            (next != NONE).then_some(next)
        })
    }

    /// The values of a node, in order of writing.
    pub fn values(&self, id: NodeId) -> &[u32] {
        let (start, end) = self.node(id).values;
        &self.values[start as usize..end as usize]
    }

    pub fn token(&self, index: u32) -> Token {
        self.tokens[index as usize]
    }

    /// The token of a node's keyword.
    pub fn keyword(&self, id: NodeId) -> Token {
        self.token(self.node(id).keyword)
    }

    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        let parent = self.node(id).parent;
        (parent != NONE).then_some(parent)
    }

    /// The braces of a node's block; the closing one may be missing.
    pub fn block(&self, id: NodeId) -> Option<(Token, Option<Token>)> {
        let node = self.node(id);
        (node.open != NONE)
            .then(|| (self.token(node.open), (node.close != NONE).then(|| self.token(node.close))))
    }

    /// How many statements and clauses there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Every comment, in order.
    pub fn comments(&self) -> impl Iterator<Item = Token> + '_ {
        self.tokens.iter().copied().filter(|token| token.kind == Kind::Comment)
    }
}
