//! Numbers of order that have no effect.

use super::missing_value::end_of_line;
use super::syntax::indent;
use super::{Context, phrase};
use crate::findings::{Change, Finding, Group, Level, Rule};
use crate::model::{Contract, Model, Order};
use crate::vocabulary::Key;
use crate::words;

pub static RULE: Rule = Rule {
    name: "order-ignored",
    level: Level::Warning,
    group: Group::Lint,
    platform: None,
    title: ("写了次序，却没有按次序签", "`seq` has no effect while the order is free"),
    why: (
        "签署方写了不同的次序，而合同的顺序是不限（也是默认值）：各方同时收到，次序不起作用。\
         要按次序签就写 `顺序 依次`；不需要就去掉 `次序`。",
        "Signers have different `seq` numbers while the contract's order is free, which is also the default: all can sign at \
         once and the numbers do nothing. To have them sign in turn write `order sequential`; else leave `seq` out.",
    ),
    wrong: r#"contract "三方合作协议" {
    code      "TRI-2026-001"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" seq 1 auth sms { sign main page 1 at (180, 220) }
    signer "PSN_TEST_002" seq 2 auth sms { sign main page 1 at (400, 220) }
}
"#,
    right: r#"contract "三方合作协议" {
    code      "TRI-2026-001"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    order     sequential
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" seq 1 auth sms { sign main page 1 at (180, 220) }
    signer "PSN_TEST_002" seq 2 auth sms { sign main page 1 at (400, 220) }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(contract) = cx.contract().filter(|contract| contract.order() == Order::Free) else { return };
    if !cx.trouble(&[Key::Order]).is_empty() {
        return;
    }
    let mut numbers = contract.signers.iter().filter_map(|signer| signer.seq.as_ref());
    let Some(first) = numbers.next() else { return };
    let Some(other) = numbers.find(|number| number.value != first.value) else { return };
    let finding = Finding::new(
        &RULE,
        other.span,
        words!("顺序是不限，`次序` 不起作用", "the order is free, so `seq` has no effect"),
    )
    .related(first.span, words!("和这里不同", "differs from this one"));
    findings.push(match &contract.order {
        Some(order) => {
            let written = cx.model.sources.slice(order.span);
            let spelled = if written.is_ascii() { "sequential" } else { "依次" };
            finding
                .related(order.span, words!("顺序写在这里", "the order is said here"))
                .help(words!("要按次序签就写 `顺序 依次`，否则去掉 `次序`", "for signing in turn write `order sequential`, else leave `seq` out"))
                .offer(words!("改成 `{spelled}`", "make it `{spelled}`"), vec![Change::new(order.span, spelled)])
        }
        None => {
            let finding = finding.help(words!(
                "要按次序签就加上 `顺序 依次`，否则去掉 `次序`",
                "for signing in turn add `order sequential`, else leave `seq` out"
            ));
            match line_after_head(cx.model, contract) {
                Some(change) => {
                    let added = change.text.trim().to_owned();
                    finding.offer(words!("加上 `{added}`", "add `{added}`"), vec![change])
                }
                None => finding,
            }
        }
    });
}

/// `order sequential` on a line of its own, behind the last of the statements it stands with.
fn line_after_head(model: &Model, contract: &Contract) -> Option<Change> {
    let code = contract.code.as_ref().map(|it| it.span);
    let initiator = contract.initiator.as_ref().map(|it| it.span);
    let deadline = contract.deadline.as_ref().map(|it| it.span);
    let last = [code, initiator, deadline].into_iter().flatten().max()?;
    let spelled = phrase::spelled_at(model, last, ("顺序 依次", "order sequential"));
    Some(Change::new(end_of_line(model, last)?, format!("\n{}{spelled}", indent(model, last))))
}
