//! What is written down of a request: before it is sent, after it was, and as it is read again.

use jiff::Timestamp;
use serde_json::Value;

macro_rules! stored_as_text {
    ($(#[$doc:meta])* $name:ident { $($(#[$member:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$member])* $variant,)* }

        impl $name {
            pub const ALL: &[$name] = &[$($name::$variant,)*];

            /// As it stands in the ledger and in JSON.
            pub fn text(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }

            pub fn find(text: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|one| one.text() == text)
            }
        }
    };
}

stored_as_text! {
    /// What a request makes; with the environment and the subject it says what must not be made twice.
    Kind {
        Person = "person",
        Authorization = "authorization",
        Upload = "upload",
        Template = "template",
        Start = "start",
        Ticket = "ticket",
    }
}

stored_as_text! {
    /// How far a request came.
    State {
        /// A receipt, and no outcome yet. Seen by the one who holds the ledger's lock and did not begin it
        /// himself, it belongs to a process that died: the request may or may not have arrived.
        Sending = "sending",
        /// The platform said yes.
        Sent = "sent",
        /// The platform said no: nothing was made.
        Refused = "refused",
        /// It certainly never reached the platform.
        NotSent = "not-sent",
        /// It may or may not have arrived.
        Unknown = "unknown",
    }
}

impl State {
    /// Whether something was made, or may have been: the same must not be sent again unasked.
    pub fn is_live(self) -> bool {
        matches!(self, State::Sending | State::Sent | State::Unknown)
    }
}

/// A request about to be sent.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// The environment's name in `qdc.toml`.
    pub environment: String,
    /// The platform's base address.
    pub address: String,
    pub kind: Kind,
    /// Business code, account id and so on; `None` where nothing would recognise it again.
    pub subject: Option<String>,
    pub title: String,
    /// The endpoint below the address.
    pub path: String,
    /// As it is sent. Only its SHA-256 and a masked copy are stored.
    pub body: Vec<u8>,
    /// The `.qdc` file, relative to the ledger's project or absolute.
    pub source: String,
    /// The SHA-256 over the file, the files it uses and its params.
    pub source_hash: String,
    /// `2026-02-04`
    pub deadline: Option<String>,
    /// Sent although the ledger has it as sent, or as perhaps sent.
    pub again: bool,
}

/// What came of a request.
#[derive(Debug, Clone)]
pub struct Outcome {
    pub state: State,
    pub contract_id: Option<String>,
    /// The answer's `result`. File codes and seal ids are stored as they are, all else masked.
    pub result: Option<Value>,
    /// The platform's code and message.
    pub code: Option<String>,
    pub message: Option<String>,
    pub log_key: Option<String>,
    pub platform_time: Option<String>,
}

impl Outcome {
    /// A state with nothing known beside it.
    pub fn of(state: State) -> Self {
        Self {
            state,
            contract_id: None,
            result: None,
            code: None,
            message: None,
            log_key: None,
            platform_time: None,
        }
    }
}

/// A request as the ledger has it. ID and phone numbers are masked wherever they stood.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Grows with every receipt.
    pub id: i64,
    pub environment: String,
    pub address: String,
    pub kind: Kind,
    pub subject: Option<String>,
    pub title: String,
    pub path: String,
    /// The SHA-256 of what was sent.
    pub body_hash: String,
    pub body: Value,
    pub source: String,
    pub source_hash: String,
    pub deadline: Option<String>,
    pub state: State,
    /// How often it was sent, counted before each time.
    pub attempts: u32,
    pub begun_at: Timestamp,
    pub attempted_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    pub contract_id: Option<String>,
    pub result: Option<Value>,
    pub code: Option<String>,
    pub message: Option<String>,
    pub log_key: Option<String>,
    pub platform_time: Option<String>,
}

/// Which records are wanted; all of them by default.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub environment: Option<String>,
    pub kind: Option<Kind>,
    pub subject: Option<String>,
    /// As it is in [`Receipt::source`].
    pub source: Option<String>,
    pub state: Option<State>,
    /// At most so many, the newest.
    pub limit: Option<u32>,
}
