//! Every question an editor may ask, at any place in any text: answered, with places that lie in it.
#![no_main]

use libfuzzer_sys::fuzz_target;

mod common {
    use qdc::facts::Facts;

    pub fn today() -> Facts {
        Facts::at("2026-01-05T00:00:00".parse().expect("a time"))
    }
}

#[allow(dead_code)]
#[path = "../../tests/properties/editor.rs"]
mod editor;

fuzz_target!(|input: (u16, &str)| {
    let (place, text) = input;
    editor::ask_everything(text, text.floor_char_boundary(usize::from(place) % (text.len() + 1)));
});
