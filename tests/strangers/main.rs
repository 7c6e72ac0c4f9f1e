//! A cloned repository may be anybody's. What it brings (settings, a ledger, links, names) neither signs, nor prints, nor
//! sends, nor redirects anything unasked; and what a person agreed to holds for exactly that.
//!
//! Every test runs the program on real files, with real keys of three environments in its variables and listeners on
//! loopback that keep every byte they get. No output may hold a secret, whatever the test is about.

#![cfg(unix)]

mod asked;
mod keys;
mod links;
mod listener;
#[path = "../lsp/client.rs"]
#[allow(dead_code, reason = "the other tests need more of it")]
mod lsp_client;
mod terminal;
mod trust;
mod world;
