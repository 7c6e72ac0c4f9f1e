//! The program as people and scripts meet it: files, streams, exit codes, both languages.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const GOOD: &str = r#"contract "劳动合同" {
    code      "HR-2026-001"
    initiator "CORP_TEST_001"
    deadline  in 30d
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms {
        sign main page 1 at (280, 420)
    }
}
"#;

struct Run {
    code: i32,
    out: String,
    err: String,
}

fn qdc(folder: &Path, args: &[&str], input: &str) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_qdc"))
        .args(args)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that does not read its input may be gone already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    Run {
        code: status.code().unwrap(),
        out: String::from_utf8(stdout).unwrap(),
        err: String::from_utf8(stderr).unwrap(),
    }
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn wrong() -> String {
    GOOD.replace("signer", "singer")
}

#[test]
fn check_says_what_is_wrong_in_the_language_asked_for() {
    let folder = folder(&[("a.qdc", &wrong())]);
    let run = qdc(folder.path(), &["check", "a.qdc", "--lang", "zh"], "");
    assert_eq!(run.code, 1);
    assert!(run.out.contains("错误[unknown-keyword]") && run.out.contains("是不是 `signer`"), "{}", run.out);
    assert!(run.out.contains("a.qdc:6:5"), "{}", run.out);
    assert_eq!(run.err, "1 个错误（检查了 1 个文件）\n");
    assert!(!run.out.contains("help"), "{}", run.out);
    let run = qdc(folder.path(), &["--lang=en", "check", "a.qdc"], "");
    assert!(run.out.contains("error[unknown-keyword]") && run.out.contains("did you mean `signer`"));
    assert_eq!(run.err, "1 error in 1 file\n");
    assert!(!run.out.contains('\u{1b}'), "no colours in a pipe");
    let run = qdc(folder.path(), &["check", "a.qdc", "--color", "always"], "");
    assert!(run.out.contains('\u{1b}'));
}

#[test]
fn check_walks_folders_and_obeys_gitignore() {
    let folder = folder(&[
        ("b/one.qdc", GOOD),
        ("a/two.qdc", &wrong()),
        ("old/three.qdc", &wrong()),
        (".gitignore", "old/\n"),
        ("notes.txt", "singer"),
    ]);
    let run = qdc(folder.path(), &["check", "--format", "short", "--lang", "en"], "");
    assert_eq!(
        (run.code, run.out.as_str()),
        (1, "a/two.qdc:6:5: error[unknown-keyword] `singer` is no keyword of `contract`\n")
    );
}

#[test]
fn check_goes_on_past_a_missing_file() {
    let folder = folder(&[("a.qdc", &wrong())]);
    let run = qdc(folder.path(), &["check", "none.qdc", "a.qdc", "--format", "short", "--lang", "en"], "");
    assert_eq!(run.code, 2);
    assert!(run.err.contains("there is no file none.qdc") && run.out.contains("a.qdc:6:5"));
    let empty = tempfile::tempdir().unwrap();
    let run = qdc(empty.path(), &["check", "--lang", "zh"], "");
    assert_eq!((run.code, run.err.as_str()), (2, "qdc: . 里没有 .qdc 文件\n"));
}

#[test]
fn json_has_every_member() {
    let folder = folder(&[]);
    let run = qdc(folder.path(), &["check", "-", "--format", "json", "--lang", "en"], &wrong());
    let found: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(
        found,
        serde_json::json!([{
            "rule": "unknown-keyword", "level": "error", "platform": null, "file": "<stdin>",
            "line": 6, "column": 5, "endLine": 6, "endColumn": 11,
            "message": "`singer` is no keyword of `contract`", "help": "did you mean `signer`?", "related": [],
            "fix": {"title": "change it to `signer`", "safe": false, "changes": [{
                "file": "<stdin>", "line": 6, "column": 5, "endLine": 6, "endColumn": 11, "text": "signer",
            }]},
        }])
    );
    let run = qdc(folder.path(), &["check", "-", "--format", "json"], GOOD);
    assert_eq!((run.code, run.out.as_str()), (0, "[]\n"));
}

#[test]
fn fix_mends_what_is_sure_and_reports_the_rest() {
    let text = GOOD
        .replace("\"HR-2026-001\"", "\"HR-2026-001\";")
        .replace("in 30d", "30d")
        .replace("signer", "singer");
    let folder = folder(&[("a.qdc", &text)]);
    let run = qdc(folder.path(), &["check", "--fix", "a.qdc", "--format", "short", "--lang", "en"], "");
    assert_eq!(run.code, 1);
    assert_eq!(run.out, "a.qdc:6:5: error[unknown-keyword] `singer` is no keyword of `contract`\n");
    assert_eq!(std::fs::read_to_string(folder.path().join("a.qdc")).unwrap(), wrong());
}

#[test]
fn a_used_file_speaks_once() {
    let parties = "person 张晓明 {\n    account \"P1\"\n    flow \"F\"\n    phone \"123\"\n}\n";
    let user = format!("use \"parties.qdc\"\n{}", GOOD.replace("\"PSN_TEST_001\"", "张晓明"));
    let folder =
        folder(&[("parties.qdc", parties), ("a.qdc", &user), ("b.qdc", &user.replace("001", "002"))]);
    let run = qdc(folder.path(), &["check", "--format", "short", "--lang", "en"], "");
    let phones = run.out.lines().filter(|line| line.contains("phone-number")).count();
    assert_eq!(phones, 1, "{}", run.out);
}

#[test]
fn levels_come_from_settings_and_flags() {
    let text = GOOD.replace("    code      \"HR-2026-001\"\n", "");
    let folder = folder(&[("a.qdc", &text), ("qdc.toml", "[lint]\nno-business-code = \"error\"\n")]);
    let run = |args: &[&str]| qdc(folder.path(), args, "");
    assert_eq!(run(&["check", "a.qdc"]).code, 1);
    assert_eq!(run(&["check", "a.qdc", "--warn", "no-business-code"]).code, 0);
    assert!(run(&["check", "a.qdc", "--allow", "no-business-code", "--format", "short"]).out.is_empty());
    let typo = run(&["check", "a.qdc", "--deny", "no-busines-code", "--lang", "zh"]);
    assert_eq!(typo.code, 2);
    assert!(typo.err.contains("是不是 `no-business-code`"), "{}", typo.err);
    std::fs::write(folder.path().join("qdc.toml"), "\n[lnt]\n").unwrap();
    let typo = run(&["check", "a.qdc", "--lang", "en"]);
    assert_eq!(typo.code, 2);
    assert!(typo.err.contains("qdc.toml:2") && typo.err.contains("did you mean `lint`"), "{}", typo.err);
}

#[test]
fn text_that_is_not_utf8_is_explained() {
    let folder = folder(&[]);
    // 合同 in GBK, as Notepad saves it in China by default.
    std::fs::write(folder.path().join("gbk.qdc"), [0xBA, 0xCF, 0xCD, 0xAC]).unwrap();
    let run = qdc(folder.path(), &["check", "gbk.qdc", "--lang", "zh"], "");
    assert_eq!(run.code, 1);
    assert!(run.out.contains("UTF-8") && run.out.contains("GBK"), "{}", run.out);
}

#[test]
fn compile_writes_whole_or_not_at_all() {
    let folder = folder(&[("good.qdc", GOOD), ("wrong.qdc", &wrong())]);
    let run = |args: &[&str]| qdc(folder.path(), args, "");
    let compact = run(&["compile", "good.qdc", "--now", "2026-01-05", "--compact"]);
    assert_eq!(compact.code, 0);
    assert_eq!(compact.out.lines().count(), 1);
    assert!(compact.out.contains(r#""signDeadline":"2026-02-04""#), "{}", compact.out);
    std::fs::write(folder.path().join("out.json"), "old").unwrap();
    assert_eq!(run(&["compile", "wrong.qdc", "-o", "out.json"]).code, 1);
    assert_eq!(std::fs::read_to_string(folder.path().join("out.json")).unwrap(), "old");
    assert_eq!(run(&["compile", "wrong.qdc", "-o", "out.json", "--force"]).code, 0);
    let body: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(folder.path().join("out.json")).unwrap()).unwrap();
    assert_eq!(body["signers"][0]["accountId"], "PSN_TEST_001");
    let none = run(&["compile", "good.qdc", "-o", "no/such/folder/out.json", "--lang", "en"]);
    assert_eq!(none.code, 2);
    assert!(none.err.contains("cannot write"), "{}", none.err);
}

#[test]
fn params_are_demanded_before_compiling_and_not_before() {
    let text = format!("param 姓名 text\n{}", GOOD.replace("HR-2026-001", "HR-{姓名}"));
    let folder = folder(&[("a.qdc", &text)]);
    let run = |args: &[&str]| qdc(folder.path(), args, "");
    assert_eq!(run(&["check", "a.qdc"]).code, 0);
    let refused = run(&["compile", "a.qdc", "--lang", "zh"]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("参数 `姓名` 没有值"), "{}", refused.err);
    let filled = run(&["compile", "a.qdc", "--set", "姓名=张晓明"]);
    assert_eq!(filled.code, 0);
    assert!(filled.out.contains("HR-张晓明"));
    let typo = run(&["compile", "a.qdc", "--set", "性名=张晓明", "--lang", "zh"]);
    assert!(typo.code == 1 && typo.err.contains("性名"), "{}", typo.err);
}

#[test]
fn plan_masks_what_json_holds() {
    let text = "person 张晓明 {\n    account \"P1\"\n    name \"张晓明\"\n    idcard \"11010119900307803X\"\n    phone \"13800138000\"\n}\n";
    let folder = folder(&[("a.qdc", text)]);
    let human = qdc(folder.path(), &["plan", "a.qdc", "--lang", "zh"], "");
    assert_eq!(human.code, 0, "{}", human.err);
    assert!(human.out.contains("POST /open/psnCreate") && human.out.contains("138******00"), "{}", human.out);
    for secret in ["11010119900307803X", "13800138000"] {
        assert!(!human.out.contains(secret) && !human.err.contains(secret));
    }
    let json = qdc(folder.path(), &["plan", "a.qdc", "--format", "json"], "");
    let plan: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(plan["requests"][0]["body"]["psnIDCardNum"], "11010119900307803X");
    assert_eq!(plan["requests"][0]["path"], "/open/psnCreate");
}

#[test]
fn fmt_formats_checks_and_shows() {
    let messy = GOOD.replace("    ", "  ").replace("in 30d", "in  30d");
    let folder = folder(&[("a.qdc", &messy), ("b.qdc", GOOD), ("c.qdc", &wrong())]);
    let run = |args: &[&str]| qdc(folder.path(), args, "");
    let check = run(&["fmt", "--check", "a.qdc", "b.qdc"]);
    assert_eq!((check.code, check.out.as_str()), (1, "a.qdc\n"));
    let diff = run(&["fmt", "--diff", "a.qdc"]);
    assert!(diff.code == 0 && diff.out.contains("+    deadline  in 30d"), "{}", diff.out);
    let broken = run(&["fmt", "c.qdc", "--lang", "en"]);
    assert_eq!(broken.code, 1);
    assert!(broken.err.contains("left as it is"));
    assert_eq!(std::fs::read_to_string(folder.path().join("c.qdc")).unwrap(), wrong());
    assert_eq!(run(&["fmt", "a.qdc"]).code, 0);
    assert_eq!(std::fs::read_to_string(folder.path().join("a.qdc")).unwrap(), GOOD);
    let chinese = qdc(folder.path(), &["fmt", "-", "--keywords", "zh"], GOOD);
    assert!(
        chinese.out.starts_with("合同 \"劳动合同\" {\n    业务编号 \"HR-2026-001\"\n"),
        "{}",
        chinese.out
    );
}

#[test]
fn import_gives_back_what_compile_made() {
    let folder = folder(&[("a.qdc", GOOD)]);
    let first = qdc(folder.path(), &["compile", "a.qdc", "--now", "2026-01-05"], "");
    let imported = qdc(folder.path(), &["import", "-", "--lang", "zh"], &first.out);
    assert_eq!(imported.code, 0, "{}", imported.err);
    let second = qdc(folder.path(), &["compile", "-", "--now", "2026-01-05"], &imported.out);
    assert_eq!(second.out, first.out, "{}", second.err);
    let unknown = first.out.replace("\"seqSigning\"", "\"approvalId\": 7,\n      \"seqSigning\"");
    let refused = qdc(folder.path(), &["import", "-", "--lang", "en"], &unknown);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("/signFlowConfigs/flowConfig/approvalId"), "{}", refused.err);
    assert!(refused.out.is_empty());
}

#[test]
fn explain_knows_rules_and_codes() {
    let folder = folder(&[]);
    let run = |args: &[&str]| qdc(folder.path(), args, "");
    let code = run(&["explain", "oc_40016", "--lang", "zh"]);
    assert!(
        code.code == 0 && code.out.contains("签署位置不能重复") && code.out.contains("duplicate-position")
    );
    assert!(code.out.contains("签署方 \"PSN_TEST_001\""), "examples speak Chinese: {}", code.out);
    let all = run(&["explain", "--lang", "en"]);
    assert!(all.out.lines().count() >= 45);
    let typo = run(&["explain", "duplicate-positon", "--lang", "zh"]);
    assert!(typo.code == 2 && typo.err.contains("是不是 `duplicate-position`"));
    let json = run(&["explain", "weak-auth", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["rules"][0]["rule"], "weak-auth");
}

#[test]
fn init_writes_a_file_that_checks_clean() {
    for (lang, title) in [("zh", "租赁“合同”{一}"), ("en", "Lease \"A\"")] {
        let folder = folder(&[]);
        let args =
            ["init", "--title", title, "--signer", "P1", "--signer", "P2", "-o", "a.qdc", "--lang", lang];
        let run = qdc(folder.path(), &args, "");
        assert_eq!(run.code, 0, "{}", run.err);
        let text = std::fs::read_to_string(folder.path().join("a.qdc")).unwrap();
        let checked = qdc(folder.path(), &["check", "a.qdc", "--format", "short", "--now", "2026-01-05"], "");
        assert_eq!((checked.code, checked.out.as_str()), (0, ""), "{text}");
        let compiled = qdc(folder.path(), &["compile", "a.qdc"], "");
        let body: serde_json::Value = serde_json::from_str(&compiled.out).unwrap();
        assert_eq!(body["signFlowConfigs"]["flowConfig"]["contractName"], title);
        assert_eq!(qdc(folder.path(), &args, "").code, 2, "never overwrites");
        assert_eq!(qdc(folder.path(), &["fmt", "--check", "a.qdc"], "").code, 0);
    }
}

#[test]
fn the_command_line_itself_speaks_chinese() {
    let folder = folder(&[]);
    let run = |args: &[&str]| qdc(folder.path(), args, "");
    let help = run(&["check", "--help", "--lang", "zh"]);
    assert!(help.code == 0 && help.out.contains("用法：qdc check [选项]"), "{}", help.out);
    assert!(!help.out.contains("Options") && !help.out.contains("Usage"), "{}", help.out);
    let typo = run(&["chek", "--lang", "zh"]);
    assert!(typo.code == 2 && typo.err.contains("是不是 `check`"), "{}", typo.err);
    let typo = run(&["check", "--formt", "json", "--lang", "zh"]);
    assert!(typo.code == 2 && typo.err.contains("没有 `--formt`"), "{}", typo.err);
    for shell in ["bash", "zsh", "fish"] {
        assert!(run(&["completions", shell]).out.contains("compile"));
    }
    assert!(run(&["man"]).out.contains(".TH qdc"));
    assert_eq!(run(&["man", "--dir", "pages"]).code, 0);
    assert!(folder.path().join("pages/qdc-check.1").exists());
    assert_eq!(run(&["--version"]).code, 0);
}

#[test]
fn a_local_copy_is_read() {
    let pdf = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pdf/a4-two-pages.pdf");
    let text = GOOD.replace("RSe\"", "RSe\" local \"copy.pdf\"").replace("page 1 at", "page 3 at");
    let folder = folder(&[("a.qdc", &text)]);
    std::fs::copy(pdf, folder.path().join("copy.pdf")).unwrap();
    let run = qdc(folder.path(), &["check", "a.qdc", "--format", "short", "--lang", "en"], "");
    assert_eq!(run.out, "a.qdc:7:24: error[page-out-of-range] `main` has 2 pages and no page 3\n");
}

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
    let script = format!("umask 077; {} compile a.qdc -o a.json", env!("CARGO_BIN_EXE_qdc"));
    let done = Command::new("sh").args(["-c", &script]).current_dir(folder.path()).status().unwrap();
    assert!(done.success());
    let mode = |name: &str| std::fs::metadata(folder.path().join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("a.json"), 0o600);
    std::fs::set_permissions(folder.path().join("a.json"), std::fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(qdc(folder.path(), &["compile", "a.qdc", "-o", "a.json"], "").code, 0);
    assert_eq!(mode("a.json"), 0o640, "a file that is replaced keeps its permissions");
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

#[test]
fn more_edits_than_rounds_are_all_made() {
    let signer = |n: usize| {
        format!(
            "    signer \"PSN_{n}\" auth sms {{\n        sign main page 1 at (280, {}); ;\n    }}\n",
            n * 40
        )
    };
    let signers: String = (1..15).map(signer).collect();
    let head = GOOD.split_once("    signer").unwrap().0;
    let folder = folder(&[("a.qdc", &format!("{head}{signers}}}\n"))]);
    qdc(folder.path(), &["check", "--fix", "a.qdc"], "");
    let mended = std::fs::read_to_string(folder.path().join("a.qdc")).unwrap();
    assert!(!mended.contains(';'), "{mended}");
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
        assert!(run.out.contains("not a regular file"), "{}", run.out);
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
