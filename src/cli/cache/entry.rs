//! What is remembered of a file: what else its findings rest on, and the findings.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::Print;
use crate::findings::{Edit, Finding, Level, Words};
use crate::rules;
use crate::source::{Sources, Span};

/// Everything but the file itself and what holds for the whole run, which are in the lock.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// What was read while the file was understood: path and print, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub read: Vec<(String, Print)>,
    /// The names of the sources after the file's own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub used: Vec<String>,
    /// Local copies.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<(String, Print)>,
    /// Whether files are under version control, where it mattered.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub versioned: Vec<(String, bool)>,
    pub when: When,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Kept>,
}

/// When the findings hold.
#[derive(Default, PartialEq, Serialize, Deserialize)]
pub enum When {
    #[default]
    Always,
    On(Date8),
    /// At this very moment: what counts hours is another a moment later.
    At(String),
}

/// A day as a number, 20260105.
#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Date8(i32);

impl When {
    pub fn on(day: Date) -> When {
        When::On(Date8(i32::from(day.year()) * 10_000 + i32::from(day.month()) * 100 + i32::from(day.day())))
    }

    pub fn holds(&self, now: DateTime) -> bool {
        match self {
            When::Always => true,
            When::On(_) => *self == When::on(now.date()),
            When::At(moment) => *moment == now.to_string(),
        }
    }
}

/// A finding, its rule by name.
#[derive(Serialize, Deserialize)]
pub struct Kept {
    rule: String,
    level: Level,
    message: Words,
    span: Span,
    label: Words,
    related: Vec<(Span, Words)>,
    help: Option<Words>,
    edit: Option<Edit>,
}

impl From<&Finding> for Kept {
    fn from(finding: &Finding) -> Kept {
        let Finding { rule, level, message, span, label, related, help, edit } = finding.clone();
        Kept { rule: rule.name.to_owned(), level, message, span, label, related, help, edit }
    }
}

impl Kept {
    /// The finding, if all it points at is there.
    pub fn finding(self, sources: &Sources) -> Option<Finding> {
        let Kept { rule, level, message, span, label, related, help, edit } = self;
        let changes = edit.iter().flat_map(|edit| &edit.changes).map(|change| change.span);
        let mut places = related.iter().map(|(span, _)| *span).chain(changes).chain([span]);
        if !places.all(|span| sources.holds(span)) {
            return None;
        }
        let rule = rules::find(&rule)?;
        Some(Finding { rule, level, message, span, label, related, help, edit })
    }
}
