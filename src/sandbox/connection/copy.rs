//! An answer that comes a second time, later.

use tokio::time::{Instant, sleep_until};

use super::wire::Again;

pub struct Copy {
    /// `None`: with the next request.
    at: Option<Instant>,
    pub bytes: Vec<u8>,
}

impl Copy {
    pub fn new(again: Again, bytes: Vec<u8>) -> Copy {
        let at = match again {
            Again::After(time) => Some(Instant::now() + time),
            Again::Next => None,
        };
        Copy { at, bytes }
    }

    pub fn waits_for_a_request(&self) -> bool {
        self.at.is_none()
    }

    /// Ends when the time of a copy has come; never where there is none that waits for a time.
    pub async fn due(copy: Option<&Copy>) {
        match copy.and_then(|copy| copy.at) {
            Some(at) => sleep_until(at).await,
            None => std::future::pending().await,
        }
    }
}
