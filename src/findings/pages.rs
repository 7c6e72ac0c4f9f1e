//! Where a reader finds the page of a rule.
//!
//! The program knows no address of its own. Whoever publishes the catalogue says where it is.

use super::{Lang, Rule};

/// An address with `{rule}` in it, and `{lang}` where the languages have pages of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RulePages<'a>(&'a str);

impl<'a> RulePages<'a> {
    /// `None` where it names no rule, is no address, or holds what would end a link in a terminal.
    pub fn new(address: &'a str) -> Option<Self> {
        let is_address = ["https://", "http://", "file://"].iter().any(|scheme| address.starts_with(scheme));
        let is_plain = address.chars().all(|character| character.is_ascii_graphic());
        (is_address && is_plain && address.contains("{rule}")).then_some(Self(address))
    }

    pub fn of(&self, rule: &Rule, lang: Lang) -> String {
        let lang = match lang {
            Lang::Zh => "zh",
            Lang::En => "en",
        };
        self.0.replace("{rule}", rule.name).replace("{lang}", lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_the_rule_and_cannot_leave_its_link() {
        let pages = RulePages::new("https://docs.example/{lang}/rules#{rule}").unwrap();
        let rule = crate::rules::find("weak-auth").unwrap();
        assert_eq!(pages.of(rule, Lang::Zh), "https://docs.example/zh/rules#weak-auth");
        for wrong in
            ["https://docs.example/", "rules.md#{rule}", "javascript:{rule}", "http://a/{rule}\x1b\\", ""]
        {
            assert_eq!(RulePages::new(wrong), None, "{wrong}");
        }
    }
}
