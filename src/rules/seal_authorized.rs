//! Silent signing is asked for that is granted already.

use super::Context;
use crate::facts::SealFact;
use crate::findings::{Finding, Group, Level, Rule};
use crate::model::{Authorization, SealId, Seals};
use crate::source::Span;
use crate::words;

pub static RULE: Rule = Rule {
    name: "seal-authorized",
    level: Level::Error,
    group: Group::Platform,
    platform: Some("oc_20002"),
    title: ("印章已经授权", "the seal is authorized already"),
    why: (
        "印章已经授权给本应用静默签署，不必也不能再取授权链接（oc_20002 当前印章已授权）。用 `--online` 检查时才会询问所选环境的平台。\
         从 `印章` 里去掉它；如果只有这一个，整个 `静默授权` 可以删去，直接使用已有的授权码。",
        "The seal is granted to this application for silent signing already, and the platform gives no second link \
         (oc_20002). Found when checked with `--online`, which asks the platform of the chosen environment. Take it out of `seals`; where it is the only one, the whole \
         `authorization` can go, and the code at hand be used.",
    ),
    wrong: r#"// online: seal 10086 authorized
authorization 公章授权 {
    account "CORP_TEST_001"
    seals   10086
    auth    sms
    expires 1h
}
"#,
    right: r#"// online: seal 10087 free
authorization 公章授权 {
    account "CORP_TEST_001"
    seals   10087
    auth    sms
    expires 1h
}
"#,
};

/// The seals of every authorization of which the platform said `fact`, with their ids as written.
pub fn seals_that_are(cx: &Context<'_>, fact: SealFact) -> Vec<(Span, String)> {
    let Some(online) = &cx.facts.online else { return Vec::new() };
    let ids = |authorization: &Authorization| match &authorization.seals {
        Some(seals) => match &seals.value {
            Seals::Ids(ids) => ids.clone(),
            Seals::All => Vec::new(),
        },
        None => Vec::new(),
    };
    let ids = cx.model.authorizations.iter().flat_map(ids);
    ids.filter_map(|id| {
        let text = match &id.value {
            SealId::Number(number) => number.to_string(),
            SealId::Text(text) => text.value()?.to_owned(),
        };
        (online.seals.get(&text) == Some(&fact)).then_some((id.span, text))
    })
    .collect()
}

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for (span, id) in seals_that_are(cx, SealFact::Authorized) {
        findings.push(
            Finding::new(
                &RULE,
                span,
                words!("印章 `{id}` 已经授权静默签署", "the seal `{id}` is authorized for silent signing already"),
            )
            .help(words!("去掉它，直接使用已有的授权码", "leave it out and use the code at hand")),
        );
    }
}
