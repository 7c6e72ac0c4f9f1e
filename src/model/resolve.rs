//! What the contract's parts come to once the facts are there.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

use super::{Contract, Deadline, Document, Duration, Length, LengthUnit, Order, Signer, TimeUnit};
use crate::facts::{Facts, PageSize};

impl Deadline {
    /// The day it falls on; `None` while a param is open or the day is beyond the calendar.
    pub fn day(&self, facts: &Facts) -> Option<Date> {
        match self {
            Deadline::On(date) => Some(*date),
            // Whole days lead to the same day whatever the hour.
            Deadline::In(duration) if duration.unit >= TimeUnit::Day => {
                duration.after(facts.today().at(0, 0, 0, 0)).map(|time| time.date())
            }
            Deadline::In(duration) => duration.after(facts.now()).map(|time| time.date()),
            Deadline::Unknown => None,
        }
    }
}

impl Duration {
    /// The time this long after another; months and years by the calendar.
    pub fn after(self, time: DateTime) -> Option<DateTime> {
        let span = match self.unit {
            TimeUnit::Second => 0.seconds().try_seconds(self.count),
            TimeUnit::Minute => 0.minutes().try_minutes(self.count),
            TimeUnit::Hour => 0.hours().try_hours(self.count),
            TimeUnit::Day => 0.days().try_days(self.count),
            TimeUnit::Week => 0.weeks().try_weeks(self.count),
            TimeUnit::Month => 0.months().try_months(self.count),
            TimeUnit::Year => 0.years().try_years(self.count),
        };
        time.checked_add(span.ok()?).ok()
    }
}

impl Document {
    /// How many pages it has: as read from its local copy, else as stated.
    pub fn page_count(&self, facts: &Facts) -> Option<u32> {
        let read = self.page_sizes(facts).map(|pages| pages.len() as u32);
        read.or(self.pages.as_ref().map(|pages| pages.value))
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
