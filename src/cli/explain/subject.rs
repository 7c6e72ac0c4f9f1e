//! What `qdc explain` is asked about: a rule, a platform code, a keyword or a value, in either language.

use std::borrow::Cow;

use crate::cli::{Code, Failure};
use crate::editor::about::every_choice;
use crate::findings::Rule;
use crate::platform::{self, Code as PlatformCode};
use crate::rules::RULES;
use crate::vocabulary::{Choice, WORDS, Word, narrowed, nearest_name, parse_keyword};
use crate::words;

/// What the platform's own codes open with; the others are as in HTTP.
const FAMILY: &str = "oc_";
const CODE_DIGITS: usize = 5;

/// All that goes by one name: a word may be a keyword at several places, and a value too.
#[derive(Default)]
pub struct Subject {
    pub code: Option<&'static PlatformCode>,
    pub rules: Vec<&'static Rule>,
    pub keywords: Vec<&'static Word>,
    pub choices: Vec<&'static Choice>,
}

impl Subject {
    /// Every rule and every word of the language.
    pub fn everything() -> Self {
        let mut choices: Vec<&'static Choice> = Vec::new();
        for choice in every_choice() {
            // `last` is a value in several places.
            if !choices.iter().any(|known| (known.en, known.zh) == (choice.en, choice.zh)) {
                choices.push(choice);
            }
        }
        Self {
            code: None,
            rules: RULES.iter().map(|check| check.rule).collect(),
            keywords: WORDS.iter().collect(),
            choices,
        }
    }

    /// What goes by this name: a rule by its name, its title or its code.
    pub fn find(name: &str) -> Result<Self, Failure> {
        let name = &full(name.trim());
        let is_meant = |rule: &&'static Rule| {
            rule.name.eq_ignore_ascii_case(name)
                || rule.platform.is_some_and(|code| code.eq_ignore_ascii_case(name))
                || [rule.title.0, rule.title.1].contains(&name.as_ref())
        };
        let word = narrowed(name).to_lowercase();
        let found = Self {
            code: platform::find(name),
            rules: RULES.iter().map(|check| check.rule).filter(is_meant).collect(),
            keywords: parse_keyword(&word).collect(),
            choices: every_choice().filter(|choice| choice.en == word || choice.zh == word).collect(),
        };
        match found.is_empty() {
            true => Err(unknown(name)),
            false => Ok(found),
        }
    }

    fn is_empty(&self) -> bool {
        self.code.is_none() && self.rules.is_empty() && self.keywords.is_empty() && self.choices.is_empty()
    }
}

/// Every name there is to ask about, with a few words in both languages.
pub fn names() -> Vec<(&'static str, (&'static str, &'static str))> {
    let rules = RULES.iter().map(|check| (check.rule.name, check.rule.title));
    let keywords = WORDS.iter().flat_map(|word| [(word.en, word.doc), (word.zh, word.doc)]);
    let choices = every_choice().flat_map(|choice| [(choice.en, choice.doc), (choice.zh, choice.doc)]);
    rules.chain(keywords).chain(choices).collect()
}

/// The number of a code stands for the code: `40016` is `oc_40016`, as people read it from a log.
fn full(name: &str) -> Cow<'_, str> {
    match is_number(name) && name.len() == CODE_DIGITS {
        true => format!("{FAMILY}{name}").into(),
        false => name.into(),
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A name of nothing. Codes one digit apart have nothing in common: for those no nearest one is offered.
fn unknown(name: &str) -> Failure {
    let number = name.to_ascii_lowercase();
    if is_number(number.strip_prefix(FAMILY).unwrap_or(&number)) {
        return Failure::new(
            Code::UnknownName,
            words!(
                "平台的公开文档里没有错误码 `{name}`，请按平台返回的说明处理，或联系平台客服",
                "the platform's public pages do not list the code `{name}`; go by the message that came with it, \
             or ask the platform"
            ),
        );
    }
    Failure::new(
        Code::UnknownName,
        match near(name) {
            Some(near) => words!(
                "没有 `{name}` 这条规则、错误码或关键字，是不是 `{near}`？",
                "there is no rule, code or word `{name}`; did you mean `{near}`?"
            ),
            None => words!(
                "没有 `{name}` 这条规则、错误码或关键字；不带名字运行 qdc explain 可列出全部规则和关键字",
                "there is no rule, code or word `{name}`; `qdc explain` alone lists them all"
            ),
        },
    )
}

/// A word that people are known to write instead of it, one that is part of what was typed, or one spelled nearly so.
fn near(name: &str) -> Option<&'static str> {
    let lower = narrowed(name).to_lowercase();
    let own = |word: &'static Word| if lower.is_ascii() { word.en } else { word.zh };
    let is_misnomer = |word: &&Word| word.is_meant_by(&lower) || word.misnomers.contains(&lower.as_str());
    let misnomer = WORDS.iter().find(is_misnomer).map(own);
    let part = || {
        let words =
            names().into_iter().map(|(name, _)| name).filter(|word| !word.is_ascii() && lower.contains(word));
        // The longest says most; of one character anything is part.
        words.filter(|word| word.chars().nth(1).is_some()).max_by_key(|word| word.len())
    };
    misnomer.or_else(part).or_else(|| nearest_name(&lower, names().into_iter().map(|(name, _)| name)))
}
