//! Two sign fields at one position.

use std::collections::HashMap;

use super::Context;
use super::context::{DocumentKey, PageKey, document_key, page_key};
use super::geometry::{point_units, units};
use crate::findings::{Finding, Group, Level, Rule, Words};
use crate::model::{Contract, Place, SignField, Spot};
use crate::source::Span;
use crate::words;

pub static RULE: Rule = Rule {
    name: "duplicate-position",
    level: Level::Error,
    group: Group::Platform,
    platform: Some("oc_40016"),
    title: ("签署位置重复", "two sign fields at one position"),
    why: (
        "同一个文件、同一页、同一个点不能有两处签章，不论是不是同一方（oc_40016 签署位置不能重复）；\
         两个骑缝章也不能在同一高度。坐标按平台的单位比较。移动其中一个，或删去多写的一行。",
        "Two sign fields may not share document, page and point, be it of one signer or of two (oc_40016); nor may two \
         cross-page seals share their height. Points are compared in the platform's units. Move one of them, or remove \
         the line that is too many.",
    ),
    wrong: r#"contract "采购合同" {
    code      "PO-2026-031"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms { sign main page 3 at (180, 220) }
    signer "PSN_TEST_002" auth sms { sign main page 3 at (180, 220) }
}
"#,
    right: r#"contract "采购合同" {
    code      "PO-2026-031"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms { sign main page 3 at (180, 220) }
    signer "PSN_TEST_002" auth sms { sign main page 3 at (400, 220) }
}
"#,
};

/// Document, page (`None` for a cross-page seal), and the bits of the coordinates.
type Key<'a> = (DocumentKey<'a>, Option<PageKey>, u64, u64);

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(contract) = cx.contract() else { return };
    let mut seen: HashMap<Key<'_>, Span> = HashMap::new();
    for (_, field) in contract.fields() {
        let Some((key, span)) = position(cx, contract, field) else { continue };
        match seen.get(&key) {
            None => drop(seen.insert(key, span)),
            Some(first) => findings.push(finding(key, span, *first)),
        }
    }
}

fn finding(key: Key<'_>, span: Span, first: Span) -> Finding {
    let y = f64::from_bits(key.3);
    let message: Words = match key.1 {
        None => words!("骑缝章的高度 {y} 已经用过了", "another cross-page seal has the height {y}"),
        Some(page) => {
            let x = f64::from_bits(key.2);
            let page = match page {
                PageKey::Number(page) => words!("第 {page} 页", "page {page}"),
                PageKey::Last => words!("末页", "the last page"),
            };
            let (zh, en) = (page.zh, page.en);
            words!("{zh}的位置 ({x}, {y}) 已经有一处签章", "another seal is at ({x}, {y}) of {en}")
        }
    };
    Finding::new(&RULE, span, message)
        .label(words!("重复的位置", "the same position"))
        .related(first, words!("第一处在这里", "first here"))
        .help(words!("移动其中一个，或删去多写的一行", "move one of them, or remove the line that is too many"))
}

fn position<'a>(cx: &Context<'_>, contract: &'a Contract, field: &SignField) -> Option<(Key<'a>, Span)> {
    let index = field.document.value?;
    let convention = &cx.settings.platform;
    let (page, x, y, span) = match &field.place {
        Place::Spot { page, spot } => {
            let Spot::Point(point) = spot.value else { return None };
            let count = contract.documents.get(index).and_then(|document| cx.page_count(document));
            let (x, y) = point_units(point, convention)?;
            (Some(page_key(page.value, count)?), x, y, spot.span)
        }
        Place::Across { y } => (None, 0.0, units(y.value, convention)?, y.span),
        Place::Unreadable => return None,
    };
    // Adding zero makes -0 a 0, so that equal numbers have equal bits.
    let bits = |number: f64| (number + 0.0).to_bits();
    Some(((document_key(contract, index), page, bits(x), bits(y)), span))
}
