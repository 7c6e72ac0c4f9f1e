//! What the command line says of itself: help, slips in its options, manual pages. Both languages.

mod cli_run;

use std::process::{Command, Stdio};

use cli_run::Run;

fn qdc(args: &[&str]) -> Run {
    qdc_under(&[], args)
}

/// Run with these variables of the environment and no other.
fn qdc_under(environment: &[(&str, &str)], args: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_qdc"))
        .args(args)
        .env_clear()
        .envs(environment.iter().copied())
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
    for command in
        ["check", "compile", "plan", "import", "fmt", "explain", "init", "sandbox", "completions", "man"]
    {
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

#[test]
fn a_code_is_known_by_its_number() {
    let whole = qdc(&["explain", "oc_40016", "--lang", "zh"]);
    assert!(whole.code == 0 && whole.out.contains("duplicate-position"), "{}", whole.out);
    for written in ["40016", "OC_40016", " oc_40016 "] {
        assert_eq!(qdc(&["explain", written, "--lang", "zh"]).out, whole.out);
    }
    assert!(qdc(&["explain", "400", "--lang", "en"]).out.contains("ticket-incomplete"));
}

/// Another code one digit away is about something else altogether.
#[test]
fn an_unknown_code_is_not_mistaken_for_another() {
    for written in ["oc_40019", "40019", "404"] {
        for (lang, words) in [("zh", "公开文档里没有"), ("en", "public pages do not list")] {
            let told = qdc(&["explain", written, "--lang", lang]);
            assert!(told.code == 2 && told.out.is_empty() && told.err.contains(words), "{}", told.err);
            assert!(!told.err.contains("是不是") && !told.err.contains("did you mean"), "{}", told.err);
        }
    }
    assert!(qdc(&["explain", "wek-auth", "--lang", "en"]).err.contains("did you mean `weak-auth`?"));
}

/// The list in `api.md`, section 4, which is what the platform's pages give away.
#[test]
fn every_code_of_the_platforms_pages_is_explained() {
    let codes = "200 500 400 oc_10011 oc_10041 oc_20001 oc_20002 oc_30005 oc_30006 oc_30008 oc_40001 oc_40002 \
                 oc_40003 oc_40005 oc_40006 oc_40014 oc_40016 oc_40020 oc_40024 oc_40025 oc_40026 oc_40027";
    for code in codes.split_whitespace() {
        for lang in ["zh", "en"] {
            let told = qdc(&["explain", code, "--lang", lang]);
            let words = told.out.lines().nth(1).unwrap_or_default();
            assert!(told.code == 0 && words.chars().count() > 4, "{code}: {} {}", told.out, told.err);
            assert_eq!(lang == "en", words.is_ascii(), "{code}: {words}");
        }
    }
}

#[test]
fn help_takes_colours_as_told() {
    for args in [&["--help"][..], &["check", "--help"], &["check", "--fxi"]] {
        for (choice, colored) in [("always", true), ("never", false), ("auto", false)] {
            let told = qdc(&[args, &["--lang", "en", "--color", choice]].concat());
            assert_eq!((told.out + &told.err).contains('\x1b'), colored, "{args:?} {choice}");
        }
    }
}

/// The order of gettext, which every other program on the machine keeps to.
#[cfg(target_os = "linux")]
#[test]
fn the_locale_chooses_the_language() {
    let (zh, en) = ("检查文件，说明每一处错误", "Check files and explain every mistake");
    for (environment, about) in [
        (&[("LANG", "zh_CN.UTF-8")][..], zh),
        (&[("LANG", "zh_TW")], zh),
        (&[("LANG", "en_US.UTF-8")], en),
        (&[("LANG", "fr_FR.UTF-8")], en),
        (&[("LANG", "C.UTF-8")], en),
        (&[], en),
        (&[("LC_ALL", ""), ("LANG", "zh_CN.UTF-8")], zh),
        (&[("LC_ALL", "C"), ("LANG", "zh_CN.UTF-8")], en),
        (&[("LC_MESSAGES", "zh_CN.UTF-8"), ("LANG", "en_US.UTF-8")], zh),
        (&[("LC_MESSAGES", "en_US.UTF-8"), ("LANG", "zh_CN.UTF-8")], en),
        (&[("LC_CTYPE", "zh_CN.UTF-8"), ("LANG", "en_US.UTF-8")], en),
        (&[("LANGUAGE", "zh_CN:zh"), ("LANG", "en_US.UTF-8")], zh),
        (&[("LANGUAGE", "zh_CN:zh"), ("LC_ALL", "C")], en),
        (&[("LANGUAGE", "zh_CN:zh"), ("LANG", "POSIX")], en),
    ] {
        let help = qdc_under(environment, &["check", "--help"]).out;
        assert_eq!(help.lines().next(), Some(about), "{environment:?}");
    }
    // What is asked for counts more, wherever it stands.
    for args in [&["--lang", "en", "check", "--help"][..], &["check", "--help", "--lang=en"]] {
        let help = qdc_under(&[("LC_ALL", "zh_CN.UTF-8")], args).out;
        assert_eq!(help.lines().next(), Some(en));
    }
}

/// Both spellings of every keyword and value are explained, in either language, and so are titles of rules.
#[test]
fn every_word_of_the_language_is_explained() {
    use qdc::vocabulary::{WORDS, choices};
    let keywords = WORDS.iter().flat_map(|word| [(word.en, word.doc), (word.zh, word.doc)]);
    let values = choices::ALL.iter().flat_map(|set| set.0);
    let values = values.flat_map(|choice| [(choice.en, choice.doc), (choice.zh, choice.doc)]);
    for (at, (name, (zh, en))) in keywords.chain(values).enumerate() {
        // Each in one of the languages, in turn: a process takes its time.
        let (lang, doc) = if at % 3 == 0 { ("en", en) } else { ("zh", zh) };
        let run = qdc_under(&[("COLUMNS", "100")], &["explain", name, "--lang", lang]);
        let plain = |text: &str| text.split_whitespace().collect::<String>();
        assert!(run.code == 0 && plain(&run.out).contains(&plain(doc)), "{name}: {} {}", run.out, run.err);
    }
    assert!(qdc(&["explain", "没有业务编号", "--lang", "zh"]).out.contains("no-business-code"));
    let page = qdc(&["explain", "骑缝", "--lang", "zh"]).out;
    assert!(page.starts_with("骑缝 · across\n") && page.contains("写在：`签章`"), "{page}");
}

#[test]
fn near_words_are_offered() {
    for (written, near) in
        [("骑缝章", "骑缝"), ("截止日期", "截止"), ("singer", "signer"), ("签暑方", "签署方")]
    {
        let run = qdc(&["explain", written, "--lang", "zh"]);
        assert!(run.code == 2 && run.err.contains(&format!("是不是 `{near}`？")), "{written}: {}", run.err);
    }
}

#[test]
fn shells_complete_what_can_be_explained() {
    let script = qdc(&["completions", "bash", "--lang", "zh"]).out;
    assert!(["骑缝", "across", "weak-auth", "sequential"].iter().all(|name| script.contains(name)));
    // With the title of each rule, where the shell shows one.
    assert!(qdc(&["completions", "zsh", "--lang", "zh"]).out.contains("没有业务编号"));
}

#[test]
fn explanations_are_broken_into_lines_where_their_language_allows() {
    use unicode_width::UnicodeWidthStr;
    for lang in ["zh", "en"] {
        let list = qdc(&["explain", "--lang", lang]).out;
        for name in list.lines().filter_map(|line| line.split(' ').next()) {
            let page = qdc_under(&[("COLUMNS", "60")], &["explain", name, "--lang", lang]).out;
            // Examples are indented and stay as they are written.
            for line in page.lines().skip(1).filter(|line| !line.starts_with(' ')) {
                assert!(line.width() <= 60, "{line}");
                assert!(!line.starts_with(['，', '。', '；', '：', '、', '）', '”']), "{line}");
            }
        }
    }
}

/// A body shows which day "now" fell on: `in 1d` is the day after.
#[test]
fn now_is_a_moment_in_shanghai() {
    let folder = cli_run::folder(&[("a.qdc", &cli_run::GOOD.replace("30d", "1d"))]);
    let deadline = |now: &str| {
        let run = cli_run::qdc(folder.path(), &["compile", "a.qdc", "--now", now, "--lang", "en"], "");
        let body: serde_json::Value = serde_json::from_str(&run.out).unwrap_or_else(|_| run.err.into());
        body["signFlowConfigs"]["flowConfig"]["signDeadline"].as_str().unwrap_or_default().to_owned()
    };
    for (now, day) in [
        ("2026-01-06", "2026-01-07"),
        ("2026-01-06T18:30", "2026-01-07"),
        ("2026-01-06 18:30", "2026-01-07"),
        ("2026-01-06T18:30:00+08:00", "2026-01-07"),
        ("2026-01-06T18:30:00+00:00", "2026-01-08"),
        ("2026-01-06T18:30:00Z", "2026-01-08"),
        ("2026-01-06T02:00:00+09:00", "2026-01-07"),
    ] {
        assert!(deadline(now).starts_with(day), "{now}: {}", deadline(now));
    }
    for now in ["2026-13-01", "", "today", "2026-01-05T25:00"] {
        assert_eq!(qdc(&["check", "--now", now]).code, 2, "{now}");
    }
}

#[test]
fn values_are_given_once_and_by_name() {
    let text = format!("param x text\n{}", cli_run::GOOD.replace("HR-2026", "{x}"));
    let folder = cli_run::folder(&[("a.qdc", &text)]);
    let run = |args: &[&str]| cli_run::qdc(folder.path(), &[&["check", "--lang", "zh"], args].concat(), "");
    assert_eq!(run(&["--set", "x=1", "--set", "x=1"]).code, 0);
    assert_eq!(run(&["--set", " x ＝a=b"]).code, 0);
    for args in [&["--set", "x=1", "--set", "x=2"][..], &["--set", "=1"], &["--set", "x"], &["--set", ""]] {
        let wrong = run(args);
        assert!(wrong.code == 2 && wrong.err.contains("--set"), "{args:?}: {}", wrong.err);
    }
}
