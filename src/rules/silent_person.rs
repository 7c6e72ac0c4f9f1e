//! Silent signing for a person, or for everybody.

use super::{Context, phrase};
use crate::findings::{Finding, Group, Level, Rule};
use crate::model::Account;
use crate::words;

pub static RULE: Rule = Rule {
    name: "silent-person",
    level: Level::Hint,
    group: Group::Lint,
    platform: None,
    title: ("个人或所有各方都静默签署", "silent signing for a person, or for every party"),
    why: (
        "静默签署时本人不在场、不作确认。企业给自己盖章常用它；用在自然人身上，或每一方都静默，\
         日后对方否认签署意愿时，只能靠授权记录来证明。请确认授权的范围和期限写得清楚。这是提示，不是法律意见。",
        "In silent signing nobody is there and nobody confirms. It is usual for a company's own seal; for a natural person, or for \
         every party, the record of the grant is all there is when someone denies having meant to sign. Make sure its scope and \
         term are clear. A hint, not a legal opinion.",
    ),
    wrong: r#"person 张伟 account "PSN_TEST_001"
contract "竞业限制协议" {
    code      "NC-2026-001"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "CORP_TEST_001" auth sms { sign main page 1 at (180, 220) }
    signer 张伟 auth sms { sign main page 1 at (400, 220) silent "RkztvLleUICgRSe" }
}
"#,
    right: r#"person 张伟 account "PSN_TEST_001"
contract "竞业限制协议" {
    code      "NC-2026-001"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "CORP_TEST_001" auth sms { sign main page 1 at (180, 220) silent "RkztvLleUICgRSe" }
    signer 张伟 auth sms { sign main page 1 at (400, 220) }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(contract) = cx.contract() else { return };
    let before = findings.len();
    for signer in &contract.signers {
        let silent = signer.fields.iter().find_map(|field| field.silent.as_ref());
        let (Account::Person(_), Some(silent)) = (&signer.account.value, silent) else { continue };
        let name = phrase::quoted(cx.model, signer.account.span);
        findings.push(
            Finding::new(
                &RULE,
                signer.account.span,
                words!("个人 `{name}` 静默签署，本人不作确认", "the person `{name}` signs silently and confirms nothing"),
            )
            .related(silent.span, words!("静默写在这里", "silent here"))
            .help(words!("确认授权清楚，或改为本人签署", "make sure the grant is clear, or have the person sign")),
        );
    }
    let all_silent = |fields: &[crate::model::SignField]| {
        !fields.is_empty() && fields.iter().all(|field| field.silent.is_some())
    };
    let everybody = contract.signers.iter().all(|signer| !signer.unreadable && all_silent(&signer.fields));
    if findings.len() > before || !everybody {
        return;
    }
    if let Some(first) = contract.signers.first() {
        findings.push(
            Finding::new(
                &RULE,
                first.account.span,
                words!("所有签署方都静默签署，没有人确认", "every party signs silently and nobody confirms"),
            )
            .help(words!("确认各方的授权清楚", "make sure every party's grant is clear")),
        );
    }
}
