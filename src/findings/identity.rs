//! Which finding is the same one in the next run, although lines were moved in between.
//!
//! A finding is known by its file, its rule and the words it stands at, and where several are the same in that, by its
//! number among them. Not by its message, which has dates in it and is in one language.

use std::collections::HashMap;

use super::Found;
use super::place::{bounds, source};

/// The bytes of its words by which a finding is known.
const LOOKED_AT: usize = 256;

/// The words a finding stands at, as a number of 24 bits: enough to tell the words of one rule in one file apart,
/// and too few to guess a phone number or an ID number back from a report or a baseline.
pub fn words(found: &Found<'_>) -> u32 {
    let span = found.finding.span;
    let Some(source) = source(found.sources, span.file) else { return 0 };
    let (start, end) = bounds(span, source);
    let line = source.line_range(source.line_of(start));
    // The first line of a block is what it is known by. Where nothing stands there, the line around it is.
    let own = opening(&source.text()[start..end]).lines().next().unwrap_or_default();
    let text = if own.trim().is_empty() { opening(&source.text()[line]) } else { own };
    let hash = hash(text.split_whitespace());
    ((hash ^ (hash >> 24) ^ (hash >> 48)) & 0xFF_FFFF) as u32
}

/// One endless line is not read again for each of its findings.
fn opening(text: &str) -> &str {
    &text[..text.floor_char_boundary(LOOKED_AT)]
}

/// Fingerprints of the findings of one report, none given twice.
#[derive(Debug, Default)]
pub(super) struct Fingerprints(HashMap<u64, u32>);

impl Fingerprints {
    /// `file` is the path as the report has it.
    pub fn of(&mut self, found: &Found<'_>, file: &str) -> String {
        let words = words(found).to_string();
        let same = hash([file, found.finding.rule.name, &words].into_iter());
        let number = self.0.entry(same).or_default();
        *number += 1;
        format!("{same:016x}{number:04x}")
    }
}

/// FNV-1a, which stays the same in every version and on every machine, as the standard library's need not.
fn hash<'a>(parts: impl Iterator<Item = &'a str>) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    // No text has this byte, so that parts cannot run into each other.
    for byte in parts.flat_map(|part| part.bytes().chain([0xFF])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::{Finding, Words};
    use crate::source::{Source, Sources, Span};

    fn prints(text: &str, spans: &[(usize, usize)]) -> Vec<String> {
        let mut sources = Sources::default();
        let file = sources.add(Source::new("a.qdc", text));
        let rule = crate::rules::RULES[0].rule;
        let mut prints = Fingerprints::default();
        spans
            .iter()
            .map(|(start, end)| {
                let finding = Finding::new(rule, Span::new(file, *start, *end), Words::default());
                prints.of(&Found { finding: &finding, sources: &sources }, "a.qdc")
            })
            .collect()
    }

    #[test]
    fn moved_lines_change_nothing_and_equal_findings_are_numbered() {
        let before = prints("甲 (1, 2)\n乙 (1, 2)\n", &[(4, 10), (15, 21)]);
        let after = prints("\n\n  甲 (1,  2)\n\n乙 (1, 2)\n", &[(8, 15), (21, 27)]);
        assert_eq!(before, after);
        assert_ne!(before[0], before[1]);
    }

    #[test]
    fn an_empty_place_is_known_by_its_line_and_none_panics() {
        assert_eq!(prints("ab cd\n", &[(2, 2)]), prints("\n  ab  cd\n", &[(3, 3)]));
        assert_ne!(prints("ab cd\n", &[(2, 2)]), prints("ab ce\n", &[(2, 2)]));
        prints("", &[(0, 0), (5, 90), (9, 1)]);
    }
}
