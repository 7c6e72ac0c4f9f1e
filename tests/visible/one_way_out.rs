//! One file writes to the terminal: every other way round the gate is a mistake.

use std::path::{Path, PathBuf};

/// What writes without the gate, or could.
const WAYS: [&str; 6] = ["println!", "print!", "dbg!", "stdout()", "stderr()", "error.print()"];

/// What is not writing, or is known to be safe, with the reason.
const ALLOWED: [(&str, &str); 9] = [
    // The gate.
    ("src/cli/output.rs", ""),
    // Asks what standard output is.
    ("", "stdout().is_terminal()"),
    ("", "stderr().is_terminal()"),
    // clap's own words, those of the command line made visible before.
    ("src/cli/mod.rs", "error.print()"),
    // The sandbox's log of a line a request: a method, a path through the same table, numbers.
    ("src/sandbox/serve.rs", "writeln!(std::io::stderr().lock(), \"{} {path} {status} {code}{fault}\""),
    // The language server's messages, which are JSON for a program.
    ("src/lsp/wire.rs", "io::stdout().lock()"),
    // A measurement in a test.
    ("src/findings/human_tests.rs", "eprintln!"),
    ("", "//"),
    ("", "indicatif"),
];

#[test]
fn nothing_else_writes_to_standard_output_or_error() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(&root.join("src"), &mut files);
    assert!(files.len() > 100);
    let mut ways = Vec::new();
    for file in files {
        let name = file.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        for (number, line) in std::fs::read_to_string(&file).unwrap().lines().enumerate() {
            let allowed = |(place, text): &(&str, &str)| {
                (place.is_empty() || *place == name)
                    && if *text == "//" { line.trim_start().starts_with(text) } else { line.contains(text) }
            };
            if WAYS.iter().any(|way| line.contains(way)) && !ALLOWED.iter().any(allowed) {
                ways.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert!(
        ways.is_empty(),
        "print through src/cli/output.rs, which makes text visible:\n{}",
        ways.join("\n")
    );
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}
