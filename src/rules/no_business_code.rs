//! A contract without a number of your own.

use super::Context;
use crate::findings::{Finding, Group, Level, Rule};
use crate::vocabulary::Key;
use crate::words;

pub static RULE: Rule = Rule {
    name: "no-business-code",
    level: Level::Warning,
    group: Group::Lint,
    platform: None,
    title: ("没有业务编号", "no business code"),
    why: (
        "没有业务编号就认不出重复发送：网络超时以后再发一次，可能多出一份同样的合同。\
         业务编号是自己系统里的编号，每份合同都应不同。",
        "Without a business code a repeated sending cannot be recognised: after a time-out the same contract may be started \
         twice. It is your own number, and every contract needs its own.",
    ),
    wrong: r#"contract "软件许可协议" {
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms { sign main page 1 at (280, 420) }
}
"#,
    right: r#"contract "软件许可协议" {
    code      "LIC-2026-015"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms { sign main page 1 at (280, 420) }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(contract) = cx.contract().filter(|contract| contract.code.is_none() && !contract.unreadable) else {
        return;
    };
    if !cx.trouble(&[Key::Code]).is_empty() {
        return;
    }
    findings.push(
        Finding::new(
            &RULE,
            contract.span,
            words!(
                "合同没有业务编号，重复发送时认不出来",
                "the contract has no business code, so a repeated sending cannot be recognised"
            ),
        )
        .help(words!("加上 `业务编号 “自己系统里的编号”`", "add `code \"your own number\"`")),
    );
}
