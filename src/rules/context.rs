//! What a rule is given.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::facts::{Facts, PageSize};
use crate::model::{Contract, Deadline, Document, Duration, Model, TimeUnit};
use crate::settings::Settings;

/// The model with the facts and settings a check runs under.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub model: &'a Model,
    pub facts: &'a Facts,
    pub settings: &'a Settings,
}

impl<'a> Context<'a> {
    /// The contract of the file, where it has one.
    pub fn contract(&self) -> Option<&'a Contract> {
        self.model.contract.as_ref()
    }

    /// The day of the deadline, where it is known.
    pub fn deadline(&self) -> Option<Date> {
        deadline(&self.contract()?.deadline.as_ref()?.value, self.facts)
    }

    /// How many pages a document has: as stated, else as read from its local copy.
    pub fn page_count(&self, document: &Document) -> Option<u32> {
        page_count(document, self.facts)
    }

    /// The visible sizes of a document's pages, where a local copy tells.
    pub fn page_sizes(&self, document: &Document) -> Option<&'a [PageSize]> {
        self.facts.documents.get(&document.local.as_ref()?.value.path)?.pages()
    }
}

/// The day a deadline falls on; `None` while a param is open or the day is beyond the calendar.
pub fn deadline(deadline: &Deadline, facts: &Facts) -> Option<Date> {
    match deadline {
        Deadline::On(date) => Some(*date),
        Deadline::In(duration) => later(*duration, facts),
        Deadline::Unknown => None,
    }
}

fn later(duration: Duration, facts: &Facts) -> Option<Date> {
    let count = duration.count;
    let span = match duration.unit {
        TimeUnit::Second => 0.seconds().try_seconds(count),
        TimeUnit::Minute => 0.minutes().try_minutes(count),
        TimeUnit::Hour => 0.hours().try_hours(count),
        TimeUnit::Day => 0.days().try_days(count),
        TimeUnit::Week => 0.weeks().try_weeks(count),
        TimeUnit::Month => 0.months().try_months(count),
        TimeUnit::Year => 0.years().try_years(count),
    };
    facts.now.checked_add(span.ok()?).ok().map(|time| time.date())
}

/// How many pages a document has: as stated, else as read from its local copy.
pub fn page_count(document: &Document, facts: &Facts) -> Option<u32> {
    let read = document
        .local
        .as_ref()
        .and_then(|local| Some(facts.documents.get(&local.value.path)?.pages()?.len() as u32));
    read.or(document.pages.as_ref().map(|pages| pages.value))
}
