//! What local copies of documents tell: their kind, their page count, the visible size of each page.
//!
//! Lives here: bytes of a file to [`DocumentFacts`]. Knows facts only. Opens no files: bytes come from
//! outside. Any bytes at all get an answer.

mod kind;
mod pdf;

pub use pdf::MAX_BYTES;

use crate::facts::DocumentFacts;

/// What a file's content is, told from the content and not from its name.
///
/// A PDF that opens without a password, though it is encrypted so that readers restrict what may be done with
/// it, is a [`DocumentFacts::Pdf`].
pub fn read(bytes: &[u8]) -> DocumentFacts {
    if bytes.is_empty() {
        return DocumentFacts::Empty;
    }
    match kind::of(bytes) {
        Some(kind::Kind::Pdf) => pdf::read(bytes),
        Some(kind::Kind::Office | kind::Kind::Picture) => DocumentFacts::NotPdf,
        None => DocumentFacts::UnknownKind,
    }
}

#[cfg(test)]
mod tests;
