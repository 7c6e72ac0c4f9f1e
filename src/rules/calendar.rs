//! Which days are worked in the PRC: weekends, public holidays, and weekend days made up for.

use std::collections::HashSet;
use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};

use crate::settings::Calendar;

#[derive(Default)]
struct Known {
    off: HashSet<Date>,
    work: HashSet<Date>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| parse(include_str!("holidays.txt")));

/// Lines that are no entry are passed over; the test below sees to it that there are none but comments.
fn parse(text: &str) -> Known {
    let mut known = Known::default();
    for line in text.lines() {
        let mut parts = line.split_whitespace();
        let (Some(kind), Some(Ok(from))) = (parts.next(), parts.next().map(str::parse::<Date>)) else {
            continue;
        };
        let to = parts.next().and_then(|to| to.parse().ok()).unwrap_or(from);
        let days = std::iter::successors(Some(from), |day| day.tomorrow().ok()).take_while(|day| *day <= to);
        match kind {
            "off" => known.off.extend(days),
            "work" => known.work.extend(days),
            _ => {}
        }
    }
    known
}

/// Why nobody is at work on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOff {
    Weekend,
    Holiday,
}

/// Whether a day is off, and why. Settings add to both lists and win over the built-in one.
pub fn day_off(day: Date, settings: &Calendar) -> Option<DayOff> {
    if settings.workdays.contains(&day) {
        return None;
    }
    if settings.holidays.contains(&day) || KNOWN.off.contains(&day) {
        return Some(DayOff::Holiday);
    }
    if KNOWN.work.contains(&day) {
        return None;
    }
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday).then_some(DayOff::Weekend)
}

/// The first day after `day` that is worked; `None` where none comes within two months.
pub fn next_workday(day: Date, settings: &Calendar) -> Option<Date> {
    std::iter::successors(day.tomorrow().ok(), |day| day.tomorrow().ok())
        .take(60)
        .find(|day| day_off(*day, settings).is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_line_is_read() {
        let lines = include_str!("holidays.txt").lines().filter(|line| !line.starts_with('#'));
        for line in lines {
            let known = parse(line);
            assert_eq!(known.off.is_empty(), line.starts_with("work"), "{line}");
            assert_eq!(known.work.is_empty(), line.starts_with("off"), "{line}");
        }
        // Every made-up day is a Saturday or Sunday, or it would not need to be made up.
        for day in &KNOWN.work {
            assert!(matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday), "{day}");
        }
    }

    #[test]
    fn holidays_weekends_and_made_up_days() {
        let calendar = Calendar::default();
        assert_eq!(day_off(date(2026, 2, 17), &calendar), Some(DayOff::Holiday));
        assert_eq!(day_off(date(2026, 2, 28), &calendar), None);
        assert_eq!(day_off(date(2026, 3, 7), &calendar), Some(DayOff::Weekend));
        assert_eq!(day_off(date(2026, 3, 9), &calendar), None);
        assert_eq!(next_workday(date(2026, 2, 15), &calendar), Some(date(2026, 2, 24)));
        assert_eq!(next_workday(date(2026, 10, 1), &calendar), Some(date(2026, 10, 8)));
        assert_eq!(next_workday(Date::MAX, &calendar), None);
    }

    #[test]
    fn settings_win() {
        let calendar = Calendar { holidays: vec![date(2027, 2, 8)], workdays: vec![date(2026, 2, 17)] };
        assert_eq!(day_off(date(2027, 2, 8), &calendar), Some(DayOff::Holiday));
        assert_eq!(day_off(date(2026, 2, 17), &calendar), None);
    }
}
