//! A folder with a project in it, and the program run there as a person does, away from the machine's own settings.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::platform::{KEY, Platform, SECRET};

/// A run that lasts longer hangs.
const PATIENCE: Duration = Duration::from_secs(45);

pub struct Project {
    folder: tempfile::TempDir,
    home: tempfile::TempDir,
}

impl Project {
    /// Without settings.
    pub fn empty() -> Project {
        Project { folder: tempfile::tempdir().unwrap(), home: tempfile::tempdir().unwrap() }
    }

    /// With an environment `trial` at the platform and further lines of its settings.
    pub fn at(platform: &Platform, more: &str) -> Project {
        let project = Project::empty();
        project.set(platform, more);
        project
    }

    pub fn set(&self, platform: &Platform, more: &str) {
        let port = platform.port;
        self.write(
            "qdc.toml",
            format!(
                "[environments.trial]\naddress = \"http://127.0.0.1:{port}/api\"\n\
                 qiyuesuo = {{ address = \"http://127.0.0.1:{port}\" }}\n\
                 upload = {{ path = \"/open/file/upload\", field = \"file\", answer = \"/result/fileCode\" }}\n{more}"
            ),
        );
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Contracts of their own, `X-1` and on; the names of their files.
    pub fn contracts(&self, count: usize) -> Vec<String> {
        let names: Vec<String> = (1..=count).map(|at| format!("{at}.qdc")).collect();
        for (at, name) in names.iter().enumerate() {
            self.write(name, contract(&format!("X-{}", at + 1)));
        }
        names
    }

    pub fn ledger(&self) -> PathBuf {
        self.path().join(".qdc/ledger.db")
    }

    pub fn forget(&self) {
        std::fs::remove_dir_all(self.path().join(".qdc")).unwrap();
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_qdc"));
        command.args(["--lang", "en"]).args(args);
        self.surround(&mut command);
        command
    }

    /// The program in a shell of its own, which first does what is said.
    pub fn in_shell(&self, before: &str, args: &[&str]) -> Command {
        let mut command = Command::new("sh");
        command.args([
            "-c",
            &format!("{before}\nexec \"$0\" \"$@\""),
            env!("CARGO_BIN_EXE_qdc"),
            "--lang",
            "en",
        ]);
        command.args(args);
        self.surround(&mut command);
        command
    }

    fn surround(&self, command: &mut Command) {
        let kept = ["PATH", "SystemRoot", "TEMP", "TMP"].map(|name| (name, std::env::var_os(name)));
        command.env_clear().envs(kept.into_iter().filter_map(|(name, value)| Some((name, value?))));
        let home = self.home.path();
        command
            .current_dir(self.path())
            .env("HOME", home)
            .env("USERPROFILE", home)
            .envs(["CONFIG", "CACHE", "STATE", "DATA"].map(|of| (format!("XDG_{of}_HOME"), home.join(of))))
            .env("QDC_TRIAL_KEY", KEY)
            .env("QDC_TRIAL_SECRET", SECRET)
            .env("QDC_TRIAL_QIYUESUO_TOKEN", KEY)
            .env("QDC_TRIAL_QIYUESUO_SECRET", SECRET)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        Running::begin(self.command(args)).end()
    }

    /// The arguments of `send` to the trial platform, for programs.
    pub fn sending<'a>(&self, args: &[&'a str]) -> Vec<&'a str> {
        let mut all = vec!["send", "--env", "trial", "--yes", "--format", "json"];
        all.extend(args);
        all
    }

    pub fn begin_sending(&self, args: &[&str]) -> Running {
        Running::begin(self.command(&self.sending(args)))
    }

    pub fn send(&self, args: &[&str]) -> Ran {
        self.begin_sending(args).end()
    }

    /// Sends again until all is sent, as someone would whom the exit code tells to; each report is held against
    /// the platform.
    pub fn send_until_done(&self, platform: &Platform, args: &[&str]) -> Ran {
        for _ in 0..6 {
            let ran = self.send(args);
            ran.assert_true(platform);
            if ran.code == 0 {
                return ran;
            }
        }
        panic!("not done after six times: {:?}", self.send(args));
    }
}

/// A program under way.
pub struct Running {
    child: Child,
    began: Instant,
    out: mpsc::Receiver<Vec<u8>>,
    err: mpsc::Receiver<Vec<u8>>,
    err_so_far: Vec<u8>,
}

impl Running {
    pub fn begin(mut command: Command) -> Running {
        let mut child = command.spawn().unwrap();
        let out = pieces(child.stdout.take().unwrap());
        let err = pieces(child.stderr.take().unwrap());
        Running { child, began: Instant::now(), out, err, err_so_far: Vec::new() }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Waits until standard error holds one of the words; false when none came in time.
    pub fn says(&mut self, words: &[&str], within: Duration) -> bool {
        let until = Instant::now() + within;
        loop {
            let said = String::from_utf8_lossy(&self.err_so_far).to_lowercase();
            if words.iter().any(|word| said.contains(word)) {
                return true;
            }
            match self.err.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(piece) => self.err_so_far.extend(piece),
                Err(_) => return false,
            }
        }
    }

    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    /// SIGKILL.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub fn end(mut self) -> Ran {
        let until = self.began + PATIENCE;
        let (mut out, mut err) = (Vec::new(), std::mem::take(&mut self.err_so_far));
        for (from, to) in [(&self.out, &mut out), (&self.err, &mut err)] {
            loop {
                match from.recv_timeout(until.saturating_duration_since(Instant::now())) {
                    Ok(piece) => to.extend(piece),
                    Err(mpsc::RecvTimeoutError::Disconnected) => break,
                    Err(mpsc::RecvTimeoutError::Timeout) => {
                        self.child.kill().unwrap();
                        self.child.wait().unwrap();
                        panic!("hung for {PATIENCE:?}: {}", String::from_utf8_lossy(to));
                    }
                }
            }
        }
        Ran {
            code: self.child.wait().unwrap().code().unwrap_or(-1),
            out: String::from_utf8(out).unwrap(),
            err: String::from_utf8(err).unwrap(),
            took: self.began.elapsed(),
        }
    }
}

fn pieces(mut from: impl Read + Send + 'static) -> mpsc::Receiver<Vec<u8>> {
    let (to, pieces) = mpsc::channel();
    thread::spawn(move || {
        let mut piece = [0; 4096];
        while let Ok(read @ 1..) = from.read(&mut piece) {
            if to.send(piece[..read].to_vec()).is_err() {
                break;
            }
        }
    });
    pieces
}

pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
    pub took: Duration,
}

impl std::fmt::Debug for Ran {
    /// Short enough to be read: of a file, what became of it; of many, only of those that were not sent.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let json: Value = serde_json::from_str(&self.out).unwrap_or_default();
        let out = match json["files"].as_array() {
            None => self.out.clone(),
            Some(files) => files
                .iter()
                .filter(|file| files.len() < 30 || file["outcome"] != "sent" && file["outcome"] != "repeated")
                .map(|file| {
                    let steps = file["steps"].as_array().into_iter().flatten();
                    let steps: Vec<String> = steps
                        .map(|step| format!("{} {} {}", step["outcome"], step["code"], step["message"]))
                        .collect();
                    format!("{} {} {} {steps:?}", file["file"], file["outcome"], file["contractId"])
                })
                .collect::<Vec<_>>()
                .join("\n"),
        };
        write!(f, "exit {} after {:?}\nout: {out}\nerr: {}", self.code, self.took, self.err)
    }
}

impl Ran {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    pub fn files(&self) -> Vec<Value> {
        self.json()["files"].as_array().unwrap_or_else(|| panic!("no files: {self:?}")).clone()
    }

    /// What became of the only file.
    pub fn outcome(&self) -> String {
        let files = self.files();
        assert_eq!(files.len(), 1, "{self:?}");
        files[0]["outcome"].as_str().unwrap().to_owned()
    }

    pub fn outcomes(&self) -> BTreeMap<String, String> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        self.files().iter().map(|file| (text(&file["file"]), text(&file["outcome"]))).collect()
    }

    /// Everything the run put out.
    pub fn all(&self) -> String {
        format!("{}{}", self.out, self.err)
    }

    /// The promise: no code twice; nothing called sent that does not exist, nor refused or not sent that does;
    /// the id is the platform's own.
    pub fn assert_true(&self, platform: &Platform) {
        let state = platform.state();
        assert_eq!(state.twice(), Vec::<String>::new(), "started twice: {self:?}");
        for file in self.files() {
            let code = file["businessCode"].as_str().unwrap_or_default();
            let ids: Vec<String> = state.ids(code).iter().map(u64::to_string).collect();
            match file["outcome"].as_str().unwrap() {
                "sent" | "repeated" => {
                    assert_ne!(ids, Vec::<String>::new(), "sent, and does not exist: {file}");
                    if let Some(id) = file["contractId"].as_str() {
                        assert!(ids.iter().any(|known| known == id), "the id of another contract: {file}");
                    }
                }
                "refused" | "not-sent" => {
                    assert_eq!(ids, Vec::<String>::new(), "called not sent, and exists: {file}");
                }
                _ => assert_ne!(self.code, 0, "neither sent nor a failure: {file}"),
            }
        }
    }
}

/// A contract that checks clean.
pub fn contract(code: &str) -> String {
    contract_of(code, "PSN_TEST_001", "FC_20241212171254RkztvLleUICgRSe\" pages 3")
}

/// Without a business code.
pub fn contract_without_code() -> String {
    contract("-").replace("    code      \"-\"\n", "")
}

/// With a file to upload.
pub fn contract_uploading(code: &str, file: &str) -> String {
    contract(code)
        .replace("main \"FC_20241212171254RkztvLleUICgRSe\" pages 3", &format!("main upload \"{file}\""))
}

pub fn contract_of(code: &str, first_signer: &str, document: &str) -> String {
    format!(
        r#"contract "Employment" {{
    code      "{code}"
    initiator "CORP_TEST_001"
    deadline  in 30d
    order     sequential
    document main "{document}
    signer "{first_signer}" seq 1 auth sms {{
        sign main page 1 at (280, 420)
    }}
    signer "PSN_TEST_002" seq 2 auth sms {{
        sign main page 1 at (100, 100)
    }}
}}
"#
    )
}

/// A PDF of one page that says so.
pub fn pdf(words: &str) -> Vec<u8> {
    let stream = format!("BT /F1 24 Tf 72 700 Td ({words}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{stream}\nendstream", stream.len()),
    ];
    let (mut file, mut places) = ("%PDF-1.4\n".to_owned(), Vec::new());
    for (at, object) in objects.iter().enumerate() {
        places.push(file.len());
        file += &format!("{} 0 obj\n{object}\nendobj\n", at + 1);
    }
    let table = file.len();
    file += &format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1);
    for place in &places {
        file += &format!("{place:010} 00000 n \n");
    }
    file += &format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", places.len() + 1);
    file.into_bytes()
}
