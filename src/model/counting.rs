//! How the day of a deadline comes about, in words: plan, hover and inlay hints show it.

use super::{Deadline, Duration, Term, TimeUnit};
use crate::calendar::Calendar;
use crate::facts::Facts;
use crate::findings::Words;
use crate::words;

impl Duration {
    /// `30 天`, `30 days`.
    pub fn words(self) -> Words {
        let count = self.count;
        match self.unit {
            TimeUnit::Second => words!("{count} 秒", "{count} s"),
            TimeUnit::Minute => words!("{count} 分钟", "{count} min"),
            TimeUnit::Hour => words!("{count} 小时", "{count} h"),
            TimeUnit::Day => words!("{count} 天", "{count} days"),
            TimeUnit::Workday => words!("{count} 个工作日", "{count} working days"),
            TimeUnit::Week => words!("{count} 周", "{count} weeks"),
            TimeUnit::Month => words!("{count} 个月", "{count} months"),
            TimeUnit::Year => words!("{count} 年", "{count} years"),
        }
    }
}

impl Deadline {
    pub fn is_in_workdays(&self) -> bool {
        matches!(self.term, Term::In(Duration { unit: TimeUnit::Workday, .. }))
    }

    /// Whether the day depends on which days are worked.
    pub fn needs_calendar(&self) -> bool {
        self.roll.is_some() || self.is_in_workdays()
    }

    /// How the day is counted; `None` for a stated date that stays, and where there is no day.
    pub fn counting(&self, facts: &Facts, calendar: &Calendar) -> Option<Words> {
        let (last, day) = (self.last_day(facts, calendar)?, self.day(facts, calendar)?);
        let mut parts = Vec::new();
        if let Term::In(duration) = self.term {
            let Words { zh, en } = duration.words();
            let today = facts.today();
            parts.push(match duration.unit {
                TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour => {
                    words!("从现在起 {zh}", "{en} from now")
                }
                _ => words!("从 {today} 起 {zh}，当天不算", "{en} from {today}, which does not count"),
            });
        }
        let first = if self.is_in_workdays() { facts.today() } else { last };
        if day != last
            && let Some(Words { zh, en }) = calendar.why_off(last)
        {
            parts.push(words!(
                "{last} {zh}，顺延到下一个工作日",
                "{last} {en} and moves to the next working day"
            ));
        }
        if self.needs_calendar() {
            parts.extend(calendar.caution(first, day));
        }
        let (zh, en): (Vec<_>, Vec<_>) = parts.into_iter().map(|words| (words.zh, words.en)).unzip();
        (!zh.is_empty()).then(|| Words { zh: zh.join("；"), en: en.join("; ") })
    }
}
