//! A repository, whoever wrote it, and the user's own folders and keys beside it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The user's real keys: the names of their variables, their values.
const KEYS: [(&str, &str); 8] = [
    ("QDC_PRODUCTION_KEY", "key-of-production"),
    ("QDC_PRODUCTION_SECRET", "secret-of-production-91c2"),
    ("QDC_TEST_KEY", "key-of-test"),
    ("QDC_TEST_SECRET", "secret-of-test-5d70"),
    ("QDC_OFFICE_KEY", "key-of-office"),
    ("QDC_OFFICE_SECRET", "secret-of-office-b38e"),
    ("QDC_SANDBOX_X_KEY", "key-of-sandbox-x"),
    ("QDC_SANDBOX_X_SECRET", "secret-of-sandbox-x-07fa"),
];

/// What a secret file outside the repository, or a variable of CI, holds.
pub const SECRET: &str = "hunter2-4e1d";

pub struct World {
    _folder: tempfile::TempDir,
    /// The repository's clone.
    pub root: PathBuf,
    /// Beside it: what is the user's own.
    pub outside: PathBuf,
    /// Where trust is kept.
    pub own: PathBuf,
}

impl World {
    pub fn new() -> World {
        let folder = tempfile::tempdir().unwrap();
        let base = folder.path().canonicalize().unwrap();
        let (root, outside, own) = (base.join("repo"), base.join("outside"), base.join("own"));
        for path in [&root.join(".git"), &outside] {
            std::fs::create_dir_all(path).unwrap();
        }
        let world = World { _folder: folder, root, outside, own };
        world.write("a.qdc", &contract("ST-1"));
        world
    }

    /// With settings of the repository's own.
    pub fn with(settings: &str) -> World {
        let world = World::new();
        world.write("qdc.toml", settings);
        world
    }

    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        write(&self.root.join(name), text)
    }

    pub fn write_outside(&self, name: &str, text: &str) -> PathBuf {
        write(&self.outside.join(name), text)
    }

    /// A link in the repository.
    pub fn link(&self, name: &str, to: impl AsRef<Path>) {
        let path = self.root.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(to, path).unwrap();
    }

    pub fn command(&self, args: &[&str]) -> Command {
        self.command_in(&self.root, args)
    }

    pub fn command_in(&self, folder: &Path, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_qdc"));
        command
            .args(args)
            .current_dir(folder)
            .env_clear()
            .envs(KEYS)
            .env("CI_TOKEN", SECRET)
            .env("HOME", self.own.join("home"))
            .env("QDC_CONFIG_DIR", &self.own)
            .env("QDC_CACHE_DIR", self.own.join("cache"))
            .env("QDC_LANG", "en")
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        Ran::of(self.command(args))
    }

    pub fn trust_file(&self) -> PathBuf {
        self.own.join("trust.json")
    }
}

fn write(path: &Path, text: &str) -> PathBuf {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
    path.to_owned()
}

#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// Runs a command. Whatever it is, it prints no secret.
    pub fn of(mut command: Command) -> Ran {
        let output = command.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (out, err) = (text(&output.stdout), text(&output.stderr));
        holds_no_secret(&out);
        holds_no_secret(&err);
        Ran { code: output.status.code().unwrap_or(-1), out, err }
    }

    pub fn all(&self) -> String {
        format!("{}{}", self.out, self.err)
    }
}

pub fn holds_no_secret(text: &str) {
    assert!(!text.contains("panicked"), "{text}");
    assert!(!text.contains(SECRET), "{text}");
    for (_, value) in KEYS {
        assert!(!text.contains(value), "{value} is in {text}");
    }
}

/// A contract that checks clean.
pub fn contract(code: &str) -> String {
    format!(
        r#"contract "Employment" {{
    code      "{code}"
    initiator "CORP_TEST_001"
    deadline  in 30d
    document main "FC_20241212171254RkztvLleUICgRSe" pages 3
    signer "PSN_TEST_001" auth sms {{
        sign main page 1 at (280, 420)
    }}
}}
"#
    )
}
