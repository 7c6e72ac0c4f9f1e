//! The rules. One file a rule, one line in the list below.
//!
//! A rule looks at the model, the facts and the settings it is given, and at nothing else. Its file
//! holds its description (name, level, texts, example pair) and its check. A value that could not be read,
//! or a param without a value, is passed over: what is reported already is not reported by its consequences.

mod bare_value;
mod context;
pub mod examples;
mod excuse;
pub mod geometry;
mod meant_here;
pub(crate) mod phrase;

pub use context::Context;
pub use excuse::{Excuse, gather as excuses};
// What a request sends is what was checked.
pub use literal_secret::scan as secret_words;
// What is asked for and answered is doubted as what is written in a file.
pub use suspicious_value::{Doubt, account as doubtful_account, file_code as doubtful_file_code};

use crate::facts::Facts;
use crate::findings::{Finding, Group, Rule};
use crate::fixing::Settler;
use crate::model::Model;
use crate::settings::Settings;

/// A rule and how it is checked.
pub struct Check {
    pub rule: &'static Rule,
    pub run: fn(&Context<'_>, &mut Vec<Finding>),
}

macro_rules! rules {
    ($($(#[$attribute:meta])* $module:ident)*) => {
        $($(#[$attribute])* mod $module;)*

        /// Every rule, in the order of the catalogue.
        pub static RULES: &[Check] = &[$(Check { rule: &$module::RULE, run: $module::check }),*];
    };
}

rules! {
    deadline_too_far
    deadline_passed
    duplicate_signer
    duplicate_document
    duplicate_position
    across_single_page
    mixed_silent
    unsupported_file_type
    unverified_signer
    seal_authorized
    seal_missing
    person_incomplete
    ticket_incomplete

    syntax
    unknown_keyword
    misplaced_keyword
    missing_value
    wrong_value
    repeated_clause
    undeclared_name
    redeclared_name
    missing_statement
    param_without_value
    unknown_param
    import_cycle
    file_not_found

    seal_off_page
    page_out_of_range
    seal_overlap
    text_anchor_missing
    unsigned_document
    order_ignored
    order_gap
    deadline_soon
    deadline_holiday
    no_business_code
    constant_business_code
    suspicious_value
    id_number
    credit_code
    phone_number
    weak_auth
    silent_person
    nobody_told
    unused_name
    literal_secret
    personal_data
    encrypted_pdf
    mixed_page_sizes
    uncertain_pages
    unused_excuse
}

/// The rule of this name.
pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.iter().map(|check| check.rule).find(|rule| rule.name == name)
}

/// Every finding of a model, in order of file and place, with levels as set and excuses applied.
pub fn check(model: &Model, facts: &Facts, settings: &Settings) -> Vec<Finding> {
    let cx = Context { model, facts, settings };
    let mut findings = Vec::new();
    for check in RULES {
        (check.run)(&cx, &mut findings);
    }
    let mut excuses = excuse::gather(&model.sources);
    excuse::apply(&mut findings, &mut excuses, &model.sources);
    unused_excuse::report(&cx, &excuses, &mut findings);
    findings.retain_mut(|finding| set_level(finding, settings));
    findings.sort_by_key(|finding| (finding.span, finding.rule.name));
    let mut settler = Settler::new(&model.sources);
    findings.iter_mut().filter_map(|finding| finding.edit.as_mut()).for_each(|edit| settler.settle(edit));
    findings
}

/// The level that settings give a finding; false where they turn its rule off.
fn set_level(finding: &mut Finding, settings: &Settings) -> bool {
    if finding.rule.group == Group::Language {
        return true;
    }
    match settings.lint.get(finding.rule.name).map(|level| level.level()) {
        None => true,
        Some(None) => false,
        Some(Some(level)) => {
            finding.level = level;
            true
        }
    }
}

#[cfg(test)]
mod extra_values_tests;
#[cfg(test)]
mod tests;
