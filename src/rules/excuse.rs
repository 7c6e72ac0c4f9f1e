//! `// qdc: allow(rule-name) 原因`: a place that a person has looked at and excused.
//!
//! On the line of a statement it excuses what starts on that line; on a line of its own, what starts on
//! that line or on the next one that is more than a comment.

use std::collections::HashMap;

use crate::findings::{Finding, Group};
use crate::source::{FileId, Source, Sources, Span};
use crate::vocabulary::narrowed;

/// One rule name in an excuse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excuse {
    /// The name as written, narrowed.
    pub name: String,
    /// The name in its comment.
    pub span: Span,
    /// The whole comment.
    pub comment: Span,
    /// Whether the comment names this rule only.
    pub alone: bool,
    /// The lines (from 0) it holds for.
    pub lines: (usize, usize),
    pub used: bool,
}

/// The excuses of every file, in order.
pub fn gather(sources: &Sources) -> Vec<Excuse> {
    sources.iter().flat_map(|(file, source)| in_file(file, source)).collect()
}

fn in_file(file: FileId, source: &Source) -> Vec<Excuse> {
    let text = source.text();
    let mut excuses = Vec::new();
    let (mut line, mut comment_start, mut target) = (None, None, 0);
    for at in memchr::memmem::find_iter(text.as_bytes(), b"qdc") {
        let this = source.line_of(at);
        let range = source.line_range(this);
        // A line is looked through once however often it says `qdc`, so that one long line stays linear.
        if line != Some(this) {
            line = Some(this);
            comment_start = comment(&text[range.clone()]).map(|start| range.start + start);
        }
        let Some(start) = comment_start.filter(|start| start + 2 <= at) else { continue };
        if !text[start + 2..at].trim().is_empty() {
            continue;
        }
        let Some(names) = names_after(&text[at + 3..range.end]) else { continue };
        let alone_on_line = text[range.start..start].trim_start_matches('\u{FEFF}').trim_start().is_empty();
        // Excuses one above the other hold for the same line, which is looked for once.
        if !alone_on_line {
            target = this;
        } else if this >= target {
            target = next_statement(source, this);
        }
        let comment = Span::new(file, start, range.end);
        let names: Vec<(usize, &str)> = names.collect();
        excuses.extend(names.iter().map(|(offset, name)| {
            let start = at + 3 + offset;
            Excuse {
                name: narrowed(name).into_owned(),
                span: Span::new(file, start, start + name.len()),
                comment,
                alone: names.len() == 1,
                lines: (this, target),
                used: false,
            }
        }));
    }
    excuses
}

fn leading(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// The names in `: allow(a, b) …`, with where they start; `None` where this is no excuse.
fn names_after(rest: &str) -> Option<impl Iterator<Item = (usize, &str)>> {
    let mut left = rest.trim_start_matches([':', '：']);
    if left.len() == rest.len() {
        return None;
    }
    left = left.trim_start().strip_prefix("allow")?.trim_start();
    left = left.strip_prefix(['(', '（'])?;
    let start = rest.len() - left.len();
    let inner = &left[..left.find([')', '）'])?];
    let mut at = start;
    Some(inner.split_inclusive([',', '，', '、']).filter_map(move |part| {
        let from = at;
        at += part.len();
        let name = part.trim_end_matches([',', '，', '、']);
        let offset = from + leading(name);
        let name = name.trim();
        (!name.is_empty()).then_some((offset, name))
    }))
}

/// Where the comment of a line starts: at the first `//` outside quotation marks.
fn comment(line: &str) -> Option<usize> {
    let mut open = None;
    let mut before = None;
    for (at, character) in line.char_indices() {
        match (open, character) {
            (None, '"' | '“' | '”' | '＂') => open = Some(character == '"'),
            (Some(true), '"') | (Some(false), '“' | '”' | '＂') => open = None,
            (None, '/') if before == Some('/') => return Some(at - 1),
            _ => {}
        }
        before = Some(character);
    }
    None
}

/// The first line after `line` that is more than blank or a comment; the one after the last where none is.
fn next_statement(source: &Source, line: usize) -> usize {
    (line + 1..source.line_count())
        .find(|&next| {
            let text = source.text()[source.line_range(next)].trim_start();
            !text.is_empty() && !text.starts_with("//")
        })
        .unwrap_or(source.line_count())
}

/// Takes away what is excused and marks the excuses that did it. What the language itself cannot read is
/// never excused.
pub fn apply(findings: &mut Vec<Finding>, excuses: &mut [Excuse], sources: &Sources) {
    if excuses.is_empty() {
        return;
    }
    let mut by_line: HashMap<(FileId, usize), Vec<usize>> = HashMap::new();
    for (index, excuse) in excuses.iter().enumerate() {
        by_line.entry((excuse.span.file, excuse.lines.0)).or_default().push(index);
        if excuse.lines.1 != excuse.lines.0 {
            by_line.entry((excuse.span.file, excuse.lines.1)).or_default().push(index);
        }
    }
    findings.retain(|finding| {
        if finding.rule.group == Group::Language {
            return true;
        }
        let file = finding.span.file;
        let line = sources[file].line_of(finding.span.start as usize);
        let mut excused = false;
        for &index in by_line.get(&(file, line)).into_iter().flatten() {
            if excuses[index].name == finding.rule.name {
                excuses[index].used = true;
                excused = true;
            }
        }
        !excused
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, (usize, usize))> {
        let mut sources = Sources::default();
        sources.add(Source::new("a.qdc", text));
        let excuses = gather(&sources);
        for excuse in &excuses {
            assert_eq!(narrowed(sources.slice(excuse.span)), excuse.name);
            assert!(sources.slice(excuse.comment).starts_with("//"));
        }
        excuses.into_iter().map(|excuse| (excuse.name, excuse.lines)).collect()
    }

    #[test]
    fn on_the_line_and_above_it() {
        assert_eq!(
            found("sign a // qdc: allow(seal-overlap) 盖在一起\nsign b"),
            [("seal-overlap".into(), (0, 0))]
        );
        assert_eq!(
            found("// qdc: allow(a-b, c)\r\n\r\n  // 说明\r\nsign"),
            [("a-b".into(), (0, 3)), ("c".into(), (0, 3))]
        );
    }

    #[test]
    fn full_width_and_several() {
        assert_eq!(
            found("　// qdc：allow（a，b、c）双方已确认\nx"),
            [("a".into(), (0, 1)), ("b".into(), (0, 1)), ("c".into(), (0, 1))]
        );
    }

    #[test]
    fn what_is_no_excuse() {
        for text in [
            "use \"common.qdc\"",
            "redirect \"https://qdc: allow(a)\"",
            "redirect “https://qdc: allow(a)”",
            "// about qdc: allow(a)",
            "// qdc allow(a)",
            "// qdc: allow a",
            "// qdc: allow(a",
            "qdc: allow(a)",
            "// qdc:",
            "// qdc: allow()",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn stacked_excuses_hold_for_one_line() {
        let text = "// qdc: allow(a)\n".repeat(1000) + "x";
        assert!(found(&text).iter().all(|(_, lines)| lines.1 == 1000));
    }
}
