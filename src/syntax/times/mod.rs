//! Dates and lengths of time as people write them: `二〇二六年十二月三十一日`, `30天以内`, `26年12月31日`, `within 30 days`.
//!
//! The language has one way of writing each; what is written otherwise is understood here as far as it can be, so that
//! one finding names it and shows the right way. Knows no day but those it is given: what depends on today is left open.

mod dates;
mod lengths;
mod numbers;

use jiff::civil::Date;

/// A date or a length of time that is written otherwise than the language has it.
#[derive(Debug, Clone, PartialEq)]
pub struct LooseTime {
    pub said: Said,
    pub why: Why,
    /// Whether it goes on to say that a last day off moves.
    pub rolls: bool,
}

/// What is meant, as far as it can be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    Day(Date),
    /// Of numbers that are no day: 30 February.
    NoSuchDay,
    /// A day of this year, or of one so many years later; without `years` the next such day there is.
    DayOfYear {
        month: i8,
        day: i8,
        years: Option<i16>,
    },
    /// The last day of the month so many months from this one.
    MonthEnd {
        months: i32,
    },
    /// So many days from today.
    InDays(i32),
    /// A day of the week so many weeks from this one; Monday is 1.
    DayOfWeek {
        weeks: i32,
        day: i32,
    },
    Length(Length),
    /// A day that could be either of two.
    Open,
}

/// A length of time with its unit as both languages spell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length {
    pub count: i64,
    pub zh: &'static str,
    pub en: &'static str,
}

/// What is unusual about the writing. Up to [`Why::EndOfDay`] nothing else can be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
pub enum Why {
    /// Other numerals, marks or words.
    Spelling,
    /// A length of time without `in` or `内`.
    NoMarker,
    /// `2026-12-31前`.
    Before,
    /// `24时`, `23:59`.
    EndOfDay,
    /// `18:00`.
    TimeOfDay,
    /// `0时`, which ends the day before.
    Midnight,
    /// `26年12月31日`.
    ShortYear,
    /// `12月31日`.
    NoYear,
    /// `年底`, `明年3月1日`, `后天`.
    Relative,
    /// `before 2026-12-31`, which leaves out the day itself.
    Exclusive,
    /// `2026年12月`.
    NoDay,
    /// `01/02/2026`.
    DayOrMonth,
    /// `30天后`, `30天左右`.
    After,
    /// `半年`, `一个季度`.
    Inexact,
    /// `3月内`: March, or three months.
    MonthOrMonths,
}

impl Why {
    /// Whether a person who knows the language could mean nothing else.
    pub fn is_sure(self) -> bool {
        self <= Why::EndOfDay
    }
}

/// What a place takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A date, or a length of time from today.
    Deadline,
    Duration,
    Date,
}

/// Longer texts are no date.
const LONGEST: usize = 120;

/// Reads what stands where a date or a length of time is wanted; `None` where it is neither.
pub fn read(text: &str, wanted: Wanted) -> Option<LooseTime> {
    if text.len() > LONGEST {
        return None;
    }
    let plain = plain(text);
    let start = Cursor { rest: &plain };
    if wanted != Wanted::Duration
        && let Some(found) = dates::read(start)
    {
        return Some(found);
    }
    match wanted {
        Wanted::Date => None,
        _ => lengths::read(start, wanted),
    }
}

/// Narrow, small letters, one kind of dash and blank, Simplified.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        let character = match crate::vocabulary::narrow(character) {
            '—' | '–' | '‐' | '‑' | '‒' | '―' | '−' | '﹣' | '─' | '~' => '-',
            '\u{A0}' | '\t' => ' ',
            '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{2060}' | '\u{AD}' => continue,
            '號' => '号',
            '個' => '个',
            '內' => '内',
            '後' => '后',
            '週' => '周',
            '鐘' => '钟',
            '時' => '时',
            '點' => '点',
            '順' => '顺',
            '從' => '从',
            '節' => '节',
            '兩' => '两',
            character => character.to_ascii_lowercase(),
        };
        // Beside Chinese a blank means nothing, and a run of dashes is one.
        match character {
            ' ' if plain.is_empty() || plain.ends_with(|c: char| !c.is_ascii() || c == ' ') => continue,
            '-' if plain.ends_with('-') => continue,
            _ if !character.is_ascii() && plain.ends_with(' ') => drop(plain.pop()),
            _ => {}
        }
        plain.push(character);
    }
    plain
}

/// A place in the text. Blanks are passed over.
#[derive(Clone, Copy)]
struct Cursor<'t> {
    rest: &'t str,
}

impl<'t> Cursor<'t> {
    /// Goes on behind the first of these words that comes next. Letters that go on are another word.
    fn eat(&mut self, words: &[&str]) -> bool {
        let rest = self.rest.trim_start();
        let fits = |word: &&str| {
            rest.strip_prefix(*word).filter(|after| {
                let is_word = word.ends_with(|c: char| c.is_ascii_alphabetic());
                !(is_word && after.starts_with(|c: char| c.is_ascii_alphabetic()))
            })
        };
        match words.iter().find_map(fits) {
            Some(after) => {
                self.rest = after;
                true
            }
            None => false,
        }
    }

    fn is_done(self) -> bool {
        self.rest.trim().is_empty()
    }

    /// What may follow once all is said: the day included, and moved when it is a day off. Whether it moves; `None` where
    /// something else follows.
    fn tail(mut self) -> Option<bool> {
        self.eat(&["(含当日)", "(含当天)", "(含)", "(包含当日)", "(含本日)"]);
        let bracket = self.eat(&[","]) || self.eat(&["("]);
        let rolls = self.eat(&[
            "遇法定节假日顺延",
            "遇节假日顺延",
            "遇休息日顺延",
            "遇周末顺延",
            "遇假日顺延",
            "逢节假日顺延",
            "节假日顺延",
            "自动顺延",
            "顺延",
            "rolled",
            "roll",
        ]);
        self.eat(&[")"]);
        (self.is_done() && (rolls || !bracket)).then_some(rolls)
    }
}

#[cfg(test)]
mod tests;
