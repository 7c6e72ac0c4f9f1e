//! The model as the platforms' JSON: one request body a file, members in the documented order.
//!
//! Knows the model, the facts and the settings. Sends nothing. What a file leaves out is left out of its
//! body; what could not be read or has no value yet is `null`, which only `--force` ever shows.

mod authorization;
mod import;
mod person;
mod start;
mod template;
mod ticket;
mod upload;

use std::borrow::Cow;

use serde::{Serialize, Serializer};

pub use authorization::{AuthorizationBody, authorization};
pub use import::{ImportOptions, ImportProblem, import};
pub use person::{PersonBody, person};
pub use start::{FileCodes, StartBody, start};
pub use template::{TemplateBody, template};
pub use ticket::{TicketBody, ticket};
pub use upload::{UploadBody, upload};

use crate::model::{AuthMode, Model, Text};
use crate::source::At;
use crate::vocabulary::choices;

/// A text member; `null` where it has no value.
pub type Member<'a> = Option<Cow<'a, str>>;

fn member(text: &Text) -> Member<'_> {
    text.value().map(Cow::Borrowed)
}

/// A number as the platform's examples have it: whole where it is whole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number(pub f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.fract() == 0.0 && self.0.abs() < 9e15 {
            serializer.serialize_i64(self.0 as i64)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

/// `{"willingnessAuthModes": […]}`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthConfig<'a> {
    pub willingness_auth_modes: Vec<Member<'a>>,
}

fn auth_config(modes: &At<Vec<At<AuthMode>>>) -> AuthConfig<'_> {
    let known = |word| choices::AUTH_MODES.find(word).map(|choice| Cow::Borrowed(choice.sent));
    let modes = modes.value.iter().map(|mode| match &mode.value {
        AuthMode::Sms => known("sms"),
        AuthMode::Face => known("face"),
        AuthMode::Other(text) => member(text),
    });
    AuthConfig { willingness_auth_modes: modes.collect() }
}

/// The account id a name or a quoted id stands for.
fn account<'a>(model: &'a Model, account: &'a crate::model::Account) -> Member<'a> {
    model.account_id(account).and_then(|id| member(id))
}
