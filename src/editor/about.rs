//! What a word of the language is, takes and becomes, as the vocabulary has it: what an editor shows under the cursor and
//! what `qdc explain` prints.

use crate::findings::{Lang, Words};
use crate::rules::phrase;
use crate::vocabulary::{Choice, Shape, WORDS, Word, children, choices};
use crate::words;

/// A keyword or a value, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    pub name: &'static str,
    /// Its spelling in the other language, where that is another one.
    pub other: Option<&'static str>,
    pub doc: &'static str,
    /// Each a label, with its colon, and what belongs behind it.
    pub rows: Vec<(String, String)>,
    /// The keywords that may stand in it, each with a few words.
    pub holds: Vec<(&'static str, &'static str)>,
}

/// What a keyword means, takes and becomes, with keywords spelled in `script`.
pub fn keyword(word: &Word, lang: Lang, script: Lang) -> About {
    let mut about = named(word.spelled(script), word.spelled(other(script)), pick(word.doc, lang));
    let mut row = |label: Words, value: String| about.rows.push((label.get(lang).to_owned(), value));
    if let Some(parents) = phrase::parents(word) {
        row(words!("写在：", "Belongs to: "), parents.get(lang).to_owned());
    }
    if !word.takes.is_empty() {
        row(words!("后面写：", "Takes: "), takes(word, lang).join(pick(("，", ", "), lang)));
    }
    if !word.default.0.is_empty() {
        row(words!("不写时：", "Left out: "), pick(word.default, lang).to_owned());
    }
    if word.required {
        row(words!("必须写", "Required"), String::new());
    }
    if !word.field.is_empty() {
        row(words!("平台字段：", "Platform field: "), format!("`{}`", word.field));
    }
    let first = |doc: &'static str| {
        let sentence = doc.split_inclusive(['。', ';', '；']).next().unwrap_or_default();
        sentence.trim_end_matches(['。', ';', '；'])
    };
    about.holds = (children(word.key).iter())
        .map(|child| (child.spelled(script), first(pick(child.doc, lang))))
        .collect();
    about
}

/// What a keyword takes, value by value.
pub fn takes(word: &Word, lang: Lang) -> Vec<String> {
    let take = |take: &crate::vocabulary::Take| {
        let shape = phrase::shape(take.shape).get(lang).trim_start().to_owned();
        match take.optional {
            true => words!("{shape}（可不写）", "{shape} (may be left out)").get(lang).to_owned(),
            false => shape,
        }
    };
    word.takes.iter().map(take).collect()
}

/// What a word that is a value means, and behind which keywords it may stand.
pub fn choice(choice: &'static Choice, lang: Lang) -> About {
    let mut about = named(choice.spelled(lang), choice.spelled(other(lang)), pick(choice.doc, lang));
    let owners: Vec<String> = owners(choice).map(|word| format!("`{}`", word.spelled(lang))).collect();
    if !owners.is_empty() {
        let label = words!("写在这些词后面：", "Stands behind: ");
        about.rows.push((label.get(lang).to_owned(), owners.join(pick(("、", ", "), lang))));
    }
    if !choice.sent.is_empty() {
        about.rows.push((pick(("发送：", "Sent: "), lang).to_owned(), format!("`{}`", choice.sent)));
    }
    about
}

/// Every word that a value may be, once.
pub fn every_choice() -> impl Iterator<Item = &'static Choice> {
    choices::ALL.iter().flat_map(|set| set.0)
}

/// The keywords that take this value.
pub fn owners(choice: &'static Choice) -> impl Iterator<Item = &'static Word> {
    let takes = move |word: &&'static Word| {
        word.takes.iter().any(|take| set_of(take.shape).is_some_and(|set| set.0.contains(choice)))
    };
    WORDS.iter().filter(takes)
}

fn set_of(shape: Shape) -> Option<&'static choices::ChoiceSet> {
    match shape {
        Shape::Choice(set) | Shape::ChoiceOrText(set) | Shape::IntegerOr(set) => Some(set),
        Shape::Seals => Some(&choices::ALL_SEALS),
        Shape::Deadline => Some(&choices::IN),
        Shape::Spot => Some(&choices::TEXT),
        Shape::Template => Some(&choices::TEMPLATE),
        _ => None,
    }
}

fn named(name: &'static str, other: &'static str, doc: &'static str) -> About {
    About { name, other: (other != name).then_some(other), doc, rows: Vec::new(), holds: Vec::new() }
}

fn other(lang: Lang) -> Lang {
    match lang {
        Lang::Zh => Lang::En,
        Lang::En => Lang::Zh,
    }
}

fn pick(pair: (&'static str, &'static str), lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => pair.0,
        Lang::En => pair.1,
    }
}
