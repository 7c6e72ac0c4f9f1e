//! Every command and option that the pages name is one the program has.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// README, the manual in both languages, and what lies beside the editors.
fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = vec![root.join("README.md"), root.join("README.zh-CN.md")];
    let mut folders = vec![root.join("docs"), root.join("editors")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let is_ours = path.file_name().is_some_and(|name| name != "node_modules");
            if path.is_dir() && is_ours {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                pages.push(path);
            }
        }
    }
    pages
}

/// What stands in backticks or in blocks of code, a piece each; a block is taken line by line.
fn code(page: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    for (at, part) in page.split("```").enumerate() {
        match at % 2 {
            1 => pieces.extend(part.replace("\\\n", " ").lines().skip(1).map(str::to_owned)),
            _ => pieces.extend(part.split('`').skip(1).step_by(2).map(str::to_owned)),
        }
    }
    pieces
}

/// The calls of `qdc` in a piece of code, as words.
fn calls(code: &str) -> Vec<Vec<String>> {
    let words: Vec<&str> = code.split_whitespace().collect();
    // At its beginning, behind a prompt or variables, or behind another call.
    let begins = |at: usize| {
        at == 0 || ["$", "&&", "|", ";", "sudo"].contains(&words[at - 1]) || words[at - 1].contains('=')
    };
    let starts = (0..words.len()).filter(|at| words[*at] == "qdc" && begins(*at));
    starts
        .map(|at| {
            let rest =
                words[at + 1..].iter().take_while(|word| !["|", "&&", ";", "#", ">", "||"].contains(word));
            rest.map(|word| word.trim_matches(['"', '\'', ',', ')', '(', '[', ']']).to_owned()).collect()
        })
        .collect()
}

fn is_name(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '-') && !word.starts_with('-')
}

/// The help of commands, asked for once each; `None` where there is no such command.
#[derive(Default)]
struct Program(BTreeMap<Vec<String>, Option<String>>);

impl Program {
    fn help(&mut self, command: &[String]) -> Option<&str> {
        let asked = self.0.entry(command.to_vec()).or_insert_with(|| {
            let output = Command::new(env!("CARGO_BIN_EXE_qdc"))
                .args(command)
                .args(["--help", "--lang", "en"])
                .output()
                .unwrap();
            output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
        });
        asked.as_deref()
    }
}

#[test]
fn every_command_and_option_of_the_pages_exists() {
    let mut program = Program::default();
    let mut wrong = Vec::new();
    let mut asked = 0;
    for page in pages() {
        let text = std::fs::read_to_string(&page).unwrap();
        for call in code(&text).iter().flat_map(|code| calls(code)) {
            let Some(first) = call.first().filter(|word| is_name(word)) else { continue };
            asked += 1;
            let mut command = vec![first.clone()];
            let Some(mut help) = program.help(&command).map(str::to_owned) else {
                wrong.push(format!("{}: there is no command `qdc {first}`", page.display()));
                continue;
            };
            if let Some(second) = call.get(1).filter(|word| is_name(word) && help.contains("\nCommands:")) {
                command.push(second.clone());
                match program.help(&command) {
                    Some(of_second) => help = of_second.to_owned(),
                    None => wrong.push(format!("{}: there is no `qdc {first} {second}`", page.display())),
                }
            }
            for option in call.iter().filter(|word| word.starts_with("--") && word.len() > 2) {
                let name: String =
                    option.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
                let is_there = help.match_indices(&name).any(|(at, _)| {
                    !help[at + name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
                });
                if !is_there {
                    wrong.push(format!("{}: `qdc {}` has no {name}", page.display(), command.join(" ")));
                }
            }
        }
    }
    assert!(asked > 100, "hardly a command is found: {asked}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the table of commands in the README says is all there is, and nothing is left out.
#[test]
fn commands_are_found_where_they_are_named() {
    assert_eq!(
        calls("$ QDC_LANG=zh qdc check --fix a.qdc && qdc plan"),
        [vec!["check", "--fix", "a.qdc"], vec!["plan"]]
    );
    assert_eq!(code("a `qdc fmt` b\n```sh\nqdc lsp\n```\n"), ["qdc fmt", "qdc lsp"]);
}
