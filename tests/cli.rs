//! The program as people and scripts meet it: files, streams, exit codes, both languages.

mod cli_run;

use cli_run::{GOOD, folder, qdc, wrong};

#[test]
fn check_says_what_is_wrong_in_the_language_asked_for() {
    let folder = folder(&[("a.qdc", &wrong())]);
    let run = qdc(folder.path(), &["check", "a.qdc", "--lang", "zh"], "");
    assert_eq!(run.code, 1);
    assert!(run.out.contains("错误[unknown-keyword]") && run.out.contains("是不是 `signer`"), "{}", run.out);
    assert!(run.out.contains("a.qdc:6:5"), "{}", run.out);
    assert!(run.err.starts_with("1 个错误（检查了 1 个文件）\n"), "{}", run.err);
    assert!(!run.out.contains("help"), "{}", run.out);
    let run = qdc(folder.path(), &["--lang=en", "check", "a.qdc"], "");
    assert!(run.out.contains("error[unknown-keyword]") && run.out.contains("did you mean `signer`"));
    assert!(run.err.starts_with("1 error in 1 file\n"), "{}", run.err);
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
            "rule": "unknown-keyword", "level": "error", "platform": null,
            "title": "there is no such keyword", "file": "<stdin>", "line": 6, "column": 5, "endLine": 6, "endColumn": 11,
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
    let text = GOOD.replace("code      ", "code =     ").replace("in 30d", "30d").replace("signer", "singer");
    let folder = folder(&[("a.qdc", &text)]);
    let run = qdc(folder.path(), &["check", "--fix", "a.qdc", "--format", "short", "--lang", "en"], "");
    assert_eq!(run.code, 1);
    assert_eq!(run.out, "a.qdc:6:5: error[unknown-keyword] `singer` is no keyword of `contract`\n");
    let fixed = std::fs::read_to_string(folder.path().join("a.qdc")).unwrap();
    assert_eq!(fixed, wrong().replace("code      ", "code "));
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
    assert!(diff.code == 1 && diff.out.contains("+    deadline  in 30d"), "{}", diff.out);
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

#[test]
fn an_upload_is_checked_and_planned_but_its_address_is_in_the_settings() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = "examples/上传文件.qdc";
    let run = qdc(root, &["plan", file, "--now", "2026-01-05", "--lang", "zh"], "");
    assert_eq!(run.code, 0, "{}", run.err);
    let first: Vec<&str> = run.out.lines().take(3).map(str::trim).collect();
    assert_eq!(
        first,
        ["1. 上传文件 正文", "签盾 POST （接口地址在设置里）", "本机文件    examples/files/劳动合同.pdf"]
    );
    assert!(run.out.contains("正文  上传后得到编码  劳动合同.pdf  共 2 页"), "{}", run.out);
    let folder = folder(&[("a.qdc", &GOOD.replace("main \"FC", "main upload \"FC"))]);
    let run = qdc(folder.path(), &["check", "a.qdc", "--format", "short", "--lang", "en"], "");
    assert_eq!(run.code, 1);
    assert!(run.out.contains("error[file-not-found] there is no file"), "{}", run.out);
}

/// The platform's own example, as its page prints it: one error before its deadline, two after, at the second
/// of the two equal positions; and the very body of the page.
#[test]
fn the_documented_example_is_what_its_page_says() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = "examples/three-party-signing.qdc";
    let errors = |now: &str| {
        let run = qdc(root, &["check", file, "--now", now, "--format", "json"], "");
        assert_eq!(run.code, 1);
        let found: Vec<serde_json::Value> = serde_json::from_str(&run.out).unwrap();
        found.into_iter().filter(|one| one["level"] == "error").collect::<Vec<_>>()
    };
    let before = errors("2025-06-01");
    assert_eq!(before.len(), 1);
    assert_eq!(
        (&before[0]["rule"], &before[0]["platform"]),
        (&"duplicate-position".into(), &"oc_40016".into())
    );
    assert_eq!((&before[0]["line"], &before[0]["related"][0]["line"]), (&23.into(), &22.into()));
    let after: Vec<serde_json::Value> =
        errors("2026-01-05").into_iter().map(|one| one["rule"].clone()).collect();
    assert_eq!(after, ["deadline-passed", "duplicate-position"]);
    assert_eq!(qdc(root, &["compile", file, "--now", "2025-06-01"], "").code, 1);
    let forced = qdc(root, &["compile", file, "--now", "2025-06-01", "--force"], "");
    assert_eq!((forced.code, forced.out.as_str()), (0, include_str!("seeds/s4-contract-start.json")));
}
