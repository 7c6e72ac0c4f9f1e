//! E-signature contracts as text.

pub mod facts;
pub mod findings;
pub mod model;
pub mod request;
pub mod rules;
pub mod settings;
pub mod source;
pub mod syntax;
pub mod vocabulary;
