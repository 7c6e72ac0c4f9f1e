//! Any bytes are answered as a PDF, and what is said of pages can be.
#![no_main]

use libfuzzer_sys::fuzz_target;
use qdc::facts::DocumentFacts;

fuzz_target!(|bytes: &[u8]| {
    if let DocumentFacts::Pdf { pages, doubts } = qdc::page::read(bytes) {
        assert!(!pages.is_empty());
        assert!(doubts.unsized_pages.iter().all(|page| *page < pages.len()));
        for page in pages {
            assert!(page.width > 0.0 && page.height > 0.0 && page.width.is_finite() && page.height.is_finite());
        }
    }
});
