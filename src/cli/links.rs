//! Links from the names of rules to their pages.

use supports_hyperlinks::Stream;

use super::output;
use crate::findings::{Lang, RulePages};
use crate::words;

/// What `QDC_RULE_PAGES` says. From the environment alone: were it a setting, a stranger's project could have its links
/// clicked.
pub fn address() -> Option<String> {
    std::env::var("QDC_RULE_PAGES").ok().filter(|address| !address.is_empty())
}

/// The pages at an address; what is none is said.
pub fn pages(address: Option<&str>, lang: Lang) -> Option<RulePages<'_>> {
    let pages = RulePages::new(address?);
    if pages.is_none() {
        let words = words!(
            "QDC_RULE_PAGES 没有采用：要写成带 {{rule}} 的网址，如 https://…/rules.html#{{rule}}",
            "QDC_RULE_PAGES is left aside: it wants an address with {{rule}} in it, as in https://…/rules.html#{{rule}}"
        );
        output::say(format_args!("qdc: {}", words.get(lang)));
    }
    pages
}

/// Whether standard output is a terminal that is known to show links; elsewhere they would be rubbish between the words.
pub fn are_shown() -> bool {
    supports_hyperlinks::on(Stream::Stdout)
}
