//! What happens while jobs are sent, for whoever watches.

use std::sync::Arc;
use std::time::Duration;

use super::report::Given;

/// Something that a person who waits should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Whether a contract was started is not certain yet; it will be after this long at most, if the platform
    /// answers.
    Settling { subject: String, longest: Duration },
    /// A question about a contract was not answered. It is asked again, for this long at most.
    Asking { subject: String, longest: Duration },
    /// The platform did not answer several times in a row. Nothing is sent while it is asked again, for this long
    /// at most.
    Silent { longest: Duration },
    /// It answers again.
    Back,
    /// It did not come back: what was not sent is not sent.
    GivenUp,
    /// The platform asks to be left alone for this long.
    Later { wait: Duration },
    /// A request ended and that could not be recorded: nobody else will know what the platform gave.
    Unrecorded { subject: String, given: Given },
}

/// Whoever watches.
pub type Watch = Arc<dyn Fn(Event) + Send + Sync>;

/// Nobody.
pub fn unwatched() -> Watch {
    Arc::new(|_| {})
}
