//! Lengths of time.

use super::{Cursor, Length, LooseTime, Said, Wanted, Why};

/// What people call a unit, how it is spelled in both languages, and how many of it are meant. Longer names first.
const UNITS: &[(&[&str], &str, &str)] = &[
    (&["个工作日", "工作日", "个工作天", "工作天"], "个工作日", "wd"),
    (
        &["working days", "working day", "business days", "business day", "workdays", "workday", "wd"],
        "个工作日",
        "wd",
    ),
    (&["个自然日", "自然日", "个日历日", "日历日", "日历天", "个自然天", "自然天", "天"], "天", "d"),
    (&["日"], "日", "d"),
    (&["calendar days", "calendar day", "days", "day", "d"], "天", "d"),
    (&["个星期", "星期", "个礼拜", "礼拜", "周"], "周", "w"),
    (&["weeks", "week", "w"], "周", "w"),
    (&["个月"], "个月", "mo"),
    (&["months", "month", "mo"], "个月", "mo"),
    (&["周年", "年"], "年", "y"),
    (&["years", "year", "yrs", "yr", "y"], "年", "y"),
    (&["个小时", "小时", "个钟头", "钟头"], "小时", "h"),
    (&["hours", "hour", "hrs", "hr", "h"], "小时", "h"),
    (&["分钟", "分"], "分钟", "m"),
    (&["minutes", "minute", "mins", "min"], "分钟", "m"),
    (&["秒钟", "秒"], "秒", "s"),
    (&["seconds", "second", "secs", "sec", "s"], "秒", "s"),
];

/// Halves and quarters. Half an hour is thirty minutes; the others have no length that all agree on.
const PARTS: &[(&[&str], Length, Why)] = &[
    (&["半年"], Length { count: 6, zh: "个月", en: "mo" }, Why::Inexact),
    (&["半个月"], Length { count: 15, zh: "天", en: "d" }, Why::Inexact),
    (&["半个小时", "半小时", "半个钟头"], Length { count: 30, zh: "分钟", en: "m" }, Why::Spelling),
    (&["一个半月"], Length { count: 45, zh: "天", en: "d" }, Why::Inexact),
    (&["一年半"], Length { count: 18, zh: "个月", en: "mo" }, Why::Inexact),
    (&["半天"], Length { count: 12, zh: "小时", en: "h" }, Why::Inexact),
];

pub fn read(mut at: Cursor<'_>, wanted: Wanted) -> Option<LooseTime> {
    let from_today = at.eat(&[
        "自发起之日起",
        "自发送之日起",
        "自今日起",
        "自今天起",
        "从今天起",
        "从今日起",
        "今日起",
        "今天起",
        "发起后",
        "发送后",
    ]);
    at.eat(&["的"]);
    let about = at.eat(&["大约", "大概", "约", "about"]);
    let lead = at.eat(&["within", "in", "内"]);
    let (length, mut why) = length(&mut at)?;
    let about = at.eat(&["左右", "上下"]) || about;
    let mut inside = false;
    while at.eat(&["之内", "以内", "内"]) {
        inside = true;
    }
    let after = !inside && at.eat(&["之后", "以后", "后", "later"]);
    at.eat(&["from now", "from today"]);
    at.eat(&["有效", "完成", "签署", "签完"]);
    let rolls = at.tail()?;
    let marked = lead || inside || from_today;
    match wanted {
        Wanted::Deadline if why == Why::MonthOrMonths && !marked => return None,
        Wanted::Deadline if why == Why::Spelling && (after || about) => why = Why::After,
        // `30m` may be meant as months.
        Wanted::Deadline if why == Why::Spelling && !marked => match length.en {
            "m" | "s" => return None,
            _ => why = Why::NoMarker,
        },
        // Sent in seconds.
        Wanted::Duration if !matches!(length.en, "s" | "m" | "h" | "d" | "w") => return None,
        _ => {}
    }
    Some(LooseTime { said: Said::Length(length), why, rolls })
}

fn length(at: &mut Cursor<'_>) -> Option<(Length, Why)> {
    if let Some((_, length, why)) = PARTS.iter().find(|(names, ..)| at.eat(names)) {
        return Some((*length, *why));
    }
    let count = at.number()?.value;
    if count > 1_000_000 {
        return None;
    }
    if at.eat(&["个季度", "季度"]) {
        return Some((Length { count: count * 3, zh: "个月", en: "mo" }, Why::Inexact));
    }
    if at.eat(&["月"]) {
        return Some((Length { count, zh: "个月", en: "mo" }, Why::MonthOrMonths));
    }
    let (_, zh, en) = UNITS.iter().find(|(names, ..)| at.eat(names))?;
    // `1年6个月`.
    let mut ahead = *at;
    if *en == "y"
        && let Some(months) = ahead.number()
        && ahead.eat(&["个月", "months", "month", "mo"])
    {
        *at = ahead;
        return Some((Length { count: count * 12 + months.value, zh: "个月", en: "mo" }, Why::Spelling));
    }
    Some((Length { count, zh, en }, Why::Spelling))
}
