//! Dates and lengths of time that are written otherwise than the language has them, put into words: what is wrong, what
//! to write instead, and whether that is sure.

use jiff::ToSpan;
use jiff::civil::Date;

use super::RULE;
use crate::findings::{Change, Finding, Words};
use crate::rules::{Context, phrase};
use crate::source::Span;
use crate::syntax::times::{Length, LooseTime, Said, Wanted, Why, read};
use crate::words;

/// The ways of writing a date.
fn ways_of_dates() -> Words {
    words!(
        "写成 `2026-12-31`、`2026/12/31` 或 `2026年12月31日`，不写时间",
        "write `2026-12-31`, `2026/12/31` or `2026年12月31日`, without a time of day"
    )
}

/// A token that is meant for a date, where one is wanted or not.
pub fn bad_date(cx: &Context<'_>, span: Span) -> Finding {
    match read(cx.model.sources.slice(span), Wanted::Date) {
        Some(found) => loose_time(cx, span, &found, Wanted::Date),
        None => {
            let written = phrase::quoted(cx.model, span);
            Finding::new(&RULE, span, words!("`{written}` 不是日期的写法", "`{written}` is not a way to write a date"))
                .help(ways_of_dates())
        }
    }
}

/// The finding of such a value.
pub fn loose_time(
    cx: &Context<'_>, span: Span,
    found: &LooseTime,
    wanted: Wanted,
) -> Finding {
    let written = phrase::quoted(cx.model, span);
    let Some(meant) = meant(cx, found.said) else {
        let message = match found.why {
            Why::DayOrMonth => words!(
                "`{written}` 看不出哪个是月、哪个是日",
                "`{written}` does not show which is the month and which the day"
            ),
            _ => words!("没有 `{written}` 这一天", "there is no such day as `{written}`"),
        };
        return Finding::new(&RULE, span, message).help(ways_of_dates());
    };
    let right = spelled(cx, span, meant, found.rolls, wanted);
    let finding = Finding::new(&RULE, span, message(&written, &right, found.why, wanted));
    let finding = match help(cx, span, meant, &right, found.why) {
        Some(help) => finding.help(help),
        None => finding,
    };
    let title = words!("改成 `{right}`", "write `{right}`");
    let before = cx.model.sources[span.file].text()[..span.start as usize].chars().next_back();
    // Behind a keyword that it is glued to, a blank is missing too.
    let gap = if before.is_some_and(char::is_alphanumeric) { " " } else { "" };
    let changes = vec![Change::new(span, format!("{gap}{right}"))];
    match found.why {
        // Which of two days is meant is for a person to say.
        Why::Midnight => finding,
        why if why.is_sure() => finding.fix(title, changes),
        _ => finding.offer(title, changes),
    }
}

/// What is wrong with a date given from outside, and how it is written; `None` where there is no such day.
pub fn given_time(cx: &Context<'_>, written: &str, found: &LooseTime) -> Option<(Words, String)> {
    let Meant::Day(day) = meant(cx, found.said)? else { return None };
    let right = match written.contains('年') {
        true => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        false => day.to_string(),
    };
    Some((message(written, &right, found.why, Wanted::Date), right))
}

/// A day, or a length of time.
#[derive(Clone, Copy)]
enum Meant {
    Day(Date),
    Length(Length),
}

/// What is meant today; `None` for what is no day, or could be two.
fn meant(cx: &Context<'_>, said: Said) -> Option<Meant> {
    let today = || cx.facts.today();
    Some(Meant::Day(match said {
        Said::Day(date) => date,
        Said::Length(length) => return Some(Meant::Length(length)),
        Said::DayOfYear { month, day, years: Some(years) } => {
            Date::new(today().year() + years, month, day).ok()?
        }
        // The next one there is; the 29th of February comes within eight years.
        Said::DayOfYear { month, day, years: None } => {
            let dates = (0..=8).filter_map(|years| Date::new(today().year() + years, month, day).ok());
            dates.into_iter().find(|date| *date >= today())?
        }
        Said::MonthEnd { months } => {
            today().first_of_month().checked_add(months.months()).ok()?.last_of_month()
        }
        Said::DayOfWeek { weeks, day } => {
            let monday = today().weekday().to_monday_zero_offset();
            today().checked_add((weeks * 7 + day - 1 - i32::from(monday)).days()).ok()?
        }
        Said::InDays(days) => today().checked_add(days.days()).ok()?,
        Said::NoSuchDay | Said::Open => return None,
    }))
}

/// As the language has it, in the words of what it replaces.
fn spelled(cx: &Context<'_>, span: Span, meant: Meant, rolls: bool, wanted: Wanted) -> String {
    let slice = cx.model.sources.slice(span);
    // In its own language, where its letters show one.
    let chinese = match slice.chars().find(|c| c.is_alphabetic()) {
        Some(letter) => !letter.is_ascii(),
        None => phrase::spelled_at(cx.model, span, ("zh", "en")) == "zh",
    };
    let roll = match (rolls && wanted == Wanted::Deadline, chinese) {
        (false, _) => "",
        (true, true) => " 顺延",
        (true, false) => " roll",
    };
    match meant {
        Meant::Day(date) if slice.contains(['年', '月']) && chinese => {
            let (year, month, day) = (date.year(), date.month(), date.day());
            format!("{year}年{month}月{day}日{roll}")
        }
        Meant::Day(date) => format!("{date}{roll}"),
        Meant::Length(Length { count, zh, en }) => match (wanted, chinese) {
            (Wanted::Deadline, true) => format!("{count}{zh}内{roll}"),
            (Wanted::Deadline, false) => format!("in {count}{en}{roll}"),
            (_, true) => format!("{count}{zh}"),
            (_, false) => format!("{count}{en}"),
        },
    }
}

fn message(written: &str, right: &str, why: Why, wanted: Wanted) -> Words {
    match why {
        Why::Spelling if wanted == Wanted::Date => {
            words!("`{written}` 不是日期的写法", "`{written}` is not a way to write a date")
        }
        Why::Spelling => words!("`{written}` 要写成 `{right}`", "`{written}` is written `{right}`"),
        Why::NoMarker => {
            let marker = if right.starts_with("in ") { "in" } else { "内" };
            words!("期限 `{written}` 缺少 `{marker}`", "`{marker}` is missing from the length of time `{written}`")
        }
        Why::Before => words!(
            "`{written}` 里的“前”是多余的，这里只写日期",
            "only the date goes here, without `前`: `{written}`"
        ),
        Why::EndOfDay | Why::TimeOfDay | Why::Midnight => {
            words!(
                "`{written}` 里有时间，这里只写日期",
                "only a date goes here, without a time of day: `{written}`"
            )
        }
        Why::ShortYear => words!("`{written}` 的年份要写四位", "the year of `{written}` needs four digits"),
        Why::NoYear => words!("`{written}` 没有写明年份", "the year is missing from `{written}`"),
        Why::Relative => words!(
            "`{written}` 是哪一天，要看什么时候读；这里写日期",
            "`{written}` means another day each time it is read; a date goes here"
        ),
        Why::Exclusive => words!(
            "`{written}` 不含写的这一天，这里写最后一天",
            "`{written}` leaves out the day it names; the last day goes here"
        ),
        Why::NoDay => words!("`{written}` 没有写明是哪一天", "the day is missing from `{written}`"),
        Why::After => {
            words!("`{written}` 没有说最晚到哪一天", "`{written}` does not say which day is the last")
        }
        Why::Inexact => words!(
            "`{written}` 有多种算法，要写明数和单位",
            "`{written}` is counted in more than one way; a number and a unit go here"
        ),
        Why::MonthOrMonths => {
            words!(
                "`{written}` 可以指月份，也可以指几个月",
                "`{written}` may be a month of the year or a number of months"
            )
        }
        Why::DayOrMonth => words!("`{written}` 不是日期的写法", "`{written}` is not a way to write a date"),
    }
}

fn help(cx: &Context<'_>, span: Span, meant: Meant, right: &str, why: Why) -> Option<Words> {
    let eve_of = |day: Date| Some(phrase::date_like(cx.model, span, day.yesterday().ok()?));
    Some(match (why, meant) {
        (Why::Before, Meant::Day(day)) => {
            let eve = eve_of(day)?;
            words!(
                "截止日期当天仍可签署，写成 `{right}`；当天不能再签的，写前一天 `{eve}`",
                "signing is possible until the end of the day: write `{right}`, or `{eve}` where that day is too late"
            )
        }
        (Why::EndOfDay | Why::TimeOfDay, _) => words!(
            "写成 `{right}`，算到当天结束；平台只收日期",
            "write `{right}`, which lasts until the end of the day; the platform takes dates only"
        ),
        (Why::Midnight, Meant::Day(day)) => {
            let eve = eve_of(day)?;
            words!(
                "零点就是前一天结束：截止到前一天的，写 `{eve}`；当天仍可签的，写 `{right}`",
                "midnight is the end of the day before: write `{eve}`, or `{right}` where signing on that day is still possible"
            )
        }
        (Why::ShortYear, _) => words!("写成 `{right}`", "write `{right}`"),
        (Why::NoYear, _) => words!(
            "写明年份，如 `{right}`；不写年份，过了年意思就变了",
            "write the year too, as in `{right}`: without it the meaning changes with the year"
        ),
        (Why::NoDay | Why::Exclusive, _) => {
            words!("写明最后一天，如 `{right}`", "write the last day, as in `{right}`")
        }
        (Why::After, _) => words!(
            "要在这段时间内签完，写成 `{right}`；要到某一天为止，写日期",
            "write `{right}` for all the time until then, or the date of the last day"
        ),
        (Why::Relative | Why::Inexact | Why::MonthOrMonths, _) => words!("例如写成 `{right}`", "for example `{right}`"),
        (Why::Spelling, Meant::Day(_)) => return Some(ways_of_dates()),
        (Why::NoMarker, _) => words!("写成 `{right}`", "write `{right}`"),
        _ => return None,
    })
}
