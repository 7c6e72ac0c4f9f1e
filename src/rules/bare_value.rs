//! A line that opens with a value, or with a keyword grown together with one: the keyword that the value goes with is said.

use super::phrase;
use crate::findings::{Change, Finding};
use crate::model::Model;
use crate::source::Span;
use crate::vocabulary::choices::{AUTH_MODES, ORDERS};
use crate::vocabulary::{Choice, Key, Word, children};
use crate::words;

/// What was meant by an unknown word in a statement's braces; `None` where nothing is known of it.
pub fn explain(model: &Model, span: Span, parent: &Word, finding: &Finding) -> Option<Finding> {
    let written = phrase::quoted(model, span);
    let finding = finding.clone();
    if parent.key == Key::Contract {
        if let Some(order) = ORDERS.find(&written).or_else(|| ORDERS.find_misnamed(&written)) {
            return Some(order_of_signing(finding, span, &written, order));
        }
        // Who comes first is said at each of them.
        if written.starts_with('先') && written.contains('后') {
            return Some(one_after_the_other(finding));
        }
    }
    if matches!(parent.key, Key::Contract | Key::Signer)
        && AUTH_MODES.find(&written).or_else(|| AUTH_MODES.find_misnamed(&written)).is_some()
    {
        return Some(finding.help(words!(
            "`{written}` 写在签署方的 `认证` 后面：`签署方 甲方 认证 短信 人脸`",
            "`{written}` goes behind `auth` of a signer: `signer buyer auth sms face`"
        )));
    }
    if parent.key == Key::Signer
        && matches!(
            written.as_str(),
            "静默签章" | "静默签署" | "静默签" | "静默盖章" | "自动签章" | "自动盖章"
        )
    {
        return Some(finding.help(words!(
            "写成 `签章`，行末加上 `静默 “授权码”`",
            "write `sign`, and `silent \"authorization code\"` at the end of the line"
        )));
    }
    // What is shortened or masked can be put nowhere.
    (written == model.sources.slice(span)).then(|| grown_together(finding, span, &written, parent))?
}

fn order_of_signing(finding: Finding, span: Span, written: &str, order: &Choice) -> Finding {
    if order.en == "sequential" {
        return one_after_the_other(finding);
    }
    let (zh, en) = (order.zh, order.en);
    let line = if written.is_ascii() { format!("order {en}") } else { format!("顺序 {zh}") };
    finding
        .help(words!("写成 `顺序 {zh}`", "write `order {en}`"))
        .offer(words!("改成 `{line}`", "change it to `{line}`"), vec![Change::new(span, line)])
}

fn one_after_the_other(finding: Finding) -> Finding {
    finding.help(words!(
        "写成 `顺序 依次`，再在各签署方后面写 `次序 1`、`次序 2`",
        "write `order sequential`, and `seq 1`, `seq 2` behind the signers"
    ))
}

/// `发起方为甲方`: Chinese has no blank between words, the language has.
fn grown_together(finding: Finding, span: Span, written: &str, parent: &Word) -> Option<Finding> {
    let (word, rest) = children(parent.key).iter().find_map(|word| {
        let rest = written.strip_prefix(word.zh)?.trim_start_matches(['为', '是']);
        (written.len() - word.zh.len() > rest.len() && !rest.is_empty()).then_some((word, rest))
    })?;
    let zh = word.zh;
    Some(
        finding
            .help(words!(
                "`{zh}` 和后面的值用空格隔开，不写“为”“是”：`{zh} {rest}`",
                "a blank stands between `{zh}` and its value, and nothing else: `{zh} {rest}`"
            ))
            .offer(
                words!("改成 `{zh} {rest}`", "change it to `{zh} {rest}`"),
                vec![Change::new(span, format!("{zh} {rest}"))],
            ),
    )
}
