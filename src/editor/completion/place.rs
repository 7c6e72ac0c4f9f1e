//! Where the cursor stands, seen from the language.

use std::ops::Range;

use super::super::Snapshot;
use super::super::place::{Role, inside_quotes, last_node_before, owner, token_at, wanted};
use crate::syntax::{Kind, NodeId, Token, Tree, parse_again};
use crate::vocabulary::{Key, Shape, Word, choices};

/// What may be written here.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// Nothing that could be known.
    Nowhere,
    /// The name of a rule in an excuse.
    Rule,
    /// The name of a param between braces in a text.
    ParamInText,
    /// A path in quotes, as far as it is written.
    Path { written: String, key: Key },
    /// A number of a point.
    Coordinate,
    /// A statement of a block, by its keyword.
    Statement(Vec<&'static Word>),
    /// A value, or a clause of the statements on the line.
    Line {
        value: Option<Wanted>,
        /// The values of the keyword that stand there already.
        written: Vec<String>,
        clauses: Vec<&'static Word>,
    },
}

/// A value that a keyword takes next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wanted {
    pub word: &'static Word,
    pub shape: Shape,
    /// Whether a clause may stand here as well.
    pub optional: bool,
}

/// The place of the cursor, and the bytes of what is half written there.
pub fn find(snapshot: &Snapshot, offset: usize) -> (Place, Range<usize>) {
    let (tree, text) = (snapshot.tree(), snapshot.text());
    // Behind the last letter of a word is still in it.
    let here = token_at(tree, offset).filter(|&at| (tree.token(at).start as usize) < offset);
    // So is the end of a comment, which runs to the end of its line.
    let here = here.or_else(|| comment_before(tree, offset));
    let token = here.map(|at| tree.token(at));
    match (here, token) {
        (_, Some(token)) if matches!(token.kind, Kind::Comment | Kind::WrongComment) => {
            return in_comment(text, token, offset);
        }
        (Some(at), Some(token)) if is_text(token) && is_inside(text, token, offset) => {
            return in_text(tree, text, at, token, offset);
        }
        (_, Some(token)) if matches!(token.kind, Kind::Point | Kind::BrokenPoint) => {
            return in_point(text, token, offset);
        }
        (_, Some(token)) if matches!(token.kind, Kind::Word | Kind::Quantity) => {
            // The whole word gives way: what stands behind the cursor is no word of its own.
            let word = token.range();
            return (on_line(snapshot, word.clone()), word);
        }
        (_, Some(token)) if offset < token.end as usize => {
            return (Place::Nowhere, offset..offset);
        }
        _ => {}
    }
    (on_line(snapshot, offset..offset), offset..offset)
}

fn comment_before(tree: &Tree, offset: usize) -> Option<u32> {
    let last = tree.tokens.partition_point(|token| (token.start as usize) < offset).checked_sub(1)?;
    let token = tree.tokens[last];
    (matches!(token.kind, Kind::Comment | Kind::WrongComment) && token.end as usize == offset)
        .then_some(last as u32)
}

fn is_text(token: Token) -> bool {
    matches!(token.kind, Kind::Text | Kind::UnclosedText | Kind::MismatchedText | Kind::NestedText)
}

fn is_inside(text: &str, token: Token, offset: usize) -> bool {
    let inside = inside_quotes(text, token);
    inside.start <= offset && offset <= inside.end
}

fn in_comment(text: &str, token: Token, offset: usize) -> (Place, Range<usize>) {
    let written = &text[token.start as usize..offset];
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let start = offset - written.chars().rev().take_while(|c| is_name(*c)).map(char::len_utf8).sum::<usize>();
    let before = text[token.start as usize..start].trim_start_matches('/').trim_start();
    let names = before.strip_prefix("qdc").map(|rest| rest.trim_start_matches([':', '：']).trim_start());
    let opened = names.and_then(|rest| rest.strip_prefix("allow")).map(str::trim_start);
    match opened {
        Some(rest) if rest.starts_with(['(', '（']) && !rest.contains([')', '）']) => {
            (Place::Rule, start..offset)
        }
        _ => (Place::Nowhere, offset..offset),
    }
}

fn in_point(text: &str, token: Token, offset: usize) -> (Place, Range<usize>) {
    let written = &text[token.start as usize..offset];
    if written.ends_with([')', '）']) {
        return (Place::Nowhere, offset..offset);
    }
    let name = written.chars().rev().take_while(|c| c.is_alphanumeric() || "_-.".contains(*c));
    (Place::Coordinate, offset - name.map(char::len_utf8).sum::<usize>()..offset)
}

/// The end of the part of a path that the cursor stands in.
fn path_end(text: &str, inside: usize, offset: usize) -> usize {
    text[offset..inside].find(['/', '\\', '\n']).map_or(inside, |at| offset + at)
}

fn in_text(tree: &Tree, text: &str, at: u32, token: Token, offset: usize) -> (Place, Range<usize>) {
    let inside = inside_quotes(text, token);
    let written = &text[inside.start..offset];
    if let Some(brace) = written.rfind('{') {
        let name = &written[brace + 1..];
        let is_open = !name.contains('}') && name.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c));
        let braces = written[..=brace].chars().rev().take_while(|c| *c == '{').count();
        if is_open && braces % 2 == 1 {
            return (Place::ParamInText, inside.start + brace + 1..offset);
        }
    }
    let word = owner(tree, at).and_then(|(id, role)| {
        let word = tree.node(id).word?;
        matches!((role, word.key), (Role::Value(_), Key::Use | Key::Local | Key::Upload)).then_some(word)
    });
    match word {
        Some(word) => {
            let name = written.rfind(['/', '\\']).map_or(0, |slash| slash + 1);
            (
                Place::Path { written: written.to_owned(), key: word.key },
                inside.start + name..path_end(text, inside.end, offset),
            )
        }
        None => (Place::Nowhere, offset..offset),
    }
}

/// A place where a word starts. The tree is that of the text without what is half written, which would be taken
/// for something else.
fn on_line(snapshot: &Snapshot, half: Range<usize>) -> Place {
    let text = snapshot.text();
    let at = half.start;
    if half.is_empty() {
        return before(text, snapshot.tree(), at);
    }
    let without = format!("{}{}", &text[..half.start], &text[half.end..]);
    let tree = parse_again(&without, text, snapshot.tree());
    before(&without, &tree, at)
}

fn before(text: &str, tree: &Tree, at: usize) -> Place {
    let next = tree.tokens.partition_point(|token| (token.start as usize) < at) as u32;
    let line_start = memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |end| end + 1);
    let chain = chain(tree, next, line_start);
    match chain.first() {
        None => statement(tree, next),
        Some(_) => line(text, tree, &chain, next),
    }
}

/// The statement on the line and its clauses up to here, the innermost first; empty where a statement starts.
fn chain(tree: &Tree, next: u32, line_start: usize) -> Vec<NodeId> {
    let Some(last) = next.checked_sub(1) else { return Vec::new() };
    let token = tree.token(last);
    if (token.start as usize) < line_start || matches!(token.kind, Kind::Open | Kind::Close) {
        return Vec::new();
    }
    let mut chain = Vec::new();
    let mut node = last_node_before(tree, next);
    while let Some(id) = node.filter(|&id| tree.keyword(id).start as usize >= line_start) {
        // In its block a new statement starts.
        if tree.block(id).is_some_and(|(open, _)| open.start <= token.start) {
            break;
        }
        chain.push(id);
        node = tree.parent(id);
    }
    chain
}

fn line(text: &str, tree: &Tree, chain: &[NodeId], next: u32) -> Place {
    let innermost = chain[0];
    let Some(word) = tree.node(innermost).word else { return Place::Nowhere };
    let values = tree.values(innermost);
    let written = values.partition_point(|&value| value < next);
    let must = word.takes.get(written).is_some_and(|take| !take.optional);
    let value = wanted(tree, innermost, written).map(|shape| Wanted { word, shape, optional: !must });
    // What stands behind `in`.
    let last = written.checked_sub(1).map(|last| &text[tree.token(values[last]).range()]);
    let is_in = word.key == Key::Deadline && last.is_some_and(|last| choices::IN.find(last).is_some());
    let value = if is_in { Some(Wanted { word, shape: Shape::Duration, optional: false }) } else { value };
    let mut clauses: Vec<&'static Word> = Vec::new();
    if !must {
        for &id in chain {
            clauses.extend(addable(tree, Some(id)).into_iter().filter(|word| word.clause));
        }
    }
    let written = values[..written].iter().map(|&value| text[tree.token(value).range()].to_owned()).collect();
    Place::Line { value, written, clauses }
}

/// What can still be said in a statement, or in the file.
fn addable(tree: &Tree, holder: Option<NodeId>) -> Vec<&'static Word> {
    let (key, said): (_, Vec<NodeId>) = match holder {
        None => (Some(Key::File), tree.roots().collect()),
        Some(id) => (tree.node(id).word.map(|word| word.key), tree.children(id).collect()),
    };
    let Some(key) = key else { return Vec::new() };
    let there: Vec<Key> = said.into_iter().filter_map(|id| tree.node(id).word.map(|word| word.key)).collect();
    let has_second = holder.is_some_and(|id| tree.values(id).len() > 1);
    let fits = |word: Key| match (key, word) {
        // A document has its file in one way only: by code, uploaded, or made.
        (Key::Document, Key::Upload | Key::From) => !has_second,
        (Key::Document, Key::Field) => there.contains(&Key::From),
        // These say more of the words on the page, not of a point.
        (Key::At, _) => has_second,
        _ => true,
    };
    let words = crate::vocabulary::children(key).iter().copied();
    words
        .filter(|word| word.many || !there.contains(&word.key))
        .filter(|word| !excluded(word.key, &there) && fits(word.key))
        .collect()
}

/// Clauses of which only one can hold.
const EXCLUSIVE: &[(Key, Key)] =
    &[(Key::Across, Key::Page), (Key::Across, Key::At), (Key::Upload, Key::Local), (Key::Upload, Key::From)];

fn excluded(clause: Key, there: &[Key]) -> bool {
    EXCLUSIVE.iter().any(|&(a, b)| (a == clause && there.contains(&b)) || (b == clause && there.contains(&a)))
}

fn statement(tree: &Tree, next: u32) -> Place {
    // The innermost block that is open here is the last that was opened.
    let is_open = |id: &NodeId| {
        tree.block(*id).is_some_and(|(open, close)| {
            let before = |token: Token| next > 0 && token.start <= tree.token(next - 1).start;
            before(open) && !close.is_some_and(before)
        })
    };
    let block = (0..tree.len() as NodeId).rev().find(is_open);
    match block {
        Some(id) if tree.node(id).word.is_none() => Place::Nowhere,
        block => Place::Statement(addable(tree, block)),
    }
}
