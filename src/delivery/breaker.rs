//! The circuit breaker: when a platform stops answering, nothing more is sent until it answers a question.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Mutex as Turn;
use tokio::time::{Instant, sleep};

/// So many requests in a row without an answer open it.
const SILENT: u32 = 5;
/// The pause before the first probe; each further one is twice as long, up to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);
/// As often it probes at least, however long one takes.
const PROBES: u32 = 3;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Requests pass; so many in a row were not answered.
    Closed { silent: u32 },
    /// Requests wait.
    Open,
    /// Requests are refused.
    GivenUp,
}

/// What became of waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passed {
    Free,
    /// The platform answers again; given to the one who probed.
    Back,
    /// Nobody waits any longer; whether this one found out.
    GivenUp {
        now: bool,
    },
}

#[derive(Debug)]
pub struct Breaker {
    state: Mutex<State>,
    /// Whoever holds it probes; the others wait for it.
    probing: Turn<()>,
    patience: Duration,
}

impl Breaker {
    /// Gives up after this long.
    pub fn new(patience: Duration) -> Breaker {
        Breaker { state: Mutex::new(State::Closed { silent: 0 }), probing: Turn::default(), patience }
    }

    pub fn is_closed(&self) -> bool {
        matches!(self.state(), State::Closed { .. })
    }

    /// How long those who wait may have to, where a probe takes so long.
    pub fn longest(&self, probe: Duration) -> Duration {
        self.patience + LONGEST_PAUSE + probe
    }

    /// A request was answered.
    pub fn answered(&self) {
        self.set(|_| State::Closed { silent: 0 });
    }

    /// A request was not answered; whether that opened it.
    pub fn silent(&self) -> bool {
        let mut opened = false;
        self.set(|state| match state {
            State::Closed { silent } if silent + 1 >= SILENT => {
                opened = true;
                State::Open
            }
            State::Closed { silent } => State::Closed { silent: silent + 1 },
            other => other,
        });
        opened
    }

    /// Waits while it is open. One of those who wait probes: asks something harmless, and says whether that
    /// was answered.
    pub async fn pass<P: Future<Output = bool>>(&self, probe: impl Fn() -> P) -> Passed {
        match self.state() {
            State::Closed { .. } => return Passed::Free,
            State::GivenUp => return Passed::GivenUp { now: false },
            State::Open => {}
        }
        let _probing = self.probing.lock().await;
        let (opened, mut pause, mut probes) = (Instant::now(), FIRST_PAUSE, 0);
        loop {
            match self.state() {
                // Another question was answered meanwhile, or another one probed.
                State::Closed { .. } => return if probes > 0 { Passed::Back } else { Passed::Free },
                State::GivenUp => return Passed::GivenUp { now: false },
                State::Open => {}
            }
            if probes >= PROBES && opened.elapsed() >= self.patience {
                self.set(|_| State::GivenUp);
                return Passed::GivenUp { now: true };
            }
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
            probes += 1;
            if probe().await {
                self.answered();
            }
        }
    }

    fn state(&self) -> State {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, change: impl FnOnce(State) -> State) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        // A run that gave up stays so: what it reported as not sent must not be sent behind its back.
        if *state != State::GivenUp {
            *state = change(*state);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    fn open() -> Breaker {
        let breaker = Breaker::new(Duration::from_secs(120));
        for _ in 1..SILENT {
            assert!(!breaker.silent());
        }
        assert!(breaker.silent());
        breaker
    }

    #[tokio::test(start_paused = true)]
    async fn a_few_in_a_row_open_it_and_an_answer_in_between_does_not() {
        let breaker = Breaker::new(Duration::from_secs(120));
        for _ in 0..3 * SILENT {
            breaker.silent();
            breaker.answered();
        }
        assert_eq!(breaker.pass(async || panic!("nothing to probe")).await, Passed::Free);
    }

    #[tokio::test(start_paused = true)]
    async fn one_probes_for_all_who_wait() {
        let (breaker, probes) = (open(), AtomicU32::new(0));
        let probe = async || probes.fetch_add(1, Ordering::Relaxed) == 2;
        let all = (breaker.pass(probe), breaker.pass(probe), breaker.pass(probe));
        assert_eq!(tokio::join!(all.0, all.1, all.2), (Passed::Back, Passed::Free, Passed::Free));
        assert_eq!(probes.load(Ordering::Relaxed), 3);
    }

    #[tokio::test(start_paused = true)]
    async fn who_does_not_come_back_is_given_up_in_the_time_that_was_named() {
        let (breaker, began) = (open(), Instant::now());
        assert_eq!(breaker.pass(async || false).await, Passed::GivenUp { now: true });
        assert!(began.elapsed() <= breaker.longest(Duration::ZERO));
        assert_eq!(breaker.pass(async || true).await, Passed::GivenUp { now: false });
        breaker.answered();
        assert_eq!(breaker.pass(async || true).await, Passed::GivenUp { now: false });
    }
}
