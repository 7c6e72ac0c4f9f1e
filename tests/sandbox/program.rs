//! The program as people run it.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

/// `qdc sandbox`, running; killed when dropped.
pub struct Program {
    pub child: Child,
    pub base: String,
    /// Kept open: the program prints to it.
    _out: BufReader<ChildStdout>,
}

impl Program {
    pub fn start(args: &[&str]) -> Program {
        let mut child = Command::new(env!("CARGO_BIN_EXE_qdc"))
            .args(["--lang", "en", "sandbox"])
            .args(args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        out.read_line(&mut first).unwrap();
        let base = first.strip_suffix('\n').unwrap().to_owned();
        assert!(base.starts_with("http://127.0.0.1:"), "{base}");
        Program { child, base, _out: out }
    }

    /// SIGKILL on Unix.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
