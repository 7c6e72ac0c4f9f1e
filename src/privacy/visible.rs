//! Characters that are never shown as they are, since they would steer the terminal, turn the reading direction
//! around, start a line nobody expects, or not be seen at all.
//!
//! Such a character is shown by its picture (`␛`) where Unicode has one and by its number (`<U+202E>`) otherwise. The
//! language's own way to write a character, `{U+202E}`, is left to what a file really says.
//!
//! | shown by name | since |
//! |---|---|
//! | C0 controls, DEL, C1 controls | terminals obey them |
//! | U+2028, U+2029 | they end a line |
//! | bidi marks, embeddings, overrides, isolates | they turn around what stands beside them |
//! | whatever Unicode calls ignorable: zero-width characters, the byte order mark, fillers, tags | nobody sees them, and two codes that look the same are not |
//! | a joiner behind ASCII, CJK or nothing | only emoji and scripts that join letters are written with one |
//! | a variation selector behind nothing or another one | a visible character takes one, as in ❤️ and 葛󠄀; more of them hide a message |

use std::borrow::Cow;

/// How a character is shown, unless it can be shown as it is. That depends on the one `before` it for those that
/// change the look of another.
pub fn replacement(before: Option<char>, character: char) -> Option<Cow<'static, str>> {
    let code = character as u32;
    match code {
        // Unicode has a picture for each of these: ␀ to ␟, and ␡.
        0..=0x1F => char::from_u32(0x2400 + code).map(|picture| picture.to_string().into()),
        0x20..=0x7E => None,
        0x7F => Some("␡".into()),
        _ if is_hidden(before, character) => Some(format!("<U+{code:04X}>").into()),
        _ => None,
    }
}

/// Whether a character beyond ASCII is not shown as it is.
fn is_hidden(before: Option<char>, character: char) -> bool {
    match character as u32 {
        0x80..=0x9F | 0x2028..=0x202E | 0xFFF9..=0xFFFB => true,
        // Joiners.
        0x200C | 0x200D => !before.is_some_and(takes_joiners),
        // Variation selectors, and Mongolian's.
        0x180B..=0x180D | 0x180F | 0xFE00..=0xFE0F | 0xE0100..=0xE01EF => {
            before.is_none_or(|before| is_selector(before) || is_unseen(before))
        }
        code => is_ignorable(code),
    }
}

/// What else Unicode calls `Default_Ignorable_Code_Point`.
fn is_ignorable(code: u32) -> bool {
    matches!(
        code,
        0xAD | 0x34F
            | 0x61C
            | 0x115F..=0x1160
            | 0x17B4..=0x17B5
            | 0x180E
            | 0x200B..=0x200F
            | 0x2060..=0x206F
            | 0x3164
            | 0xFEFF
            | 0xFFA0
            | 0xFFF0..=0xFFF8
            | 0x1BCA0..=0x1BCA3
            | 0x1D173..=0x1D17A
            | 0xE0000..=0xE0FFF
    )
}

fn is_selector(character: char) -> bool {
    matches!(character as u32, 0x180B..=0x180D | 0x180F | 0xFE00..=0xFE0F | 0xE0100..=0xE01EF)
}

/// Whether there is nothing to see of it that a selector could change.
fn is_unseen(character: char) -> bool {
    character.is_control() || character.is_whitespace() || is_ignorable(character as u32)
}

/// Emoji, and scripts beyond Latin and CJK. A selector may stand between an emoji and its joiner.
fn takes_joiners(before: char) -> bool {
    let is_cjk = matches!(
        before as u32,
        0x2E80..=0x9FFF | 0xAC00..=0xD7FF | 0xF900..=0xFAFF | 0xFF00..=0xFFEF | 0x20000..=0x3FFFF
    );
    before as u32 >= 0x300 && !is_cjk && !is_unseen(before)
}

/// A text from outside on one line: line ends and tabs are shown by name too.
pub fn on_one_line(text: &str) -> Cow<'_, str> {
    shown(text, |_| false)
}

/// Words of ours over several lines, whatever is quoted in them.
pub fn over_lines(text: &str) -> Cow<'_, str> {
    shown(text, |character| character == '\n')
}

/// A file's own lines, where a person reads them: tabs stay as well.
pub fn of_a_file(text: &str) -> Cow<'_, str> {
    shown(text, |character| matches!(character, '\n' | '\t'))
}

/// JSON that means the same and holds none of these characters. In valid JSON all but line ends and tabs stand within
/// texts, where they can be written as escapes.
pub fn in_json(json: &str) -> Cow<'_, str> {
    let mut units = [0; 2];
    replaced(json, |before, character| {
        if matches!(character, '\n' | '\r' | '\t') {
            return None;
        }
        replacement(before, character)?;
        let units = character.encode_utf16(&mut units);
        Some(units.iter().map(|unit| format!("\\u{unit:04x}")).collect::<String>().into())
    })
}

fn shown(text: &str, keeps: impl Fn(char) -> bool) -> Cow<'_, str> {
    replaced(text, |before, character| if keeps(character) { None } else { replacement(before, character) })
}

fn replaced(
    text: &str,
    mut replace: impl FnMut(Option<char>, char) -> Option<Cow<'static, str>>,
) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    let mut before = None;
    for (at, character) in text.char_indices() {
        if let Some(instead) = replace(before, character) {
            out.push_str(&text[copied..at]);
            out.push_str(&instead);
            copied = at + character.len_utf8();
        }
        before = Some(character);
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_gets_through() {
        assert_eq!(over_lines("a\x1b[31m甲\n\u{202e}b\u{9b}"), "a␛[31m甲\n<U+202E>b<U+009B>");
        assert_eq!(on_one_line("一\n二\t三\r\u{7f}"), "一␊二␉三␍␡");
        assert_eq!(of_a_file("一\n二\t三\r\x07"), "一\n二\t三␍␇");
        let all: String = (0..0x11_0000).filter_map(char::from_u32).collect();
        assert!(!on_one_line(&all).chars().any(char::is_control));
    }

    #[test]
    fn what_is_not_seen_is_named() {
        for hidden in ['\u{200b}', '\u{feff}', '\u{2060}', '\u{3164}', '\u{61c}', '\u{e0041}', '\u{ad}'] {
            let text = format!("CG{hidden}-1");
            assert_eq!(on_one_line(&text), format!("CG<U+{:04X}>-1", hidden as u32));
        }
        assert_eq!(on_one_line("\u{fe0f}a\u{fe0f}\u{fe0f}\u{fe01}"), "<U+FE0F>a\u{fe0f}<U+FE0F><U+FE01>");
        assert_eq!(on_one_line("a\u{200d}b甲\u{200c}"), "a<U+200D>b甲<U+200C>");
    }

    #[test]
    fn ordinary_text_stays_as_it_is() {
        for text in ["“张三” 𠮷 👨‍👩‍👧 ❤️‍🔥 1️⃣", "葛󠄀城", "می‌خواهم", "क्‍ष", "naïve · № ½"]
        {
            assert!(matches!(on_one_line(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn json_keeps_its_meaning() {
        let value = serde_json::json!({ "a\u{7f}": "\u{1b}\n\t\u{9b}\u{202e}\u{e0001}𠮷" });
        let json = serde_json::to_string_pretty(&value).unwrap();
        let shown = in_json(&json);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).unwrap(), value);
        assert_eq!(over_lines(&shown), shown);
        assert!(shown.contains(r"\u009b\u202e\udb40\udc01𠮷"), "{shown}");
    }
}
