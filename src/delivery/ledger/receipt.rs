//! What is written down of a request: before it is sent, after it was, and as it is read again.

use jiff::Timestamp;
use serde_json::Value;

use crate::delivery::subject::Subject;
use crate::plan::Kind;

/// How far a request came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// A receipt, and no outcome yet. Seen by the one who holds the ledger's lock and did not begin it
    /// himself, it belongs to a process that died: the request may or may not have arrived.
    Sending,
    /// The platform said yes.
    Sent,
    /// The platform said no: nothing was made.
    Refused,
    /// It certainly never reached the platform, or came to nothing there.
    NotSent,
    /// It may or may not have arrived.
    Unknown,
}

impl State {
    pub const ALL: &[State] = &[State::Sending, State::Sent, State::Refused, State::NotSent, State::Unknown];

    /// As it stands in the ledger and in JSON.
    pub fn text(self) -> &'static str {
        match self {
            State::Sending => "sending",
            State::Sent => "sent",
            State::Refused => "refused",
            State::NotSent => "not-sent",
            State::Unknown => "unknown",
        }
    }

    pub fn find(text: &str) -> Option<State> {
        State::ALL.iter().copied().find(|one| one.text() == text)
    }
}

impl State {
    /// Whether something was made, or may have been: the same must not be sent again unasked.
    pub fn is_live(self) -> bool {
        matches!(self, State::Sending | State::Sent | State::Unknown)
    }
}

/// Where something was sent, or will be. A platform may have several names in `qdc.toml`, and a name may get
/// another address: what has either in common is found, and whether it is the same platform is asked then.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    pub environment: &'a str,
    /// The platform's base address; empty where it has none of its own, as the sandbox inside the program.
    pub address: &'a str,
}

/// A request about to be sent.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// The environment's name in `qdc.toml`.
    pub environment: String,
    /// The platform's base address; see [`Place::address`].
    pub address: String,
    /// Which of the platform's applications sends it: a digest of its key, empty where that is not known.
    pub application: String,
    pub kind: Kind,
    /// `None` where nothing would recognise it again.
    pub subject: Option<Subject>,
    pub title: String,
    /// The endpoint below the address.
    pub path: String,
    /// As it is sent. Only its SHA-256 and a masked copy are stored.
    pub body: Vec<u8>,
    /// The `.qdc` file, relative to the ledger's project or absolute.
    pub source: String,
    /// The SHA-256 of what the file asks for; see [`Subject::Meaning`].
    pub meaning: String,
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
    /// See [`Receipt::application`].
    pub application: String,
    pub kind: Kind,
    /// As people know it: a business code, an account id. `None` for a contract without a business code.
    pub subject: Option<String>,
    /// 0, and more where it was sent again on purpose while another was, or may have been, at the platform.
    pub resend: i64,
    pub title: String,
    pub path: String,
    /// The SHA-256 of what was sent.
    pub body_hash: String,
    pub body: Value,
    pub source: String,
    pub meaning: String,
    pub deadline: Option<String>,
    pub state: State,
    /// How often it was handed over, counted before each time.
    pub attempts: u32,
    pub begun_at: Timestamp,
    /// The last time; `None` while no byte of it has left.
    pub handed_over_at: Option<Timestamp>,
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
    pub subject: Option<Subject>,
    /// As it is in [`Receipt::source`].
    pub source: Option<String>,
    pub state: Option<State>,
    /// At most so many, the newest.
    pub limit: Option<u32>,
}
