//! A sandbox in a process of its own, a project that sends to it, and the program.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

pub const KEY: &str = "test-app-key";
pub const SECRET: &str = "test-app-secret-5b1f";

/// `qdc sandbox` on a port of its own; ends with the value.
pub struct Sandbox {
    child: Child,
    /// `127.0.0.1:PORT`
    pub host: String,
    token: String,
}

impl Sandbox {
    pub fn start(args: &[&str]) -> Sandbox {
        Sandbox::run(0, args)
    }

    /// A new one where another was.
    pub fn on(port: u16) -> Sandbox {
        Sandbox::run(port, &[])
    }

    fn run(port: u16, args: &[&str]) -> Sandbox {
        let mut child = Command::new(env!("CARGO_BIN_EXE_qdc"))
            .args(["--lang", "en", "sandbox", "--key", KEY, "--secret", SECRET, "--port", &port.to_string()])
            .args(args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines.next().unwrap().unwrap();
        let host = address.strip_prefix("http://").expect(&address).to_owned();
        let token = lines
            .map(Result::unwrap)
            .find_map(|line| line.split_once("token=").map(|(_, token)| token.trim().to_owned()))
            .unwrap();
        Sandbox { child, host, token }
    }

    /// What it received.
    pub fn state(&self) -> Value {
        serde_json::from_str(&self.control("GET", "/_sandbox/state", "")).unwrap()
    }

    /// How much it received, without the list.
    pub fn counts(&self) -> Value {
        serde_json::from_str(&self.control("GET", "/_sandbox/counts", "")).unwrap()
    }

    /// Signs for a signer.
    pub fn sign(&self, business_code: &str, account: &str) {
        let body = serde_json::json!({"businessCode": business_code, "accountId": account});
        self.control("POST", "/_sandbox/sign", &body.to_string());
    }

    fn control(&self, method: &str, path: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nX-Sandbox-Token: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.host,
            self.token,
            body.len()
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8(answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{head}\n{body}");
        if head.to_lowercase().contains("transfer-encoding: chunked") {
            dechunked(body)
        } else {
            body.to_owned()
        }
    }
}

fn dechunked(mut body: &str) -> String {
    let mut whole = String::new();
    while let Some((size, rest)) = body.split_once("\r\n") {
        let size = usize::from_str_radix(size.trim(), 16).unwrap();
        if size == 0 {
            break;
        }
        whole += &rest[..size];
        body = &rest[size + 2..];
    }
    whole
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A folder with settings that point at a sandbox.
pub struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    /// Sends to the sandbox inside the program.
    pub fn alone() -> Project {
        let folder = tempfile::tempdir().unwrap();
        Project { folder }
    }

    pub fn at(sandbox: &Sandbox) -> Project {
        Project::with(sandbox, "timeout = 2.0\nsettle = 2.0\n")
    }

    /// With more settings of the environment.
    pub fn with(sandbox: &Sandbox, more: &str) -> Project {
        let project = Project::alone();
        let host = &sandbox.host;
        project.write(
            "qdc.toml",
            &format!(
                "[environments.sandbox]\naddress = \"http://{host}/api\"\nqiyuesuo = {{ address = \"http://{host}\" }}\n{more}"
            ),
        );
        project
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_qdc"));
        command
            .current_dir(self.path())
            .args(["--lang", "en"])
            .args(args)
            .env("QDC_SANDBOX_KEY", KEY)
            .env("QDC_SANDBOX_SECRET", SECRET)
            .env("QDC_SANDBOX_QIYUESUO_TOKEN", KEY)
            .env("QDC_SANDBOX_QIYUESUO_SECRET", SECRET)
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        Ran::of(self.command(args).output().unwrap())
    }

    /// `send --format json`: the exit code and the output.
    pub fn send(&self, args: &[&str]) -> (i32, Value) {
        let mut all = vec!["send", "--format", "json"];
        all.extend(args);
        let ran = self.run(&all);
        let value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{ran:?}"));
        (ran.code, value)
    }
}

#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn of(output: Output) -> Ran {
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// A contract that checks clean, with these lines more in it.
pub fn contract(code: &str, more: &str) -> String {
    format!(
        r#"contract "Employment" {{
    code      "{code}"
    initiator "CORP_TEST_001"
    deadline  in 30d
    order     sequential
    document main "FC_20241212171254RkztvLleUICgRSe" pages 3
    signer "PSN_TEST_001" seq 1 auth sms {{
        sign main page 1 at (280, 420)
    }}
    signer "PSN_TEST_002" seq 2 auth sms {{
        sign main page 1 at (100, 100)
    }}
{more}}}
"#
    )
}
