//! A signer whose account is not verified, as the platform answers.

use super::Context;
use crate::findings::{Finding, Group, Level, Rule};
use crate::model::{Account, Contract};
use crate::source::At;
use crate::privacy::numbers_masked;
use crate::words;

pub static RULE: Rule = Rule {
    name: "unverified-signer",
    level: Level::Error,
    group: Group::Platform,
    platform: Some("oc_10011"),
    title: ("签署方没有实名认证", "a signer is not verified"),
    why: (
        "只有实名认证过的账号才能发起和签署（oc_10011 用户未认证）。是否认证过只有平台知道：用 `--online` 检查时会询问所选环境的平台，\
         不联网时不作判断。给个人写上手机和流水号（或姓名加身份证），发送前会先创建已认证的用户；否则请先在平台完成实名认证。",
        "Only verified accounts can start or sign a contract (oc_10011). Whether one is verified only the platform knows: checked with \
         `--online`, the platform of the chosen environment is asked; offline nothing is reported. Add a phone and a flow number (or \
         name and ID number) to have the person created as verified before sending; otherwise have the account verified on the \
         platform first.",
    ),
    wrong: r#"// online: verified CORP_TEST_001
// online: unverified PSN_TEST_001
contract "顾问聘用协议" {
    code      "ADV-2026-002"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms { sign main page 1 at (280, 420) }
}
"#,
    right: r#"// online: verified CORP_TEST_001
// online: unverified PSN_TEST_001
person 顾问 {
    account "PSN_TEST_001"
    flow    "FLOW20260105000004"
    phone   "13800138000"
}
contract "顾问聘用协议" {
    code      "ADV-2026-002"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer 顾问 auth sms { sign main page 1 at (280, 420) }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let (Some(contract), Some(online)) = (cx.contract(), &cx.facts.online) else { return };
    for account in accounts(contract) {
        let Some(id) = cx.model.account_id(&account.value).and_then(|id| id.value()) else { continue };
        // Whom the file itself creates is verified by that before the contract is started.
        let created = matches!(account.value, Account::Person(at) if cx.model.people[at].is_to_be_created());
        if online.verified.get(id) == Some(&false) && !created {
            let id = numbers_masked(id);
            findings.push(
                Finding::new(
                    &RULE,
                    account.span,
                    words!("账号 `{id}` 没有实名认证", "the account `{id}` is not verified"),
                )
                .help(words!("先在平台完成实名认证", "have it verified on the platform first")),
            );
        }
    }
}

fn accounts(contract: &Contract) -> impl Iterator<Item = &At<Account>> {
    contract.initiator.iter().chain(contract.signers.iter().map(|signer| &signer.account))
}
