//! A person to be created lacks what the platform wants, or says too much.

use super::{Context, phrase};
use crate::findings::{Finding, Group, Level, Rule, Words};
use crate::model::Person;
use crate::source::Span;
use crate::vocabulary::Key;
use crate::words;

pub static RULE: Rule = Rule {
    name: "person-incomplete",
    level: Level::Error,
    group: Group::Platform,
    platform: Some("400"),
    title: ("创建个人的信息不全", "what creates a person is incomplete"),
    why: (
        "创建已认证的个人要有接收通知的手机，并且在流水号和“姓名加身份证”两种里写一种：\
         有流水号就不再传姓名和身份证，没有流水号则姓名和身份证都要（否则平台答 400 参数错误）。\
         只用平台上已有的账号时，这几项都不写，只写账号。",
        "To create a verified person the platform wants a phone for notices and one of two proofs: a flow number, and then \
         neither name nor ID number, or both name and ID number (else it answers 400). For an account that exists already, \
         write the account only.",
    ),
    wrong: r#"person 李娜 {
    account "PSN_TEST_010"
    name    "李娜"
    phone   "13800138000"
}
"#,
    right: r#"person 李娜 {
    account "PSN_TEST_010"
    flow    "FLOW20260105000001"
    phone   "13800138000"
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let trouble = cx.trouble(&[Key::Phone, Key::Flow, Key::PersonName, Key::IdCard]);
    for (at, person) in cx.model.people.iter().enumerate() {
        if !person.is_to_be_created() || person.unreadable {
            continue;
        }
        // What stands before the next person is this one's: a clause without its value was reported.
        let next = cx.model.people.get(at + 1).filter(|next| next.span.file == person.span.file);
        let end = next.map_or(u32::MAX, |next| next.span.start);
        let first = trouble.partition_point(|span| *span < person.span);
        let own = |span: &Span| span.file == person.span.file && span.start < end;
        if !trouble.get(first).is_some_and(own) {
            findings.extend(of_person(person));
        }
    }
}

fn of_person(person: &Person) -> Option<Finding> {
    let (flow, named, numbered) = (&person.flow, &person.person_name, &person.id_number);
    let mut missing = Vec::new();
    if person.phone.is_none() {
        missing.push(words!("`手机`", "`phone`"));
    }
    if flow.is_none() {
        match (named, numbered) {
            (None, None) => missing.push(words!("`流水号`（或 `姓名` 加 `身份证`）", "`flow` (or `name` and `idcard`)")),
            (Some(_), None) => missing.push(words!("`身份证`", "`idcard`")),
            (None, Some(_)) => missing.push(words!("`姓名`", "`name`")),
            (Some(_), Some(_)) => {}
        }
    }
    let identity = named.as_ref().map(|name| name.span).or(numbered.as_ref().map(|number| number.span));
    let both = flow.as_ref().map(|flow| flow.span).zip(identity);
    let mut parts: Vec<Words> = Vec::new();
    if !missing.is_empty() {
        let Words { zh, en } = phrase::list(&missing);
        parts.push(words!("缺少 {zh}", "lacks {en}"));
    }
    if both.is_some() {
        parts.push(words!("既有 `流水号` 又有 `姓名` 或 `身份证`", "has both `flow` and `name` or `idcard`"));
    }
    if parts.is_empty() {
        return None;
    }
    let name = &person.name.value;
    let zh = parts.iter().map(|part| part.zh.as_str()).collect::<Vec<_>>().join("，而且");
    let en = parts.iter().map(|part| part.en.as_str()).collect::<Vec<_>>().join(" and ");
    let finding = Finding::new(&RULE, person.name.span, words!("个人 `{name}` {zh}", "the person `{name}` {en}"));
    let finding = match both {
        Some((flow, identity)) => finding
            .related(flow, words!("流水号", "the flow number"))
            .related(identity, words!("和它不能同时写", "excluded by it")),
        None => finding,
    };
    Some(finding.help(match both {
        Some(_) => words!(
            "有流水号就删去姓名和身份证；否则删去流水号，姓名和身份证都写",
            "keep the flow number and remove name and ID number, or the other way round"
        ),
        None => words!(
            "创建个人要有手机，加上流水号，或姓名和身份证；账号已存在时只写 `账号`",
            "creating a person takes a phone with a flow number, or with name and ID number; where the account exists, write `account` only"
        ),
    }))
}
