//! What is known of a rule apart from how it is checked.

use super::{Lang, Level};

/// Where a rule comes from, which decides what settings may do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// The language's own: without it the file cannot be read. Neither level nor excuse applies.
    Language,
    /// Documented by the platform, which would refuse the request.
    Platform,
    /// Ours.
    Lint,
}

/// The description of one rule. Each stands in the rule's own file.
#[derive(Debug)]
pub struct Rule {
    /// Stable, kebab-case.
    pub name: &'static str,
    /// The level findings have unless settings say otherwise.
    pub level: Level,
    pub group: Group,
    /// The platform's own code for what it would answer, such as `oc_40001`.
    pub platform: Option<&'static str>,
    /// One line: Chinese, English.
    pub title: (&'static str, &'static str),
    /// A paragraph or a few, why and how to mend: Chinese, English.
    pub why: (&'static str, &'static str),
    /// A file the rule finds fault with, and the same file mended. May open with `// now: …` and
    /// the other directives of the rule tests. English keywords; shown in either language.
    pub wrong: &'static str,
    pub right: &'static str,
}

impl Rule {
    pub fn title(&self, lang: Lang) -> &'static str {
        pick(self.title, lang)
    }

    /// The title where it stands beside the name, which says as much to those who read English.
    pub(super) fn title_beside(&self, lang: Lang) -> Option<&'static str> {
        (lang == Lang::Zh).then_some(self.title.0)
    }

    pub fn why(&self, lang: Lang) -> &'static str {
        pick(self.why, lang)
    }
}

fn pick(pair: (&'static str, &'static str), lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => pair.0,
        Lang::En => pair.1,
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}
