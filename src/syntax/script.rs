//! Keywords, choices and units in Traditional characters: the text as it is understood.
//!
//! Script is no meaning: a file typed in Traditional Chinese is read as if it were typed in Simplified, and what it is
//! in is one thing to report, not one a line. Names are left alone: they are the user's own. Each character has as many
//! bytes in either script, so every place in the one text is the same place in the other.

use std::sync::LazyLock;

use super::scan::{Kind, Token};
use crate::han::{is_han, simple};
use crate::vocabulary::{WORDS, choices, is_keyword, narrowed};

/// A text with its keywords, choices and units in Simplified characters, and the words that were in Traditional ones.
pub struct Simplified {
    pub text: String,
    pub words: Vec<(u32, u32)>,
}

/// Units that a Traditional character is part of.
const UNITS: &[&str] = &["个月", "小时", "分钟", "周", "页", "厘米", "个工作日", "工作日"];

/// Which characters of the first plane turn into one of a keyword, a choice or a unit: most words have none, and are
/// not looked at closely.
static TELLING: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let keywords = WORDS.iter().map(|word| word.zh);
    let choices = choices::ALL.iter().flat_map(|set| set.0.iter().map(|choice| choice.zh));
    let known: String = keywords.chain(choices).chain(UNITS.iter().copied()).collect();
    let mut telling = vec![0; 0x1_0000 / 64];
    for character in
        ('\u{4E00}'..='\u{9FFF}').filter(|&c| simple(c) != c && c != '帐' && known.contains(simple(c)))
    {
        let code = character as usize;
        telling[code / 64] |= 1 << (code % 64);
    }
    telling
});

fn tells(character: char) -> bool {
    let code = character as usize;
    TELLING.get(code / 64).is_some_and(|bits| bits >> (code % 64) & 1 == 1)
}

/// `None` where nothing is in Traditional characters.
pub fn simplified(text: &str, tokens: &[Token]) -> Option<Simplified> {
    if text.is_ascii() {
        return None;
    }
    let mut found: Option<Simplified> = None;
    let mut line_end = 0;
    for (index, token) in tokens.iter().enumerate() {
        // A statement starts a line, or stands behind a brace.
        let starts = token.start as usize >= line_end || index == 0 || tokens[index - 1].kind == Kind::Open;
        if token.start as usize >= line_end {
            let rest = &text.as_bytes()[token.start as usize..];
            line_end = memchr::memchr(b'\n', rest).map_or(text.len(), |end| token.start as usize + end);
        }
        let written = &text[token.range()];
        if !matches!(token.kind, Kind::Word | Kind::Quantity) || !written.chars().any(tells) {
            continue;
        }
        let simple: String = written.chars().map(simple).collect();
        let Some(length) = known(token.kind, &simple, starts).filter(|&end| written[..end] != simple[..end])
        else {
            continue;
        };
        let found = found.get_or_insert_with(|| Simplified { text: text.to_owned(), words: Vec::new() });
        let start = token.start as usize;
        found.text.replace_range(start..start + length, &simple[..length]);
        found.words.push((token.start, token.start + length as u32));
    }
    found
}

/// How many bytes of a word are a word of the language.
fn known(kind: Kind, simple: &str, starts: bool) -> Option<usize> {
    if kind == Kind::Quantity {
        let unit = simple.trim_start_matches(|c: char| !is_han(c));
        return UNITS.contains(&unit).then_some(simple.len());
    }
    let narrow = narrowed(simple);
    if is_keyword(&narrow) || choices::ALL.iter().any(|set| set.find(&narrow).is_some()) {
        return Some(simple.len());
    }
    // `簽署方甲方`, `頁1`: a keyword with what follows it glued on.
    let glued = WORDS.iter().map(|word| word.zh).filter(|keyword| {
        simple.strip_prefix(keyword).is_some_and(|rest| starts || rest.starts_with(char::is_numeric))
    });
    glued.map(str::len).max()
}
