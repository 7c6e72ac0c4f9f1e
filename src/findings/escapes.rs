//! JSON whose texts cannot steer a terminal, turn its reading direction around or hide.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::visible::replacement;

/// Written JSON with such characters as `\u` escapes: it means the same. Below U+0080 the writer escapes them
/// already, all but U+007F, and outside of texts there are none.
pub(crate) fn escaped(json: &str) -> Cow<'_, str> {
    let is_plain = |character: char| character < '\u{7F}' || replacement(character).is_none();
    if json.chars().all(is_plain) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 16);
    for character in json.chars() {
        if is_plain(character) {
            out.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            // INVARIANT: writing to a string does not fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_steer_is_escaped_and_means_the_same() {
        let text: String = (0..0x1_1000).chain(0xE_0000..0xE_0080).filter_map(char::from_u32).collect();
        let written = serde_json::to_string(&text).unwrap();
        let json = escaped(&written);
        assert!(json.chars().all(|character| replacement(character).is_none()));
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }

    #[test]
    fn ordinary_text_stays_as_it_is() {
        assert!(matches!(escaped("{\"a\": \"张三 𠮷 👨‍👩‍👧\"}\n"), Cow::Borrowed(_)));
    }
}
