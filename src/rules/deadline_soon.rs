//! Less than a day is left to sign.

use super::Context;
use crate::findings::{Change, Finding, Group, Level, Rule};
use crate::model::{Term, TimeUnit};
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
    if let Some(finding) = in_minutes(cx) {
        findings.push(finding);
        return;
    }
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

/// A deadline counts in days: whoever gives minutes or seconds means something else, mostly months by `m`.
fn in_minutes(cx: &Context<'_>) -> Option<Finding> {
    let written = cx.contract()?.deadline.as_ref()?;
    let Term::In(length) = written.value.term else { return None };
    let count = length.count;
    let (zh, en) = match length.unit {
        TimeUnit::Minute => ("分钟", "minutes"),
        TimeUnit::Second => ("秒", "seconds"),
        _ => return None,
    };
    let finding = Finding::new(
        &RULE,
        written.span,
        words!("截止期限只有 {count} {zh}", "the deadline is only {count} {en} away"),
    )
    .level(Level::Warning);
    let slice = cx.model.sources.slice(written.span);
    let months = slice.strip_suffix('m').filter(|_| length.unit == TimeUnit::Minute && count > 0);
    let Some(months) = months else {
        let help = words!("截止日期只算到天，例如 `截止 30天内`", "a deadline counts in days: `deadline in 30d`");
        return Some(finding.help(help));
    };
    let meant = format!("{months}mo");
    let help = words!("`m` 是分钟；要写 {count} 个月，就写 `{meant}`", "`m` are minutes; {count} months are `{meant}`");
    let title = words!("改为 `{meant}`", "write `{meant}`");
    Some(finding.help(help).edit(title, vec![Change::new(written.span, meant)], false))
}

/// Whether a deadline is given in a unit that nobody counts one in.
pub fn is_in_minutes(term: &Term) -> bool {
    matches!(term, Term::In(length) if matches!(length.unit, TimeUnit::Minute | TimeUnit::Second))
}
