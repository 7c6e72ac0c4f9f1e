//! What the contract's parts come to once the facts are there.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

use super::{Contract, Deadline, Document, Duration, Length, LengthUnit, Order, Signer, Term, TimeUnit};
use crate::calendar::Calendar;
use crate::facts::{Doubts, Facts, PageSize};

impl Deadline {
    /// The day that is sent; `None` while a param is open or the day is beyond the calendar.
    pub fn day(&self, facts: &Facts, calendar: &Calendar) -> Option<Date> {
        let last = self.last_day(facts, calendar)?;
        match self.roll {
            // Beyond what any holiday lasts, the day stays.
            Some(_) => calendar.workday_from(last).or(Some(last)),
            None => Some(last),
        }
    }

    /// The day it falls on, before it moves.
    pub fn last_day(&self, facts: &Facts, calendar: &Calendar) -> Option<Date> {
        match self.term {
            Term::On(date) => Some(date),
            Term::In(duration) => duration.day_from(facts, calendar),
            Term::Unknown => None,
        }
    }
}

impl Duration {
    /// The day that is this long after today.
    pub fn day_from(self, facts: &Facts, calendar: &Calendar) -> Option<Date> {
        match self.unit {
            TimeUnit::Workday => calendar.after_workdays(facts.today(), self.count),
            // Whole days lead to the same day whatever the hour.
            TimeUnit::Day | TimeUnit::Week | TimeUnit::Month | TimeUnit::Year => {
                self.after(facts.today().at(0, 0, 0, 0)).map(|time| time.date())
            }
            TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour => {
                self.after(facts.now()).map(|time| time.date())
            }
        }
    }

    /// The time this long after another; months and years by the calendar. `None` for working days.
    fn after(self, time: DateTime) -> Option<DateTime> {
        let span = match self.unit {
            TimeUnit::Second => 0.seconds().try_seconds(self.count),
            TimeUnit::Minute => 0.minutes().try_minutes(self.count),
            TimeUnit::Hour => 0.hours().try_hours(self.count),
            TimeUnit::Day => 0.days().try_days(self.count),
            TimeUnit::Week => 0.weeks().try_weeks(self.count),
            TimeUnit::Month => 0.months().try_months(self.count),
            TimeUnit::Year => 0.years().try_years(self.count),
            TimeUnit::Workday => return None,
        };
        time.checked_add(span.ok()?).ok()
    }
}

impl Document {
    /// How many pages it has: as read from its local copy, else, or where that is in doubt, as stated.
    pub fn page_count(&self, facts: &Facts) -> Option<u32> {
        let read = self.page_sizes(facts).map(|pages| pages.len() as u32);
        let stated = self.pages.as_ref().map(|pages| pages.value);
        // Where the copy contradicts itself, whoever wrote the file knows better.
        if self.doubts(facts).is_some_and(|doubts| doubts.count.is_some()) {
            stated.or(read)
        } else {
            read.or(stated)
        }
    }

    /// What of its local copy's pages is not certain, where it was looked at.
    pub fn doubts<'f>(&self, facts: &'f Facts) -> Option<&'f Doubts> {
        facts.documents.get(&self.copy()?.value.path)?.doubts()
    }

    /// Whether nothing speaks against the number of its pages, where it has one.
    pub fn is_count_certain(&self, facts: &Facts) -> bool {
        self.pages.is_some() || self.doubts(facts).is_none_or(|doubts| doubts.count.is_none())
    }

    /// The visible sizes of its pages, where a local copy tells.
    pub fn page_sizes<'f>(&self, facts: &'f Facts) -> Option<&'f [PageSize]> {
        facts.documents.get(&self.copy()?.value.path)?.pages()
    }
}

impl Length {
    /// In the platform's unit, which is `points_per_unit` points: as written where it has no unit of its own,
    /// else converted and rounded to a whole number, since the platform's examples have whole numbers only.
    pub fn units(self, points_per_unit: f64) -> Option<f64> {
        let points = match self.unit {
            LengthUnit::Platform => return self.value,
            LengthUnit::Point => self.value?,
            LengthUnit::Millimetre => self.value? * 72.0 / 25.4,
            LengthUnit::Centimetre => self.value? * 720.0 / 25.4,
        };
        // Adding zero turns -0 into 0.
        Some((points / points_per_unit).round() + 0.0)
    }
}

impl Contract {
    /// The number that says when a signer's turn comes: as written; else the place in order of writing when
    /// the order is sequential, 1 when it is free.
    pub fn seq_no(&self, index: usize, signer: &Signer) -> i64 {
        match (&signer.seq, self.order()) {
            (Some(seq), _) => seq.value,
            (None, Order::Sequential) => index as i64 + 1,
            (None, Order::Free) => 1,
        }
    }
}
