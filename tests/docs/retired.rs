//! No text that a user can read has a word that `docs/dev/messages.md` retires.

use std::path::{Path, PathBuf};

/// A retired word and what is written instead.
fn retired(page: &str) -> Vec<(String, String)> {
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| {
        row.split_once("` | ").map(|(old, new)| (old.to_owned(), new.trim_end_matches(" |").to_owned()))
    })
    .collect()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() {
            if !["node_modules", "schema", "dev", "test", "out"].contains(&name) {
                files(&path, found);
            }
        } else if name.ends_with(".rs") && !name.ends_with("tests.rs")
            || name.ends_with(".md")
            || name == "package.json"
            || name == "package.nls.json"
        {
            found.push(path);
        }
    }
}

/// The lines of a file that users read: all of a page, the texts in quotes of a program. Tests come last in a file.
fn readable(path: &Path) -> Vec<(usize, String)> {
    let text = std::fs::read_to_string(path).unwrap();
    if path.extension().is_none_or(|ending| ending != "rs") {
        return text.lines().enumerate().map(|(at, line)| (at + 1, line.to_owned())).collect();
    }
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let (mut lines, mut quoted) = (Vec::new(), false);
    for (at, line) in code.lines().enumerate() {
        if !quoted && line.trim_start().starts_with("//") {
            continue;
        }
        let mut kept = String::new();
        let mut before = ' ';
        for character in line.chars() {
            if character == '"' && before != '\\' {
                quoted = !quoted;
                kept.push(' ');
            } else if quoted {
                kept.push(character);
            }
            before = character;
        }
        lines.push((at + 1, kept));
    }
    lines
}

/// As a word of its own: `excuse` is no part of `unused-excuse`, a name that stays.
fn holds(line: &str, word: &str) -> bool {
    let line = line.to_lowercase();
    line.match_indices(word).any(|(at, _)| {
        let is_part = |c: char| word.is_ascii() && (c.is_ascii_alphanumeric() || c == '-' || c == '_');
        !line[..at].ends_with(is_part) && !line[at + word.len()..].starts_with(is_part)
    })
}

#[test]
#[ignore = "the texts are swept after all that changes them has landed"]
fn retired_words_are_gone() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let words = retired(&std::fs::read_to_string(root.join("docs/dev/messages.md")).unwrap());
    let mut texts = vec![root.join("README.md"), root.join("README.zh-CN.md")];
    for folder in ["src", "docs", "editors"] {
        files(&root.join(folder), &mut texts);
    }
    texts.sort();
    let mut found = Vec::new();
    for path in texts {
        for (number, line) in readable(&path) {
            for (old, new) in words.iter().filter(|(old, _)| holds(&line, old)) {
                let name = path.strip_prefix(root).unwrap().display();
                found.push(format!("{name}:{number}: `{old}`, now: {new}\n    {}", line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "{} places\n{}", found.len(), found.join("\n"));
}

#[test]
fn the_page_of_words_is_read() {
    let words = retired(include_str!("../../docs/dev/messages.md"));
    assert!(words.len() > 25 && words.contains(&("从句".into(), "子句".into())), "{words:?}");
    assert!(
        holds("it MENDS itself", "mends") && !holds("unused-excuse", "excuse") && !holds("recommend", "mend")
    );
}
