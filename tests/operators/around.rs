//! What people meet around a contract: who is who, what is still in force, and commands that never hang.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

/// A folder without settings: everything goes to the sandbox inside the program.
struct Folder(TempDir);

const FILE: &str = "企业 甲方 {\n    账号 \"CORP_A_001\"\n}\n个人 乙方 {\n    账号 \"PSN_0107\"\n}\n合同 \"采购合同\" {\n    业务编号 \"CODE\"\n    发起方 甲方\n    截止 30天内\n    顺序 依次\n    文件 正文 \"FC_MAIN_0001\" 页数 8\n    签署方 甲方 次序 1 认证 短信 {\n        签章 正文 页 8 位置 (160, 180) 日期 \"YYYY-MM-DD\"\n    }\n    签署方 乙方 次序 2 认证 短信 {\n        签章 正文 页 8 位置 (420, 180) 日期 \"YYYY-MM-DD\"\n    }\n}\n";

impl Folder {
    fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path().join(name), text).unwrap();
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_qdc"));
        command
            .args(args)
            .current_dir(self.path())
            .env("QDC_LANG", "zh")
            .env("QDC_CACHE_DIR", self.path().join("cache"))
            .env("QDC_CONFIG_DIR", self.path().join("own"))
            .stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> (i32, String, String) {
        let Output { status, stdout, stderr } = self.command(args).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (status.code().unwrap_or(-1), text(stdout), text(stderr))
    }

    /// `qdc sandbox`, once it answers; the address of its page.
    fn sandbox(&self, args: &[&str]) -> (Window, String) {
        let mut command = self.command(&[&["sandbox"], args].concat());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let page = lines.find_map(|line| line.split_once("页面：").map(|(_, page)| page.to_owned())).unwrap();
        (Window(child), page)
    }
}

struct Window(Child);

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn parties_are_called_what_the_file_calls_them() {
    let folder = Folder::new();
    folder.write("a.qdc", &FILE.replace("CODE", "CG-1"));
    let (code, out, err) = folder.run(&["send", "a.qdc"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("现在轮到：甲方（CORP_A_001）"), "{out}");
    for what in [&["status", "a.qdc"][..], &["status", "CG-1"], &["status"]] {
        let (code, out, err) = folder.run(what);
        assert_eq!(code, 0, "{out}{err}");
        assert!(out.contains("1. 甲方（CORP_A_001）  轮到签署"), "{out}");
        assert!(out.contains("2. 乙方（PSN_0107）  还没轮到"), "{out}");
        assert!(!out.contains("signing") && !out.contains("waiting"), "{out}");
    }
    folder.write("a.qdc", &FILE.replace("CODE", "CG-1").replace("(420, 180)", "(400, 180)"));
    for what in [&["diff", "a.qdc"][..], &["send", "a.qdc"], &["send", "--dry-run", "a.qdc"]] {
        let (_, out, err) = folder.run(what);
        assert!(out.contains("- 签署方 乙方（PSN_0107） 签章 1（正文 第 8 页） 横坐标 420"), "{out}{err}");
    }
    // The file is gone: the ids are all that is known.
    std::fs::remove_file(folder.path().join("a.qdc")).unwrap();
    let (_, out, _) = folder.run(&["status", "CG-1"]);
    assert!(out.contains("1. CORP_A_001  轮到签署"), "{out}");
}

/// A record may be a stranger's: it does not have files elsewhere read.
#[test]
fn names_come_from_files_of_the_project_alone() {
    let (folder, other) = (Folder::new(), Folder::new());
    other.write("a.qdc", &FILE.replace("CODE", "CG-1"));
    let path = other.path().join("a.qdc");
    let (code, out, err) = folder.run(&["send", path.to_str().unwrap(), "--ledger", ".qdc/ledger.db"]);
    assert_eq!(code, 0, "{out}{err}");
    let (code, out, err) = folder.run(&["status", "CG-1"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("1. CORP_A_001  轮到签署"), "{out}");
}

#[test]
fn the_history_fits_every_terminal_and_has_no_hashes() {
    let folder = Folder::new();
    let long = "设备采购及安装调试框架合同（二〇二六年度，含附件一至附件十二及补充协议）终稿";
    folder.write(
        "采购（二〇二六年度）框架合同终稿及补充协议.qdc",
        &FILE.replace("采购合同", long).replace("    业务编号 \"CODE\"\n", ""),
    );
    let (code, out, err) = folder.run(&["send", "采购（二〇二六年度）框架合同终稿及补充协议.qdc"]);
    assert_eq!(code, 0, "{out}{err}");
    let (code, out, err) = folder.run(&["history"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("没有业务编号"), "{out}");
    let is_hash = |word: &str| word.len() >= 32 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    for line in out.lines() {
        let width = unicode_width::UnicodeWidthStr::width(line);
        assert!(
            width <= 80 && !line.split(|c: char| !c.is_ascii_alphanumeric()).any(is_hash),
            "{width}: {line}"
        );
    }
}

#[test]
fn an_older_contract_that_is_still_in_force_is_named() {
    let folder = Folder::new();
    folder.write("a.qdc", &FILE.replace("CODE", "CG-1"));
    let (_, first, _) = folder.run(&["send", "a.qdc"]);
    let (_, id) = first.split_once("合同 ID ").unwrap();
    let id: String = id.chars().take_while(char::is_ascii_digit).collect();
    folder.write("a.qdc", &FILE.replace("CODE", "CG-1").replace("(420, 180)", "(400, 180)"));
    let (code, out, err) = folder.run(&["send", "--resend", "a.qdc"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(err.contains(&format!("原合同 {id}（业务编号 CG-1")) && err.contains("请先到平台作废"), "{err}");
    for what in [&["status", "CG-1"][..], &["status", "a.qdc"], &["status"]] {
        let (code, out, err) = folder.run(what);
        assert_eq!(code, 0, "{out}{err}");
        assert_eq!(out.matches("业务编号 CG-1").count(), 2, "{out}");
        assert_eq!(out.matches("这一份仍然有效").count(), 1, "{out}");
        let older = out.split("\n\n").find(|one| one.contains("仍然有效")).unwrap();
        assert!(older.contains(&id), "{out}");
    }
}

#[test]
fn what_is_noted_by_hand_is_said_in_full() {
    let folder = Folder::new();
    folder.write("a.qdc", &FILE.replace("CODE", "CG-1"));
    let (code, out, err) = folder.run(&["send", "--sent-as", "1897893172027068416", "a.qdc"]);
    assert_eq!(code, 0, "{out}{err}");
    for part in ["1897893172027068416", "采购合同", "业务编号 CG-1", "甲方（CORP_A_001）、乙方（PSN_0107）"]
    {
        assert!(err.contains(part), "{err}");
    }
}

#[test]
fn hints_do_not_push_the_outcome_off_the_screen() {
    let folder = Folder::new();
    let names: Vec<String> = (0..10).map(|at| format!("{at}.qdc")).collect();
    for (at, name) in names.iter().enumerate() {
        // Face alone is a hint.
        folder.write(name, &FILE.replace("CODE", &format!("CG-{at}")).replace("认证 短信", "认证 人脸"));
    }
    let args: Vec<&str> = ["send"].into_iter().chain(names.iter().map(String::as_str)).collect();
    let (code, out, err) = folder.run(&args);
    assert_eq!(code, 0, "{out}{err}");
    assert!(err.lines().count() <= 4 && err.contains("qdc check"), "{err}");
    assert!(out.trim_end().ends_with("10 份，已发送 10"), "{out}");
}

#[test]
fn the_sandbox_of_a_project_is_one_for_every_window() {
    let folder = Folder::new();
    folder.write("a.qdc", &FILE.replace("CODE", "CG-1"));
    folder.write("b.qdc", &FILE.replace("CODE", "CG-2"));
    assert_eq!(folder.run(&["send", "a.qdc"]).0, 0);
    let (window, page) = folder.sandbox(&[]);
    // While the page is open, everything else goes on, and at once.
    let (code, out, err) = folder.run(&["status"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("1. 甲方（CORP_A_001）"), "{out}");
    let (code, out, err) = folder.run(&["send", "b.qdc"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("未产生真实合同"), "{out}");
    let state = state(&page);
    assert!(
        state.contains("CG-1") && state.contains("CG-2") && state.contains("\"name\":\"乙方\""),
        "{state}"
    );
    // A second one says where the first is.
    let (code, out, err) = folder.run(&["sandbox"]);
    assert_eq!(code, 2, "{out}{err}");
    assert!(err.contains("沙箱正在另一个窗口运行") && err.contains(&page), "{err}");
    drop(window);
    // The note of one that was killed leads nowhere.
    let (code, out, err) = folder.run(&["status", "CG-2"]);
    assert_eq!(code, 0, "{out}{err}");
}

#[test]
fn a_sandbox_in_memory_leaves_the_project_alone() {
    let folder = Folder::new();
    folder.write("a.qdc", &FILE.replace("CODE", "CG-1"));
    let (_window, _) = folder.sandbox(&["--memory"]);
    assert!(!folder.path().join(".qdc").exists());
}

/// What the page is drawn from.
fn state(page: &str) -> String {
    use std::io::{Read, Write};
    let (host, token) = page.strip_prefix("http://").unwrap().split_once("/?token=").unwrap();
    let mut stream = std::net::TcpStream::connect(host).unwrap();
    write!(stream, "GET /_sandbox/state HTTP/1.1\r\nhost: {host}\r\nx-sandbox-token: {token}\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn the_file_that_was_meant_is_named() {
    let folder = Folder::new();
    let text = FILE.replace("CODE", "CG-1");
    folder.write("采购合同.qdc.txt", &text);
    folder.write("采购合同 终稿.qdc", &text);
    folder.write("-草稿.qdc", &text);
    folder.write("大写.QDC", &text);
    let told = |args: &[&str], words: &str| {
        let (code, out, err) = folder.run(args);
        assert!(code == 2 && err.contains(words), "{args:?}: {out}{err}");
    };
    told(&["check", "采购合同.qdc"], "是不是 采购合同.qdc.txt？");
    told(&["plan", "采购合同.qdc"], "是不是 采购合同.qdc.txt？");
    told(&["check", "采购合同", "终稿.qdc"], "文件名里有空格，请加引号：'采购合同 终稿.qdc'");
    told(&["check", "—fix", "大写.QDC"], "选项以两个半角减号开头，写成 --fix");
    told(&["check", "－－fix", "大写.QDC"], "写成 --fix");
    told(&["check", "-草稿.qdc"], "文件请写成 ./-草稿.qdc");
    let (_, out, err) = folder.run(&["check", "."]);
    assert!(err.contains("跳过 采购合同.qdc.txt"), "{out}{err}");
    assert!([out, err].concat().contains("检查了 3 个文件"));
    assert_eq!(folder.run(&["check", "大写.QDC"]).0, 0);
}

#[test]
fn a_file_that_is_named_a_little_otherwise_is_fixed() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path().join("共用")).unwrap();
    folder.write("共用/当事方.qdc", "企业 甲方 账号 \"CORP_A_001\"\n");
    let pdf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pdf/a4-two-pages.pdf");
    std::fs::copy(pdf, folder.path().join("员工手册（2026版）.pdf")).unwrap();
    let text = "引用 \"共用\\当事方.qdc\"\n合同 \"采购合同\" {\n    业务编号 \"CG-1\"\n    发起方 甲方\n    截止 30天内\n\n    文件 正文 \"FC_MAIN_0001\" 本地 \"员工手册(2026版).PDF\"\n\n    签署方 甲方 认证 短信 {\n        签章 正文 页 1 位置 (160, 180)\n    }\n}\n";
    folder.write("a.qdc", text);
    let (_, out, err) = folder.run(&["check", "--fix", "a.qdc"]);
    let fixed = std::fs::read_to_string(folder.path().join("a.qdc")).unwrap();
    let expected =
        text.replace("共用\\当事方", "共用/当事方").replace("员工手册(2026版).PDF", "员工手册（2026版）.pdf");
    assert_eq!(fixed, expected, "{out}{err}");
}

#[test]
fn settings_above_a_folder_that_is_not_there_hold() {
    let folder = Folder::new();
    folder.write("qdc.toml", "[lint]\nweak-auth = \"error\"\n");
    let run = |name: &str| {
        use std::io::Write;
        let mut command = folder.command(&["check", "-", "--stdin-filename", name]);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let text = FILE.replace("CODE", "CG-1").replace("认证 短信", "认证 人脸");
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        child.wait().unwrap().code()
    };
    for name in ["a.qdc", "gone/a.qdc", "gone/further/a.qdc"] {
        assert_eq!(run(name), Some(1), "{name}");
    }
}

#[test]
fn environments_are_listed_for_the_shell() {
    let folder = Folder::new();
    folder.write("qdc.toml", "[environments.\"我的 环境\"]\naddress = \"https://example.com/api\"\n");
    let (code, out, _) = folder.run(&["completions", "--environments"]);
    assert_eq!((code, out.as_str()), (0, "sandbox\ntest\nproduction\n我的 环境\n"));
}

/// Bash itself is asked what it would offer.
#[test]
fn bash_offers_environments_and_keeps_names_whole() {
    let folder = Folder::new();
    folder.write("采购 合同.qdc", "");
    let (_, script, _) = folder.run(&["completions", "bash"]);
    folder.write("qdc.bash", &script);
    let program = Path::new(env!("CARGO_BIN_EXE_qdc")).parent().unwrap().to_owned();
    let offered = |words: &[&str]| {
        let (line, last) = (words.join("' '"), words.len() - 1);
        let (cur, prev) = (words[last], words[last - 1]);
        let ask = format!(
            "source ./qdc.bash; COMP_WORDS=('{line}'); COMP_CWORD={last}; _qdc qdc '{cur}' '{prev}'; printf '%s\\n' \"${{COMPREPLY[@]}}\""
        );
        let mut bash = Command::new("bash");
        bash.args(["--norc", "-c", &ask]).current_dir(folder.path());
        let path = std::env::join_paths([program.clone(), "/usr/bin".into(), "/bin".into()]).unwrap();
        let output = bash.env("PATH", path).env("QDC_LANG", "zh").output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(offered(&["qdc", "send", "--env", ""]), "sandbox\ntest\nproduction\n");
    assert_eq!(offered(&["qdc", "send", "--env", "pro"]), "production\n");
    assert_eq!(offered(&["qdc", "plan", "--output", "采"]), "采购 合同.qdc\n");
}
