//! Numbers that point at a person, made short: the one place that knows them.
//!
//! A number counts however it is written: in digits of any script, with anything but letters in it, with what is dialled
//! before it. Every digit but a few at its ends becomes `*`, so that what stands beside it stays where it was.
//!
//! | masked | known by |
//! |---|---|
//! | mobile numbers | 11 digits that open with 13 to 19, behind `86` or not |
//! | resident ID numbers | 18 characters with a day of birth in them, or 15 with a province too |
//! | whatever else has 7 digits | the words before it: `手机`, `身份证`, `phone`, `idcard` … |
//!
//! So contract ids, file codes, account ids and credit codes stay readable, and a number with a digit too many does not
//! get through where it matters. Digits with many letters right behind them are part of a code, as in a digest. Numbers in
//! Chinese words are words.

mod digit;
mod shape;

use std::ops::Range;

use digit::{digit, is_check_letter};
use shape::{Chain, LONGEST};

use super::visible::replacement;

/// Characters between two digits that may still be of one number.
const GAP: usize = 6;

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
    let mut apart = Apart::default();
    for (at, character) in text.char_indices() {
        let end = at + character.len_utf8();
        match digit(character) {
            Some(value) => chain.push(at..end, value, std::mem::take(&mut apart).gap),
            None if chain.is_empty() => {}
            None if is_check_letter(character) && !is_code("", &text[end..]) => {
                chain.push(at..end, shape::CHECK_LETTER, std::mem::take(&mut apart).gap);
                chain.hide(text, false, &mut hidden);
            }
            None => match gap(character).filter(|_| apart.count < GAP) {
                Some(gap) => apart.add(gap),
                None => {
                    let glued = std::mem::take(&mut apart).count == 0;
                    chain.hide(text, glued, &mut hidden);
                }
            },
        }
    }
    chain.hide(text, false, &mut hidden);
    hidden
}

/// What came since the last digit.
#[derive(Default)]
struct Apart {
    count: usize,
    gap: Option<Gap>,
}

impl Apart {
    fn add(&mut self, gap: Gap) {
        self.count += 1;
        if self.gap != Some(Gap::Even) {
            self.gap = Some(gap);
        }
    }
}

/// No number reaches further, the words before it included: each digit and what may stand between takes four bytes at most.
pub const REACH: usize = (LONGEST * (GAP + 1) + WORDS_BEFORE) * 4;

/// Most texts are done with here.
fn may_hold_numbers(text: &str) -> bool {
    text.chars().filter(|character| digit(*character).is_some()).nth(shape::FEWEST - 1).is_some()
}

/// Whether letters right behind digits make a code of them, as in a digest: many, or with more digits among them, or with
/// letters right before the digits too. `wx` and `tel` behind a number are a remark.
fn is_code(before: &str, behind: &str) -> bool {
    let mut letters = behind.chars().take_while(char::is_ascii_alphanumeric);
    let remark = letters.by_ref().take(REMARK).take_while(char::is_ascii_alphabetic).count();
    let ends = behind[remark..].chars().next().is_none_or(|next| !next.is_ascii_alphanumeric());
    remark > 0 && (!ends || before.ends_with(|last: char| last.is_ascii_alphabetic()))
}

/// Letters that may follow a number without making it a code.
const REMARK: usize = 5;

/// What stands between two digits of one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// Blanks, dashes, brackets, and whatever is not seen: they may be mixed.
    Free,
    /// Points, commas and all else, which also stand between numbers: the same each time, or it is no number.
    Even,
}

/// Anything but letters and the end of a line.
fn gap(character: char) -> Option<Gap> {
    match character {
        '\n' | '\r' => None,
        '-' | '_' | '/' | '(' | ')' | '（' | '）' | '[' | ']' | '【' | '】' | '「' | '」' | '＿' | '／'
        | '－' | '—' | '–' | '‐' | '‑' | '‒' | '―' | '−' | '﹣' | '﹘' | '·' | '•' | '・' => {
            Some(Gap::Free)
        }
        _ if character.is_whitespace() || replacement(None, character).is_some() => Some(Gap::Free),
        _ if character.is_alphanumeric() => None,
        _ => Some(Gap::Even),
    }
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
            ("138,0013,8000", "138,****,**00"),
            ("138、0013、8000", "138、****、**00"),
            ("138:0013:8000；138;0013;8000", "138:****:**00；138;****;**00"),
            ("138~0013~8000", "138~****~**00"),
            ("138|0013|8000", "138|****|**00"),
            ("138\\0013\\8000", "138\\****\\**00"),
            ("138'0013'8000", "138'****'**00"),
            ("138*0013*8000", "138********00"),
            ("138#0013#8000", "138#****#**00"),
            ("138。0013。8000", "138。****。**00"),
            ("【138】0013-8000", "【138】****-**00"),
            ("手机 \"138\" \"0013\" \"8000\"", "手机 \"138\" \"****\" \"**00\""),
            ("138     0013     8000", "138     ****     **00"),
            ("1 3 8 00 13 80 00", "1 3 8 ** ** ** 00"),
            ("11-01-05-1949-12-31-002X", "11-0*-**-****-**-**-**2X"),
            ("13800138000wx", "138******00wx"),
            ("13800138000tel", "138******00tel"),
            ("11010519491231002Xabc", "110*************2Xabc"),
            ("43010020151011154Xyz", "430*************4Xyz"),
            ("1380013800013900139000", "138******00139******00"),
            ("138.001.380.00", "138.***.***.00"),
            ("013800138000", "0138******00"),
            ("17951 13800138000", "17951 138******00"),
            ("𝟏𝟑𝟖𝟎𝟎𝟏𝟑𝟖𝟎𝟎𝟎", "𝟏𝟑𝟖******𝟎𝟎"),
            ("١٣٨٠٠١٣٨٠٠٠", "١٣٨******٠٠"),
            ("①③⑧⓪⓪①③⑧⓪⓪⓪", "①③⑧******⓪⓪"),
            ("11010519491231002Х", "110*************2Х"),
            ("11010519491231002×", "110*************2×"),
            ("13800138000×2", "138******00×2"),
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
            "13800138000aabbccddeeff00112233",
            "43010020151011154XyzRkzt",
            "(13800, 138000) (138, 420) (1380, 1)",
            "2026-01-17 08:30:00.000",
            "13,800,138,000.00 13.800.138.000",
            "15000.00 1380",
            "192.168.100.11",
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
