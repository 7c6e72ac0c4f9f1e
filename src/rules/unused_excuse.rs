//! An excuse that excuses nothing.

use super::Context;
use super::excuse::Excuse;
use crate::findings::{Change, Finding, Group, Level, Rule};
use crate::model::Model;
use crate::settings::LintLevel;
use crate::vocabulary::nearest_name;
use crate::words;

pub static RULE: Rule = Rule {
    name: "unused-excuse",
    level: Level::Warning,
    group: Group::Lint,
    platform: None,
    title: ("放行注释没有起作用", "an excuse that excuses nothing"),
    why: (
        "`// qdc: allow(规则名) 原因` 放行同一行或下一行的问题；这一处没有它要放行的问题，或规则名写错了。\
         留着它，以后真出了问题也看不见。删去它，或改正规则名。语言本身的错误不能放行。",
        "`// qdc: allow(rule-name) reason` excuses findings of that rule on its line or the next one; here there are none, or \
         the name is wrong. Left in place it would hide a real mistake later. Remove it, or correct the name. What \
         the language itself cannot read is never excused.",
    ),
    wrong: r#"contract "广告发布合同" {
    code      "AD-2026-004"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms {
        // qdc: allow(seal-overlap) 双方确认盖在一起
        sign main page 1 at (280, 420)
    }
}
"#,
    right: r#"contract "广告发布合同" {
    code      "AD-2026-004"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms {
        sign main page 1 at (180, 420)
        // qdc: allow(seal-overlap) 双方确认盖在一起
        sign main page 1 at (200, 430)
    }
}
"#,
};

/// Nothing to find before the excuses were applied; see [`report`].
pub fn check(_: &Context<'_>, _: &mut Vec<Finding>) {}

/// Reports the file's own excuses that were not used. Those of used files are reported when these are
/// checked themselves.
pub fn report(cx: &Context<'_>, excuses: &[Excuse], findings: &mut Vec<Finding>) {
    for excuse in excuses.iter().filter(|excuse| !excuse.used && excuse.span.file == Model::ROOT) {
        // What settings turn off may be on elsewhere.
        if cx.settings.lint.get(&excuse.name) == Some(&LintLevel::Off) {
            continue;
        }
        findings.push(explain(excuse));
    }
}

fn explain(excuse: &Excuse) -> Finding {
    let name = &excuse.name;
    let new = |message| Finding::new(&RULE, excuse.span, message);
    match super::find(name) {
        None => {
            let finding = new(words!("没有叫 `{name}` 的规则", "there is no rule `{name}`"));
            match nearest_name(name, super::RULES.iter().map(|check| check.rule.name)) {
                Some(near) => finding
                    .help(words!("是不是 `{near}`？", "did you mean `{near}`?"))
                    .offer(words!("改成 `{near}`", "change it to `{near}`"), vec![Change::new(excuse.span, near)]),
                None => finding,
            }
        }
        Some(rule) if rule.group == Group::Language => new(words!(
            "`{name}` 是语言本身的规则，不能放行",
            "`{name}` is a rule of the language itself and cannot be excused"
        )),
        Some(_) => {
            let finding = new(words!("这里没有 `{name}` 的问题", "there is nothing of `{name}` to excuse here"))
                .help(words!("删去这条放行注释", "remove the excuse"));
            if excuse.alone {
                finding.offer(words!("删去注释", "remove the comment"), vec![Change::new(excuse.comment, "")])
            } else {
                finding
            }
        }
    }
}
