//! Runs the program in folders of its own.

// Not every test file needs every one.
#![allow(dead_code)]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

pub const GOOD: &str = r#"contract "劳动合同" {
    code      "HR-2026-001"
    initiator "CORP_TEST_001"
    deadline  in 30d
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms {
        sign main page 1 at (280, 420)
    }
}
"#;

pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

pub fn qdc(folder: &Path, args: &[&str], input: &str) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_qdc"))
        .args(args)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env("QDC_NO_CACHE", "1")
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

pub fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

pub fn wrong() -> String {
    GOOD.replace("signer", "singer")
}
