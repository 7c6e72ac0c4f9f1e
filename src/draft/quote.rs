//! Texts and names as a `.qdc` file can hold them: whatever they are, they stay one value of one line.

use std::fmt::Write as _;

use crate::privacy::visible::replacement;
use crate::syntax::{self, Kind};
use crate::vocabulary::{Key, find_child, is_keyword, narrowed};

/// A text in quotation marks.
pub fn quoted(text: &str, out: &mut String) {
    let full_width = |c: char| matches!(c, '“' | '”' | '＂');
    // Marks that the text does not hold; where it holds both kinds, one kind is written as numbers.
    let ascii = !text.contains('"') || text.contains(full_width);
    out.push(if ascii { '"' } else { '“' });
    let mut before = None;
    for character in text.chars() {
        match character {
            '{' => out.push_str("{{"),
            c if (ascii && c == '"') || replacement(before, c).is_some() => {
                // INVARIANT: writing to a string does not fail.
                let _ = write!(out, "{{U+{:04X}}}", c as u32);
            }
            c => out.push(c),
        }
        before = Some(character);
    }
    out.push(if ascii { '"' } else { '”' });
}

/// A name as it may stand bare: itself where it can, else with `_` for what no name may hold.
pub fn name(name: &str) -> String {
    if is_name(name) {
        return name.to_owned();
    }
    let mut plain: String =
        narrowed(name).chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '_' }).collect();
    plain.push('_');
    if is_name(&plain) {
        return plain;
    }
    plain.insert(0, '_');
    if is_name(&plain) {
        return plain;
    }
    // Letters that are none to the grammar.
    plain.chars().map(|c| if c.is_ascii() { c } else { '_' }).collect()
}

/// Whether a word is read as a name wherever a document's name may stand.
fn is_name(name: &str) -> bool {
    let tree = syntax::parse(name);
    let is_word =
        matches!(tree.tokens[..], [token] if token.kind == Kind::Word && token.range() == (0..name.len()));
    // `page1` is taken for a forgotten blank.
    let glued = name.find(|c: char| c.is_numeric()).is_some_and(|digit| {
        [Key::Document, Key::Sign, Key::Signer]
            .into_iter()
            .any(|key| find_child(key, &name[..digit]).is_some())
    });
    is_word && !glued && !is_keyword(name) && narrowed(name) == name
}
