//! A file's kind by its first bytes.

use memchr::memmem::find;

/// A kind the platform is known to take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Pdf,
    /// doc, docx, xls, xlsx
    Office,
    /// jpg, png
    Picture,
}

/// Readers take a PDF whose header stands anywhere in this many bytes, after a mail header or a byte order
/// mark that some program put before it.
const HEADER_WITHIN: usize = 1024;

const ZIP: &[u8] = b"PK\x03\x04";
const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
const JPEG: &[u8] = &[0xFF, 0xD8, 0xFF];
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The kind of a file; `None` for one that is none of these.
pub fn of(bytes: &[u8]) -> Option<Kind> {
    if bytes.starts_with(ZIP) {
        return is_document_or_sheet(bytes).then_some(Kind::Office);
    }
    if bytes.starts_with(OLE) {
        return is_older_document_or_sheet(bytes).then_some(Kind::Office);
    }
    if bytes.starts_with(JPEG) || bytes.starts_with(PNG) {
        return Some(Kind::Picture);
    }
    let head = &bytes[..bytes.len().min(HEADER_WITHIN)];
    find(head, b"%PDF-").map(|_| Kind::Pdf)
}

/// So do names in Office's older container, in UTF-16; a docx or xlsx with a password lies in one too.
fn is_older_document_or_sheet(ole: &[u8]) -> bool {
    ["WordDocument", "Workbook", "Book", "EncryptedPackage"].iter().any(|name| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        find(ole, &name).is_some()
    })
}

/// Names of members stand uncompressed in a zip file: those of docx and xlsx, and of no other package.
fn is_document_or_sheet(zip: &[u8]) -> bool {
    let has = |name: &[u8]| find(zip, name).is_some();
    has(b"[Content_Types].xml") && (has(b"word/document.xml") || has(b"xl/workbook.xml"))
}
