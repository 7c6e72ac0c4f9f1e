//! The language server over its standard input and output, as an editor speaks to it.
//!
//! What an answer looks like stands in `snapshots/`; `UPDATE=1` writes it anew, to be read before it is kept.

mod client;
mod edits;
mod features;
mod files;
mod replay;
mod snapshots;
mod wire;
