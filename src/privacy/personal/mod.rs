//! Numbers that point at a person, made short: the one place that knows them.
//!
//! A number counts however it is written: half or full width, with blanks, dashes, points or brackets in it, with a country
//! code. Every digit but a few at its ends becomes `*`, so that what stands beside it stays where it was.
//!
//! | masked | known by |
//! |---|---|
//! | mobile numbers | 11 digits that open with 13 to 19, behind `86` or not |
//! | resident ID numbers | 18 characters with a day of birth in them, or 15 with a province too |
//! | whatever else has 7 digits | the words before it: `手机`, `身份证`, `phone`, `idcard` … |
//!
//! So contract ids, file codes, account ids and credit codes stay readable, and a number with a digit too many does not
//! get through where it matters. Digits with a letter right behind them are part of a code, as in a digest. Numbers in
//! Chinese words are words.

mod shape;

use std::ops::Range;

use shape::{Chain, LONGEST};

use super::visible::replacement;

/// Characters between two digits that may still be of one number.
const GAP: usize = 4;

/// How far from a number the words before it are looked for, in characters.
const WORDS_BEFORE: usize = 12;

/// The text with ID numbers and mobile numbers masked, wherever they stand in it and however they are written.
pub fn numbers_masked(text: &str) -> String {
    let hidden = hidden(text);
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for range in hidden {
        out.push_str(&text[end..range.start]);
        out.extend(text[range.clone()].chars().map(|_| '*'));
        end = range.end;
    }
    out.push_str(&text[end..]);
    out
}

/// The characters that are not shown, in order. What is more than [`REACH`] bytes away has no part in it, so a piece of a
/// long line with as much around it is enough to know what of it is hidden.
pub fn hidden(text: &str) -> Vec<Range<usize>> {
    let mut hidden = Vec::new();
    if !may_hold_numbers(text) {
        return hidden;
    }
    let mut chain = Chain::default();
    let mut gap = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let range = at..at + character.len_utf8();
        let is_letter =
            |next: Option<&(usize, char)>| next.is_some_and(|(_, next)| next.is_ascii_alphabetic());
        match digit(character) {
            Some(value) => {
                chain.push(range, value, gap > 0);
                gap = 0;
            }
            None if chain.is_empty() => {}
            None if is_check_letter(character) && !is_letter(characters.peek()) => {
                chain.push(range, shape::CHECK_LETTER, gap > 0);
                chain.hide(text, false, &mut hidden);
                gap = 0;
            }
            None if gap < GAP && is_separator(character) => {
                chain.dotted |= is_dot(character);
                gap += 1;
            }
            None => {
                chain.hide(text, gap == 0 && character.is_ascii_alphabetic(), &mut hidden);
                gap = 0;
            }
        }
    }
    chain.hide(text, false, &mut hidden);
    hidden
}

/// No number reaches further, the words before it included: each digit and what may stand between takes four bytes at most.
pub const REACH: usize = (LONGEST * (GAP + 1) + WORDS_BEFORE) * 4;

/// Most texts are done with here.
fn may_hold_numbers(text: &str) -> bool {
    // Full-width digits open with this byte.
    text.bytes().filter(|byte| byte.is_ascii_digit() || *byte == 0xEF).nth(shape::FEWEST - 1).is_some()
}

fn digit(character: char) -> Option<u8> {
    match character {
        '0'..='9' => Some(character as u8 - b'0'),
        '０'..='９' => u8::try_from(character as u32 - '０' as u32).ok(),
        _ => None,
    }
}

fn is_check_letter(character: char) -> bool {
    matches!(character, 'X' | 'x' | 'Ｘ' | 'ｘ')
}

/// Blanks, dashes, points, brackets, and whatever is not seen; no comma, which stands between coordinates, and no end of a
/// line.
fn is_separator(character: char) -> bool {
    match character {
        '\n' | '\r' => false,
        '-' | '_' | '/' | '(' | ')' | '（' | '）' | '＿' | '／' | '－' | '—' | '–' | '‐' | '‑' | '‒'
        | '―' | '−' | '﹣' | '﹘' | '·' | '•' | '・' => true,
        _ => is_dot(character) || character.is_whitespace() || replacement(None, character).is_some(),
    }
}

fn is_dot(character: char) -> bool {
    matches!(character, '.' | '．')
}

/// Whether the text ends in words that a personal number follows, a little punctuation in between.
fn is_announced(before: &str) -> bool {
    let start = before.char_indices().rev().nth(WORDS_BEFORE - 1).map_or(0, |(at, _)| at);
    let near = before[start..].to_lowercase();
    let line = near.rsplit(['\n', '\r']).next().unwrap_or_default();
    // Passports and permits open with a letter or two.
    let bare = line.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let letters = line.len() - bare.len();
    [line, if letters <= 2 { bare } else { line }].into_iter().any(|line| {
        let line =
            line.trim_end_matches(|c: char| !c.is_alphanumeric() || matches!(c, '号' | '码' | '为' | '是'));
        ["手机", "手機", "电话", "電話", "身份证", "身分證", "护照", "idcard", "phone", "mobile"]
            .iter()
            .any(|word| line.ends_with(word))
    })
}

/// Keeps a little at both ends of a long text, nothing of a short one.
pub fn mask(text: &str) -> String {
    let count = text.chars().count();
    let shown = shown_of(count);
    text.chars().enumerate().map(|(at, c)| if shown.contains(&at) { '*' } else { c }).collect()
}

/// A person's name with its first character alone, by which somebody who knows whom to expect can check it: `李*`.
pub fn mask_name(name: &str) -> String {
    let name = name.trim();
    let is_long = name.chars().count() > 1;
    name.chars().enumerate().map(|(at, c)| if at == 0 && is_long { c } else { '*' }).collect()
}

/// Which of so many characters are hidden.
fn shown_of(count: usize) -> Range<usize> {
    let (head, tail) = match count {
        0..=2 => (0, 0),
        3..=5 => (1, 0),
        6..=10 => (1, 1),
        _ => (3, 2),
    };
    head..count - tail
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_first_character() {
        assert_eq!(mask_name("李伟"), "李*");
        assert_eq!(mask_name(" 欧阳 娜娜"), "欧****");
        assert_eq!((mask_name("李"), mask_name("")), ("*".to_owned(), String::new()));
    }

    #[test]
    fn numbers_of_people_are_masked_however_they_are_written() {
        for (text, shown) in [
            ("编号 430100201510111541。", "编号 430*************41。"),
            ("43010020151011154X", "430*************4X"),
            ("４３０１００２０１５１０１１１５４Ｘ", "４３０*************４Ｘ"),
            ("430100 2015 1011 154 x", "430*** **** **** **4 x"),
            ("130503670401001", "130**********01"),
            ("电话13800138000", "电话138******00"),
            ("１３８００１３８０００", "１３８******００"),
            ("138 0013 8000", "138 **** **00"),
            ("138-0013-8000、138—0013—8000", "138-****-**00、138—****—**00"),
            ("138.0013.8000", "138.****.**00"),
            ("(138) 0013 8000", "(138) **** **00"),
            ("1 3 8 0 0 1 3 8 0 0 0", "1 3 8 * * * * * * 0 0"),
            ("138\u{3000}0013\u{a0}8000", "138\u{3000}****\u{a0}**00"),
            ("138\u{200b}00138000", "138\u{200b}******00"),
            ("+86 138 0013 8000", "+86 138 **** **00"),
            ("+8613800138000", "+86138******00"),
            ("页 1 13800138000", "页 1 138******00"),
            ("PSN_13800138000", "PSN_138******00"),
        ] {
            assert_eq!(numbers_masked(text), shown);
        }
    }

    #[test]
    fn a_number_said_to_be_personal_is_one_whatever_is_wrong_with_it() {
        for (text, shown) in [
            ("手机 \"1380013800\"", "手机 \"1********0\""),
            ("phone   \"+86 1380013800\"", "phone   \"+86 1*******00\""),
            ("身份证号码：1101051949123100", "身份证号码：110***********00"),
            ("护照 E12345678", "护照 E1******8"),
            ("用户 手机 138001380001", "用户 手机 138*******01"),
        ] {
            assert_eq!(numbers_masked(text), shown);
        }
    }

    #[test]
    fn other_numbers_stay_readable() {
        for text in [
            "FC_20241212171254Rkz",
            "2591540368898105360",
            "91110000710929498X",
            "914403001922038216",
            "信用代码 \"91310115MA1K4BXT2C\"",
            "241212171254RkztvLle",
            "2026-12-31 2027-01-05 18:30",
            "http://192.168.100.11:8080/",
            "(280, 420) (1380, 138000)",
            "存证 1 3 5 7 9 11 13 15 17",
            "一三八零零一三八零零零",
            "138001380001",
            "c13800138000aabbccddeeff00112233",
            "43010020151011154Xyz",
            "110000\n19000101\n0017",
            "一\n\u{1b}二",
        ] {
            assert_eq!(numbers_masked(text), text);
        }
    }

    #[test]
    fn a_piece_of_a_long_line_is_enough() {
        let line = format!("{}手机 1 3 8 0 0 1 3 8 0 0 0{}", "7".repeat(3 * REACH), "-3".repeat(3 * REACH));
        let whole = hidden(&line);
        assert!(!whole.is_empty());
        let from = whole[0].start - REACH;
        let piece = hidden(&line[from..whole[0].start + REACH]);
        assert_eq!(whole.first().map(|range| range.start - from), piece.first().map(|range| range.start));
    }
}
