//! The whole command line of `check`, and that of `config`, as people and scripts type it.
//!
//! `cases/NAME.cmd` holds commands, run one after the other in a folder that starts as `cases/project`, once in each
//! language, always on the same day. `NAME.zh.txt` and `NAME.en.txt` are what is seen: `$` the command, the output, `2>` what was said beside it,
//! `?` the exit code where it is not 0, `\e` the escape that colours begin with.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{here, hold};

#[test]
fn every_command_is_answered_as_reviewed() {
    let mut cases: Vec<_> = std::fs::read_dir(here("tests/formats/cases"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "cmd"))
        .collect();
    cases.sort();
    assert!(cases.len() >= 6, "the cases are gone");
    for case in cases {
        let name = case.file_stem().unwrap().to_str().unwrap();
        let commands = std::fs::read_to_string(&case).unwrap();
        for lang in ["zh", "en"] {
            hold(&format!("tests/formats/cases/{name}.{lang}.txt"), &transcript(&commands, lang));
        }
    }
}

fn transcript(commands: &str, lang: &str) -> String {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path().canonicalize().unwrap();
    copy(&here("tests/formats/cases/project"), &folder);
    let commands = commands.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    commands.map(|line| run(line, &folder, lang)).collect::<Vec<_>>().join("\n")
}

fn run(line: &str, folder: &Path, lang: &str) -> String {
    let mut out = format!("$ {line}\n");
    let here = folder.to_str().unwrap();
    let name = folder.file_name().unwrap().to_str().unwrap();
    let words = line.split(' ').map(|word| word.replace("$PWD", here).replace("$NAME", name));
    let words: Vec<String> = words.collect();
    let set = words.iter().take_while(|word| word.contains('=')).count();
    match (words[set].as_str(), &words[set + 1..]) {
        ("cat", [file]) => out += &std::fs::read_to_string(folder.join(file)).unwrap(),
        ("cp", [from, to]) => drop(std::fs::copy(folder.join(from), folder.join(to)).unwrap()),
        ("rm", [file]) => std::fs::remove_file(folder.join(file)).unwrap(),
        ("qdc", args) => {
            let (args, input) = match args.iter().position(|word| word == "<") {
                Some(at) => (&args[..at], std::fs::File::open(folder.join(&args[at + 1])).unwrap().into()),
                None => (args, Stdio::null()),
            };
            let done = Command::new(env!("CARGO_BIN_EXE_qdc"))
                .args(args)
                .args(["--lang", lang])
                .args(
                    ["--now", "2026-01-05"].iter().filter(|_| args.first().is_some_and(|arg| arg == "check")),
                )
                .env_clear()
                .envs(words[..set].iter().filter_map(|word| word.split_once('=')))
                .current_dir(folder)
                .stdin(input)
                .output()
                .unwrap();
            out += &String::from_utf8(done.stdout).unwrap();
            for said in String::from_utf8(done.stderr).unwrap().lines() {
                let _ = writeln!(out, "{}", format!("2> {said}").trim_end());
            }
            match done.status.code() {
                Some(0) => {}
                code => out += &format!("? {}\n", code.unwrap_or(-1)),
            }
        }
        (other, _) => panic!("no such command: {other}"),
    }
    let version = format!("ersion\":\"{}\"", env!("CARGO_PKG_VERSION"));
    out.replace(here, "$PWD").replace('\x1b', "\\e").replace(&version, "ersion\":\"VERSION\"")
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true => {
                std::fs::create_dir_all(&target).unwrap();
                copy(&path, &target);
            }
            false => drop(std::fs::copy(&path, &target).unwrap()),
        }
    }
}
