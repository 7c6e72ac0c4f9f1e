//! The deadline is before today.

use super::{Context, phrase};
use crate::findings::{Change, Finding, Group, Level, Rule};
use crate::words;

pub static RULE: Rule = Rule {
    name: "deadline-passed",
    level: Level::Error,
    group: Group::Platform,
    platform: Some("oc_40002"),
    title: ("截止日期已过", "the deadline has passed"),
    why: (
        "签盾不接受早于当前时间的签署截止时间（oc_40002 签署截止时间不能小于当前时间）。\
         “今天”按北京时间计算，也可以用 --now 指定。改用以后的日期，或写成从今天起的期限，例如“截止 30天内”，这样文件不会过期。",
        "QianDun refuses a signing deadline before the present (oc_40002). Today is the day in Asia/Shanghai, \
         or the one given with --now. Use a later date, or a length of time such as `deadline in 30d`, which \
         does not go stale.",
    ),
    wrong: r#"// now: 2026-01-05
contract "办公室租赁合同" {
    code      "LEASE-2026-001"
    initiator "CORP_TEST_001"
    deadline  2025-12-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms {
        sign main page 1 at (280, 420)
    }
}
"#,
    right: r#"// now: 2026-01-05
contract "办公室租赁合同" {
    code      "LEASE-2026-001"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms {
        sign main page 1 at (280, 420)
    }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(written) = cx.contract().and_then(|contract| contract.deadline.as_ref()) else { return };
    let today = cx.facts.today();
    let Some(deadline) = cx.deadline().filter(|deadline| *deadline < today) else { return };
    let finding = Finding::new(
        &RULE,
        written.span,
        words!("截止日期 {deadline} 早于今天（{today}）", "the deadline {deadline} is before today ({today})"),
    )
    .label(words!("已过期", "in the past"))
    .help(words!(
        "改成今天以后的日期，或写成期限，例如 `截止 30天内`",
        "use a later date, or a length of time such as `deadline in 30d`"
    ));
    findings.push(if cx.is_literal(written.span) {
        let spelled = phrase::spelled_at(cx.model, written.span, ("30天内", "in 30d"));
        finding.offer(words!("改成 `{spelled}`", "make it `{spelled}`"), vec![Change::new(written.span, spelled)])
    } else {
        finding
    });
}
