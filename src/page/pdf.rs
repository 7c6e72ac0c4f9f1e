//! Page count and visible page sizes of a PDF.

use hayro_syntax::object::{Dict, Rect};
use hayro_syntax::page::{Page, Rotation};
use hayro_syntax::{LoadPdfError, Pdf};
use memchr::memmem;

use super::limits::{self, Refusal};
use crate::facts::{DocumentFacts, PageSize};
use crate::findings::Words;
use crate::words;

/// Larger files are not read: twice what platforms of this kind take. In bytes.
pub const MAX_BYTES: usize = 100 << 20;

/// Where the end of a file has its mark; some programs write a little after it.
const END_WITHIN: usize = 2048;

/// Reads a file that says it is a PDF.
pub fn read(bytes: &[u8]) -> DocumentFacts {
    if bytes.len() > MAX_BYTES {
        let size = bytes.len() >> 20;
        return DocumentFacts::Unreadable(Words::same(format!("{size} MiB > {} MiB", MAX_BYTES >> 20)));
    }
    // The crate mends a file that was cut off by keeping the pages that are left; their count would be wrong.
    let end = &bytes[bytes.len().saturating_sub(END_WITHIN)..];
    if memmem::find(end, b"%%EOF").is_none() {
        return DocumentFacts::Broken;
    }
    let prepared = match limits::prepared(bytes) {
        Ok(prepared) => prepared,
        Err(Refusal::Endless) => return DocumentFacts::Broken,
        Err(Refusal::TooMuch) => {
            return DocumentFacts::Unreadable(words!(
                "解压后的内容过大，不像正常的 PDF；请用 PDF 软件重新导出",
                "it unpacks to far more than an ordinary PDF holds; export it again with PDF software"
            ));
        }
    };
    let pdf = match Pdf::new(prepared) {
        Ok(pdf) => pdf,
        Err(LoadPdfError::Decryption(_)) => return DocumentFacts::Encrypted,
        Err(LoadPdfError::Invalid) => return DocumentFacts::Broken,
    };
    let pages: Vec<PageSize> = pdf.pages().iter().map(visible_size).collect();
    // Of a damaged file some pages may be left: a wrong count would be worse than none.
    let stated = stated_count(&pdf);
    let counts_agree = stated.is_none_or(|stated| usize::try_from(stated) == Ok(pages.len()));
    if pages.is_empty() || !counts_agree { DocumentFacts::Broken } else { DocumentFacts::Pdf { pages } }
}

/// The number of pages that the root of the page tree states.
fn stated_count(pdf: &Pdf) -> Option<i32> {
    let xref = pdf.xref();
    let root = xref.get::<Dict<'_>>(xref.root_id())?;
    root.get::<Dict<'_>>(&b"Pages"[..])?.get::<i32>(&b"Count"[..])
}

/// The visible part of a page: its CropBox as far as the MediaBox reaches (ISO 32000-1, 14.11.2), turned, in
/// points. A CropBox beside the page shows nothing and is left aside, as viewers do.
fn visible_size(page: &Page<'_>) -> PageSize {
    let crop = page.intersected_crop_box();
    let shown = if is_empty(crop) { page.media_box() } else { crop };
    let unit =
        page.raw().get::<f32>("UserUnit").filter(|unit| unit.is_finite() && *unit > 0.0).unwrap_or(1.0);
    let [width, height] = [shown.width(), shown.height()].map(|side| points(side * f64::from(unit)));
    match page.rotation() {
        _ if width <= 0.0 || height <= 0.0 => PageSize::A4,
        Rotation::None | Rotation::Flipped => PageSize { width, height },
        Rotation::Horizontal | Rotation::FlippedHorizontal => PageSize { width: height, height: width },
    }
}

fn is_empty(shown: Rect) -> bool {
    shown.width() <= 0.0 || shown.height() <= 0.0
}

/// The crate reads numbers as f32: 595.28 comes back as 595.2800293.
fn points(side: f64) -> f64 {
    let rounded = (side * 1000.0).round() / 1000.0;
    if rounded.is_finite() { rounded } else { 0.0 }
}
