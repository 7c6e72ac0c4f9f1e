//! ID numbers and phones in a file under version control.

use std::collections::BTreeMap;

use super::Context;
use crate::findings::{Finding, Group, Level, Rule};
use crate::model::{ContactKind, Text};
use crate::source::{At, FileId, Span};
use crate::words;

pub static RULE: Rule = Rule {
    name: "personal-data",
    level: Level::Hint,
    group: Group::Lint,
    platform: None,
    title: ("版本库里的文件写有个人信息", "personal data in a file under version control"),
    why: (
        "身份证号码和手机号直接写在版本库（如 git）里的文件中，就会永远留在历史记录中，任何能看到版本库的人都能看到。\
         写成参数，值写在一个不进版本库的文件里，每行一个 名字=值，用 --set-file 给出。",
        "ID numbers and phones written literally in a file under version control stay in its history for good, for everybody who \
         can see the repository. Make them params, given by `--set-file` with a file that is kept out of it and has a line name=value each.",
    ),
    wrong: r#"// versioned
person 刘洋 {
    account "PSN_TEST_013"
    flow    "FLOW20260105000003"
    phone   "13800138000"
}
"#,
    right: r#"// versioned
param 手机号 text
person 刘洋 {
    account "PSN_TEST_013"
    flow    "FLOW20260105000003"
    phone   手机号
}
"#,
};

/// The first is the finding's own place; these many more are named beside it.
const MORE: usize = 4;

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    if cx.facts.versioned.is_empty() {
        return;
    }
    let mut by_file: BTreeMap<FileId, Vec<Span>> = BTreeMap::new();
    for span in literal_numbers(cx) {
        by_file.entry(span.file).or_default().push(span);
    }
    for (file, mut spans) in by_file {
        if !cx.facts.versioned.contains(cx.model.sources[file].name()) {
            continue;
        }
        spans.sort_unstable();
        let count = spans.len();
        let mut spans = spans.into_iter();
        let Some(first) = spans.next() else { continue };
        let mut finding = Finding::new(
            &RULE,
            first,
            words!(
                "这个文件在版本库（如 git）里，写有 {count} 处身份证号码或手机号",
                "ID numbers or phones stand in a file under version control ({count} in all)"
            ),
        )
        .help(words!(
            "写成参数，如 `参数 手机号 文本`；值另存成一个不进版本库的文件，每行写 `手机号=值`，用 --set-file 文件 给出",
            "make them params such as `param mobile text`; keep the values in a file outside the repository, a line `mobile=value` each, and give it with `--set-file FILE`"
        ));
        for span in spans.take(MORE) {
            finding = finding.related(span, words!("还有这里", "and here"));
        }
        findings.push(finding);
    }
}

fn literal_numbers<'a>(cx: &Context<'a>) -> impl Iterator<Item = Span> + use<'a> {
    fn literal(text: &Text, span: Span) -> Option<Span> {
        (!text.has_params() && text.value().is_some_and(|value| value.contains(char::is_numeric))).then_some(span)
    }
    let people = cx.model.people.iter().flat_map(|person| {
        let number = person.id_number.as_ref().and_then(|At { value, span }| literal(value, *span));
        let phone = person.phone.as_ref().and_then(|At { value, span }| literal(value, *span));
        number.into_iter().chain(phone)
    });
    let contacts = cx.model.tickets.iter().filter_map(|ticket| {
        let user = &ticket.user.as_ref()?.value;
        (user.kind.value == ContactKind::Mobile).then(|| literal(&user.contact.value, user.contact.span))?
    });
    people.chain(contacts)
}
