//! What a rule is given.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::facts::{DocumentFacts, Facts, PageSize};
use crate::model::{
    Account, Contract, Deadline, Document, DocumentOrigin, Duration, Model, Page, ProblemKind, TimeUnit,
};
use crate::settings::{SealSize, Settings};
use crate::source::Span;
use crate::vocabulary::Key;

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

    /// What was read of a document's local copy, where it names one and it was looked at.
    pub fn copy(&self, document: &Document) -> Option<&'a DocumentFacts> {
        self.facts.documents.get(&document.local.as_ref()?.value.path)
    }

    /// The visible sizes of a document's pages, where a local copy tells.
    pub fn page_sizes(&self, document: &Document) -> Option<&'a [PageSize]> {
        self.copy(document)?.pages()
    }

    /// The problems the reader met.
    pub fn problems(&self) -> impl Iterator<Item = (Span, &'a ProblemKind)> + use<'a> {
        self.model.problems.iter().map(|problem| (problem.span, &problem.kind))
    }

    /// Where a value of these keywords is missing or could not be read: what then seems left out was reported.
    /// In order of place.
    pub fn trouble(&self, keys: &[Key]) -> Vec<Span> {
        let with = |(span, kind): (Span, &ProblemKind)| match kind {
            ProblemKind::MissingValue { word, .. } | ProblemKind::WrongValue { word, .. } => {
                keys.contains(&word.key).then_some(span)
            }
            _ => None,
        };
        self.problems().filter_map(with).collect()
    }

    /// The size of an account's seal: of a declared party by its kind; of a quoted account id, of which
    /// nothing is known, the smaller one.
    pub fn seal_size(&self, account: &Account) -> SealSize {
        let sizes = &self.settings.seal;
        match account {
            Account::Company(_) => sizes.company,
            Account::Person(_) => sizes.person,
            _ if sizes.company.width * sizes.company.height < sizes.person.width * sizes.person.height => {
                sizes.company
            }
            _ => sizes.person,
        }
    }
}

/// Which page a seal is on, as far as two fields can be compared by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PageKey {
    Number(i64),
    /// The last one of a document whose page count is unknown.
    Last,
}

/// `None` while a param is open.
pub fn page_key(page: Page, count: Option<u32>) -> Option<PageKey> {
    match (page, count) {
        (Page::Number(number), _) => Some(PageKey::Number(number)),
        (Page::Last, Some(count)) => Some(PageKey::Number(count.into())),
        (Page::Last, None) => Some(PageKey::Last),
        (Page::Unknown, _) => None,
    }
}

/// What makes two documents the same one: the file code, else their place in the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DocumentKey<'a> {
    Code(&'a str),
    Place(usize),
}

/// The key of the document at `index`; an index beyond the contract's documents stands for itself.
pub fn document_key(contract: &Contract, index: usize) -> DocumentKey<'_> {
    match contract.documents.get(index).map(|document| &document.origin) {
        Some(DocumentOrigin::Code(code)) => {
            code.value.key().map_or(DocumentKey::Place(index), DocumentKey::Code)
        }
        _ => DocumentKey::Place(index),
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
