//! Text made safe to show. What a file or a message carries must not steer the terminal, turn the
//! reading direction around or hide: escapes, bidi overrides and invisible characters are shown by name.

use std::borrow::Cow;

/// How a character is shown, unless it can be shown as it is.
pub(super) fn replacement(character: char) -> Option<Cow<'static, str>> {
    let code = character as u32;
    match code {
        // Unicode has a picture for each of these: ␀ to ␟, and ␡.
        0..=0x1F => char::from_u32(0x2400 + code).map(|picture| picture.to_string().into()),
        0x7F => Some("␡".into()),
        // C1 controls, which some terminals obey, and what has no shape or turns the others around.
        // The joiners U+200C and U+200D stay: emoji and several scripts are written with them.
        0x80..=0x9F
        | 0xAD
        | 0x61C
        | 0x180E
        | 0x200B
        | 0x200E..=0x200F
        | 0x2028..=0x202E
        | 0x2060..=0x206F
        | 0xFEFF
        | 0xFFF9..=0xFFFB
        | 0xE0000..=0xE007F => Some(format!("<U+{code:04X}>").into()),
        _ => None,
    }
}

/// Words of ours with words of the user's in them, which may be anything. Keeps line ends.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    shown(text, |character| if character == '\n' { None } else { replacement(character) })
}

/// The same on one line, for formats of a line a finding.
pub(crate) fn visible_line(text: &str) -> Cow<'_, str> {
    shown(
        text,
        |character| if matches!(character, '\n' | '\t') { Some(" ".into()) } else { replacement(character) },
    )
}

/// The same over several lines, each as long as it is: tabs stay.
#[cfg(feature = "cli")]
pub(crate) fn visible_lines(text: &str) -> Cow<'_, str> {
    shown(text, |character| if matches!(character, '\n' | '\t') { None } else { replacement(character) })
}

fn shown(text: &str, replace: impl Fn(char) -> Option<Cow<'static, str>>) -> Cow<'_, str> {
    if text.chars().all(|character| replace(character).is_none()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match replace(character) {
            Some(instead) => out.push_str(&instead),
            None => out.push(character),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_gets_through() {
        assert_eq!(visible("a\x1b[31m甲\u{202e}b\u{9b}"), "a␛[31m甲<U+202E>b<U+009B>");
        assert_eq!(visible_line("一\n二\t三\r"), "一 二 三␍");
        let all: String = (0..0x3000).filter_map(char::from_u32).collect();
        assert!(!visible_line(&all).chars().any(char::is_control));
    }

    #[test]
    fn ordinary_text_stays_as_it_is() {
        assert!(matches!(visible_line("“张三” 𠮷 👨‍👩‍👧"), Cow::Borrowed(_)));
    }
}
