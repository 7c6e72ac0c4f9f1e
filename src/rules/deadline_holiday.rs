//! The deadline is a day on which nobody is at work.

use jiff::ToSpan;

use super::Context;
use super::calendar::{DayOff, day_off, next_workday};
use crate::findings::{Change, Finding, Group, Level, Rule};
use crate::model::Deadline;
use crate::words;

pub static RULE: Rule = Rule {
    name: "deadline-holiday",
    level: Level::Hint,
    group: Group::Lint,
    platform: None,
    title: ("截止日期是周末或节假日", "the deadline is a weekend or public holiday"),
    why: (
        "截止日期落在周末或法定节假日，公司盖章的人多半不在，容易误期。节假日按国务院办公厅的通知（现有 2025、2026 年），\
         调休上班的周末不算；以后的年份只看周末，可在 qdc.toml 的 [calendar] 里补充。改到下一个工作日更稳妥。",
        "The deadline is a weekend or public holiday of the PRC, when those who seal for a company are most likely away. The \
         holidays are those of the State Council's notices for 2025 and 2026; weekend days that are worked do not count, and of later \
         years only weekends are known: add to them under `[calendar]` in qdc.toml. The next working day is safer.",
    ),
    wrong: r#"// now: 2026-01-05
contract "年货采购合同" {
    code      "PO-2026-002"
    initiator "CORP_TEST_001"
    deadline  2026-02-17
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms { sign main page 1 at (280, 420) }
}
"#,
    right: r#"// now: 2026-01-05
contract "年货采购合同" {
    code      "PO-2026-002"
    initiator "CORP_TEST_001"
    deadline  2026-02-13
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms { sign main page 1 at (280, 420) }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(written) = cx.contract().and_then(|contract| contract.deadline.as_ref()) else { return };
    let today = cx.facts.today();
    let Ok(latest) = today.checked_add(12.months()) else { return };
    // A deadline that is wrong for another reason will be changed anyway.
    let Some(deadline) = cx.deadline().filter(|deadline| (today..=latest).contains(deadline)) else { return };
    let Some(why) = day_off(deadline, &cx.settings.calendar) else { return };
    let message = match why {
        DayOff::Weekend => words!("截止日期 {deadline} 是周末", "the deadline {deadline} is a weekend day"),
        DayOff::Holiday => words!("截止日期 {deadline} 是节假日", "the deadline {deadline} is a public holiday"),
    };
    let finding = Finding::new(&RULE, written.span, message);
    let Some(next) = next_workday(deadline, &cx.settings.calendar).filter(|next| *next <= latest) else {
        findings.push(finding);
        return;
    };
    let finding = finding.help(words!("下一个工作日是 {next}", "the next working day is {next}"));
    findings.push(if matches!(written.value, Deadline::On(_)) && cx.is_literal(written.span) {
        finding.offer(words!("改成 {next}", "make it {next}"), vec![Change::new(written.span, next.to_string())])
    } else {
        finding
    });
}
