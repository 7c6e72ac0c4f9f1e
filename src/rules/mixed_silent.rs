//! One signer signs silently here and in person there.

use super::Context;
use crate::findings::{Finding, Group, Level, Rule};
use crate::words;

pub static RULE: Rule = Rule {
    name: "mixed-silent",
    level: Level::Error,
    group: Group::Platform,
    platform: Some("oc_40027"),
    title: ("同一签署方混用静默签和普通签", "a signer mixes silent and ordinary signing"),
    why: (
        "同一签署方的签章要么全部静默，要么全部由本人签（oc_40027 同一签署方不能同时配置静默签和普通签署）。\
         给每一处都写上 `静默` 授权码，或全部去掉。",
        "A signer's fields are either all silent or all signed in person (oc_40027). Give every one of them its `silent` \
         code, or take it from all.",
    ),
    wrong: r#"contract "物业服务合同" {
    code      "PM-2026-007"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms { sign main page 2 at (400, 180) }
    signer "CORP_TEST_001" auth sms {
        sign main page 1 at (180, 180) silent "RkztvLleUICgRSe"
        sign main page 2 at (180, 180)
    }
}
"#,
    right: r#"contract "物业服务合同" {
    code      "PM-2026-007"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms { sign main page 2 at (400, 180) }
    signer "CORP_TEST_001" auth sms {
        sign main page 1 at (180, 180) silent "RkztvLleUICgRSe"
        sign main page 2 at (180, 180) silent "RkztvLleUICgRSe"
    }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(contract) = cx.contract() else { return };
    for signer in &contract.signers {
        let silent = signer.fields.iter().find_map(|field| field.silent.as_ref());
        let ordinary = signer.fields.iter().find(|field| field.silent.is_none());
        let (Some(silent), Some(ordinary)) = (silent, ordinary) else { continue };
        if signer.unreadable {
            continue;
        }
        findings.push(
            Finding::new(
                &RULE,
                ordinary.span.to(ordinary.document.span),
                words!(
                    "这个签署方有的签章静默，有的不静默",
                    "this signer signs silently in one place and in person in another"
                ),
            )
            .label(words!("不静默", "in person"))
            .related(silent.span, words!("静默", "silent"))
            .help(words!("全部写上 `静默`，或全部去掉", "write `silent` on all of them, or on none")),
        );
    }
}
