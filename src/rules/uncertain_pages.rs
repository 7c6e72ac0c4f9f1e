//! A local copy or an upload whose page count or page sizes are not certain.

use super::Context;
use crate::facts::{CountDoubt, Doubts};
use crate::findings::{Finding, Group, Level, Rule, Words};
use crate::model::Document;
use crate::words;

pub static RULE: Rule = Rule {
    name: "uncertain-pages",
    level: Level::Warning,
    group: Group::Lint,
    platform: None,
    title: ("PDF 的页数或页面大小不确定", "the pages of the PDF are uncertain"),
    why: (
        "PDF 损坏或自相矛盾时，各种软件会各自修补，读出的页数、页面大小可能不同：在本机看着对，平台上印章可能落到别的页、别的位置。\
         用 PDF 软件打开、核对后重新导出，是最稳妥的办法。页数已经核对过的，在文件那一行写上 `页数`，就以它为准，不再提示。\
         没有写页面大小的页，多数软件按 Letter（216×279 毫米，不是 A4）处理，这里也一样。",
        "Where a PDF is damaged or contradicts itself, every program repairs it in its own way, and page counts and sizes can differ: what \
         looks right here may put the seal on another page or place on the platform. The safest way is to open it in PDF software, \
         check it and export it again. Where you have checked the count, state `pages` on the document's line: it then counts, and \
         this is no longer reported. A page without a size is taken as US Letter (216×279 mm, not A4), as most programs do.",
    ),
    wrong: r#"// document: contract.pdf = pdf 595x842, 595x842, 595x842 / 4
contract "仓储保管合同" {
    code      "WH-2026-001"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe" local "contract.pdf"
    signer "PSN_TEST_001" auth sms { sign main page 1 at (280, 420) }
}
"#,
    right: r#"// document: contract.pdf = pdf 595x842, 595x842, 595x842 / 4
contract "仓储保管合同" {
    code      "WH-2026-001"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe" local "contract.pdf" pages 4
    signer "PSN_TEST_001" auth sms { sign main page 1 at (280, 420) }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for document in cx.contract().into_iter().flat_map(|contract| &contract.documents) {
        findings.extend(of_document(cx, document));
    }
}

/// At most one finding a document: who exports it again for its count gets its sizes right as well.
fn of_document(cx: &Context<'_>, document: &Document) -> Option<Finding> {
    let (local, doubts) = (document.copy()?, document.doubts(cx.facts)?);
    let found = cx.page_sizes(document)?.len();
    if let Some(count) = doubts.count.filter(|_| document.pages.is_none()) {
        return Some(Finding::new(&RULE, local.span, uncertain_count(count, found)).help(words!(
            "用 PDF 软件打开后重新导出；或核对页数，在文件那一行写上 `页数`",
            "open it in PDF software and export it again; or check the count and state `pages` on the document's line"
        )));
    }
    let message = unsized_pages(doubts, found)?;
    let help = words!("用 PDF 软件打开后重新导出", "open it in PDF software and export it again");
    Some(Finding::new(&RULE, local.span, message).help(help))
}

fn uncertain_count(doubt: CountDoubt, found: usize) -> Words {
    match doubt {
        CountDoubt::Stated(stated) => words!(
            "这个 PDF 的页数不确定：文件里写的是 {stated} 页，读出 {found} 页",
            "the page count of this PDF is uncertain: it states {stated}, {found} found"
        ),
        CountDoubt::NotStated => words!(
            "这个 PDF 的页数不确定：文件里没有写页数，读出 {found} 页",
            "the page count of this PDF is uncertain: it states none, {found} found"
        ),
        CountDoubt::TreeLost => words!(
            "这个 PDF 的页数不确定：页面目录已损坏，从整个文件里找到 {found} 页",
            "the page count of this PDF is uncertain: its list of pages is damaged, {found} found in the whole file"
        ),
        CountDoubt::Incomplete => words!(
            "这个 PDF 已损坏或不完整，页数不确定：读出 {found} 页",
            "this PDF is damaged or incomplete, so its page count is uncertain: {found} found"
        ),
    }
}

fn unsized_pages(doubts: &Doubts, found: usize) -> Option<Words> {
    let first = doubts.unsized_pages.first()? + 1;
    let count = doubts.unsized_pages.len();
    Some(if count == found {
        words!(
            "这个 PDF 没有写页面大小，按 Letter（216×279 毫米）估计",
            "this PDF gives no page size; US Letter (216×279 mm) is assumed"
        )
    } else if count == 1 {
        words!(
            "第 {first} 页没有写页面大小，按 Letter（216×279 毫米）估计",
            "page {first} has no page size; US Letter (216×279 mm) is assumed"
        )
    } else {
        words!(
            "有 {count} 页没有写页面大小（第一处是第 {first} 页），按 Letter（216×279 毫米）估计",
            "{count} pages have no page size, the first of them page {first}; US Letter (216×279 mm) is assumed"
        )
    })
}
