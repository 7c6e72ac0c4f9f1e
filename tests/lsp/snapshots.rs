//! Answers as they were once read and found right.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};

/// Compares with the file of this name. On `UPDATE=1` writes it.
pub fn assert_snapshot(name: &str, answer: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lsp/snapshots").join(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, answer).unwrap();
        return;
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(known, answer, "{name} changed; UPDATE=1 writes it anew");
}

/// A text with `‸` where cursors stand, without them, and the positions of the cursors in UTF-16 units.
pub fn cursors(marked: &str) -> (String, Vec<Value>) {
    let (mut text, mut places) = (String::new(), Vec::new());
    let (mut line, mut units) = (0, 0);
    for character in marked.chars() {
        match character {
            '‸' => places.push(json!({ "line": line, "character": units })),
            '\n' => {
                text.push('\n');
                (line, units) = (line + 1, 0);
            }
            _ => {
                text.push(character);
                units += character.len_utf16();
            }
        }
    }
    (text, places)
}

/// The byte of a position in UTF-16 units.
pub fn byte(text: &str, position: &Value) -> usize {
    let number = |key: &str| position[key].as_u64().unwrap() as usize;
    let start: usize = text.split_inclusive('\n').take(number("line")).map(str::len).sum();
    let mut left = number("character");
    for (at, character) in text[start..].char_indices() {
        if left == 0 || character == '\n' {
            return start + at;
        }
        left -= character.len_utf16();
    }
    text.len()
}

/// The words of a range.
pub fn slice<'t>(text: &'t str, range: &Value) -> &'t str {
    &text[byte(text, &range["start"])..byte(text, &range["end"])]
}

/// A text with edits made, which do not overlap.
pub fn edited(text: &str, edits: &Value) -> String {
    let mut edits: Vec<(usize, usize, &str)> = edits
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| {
            let range = &edit["range"];
            (byte(text, &range["start"]), byte(text, &range["end"]), edit["newText"].as_str().unwrap())
        })
        .collect();
    edits.sort_by_key(|edit| edit.0);
    assert!(edits.windows(2).all(|pair| pair[0].1 <= pair[1].0), "edits overlap");
    let mut out = text.to_owned();
    for (start, end, new) in edits.into_iter().rev() {
        out.replace_range(start..end, new);
    }
    out
}

/// Diagnostics, one a line: level, rule, the words they are about, the message.
pub fn diagnostics(text: &str, all: &Value) -> String {
    let mut out = String::new();
    for one in all.as_array().unwrap() {
        let level = ["", "error", "warning", "information"][one["severity"].as_u64().unwrap() as usize];
        let (code, words) = (one["code"].as_str().unwrap(), slice(text, &one["range"]));
        let message = one["message"].as_str().unwrap().replace('\n', " ⏎ ");
        let _ = writeln!(out, "{level} {code} 「{words}」 {message}");
        for related in one["relatedInformation"].as_array().into_iter().flatten() {
            let uri = related["location"]["uri"].as_str().unwrap();
            let file = uri.rsplit('/').next().unwrap();
            let line = related["location"]["range"]["start"]["line"].as_u64().unwrap() + 1;
            let _ = writeln!(out, "    {file}:{line} {}", related["message"].as_str().unwrap());
        }
    }
    out
}
