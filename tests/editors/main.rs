//! What the editors' packages repeat of the language is what the language says.

mod snippets;
mod textmate;
