//! Dates.

use jiff::civil::Date;

use super::numbers::Number;
use super::{Cursor, LooseTime, Said, Why};

const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTH_ENDS: &[&str] = &["月底", "月末"];
const BEFORE: &[&str] = &["之前", "以前", "前"];
const SEPARATORS: &[&str] = &["-", "/", ".", "、"];

/// What is said, and what is unusual about it.
type Found = (Said, Why);

pub fn read(mut at: Cursor<'_>) -> Option<LooseTime> {
    let is_before = at.eat(&["before"]);
    at.eat(&["不晚于", "不迟于", "最晚", "截至", "截止", "至", "到", "于", "在", "by", "until", "on", "due"]);
    let (said, mut why) = relative(&mut at)
        .or_else(|| turn(&mut at, in_chinese))
        .or_else(|| turn(&mut at, in_english))
        .or_else(|| turn(&mut at, in_figures))?;
    let said = match said {
        Said::Day(day) if is_before => {
            why = Why::Exclusive;
            Said::Day(day.yesterday().ok()?)
        }
        said => said,
    };
    weekday(&mut at, said)?;
    if at.eat(BEFORE) && why == Why::Spelling {
        why = Why::Before;
    }
    at.eat(&["为止", "止"]);
    if let Some(time) = time_of_day(&mut at)?
        && why <= Why::EndOfDay
    {
        why = time;
    }
    at.eat(BEFORE);
    at.eat(&["当日", "当天"]);
    let rolls = at.tail()?;
    Some(LooseTime { said, why, rolls })
}

const WEEK: &[&str] = &["一", "二", "三", "四", "五", "六", "日", "天"];

/// The day of the week by one of its characters; Monday is 1.
fn day_of_week(at: &mut Cursor<'_>) -> Option<i32> {
    let day = WEEK.iter().position(|day| at.eat(&[*day]))? as i32 + 1;
    Some(day.min(7))
}

/// `（星期四）` behind a date: passed over where it is right; `None` where it contradicts the date.
fn weekday(at: &mut Cursor<'_>, said: Said) -> Option<()> {
    let mut ahead = *at;
    let bracket = ahead.eat(&["("]);
    if ahead.eat(&["星期", "周", "礼拜"]) {
        let day = day_of_week(&mut ahead)?;
        let is_right = match said {
            Said::Day(date) => i32::from(date.weekday().to_monday_one_offset()) == day,
            _ => true,
        };
        if !is_right || (bracket && !ahead.eat(&[")"])) {
            return None;
        }
        *at = ahead;
    }
    Some(())
}

/// Reads on, or stays where it is.
fn turn(at: &mut Cursor<'_>, read: fn(&mut Cursor<'_>) -> Option<Found>) -> Option<Found> {
    let mut ahead = *at;
    let found = read(&mut ahead)?;
    *at = ahead;
    Some(found)
}

fn day(year: i64, month: Number, day: Number) -> Said {
    let date = || {
        let (year, month) = (i16::try_from(year).ok()?, i8::try_from(month.value).ok()?);
        Date::new(year, month, i8::try_from(day.value).ok()?).ok()
    };
    date().map_or(Said::NoSuchDay, Said::Day)
}

/// A year of four digits, or the one meant by two.
fn year(number: Number) -> Option<(i64, Why)> {
    match number.digits {
        4 if (1900..=2999).contains(&number.value) => Some((number.value, Why::Spelling)),
        2 => Some((2000 + number.value, Why::ShortYear)),
        _ => None,
    }
}

/// A day of some year; none of a month and a day that no year has.
fn day_of_year(month: Number, day: Number, years: Option<i16>) -> Said {
    let leap = |month: i8, day: i8| Date::new(2024, month, day).is_ok();
    match (i8::try_from(month.value), i8::try_from(day.value)) {
        (Ok(month), Ok(day)) if leap(month, day) => Said::DayOfYear { month, day, years },
        _ => Said::NoSuchDay,
    }
}

fn last_day(year: i64) -> Said {
    day(year, Number { value: 12, digits: 2 }, Number { value: 31, digits: 2 })
}

fn last_of_month(year: i64, month: Number) -> Said {
    let first = i16::try_from(year).ok().zip(i8::try_from(month.value).ok());
    let first = first.and_then(|(year, month)| Date::new(year, month, 1).ok());
    first.map_or(Said::NoSuchDay, |first| Said::Day(first.last_of_month()))
}

/// `2026年12月31日`, `26年12月31日`, `12月31日`, `2026年12月`, `2026年底`.
fn in_chinese(at: &mut Cursor<'_>) -> Option<Found> {
    let first = at.number()?;
    if !at.eat(&["年"]) {
        return within_a_year(at, first, None);
    }
    let (year, why) = year(first)?;
    if at.eat(&["年底", "年末", "底", "末"]) {
        return Some((last_day(year), Why::NoDay));
    }
    let Some(month) = at.number() else {
        return (first.digits == 4).then(|| (last_day(year), Why::NoDay));
    };
    if at.eat(MONTH_ENDS) || (at.eat(&["月"]) && at.eat(&["份"])) {
        return Some((last_of_month(year, month), Why::NoDay));
    }
    at.eat(&["月"]);
    let Some(number) = at.number() else { return Some((last_of_month(year, month), Why::NoDay)) };
    at.eat(&["日", "号"]);
    Some((day(year, month, number), why))
}

/// `12月31日`, once the first number is read.
fn within_a_year(at: &mut Cursor<'_>, month: Number, years: Option<i16>) -> Option<Found> {
    if at.eat(MONTH_ENDS) {
        let last = last_of_month(2025, month);
        let Said::Day(last) = last else { return Some((Said::NoSuchDay, Why::NoYear)) };
        return Some((Said::DayOfYear { month: last.month(), day: last.day(), years }, Why::NoYear));
    }
    if !at.eat(&["月"]) {
        return None;
    }
    let number = at.number()?;
    at.eat(&["日", "号"]);
    Some((day_of_year(month, number, years), Why::NoYear))
}

/// `年底`, `明年3月1日`, `月底`, `明天`.
fn relative(at: &mut Cursor<'_>) -> Option<Found> {
    let mut ahead = *at;
    let years = match () {
        () if ahead.eat(&["今年", "本年度", "本年", "当年", "this year"]) => Some(0),
        () if ahead.eat(&["明年", "来年", "次年"]) => Some(1),
        () => None,
    };
    let ends = ["年底", "年末", "年终", "底", "末"];
    let end = if years.is_some() { ahead.eat(&ends) } else { ahead.eat(&ends[..3]) };
    let found = if end {
        Some(Said::DayOfYear { month: 12, day: 31, years: Some(years.unwrap_or(0)) })
    } else if years.is_some() {
        let month = ahead.number()?;
        Some(within_a_year(&mut ahead, month, years)?.0)
    } else if ahead.eat(&["下月底", "下个月底", "下月末"]) {
        Some(Said::MonthEnd { months: 1 })
    } else if ahead.eat(&["本月底", "月底", "月末", "本月末", "当月底", "这个月底"]) {
        Some(Said::MonthEnd { months: 0 })
    } else if ahead.eat(&["下周", "下个星期", "下星期", "下礼拜"]) {
        day_of_week(&mut ahead).map(|day| Said::DayOfWeek { weeks: 1, day })
    } else if ahead.eat(&["本周", "这周", "本星期", "这个星期"]) {
        day_of_week(&mut ahead).map(|day| Said::DayOfWeek { weeks: 0, day })
    } else if ahead.eat(&["今天", "今日", "today"]) {
        Some(Said::InDays(0))
    } else if ahead.eat(&["明天", "明日", "tomorrow"]) {
        Some(Said::InDays(1))
    } else if ahead.eat(&["后天"]) {
        Some(Said::InDays(2))
    } else {
        None
    };
    // `今天起30天` is a length of time.
    let found = found.filter(|_| !ahead.eat(&["起", "算"]))?;
    *at = ahead;
    Some((found, Why::Relative))
}

/// `31 December 2026`, `Dec 31, 2026`.
fn in_english(at: &mut Cursor<'_>) -> Option<Found> {
    let first = at.number();
    if first.is_some() {
        at.eat(&["st", "nd", "rd", "th"]);
        at.eat(&["of"]);
    }
    let rest = at.rest.trim_start();
    let length = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let name = rest.get(..length).filter(|name| name.len() >= 3)?;
    let month = MONTHS.iter().position(|month| name.starts_with(month))? as i64 + 1;
    at.rest = rest[length..].trim_start_matches('.');
    let month = Number { value: month, digits: 2 };
    let number = match first {
        Some(number) => number,
        None => {
            let number = at.number()?;
            at.eat(&["st", "nd", "rd", "th"]);
            number
        }
    };
    at.eat(&[","]);
    match at.number() {
        Some(number_of_year) if number_of_year.digits == 4 => {
            Some((day(number_of_year.value, month, number), Why::Spelling))
        }
        Some(_) => None,
        None => Some((day_of_year(month, number, None), Why::NoYear)),
    }
}

/// `2026.12.31`, `31/12/2026`, `26-12-31`, `20261231`, `12-31`.
fn in_figures(at: &mut Cursor<'_>) -> Option<Found> {
    let first = at.number()?;
    if first.digits == 8 {
        let part = |number: i64| Number { value: number, digits: 2 };
        let (year, rest) = (first.value / 10_000, first.value % 10_000);
        let date = day(year, part(rest / 100), part(rest % 100));
        return ((1900..=2999).contains(&year) && date != Said::NoSuchDay).then_some((date, Why::Spelling));
    }
    let is_dot = at.rest.trim_start().starts_with('.');
    if !at.eat(SEPARATORS) {
        return None;
    }
    let second = at.number()?;
    let mut ahead = *at;
    let third = ahead.eat(SEPARATORS).then(|| ahead.number()).flatten();
    let Some(third) = third else {
        return match (year(first), first.digits) {
            (Some((year, _)), 4) => Some((last_of_month(year, second), Why::NoDay)),
            // `3.5` is no date.
            _ if first.value <= 12 && second.digits <= 2 && !(is_dot && second.digits < 2) => {
                let said = day_of_year(first, second, None);
                (said != Said::NoSuchDay).then_some((said, Why::NoYear))
            }
            _ => None,
        };
    };
    *at = ahead;
    at.eat(&["日", "号"]);
    match (first.digits, third.digits) {
        (4, 1..=2) => Some((day(year(first)?.0, second, third), Why::Spelling)),
        (1..=2, 4) => {
            let year = year(third)?.0;
            match (first.value > 12, second.value > 12) {
                (true, false) => Some((day(year, second, first), Why::Spelling)),
                (false, true) => Some((day(year, first, second), Why::Spelling)),
                (true, true) => Some((Said::NoSuchDay, Why::Spelling)),
                (false, false) if first.value == second.value => {
                    Some((day(year, first, second), Why::Spelling))
                }
                (false, false) => Some((Said::Open, Why::DayOrMonth)),
            }
        }
        (2, 1..=2) => Some((day(2000 + first.value, second, third), Why::ShortYear)),
        _ => None,
    }
}

/// A time of day behind a date, if there is one; `None` for what only looks like one.
fn time_of_day(at: &mut Cursor<'_>) -> Option<Option<Why>> {
    let mut ahead = *at;
    ahead.eat(&["t"]);
    let part = ahead.eat(&["上午", "下午", "中午", "晚上", "晚", "早上", "凌晨", "北京时间"]);
    let Some(hour) = ahead.number() else {
        return (!part).then_some(None);
    };
    let mut minute = 0;
    if ahead.eat(&[":"]) {
        minute = ahead.number()?.value;
        if ahead.eat(&[":"]) {
            ahead.number()?;
        }
    } else if ahead.eat(&["时", "点"]) {
        ahead.eat(&["整", "钟"]);
        if let Some(number) = ahead.number() {
            minute = number.value;
            ahead.eat(&["分"]);
        }
    } else if !ahead.eat(&["am", "pm", "h"]) {
        return None;
    }
    ahead.eat(&["am", "pm"]);
    *at = ahead;
    Some(Some(match (hour.value, minute) {
        (24, 0) | (23, 59) => Why::EndOfDay,
        (0, 0) => Why::Midnight,
        _ => Why::TimeOfDay,
    }))
}
