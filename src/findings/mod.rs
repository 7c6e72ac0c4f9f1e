//! What a check finds, as plain data; rendering is one file a format beside this one.
//!
//! Lives here: findings, their places, their edits, their levels. Knows sources only.
//! A finding carries its words in both languages, so the reader chooses, not the check.

pub mod baseline;
#[cfg(feature = "cli")]
pub mod diagnostic;
mod discreet;
#[cfg(feature = "cli")]
mod draw;
#[cfg(feature = "cli")]
mod excerpt;
mod failure;
pub mod github;
pub mod gitlab;
#[cfg(feature = "cli")]
pub mod human;
pub mod identity;
pub mod json;
pub mod jsonl;
pub mod junit;
mod lines;
mod pages;
pub mod paths;
mod place;
mod report;
mod rule;
pub mod sarif;
pub mod short;
pub mod statistics;
mod summary;
mod system;

pub use failure::{Code, Failure};
pub use pages::RulePages;
pub use report::{Found, Report, Unchecked};
pub use rule::{Group, Rule};
pub use summary::{Counts, summary};

use serde::{Deserialize, Serialize};

use crate::source::Span;

/// The same words in Chinese and in English.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Words {
    pub zh: String,
    pub en: String,
}

/// A language that messages are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    #[default]
    Zh,
    En,
}

impl Words {
    /// Words of the system, which has them in one language only.
    pub fn same(words: impl ToString) -> Words {
        let words = words.to_string();
        Words { zh: words.clone(), en: words }
    }

    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// `words!("截止于 {date}", "due on {date}")`: both languages of a message, formatted. Whatever is put in, nothing in it
/// is hidden, and a message of one line stays one.
#[macro_export]
#[doc(hidden)]
macro_rules! words {
    ($zh:literal, $en:literal $(,)?) => {
        $crate::findings::Words {
            zh: $crate::privacy::prose($zh, format!($zh)),
            en: $crate::privacy::prose($en, format!($en)),
        }
    };
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Worth a look; never a legal opinion.
    Hint,
    /// Probably not what was meant.
    Warning,
    /// The platform refuses it, or it cannot mean what was intended.
    Error,
}

/// One thing found, at one place.
#[derive(Debug, Clone)]
pub struct Finding {
    pub rule: &'static Rule,
    /// The rule's default level, or a lower one where the facts are uncertain; settings apply on top.
    pub level: Level,
    /// What is wrong and why: lower case, no full stop, the user's words in backticks.
    pub message: Words,
    /// The words it is about; the message stands there.
    pub span: Span,
    /// What is said at those words, under the line; may be empty.
    pub label: Words,
    /// The other places it clashes with, each with a few words.
    pub related: Vec<(Span, Words)>,
    /// How to mend it.
    pub help: Option<Words>,
    /// The mend itself, where there is one.
    pub edit: Option<Edit>,
}

impl Finding {
    /// A finding at the rule's own level.
    pub fn new(rule: &'static Rule, span: Span, message: Words) -> Self {
        Self {
            rule,
            level: rule.level,
            message,
            span,
            label: Words::default(),
            related: Vec::new(),
            help: None,
            edit: None,
        }
    }

    pub fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    pub fn label(mut self, label: Words) -> Self {
        self.label = label;
        self
    }

    pub fn related(mut self, span: Span, words: Words) -> Self {
        self.related.push((span, words));
        self
    }

    pub fn help(mut self, help: Words) -> Self {
        self.help = Some(help);
        self
    }

    /// An edit that surely means what was intended: `--fix` applies it.
    pub fn fix(self, title: Words, changes: Vec<Change>) -> Self {
        self.edit(title, changes, true)
    }

    /// An edit that probably means what was intended: only offered.
    pub fn offer(self, title: Words, changes: Vec<Change>) -> Self {
        self.edit(title, changes, false)
    }

    /// An edit that may or may not be applied without a person looking at it.
    pub fn edit(mut self, title: Words, changes: Vec<Change>, safe: bool) -> Self {
        self.edit = Some(Edit { title, changes, safe });
        self
    }
}

/// A concrete mend: changes that do not overlap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    pub title: Words,
    pub changes: Vec<Change>,
    /// Whether it may be applied without a person looking at it.
    pub safe: bool,
}

/// These bytes become this text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub span: Span,
    pub text: String,
}

impl Change {
    pub fn new(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }
}
