//! A list of announced years: read from text, and every mistake in it named by its line.
//!
//! ```text
//! year 2026 国办发明电〔2025〕7号，2025-11-04
//! off  2026-01-01 2026-01-03 元旦
//! work 2026-01-04 元旦
//! ```

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};

use crate::findings::Words;
use crate::words;

/// Longer holidays than this are slips of the pen.
const LONGEST: usize = 31;

/// The announced years, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct List {
    pub years: Vec<Year>,
}

/// All that was announced of a year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Year {
    pub number: i16,
    /// Who announced it, and when.
    pub source: String,
    /// Days off and the holidays they belong to.
    pub off: BTreeMap<Date, String>,
    /// Weekend days that are worked, and the holidays they are worked for.
    pub work: BTreeMap<Date, String>,
}

/// A line that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// From 1.
    pub line: usize,
    pub why: Words,
}

impl List {
    pub fn year(&self, number: i16) -> Option<&Year> {
        self.years.iter().find(|year| year.number == number)
    }

    /// Reads a list; the first line that is wrong ends it, since half a calendar counts wrong.
    pub fn parse(text: &str) -> Result<List, Mistake> {
        let mut list = List::default();
        for (index, line) in text.trim_start_matches('\u{FEFF}').lines().enumerate() {
            list.line(line.trim()).map_err(|why| Mistake { line: index + 1, why })?;
        }
        Ok(list)
    }

    fn line(&mut self, line: &str) -> Result<(), Words> {
        if line.is_empty() || line.starts_with('#') {
            return Ok(());
        }
        let (kind, rest) = word(line);
        match kind {
            "year" => self.begin(rest),
            "off" => self.off(rest),
            "work" => self.work(rest),
            _ => Err(words!(
                "`{kind}` 不是开头的词，每行以 `year`、`off`、`work` 或 `#` 开头",
                "`{kind}` does not open a line: `year`, `off`, `work` and `#` do"
            )),
        }
    }

    fn begin(&mut self, rest: &str) -> Result<(), Words> {
        let (year, source) = word(rest);
        let number = year.parse().ok().filter(|year| (2000..=9000).contains(year));
        let Some(number) = number else {
            return Err(words!("`{year}` 不是年份", "`{year}` is not a year"));
        };
        if self.year(number).is_some() {
            return Err(words!("{number} 年写了两次", "the year {number} is there twice"));
        }
        self.years.push(Year { number, source: source.to_owned(), ..Year::default() });
        Ok(())
    }

    fn off(&mut self, rest: &str) -> Result<(), Words> {
        let (from, rest) = word(rest);
        let from = day(from)?;
        let (second, name) = word(rest);
        let (to, name) = match second.starts_with(|c: char| c.is_ascii_digit()) {
            true => (day(second)?, name),
            false => (from, rest),
        };
        if to < from {
            return Err(words!("{to} 早于 {from}", "{to} is before {from}"));
        }
        let days: Vec<Date> = std::iter::successors(Some(from), |day| day.tomorrow().ok())
            .take_while(|day| *day <= to)
            .take(LONGEST + 1)
            .collect();
        if days.len() > LONGEST {
            return Err(words!(
                "从 {from} 到 {to} 超过 {LONGEST} 天",
                "{from} to {to} is more than {LONGEST} days"
            ));
        }
        for day in days {
            self.of(day)?.off.insert(day, name.to_owned());
        }
        Ok(())
    }

    fn work(&mut self, rest: &str) -> Result<(), Words> {
        let (written, name) = word(rest);
        let day = day(written)?;
        if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            return Err(words!(
                "{day} 不是周末，本来就上班",
                "{day} is not a weekend day and is worked anyway"
            ));
        }
        self.of(day)?.work.insert(day, name.to_owned());
        Ok(())
    }

    /// The year that is being listed, where the day is of it and not listed already.
    fn of(&mut self, day: Date) -> Result<&mut Year, Words> {
        let Some(year) = self.years.last_mut().filter(|year| year.number == day.year()) else {
            let year = day.year();
            return Err(words!(
                "{day} 前面要先有一行 `year {year}`",
                "a line `year {year}` is missing before {day}"
            ));
        };
        if year.off.contains_key(&day) || year.work.contains_key(&day) {
            return Err(words!("{day} 写了两次", "{day} is there twice"));
        }
        Ok(year)
    }
}

/// The first word of a line, and what follows.
fn word(line: &str) -> (&str, &str) {
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    (word, rest.trim())
}

fn day(written: &str) -> Result<Date, Words> {
    let is_plain = written.len() == 10 && !written.contains(char::is_alphabetic);
    written.parse().ok().filter(|_| is_plain).ok_or_else(|| {
        words!(
            "`{written}` 不是日期，写成 `2026-10-01` 这样",
            "`{written}` is not a date of the form `2026-10-01`"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_list_is_read() {
        let list = List::parse("# 说明\nyear 2030 通知\noff 2030-01-01 元旦\noff  2030-02-02 2030-02-08 春节\nwork 2030-02-09 春节\n")
            .unwrap();
        let year = list.year(2030).unwrap();
        assert_eq!((year.source.as_str(), year.off.len(), year.work.len()), ("通知", 8, 1));
        assert_eq!(year.off[&date(2030, 2, 8)], "春节");
        assert_eq!(year.off[&date(2030, 1, 1)], "元旦");
    }

    #[test]
    fn every_mistake_names_its_line() {
        let cases = [
            (
                "year 2030 a\nOFF 2030-01-01",
                2,
                "`OFF` does not open a line: `year`, `off`, `work` and `#` do",
            ),
            ("year 30", 1, "`30` is not a year"),
            ("year 2030\n\nyear 2030", 3, "the year 2030 is there twice"),
            ("off 2030-01-01", 1, "a line `year 2030` is missing before 2030-01-01"),
            ("year 2030\noff 2030/1/1", 2, "`2030/1/1` is not a date of the form `2026-10-01`"),
            ("year 2030\noff 2030-02-30", 2, "`2030-02-30` is not a date of the form `2026-10-01`"),
            ("year 2030\noff 2030-02-08 2030-02-02", 2, "2030-02-02 is before 2030-02-08"),
            ("year 2030\noff 2030-01-01 2030-12-31", 2, "2030-01-01 to 2030-12-31 is more than 31 days"),
            (
                "year 2030\noff 2030-01-01\nwork 2030-01-07",
                3,
                "2030-01-07 is not a weekend day and is worked anyway",
            ),
            ("year 2030\noff 2030-02-02\nwork 2030-02-02", 3, "2030-02-02 is there twice"),
        ];
        for (text, line, why) in cases {
            let mistake = List::parse(text).unwrap_err();
            assert_eq!((mistake.line, mistake.why.en.as_str()), (line, why), "{text}");
        }
    }
}
