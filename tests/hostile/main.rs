//! The promise of exactly once, held by the real program against a platform that was written from the
//! documents alone and does its worst: one test or more for each fault that a trial found.

mod bomb;
mod deed;
mod editor;
mod ledger;
mod platform;
#[allow(dead_code, reason = "the storm needs more of it")]
mod project;
mod rows;
mod signature;
mod wire;
