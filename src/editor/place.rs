//! From a byte to the token and the statement that stand there.

use std::ops::Range;

use crate::syntax::{Kind, NodeId, Token, Tree};
use crate::vocabulary::{Choice, Shape, choices};

/// The index of the token that holds a byte. Between two that touch, the one that starts there, unless only
/// the one that ends there is a word or a value.
pub fn token_at(tree: &Tree, offset: usize) -> Option<u32> {
    let after = tree.tokens.partition_point(|token| token.start as usize <= offset);
    let index = after.checked_sub(1)?;
    let token = tree.tokens[index];
    let touches = |token: Token| token.start as usize <= offset && offset <= token.end as usize;
    if touches(token) && (offset < token.end as usize || says_something(token)) {
        // A brace or a comma right behind a word: the word was meant.
        let before = index.checked_sub(1).map(|at| tree.tokens[at]);
        let at_start = token.start as usize == offset && !says_something(token);
        return Some(match before {
            Some(before) if at_start && touches(before) && says_something(before) => index as u32 - 1,
            _ => index as u32,
        });
    }
    None
}

fn says_something(token: Token) -> bool {
    token.kind == Kind::Word || token.kind.is_value()
}

/// What a token is to its statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Keyword,
    /// Which of the values, from 0.
    Value(usize),
}

/// The statement or clause a token belongs to.
pub fn owner(tree: &Tree, token: u32) -> Option<(NodeId, Role)> {
    let mut id = last_node_before(tree, token + 1)?;
    if tree.node(id).keyword == token && tree.values(id).first() != Some(&token) {
        return Some((id, Role::Keyword));
    }
    // A value may belong to a statement whose clauses stand before it.
    loop {
        if let Ok(index) = tree.values(id).binary_search(&token) {
            return Some((id, Role::Value(index)));
        }
        id = tree.parent(id)?;
    }
}

/// The last node whose keyword is a token before `token`. Nodes stand in the order of their keywords.
pub fn last_node_before(tree: &Tree, token: u32) -> Option<NodeId> {
    let (mut low, mut high) = (0, tree.len() as NodeId);
    while low < high {
        let middle = low + (high - low) / 2;
        if tree.node(middle).keyword < token { low = middle + 1 } else { high = middle }
    }
    low.checked_sub(1)
}

/// What is wanted as the value of this number.
pub fn wanted(tree: &Tree, id: NodeId, index: usize) -> Option<Shape> {
    let takes = tree.node(id).word?.takes;
    takes.get(index).or(takes.last().filter(|take| take.many)).map(|take| take.shape)
}

/// The choice that a bare word stands for as this value.
pub fn choice(shape: Shape, word: &str) -> Option<&'static Choice> {
    match shape {
        Shape::Choice(set) | Shape::ChoiceOrText(set) | Shape::IntegerOr(set) => set.find(word),
        Shape::Seals => choices::ALL_SEALS.find(word),
        Shape::Deadline => choices::IN.find(word),
        Shape::Spot => choices::TEXT.find(word),
        Shape::Template => choices::TEMPLATE.find(word),
        _ => None,
    }
}

/// The bytes of a statement: its keyword, values, clauses and block.
pub fn extent(tree: &Tree, id: NodeId) -> Range<usize> {
    let mut end = tree.keyword(id).end;
    if let Some(&value) = tree.values(id).last() {
        end = end.max(tree.token(value).end);
    }
    match tree.block(id) {
        Some((_, Some(close))) => end = end.max(close.end),
        Some((open, None)) => end = end.max(open.end),
        None => {}
    }
    // The last descendant ends last; walking down by last children stays linear.
    let mut last = tree.children(id).last();
    while let Some(child) = last {
        end = end.max(tree.keyword(child).end);
        if let Some(&value) = tree.values(child).last() {
            end = end.max(tree.token(value).end);
        }
        if let Some((open, close)) = tree.block(child) {
            end = end.max(close.unwrap_or(open).end);
        }
        last = tree.children(child).last();
    }
    tree.keyword(id).start as usize..end as usize
}

/// The marks around the content of a quoted text.
pub fn inside_quotes(text: &str, token: Token) -> Range<usize> {
    let range = token.range();
    let written = &text[range.clone()];
    let first = written.chars().next().map_or(0, char::len_utf8);
    let last =
        written[first..].chars().next_back().filter(|c| "\"“”＂".contains(*c)).map_or(0, char::len_utf8);
    range.start + first..range.end - last
}
