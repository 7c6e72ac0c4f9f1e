//! Contract ↔ the platforms' JSON: the bodies that are sent, the plan of all requests of a file, and the
//! way back from a body to a file.
//!
//! Lives here: one module a body ([`start`], [`template`], [`authorization`], [`person`], [`ticket`]), the
//! [`Plan`], and [`import()`]. Knows the model, facts and settings. Sends nothing, reads no files.
//!
//! What a file leaves out, its body leaves out, but for the few members named at [`start::StartBody`]. A
//! checked file fills every member; of one with errors (`--force`) what could not be read is `null` or left
//! out.

pub mod authorization;
pub mod person;
mod plan;
pub mod start;
mod steps;
pub mod template;
pub mod ticket;
mod value;

pub use plan::{Body, Plan, Platform, Request, Use, plan};
pub use start::{StartBody, start};
pub use steps::{Step, Subject};
pub use value::{Coordinate, Written};

use crate::findings::Lang;
use crate::model::{AuthMode, Text};
use crate::source::At;
use crate::vocabulary::choices;

/// `authConfig`: how the will to sign is proved (S1, S4).
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthConfig<'a> {
    /// `CODE_SMS`, `PSN_FACE` or what the file has in quotes; `null` for an open param.
    pub willingness_auth_modes: Vec<Option<&'a str>>,
}

impl<'a> AuthConfig<'a> {
    fn of(modes: &'a [At<AuthMode>]) -> Self {
        Self { willingness_auth_modes: modes.iter().map(|mode| sent_mode(&mode.value)).collect() }
    }
}

fn sent_mode(mode: &AuthMode) -> Option<&str> {
    match mode {
        AuthMode::Other(text) => text.value(),
        AuthMode::Sms => Some(sent(&choices::AUTH_MODES, "sms")),
        AuthMode::Face => Some(sent(&choices::AUTH_MODES, "face")),
    }
}

/// What the vocabulary says is sent for one of its choices, by its English spelling.
fn sent(choices: &'static crate::vocabulary::ChoiceSet, en: &str) -> &'static str {
    choices.0.iter().find(|choice| choice.spelled(Lang::En) == en).map_or("", |choice| choice.sent)
}

/// A text clause as a member.
fn written<T: std::ops::Deref<Target = Text>>(clause: &Option<At<T>>) -> Written<&str> {
    clause.as_ref().map(|text| text.value.value())
}

/// [`written`] for a clause of plain text.
fn written_text(clause: &Option<At<Text>>) -> Written<&str> {
    clause.as_ref().map(|text| text.value.value())
}
