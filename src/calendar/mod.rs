//! Which days are worked in the PRC: weekends, public holidays, and weekend days that are worked for them.
//!
//! Lives here: the years that the State Council has announced ([`List`]), what the law alone says of the others
//! (`statutory`), and counting by them. Knows neither today nor files: a list of the user's is read elsewhere and
//! given as text.

mod list;
pub mod names;
mod statutory;

use std::borrow::Cow;
use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use list::{List, Mistake, Year};
pub use statutory::{FIRST_YEAR, LAST_YEAR, may_be_off};

static ANNOUNCED: LazyLock<List> = LazyLock::new(|| {
    // INVARIANT: a test reads the built-in list; were it wrong, no year would be known, and that would be shown.
    List::parse(include_str!("notices.txt")).unwrap_or_default()
});

/// The longest time off that is looked through, in days.
const LONGEST: usize = 60;

/// The most working days that are counted: thirty years of them.
const MOST: i64 = 7_500;

/// The built-in calendar with what the user adds to it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Calendar {
    /// A list of announced years in the form of `qdc holidays`; its years take the place of the built-in ones.
    pub file: Option<String>,
    /// `2027-02-06` and the like: days off.
    #[serde(deserialize_with = "days", serialize_with = "written")]
    pub holidays: Vec<Date>,
    /// Weekend days that are worked.
    #[serde(deserialize_with = "days", serialize_with = "written")]
    pub workdays: Vec<Date>,
    /// What `file` says, as read by those who may read files.
    #[serde(skip)]
    pub list: List,
}

/// Why nobody is at work on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayOff<'c> {
    Weekend,
    /// With the holiday's Chinese name; empty for a day of the user's.
    Holiday(Cow<'c, str>),
}

/// How well the holidays of a year are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known<'c> {
    /// By a notice, or a list of the user's.
    Announced(&'c Year),
    /// By the law alone: the days moved to make longer holidays are not known yet.
    Provisional,
    /// Weekends only.
    Weekends,
}

impl Calendar {
    /// How well a year is known.
    pub fn known(&self, year: i16) -> Known<'_> {
        match self.announced(year) {
            Some(year) => Known::Announced(year),
            None if (FIRST_YEAR..=LAST_YEAR).contains(&year) => Known::Provisional,
            None => Known::Weekends,
        }
    }

    /// The years that are announced, in order.
    pub fn years(&self) -> Vec<&Year> {
        let built_in = ANNOUNCED.years.iter().filter(|year| self.list.year(year.number).is_none());
        let mut years: Vec<&Year> = built_in.chain(&self.list.years).collect();
        years.sort_by_key(|year| year.number);
        years
    }

    fn announced(&self, year: i16) -> Option<&Year> {
        self.list.year(year).or_else(|| ANNOUNCED.year(year))
    }

    /// Whether a day is off, and why.
    pub fn day_off(&self, day: Date) -> Option<DayOff<'_>> {
        if self.workdays.contains(&day) {
            return None;
        }
        if self.holidays.contains(&day) {
            return Some(DayOff::Holiday(Cow::Borrowed("")));
        }
        match self.known(day.year()) {
            Known::Announced(year) => {
                if let Some(name) = year.off.get(&day) {
                    return Some(DayOff::Holiday(Cow::Borrowed(name)));
                }
                if year.work.contains_key(&day) {
                    return None;
                }
            }
            Known::Provisional => {
                if let Some(name) = statutory::holiday(day) {
                    return Some(DayOff::Holiday(Cow::Borrowed(name)));
                }
            }
            Known::Weekends => {}
        }
        matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday).then_some(DayOff::Weekend)
    }

    /// The days off of a year by its holidays, with their names: weekends are not listed.
    pub fn holidays_of(&self, year: i16) -> Vec<(Date, Cow<'_, str>)> {
        let days = Date::new(year, 1, 1).into_iter().flat_map(|first| {
            std::iter::successors(Some(first), |day| day.tomorrow().ok())
                .take_while(move |day| day.year() == year)
        });
        days.filter_map(|day| match self.day_off(day)? {
            DayOff::Holiday(name) => Some((day, name)),
            DayOff::Weekend => None,
        })
        .collect()
    }

    /// The weekend days of a year that are worked, with the holiday they are worked for.
    pub fn workdays_of(&self, year: i16) -> Vec<(Date, &str)> {
        let mut days: Vec<(Date, &str)> =
            self.workdays.iter().filter(|day| day.year() == year).map(|day| (*day, "")).collect();
        if let Some(year) = self.announced(year) {
            days.extend(year.work.iter().map(|(day, name)| (*day, name.as_str())));
        }
        days.retain(|(day, _)| self.day_off(*day).is_none());
        days.sort();
        days.dedup_by_key(|(day, _)| *day);
        days
    }

    /// The first day from `day` on that is worked; `None` where none comes within two months.
    pub fn workday_from(&self, day: Date) -> Option<Date> {
        std::iter::successors(Some(day), |day| day.tomorrow().ok())
            .take(LONGEST)
            .find(|day| self.day_off(*day).is_none())
    }

    /// The first day after `day` that is worked.
    pub fn next_workday(&self, day: Date) -> Option<Date> {
        self.workday_from(day.tomorrow().ok()?)
    }

    /// The day that is `count` working days after another: the first one counted is the next working day (Civil
    /// Code, article 201). None at all is the day itself.
    pub fn after_workdays(&self, day: Date, count: i64) -> Option<Date> {
        if count > MOST {
            return None;
        }
        (0..count).try_fold(day, |day, _| self.next_workday(day))
    }
}

fn days<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Date>, D::Error> {
    Vec::<String>::deserialize(from)?
        .iter()
        .map(|day| day.parse().map_err(serde::de::Error::custom))
        .collect()
}

fn written<S: Serializer>(days: &[Date], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(days.iter().map(Date::to_string))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn holiday(name: &str) -> Option<DayOff<'_>> {
        Some(DayOff::Holiday(name.into()))
    }

    #[test]
    fn the_built_in_list_is_right() {
        let list = List::parse(include_str!("notices.txt")).unwrap();
        assert!(!list.years.is_empty());
        for year in &list.years {
            assert!(!year.source.is_empty(), "{}", year.number);
            // What the law makes a holiday is one in every notice.
            let off = |day: &Date| year.off.contains_key(day);
            assert!(statutory::days(year.number).iter().all(|(day, _)| off(day)), "{}", year.number);
        }
    }

    #[test]
    fn holidays_weekends_and_days_worked_for_them() {
        let calendar = Calendar::default();
        assert_eq!(calendar.day_off(date(2026, 2, 17)), holiday("春节"));
        assert_eq!(calendar.day_off(date(2026, 2, 28)), None);
        assert_eq!(calendar.day_off(date(2026, 3, 7)), Some(DayOff::Weekend));
        assert_eq!(calendar.day_off(date(2026, 3, 9)), None);
        assert_eq!(calendar.next_workday(date(2026, 2, 15)), Some(date(2026, 2, 24)));
        assert_eq!(calendar.next_workday(date(2026, 10, 1)), Some(date(2026, 10, 8)));
        assert_eq!(calendar.workday_from(date(2026, 3, 9)), Some(date(2026, 3, 9)));
        assert_eq!(calendar.next_workday(Date::MAX), None);
    }

    #[test]
    fn a_year_without_a_notice_goes_by_the_law() {
        let calendar = Calendar::default();
        assert!(matches!(calendar.known(2026), Known::Announced(_)));
        assert_eq!(calendar.known(2030), Known::Provisional);
        assert_eq!((calendar.known(2024), calendar.known(2101)), (Known::Weekends, Known::Weekends));
        assert_eq!(calendar.day_off(date(2030, 2, 4)), holiday("春节"));
        assert_eq!(calendar.day_off(date(2024, 10, 1)), None);
    }

    #[test]
    fn the_users_days_win() {
        let calendar = Calendar {
            holidays: vec![date(2027, 3, 8)],
            workdays: vec![date(2026, 2, 17)],
            ..Calendar::default()
        };
        assert_eq!(calendar.day_off(date(2027, 3, 8)), holiday(""));
        assert_eq!(calendar.day_off(date(2026, 2, 17)), None);
        let list = List::parse("year 2026 本单位\noff 2026-03-09 厂庆\nyear 2031 通知\n").unwrap();
        let calendar = Calendar { list, ..Calendar::default() };
        assert_eq!(calendar.day_off(date(2026, 3, 9)), holiday("厂庆"));
        assert_eq!(calendar.day_off(date(2026, 2, 17)), None, "the list says all of its years");
        let years: Vec<i16> = calendar.years().iter().map(|year| year.number).collect();
        assert_eq!(years, [2025, 2026, 2031]);
    }

    #[test]
    fn working_days_are_counted_from_the_next_one() {
        let calendar = Calendar::default();
        // Over the National Day of 2026 and the Saturday worked for it.
        assert_eq!(calendar.after_workdays(date(2026, 9, 30), 1), Some(date(2026, 10, 8)));
        assert_eq!(calendar.after_workdays(date(2026, 9, 30), 3), Some(date(2026, 10, 10)));
        assert_eq!(calendar.after_workdays(date(2026, 9, 30), 4), Some(date(2026, 10, 12)));
        assert_eq!(calendar.after_workdays(date(2026, 10, 3), 0), Some(date(2026, 10, 3)));
        assert_eq!(calendar.after_workdays(date(2026, 1, 5), MOST + 1), None);
        assert_eq!(calendar.after_workdays(Date::MAX, 1), None);
    }
}
