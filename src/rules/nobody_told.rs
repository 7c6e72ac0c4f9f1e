//! A signer whom nobody tells.

use super::Context;
use crate::findings::{Finding, Group, Level, Rule};
use crate::vocabulary::Key;
use crate::words;

pub static RULE: Rule = Rule {
    name: "nobody-told",
    level: Level::Hint,
    group: Group::Lint,
    platform: None,
    title: ("没有人通知签署方", "nobody tells the signer"),
    why: (
        "通知写了 0，合同也没有跳转：平台多半不发通知（各编号的含义没有公开），签署方要靠别的途径得知有合同要签。\
         由自己的系统转发签署链接时没有问题；否则换一个通知方式，或加上 `跳转`。静默签署的一方不必通知。",
        "With notice 0 and no redirect the platform most likely tells nobody (it does not publish what the numbers mean), and \
         signers have to learn of it some other way. That is fine where your own system passes the link on; else use another notice, or \
         add a `redirect`. Who signs silently needs no telling.",
    ),
    wrong: r#"contract "家政服务合同" {
    code      "HOME-2026-044"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms notice 0 { sign main page 1 at (280, 420) }
}
"#,
    right: r#"contract "家政服务合同" {
    code      "HOME-2026-044"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms notice 0 { sign main page 1 at (280, 420) }
    redirect "https://example.com/signed"
}
"#,
};

/// More places than these say nothing more.
const MOST: usize = 4;

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(contract) = cx.contract().filter(|contract| contract.redirect.is_none() && !contract.unreadable) else {
        return;
    };
    if !cx.trouble(&[Key::Redirect]).is_empty() {
        return;
    }
    let mut untold = contract
        .signers
        .iter()
        .filter(|signer| signer.fields.iter().any(|field| field.silent.is_none()))
        .filter_map(|signer| signer.notice.as_ref())
        .filter(|notice| notice.value == 0);
    let Some(first) = untold.next() else { return };
    let mut finding = Finding::new(
        &RULE,
        first.span,
        words!("通知为 0，又没有跳转，签署方可能无从得知", "with notice 0 and no redirect the signer may learn of it from nobody"),
    )
    .help(words!("换一个通知方式，或加上 `跳转`，或自己转告", "use another notice, add a `redirect`, or tell them yourself"));
    for other in untold.take(MOST) {
        finding = finding.related(other.span, words!("还有这里", "and here"));
    }
    findings.push(finding);
}
