//! What a rule is given.

use jiff::civil::Date;

use crate::facts::{DocumentFacts, Facts, PageSize};
use crate::model::{Account, Contract, Document, DocumentOrigin, Model, Page, ProblemKind};
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
        self.contract()?.deadline.as_ref()?.value.day(self.facts, &self.settings.calendar)
    }

    /// How many pages a document has: as stated, else as read from its local copy.
    pub fn page_count(&self, document: &Document) -> Option<u32> {
        document.page_count(self.facts)
    }

    /// What was read of a document's local copy or upload, where it names one and it was looked at.
    pub fn copy(&self, document: &Document) -> Option<&'a DocumentFacts> {
        self.facts.documents.get(&document.copy()?.value.path)
    }

    /// The visible sizes of a document's pages, where a local copy tells.
    pub fn page_sizes(&self, document: &Document) -> Option<&'a [PageSize]> {
        document.page_sizes(self.facts)
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

    /// Whether a value is written in figures: what a param stands for is not mended where the param is used.
    pub fn is_literal(&self, value: Span) -> bool {
        self.model.sources.slice(value).starts_with(char::is_numeric)
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
