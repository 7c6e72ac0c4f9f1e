//! The rules. One file a rule, one line in the list below.
//!
//! A rule looks at the model, the facts and the settings it is given, and at nothing else. Its file
//! holds its description (name, level, texts, example pair) and its check.

mod context;

pub use context::Context;

use crate::facts::Facts;
use crate::findings::{Finding, Rule};
use crate::model::Model;
use crate::settings::Settings;

/// A rule and how it is checked.
pub struct Check {
    pub rule: &'static Rule,
    pub run: fn(&Context<'_>, &mut Vec<Finding>),
}

macro_rules! rules {
    ($($module:ident)*) => {
        $(mod $module;)*

        /// Every rule, in the order of the catalogue.
        pub static RULES: &[Check] = &[$(Check { rule: &$module::RULE, run: $module::check }),*];
    };
}

rules! {
    deadline_passed
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
    findings.sort_by_key(|finding| (finding.span, finding.rule.name));
    findings
}
