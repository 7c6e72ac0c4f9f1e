//! Days off in words.

use jiff::civil::{Date, Weekday};

use super::{Calendar, DayOff, Known};
use crate::findings::Words;
use crate::words;

/// The holidays of the PRC in English.
const ENGLISH: &[(&str, &str)] = &[
    ("元旦", "New Year"),
    ("春节", "Spring Festival"),
    ("清明节", "Qingming"),
    ("劳动节", "Labour Day"),
    ("端午节", "Dragon Boat Festival"),
    ("中秋节", "Mid-Autumn Festival"),
    ("国庆节", "National Day"),
];

/// `国庆节、中秋节` in both languages; a name of the user's stays as it is.
pub fn holiday(name: &str) -> Words {
    let english = |part: &str| ENGLISH.iter().find(|(zh, _)| *zh == part).map(|(_, en)| *en);
    let parts: Option<Vec<&str>> = name.split('、').map(english).collect();
    Words { zh: name.to_owned(), en: parts.map_or_else(|| name.to_owned(), |parts| parts.join(" and ")) }
}

/// `周三`, `Wednesday`.
pub fn weekday(day: Date) -> Words {
    match day.weekday() {
        Weekday::Monday => words!("周一", "Monday"),
        Weekday::Tuesday => words!("周二", "Tuesday"),
        Weekday::Wednesday => words!("周三", "Wednesday"),
        Weekday::Thursday => words!("周四", "Thursday"),
        Weekday::Friday => words!("周五", "Friday"),
        Weekday::Saturday => words!("周六", "Saturday"),
        Weekday::Sunday => words!("周日", "Sunday"),
    }
}

impl Calendar {
    /// Why a day is off, to follow "is": `周六`, `在春节假期`.
    pub fn why_off(&self, day: Date) -> Option<Words> {
        Some(match self.day_off(day)? {
            DayOff::Weekend => {
                let Words { zh, en } = weekday(day);
                words!("是{zh}", "is a {en}")
            }
            DayOff::Holiday(name) if name.is_empty() => words!("是假日", "is a day off"),
            DayOff::Holiday(name) => {
                let Words { zh, en } = holiday(&name);
                words!("在{zh}假期", "is in the {en} holiday")
            }
        })
    }

    /// What has to be added to a result that rests on these days, where a notice is still to come.
    pub fn caution(&self, from: Date, to: Date) -> Option<Words> {
        // Few years are asked about: nobody signs over decades.
        let year = (from.year()..=to.year())
            .take(100)
            .find(|year| !matches!(self.known(*year), Known::Announced(_)))?;
        Some(match self.known(year) {
            Known::Weekends => words!(
                "{year} 年的节假日不在日历里，只看了周末",
                "the holidays of {year} are not known; only weekends are counted"
            ),
            _ => words!(
                "{year} 年按法定节假日推算，调休安排以国务院通知为准",
                "{year} is worked out from the statutory holidays; the State Council's notice decides"
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_off_in_words() {
        let calendar = Calendar::default();
        let why =
            |year, month, day| calendar.why_off(date(year, month, day)).map(|words| (words.zh, words.en));
        let pair = |zh: &str, en: &str| Some((zh.to_owned(), en.to_owned()));
        assert_eq!(
            why(2025, 10, 6),
            pair("在国庆节、中秋节假期", "is in the National Day and Mid-Autumn Festival holiday")
        );
        assert_eq!(why(2026, 3, 7), pair("是周六", "is a Saturday"));
        assert_eq!(why(2026, 3, 9), None);
    }

    #[test]
    fn what_is_not_announced_is_said() {
        let calendar = Calendar::default();
        assert_eq!(calendar.caution(date(2026, 1, 1), date(2026, 12, 31)), None);
        assert!(
            calendar
                .caution(date(2026, 12, 1), date(2029, 1, 4))
                .unwrap()
                .zh
                .starts_with("2027 年按法定节假日推算")
        );
        assert!(calendar.caution(date(2101, 1, 1), date(2101, 1, 2)).unwrap().zh.contains("只看了周末"));
    }
}
