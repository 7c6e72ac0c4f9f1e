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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::source::Span;

    /// The day of a length of time from another, and how it is counted, in Chinese.
    fn counted(today: &str, count: i64, unit: TimeUnit, rolls: bool) -> (String, String) {
        let (facts, calendar) = (Facts::at(today.parse().unwrap()), Calendar::default());
        let roll = rolls.then(|| Span::new(crate::model::Model::ROOT, 0, 0));
        let deadline = Deadline { term: Term::In(Duration { count, unit }), roll };
        let day = deadline.day(&facts, &calendar).unwrap();
        (day.to_string(), deadline.counting(&facts, &calendar).unwrap().zh)
    }

    #[test]
    fn a_last_day_off_moves_only_where_it_rolls() {
        let (day, counting) = counted("2026-02-10T10:00", 7, TimeUnit::Day, false);
        assert_eq!((day.as_str(), counting.as_str()), ("2026-02-17", "从 2026-02-10 起 7 天，当天不算"));
        let (day, counting) = counted("2026-02-10T10:00", 7, TimeUnit::Day, true);
        assert_eq!(day, "2026-02-24");
        assert!(counting.ends_with("2026-02-17 在春节假期，顺延到下一个工作日"), "{counting}");
        // The Saturday before the National Day of 2026 that is worked does not move.
        assert_eq!(counted("2026-10-03T10:00", 7, TimeUnit::Day, true).0, "2026-10-10");
    }

    #[test]
    fn working_days_say_what_they_rest_on() {
        assert_eq!(counted("2026-09-30T23:59", 4, TimeUnit::Workday, false).0, "2026-10-12");
        let (day, counting) = counted("2026-12-30T10:00", 3, TimeUnit::Workday, false);
        assert_eq!(day, "2027-01-05");
        assert!(counting.ends_with("2027 年按法定节假日推算，调休安排以国务院通知为准"), "{counting}");
        assert_eq!(counted("2026-01-05T00:00", 0, TimeUnit::Workday, true).0, "2026-01-05");
    }

    #[test]
    fn a_stated_date_is_counted_only_where_it_rolls() {
        let (facts, calendar) = (Facts::at("2026-01-05T00:00".parse().unwrap()), Calendar::default());
        let on = |roll| Deadline { term: Term::On(date(2026, 2, 17)), roll };
        assert_eq!(on(None).counting(&facts, &calendar), None);
        assert_eq!(on(None).day(&facts, &calendar), Some(date(2026, 2, 17)));
        let roll = Some(Span::new(crate::model::Model::ROOT, 0, 0));
        assert_eq!(on(roll).day(&facts, &calendar), Some(date(2026, 2, 24)));
    }
}
