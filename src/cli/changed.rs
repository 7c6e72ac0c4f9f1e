//! The lines that a fix changed, in a few words each.

use similar::{DiffOp, TextDiff};

use crate::findings::Words;
use crate::privacy;
use crate::words;

/// More characters than this of a line are cut around what changed.
const WHOLE: usize = 48;
/// Characters kept on either side of what changed.
const AROUND: usize = 12;

/// Every place that changed, in order: the line, what was there and what is there now.
pub fn lines(name: &str, before: &str, after: &str) -> Vec<Words> {
    let diff = TextDiff::configure().timeout(std::time::Duration::from_secs(1)).diff_lines(before, after);
    let (old, new): (Vec<&str>, Vec<&str>) =
        (before.split_inclusive('\n').collect(), after.split_inclusive('\n').collect());
    let mut all = Vec::new();
    for op in diff.ops().iter().filter(|op| !matches!(op, DiffOp::Equal { .. })) {
        let old = old.get(op.old_range()).unwrap_or_default();
        let new_lines = new.get(op.new_range()).unwrap_or_default();
        let at = op.new_range().start;
        if old.len() == new_lines.len() {
            let pairs = old.iter().zip(new_lines).enumerate();
            all.extend(pairs.map(|(index, (old, new))| changed(name, at + index + 1, old, new)));
        } else {
            all.push(changed(name, at + 1, &old.join(" "), &new_lines.join(" ⏎ ")));
        }
    }
    all
}

fn changed(name: &str, line: usize, old: &str, new: &str) -> Words {
    let (old, new) = around(&flat(old), &flat(new));
    match (old.is_empty(), new.is_empty()) {
        (true, _) => words!("{name} 第 {line} 行：加上 `{new}`", "{name}, line {line}: added `{new}`"),
        (_, true) => words!("{name} 第 {line} 行：删去 `{old}`", "{name}, line {line}: removed `{old}`"),
        _ => words!("{name} 第 {line} 行：`{old}` → `{new}`", "{name}, line {line}: `{old}` → `{new}`"),
    }
}

/// A line without its blanks at the ends, with ID and phone numbers masked.
fn flat(line: &str) -> String {
    privacy::shown(&line.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Both lines, cut around what differs where they are long.
fn around(old: &str, new: &str) -> (String, String) {
    let (old, new): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
    let same = |pairs: &mut dyn Iterator<Item = (&char, &char)>| pairs.take_while(|(a, b)| a == b).count();
    let head = same(&mut old.iter().zip(&new));
    let most = old.len().min(new.len()) - head;
    let tail = same(&mut old.iter().rev().zip(new.iter().rev())).min(most);
    let part = |line: &[char]| -> String {
        if line.len() <= WHOLE {
            return line.iter().collect();
        }
        let (start, end) = (head.saturating_sub(AROUND), (line.len() - tail + AROUND).min(line.len()));
        let end = end.min(start + WHOLE);
        let before = if start > 0 { "…" } else { "" };
        let after = if end < line.len() { "…" } else { "" };
        format!("{before}{}{after}", line[start..end].iter().collect::<String>())
    };
    (part(&old), part(&new))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_shown_by_line() {
        let before = "合同 “甲” {\n    截止 2026.12.31\n    顺序 不限\n";
        let after = "合同 “甲” {\n    截止 2026-12-31\n    顺序 不限\n}\n";
        let all: Vec<String> = lines("a.qdc", before, after).into_iter().map(|words| words.zh).collect();
        assert_eq!(all, ["a.qdc 第 2 行：`截止 2026.12.31` → `截止 2026-12-31`", "a.qdc 第 4 行：加上 `}`"]);
    }

    #[test]
    fn one_line_that_became_two_is_shown_as_one() {
        let all = lines("a.qdc", "code \"x\" order free\n", "code \"x\"\norder free\n");
        assert_eq!(all[0].en, "a.qdc, line 1: `code \"x\" order free` → `code \"x\" ⏎ order free`");
    }

    #[test]
    fn a_long_line_is_cut_around_what_changed() {
        let (old, new) = (
            format!("{}甲{}", "一".repeat(90), "二".repeat(90)),
            format!("{}乙{}", "一".repeat(90), "二".repeat(90)),
        );
        let (old, new) = around(&old, &new);
        assert_eq!(old, format!("…{}甲{}…", "一".repeat(12), "二".repeat(12)));
        assert!(new.contains('乙'));
    }

    #[test]
    fn numbers_of_people_are_masked() {
        let all = lines("a.qdc", "手机 13800138000 。\n", "手机 13800138000\n");
        assert!(!all[0].zh.contains("13800138000"), "{}", all[0].zh);
    }
}
