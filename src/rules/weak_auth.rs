//! How a signer's will is proved is weak or unsaid.

use super::{Context, phrase};
use crate::findings::{Change, Finding, Group, Level, Rule};
use crate::model::{Account, AuthMode, Signer};
use crate::source::Span;
use crate::vocabulary::Key;
use crate::words;

pub static RULE: Rule = Rule {
    name: "weak-auth",
    level: Level::Hint,
    group: Group::Lint,
    platform: None,
    title: ("意愿认证方式单一或没有写", "face as the only proof of will, or none"),
    why: (
        "只写人脸一种认证方式时，对方不愿刷脸就签不了；《人脸识别技术应用安全管理办法》自 2025-06-01 起要求，\
         人脸不得作为唯一的验证方式，应提供其他合理、便捷的方式。不是静默的签章没有写任何认证方式时，由平台决定，\
         事后难以说明签署意愿是怎样确认的。这是提示，不是法律意见。",
        "With face recognition as the only mode, who does not want it cannot sign; from 2025-06-01 the Measures for the Security \
         of Facial Recognition want another reasonable and convenient way to be offered. Where a field is not silent and no mode is \
         written, the platform decides, and it is hard to say later how the will to sign was proved. A hint, not a legal opinion.",
    ),
    wrong: r#"contract "健身服务合同" {
    code      "GYM-2026-101"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth face { sign main page 1 at (280, 420) }
}
"#,
    right: r#"contract "健身服务合同" {
    code      "GYM-2026-101"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms face { sign main page 1 at (280, 420) }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(contract) = cx.contract() else { return };
    let modes_are_readable = cx.trouble(&[Key::Auth]).is_empty();
    for signer in contract.signers.iter().filter(|signer| !signer.unreadable && modes_are_readable) {
        findings.extend(of_signer(cx, signer));
    }
}

fn of_signer(cx: &Context<'_>, signer: &Signer) -> Option<Finding> {
    let add = |finding: Finding, after: Span, words: (&'static str, &'static str)| {
        let added = phrase::spelled_at(cx.model, after, words);
        let change = Change::new(after.after(), format!(" {added}"));
        finding.offer(words!("加上 `{added}`", "add `{added}`"), vec![change])
    };
    match &signer.auth {
        Some(modes) if modes.value.iter().all(|mode| mode.value == AuthMode::Face) => {
            let finding = Finding::new(
                &RULE,
                modes.span,
                words!("人脸是唯一的认证方式", "face recognition is the only way to prove the will to sign"),
            )
            .help(words!("加上 `短信`，让对方可以选择", "add `sms`, so that there is a choice"));
            Some(add(finding, modes.span, ("短信", "sms")))
        }
        // What a broken account swallowed may be the modes.
        None if signer.account.value == Account::Unreadable => None,
        None if signer.fields.iter().any(|field| field.silent.is_none()) => {
            let finding = Finding::new(
                &RULE,
                signer.account.span,
                words!("没有写认证方式，由平台决定", "no way to prove the will to sign is given; the platform decides"),
            )
            .help(words!("加上 `认证 短信`", "add `auth sms`"));
            Some(add(finding, signer.account.span, ("认证 短信", "auth sms")))
        }
        _ => None,
    }
}
