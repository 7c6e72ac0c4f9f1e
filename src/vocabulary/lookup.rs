//! Questions asked of the table.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::{Key, WORDS, Word, narrowed};

static CHILDREN: LazyLock<Vec<Vec<&'static Word>>> = LazyLock::new(|| {
    let mut children = vec![Vec::new(); Key::Password as usize + 1];
    for word in WORDS {
        for parent in word.parents {
            children[*parent as usize].push(word);
        }
    }
    children
});

/// The keywords that belong to a statement, in the order of the table.
pub fn children(parent: Key) -> &'static [&'static Word] {
    &CHILDREN[parent as usize]
}

/// The keyword spelled like this that belongs to `parent`.
pub fn find_child(parent: Key, spelling: &str) -> Option<&'static Word> {
    let spelling = narrowed(spelling);
    children(parent).iter().find(|word| word.en == spelling || word.zh == spelling).copied()
}

/// The keyword of `parent` that people call by another word, which may be a keyword elsewhere.
pub fn misnamed(parent: Key, written: &str) -> Option<&'static Word> {
    let plain = super::plain(written);
    let is_called = |words: &[&str]| words.contains(&&*plain);
    let known = children(parent).iter().copied();
    known
        .clone()
        .find(|word| is_called(word.synonyms))
        .or_else(|| known.clone().find(|word| is_called(word.misnomers)))
}

/// Every meaning of a spelling, anywhere.
pub fn parse_keyword(spelling: &str) -> impl Iterator<Item = &'static Word> {
    let spelling = narrowed(spelling).into_owned();
    WORDS.iter().filter(move |word| word.en == spelling || word.zh == spelling)
}

static SPELLINGS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| WORDS.iter().flat_map(|word| [word.en, word.zh]).collect());

/// Whether a spelling is a keyword anywhere.
pub fn is_keyword(spelling: &str) -> bool {
    SPELLINGS.contains(&*narrowed(spelling))
}

/// Whether a word names an application's key or secret, which belongs in no file.
pub fn is_secret_word(spelling: &str) -> bool {
    let plain: String = narrowed(spelling).to_lowercase().chars().filter(|c| !"-_.".contains(*c)).collect();
    matches!(
        plain.as_str(),
        "appkey"
            | "appsecret"
            | "secret"
            | "secretkey"
            | "apptoken"
            | "accesstoken"
            | "accesssecret"
            | "apikey"
            | "密钥"
            | "秘钥"
            | "应用密钥"
            | "应用秘钥"
    )
}
