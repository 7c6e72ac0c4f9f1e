//! Standard input and output as a connection, read and written by threads of their own.

use std::io::{self, Write};
use std::thread::{self, JoinHandle};

use lsp_server::{Connection, Message, Notification, RequestId};
use serde::{Deserialize, Serialize};

use super::frames::{Frames, Unreadable};
use crate::findings::Words;

/// How the server is given what could not be read: a notification that no client sends.
pub const UNREADABLE: &str = "qdc/unreadable";

#[derive(Serialize, Deserialize)]
pub struct Skipped {
    pub why: Words,
    /// Of a request that can be answered all the same.
    pub id: Option<RequestId>,
}

pub struct Threads {
    reader: JoinHandle<io::Result<()>>,
    writer: JoinHandle<io::Result<()>>,
}

/// Connects the server with the client at the other end of standard input and output.
pub fn stdio() -> io::Result<(Connection, Threads)> {
    let (server, client) = Connection::memory();
    let Connection { sender, receiver } = client;
    let writer = thread::Builder::new().name("lsp-writer".to_owned()).spawn(move || {
        let mut out = io::stdout().lock();
        receiver.into_iter().try_for_each(|message| message.write(&mut out).and_then(|()| out.flush()))
    })?;
    let reader = thread::Builder::new().name("lsp-reader".to_owned()).spawn(move || {
        let mut frames = Frames::new(io::stdin().lock());
        while let Some(read) = frames.next()? {
            let message = read.unwrap_or_else(|why| skipped(&why));
            let is_exit = matches!(&message, Message::Notification(note) if note.method == "exit");
            // A server that is gone reads nothing more.
            if sender.send(message).is_err() || is_exit {
                break;
            }
        }
        Ok(())
    })?;
    Ok((server, Threads { reader, writer }))
}

fn skipped(why: &Unreadable) -> Message {
    let id = match why {
        Unreadable::NoMessage(id) => id.clone(),
        _ => None,
    };
    Notification::new(UNREADABLE.to_owned(), Skipped { why: why.words(), id }).into()
}

impl Threads {
    /// Waits until all is read and written.
    pub fn join(self) -> io::Result<()> {
        for thread in [self.reader, self.writer] {
            thread.join().unwrap_or_else(|_| Err(io::Error::other("a thread ended early")))?;
        }
        Ok(())
    }
}
