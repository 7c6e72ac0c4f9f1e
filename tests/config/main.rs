//! Settings: files within files, variables, options; what `qdc config` says of them; the schema.
//!
//! `UPDATE=1 cargo test --test config` writes the goldens beside this file and the published schema anew.

#[path = "../cli_run/mod.rs"]
mod cli_run;
mod schema;

use std::path::Path;
use std::process::Command;

use cli_run::{GOOD, Run, folder, qdc};

/// Runs `qdc` with variables.
fn with(folder: &Path, variables: &[(&str, &str)], args: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_qdc"))
        .args(args)
        .current_dir(folder)
        .envs(variables.iter().copied())
        .env("QDC_NO_CACHE", "1")
        .output()
        .unwrap();
    Run {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Compares with a file of this repository, or writes it.
fn hold(path: &str, is: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, is).unwrap();
    }
    let was = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(was == is, "{path} is out of date: UPDATE=1 cargo test --test config\n{is}");
}

/// Three findings whose levels can be set: no code, a deadline today, weak authentication.
fn loose() -> String {
    GOOD.replace("    code      \"HR-2026-001\"\n", "").replace("auth sms", "auth face")
}

fn nested() -> tempfile::TempDir {
    folder(&[
        ("a.qdc", &loose()),
        ("hr/b.qdc", &loose()),
        ("hr/old/c.qdc", &loose()),
        (
            "qdc.toml",
            "root = true\n\n[lint]\nno-business-code = \"error\"\nweak-auth = \"off\"\n\n[seal.person]\nwidth = 80\n\n[environments.\"公司\"]\naddress = \"https://sign.example.com/api\"\nkey = { env = \"QDC____KEY\" }\n",
        ),
        (
            "hr/qdc.toml",
            "[lint]\nweak-auth = \"warning\"\n[seal.person]\nheight = 70\n[environments.\"公司\"]\naddress = \"https://hr.example.com/api\"\nproxy = \"http://me:word@10.0.0.1:8080\"\n",
        ),
        ("hr/old/qdc.toml", "cache = false\n[lint]\nno-business-code = \"off\"\n"),
    ])
}

#[test]
fn inner_files_stand_over_outer_ones_key_by_key() {
    let folder = nested();
    let run = with(folder.path(), &[], &["check", "--format", "short", "--lang", "en"]);
    let told: Vec<&str> = run.out.lines().map(|line| line.split("] ").next().unwrap()).collect();
    assert_eq!(
        told,
        [
            "a.qdc:1:1: error[no-business-code",
            "hr/b.qdc:1:1: error[no-business-code",
            "hr/b.qdc:5:32: warning[weak-auth",
            "hr/old/c.qdc:5:32: warning[weak-auth",
        ],
        "{}{}",
        run.out,
        run.err
    );
}

#[test]
fn a_root_is_the_last_one_looked_at() {
    let folder = nested();
    let file = folder.path().join("hr/qdc.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("root = true\n{text}")).unwrap();
    let run = with(folder.path(), &[], &["check", "hr/b.qdc", "--format", "short", "--lang", "en"]);
    assert!(run.code == 0 && run.out.contains("warning[no-business-code]"), "{}", run.out);
}

#[test]
fn a_mistake_is_told_in_its_own_file_and_line() {
    for (text, zh, en) in [
        (
            "[seal]\n[seal.persn]\nwidth = 1\n",
            "hr/qdc.toml 第 2 行：没有 `persn` 这个设置，是不是 `person`？",
            "hr/qdc.toml:2: there is no setting `persn`; did you mean `person`?",
        ),
        (
            "\n\nrot = true\n",
            "hr/qdc.toml 第 3 行：没有 `rot` 这个设置，是不是 `root`？",
            "hr/qdc.toml:3: there is no setting `rot`; did you mean `root`?",
        ),
        (
            "[lint]\n\nweak-auht = \"off\"\n",
            "hr/qdc.toml 第 3 行：没有 `weak-auht` 这条规则，是不是 `weak-auth`？",
            "hr/qdc.toml:3: there is no rule `weak-auht`; did you mean `weak-auth`?",
        ),
        (
            "[seal.person]\nheight = 0\n",
            "hr/qdc.toml 第 2 行：`seal.person.height` 必须大于 0，不能是 0",
            "hr/qdc.toml:2: `seal.person.height` must be above 0, not 0",
        ),
        (
            "[seal.person]\nwidth = \"80\"\n",
            "hr/qdc.toml 第 2 行：这里要写数字，不是 `80`",
            "hr/qdc.toml:2: invalid type: string \"80\", expected f64",
        ),
        (
            "cache = true\ncache = false\n",
            "hr/qdc.toml 第 2 行：同一个键写了两次",
            "hr/qdc.toml:2: duplicate key",
        ),
        (
            "\nenvironment = \"production\"\n",
            "hr/qdc.toml 第 2 行：`environment` 不能是 production；要发往正式环境，每次写 --env production",
            "hr/qdc.toml:2: `environment` is never production; say --env production each time it is meant",
        ),
    ] {
        let folder = nested();
        std::fs::write(folder.path().join("hr/qdc.toml"), text).unwrap();
        for (lang, says) in [("zh", zh), ("en", en)] {
            // Files of folders below suffer too; the outer ones do not.
            let run = with(folder.path(), &[], &["check", "--format", "short", "--lang", lang]);
            assert_eq!(run.code, 2);
            assert_eq!(run.err.matches(says).count(), 1, "{}", run.err);
            assert!(run.out.contains("a.qdc:1:1") && !run.out.contains("hr/"), "{}", run.out);
        }
    }
}

/// A link that leads nowhere, or a folder, is no reason to check by other rules without a word.
#[cfg(unix)]
#[test]
fn what_is_called_qdc_toml_is_settings_or_a_mistake() {
    for make in [
        (|path: &Path| std::os::unix::fs::symlink("nowhere", path).unwrap()) as fn(&Path),
        |path| std::os::unix::fs::symlink("/dev/zero", path).unwrap(),
        |path| std::fs::create_dir(path).unwrap(),
    ] {
        let folder = folder(&[("a.qdc", GOOD), ("b.qdc", GOOD)]);
        make(&folder.path().join("qdc.toml"));
        let run = with(folder.path(), &[], &["check", "--format", "github", "--lang", "en"]);
        let said = "qdc.toml is no regular file that settings could be read from";
        assert_eq!((run.code, run.err), (2, format!("qdc: {said}\n")));
        assert_eq!(
            run.out,
            format!("::error file=qdc.toml,title=qdc::{said}\n"),
            "once, however many files suffer"
        );
    }
}

#[test]
fn options_stand_over_variables_and_variables_over_files() {
    let folder = nested();
    let level = |variables: &[(&str, &str)], more: &[&str]| {
        let args = [&["check", "a.qdc", "--lang", "en"], more].concat();
        let run = with(folder.path(), &[&[("QDC_FORMAT", "short")], variables].concat(), &args);
        let line = run.out.lines().find(|line| line.contains("no-business-code")).unwrap_or("off");
        line.trim_start_matches("a.qdc:1:1: ").split('[').next().unwrap().to_owned()
    };
    assert_eq!(level(&[], &[]), "error");
    assert_eq!(level(&[("QDC_WARN", "weak-auth，no-business-code")], &[]), "warning");
    assert_eq!(level(&[("QDC_ALLOW", "no-business-code")], &[]), "off");
    assert_eq!(level(&[("QDC_ALLOW", "no-business-code")], &["--warn", "no-business-code"]), "warning");
    assert_eq!(level(&[("QDC_ALLOW", " , ")], &[]), "error");
}

#[test]
fn a_variable_that_says_nothing_possible_is_named() {
    let folder = nested();
    let run = with(folder.path(), &[("QDC_DENY", "weak-auht")], &["check", "--lang", "zh"]);
    let says = "qdc: 环境变量 QDC_DENY：没有 `weak-auht` 这条规则，是不是 `weak-auth`？\n";
    assert_eq!((run.code, run.err.as_str()), (2, says));
    let run = with(folder.path(), &[("QDC_FORMAT", "yaml")], &["check", "--lang", "zh"]);
    assert!(run.code == 2 && run.err.contains("环境变量 QDC_FORMAT"), "{}", run.err);
    let run = with(folder.path(), &[("QDC_LANG", "fr")], &["check", "a.qdc"]);
    assert!(run.code == 2 && run.err.contains("the variable QDC_LANG"), "{}", run.err);
    // What is written on the command line is not the variable's fault, and an empty one is none.
    let run = with(folder.path(), &[("QDC_FORMAT", "short")], &["check", "--format", "yaml"]);
    assert!(run.code == 2 && !run.err.contains("QDC_FORMAT"), "{}", run.err);
    let run = with(folder.path(), &[("QDC_FORMAT", ""), ("QDC_LANG", "")], &["check", "hr/old"]);
    assert_eq!(run.code, 0, "{}", run.err);
    // A variable that holds a key is nobody's mistake.
    let run = with(folder.path(), &[("QDC____KEY", "k")], &["check", "hr/old"]);
    assert_eq!(run.code, 0, "{}", run.err);
}

#[test]
fn the_language_comes_from_the_option_the_variable_the_system() {
    let folder = nested();
    let check = |variables: &[(&str, &str)], args: &[&str]| {
        with(folder.path(), variables, &[&["check", "hr/old"], args].concat()).err
    };
    let (zh, en) = ([("QDC_LANG", "zh"), ("LC_ALL", "C")], [("QDC_LANG", "en"), ("LC_ALL", "zh_CN.UTF-8")]);
    assert!(check(&zh, &[]).contains("警告") && check(&zh, &["--lang", "en"]).contains("warning"));
    assert!(check(&en, &[]).contains("warning") && check(&en, &["--lang", "zh"]).contains("警告"));
    assert!(with(folder.path(), &zh, &["--help"]).out.contains("用法"));
}

#[test]
fn config_shows_what_holds_and_where_it_comes_from() {
    let folder = nested();
    let variables =
        [("QDC_DENY", "order-gap,id-number"), ("QDC_FORMAT", "json"), ("XDG_CACHE_HOME", "/cache")];
    let shown = |args: &[&str]| {
        let args = [&["config", "hr/b.qdc", "--warn", "id-number"], args].concat();
        let run = with(folder.path(), &variables, &args);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        run.out
    };
    hold("tests/config/zh.txt", &shown(&["--lang", "zh"]));
    hold("tests/config/en.txt", &shown(&["--lang", "en"]));
    hold("tests/config/config.json", &shown(&["--format", "json", "--lang", "zh"]));
}

#[test]
fn config_of_a_place_that_is_not_there_says_so() {
    let folder = nested();
    let run = with(folder.path(), &[], &["config", "none.qdc", "--lang", "zh"]);
    assert_eq!((run.code, run.err.as_str()), (2, "qdc: 找不到文件 none.qdc\n"));
    // Links followed as the file system does; standard input stands in the current folder.
    let run = qdc(folder.path(), &["check", "-", "--format", "short", "--lang", "en"], &loose());
    assert!(run.out.contains("error[no-business-code]"), "{}", run.out);
}

#[test]
fn a_list_of_holidays_counts_everywhere_below_it() {
    let folder = nested();
    let contract = "contract \"x\" {\n    code \"N-1\"\n    initiator \"B\"\n    deadline in 1wd\n    document main \"FC_20241212171254RkztvLle\" pages 2\n    signer \"C\" auth sms {\n        sign main page 1 at (280, 420)\n    }\n}\n";
    std::fs::write(folder.path().join("hr/w.qdc"), contract).unwrap();
    std::fs::write(folder.path().join("days.txt"), "year 2026 通知\noff 2026-03-10 厂庆\n").unwrap();
    let settings = std::fs::read_to_string(folder.path().join("qdc.toml")).unwrap();
    let set = |file: &str| {
        let text = format!("{settings}\n[calendar]\nfile = \"{file}\"\n");
        std::fs::write(folder.path().join("qdc.toml"), text).unwrap();
    };
    let plan = || with(folder.path(), &[], &["plan", "hr/w.qdc", "--now", "2026-03-09", "--lang", "zh"]);
    assert!(plan().out.contains("2026-03-10"), "{}", plan().out);
    set("days.txt");
    let run = plan();
    assert!(
        run.out.contains("2026-03-11") && run.out.contains("从 2026-03-09 起 1 个工作日"),
        "{}{}",
        run.out,
        run.err
    );

    std::fs::write(folder.path().join("days.txt"), "year 2026 通知\noff 2026-03-1O\n").unwrap();
    let run = plan();
    assert!(run.code == 2 && run.err.contains("days.txt 第 2 行：`2026-03-1O` 不是日期"), "{}", run.err);
    // What a repository names lies within it.
    set("/etc/passwd");
    let run = plan();
    assert!(run.code == 2 && run.err.contains("passwd") && !run.err.contains("root:"), "{}", run.err);
    set("nothere.txt");
    assert!(plan().err.contains("nothere.txt"), "{}", plan().err);
}
