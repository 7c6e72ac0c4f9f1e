//! What the platform does with one request: commits or not, answers or not, and how.

use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use serde_json::Value;

/// Held shut until a test opens it.
#[derive(Default)]
pub struct Latch(Mutex<bool>, Condvar);

impl Latch {
    pub fn shut() -> Arc<Latch> {
        Arc::default()
    }

    pub fn open(&self) {
        *self.0.lock().unwrap() = true;
        self.1.notify_all();
    }

    pub fn wait(&self) {
        let open = self.0.lock().unwrap();
        drop(self.1.wait_while(open, |open| !*open).unwrap());
    }
}

#[derive(Clone, Copy, PartialEq)]
pub enum Commit {
    /// So long after the request came.
    After(Duration),
    Never,
}

#[derive(Clone)]
pub enum Reply {
    /// What a platform in order answers.
    Honest,
    /// A code of the platform, with HTTP status 200.
    Code(String),
    /// A page, as a gateway or a proxy puts out.
    Page(u16, String),
    /// An answer whose every member is given.
    Envelope(Value),
    /// The answer of another contract: its business code and id.
    Foreign(String, u64),
    Silence,
}

#[derive(Clone, Copy, PartialEq)]
pub enum Copies {
    One,
    /// At once.
    Two,
    /// The second when the connection's next request has come.
    TwoLate,
}

#[derive(Clone, Copy, PartialEq)]
pub enum End {
    Keep,
    Close,
    Reset,
}

#[derive(Clone)]
pub struct Deed {
    pub commit: Commit,
    pub hold: Option<Arc<Latch>>,
    pub after: Duration,
    pub reply: Reply,
    pub copies: Copies,
    /// Only so many bytes of the answer.
    pub cut: Option<usize>,
    pub end: End,
    pub headers: Vec<(String, String)>,
}

impl Deed {
    pub fn honest() -> Deed {
        Deed {
            commit: Commit::After(Duration::ZERO),
            hold: None,
            after: Duration::ZERO,
            reply: Reply::Honest,
            copies: Copies::One,
            cut: None,
            end: End::Keep,
            headers: Vec::new(),
        }
    }

    /// Carried out only so long after the request came.
    pub fn commits_after(self, time: Duration) -> Deed {
        Deed { commit: Commit::After(time), ..self }
    }

    pub fn never_commits(self) -> Deed {
        Deed { commit: Commit::Never, ..self }
    }

    pub fn answers_after(self, time: Duration) -> Deed {
        Deed { after: time, ..self }
    }

    /// Answers when the latch is opened.
    pub fn held(self, latch: &Arc<Latch>) -> Deed {
        Deed { hold: Some(Arc::clone(latch)), ..self }
    }

    pub fn silent(self) -> Deed {
        Deed { reply: Reply::Silence, ..self }
    }

    pub fn code(self, code: &str) -> Deed {
        Deed { reply: Reply::Code(code.to_owned()), ..self }
    }

    pub fn page(self, status: u16, body: &str) -> Deed {
        Deed { reply: Reply::Page(status, body.to_owned()), ..self }
    }

    pub fn envelope(self, envelope: Value) -> Deed {
        Deed { reply: Reply::Envelope(envelope), ..self }
    }

    pub fn foreign(self, code: &str, id: u64) -> Deed {
        Deed { reply: Reply::Foreign(code.to_owned(), id), ..self }
    }

    pub fn twice(self) -> Deed {
        Deed { copies: Copies::Two, ..self }
    }

    pub fn twice_late(self) -> Deed {
        Deed { copies: Copies::TwoLate, ..self }
    }

    pub fn cut_at(self, bytes: usize) -> Deed {
        Deed { cut: Some(bytes), end: End::Close, ..self }
    }

    /// Nothing but a reset.
    pub fn resets(self) -> Deed {
        Deed { cut: Some(0), end: End::Reset, ..self }
    }

    pub fn header(mut self, name: &str, value: &str) -> Deed {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}
