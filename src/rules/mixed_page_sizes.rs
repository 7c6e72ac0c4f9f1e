//! A local copy or an upload whose pages are not of one size.

use super::Context;
use super::geometry::millimetres;
use crate::facts::PageSize;
use crate::findings::{Finding, Group, Level, Rule};
use crate::words;

pub static RULE: Rule = Rule {
    name: "mixed-page-sizes",
    level: Level::Warning,
    group: Group::Lint,
    platform: None,
    title: ("各页大小不一", "pages of different sizes"),
    why: (
        "PDF 里各页的大小或方向不同：同一个坐标在不同的页上是不同的地方，骑缝章在各页上也对不齐。\
         导出时统一页面大小；确实有横向的附表时，逐页核对印章的位置。",
        "The PDF's pages differ in size or orientation: one point means different places on them, and the parts of a cross-page \
         seal do not meet. Export it with one page size; where a table really is landscape, look at every seal's place.",
    ),
    wrong: r#"// document: 清单（横竖混排）.pdf = pdf 595x842, 842x595
contract "工程量清单确认书" {
    code      "BOQ-2026-001"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe" local "清单（横竖混排）.pdf"
    signer "PSN_TEST_001" auth sms { sign main page 1 at (280, 420) }
}
"#,
    right: r#"// document: 清单.pdf = pdf 595x842, 595x842
contract "工程量清单确认书" {
    code      "BOQ-2026-001"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe" local "清单.pdf"
    signer "PSN_TEST_001" auth sms { sign main page 1 at (280, 420) }
}
"#,
};

/// Scanners and printers are off by this much, in points, without anybody seeing it.
const SLACK: f64 = 3.0;

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for document in cx.contract().into_iter().flat_map(|contract| &contract.documents) {
        let (Some(local), Some(pages)) = (document.copy(), cx.page_sizes(document)) else { continue };
        // A size that is only assumed differs from none.
        let doubts = document.doubts(cx.facts);
        let is_known = |at: usize| doubts.is_none_or(|doubts| !doubts.unsized_pages.contains(&at));
        let mut known = (0..).zip(pages).filter(|(at, _)| is_known(*at));
        let Some((start, first)) = known.next() else { continue };
        let differs = |page: &PageSize| {
            (page.width - first.width).abs() > SLACK || (page.height - first.height).abs() > SLACK
        };
        let Some((other, page)) = known.find(|(_, page)| differs(page)) else { continue };
        let (one, two, start, number) = (size(first), size(page), start + 1, other + 1);
        findings.push(
            Finding::new(
                &RULE,
                local.span,
                words!(
                    "各页大小不一：第 {start} 页 {one}，第 {number} 页 {two}",
                    "its pages differ in size: page {start} is {one}, page {number} is {two}"
                ),
            )
            .help(words!("统一页面大小，或逐页核对印章的位置", "use one page size, or look at every seal's place")),
        );
    }
}

fn size(page: &PageSize) -> String {
    format!("{:.0}×{:.0} mm", millimetres(page.width), millimetres(page.height))
}
