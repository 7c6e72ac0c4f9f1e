//! Whatever a draft holds, its text says exactly that.

use std::collections::BTreeMap;

use super::*;
use crate::findings::Lang;
use crate::model::{Model, NoFiles};
use crate::source::Source;
use crate::syntax::{Keywords, format};

fn whole() -> Builder {
    Contract::builder("采购合同 {2026}")
        .code("CG-\"2026\"-001")
        .initiator("CORP_TEST_001")
        .deadline_in(30, crate::model::TimeUnit::Day)
        .sequential()
        .format("OFD")
        .document("主合同", "FC_20241212171254RkztvLleUICgRSe")
        .add_document(
            Document::from_template("订单", "TPL_1")
                .field("甲方", "某“公司”")
                .file_name("订单")
                .id("9")
                .pages(3),
        )
        .add_document(Document::upload("说明", "files/说明.pdf").file_name("说明.pdf"))
        .attachment("FC_20241212164445yYmxlZvwHGQysio")
        .signer(
            Signer::new("PSN_TEST_001")
                .seq(2)
                .auth_sms()
                .auth("VOICE")
                .notice(0)
                .sign(Sign::on("主合同").page(1).at(280.5, -42).date("YYYY-MM-DD"))
                .sign(Sign::on("订单").last_page().at(mm(35.0), cm(12.5)).silent("RkztvLleUICgRSe")),
        )
        .signer(Signer::new("CORP_TEST_001").sign(Sign::on("订单").across(pt(300.0))))
        .redirect_after("https://example.com/done", 3)
        .evidence(3)
        .evidence(4)
}

const TEXT: &str = r#"contract "采购合同 {{2026}" {
    code      “CG-"2026"-001”
    initiator "CORP_TEST_001"
    deadline  in 30d
    order     sequential
    format    "OFD"

    document 主合同 "FC_20241212171254RkztvLleUICgRSe"
    document 订单 from template "TPL_1" name "订单" id "9" pages 3 {
        field "甲方" "某“公司”"
    }
    document 说明 upload "files/说明.pdf" name "说明.pdf"
    attachment "FC_20241212164445yYmxlZvwHGQysio"

    signer "PSN_TEST_001" seq 2 auth sms "VOICE" notice 0 {
        sign 主合同 page 1 at (280.5, -42) date "YYYY-MM-DD"
        sign 订单 page last at (35mm, 12.5cm) silent "RkztvLleUICgRSe"
    }
    signer "CORP_TEST_001" {
        sign 订单 across 300pt
    }

    redirect "https://example.com/done" after 3s
    evidence 3 4
}
"#;

#[test]
fn every_part_is_printed() {
    assert_eq!(whole().build().text(), TEXT);
}

#[test]
fn both_languages_read_without_a_problem_and_are_formatted() {
    for builder in [whole(), whole().chinese()] {
        let contract = builder.build();
        assert!(contract.model().problems.is_empty(), "{}\n{:?}", contract.text(), contract.model().problems);
        assert_eq!(format(contract.text(), Keywords::Keep), contract.text());
    }
    assert_eq!(whole().chinese().build().text(), format(TEXT, Keywords::Zh));
}

/// Title read back from the text of a contract with that title.
fn read_back(title: &str) -> Option<String> {
    let text = Draft { title: title.to_owned(), ..Draft::default() }.text(Lang::En);
    let model = Model::read(Source::new("a.qdc", text), &NoFiles, &BTreeMap::new());
    let contract = model.contract.expect("a contract");
    contract.title.and_then(|title| title.value.value().map(str::to_owned))
}

#[test]
fn any_text_can_be_written() {
    for title in [
        "合同",
        "a\"b",
        "a“b”c",
        "a\"b“c＂",
        "{param}",
        "{{U+0041}",
        "} {",
        "a\r\nb",
        "\t\u{0}\u{7f}\u{85}",
        "\u{2028}\u{202E}abc\u{feff}",
        "𠮷😀👨‍👩‍👧",
        "// 不是注释",
        " 两边有空格 ",
        "\\n",
        "\"",
        "“",
        "\" {",
    ] {
        assert_eq!(read_back(title).as_deref(), Some(title));
    }
}

#[test]
fn any_name_stays_one_word() {
    for name in
        ["", "1", "page", "page1", "页1", "a b", "x}\nattachment \"FC\"", "签章", "Ｍ", "-", "a-", "ͅ", "😀"]
    {
        let written = quote::name(name);
        let contract = Contract::builder("合同")
            .initiator("CORP_TEST_001")
            .document(name, "FC_1")
            .signer(Signer::new("PSN_TEST_001").sign(Sign::on(name).page(1).at(1, 1)))
            .build();
        let model = contract.model();
        assert!(model.problems.is_empty(), "{name:?} as {written:?}: {:?}", model.problems);
        let read = model.contract.expect("a contract");
        assert_eq!(read.signers[0].fields[0].document.value, Some(0));
        assert!(read.attachments.is_empty());
    }
    for name in ["main", "主合同", "doc1", "文件1", "a-b"] {
        assert_eq!(quote::name(name), name);
    }
}

#[test]
fn what_cannot_be_is_found_and_not_refused() {
    let contract = Contract::builder("合同")
        .deadline(2026, 2, 30)
        .document("main", "FC_1")
        .signer(Signer::new("PSN_TEST_001").sign(Sign::on("main").at(f64::NAN, f64::INFINITY)))
        .build();
    assert!(!contract.model().problems.is_empty());
}
