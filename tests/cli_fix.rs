//! `check --fix`, `--diff` and the files they write.

mod cli_run;

use std::path::Path;

use cli_run::{GOOD, Run, folder, qdc, wrong};

fn read(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("a.qdc")).unwrap()
}

fn fix(folder: &Path, more: &[&str]) -> Run {
    qdc(folder, &[&["check", "a.qdc", "--fix"], more].concat(), "")
}

/// One safe fix and one suggestion.
fn slips() -> String {
    wrong().replace("in 30d", "2026.12.31")
}

#[test]
fn what_was_fixed_and_what_was_left_is_said() {
    let folder = folder(&[("a.qdc", &slips())]);
    let now = ["--now", "2026-06-01"];
    let plain = qdc(folder.path(), &[&["check", "a.qdc", "--lang", "zh"], &now[..]].concat(), "");
    assert!(plain.err.contains("标有“修改”的 1 处可用 --fix 改正\n"), "{}", plain.err);
    let left = "另有 1 处建议（标有“可改”），可用 --fix --unsafe 改，改后请核对\n";
    assert!(plain.err.ends_with(left), "{}", plain.err);

    let fixed = fix(folder.path(), &[&["--lang", "zh"], &now[..]].concat());
    assert_eq!(fixed.code, 1);
    let shown = "改正了 1 处：\n  a.qdc 第 4 行：`deadline 2026.12.31` → `deadline 2026-12-31`\n";
    assert!(fixed.err.starts_with(shown) && fixed.err.ends_with(left), "{}", fixed.err);

    let offered = fix(folder.path(), &[&["--unsafe", "--lang", "en"], &now[..]].concat());
    assert_eq!(offered.code, 0);
    assert!(offered.err.contains("made 1 fix:\n  a.qdc, line 6: `singer"), "{}", offered.err);
    assert!(!offered.err.contains("--unsafe"), "{}", offered.err);
    assert_eq!(read(folder.path()), GOOD.replace("in 30d", "2026-12-31"));
}

#[test]
fn machines_are_told_nothing_new() {
    let folder = folder(&[("a.qdc", &slips())]);
    let run = fix(folder.path(), &["--now", "2026-06-01", "--format", "json"]);
    assert_eq!(run.err, "");
    let report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(report.as_array().map(Vec::len), Some(1), "{report}");
}

#[test]
fn a_diff_names_what_is_only_suggested() {
    let folder = folder(&[("a.qdc", &wrong())]);
    let diff = |more: &[&str]| {
        qdc(folder.path(), &[&["check", "a.qdc", "--diff", "--lang", "zh"], more].concat(), "")
    };
    let safe = diff(&[]);
    assert_eq!((safe.code, safe.out.as_str()), (0, ""));
    assert_eq!(safe.err, "没有有把握的修改\n另有 1 处建议，用 --diff --unsafe 查看\n");
    let offered = diff(&["--unsafe"]);
    assert!(offered.code == 1 && offered.out.contains("+    signer"), "{}", offered.out);
    assert_eq!(offered.err, "会改正 1 处（1 个文件）\n");
}

/// What would leave the mistake where it is, and grew the file with every run.
#[test]
fn a_fix_that_does_not_hold_is_neither_shown_nor_made() {
    let text = GOOD.replace("contract \"劳动合同\" {", "contract \"劳动合同\" /* 甲\n 乙 */ {");
    let folder = folder(&[("a.qdc", &text)]);
    let plain = qdc(folder.path(), &["check", "a.qdc", "--format", "json"], "");
    let report: serde_json::Value = serde_json::from_str(&plain.out).unwrap();
    for more in [&[][..], &["--unsafe"]] {
        fix(folder.path(), more);
        let once = read(folder.path());
        fix(folder.path(), more);
        assert_eq!(read(folder.path()), once, "{report}");
    }
}

#[test]
fn line_ends_and_the_byte_order_mark_are_kept() {
    let broken = GOOD.replace("    }\n}\n", "");
    let folder = folder(&[("a.qdc", &format!("\u{feff}{}", broken.replace('\n', "\r\n")))]);
    assert_eq!(fix(folder.path(), &["--unsafe"]).code, 0);
    let fixed = read(folder.path());
    assert!(fixed.starts_with('\u{feff}') && fixed.ends_with("}\r\n"), "{fixed:?}");
    assert_eq!(fixed.matches('\n').count(), fixed.matches("\r\n").count(), "{fixed:?}");
}

#[test]
fn a_read_only_file_is_left_as_it_is() {
    let messy = GOOD.replace("    code  ", "  code");
    let folder = folder(&[("a.qdc", &slips()), ("b.qdc", &messy)]);
    for name in ["a.qdc", "b.qdc"] {
        let path = folder.path().join(name);
        let mut permissions = std::fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        std::fs::set_permissions(&path, permissions).unwrap();
    }
    let fixed = fix(folder.path(), &["--now", "2026-06-01", "--lang", "zh"]);
    assert_eq!(fixed.code, 2);
    assert!(fixed.err.contains("a.qdc 是只读文件，没有改写"), "{}", fixed.err);
    assert!(!fixed.err.contains("改正了"), "{}", fixed.err);
    assert_eq!(read(folder.path()), slips());
    let formatted = qdc(folder.path(), &["fmt", "b.qdc", "--lang", "en"], "");
    assert_eq!(formatted.code, 2);
    assert_eq!(formatted.err, "qdc: b.qdc is read-only and was not changed; make it writable first\n");
    assert_eq!(std::fs::read_to_string(folder.path().join("b.qdc")).unwrap(), messy);
    // A file on which there is nothing to do is not refused.
    assert_eq!(qdc(folder.path(), &["fmt", "b.qdc", "--check"], "").code, 1);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn a_diff_of_what_would_be_formatted_exits_as_one_of_what_would_be_fixed() {
    let folder = folder(&[("a.qdc", &GOOD.replace("    code  ", "  code")), ("b.qdc", GOOD)]);
    let diff = |file| qdc(folder.path(), &["fmt", "--diff", file], "");
    let changed = diff("a.qdc");
    assert!(changed.code == 1 && changed.out.contains("+    code"), "{}", changed.out);
    let same = diff("b.qdc");
    assert_eq!((same.code, same.out.as_str()), (0, ""));
}
