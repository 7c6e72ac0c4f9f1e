//! `qdc holidays`: which days are off in a year, who said so, and what is only worked out.

use std::fmt::Write as _;
use std::path::Path;

use clap::{Arg, ArgMatches, Command, ValueHint};
use jiff::civil::Date;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::config::{Configs, read_holidays};
use super::messages::pick;
use super::{Env, Outcome, args, facts, json, numbers, output};
use crate::calendar::{Calendar, Known, names};
use crate::findings::{Lang, Words};
use crate::words;

pub fn command(lang: Lang) -> Command {
    Command::new("holidays")
        .about(pick(
            lang,
            "显示各年的节假日、调休上班的日子和出处",
            "Show the public holidays of a year, the weekend days worked for them, and their source",
        ))
        .arg(
            Arg::new("year")
                .value_name(pick(lang, "年份", "YEAR"))
                .value_parser(numbers::number::<i16>(lang, 2000..=2999))
                .help(pick(lang, "哪一年；不写则为今年和明年", "The year; by default this one and the next")),
        )
        .arg(
            Arg::new("list")
                .long("list")
                .value_name(pick(lang, "文件", "FILE"))
                .value_hint(ValueHint::FilePath)
                .help(pick(
                    lang,
                    "核对并使用这份节假日列表；长期使用的写进 qdc.toml：[calendar] file = \"…\"",
                    "Check this list of holidays and use it; for good it goes into qdc.toml: [calendar] file = \"…\"",
                )),
        )
        .arg(args::human_or_json(lang))
        .after_help(pick(
            lang,
            "列表每行一项：\n  year 2027 通知的名称和日期\n  off  2027-02-05 2027-02-12 春节\n  work 2027-01-31 春节",
            "A list has one entry a line:\n  year 2027 the notice and its date\n  off  2027-02-05 2027-02-12 春节\n  work 2027-01-31 春节",
        ))
}

pub fn run(matches: &ArgMatches, env: &Env) -> Outcome {
    // What is set for the files here.
    let mut calendar = Configs::of_files().of("here.qdc")?.calendar.clone();
    if let Some(list) = matches.get_one::<String>("list") {
        calendar.list = read_holidays(Path::new(list), list)?;
    }
    let years: Vec<i16> = match matches.get_one::<i16>("year") {
        Some(year) => vec![*year],
        None => {
            let this = facts::now().year();
            let later = calendar.years().into_iter().map(|year| year.number).filter(|year| *year > this + 1);
            [this, this + 1].into_iter().chain(later).collect()
        }
    };
    let years: Vec<Shown<'_>> = years.into_iter().map(|year| Shown::of(&calendar, year)).collect();
    if args::wants_json(matches) {
        json::print(&Output { version: json::VERSION, years })?;
    } else {
        output::print(&human(&years, env.lang))?;
    }
    Ok(0)
}

#[derive(Serialize)]
struct Output<'a> {
    version: u32,
    years: Vec<Shown<'a>>,
}

/// A year.
#[derive(Serialize)]
struct Shown<'a> {
    year: i16,
    basis: Basis,
    /// The notice, where there is one.
    notice: Option<&'a str>,
    off: Vec<Day>,
    work: Vec<Day>,
}

/// What the days of a year rest on.
#[derive(Serialize, Clone, Copy, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Basis {
    Notice,
    Law,
    Weekends,
}

#[derive(Serialize)]
struct Day {
    #[serde(serialize_with = "written")]
    date: Date,
    /// The holiday; empty for a day of the settings.
    name: String,
}

fn written<S: serde::Serializer>(date: &Date, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(date)
}

impl<'a> Shown<'a> {
    fn of(calendar: &'a Calendar, year: i16) -> Shown<'a> {
        let (basis, notice) = match calendar.known(year) {
            Known::Announced(year) => (Basis::Notice, Some(year.source.as_str())),
            Known::Provisional => (Basis::Law, None),
            Known::Weekends => (Basis::Weekends, None),
        };
        let day = |(date, name): (Date, String)| Day { date, name };
        let off = calendar.holidays_of(year).into_iter().map(|(date, name)| day((date, name.into_owned())));
        let work = calendar.workdays_of(year).into_iter().map(|(date, name)| day((date, name.to_owned())));
        Shown { year, basis, notice, off: off.collect(), work: work.collect() }
    }

    /// Holidays as first day, last day and name, in order.
    fn spans(&self) -> Vec<(Date, Date, &str)> {
        let mut spans: Vec<(Date, Date, &str)> = Vec::new();
        for Day { date, name } in &self.off {
            match spans.last_mut() {
                // A weekend between the days of one holiday is part of it.
                Some((_, to, known)) if known == name && (*date - *to).get_days() <= 3 => *to = *date,
                _ => spans.push((*date, *date, name)),
            }
        }
        spans
    }
}

fn human(years: &[Shown<'_>], lang: Lang) -> String {
    let mut page = String::new();
    for (index, year) in years.iter().enumerate() {
        if index > 0 {
            page.push('\n');
        }
        let number = year.year;
        let heading = match (year.basis, year.notice) {
            (Basis::Notice, Some(notice)) => words!("{number} 年：{notice}", "{number}: {notice}"),
            (Basis::Law, _) => words!(
                "{number} 年：通知还没有收录，按法定节假日推算，调休安排以国务院通知为准",
                "{number}: no notice is known; worked out from the statutory holidays, the State Council's notice decides"
            ),
            _ => words!("{number} 年：没有收录，只知道周末", "{number}: not known but for weekends"),
        };
        let _ = writeln!(page, "{}", heading.get(lang));
        let mut rows: Vec<(Words, Words, Date)> = Vec::new();
        for (from, to, name) in year.spans() {
            let days = (to - from).get_days() + 1;
            let (first, last) = (day(from, lang), day(to, lang));
            let when = match days {
                1 => words!("{first}", "{first}"),
                _ => words!("{first}至 {last}，{days} 天", "{first} to {last}, {days} days"),
            };
            rows.push((named(name), when, from));
        }
        for Day { date, name } in &year.work {
            let written = day(*date, lang);
            rows.push((named(name), words!("{written}上班", "{written} is worked"), *date));
        }
        rows.sort_by_key(|(.., date)| *date);
        let widest = rows.iter().map(|(name, ..)| name.get(lang).width()).max().unwrap_or(0);
        for (name, when, _) in rows {
            let name = name.get(lang);
            let gap = " ".repeat(widest - name.width() + 2);
            let _ = writeln!(page, "  {name}{gap}{}", when.get(lang));
        }
    }
    page
}

fn named(name: &str) -> Words {
    if name.is_empty() { words!("（设置）", "(settings)") } else { names::holiday(name) }
}

/// `1月1日（周四）`, `2026-01-01 (Thursday)`.
fn day(date: Date, lang: Lang) -> String {
    let weekday = names::weekday(date);
    match lang {
        Lang::Zh => format!("{}月{}日（{}）", date.month(), date.day(), weekday.zh),
        Lang::En => format!("{date} ({})", weekday.en),
    }
}
