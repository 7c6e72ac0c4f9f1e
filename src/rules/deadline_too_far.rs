//! The deadline is more than twelve months away.

use jiff::ToSpan;

use super::{Context, phrase};
use crate::findings::{Change, Finding, Group, Level, Rule};
use crate::model::Term;
use crate::source::Span;
use crate::words;

pub static RULE: Rule = Rule {
    name: "deadline-too-far",
    level: Level::Error,
    group: Group::Platform,
    platform: Some("oc_40001"),
    title: ("截止日期超过 12 个月", "the deadline is more than 12 months away"),
    why: (
        "签盾不接受 12 个月以后的签署截止时间（oc_40001 签署截止时间不能超过12个月）。\
         按今天（北京时间，或 --now 指定的日子）起 12 个日历月计算，正好第 12 个月的同一天可以。改用较早的日期。",
        "QianDun refuses a signing deadline more than 12 months away (oc_40001). The 12 calendar months are counted \
         from today in Asia/Shanghai, or from --now; the same day 12 months on is still fine. Use an earlier date.",
    ),
    wrong: r#"// now: 2026-01-05
contract "五年期仓库租赁合同" {
    code      "LEASE-2026-021"
    initiator "CORP_TEST_001"
    deadline  2027-01-06
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms {
        sign main page 1 at (280, 420)
    }
}
"#,
    right: r#"// now: 2026-01-05
contract "五年期仓库租赁合同" {
    code      "LEASE-2026-021"
    initiator "CORP_TEST_001"
    deadline  2027-01-05
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms {
        sign main page 1 at (280, 420)
    }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(written) = cx.contract().and_then(|contract| contract.deadline.as_ref()) else { return };
    let Ok(latest) = cx.facts.today().checked_add(12.months()) else { return };
    let message = match cx.deadline() {
        Some(deadline) if deadline > latest => words!(
            "截止日期 {deadline} 在 12 个月以后（最晚 {latest}）",
            "the deadline {deadline} is more than 12 months away (the latest is {latest})"
        ),
        // Further away than days are counted.
        None if matches!(written.value.term, Term::In(_)) => words!(
            "截止日期远在 12 个月以后（最晚 {latest}）",
            "the deadline is far more than 12 months away (the latest is {latest})"
        ),
        _ => return,
    };
    let finding = Finding::new(&RULE, written.span, message)
        .help(words!("改成 {latest} 或更早的日期", "use {latest} or an earlier day"));
    if let Some(roll) = written.value.roll
        && written.value.last_day(cx.facts, &cx.settings.calendar).is_some_and(|last| last <= latest)
    {
        let roll = Span { start: written.span.end, ..roll };
        findings.push(finding.help(words!(
            "顺延后才超过 12 个月：去掉 `顺延`，或缩短期限",
            "only the roll leads beyond 12 months: remove `roll`, or use a shorter time"
        )).offer(words!("去掉 `顺延`", "remove `roll`"), vec![Change::new(roll, "")]));
        return;
    }
    let spelled = match written.value.term {
        Term::In(_) => Some(phrase::spelled_at(cx.model, written.span, ("12个月内", "in 12mo")).to_owned()),
        _ => cx.is_literal(written.span).then(|| latest.to_string()),
    };
    findings.push(match spelled {
        Some(spelled) => {
            finding.offer(words!("改成 `{spelled}`", "make it `{spelled}`"), vec![Change::new(written.span, spelled)])
        }
        None => finding,
    });
}
