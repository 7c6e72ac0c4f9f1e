//! A signer whose account is not verified, or whom nothing in the file verifies.

use std::collections::HashSet;

use super::{Context, phrase};
use crate::findings::{Finding, Group, Level, Rule};
use crate::model::{Account, Contract};
use crate::source::At;
use crate::words;

pub static RULE: Rule = Rule {
    name: "unverified-signer",
    level: Level::Error,
    group: Group::Platform,
    platform: Some("oc_10011"),
    title: ("签署方没有实名认证", "a signer is not verified"),
    why: (
        "只有实名认证过的账号才能发起和签署（oc_10011 用户未认证）。用 `--online` 检查时会询问所选环境的平台，\
         未认证的账号是错误；不联网时只作提示：声明的个人只有账号，文件里没有创建或认证他的内容。给个人写上手机和流水号（或姓名加身份证），\
         发送前会先创建；已在平台认证过的不必理会。",
        "Only verified accounts can start or sign a contract (oc_10011). Checked with `--online`, the platform \
         of the chosen environment is asked, and an unverified account is an error. Offline it is a hint: a declared person has an account only, and nothing in the file \
         creates or verifies it. Add a phone and a flow number (or name and ID number) to have the person created before \
         sending; ignore it where the person is verified on the platform already.",
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
// online: verified PSN_TEST_001
contract "顾问聘用协议" {
    code      "ADV-2026-002"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms { sign main page 1 at (280, 420) }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(contract) = cx.contract() else { return };
    match &cx.facts.online {
        Some(online) => {
            for account in accounts(contract) {
                let Some(id) = cx.model.account_id(&account.value).and_then(|id| id.value()) else { continue };
                // Whom the file itself creates is verified by that before the contract is started.
                let created = matches!(account.value, Account::Person(at) if cx.model.people[at].is_to_be_created());
                if online.verified.get(id) == Some(&false) && !created {
                    let id = phrase::without_numbers(id);
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
        None => offline(cx, contract, findings),
    }
}

fn accounts(contract: &Contract) -> impl Iterator<Item = &At<Account>> {
    contract.initiator.iter().chain(contract.signers.iter().map(|signer| &signer.account))
}

fn offline(cx: &Context<'_>, contract: &Contract, findings: &mut Vec<Finding>) {
    let mut told = HashSet::new();
    for signer in &contract.signers {
        let Account::Person(at) = signer.account.value else { continue };
        let person = &cx.model.people[at];
        if person.is_to_be_created() || person.unreadable || person.account.is_none() || !told.insert(at) {
            continue;
        }
        let name = &person.name.value;
        findings.push(
            Finding::new(
                &RULE,
                signer.account.span,
                words!(
                    "文件里没有创建或认证 `{name}` 的内容，请确认他已实名认证",
                    "nothing in the file creates or verifies `{name}`; make sure the account is verified"
                ),
            )
            .level(Level::Hint)
            .related(person.name.span, words!("只写了账号", "an account only"))
            .help(words!(
                "写上 `手机` 和 `流水号`（或 `姓名` 加 `身份证`），发送前会先创建；加 `--online` 检查会询问平台",
                "add `phone` and `flow` (or `name` and `idcard`) to have the person created; `--online` asks the platform"
            )),
        );
    }
}
