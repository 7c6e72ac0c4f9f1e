//! The PDFs under `tests/pdf` (see `make.py` there), whose sizes poppler's `pdfinfo -box` gives as well, and
//! the same files damaged.

mod limits;
mod strange;

use super::*;
use crate::facts::{CountDoubt, Doubts};

const FILES: &[(&str, &[u8])] = &[
    ("a4-two-pages", include_bytes!("../../../tests/pdf/a4-two-pages.pdf")),
    ("rotated", include_bytes!("../../../tests/pdf/rotated.pdf")),
    ("cropped", include_bytes!("../../../tests/pdf/cropped.pdf")),
    ("mixed-sizes", include_bytes!("../../../tests/pdf/mixed-sizes.pdf")),
    ("inherited", include_bytes!("../../../tests/pdf/inherited.pdf")),
    ("user-unit", include_bytes!("../../../tests/pdf/user-unit.pdf")),
    ("xref-stream", include_bytes!("../../../tests/pdf/xref-stream.pdf")),
    ("password", include_bytes!("../../../tests/pdf/password.pdf")),
    ("restricted", include_bytes!("../../../tests/pdf/restricted.pdf")),
    ("password-packed", include_bytes!("../../../tests/pdf/password-packed.pdf")),
    ("restricted-packed", include_bytes!("../../../tests/pdf/restricted-packed.pdf")),
    ("no-pages", include_bytes!("../../../tests/pdf/no-pages.pdf")),
    ("wrong-count", include_bytes!("../../../tests/pdf/wrong-count.pdf")),
    ("cycle", include_bytes!("../../../tests/pdf/cycle.pdf")),
    ("updated", include_bytes!("../../../tests/pdf/updated.pdf")),
    ("junk-before", include_bytes!("../../../tests/pdf/junk-before.pdf")),
];

fn file(name: &str) -> &'static [u8] {
    FILES.iter().find(|(known, _)| *known == name).expect("a file of that name").1
}

/// The sizes of a file about which nothing is in doubt.
fn sizes(name: &str) -> Vec<(f64, f64)> {
    let facts = read(file(name));
    assert_eq!(facts.doubts(), Some(&Doubts::default()), "{name}: {facts:?}");
    sizes_of(&facts)
}

fn sizes_of(facts: &DocumentFacts) -> Vec<(f64, f64)> {
    let pages = facts.pages().unwrap_or_else(|| panic!("{facts:?}"));
    pages.iter().map(|page| (page.width, page.height)).collect()
}

const UPRIGHT: (f64, f64) = (595.28, 841.89);
const LANDSCAPE: (f64, f64) = (841.89, 595.28);

#[test]
fn pages_are_counted_and_measured() {
    assert_eq!(sizes("a4-two-pages"), [UPRIGHT; 2]);
    assert_eq!(sizes("mixed-sizes"), [UPRIGHT, (1190.55, 841.89), (612.0, 792.0)]);
    assert_eq!(sizes("xref-stream"), [UPRIGHT; 3]);
    assert_eq!(sizes("user-unit"), [(750.0, 1000.0)]);
    assert_eq!(sizes("updated"), [UPRIGHT, (300.0, 200.0)]);
    assert_eq!(sizes("junk-before"), [UPRIGHT]);
}

/// What poppler, MuPDF and pdf.js say of these differs: so it is said that it does.
#[test]
fn a_page_tree_that_contradicts_itself_leaves_doubts() {
    assert_eq!(read(file("no-pages")), DocumentFacts::Broken);
    assert_eq!(read(file("cycle")), DocumentFacts::Broken);
    let facts = read(file("wrong-count"));
    let stated = |doubts: &Doubts| matches!(doubts.count, Some(CountDoubt::Stated(_)));
    assert!(facts.doubts().is_some_and(stated), "{facts:?}");
}

#[test]
fn turned_pages_are_measured_as_they_are_seen() {
    assert_eq!(sizes("rotated"), [LANDSCAPE, UPRIGHT, LANDSCAPE, LANDSCAPE]);
    assert_eq!(sizes("inherited"), [LANDSCAPE, (612.0, 792.0)]);
}

#[test]
fn only_what_is_visible_of_a_cropped_page_counts() {
    assert_eq!(sizes("cropped"), [(495.0, 642.0), (400.0, 300.0), (642.0, 495.0), UPRIGHT]);
}

#[test]
fn a_password_is_told_from_restrictions() {
    assert_eq!(read(file("password")), DocumentFacts::Encrypted);
    assert_eq!(read(file("password-packed")), DocumentFacts::Encrypted);
    assert_eq!(sizes("restricted"), [UPRIGHT]);
    assert_eq!(sizes("restricted-packed"), [UPRIGHT; 2]);
}

#[test]
fn kinds_are_told_from_content() {
    let docx = b"PK\x03\x04....[Content_Types].xml....word/document.xml";
    let xlsx = b"PK\x03\x04....[Content_Types].xml....xl/workbook.xml";
    let ole = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    let doc = [&ole[..], b"W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"].concat();
    let (jpeg, png) = ([0xFF, 0xD8, 0xFF, 0xE0], b"\x89PNG\r\n\x1a\n");
    for known in [&docx[..], xlsx, &doc, &jpeg, png] {
        assert_eq!(read(known), DocumentFacts::NotPdf);
    }
    for unknown in [&b"\n"[..], b"plain text", b"PK\x03\x04....ppt/presentation.xml", b"%PD", b"GIF89a", &ole]
    {
        assert_eq!(read(unknown), DocumentFacts::UnknownKind);
    }
    assert_eq!(read(b""), DocumentFacts::Empty);
    let late = [&b"\xEF\xBB\xBF\r\n"[..], file("a4-two-pages")].concat();
    assert_eq!(read(&late), read(file("a4-two-pages")));
}

#[test]
fn a_file_that_is_cut_off_is_broken() {
    // What an update was added to is a whole file by itself, and junk alone is no PDF.
    for (name, bytes) in FILES.iter().filter(|(name, _)| !["updated", "junk-before"].contains(name)) {
        // Once the place of its table is written a file is all there: what is left is the end's own mark.
        let end = memchr::memmem::rfind(bytes, b"\n%%EOF").unwrap();
        for end in 9..end {
            let facts = read(&bytes[..end]);
            assert_eq!(facts, DocumentFacts::Broken, "{name} cut off at {end}");
        }
        assert_eq!(read(&bytes[..end]), read(bytes), "{name}");
    }
}

#[test]
fn an_update_that_is_cut_off_leaves_doubts() {
    let whole = file("updated");
    let first_end = memchr::memmem::find(whole, b"%%EOF").unwrap() + 6;
    let last_object = memchr::memmem::rfind(whole, b"endobj").unwrap() + 6;
    let facts = read(&whole[..last_object]);
    assert_eq!(facts.doubts().unwrap().count, Some(CountDoubt::Incomplete), "{facts:?}");
    assert_eq!(read(&whole[..first_end]).doubts(), Some(&Doubts::default()));
}

/// Every byte of every file, changed in three ways: whatever comes of it, something does, and soon.
#[test]
fn damaged_files_get_an_answer() {
    for (_, bytes) in FILES {
        let mut damaged = bytes.to_vec();
        for at in 0..bytes.len() {
            for change in [bytes[at] ^ 0x01, bytes[at] ^ 0x80, b'9'] {
                damaged[at] = change;
                if let DocumentFacts::Pdf { pages, .. } = read(&damaged) {
                    assert!(pages.iter().all(|page| page.width > 0.0 && page.height > 0.0));
                }
            }
            damaged[at] = bytes[at];
        }
    }
}
