//! What each word is, for colouring by meaning.

use std::ops::Range;

use super::Snapshot;
use super::names::declarations;
use super::place::{Role, choice, wanted};
use crate::model::Model;
use crate::syntax::{Kind, coordinates};
use crate::vocabulary::Key;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A keyword that begins a statement.
    Statement,
    /// A keyword that begins a clause.
    Clause,
    /// One of the words a value may be.
    Choice,
    /// A person, company, document, authorization or ticket.
    Name,
    Param,
    Text,
    Number,
    Comment,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SemanticToken {
    pub range: Range<usize>,
    pub kind: TokenKind,
    /// Whether a name is declared here.
    pub declared: bool,
}

/// The words of a part of the file, in order; none crosses a line or lies in another.
pub fn tokens(snapshot: &Snapshot, part: Range<usize>) -> Vec<SemanticToken> {
    let (tree, text, model) = (snapshot.tree(), snapshot.text(), &snapshot.model);
    let mut names: Vec<(Range<usize>, TokenKind, bool)> = Vec::new();
    let kind_of = |key| if key == Key::Param { TokenKind::Param } else { TokenKind::Name };
    let mut declared: std::collections::HashMap<crate::source::Span, Key> = Default::default();
    for one in declarations(model) {
        declared.insert(one.span, one.kind);
        if one.span.file == Model::ROOT {
            names.push((one.span.range(), kind_of(one.kind), true));
        }
    }
    for name in model.names.iter().filter(|name| name.span.file == Model::ROOT) {
        let kind = declared.get(&name.declared).map_or(TokenKind::Name, |key| kind_of(*key));
        names.push((name.span.range(), kind, false));
    }
    names.sort_by_key(|(range, ..)| range.start);

    let first = tree.tokens.partition_point(|token| token.end as usize <= part.start);
    let roles = roles(snapshot);
    let mut out = Vec::new();
    let mut name = names.partition_point(|(range, ..)| range.end <= part.start);
    for (index, token) in tree.tokens.iter().enumerate().skip(first) {
        if token.start as usize >= part.end {
            break;
        }
        let range = token.range();
        let kind = match token.kind {
            Kind::Comment => Some(TokenKind::Comment),
            Kind::Text | Kind::UnclosedText | Kind::MismatchedText | Kind::NestedText => {
                Some(TokenKind::Text)
            }
            Kind::Date | Kind::Quantity => Some(TokenKind::Number),
            Kind::Point | Kind::Word => None,
            _ => continue,
        };
        while names.get(name).is_some_and(|(known, ..)| known.end <= range.start) {
            name += 1;
        }
        // Names inside: a whole word, a coordinate, `{param}` in a text.
        let mut pieces: Vec<SemanticToken> = Vec::new();
        while let Some((known, kind, declared)) = names.get(name).filter(|(known, ..)| known.end <= range.end)
        {
            pieces.push(SemanticToken { range: known.clone(), kind: *kind, declared: *declared });
            name += 1;
        }
        match (token.kind, kind) {
            (Kind::Word, _) if !pieces.is_empty() => out.append(&mut pieces),
            (Kind::Word, _) => {
                let Some((id, role)) = roles[index] else { continue };
                let kind = match role {
                    Role::Keyword => match tree.node(id).word {
                        Some(_) if tree.parent(id).is_none() || !is_clause(snapshot, id) => {
                            TokenKind::Statement
                        }
                        Some(_) => TokenKind::Clause,
                        None => continue,
                    },
                    Role::Value(at) => {
                        let known =
                            wanted(tree, id, at).and_then(|shape| choice(shape, &text[range.clone()]));
                        if known.is_none() {
                            continue;
                        }
                        TokenKind::Choice
                    }
                };
                out.push(SemanticToken { range, kind, declared: false });
            }
            (Kind::Point, _) => {
                for (kind, inner) in coordinates(&text[range.clone()]).into_iter().flatten() {
                    let place = range.start + inner.start..range.start + inner.end;
                    match pieces.iter().position(|piece| piece.range == place) {
                        Some(at) => out.push(pieces.swap_remove(at)),
                        None if kind == Kind::Quantity => {
                            out.push(SemanticToken {
                                range: place,
                                kind: TokenKind::Number,
                                declared: false,
                            });
                        }
                        None => {}
                    }
                }
            }
            (_, Some(kind)) => {
                let mut start = range.start;
                for piece in pieces {
                    if start < piece.range.start {
                        out.push(SemanticToken { range: start..piece.range.start, kind, declared: false });
                    }
                    start = piece.range.end;
                    out.push(piece);
                }
                if start < range.end {
                    out.push(SemanticToken { range: start..range.end, kind, declared: false });
                }
            }
            _ => {}
        }
    }
    out
}

fn is_clause(snapshot: &Snapshot, id: u32) -> bool {
    snapshot.tree().node(id).word.is_some_and(|word| word.clause)
}

/// What each token is to which statement.
fn roles(snapshot: &Snapshot) -> Vec<Option<(u32, Role)>> {
    let tree = snapshot.tree();
    let mut roles = vec![None; tree.tokens.len()];
    for id in 0..tree.len() as u32 {
        roles[tree.node(id).keyword as usize] = Some((id, Role::Keyword));
        for (at, &value) in tree.values(id).iter().enumerate() {
            roles[value as usize] = Some((id, Role::Value(at)));
        }
    }
    roles
}
