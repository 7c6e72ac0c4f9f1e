//! What a request is for, and what it is recognised by when it comes again.

use serde::Serialize;

use super::{Body, Request};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Person,
    Authorization,
    Upload,
    Template,
    Start,
    Ticket,
}

impl Kind {
    pub const ALL: &[Kind] =
        &[Kind::Person, Kind::Authorization, Kind::Upload, Kind::Template, Kind::Start, Kind::Ticket];

    /// As it stands in the ledger and in JSON.
    pub fn text(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Authorization => "authorization",
            Kind::Upload => "upload",
            Kind::Template => "template",
            Kind::Start => "start",
            Kind::Ticket => "ticket",
        }
    }

    pub fn find(text: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.text() == text)
    }
}

impl Request<'_> {
    pub fn kind(&self) -> Kind {
        match &self.body {
            Body::Person(_) => Kind::Person,
            Body::Authorization(_) => Kind::Authorization,
            Body::Template(_) => Kind::Template,
            Body::Start(_) => Kind::Start,
            Body::Ticket(_) => Kind::Ticket,
        }
    }

    /// What it is recognised by when it comes again: a contract's business code, a person's account.
    pub fn subject(&self) -> Option<String> {
        match &self.body {
            Body::Start(body) => body.sign_flow_configs.flow_config.business_code.clone().flatten(),
            Body::Person(body) => body.account_id.clone(),
            Body::Template(_) | Body::Authorization(_) | Body::Ticket(_) => None,
        }
        .map(|subject| subject.into_owned())
    }
}
