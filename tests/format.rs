//! What formatting does to texts that people write, and that once came out wrong.

use qdc::syntax::{Keywords, format};

/// A brace on a line of its own goes up to its statement, unless each has a comment: two do not fit on a line.
#[test]
fn two_comments_do_not_share_a_line() {
    let written = "合同 “A” // 一\n{ // 二\n  业务编号     “A”\n}\n";
    let formatted = "合同 \"A\" // 一\n{ // 二\n    业务编号 \"A\"\n}\n";
    assert_eq!(format(written, Keywords::Keep), formatted);
    assert_eq!(format(formatted, Keywords::Keep), formatted);
    let one = "合同 “A” // 一\n{\n  业务编号     “A”\n}\n";
    assert_eq!(format(one, Keywords::Keep), "合同 \"A\" { // 一\n    业务编号 \"A\"\n}\n");
}

/// Separators that an input method puts between values, and at the ends of lines, mean nothing and go.
#[test]
fn separators_go() {
    let written = "合同：“A” {\n签署方 “P”，认证 短信、人脸 {\n签章 甲，页 1，位置 （1，2）；\n}\n}\n";
    let formatted =
        "合同 \"A\" {\n    签署方 \"P\" 认证 短信 人脸 {\n        签章 甲 页 1 位置 (1, 2)\n    }\n}\n";
    assert_eq!(format(written, Keywords::Keep), formatted);
}

#[test]
fn a_statement_a_line() {
    let written = "contract \"A\" { signer \"P\" { sign a page 1 at (1, 2) } } // end\n";
    let formatted =
        "contract \"A\" {\n    signer \"P\" {\n        sign a page 1 at (1, 2)\n    }\n} // end\n";
    assert_eq!(format(written, Keywords::En), formatted);
}

/// Both orders of a length of time, with what follows it, in either language.
#[test]
fn deadlines_change_language() {
    let contract = |deadline: &str| format!("{deadline}\n}}\n");
    for (zh, en) in [
        ("    截止 10个工作日内 顺延", "    deadline in 10wd roll"),
        ("    截止 7天内 顺延", "    deadline in 7d roll"),
    ] {
        let (zh, en) =
            (format!("合同 \"A\" {{\n{}", contract(zh)), format!("contract \"A\" {{\n{}", contract(en)));
        assert_eq!(format(&en, Keywords::Zh), zh);
        assert_eq!(format(&zh, Keywords::En), en);
        assert_eq!(format(&zh, Keywords::Keep), zh);
    }
    let written = "合同 “A” {\n截止： １０ 工作日 内  顺延；\n}\n";
    assert_eq!(format(written, Keywords::Keep), "合同 \"A\" {\n    截止 10个工作日内 顺延\n}\n");
}
