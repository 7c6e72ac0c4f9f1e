//! The time, and how closely it was looked at: what was found by the day alone holds until midnight.

use std::sync::atomic::{AtomicU8, Ordering};

use jiff::civil::{Date, DateTime};

/// A time that remembers who asked.
#[derive(Debug)]
pub struct Clock {
    now: DateTime,
    /// The finest [`Grain`] asked for so far.
    asked: AtomicU8,
}

/// How closely a clock was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    Never,
    Day,
    Moment,
}

impl Clock {
    pub fn at(now: DateTime) -> Self {
        Self { now, asked: AtomicU8::new(Grain::Never as u8) }
    }

    pub fn now(&self) -> DateTime {
        self.asked.fetch_max(Grain::Moment as u8, Ordering::Relaxed);
        self.now
    }

    pub fn today(&self) -> Date {
        self.asked.fetch_max(Grain::Day as u8, Ordering::Relaxed);
        self.now.date()
    }

    /// The finest that anybody asked for.
    pub fn grain(&self) -> Grain {
        match self.asked.load(Ordering::Relaxed) {
            0 => Grain::Never,
            1 => Grain::Day,
            _ => Grain::Moment,
        }
    }
}

impl Clone for Clock {
    fn clone(&self) -> Self {
        Self { now: self.now, asked: AtomicU8::new(self.asked.load(Ordering::Relaxed)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_remembers_the_finest_question() {
        let clock = Clock::at("2026-01-05T18:30".parse().unwrap());
        assert_eq!(clock.grain(), Grain::Never);
        clock.today();
        assert_eq!(clock.grain(), Grain::Day);
        clock.now();
        clock.today();
        assert_eq!(clock.clone().grain(), Grain::Moment);
    }
}
