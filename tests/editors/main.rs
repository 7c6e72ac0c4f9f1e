//! What editors without a language of their own for qdc are given: grammars, queries and settings.

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
mod tree_sitter;
mod vim_emacs;
