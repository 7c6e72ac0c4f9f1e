//! Less than a day is left to sign.

use super::Context;
use crate::findings::{Finding, Group, Level, Rule};
use crate::words;

pub static RULE: Rule = Rule {
    name: "deadline-soon",
    level: Level::Hint,
    group: Group::Lint,
    platform: None,
    title: ("离截止不到 24 小时", "less than 24 hours to the deadline"),
    why: (
        "留给各方签署的时间不到 24 小时，有人没看到通知就会过期，过期后要重新发起。平台没有说截止日期算到当天何时，\
         这里算到当天结束。时间确实够用时不必理会。",
        "Less than 24 hours are left to sign; who misses the notice is too late, and the contract has to be started again. The \
         platform does not say when on its day a deadline falls; the end of the day is taken. Ignore it where the time is enough.",
    ),
    wrong: r#"// now: 2026-01-05 09:00
contract "活动场地租用协议" {
    code      "VEN-2026-001"
    initiator "CORP_TEST_001"
    deadline  2026-01-05
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms { sign main page 1 at (280, 420) }
}
"#,
    right: r#"// now: 2026-01-05 09:00
contract "活动场地租用协议" {
    code      "VEN-2026-001"
    initiator "CORP_TEST_001"
    deadline  2026-01-07
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms { sign main page 1 at (280, 420) }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(written) = cx.contract().and_then(|contract| contract.deadline.as_ref()) else { return };
    // Later ones leave more than a day, however late it is.
    let Some(deadline) = cx.deadline().filter(|deadline| *deadline == cx.facts.today()) else { return };
    let Ok(end) = deadline.tomorrow().map(|next| next.at(0, 0, 0, 0)) else { return };
    let hours = cx.facts.now().duration_until(end).as_mins() / 60;
    findings.push(
        Finding::new(
            &RULE,
            written.span,
            words!("离截止只剩约 {hours} 小时", "about {hours} hours are left to the deadline"),
        )
        .help(words!("给各方多留一些时间", "give everybody more time")),
    );
}
