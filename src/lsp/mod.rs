//! The language server: the answers of [`editor`](crate::editor) over the Language Server Protocol 3.17.
//!
//! Lives here: messages, open documents, positions as clients count them. Knows the core, and nothing of disks
//! or clocks: a [`Host`] does. One thread answers in the order of asking; every answer is about the text as the
//! client has it at that moment.

mod answers;
mod client;
mod commands;
mod diagnostics;
mod documents;
mod edits;
mod frames;
mod handshake;
mod host;
mod options;
mod ruler;
mod server;
mod wire;
mod workspace;

pub use host::{Host, Marks, Sent};
pub use wire::{Threads, stdio};

use lsp_server::Connection;

use crate::findings::{Lang, Words};

/// What the server was started to speak.
#[derive(Debug, Clone, Copy)]
pub struct Language {
    pub lang: Lang,
    /// Whether a person chose it; else the client's own language goes before it.
    pub chosen: bool,
}

/// Serves one client over a connection until it leaves; whether it said so before. An error is a stream that ended before
/// the conversation began.
pub fn serve(connection: &Connection, host: Box<dyn Host>, language: Language) -> Result<bool, Words> {
    server::serve(connection, host, language)
}
