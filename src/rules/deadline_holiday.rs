//! The last day to sign is a day on which nobody is at work.

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Context, phrase};
use crate::calendar::{Known, may_be_off};
use crate::findings::{Change, Finding, Group, Level, Rule, Words};
use crate::model::Term;
use crate::words;

pub static RULE: Rule = Rule {
    name: "deadline-holiday",
    level: Level::Hint,
    group: Group::Lint,
    platform: None,
    title: ("截止日期是周末或节假日", "the deadline is a weekend or public holiday"),
    why: (
        "截止日期落在周末或法定节假日，公司盖章的人多半不在，容易误期。节假日按国务院办公厅的通知，调休上班的周末不算；通知还没有\
         收录的年份，按《全国年节及纪念日放假办法》推算，调休安排以国务院通知为准。写明日期的，改到下一个工作日；写期限的，加上“顺延”，\
         最后一天放假时自动移到其后的第一个工作日（《民法典》第二百零三条），以后不再提示。按工作日计算的期限不会落在假日上。\
         `qdc holidays` 显示各年的节假日和出处；更新的安排可用 qdc.toml 的 [calendar] 补充。",
        "The deadline is a weekend day or public holiday of the PRC, when those who seal for a company are most likely away. \
         Holidays are those of the State Council's notices, without the weekend days that are worked; a year whose notice is not \
         known is worked out from the law on public holidays, and the notice decides. Move a stated date to the next working day; add \
         `roll` to a length of time, and a last day off moves to the next working day by itself (Civil Code, article 203), so that \
         this is not reported again. A deadline in working days never falls on a day off. `qdc holidays` shows the holidays of each \
         year and their source; newer ones are added under `[calendar]` in qdc.toml.",
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
    // Who wrote `roll`, or counts in working days, has decided.
    if written.value.needs_calendar() || super::deadline_soon::is_in_minutes(&written.value.term) {
        return;
    }
    let today = cx.facts.today();
    let Ok(latest) = today.checked_add(12.months()) else { return };
    // A deadline that is wrong for another reason will be changed anyway.
    let Some(deadline) = cx.deadline().filter(|deadline| (today..=latest).contains(deadline)) else { return };
    let calendar = &cx.settings.calendar;
    let Some(Words { zh, en }) = calendar.why_off(deadline) else {
        findings.extend(unannounced(cx, deadline));
        return;
    };
    let message = words!("截止日期 {deadline} {zh}", "the deadline {deadline} {en}");
    let mut finding = Finding::new(&RULE, written.span, message);
    let is_sure = |day: &Date| calendar.known(day.year()) != Known::Provisional || may_be_off(*day).is_none();
    let days = std::iter::successors(calendar.next_workday(deadline), |day| calendar.next_workday(*day));
    // The longest holiday has but a few days of which the notice decides.
    let next = days.take(10).find(is_sure).filter(|next| *next <= latest);
    let caution = calendar.caution(deadline, next.unwrap_or(deadline));
    let help = match (next, caution) {
        (Some(next), None) => words!("下一个工作日是 {next}", "the next working day is {next}"),
        (Some(next), Some(Words { zh, en })) => {
            words!("下一个工作日是 {next}；{zh}", "the next working day is {next}; {en}")
        }
        (None, Some(caution)) => caution,
        (None, None) => return findings.push(finding),
    };
    if let Some(next) = next {
        finding = match written.value.term {
            Term::In(_) => {
                let roll = phrase::spelled_at(cx.model, written.span, ("顺延", "roll"));
                finding.offer(
                    words!("加上 `{roll}`，最后一天放假时移到下一个工作日", "add `{roll}`: a last day off moves to the next working day"),
                    vec![Change::new(written.span.after(), format!(" {roll}"))],
                )
            }
            _ if cx.is_literal(written.span) => {
                let date = phrase::date_like(cx.model, written.span, next);
                finding.offer(words!("改成 {date}", "make it {date}"), vec![Change::new(written.span, date)])
            }
            _ => finding,
        };
    }
    findings.push(finding.help(help));
}

/// A stated working day of a year without a notice, in the weeks of the long holidays: the notice may well make it a
/// day off.
fn unannounced(cx: &Context<'_>, deadline: Date) -> Option<Finding> {
    let written = cx.contract()?.deadline.as_ref().filter(|written| matches!(written.value.term, Term::On(_)))?;
    let is_open = cx.settings.calendar.known(deadline.year()) == Known::Provisional;
    let name = may_be_off(deadline).filter(|_| is_open)?;
    let Words { zh, en } = crate::calendar::names::holiday(name);
    let year = deadline.year();
    Some(
        Finding::new(
            &RULE,
            written.span,
            words!("截止日期 {deadline} 可能在{zh}假期", "the deadline {deadline} may be in the {en} holiday"),
        )
        .help(words!(
            "{year} 年的放假通知还没有收录；改用更早或更晚的日期，或用 qdc.toml 的 [calendar] 补充",
            "the notice for {year} is not known; use an earlier or later day, or add the notice under `[calendar]` in qdc.toml"
        )),
    )
}
