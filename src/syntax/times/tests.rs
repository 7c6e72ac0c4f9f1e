//! What people write, and what it is understood as.

use super::*;

/// What a text is read as, in a few characters.
fn seen(text: &str, wanted: Wanted) -> String {
    let Some(LooseTime { said, why, rolls }) = read(text, wanted) else { return "-".to_owned() };
    let said = match said {
        Said::Day(date) => date.to_string(),
        Said::Length(Length { count, en, .. }) => format!("{count}{en}"),
        other => format!("{other:?}"),
    };
    format!("{said} {why:?}{}", if rolls { " roll" } else { "" })
}

#[test]
fn deadlines() {
    let cases = [
        // Unmistakable.
        ("三十天内", "30d Spelling"),
        ("30天之内", "30d Spelling"),
        ("30 天 以内", "30d Spelling"),
        ("１５日", "15d NoMarker"),
        ("30d", "30d NoMarker"),
        ("三十个工作日之内", "30wd Spelling"),
        ("10 个 工作日 内", "10wd Spelling"),
        ("十个工作日", "10wd NoMarker"),
        ("两周内", "2w Spelling"),
        ("within 30 days", "30d Spelling"),
        ("in 10 business days", "10wd Spelling"),
        ("30 days from now", "30d NoMarker"),
        ("一百二十天内", "120d Spelling"),
        ("30天内，遇节假日顺延", "30d Spelling roll"),
        ("30天内顺延", "30d Spelling roll"),
        ("自今日起30日内", "30d Spelling"),
        ("二〇二六年十二月三十一日", "2026-12-31 Spelling"),
        ("二零二六年十二月三十一日", "2026-12-31 Spelling"),
        ("2026—12—31", "2026-12-31 Spelling"),
        ("2026–12–31", "2026-12-31 Spelling"),
        ("2026−12―31", "2026-12-31 Spelling"),
        ("2026.12.31日", "2026-12-31 Spelling"),
        ("2026.12.31", "2026-12-31 Spelling"),
        ("20261231", "2026-12-31 Spelling"),
        ("31 December 2026", "2026-12-31 Spelling"),
        ("Dec. 31st, 2026", "2026-12-31 Spelling"),
        ("31/12/2026", "2026-12-31 Spelling"),
        ("2026-12-31前", "2026-12-31 Before"),
        ("2026年12月31日之前", "2026-12-31 Before"),
        ("2026-12-31（含）", "2026-12-31 Spelling"),
        ("2026-12-31止", "2026-12-31 Spelling"),
        ("2026-12-31 24时", "2026-12-31 EndOfDay"),
        ("2026-12-31 24时前", "2026-12-31 EndOfDay"),
        ("2026年12月31日23:59:59", "2026-12-31 EndOfDay"),
        ("by 2026-12-31", "2026-12-31 Spelling"),
        // To be asked about.
        ("before 2026-12-31", "2026-12-30 Exclusive"),
        ("2026-12-31 18:00", "2026-12-31 TimeOfDay"),
        ("2026年12月31日下午6点前", "2026-12-31 TimeOfDay"),
        ("2026-12-31 0时", "2026-12-31 Midnight"),
        ("26年12月31日", "2026-12-31 ShortYear"),
        ("26-12-31", "2026-12-31 ShortYear"),
        ("12月31日", "DayOfYear { month: 12, day: 31, years: None } NoYear"),
        ("12月31日前", "DayOfYear { month: 12, day: 31, years: None } NoYear"),
        ("十二月三十一号", "DayOfYear { month: 12, day: 31, years: None } NoYear"),
        ("12-31", "DayOfYear { month: 12, day: 31, years: None } NoYear"),
        ("明年3月1日", "DayOfYear { month: 3, day: 1, years: Some(1) } Relative"),
        ("年底前", "DayOfYear { month: 12, day: 31, years: Some(0) } Relative"),
        ("本月底", "MonthEnd { months: 0 } Relative"),
        ("后天", "InDays(2) Relative"),
        ("2026年12月", "2026-12-31 NoDay"),
        ("2026年2月底", "2026-02-28 NoDay"),
        ("2026年底", "2026-12-31 NoDay"),
        ("2026年", "2026-12-31 NoDay"),
        ("20年内", "20y Spelling"),
        ("2026-02", "2026-02-28 NoDay"),
        ("01/02/2026", "Open DayOrMonth"),
        ("30天后", "30d After"),
        ("三十天以后", "30d After"),
        ("半年内", "6mo Inexact"),
        ("半个月内", "15d Inexact"),
        ("一个季度内", "3mo Inexact"),
        ("3月内", "3mo MonthOrMonths"),
        ("二〇二六年二月三十日", "NoSuchDay Spelling"),
        ("13月31日", "NoSuchDay NoYear"),
        // Neither.
        ("until", "-"),
        ("交付", "-"),
        ("2026-12-31（年底前）", "-"),
        ("3.5", "-"),
        ("30", "-"),
        ("30m", "-"),
        ("", "-"),
        ("周一", "-"),
        ("1年6个月内", "18mo Spelling"),
        ("30天左右", "30d After"),
        ("约30天内", "30d After"),
        ("一个半月内", "45d Inexact"),
        ("2026年12月31日（星期四）", "2026-12-31 Spelling"),
        ("2026年12月31日（星期五）", "-"),
        ("下周五前", "DayOfWeek { weeks: 1, day: 5 } Relative"),
        ("30天内内内", "30d Spelling"),
        ("30天内以内", "30d Spelling"),
        ("3 4 5", "-"),
    ];
    let wrong: Vec<_> = cases
        .iter()
        .map(|(text, expected)| (text, seen(text, Wanted::Deadline), expected))
        .filter(|(_, seen, expected)| seen != *expected)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn lengths_sent_in_seconds() {
    let cases = [
        ("三秒", "3s Spelling"),
        ("3秒后", "3s Spelling"),
        ("3秒钟", "3s Spelling"),
        ("半小时", "30m Spelling"),
        ("30 days", "30d Spelling"),
        ("三十天内", "30d Spelling"),
        ("半天", "12h Inexact"),
        ("十个工作日", "-"),
        ("三个月", "-"),
        ("2026—12—31", "-"),
    ];
    for (text, expected) in cases {
        assert_eq!(seen(text, Wanted::Duration), expected, "{text}");
    }
}
