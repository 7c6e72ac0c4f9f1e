//! Lengths of time: some that are usual, or the typed number with each unit that fits.

use jiff::ToSpan;
use jiff::civil::Date;

use super::items::Items;
use super::{Item, ItemKind};
use crate::findings::Lang;
use crate::model::{Duration, TimeUnit};
use crate::vocabulary::{Key, choices, narrowed};

/// The usual ones where a keyword takes one.
fn usual(key: Key) -> &'static [(i64, TimeUnit)] {
    use TimeUnit::*;
    match key {
        Key::Deadline => &[(7, Day), (15, Day), (30, Day), (90, Day), (10, Workday)],
        Key::After => &[(3, Second), (5, Second), (10, Second)],
        _ => &[(30, Minute), (1, Hour), (1, Day)],
    }
}

/// What a typed number may count.
fn units(key: Key) -> &'static [TimeUnit] {
    use TimeUnit::*;
    match key {
        Key::Deadline => &[Day, Workday, Week, Month],
        Key::After => &[Second, Minute],
        _ => &[Minute, Hour, Day],
    }
}

impl Items<'_> {
    pub(super) fn lengths(&self, key: Key) -> Vec<Item> {
        let item = |length: Duration| {
            let label = self.length(length);
            Item { filter: label.clone(), detail: self.day(key, length), ..value(label) }
        };
        self.likely(key).into_iter().map(item).collect()
    }

    /// Lengths of time from today.
    pub(super) fn lengths_from_today(&self, key: Key) -> Vec<Item> {
        let item = |length: Duration| {
            let (written, mark) = (self.length(length), choices::IN.0[0].spelled(self.script));
            let label = match self.script {
                Lang::Zh => format!("{written}{mark}"),
                Lang::En => format!("{mark} {written}"),
            };
            // Who began with the number finds it by the number.
            let filter = if self.typed.is_empty() { label.clone() } else { format!("{written} {label}") };
            Item { filter, detail: self.day(key, length), ..value(label) }
        };
        self.likely(key).into_iter().map(item).collect()
    }

    /// Those of a deadline that the platform takes.
    fn likely(&self, key: Key) -> Vec<Duration> {
        let today = self.snapshot.facts.today();
        let latest = today.checked_add(12.months()).ok();
        let is_near = |length: &Duration| {
            key != Key::Deadline || self.day_after(*length).is_some_and(|day| Some(day) <= latest)
        };
        let mut likely = self.counted(key);
        likely.retain(is_near);
        likely
    }

    fn counted(&self, key: Key) -> Vec<Duration> {
        let typed = narrowed(self.typed);
        let digits = typed.len() - typed.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        match typed[..digits].parse() {
            Ok(count) => units(key).iter().map(|&unit| Duration { count, unit }).collect(),
            Err(_) => usual(key).iter().map(|&(count, unit)| Duration { count, unit }).collect(),
        }
    }

    fn day_after(&self, length: Duration) -> Option<Date> {
        length.day_from(&self.snapshot.facts, &self.snapshot.settings.calendar)
    }

    fn length(&self, length: Duration) -> String {
        format!("{}{}", length.count, length.unit.spelled(self.script))
    }

    fn day(&self, key: Key, length: Duration) -> String {
        let day = (key == Key::Deadline).then(|| self.day_after(length)).flatten();
        day.map_or_else(String::new, |day| day.to_string())
    }
}

fn value(label: String) -> Item {
    Item {
        label,
        kind: ItemKind::Value,
        detail: String::new(),
        documentation: String::new(),
        snippet: None,
        filter: String::new(),
    }
}
