//! What editors are given of the language: grammars, queries and settings say what the language says.

#[path = "../cases/mod.rs"]
mod cases;
#[path = "../common/mod.rs"]
mod common;
#[allow(dead_code)]
#[path = "../properties/contracts.rs"]
mod contracts;
mod jetbrains;
mod queries;
mod settings;
#[allow(dead_code)]
#[path = "../properties/soup.rs"]
mod soup;
mod textmate;
mod tree_sitter;
mod vim_emacs;
