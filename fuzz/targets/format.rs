//! Formatting twice changes nothing more, and keeps every comment.
#![no_main]

use libfuzzer_sys::fuzz_target;
use qdc::syntax::{Keywords, format, parse};

fuzz_target!(|text: &str| {
    let comments = |text: &str| -> Vec<String> {
        parse(text).comments().map(|token| text[token.range()].trim().to_owned()).collect()
    };
    let written = comments(text);
    for keywords in [Keywords::Keep, Keywords::Zh, Keywords::En] {
        let once = format(text, keywords);
        assert_eq!(format(&once, keywords), once);
        assert_eq!(comments(&once), written);
    }
});
