//! What the law alone says of a year: 全国年节及纪念日放假办法 as revised by State Council Decree 795 of 2024-11-10, in
//! force since 2025.
//!
//! Articles 2 and 6: New Year 1 day, Spring Festival 4 (New Year's Eve and the first three days of the first month),
//! Qingming 1, Labour Day 2, Dragon Boat Festival 1, Mid-Autumn Festival 1, National Day 3; a day that falls on a
//! weekend is made up for on working days, here taken to be the first ones after it. What the State Council moves
//! beyond that, to make longer holidays, is known from its notice only.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// The first year under the law as revised.
pub const FIRST_YEAR: i16 = 2025;
/// The last year whose festivals are listed.
pub const LAST_YEAR: i16 = 2100;

static HOLIDAYS: LazyLock<BTreeMap<Date, &'static str>> = LazyLock::new(|| {
    let mut all = BTreeMap::new();
    for year in FIRST_YEAR..=LAST_YEAR {
        let days = days(year);
        all.extend(days.iter().copied());
        for (day, name) in days {
            if matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
                && let Some(made_up) = next_free(day, &all)
            {
                all.insert(made_up, name);
            }
        }
    }
    all
});

/// The holiday that a day belongs to by the law.
pub fn holiday(day: Date) -> Option<&'static str> {
    HOLIDAYS.get(&day).copied()
}

/// The first day after another that is neither a weekend day nor off already.
fn next_free(day: Date, off: &BTreeMap<Date, &'static str>) -> Option<Date> {
    let is_free =
        |day: &Date| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !off.contains_key(day);
    std::iter::successors(day.tomorrow().ok(), |day| day.tomorrow().ok()).take(30).find(is_free)
}

/// The thirteen days of a year, in order; none of a year whose festivals are not listed.
pub fn days(year: i16) -> Vec<(Date, &'static str)> {
    let Some(Festivals { spring, qingming, dragon_boat, mid_autumn }) = festivals(year) else {
        return Vec::new();
    };
    let fixed = |month, day| Date::new(year, month, day).ok();
    let beside = |day: Date, days: i32| day.checked_add(days.days()).ok();
    let days = [
        (fixed(1, 1), "元旦"),
        (beside(spring, -1), "春节"),
        (Some(spring), "春节"),
        (beside(spring, 1), "春节"),
        (beside(spring, 2), "春节"),
        (Some(qingming), "清明节"),
        (fixed(5, 1), "劳动节"),
        (fixed(5, 2), "劳动节"),
        (Some(dragon_boat), "端午节"),
        (fixed(10, 1), "国庆节"),
        (fixed(10, 2), "国庆节"),
        (fixed(10, 3), "国庆节"),
        (Some(mid_autumn), "中秋节"),
    ];
    let mut days: Vec<_> = days.into_iter().filter_map(|(day, name)| Some((day?, name))).collect();
    days.sort_by_key(|(day, _)| *day);
    days
}

/// The long holiday that a day probably belongs to once the year is announced: the notices since 2025 give eight days
/// from New Year's Eve on, five from the 1st of May and seven from the 1st of October.
pub fn may_be_off(day: Date) -> Option<&'static str> {
    let eve = festivals(day.year())?.spring.yesterday().ok()?;
    let begun = [
        (Some(eve), 8, "春节"),
        (Date::new(day.year(), 5, 1).ok(), 5, "劳动节"),
        (Date::new(day.year(), 10, 1).ok(), 7, "国庆节"),
    ];
    begun.into_iter().find_map(|(first, length, name)| {
        let nth = (day - first?).get_days();
        (0..length).contains(&nth).then_some(name)
    })
}

struct Festivals {
    spring: Date,
    qingming: Date,
    dragon_boat: Date,
    mid_autumn: Date,
}

/// The festivals of a year; a test finds a line for every year.
fn festivals(year: i16) -> Option<Festivals> {
    let start = format!("{year} ");
    let line = include_str!("festivals.txt").lines().find(|line| line.starts_with(&start))?;
    let mut days =
        line[start.len()..].split(' ').map(|day| format!("{start}{day}").replace(' ', "-").parse().ok());
    let mut next = || days.next().flatten();
    Some(Festivals { spring: next()?, qingming: next()?, dragon_boat: next()?, mid_autumn: next()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const ELSEWHERE: &str = include_str!("festivals_elsewhere.txt");

    #[test]
    fn festivals_are_those_of_other_tables() {
        let mut years = 0;
        for line in ELSEWHERE.lines().filter(|line| !line.starts_with('#')) {
            let mut parts = line.split(' ');
            let year: i16 = parts.next().unwrap().parse().unwrap();
            let known = festivals(year).unwrap();
            let known = [known.spring, known.dragon_boat, known.mid_autumn]
                .map(|day| day.strftime("%m-%d").to_string());
            assert_eq!(known.to_vec(), parts.collect::<Vec<_>>(), "{year}");
            years += 1;
        }
        assert_eq!(years, 51);
    }

    /// Months begin on the day of a new moon: a second witness, by the moon itself (Meeus, chapter 49).
    #[test]
    fn festivals_are_at_their_phase_of_the_moon() {
        for year in 2000..=LAST_YEAR {
            let known = festivals(year).unwrap();
            for (day, of_month) in [(known.spring, 1), (known.dragon_boat, 5), (known.mid_autumn, 15)] {
                let first = day.checked_sub((of_month - 1).days()).unwrap();
                assert_eq!(new_moon_near(first), first, "{year} {day}");
            }
        }
    }

    /// The day, in Beijing, of the new moon next to a day.
    fn new_moon_near(day: Date) -> Date {
        let since = f64::from((day - date(2000, 1, 6)).get_days());
        let k = (since / 29.530588861).round();
        let t = k / 1236.85;
        let radians = |degrees: f64| degrees.rem_euclid(360.0).to_radians();
        let e = 1.0 - 0.002516 * t - 0.0000074 * t * t;
        let sun = radians(2.5534 + 29.10535670 * k - 0.0000014 * t * t);
        let moon = radians(201.5643 + 385.81693528 * k + 0.0107582 * t * t);
        let f = radians(160.7108 + 390.67050284 * k - 0.0016118 * t * t);
        let node = radians(124.7746 - 1.56375588 * k + 0.0020672 * t * t);
        let terms = -0.40720 * moon.sin()
            + 0.17241 * e * sun.sin()
            + 0.01608 * (2.0 * moon).sin()
            + 0.01039 * (2.0 * f).sin()
            + 0.00739 * e * (moon - sun).sin()
            - 0.00514 * e * (moon + sun).sin()
            + 0.00208 * e * e * (2.0 * sun).sin()
            - 0.00111 * (moon - 2.0 * f).sin()
            - 0.00057 * (moon + 2.0 * f).sin()
            + 0.00056 * e * (2.0 * moon + sun).sin()
            - 0.00042 * (3.0 * moon).sin()
            + 0.00042 * e * (sun + 2.0 * f).sin()
            + 0.00038 * e * (sun - 2.0 * f).sin()
            - 0.00024 * e * (2.0 * moon - sun).sin()
            - 0.00017 * node.sin()
            + 0.000325 * radians(299.77 + 0.107408 * k - 0.009173 * t * t).sin();
        let dynamical = 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t + terms;
        // About a minute and more by which clocks fall behind the planets, and eight hours to Beijing.
        let y = 2000.0 + k / 12.3685 - 2000.0;
        let behind = (62.92 + 0.32217 * y + 0.005589 * y * y).min(203.0) / 86_400.0;
        let beijing = dynamical - behind + 8.0 / 24.0;
        let days = (beijing + 0.5).floor() as i64 - 2_451_545;
        date(2000, 1, 1).checked_add(days.days()).unwrap()
    }

    #[test]
    fn a_weekend_is_made_up_for() {
        // The first two days of 2027 fall on a Saturday and a Sunday.
        let spring: Vec<Date> =
            (4..=11).map(|day| date(2027, 2, day)).filter(|day| holiday(*day).is_some()).collect();
        assert_eq!(spring, (5..=10).map(|day| date(2027, 2, day)).collect::<Vec<_>>());
        assert_eq!(holiday(date(2028, 1, 3)), Some("元旦"));
        assert_eq!(holiday(date(2028, 1, 4)), None);
        assert_eq!(holiday(date(2101, 1, 1)), None);
    }

    #[test]
    fn every_year_has_its_thirteen_days() {
        for year in FIRST_YEAR..=LAST_YEAR {
            assert_eq!(days(year).len(), 13, "{year}");
        }
    }
}
