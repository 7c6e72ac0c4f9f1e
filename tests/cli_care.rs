//! What the program takes care of where things go wrong: ignored and endless files, permissions, closed pipes,
//! settings and answers that do not hold.

mod cli_run;

use std::process::Command;

use cli_run::{GOOD, folder, qdc};

#[cfg(unix)]
#[test]
fn nobody_listening_is_no_panic() {
    let folder = folder(&[]);
    for args in [&["check", "none.qdc"][..], &["chek", "--lang", "zh"], &["--lang", "en"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let status = Command::new(env!("CARGO_BIN_EXE_qdc"))
            .args(args)
            .current_dir(folder.path())
            .stdout(writer.try_clone().unwrap())
            .stderr(writer)
            .status()
            .unwrap();
        assert_eq!(status.code(), Some(2), "{args:?}");
    }
}

#[cfg(unix)]
#[test]
fn new_files_obey_the_umask_and_devices_are_written_to() {
    use std::os::unix::fs::{FileTypeExt, PermissionsExt};
    let folder = folder(&[("a.qdc", GOOD)]);
    let script = format!(
        "umask 027; {} init -o b.qdc --title t --initiator C --document FC_1 --signer P",
        env!("CARGO_BIN_EXE_qdc")
    );
    let done = Command::new("sh").args(["-c", &script]).current_dir(folder.path()).status().unwrap();
    assert!(done.success());
    let mode = |name: &str| std::fs::metadata(folder.path().join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("b.qdc"), 0o640);
    std::fs::write(folder.path().join("b.qdc"), GOOD.replace("    code", "code")).unwrap();
    std::fs::set_permissions(folder.path().join("b.qdc"), std::fs::Permissions::from_mode(0o660)).unwrap();
    assert_eq!(qdc(folder.path(), &["fmt", "b.qdc"], "").code, 0);
    assert!(std::fs::read_to_string(folder.path().join("b.qdc")).unwrap().contains("    code"));
    assert_eq!(mode("b.qdc"), 0o660, "a file that is replaced keeps its permissions");
    // A pipe of our own stands for /dev/null, which a failing test run as root would destroy.
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::read_to_string(pipe).unwrap()
    });
    assert_eq!(qdc(folder.path(), &["compile", "a.qdc", "-o", "pipe"], "").code, 0);
    assert!(std::fs::metadata(&pipe).unwrap().file_type().is_fifo());
    assert!(reader.join().unwrap().contains("signers"));
}

#[cfg(unix)]
#[test]
fn a_rewritten_file_stays_its_owners_and_goes_by_all_its_names() {
    use std::os::unix::fs::{MetadataExt, chown};
    let folder = folder(&[]);
    let place = |name: &str| folder.path().join(name);
    let untidy = GOOD.replace("    code", "code");
    std::fs::write(place("a.qdc"), &untidy).unwrap();
    std::fs::hard_link(place("a.qdc"), place("b.qdc")).unwrap();
    assert_eq!(qdc(folder.path(), &["fmt", "a.qdc"], "").code, 0);
    let text = |name: &str| std::fs::read_to_string(place(name)).unwrap();
    assert!(text("a.qdc").contains("    code"));
    assert_eq!(text("a.qdc"), text("b.qdc"), "two names of one file");

    std::fs::write(place("c.qdc"), &untidy).unwrap();
    if chown(place("c.qdc"), Some(12345), Some(23456)).is_err() {
        eprintln!("not root: that a file keeps its owner was not tried");
        return;
    }
    assert_eq!(qdc(folder.path(), &["fmt", "c.qdc"], "").code, 0);
    let data = std::fs::metadata(place("c.qdc")).unwrap();
    assert!(text("c.qdc").contains("    code"));
    assert_eq!((data.uid(), data.gid()), (12345, 23456));
}

#[cfg(unix)]
#[test]
fn a_list_of_holidays_that_may_never_end_is_not_read() {
    let folder = folder(&[("list", &"# a line\n".repeat(200_000))]);
    assert!(Command::new("mkfifo").arg(folder.path().join("pipe")).status().unwrap().success());
    for list in ["/dev/zero", "/dev/urandom", "pipe", "list"] {
        let run = qdc(folder.path(), &["holidays", "--list", list, "--lang", "en"], "");
        assert_eq!(run.code, 2, "{list}");
        let why = if list == "list" { "it is over 1 MB" } else { "not a regular file" };
        assert!(run.err.contains(why), "{list}: {}", run.err);
    }
}

#[test]
fn more_edits_than_rounds_are_all_made() {
    let signer = |n: usize| {
        format!(
            "    signer \"PSN_{n}\" auth sms {{\n        sign main page 1 at = (280, {})\n    }}\n",
            n * 40
        )
    };
    let signers: String = (1..15).map(signer).collect();
    let head = GOOD.split_once("    signer").unwrap().0;
    let folder = folder(&[("a.qdc", &format!("{head}{signers}}}\n"))]);
    qdc(folder.path(), &["check", "--fix", "a.qdc"], "");
    let mended = std::fs::read_to_string(folder.path().join("a.qdc")).unwrap();
    assert!(!mended.contains('='), "{mended}");
}

#[test]
fn a_value_given_is_unknown_only_when_no_file_declares_it() {
    let with = |name: &str| format!("param {name} text\n{}", GOOD.replace("HR-2026", &format!("{{{name}}}")));
    let folder = folder(&[("a.qdc", &with("x")), ("b.qdc", &with("y"))]);
    let run = |args: &[&str]| {
        qdc(folder.path(), &[&["check", "--format", "short", "--lang", "en"], args].concat(), "")
    };
    let both = run(&["--set", "x=1", "--set", "y=2"]);
    assert_eq!((both.code, both.out.as_str()), (0, ""));
    let typos = run(&["--set", "x=1", "--set", "zz=2", "--set", "ww=3"]);
    assert_eq!((typos.code, typos.out.lines().count()), (1, 2), "{}", typos.out);
    assert!(typos.out.contains("`zz`") && typos.out.contains("`ww`"), "{}", typos.out);
}

#[test]
fn a_broken_setting_is_told_once_with_its_line() {
    let folder =
        folder(&[("a.qdc", GOOD), ("b.qdc", GOOD), ("qdc.toml", "\n[lint]\nwaek-auth = \"error\"\n")]);
    let run = |args: &[&str]| qdc(folder.path(), args, "");
    let typo = run(&["check", "--lang", "en"]);
    assert_eq!(typo.code, 2);
    assert_eq!(
        typo.err.lines().next().unwrap(),
        "qdc: qdc.toml:3: there is no rule `waek-auth`; did you mean `weak-auth`?"
    );
    assert_eq!(typo.err.matches("waek-auth").count(), 1, "{}", typo.err);
    std::fs::write(folder.path().join("qdc.toml"), "[lint]\nweak-auth = \"eror\"\n").unwrap();
    let typo = run(&["check", "--lang", "zh"]);
    assert!(typo.err.contains("第 2 行：不能是 `eror`，可以是：off, hint, warning, error"), "{}", typo.err);
}

#[test]
fn what_git_ignores_is_not_under_version_control() {
    let person = "person 张晓明 {\n    account \"P1\"\n    name \"张晓明\"\n    idcard \"11010119900307803X\"\n    phone \"13800138000\"\n}\n";
    let names = ["kept.qdc", "ignored.qdc", "secret/a.qdc", "sub/deep/b.qdc", "sub/back.qdc", "excluded.qdc"];
    let mut files: Vec<_> = names.iter().map(|name| (*name, person)).collect();
    files.extend([
        (".gitignore", "ignored.qdc\nsecret/\nback.qdc\n"),
        ("sub/.gitignore", "/deep/\n!back.qdc\n"),
        (".git/info/exclude", "excluded.qdc\n"),
    ]);
    let folder = folder(&files);
    let run = qdc(folder.path(), &[&["check", "--format", "short", "--lang", "en"], &names[..]].concat(), "");
    let told: Vec<&str> = run
        .out
        .lines()
        .filter(|line| line.contains("version control"))
        .filter_map(|line| line.split(':').next())
        .collect();
    assert_eq!(told, ["kept.qdc", "sub/back.qdc"], "{}", run.out);
}

#[cfg(unix)]
#[test]
fn what_a_file_names_is_opened_only_where_it_ends() {
    let used = format!("use \"/dev/zero\"\n{GOOD}");
    let local = GOOD.replace("RSe\"", "RSe\" local \"/dev/zero\"");
    let folder = folder(&[("used.qdc", &used), ("local.qdc", &local)]);
    for file in ["used.qdc", "local.qdc"] {
        let run = qdc(folder.path(), &["check", file, "--format", "short", "--lang", "en"], "");
        let refused = ["leads out of the project", "only .qdc files"].iter().any(|why| run.out.contains(why));
        assert!(refused, "{}", run.out);
    }
}

#[test]
fn fmt_says_what_is_broken() {
    let folder =
        folder(&[("a.qdc", &GOOD.replace("    code", "    appSecret \"AbCdEfGhIjKlMnOp\"\n    code"))]);
    let run = qdc(folder.path(), &["fmt", "a.qdc", "--lang", "en"], "");
    assert!(run.code == 1 && run.err.contains("[literal-secret]"), "{}", run.err);
}

#[test]
fn init_refuses_what_would_not_check_clean() {
    let folder = folder(&[]);
    let run = |deadline: &str| {
        qdc(folder.path(), &["init", "--deadline", deadline, "-o", "a.qdc", "--force", "--lang", "en"], "")
    };
    let refused = run("soon");
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("`soon`") && refused.err.contains("not written"), "{}", refused.err);
    assert!(!folder.path().join("a.qdc").exists());
    for deadline in ["30d", "in 30d", "30天内", "3mo", "30天"] {
        assert_eq!(run(deadline).code, 0, "{deadline}: {}", run(deadline).err);
    }
}

#[test]
fn nothing_checked_is_not_called_fine() {
    let folder = folder(&[("a.qdc", GOOD), ("qdc.toml", "[lnt]\n")]);
    let run = qdc(folder.path(), &["check", "--lang", "en"], "");
    assert_eq!((run.code, run.err.lines().count()), (2, 1), "{}", run.err);
}

#[test]
fn chinese_help_has_no_english_headings() {
    let folder = folder(&[]);
    let commands = ["", "check", "compile", "plan", "import", "fmt", "explain", "init", "completions", "man"];
    for command in commands {
        let args: Vec<&str> =
            [command, "--help", "--lang", "zh"].into_iter().filter(|arg| !arg.is_empty()).collect();
        let help = qdc(folder.path(), &args, "").out;
        for word in ["Options", "Usage", "Arguments", "Commands", "Print"] {
            assert!(!help.contains(word), "{help}");
        }
    }
}

#[test]
fn a_used_file_is_mended_before_it_is_judged() {
    let parties = "person 张晓明 {\n    account \"P1\";\n}\n";
    let user = format!("use \"parties.qdc\"\n{}", GOOD.replace("\"PSN_TEST_001\"", "张晓明"));
    let folder = folder(&[("a.qdc", &user), ("parties.qdc", parties)]);
    let run = qdc(folder.path(), &["check", "--fix", "--format", "short", "--lang", "en"], "");
    assert!(run.code == 0 && !run.out.contains("[syntax]"), "{}", run.out);
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_folder_is_passed_over() {
    let folder = folder(&[("a.qdc", GOOD)]);
    let pipe = folder.path().join("x.qdc");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    // Folders with a dot are not looked into, but a link may lead there.
    std::fs::create_dir(folder.path().join(".kept")).unwrap();
    std::fs::write(folder.path().join(".kept/b.qdc"), GOOD).unwrap();
    std::os::unix::fs::symlink(".kept/b.qdc", folder.path().join("link.qdc")).unwrap();
    // Were the pipe read, this would end it at once, and it would count as a third file.
    std::thread::spawn(move || std::fs::OpenOptions::new().write(true).open(pipe).map(drop));
    let run = qdc(folder.path(), &["check", "--lang", "en"], "");
    assert_eq!((run.code, run.err.as_str()), (0, "no problems found in 2 files\n"), "{}", run.out);
}

#[cfg(unix)]
#[test]
fn a_file_reached_by_several_names_is_checked_once() {
    let folder = folder(&[("z.qdc", &cli_run::wrong()), ("sub/b.qdc", GOOD)]);
    std::os::unix::fs::symlink("z.qdc", folder.path().join("a.qdc")).unwrap();
    std::os::unix::fs::symlink("sub", folder.path().join("link")).unwrap();
    let absolute = folder.path().join("z.qdc").display().to_string();
    for paths in
        [&["."][..], &[".", "z.qdc", "./sub/../a.qdc"], &[&absolute, "a.qdc", "z.qdc", "sub", "link"]]
    {
        let args = [&["check", "--format", "short", "--lang", "en"], paths].concat();
        let run = qdc(folder.path(), &args, "");
        assert_eq!(
            run.out, "z.qdc:6:5: error[unknown-keyword] `singer` is no keyword of `contract`\n",
            "{paths:?}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_path_through_a_link_to_the_current_folder_starts_there_too() {
    let folder = folder(&[("real/a.qdc", &cli_run::wrong())]);
    let link = folder.path().join("link");
    std::os::unix::fs::symlink("real", &link).unwrap();
    let file = link.join("a.qdc");
    for (pwd, name) in [(&*link, "a.qdc"), (folder.path(), file.to_str().unwrap())] {
        let run = Command::new(env!("CARGO_BIN_EXE_qdc"))
            .args(["check", "--format", "json"])
            .arg(&file)
            .env("PWD", pwd)
            .current_dir(&link)
            .output()
            .unwrap();
        let found: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
        assert_eq!(found[0]["file"], name);
    }
}

/// Whatever keeps a mended file from being written: here a limit on the size of files.
#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_mended_is_told() {
    let wrong = cli_run::wrong();
    let folder = folder(&[("a.qdc", &wrong)]);
    let script = format!(
        "trap '' XFSZ; ulimit -f 0; exec {} check --no-cache --fix --unsafe --lang zh",
        env!("CARGO_BIN_EXE_qdc")
    );
    let done = Command::new("sh").args(["-c", &script]).current_dir(folder.path()).output().unwrap();
    let said = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(2), "{said}");
    assert!(said.contains("无法写入 a.qdc") && !said.contains("改正了"), "{said}");
    assert_eq!(std::fs::read_to_string(folder.path().join("a.qdc")).unwrap(), wrong);
}

/// As archives made on Chinese Windows leave them: 合同 in GBK. The others are checked all the same.
#[cfg(target_os = "linux")]
#[test]
fn a_name_in_another_encoding_is_told() {
    use std::os::unix::ffi::OsStrExt;
    let folder = folder(&[("a.qdc", GOOD)]);
    let name = std::ffi::OsStr::from_bytes(b"\xba\xcf\xcd\xac.qdc");
    std::fs::write(folder.path().join(name), GOOD).unwrap();
    for paths in [&[][..], &[name, "a.qdc".as_ref()]] {
        let done = Command::new(env!("CARGO_BIN_EXE_qdc"))
            .args(["check", "--no-cache", "--format", "junit", "--lang", "zh"])
            .args(paths)
            .current_dir(folder.path())
            .output()
            .unwrap();
        let (out, err) = (String::from_utf8(done.stdout).unwrap(), String::from_utf8(done.stderr).unwrap());
        assert_eq!(done.status.code(), Some(2));
        assert!(err.starts_with("qdc: 文件名 ") && err.contains("不是 UTF-8 编码"), "{err}");
        assert!(out.contains(r#"tests="2" failures="0" errors="1""#) && out.contains("a.qdc"), "{out}");
    }
}

/// A diff is for `patch` too: a name with blanks ends with a tab, and none brings lines of its own.
#[cfg(unix)]
#[test]
fn a_diff_can_be_applied_and_not_forged() {
    let folder = folder(&[("保密 协议/a.qdc", &cli_run::wrong()), ("b\n+++ c.qdc", &cli_run::wrong())]);
    let run = qdc(folder.path(), &["check", "--diff", "--unsafe"], "");
    assert!(run.out.contains("--- 保密 协议/a.qdc\t\n+++ 保密 协议/a.qdc\t\n"), "{}", run.out);
    assert!(run.out.contains("--- b␊+++ c.qdc\t\n") && !run.out.contains("\n+++ c.qdc"), "{}", run.out);
}

/// Documents that were given the wrong ending are called what they are.
#[test]
fn a_document_is_no_text() {
    let folder = folder(&[]);
    for (start, kind) in [("%PDF-1.7\n%x", "PDF"), ("PK\x03\x04x", "Word/Excel/ZIP"), ("{\\rtf1", "RTF")] {
        std::fs::write(folder.path().join("a.qdc"), start).unwrap();
        let run = qdc(folder.path(), &["check", "--format", "short", "--lang", "zh"], "");
        assert_eq!(
            (run.code, run.out),
            (1, format!("a.qdc:1:1: error[syntax] 这是 {kind} 文件，不是文本\n"))
        );
    }
}

/// Each command's page has the options of the whole program, how it ends and the variables it obeys.
#[test]
fn a_manual_page_is_complete() {
    let folder = folder(&[]);
    for (lang, words) in [("en", ["EXIT STATUS", "ENVIRONMENT"]), ("zh", ["退出码", "环境变量"])] {
        assert_eq!(qdc(folder.path(), &["man", "--dir", "man", "--lang", lang], "").code, 0);
        for page in ["qdc.1", "qdc-check.1"] {
            let text = std::fs::read_to_string(folder.path().join("man").join(page)).unwrap();
            for word in words.into_iter().chain(["\\-\\-lang", "\\-\\-color", "QDC_DENY", "NO_COLOR"]) {
                assert!(text.contains(word), "{page} lacks {word}:\n{text}");
            }
        }
    }
}

/// A number that comes into a business code and an account by `--set`, however it is written, is in no output whole.
#[test]
fn a_number_in_a_code_is_shown_whole_by_nothing() {
    let text = GOOD
        .replace("\"HR-2026-001\"", "\"OFFER-{mobile}\"")
        .replace("signer \"PSN_TEST_001\"", "signer \"PSN_{mobile}\"");
    let digits = "13800138001";
    for written in
        ["13800138001", "138 0013 8001", "138-0013-8001", "１３８００１３８００１", "1 3 8 0 0 1 3 8 0 0 1"]
    {
        let project = folder(&[("a.qdc", &format!("param mobile text\n{text}"))]);
        let set = format!("mobile={written}");
        for lang in ["zh", "en"] {
            for args in [&["plan"][..], &["send"], &["send"], &["status"], &["history"]] {
                let mut args = [args, &["a.qdc", "--lang", lang]].concat();
                if args[0] != "history" {
                    args.extend(["--set", &set]);
                }
                let run = qdc(project.path(), &args, "");
                let said = run.out + &run.err;
                let plain: String = said
                    .chars()
                    .map(|c| {
                        if ('０'..='９').contains(&c) {
                            char::from_u32(c as u32 - 0xFEE0).unwrap()
                        } else {
                            c
                        }
                    })
                    .filter(char::is_ascii_digit)
                    .collect();
                assert_eq!(run.code, 0, "{args:?} {said}");
                assert!(!plain.contains(digits), "{args:?} {said}");
                // A masked code can be given to no command.
                assert!(!said.contains("qdc status OFFER") && !said.contains("qdc status 'OFFER"), "{said}");
            }
        }
    }
}

#[test]
fn a_wrong_number_is_explained_in_the_users_language() {
    let empty = folder(&[]);
    for args in [
        &["holidays", "二〇二六"][..],
        &["holidays", "26"],
        &["status", "--every", "1"],
        &["history", "--limit", "x"],
        &["sandbox", "--port", "99999"],
        &["sandbox", "--max-connections", "0"],
        &["sandbox", "--request-timeout", "0"],
        &["sandbox", "--fault-seed", "x"],
    ] {
        let run = qdc(empty.path(), &[args, &["--lang", "zh"]].concat(), "");
        assert_eq!(run.code, 2, "{}", run.err);
        assert!(run.err.contains("要写") && !run.err.contains(" in "), "{}", run.err);
    }
}
