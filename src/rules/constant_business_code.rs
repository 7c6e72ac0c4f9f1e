//! Every contract made of a file with params would have the same business code.

use super::Context;
use crate::findings::{Change, Finding, Group, Level, Rule};
use crate::model::Model;
use crate::source::Span;
use crate::words;

pub static RULE: Rule = Rule {
    name: "constant-business-code",
    level: Level::Error,
    group: Group::Lint,
    platform: None,
    title: ("业务编号里没有参数", "the business code holds no param"),
    why: (
        "有参数的合同是用来发多份的，业务编号里却没有任何参数：每一份的编号都一样，第二份就会被当成重复发送。\
         把能区分各份的参数写进去，例如 `业务编号 “HR-{工号}”`。",
        "A contract with params is there to be sent many times, yet its business code holds none of them: all have the same \
         code, and the second is taken for a repetition of the first. Put a param into it that tells them apart, such as \
         `code \"HR-{employee}\"`.",
    ),
    wrong: r#"param 员工 text
contract "劳动合同" {
    code      "HR-2026"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer 员工 auth sms { sign main page 1 at (280, 420) }
}
"#,
    right: r#"param 员工 text
contract "劳动合同" {
    code      "HR-2026-{员工}"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer 员工 auth sms { sign main page 1 at (280, 420) }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(code) = cx.contract().and_then(|contract| contract.code.as_ref()) else { return };
    // Params of used files may serve other contracts.
    let mut params = cx.model.params.iter().filter(|param| param.name.span.file == Model::ROOT);
    let Some(param) = params.next() else { return };
    if code.value.has_params() || code.value.key().is_none() {
        return;
    }
    let name = &param.name.value;
    let finding = Finding::new(
            &RULE,
            code.span,
            words!(
                "合同有参数，业务编号里却没有，每一份的编号都一样",
                "the contract has params and its business code holds none, so all of them share one code"
            ),
        )
        .related(param.name.span, words!("声明了参数", "a param is declared"))
        .help(words!(
            "把能区分各份的参数写进去，例如 `{{{name}}}`",
            "put a param into it that tells the contracts apart, such as `{{{name}}}`"
        ));
    // Of several only a person knows which is another in every contract.
    findings.push(match text_end(cx.model, code.span).filter(|_| params.next().is_none()) {
        Some(end) => {
            let part = format!("-{{{name}}}");
            finding.offer(words!("末尾加上 `{part}`", "add `{part}` at its end"), vec![Change::new(end, part)])
        }
        None => finding,
    });
}

/// Before the mark that closes a text.
fn text_end(model: &Model, text: Span) -> Option<Span> {
    let mark = model.sources.slice(text).chars().next_back().filter(|mark| "\"“”＂".contains(*mark))?;
    let end = text.end as usize - mark.len_utf8();
    Some(Span::new(text.file, end, end))
}
