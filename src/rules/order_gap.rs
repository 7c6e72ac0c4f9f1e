//! Numbers of order that do not count 1, 2, 3.

use std::collections::{BTreeMap, BTreeSet};

use super::Context;
use crate::findings::{Change, Finding, Group, Level, Rule};
use crate::model::{Contract, Order, Signer};
use crate::source::At;
use crate::vocabulary::Key;
use crate::words;

pub static RULE: Rule = Rule {
    name: "order-gap",
    level: Level::Warning,
    group: Group::Lint,
    platform: None,
    title: ("次序有缺口或不从 1 起", "the order leaves a gap or does not begin at 1"),
    why: (
        "依次签署时次序应从 1 起、中间不缺：有缺口多半是删去了一个签署方而没有改后面的次序。\
         没有写次序的签署方按书写顺序排。可以有相同的次序，表示同时签。",
        "In sequential order the numbers begin at 1 and leave none out: a gap most likely means that a signer was removed and \
         the later ones not renumbered. A signer without `seq` has its place in order of writing. Equal numbers are fine: those \
         sign at the same time.",
    ),
    wrong: r#"contract "借款合同" {
    code      "LOAN-2026-004"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    order     sequential
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" seq 1 auth sms { sign main page 1 at (180, 220) }
    signer "PSN_TEST_002" seq 3 auth sms { sign main page 1 at (400, 220) }
}
"#,
    right: r#"contract "借款合同" {
    code      "LOAN-2026-004"
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
    let Some(contract) = cx.contract().filter(|contract| contract.order() == Order::Sequential) else { return };
    if contract.unreadable
        || contract.signers.iter().any(|signer| signer.unreadable)
        || !cx.trouble(&[Key::Seq]).is_empty()
    {
        return;
    }
    let mut numbers: Vec<_> = contract
        .signers
        .iter()
        .enumerate()
        .map(|(index, signer)| {
            let span = signer.seq.as_ref().map_or(signer.account.span, |seq| seq.span);
            (contract.seq_no(index, signer), span)
        })
        .collect();
    numbers.sort_unstable();
    let mut before = 0;
    for (number, span) in numbers {
        if number < 1 || number > before + 1 {
            let wanted = before + 1;
            let message = match before {
                0 => words!("次序从 {number} 开始，应从 1 起", "the order begins at {number}, not at 1"),
                _ => words!(
                    "次序 {before} 之后是 {number}，中间缺了 {wanted}",
                    "the order goes from {before} to {number} and leaves out {wanted}"
                ),
            };
            let finding = Finding::new(&RULE, span, message)
                .help(words!("改成从 1 起连续的次序", "count from 1 without a gap"));
            findings.push(match closed_up(cx, contract) {
                Some(changes) => finding.offer(words!("重新编号，从 1 起连续", "number them from 1 without a gap"), changes),
                None => finding,
            });
            return;
        }
        before = number;
    }
}

/// The numbers without their gaps, in the same order; `None` where one is not written, or by a param.
fn closed_up(cx: &Context<'_>, contract: &Contract) -> Option<Vec<Change>> {
    let literal = |signer: &Signer| signer.seq.clone().filter(|seq| cx.is_literal(seq.span));
    let written: Vec<At<i64>> = contract.signers.iter().map(literal).collect::<Option<_>>()?;
    let numbers: BTreeSet<i64> = written.iter().map(|seq| seq.value).collect();
    let places: BTreeMap<i64, usize> = numbers.into_iter().zip(1..).collect();
    let change = |seq: &At<i64>| {
        let place = places[&seq.value];
        (usize::try_from(seq.value) != Ok(place)).then(|| Change::new(seq.span, place.to_string()))
    };
    Some(written.iter().filter_map(change).collect())
}
