//! What the command line says of itself: help, slips in its options, manual pages. Both languages.

use std::process::{Command, Stdio};

struct Run {
    code: i32,
    out: String,
    err: String,
}

fn qdc(args: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_qdc"))
        .args(args)
        .env_remove("COLUMNS")
        .stdin(Stdio::null())
        .output()
        .expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("what is printed is UTF-8");
    Run { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

/// The options of a help page, in their order.
fn options(help: &str) -> Vec<&str> {
    help.lines().filter_map(|line| line.split_whitespace().find(|word| word.starts_with("--"))).collect()
}

#[test]
fn a_slip_in_an_option_is_offered_the_nearest() {
    for (args, near) in [
        (&["check", "--fxi"][..], "--fix"),
        (&["check", "--formt=json"], "--format"),
        (&["fmt", "--dif"], "--diff"),
        (&["--lnag", "zh"], "--lang"),
        (&["check", "--colr", "never"], "--color"),
    ] {
        let chinese = qdc(&[args, &["--lang", "zh"]].concat());
        assert_eq!(chinese.code, 2);
        assert!(chinese.err.contains(&format!("是不是 `{near}`？")), "{}", chinese.err);
        let english = qdc(&[args, &["--lang", "en"]].concat());
        assert_eq!(english.code, 2);
        assert!(english.err.contains(&format!("'{near}'")), "{}", english.err);
    }
}

#[test]
fn nothing_is_offered_for_what_is_like_nothing() {
    let chinese = qdc(&["check", "--zzzz", "--lang", "zh"]);
    assert!(chinese.code == 2 && !chinese.err.contains("是不是"), "{}", chinese.err);
    let english = qdc(&["check", "--zzzz", "--lang", "en"]);
    assert!(english.code == 2 && !english.err.contains("tip"), "{}", english.err);
}

#[test]
fn what_every_command_has_stands_last_in_help() {
    for command in ["check", "compile", "plan", "import", "fmt", "explain", "init", "completions", "man"] {
        for lang in ["zh", "en"] {
            let help = qdc(&[command, "--help", "--lang", lang]);
            let options = options(&help.out);
            assert_eq!(options[options.len() - 3..], ["--lang", "--color", "--help"], "{}", help.out);
        }
    }
}

#[test]
fn help_that_nobody_asked_for_is_no_output() {
    for lang in ["zh", "en"] {
        let bare = qdc(&["--lang", lang]);
        assert_eq!((bare.code, bare.out.as_str()), (2, ""));
        assert!(bare.err.contains("check") && bare.err.contains("explain"), "{}", bare.err);
        let asked = qdc(&["--help", "--lang", lang]);
        assert_eq!((asked.code, asked.err.as_str()), (0, ""));
    }
}

#[test]
fn chinese_manual_pages_have_chinese_headings() {
    let headings = |lang| {
        let page = qdc(&["man", "--lang", lang]).out;
        page.lines().filter_map(|line| line.strip_prefix(".SH ")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(headings("zh")[..3], ["名称", "概述", "描述"]);
    assert!(headings("zh").iter().all(|heading| !heading.is_ascii()));
    assert_eq!(headings("en")[..3], ["NAME", "SYNOPSIS", "DESCRIPTION"]);
}
