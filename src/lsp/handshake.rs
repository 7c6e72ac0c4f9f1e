//! The beginning of a conversation: `initialize`, its answer, `initialized`.

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use serde_json::Value;

/// How the wait for a message of the beginning ended.
pub enum Began<T> {
    With(T),
    /// The client said that it leaves.
    Left,
    /// The stream ended.
    Broken,
}

/// Waits for `initialize`: its id and what the client says of itself. Requests before it are refused, as the protocol
/// has it; `early` is given notifications.
pub fn initialize(connection: &Connection, early: &mut Vec<Notification>) -> Began<(RequestId, Value)> {
    wait(connection, early, |message| match message {
        Message::Request(request) if request.method == "initialize" => Ok((request.id, request.params)),
        other => Err(Box::new(other)),
    })
}

/// Answers it and waits for `initialized`.
pub fn initialized(
    connection: &Connection,
    id: RequestId,
    result: Value,
    early: &mut Vec<Notification>,
) -> Began<()> {
    let _ = connection.sender.send(Response::new_ok(id, result).into());
    wait(connection, early, |message| match message {
        Message::Notification(note) if note.method == "initialized" => Ok(()),
        other => Err(Box::new(other)),
    })
}

fn wait<T>(
    connection: &Connection,
    early: &mut Vec<Notification>,
    is_it: impl Fn(Message) -> Result<T, Box<Message>>,
) -> Began<T> {
    for message in &connection.receiver {
        let other = match is_it(message) {
            Ok(found) => return Began::With(found),
            Err(other) => other,
        };
        match *other {
            Message::Notification(note) if note.method == "exit" => return Began::Left,
            Message::Notification(note) => early.push(note),
            Message::Request(Request { id, method, .. }) => {
                let why = format!("{method} came before the handshake was over");
                let refusal = Response::new_err(id, ErrorCode::ServerNotInitialized as i32, why);
                let _ = connection.sender.send(refusal.into());
            }
            Message::Response(_) => {}
        }
    }
    Began::Broken
}
