//! A text full of what must not reach a terminal, and the program run on it.

use std::path::Path;
use std::process::{Command, Stdio};

use qdc::privacy::over_lines;

/// Colours, links, the clipboard, a title, C1, a bell, characters that take others back, directions, line ends of every
/// kind and what nobody sees. Every terminal sequence here begins with one of these.
pub const EVIL: &str = "x\u{1b}[31m\u{1b}[2J\u{1b}]8;;http:e\u{7}y\u{1b}]52;c;eA==\u{1b}\\\u{9b}2J\u{9d}0;t\u{9c}\u{8}\u{7f}\rz\u{85}\u{202e}\u{2066}\u{200f}\u{2028}\u{2029}\u{200b}\u{feff}\u{ad}\u{e0041}";

/// The same in the language, where such characters are written by number.
pub fn written() -> String {
    let hex = |c: char| format!("{{U+{:04X}}}", c as u32);
    EVIL.chars().map(|c| if c.is_ascii_graphic() { c.to_string() } else { hex(c) }).collect()
}

/// The same with a line of its own after it, which may be no line in what is printed.
pub fn forging() -> String {
    format!("{EVIL}\n::error::forged")
}

pub struct Printed {
    pub code: i32,
    pub out: String,
    pub err: String,
    pub what: String,
}

pub fn run(folder: &Path, args: &[&str]) -> Printed {
    let done = Command::new(env!("CARGO_BIN_EXE_qdc"))
        .args(args)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env("QDC_NO_CACHE", "1")
        .env("no_proxy", "*")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    let what = format!("{:?}", args);
    Printed {
        code: done.status.code().expect("it ends by itself"),
        out: text(done.stdout),
        err: text(done.stderr),
        what,
    }
}

impl Printed {
    /// Asserts that neither output holds anything that steers or hides, but for colours of ours, where they were asked for.
    pub fn is_visible(&self) -> &Self {
        assert!(!self.err.contains("panicked"), "{}: {}", self.what, self.err);
        for text in [&self.out, &self.err] {
            let text = if self.what.contains("always") { without_colours(text) } else { text.clone() };
            assert_eq!(over_lines(&text), text, "{}", self.what);
            assert!(!text.lines().any(|line| line.starts_with("::error::forged")), "{}: {text}", self.what);
        }
        self
    }

    /// Asserts that what is hidden was not just left out.
    pub fn names_it(&self) -> &Self {
        assert!(self.out.contains('␛') || self.err.contains('␛'), "{}: {}{}", self.what, self.out, self.err);
        self
    }
}

/// Takes out the colours that the program itself writes.
fn without_colours(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("\u{1b}[") {
        let number = rest[at + 2..]
            .find(|c: char| !(c.is_ascii_digit() || c == ';'))
            .map_or(rest.len(), |end| at + 2 + end);
        if !rest[number..].starts_with('m') {
            break;
        }
        out.push_str(&rest[..at]);
        rest = &rest[number + 1..];
    }
    out + rest
}

#[test]
fn the_measure_itself_measures() {
    let printed =
        |out: &str, what: &str| Printed { code: 0, out: out.into(), err: String::new(), what: what.into() };
    let passes = |printed: Printed| std::panic::catch_unwind(move || _ = printed.is_visible().code).is_ok();
    assert!(passes(printed("a\n", "")) && passes(printed("\u{1b}[31;1ma\u{1b}[0m\n", "always")));
    for (bad, what) in [
        ("\u{1b}[31m", "never"),
        ("\u{1b}[2J", "always"),
        ("\t", ""),
        ("\u{202e}", ""),
        ("a\n::error::forged", ""),
    ] {
        assert!(!passes(printed(bad, what)), "{bad:?}");
    }
}
