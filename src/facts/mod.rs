//! What is true outside the file: the day, the PDFs on disk, what the platform said.
//!
//! The core asks nobody: whoever calls it gathers these. What is not known is left out, and a rule
//! that needs it stays silent.

mod clock;

pub use clock::{Clock, Grain};

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, DateTime};

use crate::findings::Words;

/// Everything a check may know beside the text.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The time now in Asia/Shanghai. 00:00 where only a day was given.
    pub clock: Clock,
    /// What was read from local copies, by the path as resolved (see `model::LocalFile::path`).
    pub documents: BTreeMap<String, DocumentFacts>,
    /// The names of checked files that are under version control.
    pub versioned: BTreeSet<String>,
    /// What the platform answered, when it was asked.
    pub online: Option<OnlineFacts>,
}

impl Facts {
    pub fn at(now: DateTime) -> Self {
        Self { clock: Clock::at(now), documents: BTreeMap::new(), versioned: BTreeSet::new(), online: None }
    }

    /// The moment. What the day alone decides asks for [`Facts::today`], so that it is known to hold all day.
    pub fn now(&self) -> DateTime {
        self.clock.now()
    }

    pub fn today(&self) -> Date {
        self.clock.today()
    }
}

/// A local copy of a document, as far as it could be read.
#[derive(Debug, Clone, PartialEq)]
pub enum DocumentFacts {
    /// No such file.
    NotFound,
    /// No such file, but one whose name looks the same; its path.
    Near(String),
    /// There, but it could not be opened; and why.
    Unreadable(Words),
    /// A file without a single byte.
    Empty,
    /// A file of no kind the platform is known to take, told from its content.
    UnknownKind,
    /// Of a known kind whose pages we do not read, such as docx.
    NotPdf,
    /// A PDF that needs a password.
    Encrypted,
    /// Says it is a PDF but cannot be read as one.
    Broken,
    /// A PDF and the visible size of each of its pages, as other readers see them.
    Pdf { pages: Vec<PageSize>, doubts: Doubts },
}

impl DocumentFacts {
    pub fn pages(&self) -> Option<&[PageSize]> {
        match self {
            DocumentFacts::Pdf { pages, .. } => Some(pages),
            _ => None,
        }
    }

    /// What of a PDF's pages is not certain.
    pub fn doubts(&self) -> Option<&Doubts> {
        match self {
            DocumentFacts::Pdf { doubts, .. } => Some(doubts),
            _ => None,
        }
    }
}

/// What of a PDF's pages is not certain, because the file is damaged, contradicts itself or does not say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Doubts {
    /// Why the number of pages is not certain.
    pub count: Option<CountDoubt>,
    /// The pages that have no size of their own, counted from 0: readers take them as US Letter.
    pub unsized_pages: BTreeSet<usize>,
}

/// Why a number of pages is not certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountDoubt {
    /// The file states another number.
    Stated(usize),
    /// The file states none.
    NotStated,
    /// The list of pages is lost; the pages were gathered from the whole file.
    TreeLost,
    /// Something is missing, at the end or in the list of pages.
    Incomplete,
}

/// The visible page: CropBox with rotation applied, in points (1/72 inch).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PageSize {
    pub width: f64,
    pub height: f64,
}

impl PageSize {
    /// What is assumed where no copy tells.
    pub const A4: PageSize = PageSize { width: 595.28, height: 841.89 };
}

/// What the platform was asked and answered.
#[derive(Debug, Clone, Default)]
pub struct OnlineFacts {
    /// Account id → whether it is verified.
    pub verified: BTreeMap<String, bool>,
    /// Seal id → what is known of it.
    pub seals: BTreeMap<String, SealFact>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealFact {
    Missing,
    /// Silent signing is already granted to this application.
    Authorized,
    NotAuthorized,
}
