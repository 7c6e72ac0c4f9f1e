//! Carrying out a plan: what is sent, and the record of what was.
//!
//! Knows plans, the platforms and the ledger's file. Prints nothing.

pub mod ledger;
