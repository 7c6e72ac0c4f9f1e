//! The platform's refusals as findings: its code, explained, at the words of the file that caused it.
//!
//! Where its message names a member of the request, that is the place. Else a rule of ours that knows the code looks
//! for it; else it is where the file says what the code is about.

mod member;

use std::sync::LazyLock;

use crate::delivery::job::Step;
use crate::delivery::question::said;
use crate::facts::Facts;
use crate::findings::{Finding, Group, Level, Rule, Words};
use crate::model::{Contract, DocumentOrigin, Model};
use crate::plan::Kind;
use crate::platform::{self, Answer, CODES};
use crate::rules::{Context, RULES};
use crate::settings::Settings;
use crate::source::Span;
use crate::words;

/// A rule for each documented code that no check of ours stands for, by the code's own name: `qdc explain`
/// knows it.
static CODE_RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let as_rule = |code: &platform::Code| Rule {
        name: code.code,
        level: Level::Error,
        group: Group::Platform,
        platform: None,
        title: (code.message, code.message),
        why: code.meaning,
        wrong: "",
        right: "",
    };
    CODES.iter().map(as_rule).collect()
});

/// For codes that no public page lists.
static UNDOCUMENTED: Rule = Rule {
    name: "undocumented-code",
    level: Level::Error,
    group: Group::Platform,
    platform: None,
    title: ("平台的公开文档没有列出这个错误码", "the platform's public pages do not list this code"),
    why: ("", ""),
    wrong: "",
    right: "",
};

/// For what did not get as far as the platform's own tables.
static NOT_ADMITTED: Rule = Rule {
    name: "not-admitted",
    level: Level::Error,
    group: Group::Platform,
    platform: None,
    title: ("平台的网关没有接受请求", "the platform's gateway did not take the request"),
    why: ("", ""),
    wrong: "",
    right: "",
};

/// What the platform refused, at its place.
pub fn blame(model: &Model, facts: &Facts, settings: &Settings, step: &Step, answer: &Answer) -> Finding {
    if is_of_gateway(answer) {
        let status = answer.status;
        let message = crate::privacy::shown(answer.message.trim());
        let words = words!(
            "平台的网关没有接受请求：HTTP {status} {message}",
            "the platform's gateway did not take the request: HTTP {status} {message}"
        );
        return Finding::new(&NOT_ADMITTED, step.span, words).help(words!(
            "文件没有错；核对环境、AppKey 和 AppSecret，以及本机的时钟",
            "nothing is wrong with the file; compare the environment, AppKey and AppSecret, and this machine's clock"
        ));
    }
    let code = answer.code.as_deref().unwrap_or_default();
    let named = member::named(model, step, &answer.message);
    let mut finding = match &named {
        Some((_, places)) => at(rule_of(code), places, step, answer),
        None => found_by_a_rule(model, facts, settings, code)
            .unwrap_or_else(|| at(rule_of(code), &places(model, step, code), step, answer)),
    };
    if let Some((path, _)) = &named {
        finding.help = Some(words!(
            "平台指出的是请求里的 `{path}`，就是文件里的这一处",
            "the platform names `{path}` in the request, which was made of this"
        ));
    }
    finding.level = Level::Error;
    finding.edit = None;
    finding.help = Some(help(finding.help.take(), code, answer));
    finding
}

/// Whether the request was turned away for its key, signature, time or nonce. The platform's own refusals come
/// with HTTP 200 or a code of its tables; those of Qiyuesuo's door with a status above 440 (document probes).
fn is_of_gateway(answer: &Answer) -> bool {
    let is_documented = answer.code.as_deref().is_some_and(|code| platform::find(code).is_some());
    (400..500).contains(&answer.status) && (answer.gateway.is_some() || !is_documented)
}

/// What a rule of ours that knows the code finds in the file.
fn found_by_a_rule(model: &Model, facts: &Facts, settings: &Settings, code: &str) -> Option<Finding> {
    let mut found = Vec::new();
    for check in RULES.iter().filter(|check| check.rule.platform == Some(code)) {
        (check.run)(&Context { model, facts, settings }, &mut found);
    }
    found.into_iter().find(|finding| finding.level == Level::Error)
}

/// The rule that a code is shown as: the one of ours that stands for it where only one does, else the code itself.
fn rule_of(code: &str) -> &'static Rule {
    let mut ours = RULES.iter().filter(|check| check.rule.platform == Some(code));
    match (ours.next(), ours.next()) {
        (Some(only), None) => only.rule,
        _ => CODE_RULES.iter().find(|rule| rule.name == code).unwrap_or(&UNDOCUMENTED),
    }
}

/// The finding at the first of some places, which names the others.
fn at(rule: &'static Rule, places: &[Span], step: &Step, answer: &Answer) -> Finding {
    let first = places.first().copied().unwrap_or(step.span);
    let mut finding = Finding::new(rule, first, said(answer));
    for place in places.iter().skip(1) {
        finding = finding.related(*place, words!("或这里", "or here"));
    }
    finding
}

/// Where a file says what a code is about, the likeliest first.
fn places(model: &Model, step: &Step, code: &str) -> Vec<Span> {
    match step.kind {
        Kind::Start => match &model.contract {
            Some(contract) => in_contract(contract, code),
            None => Vec::new(),
        },
        Kind::Authorization => {
            let from = model
                .authorizations
                .iter()
                .find(|from| from.name.span == step.span || from.span == step.span);
            from.map(|from| match code {
                "oc_20001" | "oc_20002" => from.seals.iter().map(|seals| seals.span).collect(),
                _ => from.account.iter().map(|account| account.span).collect(),
            })
            .unwrap_or_default()
        }
        Kind::Template => {
            let documents = model.contract.iter().flat_map(|contract| &contract.documents);
            let mut documents = documents.filter(|document| document.name.span == step.span);
            documents.next().map_or(Vec::new(), |document| match &document.origin {
                DocumentOrigin::Template(template) => vec![template.id.span],
                _ => Vec::new(),
            })
        }
        Kind::Person | Kind::Upload | Kind::Ticket => Vec::new(),
    }
}

fn in_contract(contract: &Contract, code: &str) -> Vec<Span> {
    match code {
        "oc_40001" | "oc_40002" => contract.deadline.iter().map(|deadline| deadline.span).collect(),
        "oc_40006" => contract.code.iter().map(|code| code.span).collect(),
        "oc_10011" => contract
            .signers
            .iter()
            .map(|signer| signer.account.span)
            .chain(contract.initiator.iter().map(|at| at.span))
            .collect(),
        "oc_40003" | "oc_40005" | "oc_40027" => {
            contract.signers.iter().map(|signer| signer.account.span).collect()
        }
        "oc_30005" | "oc_30006" | "oc_30008" | "oc_40014" => (contract.documents.iter())
            .map(|document| match &document.origin {
                DocumentOrigin::Code(code) => code.span,
                _ => document.name.span,
            })
            .chain(contract.attachments.iter().map(|attachment| attachment.code.span))
            .collect(),
        "oc_40016" | "oc_40020" => contract.fields().map(|(_, field)| field.span).collect(),
        _ => Vec::new(),
    }
}

/// What to do, and what the platform's support asks for.
fn help(ours: Option<Words>, code: &str, answer: &Answer) -> Words {
    let mut help = match (ours, platform::find(code)) {
        (Some(ours), _) => ours,
        (None, Some(known)) => Words { zh: known.meaning.0.to_owned(), en: known.meaning.1.to_owned() },
        (None, None) => words!(
            "这个错误码不在平台公开的文档里，请把下面的编号告诉平台客服",
            "no public page of the platform lists this code; give its support the number below"
        ),
    };
    if let Some(log_key) = &answer.log_key {
        let time = answer.time.as_deref().and_then(clock).unwrap_or_default();
        help.zh += &format!("（logKey {log_key}{time}）");
        help.en += &format!(" (logKey {log_key}{time})");
    }
    help
}

/// `, 2026-01-05 09:30:12`, of epoch milliseconds, in Asia/Shanghai.
fn clock(ts: &str) -> Option<String> {
    let time = jiff::Timestamp::from_millisecond(ts.parse().ok()?).ok()?;
    let time = jiff::tz::Offset::constant(8).to_datetime(time);
    Some(format!(", {}", time.strftime("%Y-%m-%d %H:%M:%S")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::Job;
    use crate::model::NoFiles;
    use crate::plan::{MadeFiles, Plan};
    use crate::source::Source;

    /// What is said of an answer to the contract of this file.
    fn said_of(answer: &str) -> (Finding, String) {
        let text = "contract \"A\" {\n    code \"C-1\"\n    initiator \"CORP\"\n    document d \"FC_1\"\n    signer \"P\" { sign d page 1 at (1, 2) }\n}\n";
        let model = Model::read(Source::new("a.qdc", text), &NoFiles, &Default::default());
        let (facts, settings) = (Facts::at("2026-01-05T09:00".parse().unwrap()), Settings::default());
        let made = MadeFiles::of(&model);
        let job = Job::of(&Plan::of(&model, &facts, &settings, &made), &model).unwrap();
        let answer = Answer::read(200, answer.as_bytes()).unwrap();
        let finding = blame(&model, &facts, &settings, job.start().unwrap(), &answer);
        let place = model.sources.slice(finding.span).to_owned();
        (finding, place)
    }

    #[test]
    fn an_undocumented_code_shows_message_log_key_and_time() {
        let (finding, place) = said_of(
            r#"{"code":"oc_49999","msg":"新的错误","success":false,"logKey":"0a1b2c3d","ts":"1767576612000"}"#,
        );
        assert_eq!(finding.rule.name, "undocumented-code");
        assert!(finding.message.zh.contains("oc_49999 新的错误"), "{finding:?}");
        let help = finding.help.unwrap().en;
        assert!(help.contains("logKey 0a1b2c3d, 2026-01-05 09:30:12"), "{help}");
        assert_eq!(place, "\"A\"");
    }

    #[test]
    fn the_member_that_a_message_names_is_the_place() {
        for (message, expected) in [
            ("`signers[0].accountId` 缺失", "\"P\""),
            ("signers[0].signFields[0].signFieldPosition.positionX 要是数字", "(1, 2)"),
            ("参数错误：positionPage", "1"),
            ("`docs[0].fileCode` 不能为空", "\"FC_1\""),
            ("businessCode is too long", "\"C-1\""),
            ("`signers[0].authConfig` 缺失", "\"P\""),
            // What is no member of the request is only a word.
            ("parameter psnName is wrong", "\"A\""),
            ("参数错误", "\"A\""),
        ] {
            let (finding, place) =
                said_of(&format!(r#"{{"code":"400","msg":"{message}","success":false,"logKey":"0a"}}"#));
            assert_eq!((finding.rule.name, place.as_str()), ("400", expected), "{message}");
        }
    }

    #[test]
    fn a_documented_code_without_a_rule_is_a_rule_of_its_name() {
        let (finding, place) = said_of(r#"{"code":"oc_30006","msg":"文件处理失败","success":false}"#);
        assert_eq!((finding.rule.name, place.as_str()), ("oc_30006", "\"FC_1\""));
        assert_eq!(finding.help.unwrap().zh, platform::find("oc_30006").unwrap().meaning.0);
    }
}
