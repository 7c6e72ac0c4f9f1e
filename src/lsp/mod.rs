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
mod host;
mod options;
mod ruler;
mod server;
mod workspace;

pub use host::{Host, Marks, Sent};

use lsp_server::{Connection, ProtocolError};

use crate::findings::Lang;

/// What the server was started to speak.
#[derive(Debug, Clone, Copy)]
pub struct Language {
    pub lang: Lang,
    /// Whether a person chose it; else the client's own language goes before it.
    pub chosen: bool,
}

/// Serves one client over a connection until it leaves; whether it said so before. An error is a breach of the protocol.
pub fn serve(
    connection: &Connection,
    host: Box<dyn Host>,
    language: Language,
) -> Result<bool, ProtocolError> {
    server::serve(connection, host, language)
}
