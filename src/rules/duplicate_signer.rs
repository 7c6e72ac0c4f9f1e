//! Two signers are one account.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Context;
use crate::findings::{Finding, Group, Level, Rule};
use crate::model::canonical;
use crate::source::Span;
use crate::privacy::numbers_masked;
use crate::words;

pub static RULE: Rule = Rule {
    name: "duplicate-signer",
    level: Level::Error,
    group: Group::Platform,
    platform: Some("oc_40003"),
    title: ("签署方重复", "a signer is there twice"),
    why: (
        "一份合同里同一个账号只能是一个签署方（oc_40003 签署方不可重复），用个人或企业的名字写也算同一个账号。\
         一方要签多处时，把几个 `签章` 写在同一个 `签署方` 的大括号里。",
        "An account may be one signer of a contract only (oc_40003), also when it is written by the name of a person or \
         company. Where one party signs in several places, put all `sign` lines into the braces of one `signer`.",
    ),
    wrong: r#"company 甲方 account "CORP_TEST_001"
contract "设备租赁合同" {
    code      "EQ-2026-011"
    initiator 甲方
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer 甲方            auth sms { sign main page 1 at (180, 220) }
    signer "CORP_TEST_001" auth sms { sign main page 2 at (180, 220) }
}
"#,
    right: r#"company 甲方 account "CORP_TEST_001"
contract "设备租赁合同" {
    code      "EQ-2026-011"
    initiator 甲方
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer 甲方 auth sms {
        sign main page 1 at (180, 220)
        sign main page 2 at (180, 220)
    }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(contract) = cx.contract() else { return };
    // To people, blanks at the ends and full-width letters make no other account.
    let mut seen: HashMap<Cow<'_, str>, Span> = HashMap::new();
    for signer in &contract.signers {
        let Some(id) = cx.model.account_id(&signer.account.value).and_then(|id| id.key()).map(canonical) else { continue };
        let Some(first) = seen.get(&id) else {
            seen.insert(id, signer.account.span);
            continue;
        };
        // Some choose a phone or an ID number as the account.
        let id = numbers_masked(&id);
        findings.push(
            Finding::new(
                &RULE,
                signer.account.span,
                words!("账号 `{id}` 已经是签署方", "the account `{id}` is a signer already"),
            )
            .label(words!("第二次", "again here"))
            .related(*first, words!("第一次在这里", "first here"))
            .help(words!(
                "把它的 `签章` 都写在同一个 `签署方` 里",
                "put all its `sign` lines into one `signer`"
            )),
        );
    }
}
