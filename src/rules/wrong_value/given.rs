//! A value given for a param from outside that is not of its type.

use super::super::Context;
use super::super::syntax::given_time;
use super::RULE;
use crate::findings::{Finding, Words};
use crate::model::{ParamKind, Wrong};
use crate::source::Span;
use crate::words;

pub(super) fn explain(cx: &Context<'_>, span: Span, name: &str, kind: ParamKind, why: &Wrong) -> Finding {
    let refused = |message| Finding::new(&RULE, span, message);
    match why {
        Wrong::Empty => {
            return refused(words!("给参数 `{name}` 的值是空的", "the value given for the param `{name}` is empty")).help(
                words!(
                    "在 --set {name}= 后面写上它的值；参数有默认值时，也可以不给",
                    "write the value after `--set {name}=`, or leave the option out where the param has a default"
                ),
            );
        }
        Wrong::Respelled(plain) => {
            return refused(words!(
                "给参数 `{name}` 的数字里有千分位的逗号",
                "the number given for the param `{name}` has commas between its thousands"
            ))
            .help(words!("写成 --set {name}={plain}", "write `--set {name}={plain}`"));
        }
        Wrong::Amount(number) => {
            return refused(words!(
                "给参数 `{name}` 的值不是数字的写法",
                "the value given for the param `{name}` is not written as a number"
            ))
            .help(words!(
                "数字不带单位，写成 --set {name}={number}",
                "a number has no unit: write `--set {name}={number}`"
            ));
        }
        Wrong::Time { written, found } => {
            let Some((Words { zh, en }, right)) = given_time(cx, written, found) else {
                return refused(words!(
                    "给参数 `{name}` 的值里，没有 `{written}` 这一天",
                    "the value given for the param `{name}` is no such day: `{written}`"
                ));
            };
            return refused(words!(
                "给参数 `{name}` 的值不对：{zh}",
                "the value given for the param `{name}` is not right: {en}"
            ))
            .help(words!("写成 --set {name}={right}", "write `--set {name}={right}`"));
        }
        _ => {}
    }
    let kind = match kind {
        ParamKind::Date => words!("日期", "a date"),
        ParamKind::Number => words!("数字", "a number"),
        ParamKind::Text | ParamKind::Unreadable => words!("文本", "text"),
    };
    let (zh, en) = (kind.zh, kind.en);
    Finding::new(
        &RULE,
        span,
        words!("给参数 `{name}` 的值不是{zh}", "the value given for the param `{name}` is not {en}"),
    )
    .help(match en.as_str() {
        "a date" => words!("例如 --set {name}=2026-12-31", "for example --set {name}=2026-12-31"),
        _ => words!("例如 --set {name}=3", "for example --set {name}=3"),
    })
}
