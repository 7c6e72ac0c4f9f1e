//! Names that are like another and are names of their own all the same.

use super::{COMPANIES, Part, people, series, words};

/// Whether the written one of two Chinese names, that sound or look alike, may well be meant.
pub fn is_own(written: &[Part], known: &[Part]) -> bool {
    let (Some(a), Some(b)) = (han(written), han(known)) else { return false };
    if a.len() != b.len() {
        return false;
    }
    let Some(at) = a.iter().zip(&b).position(|(a, b)| a != b) else { return false };
    is_word(&a, at) || is_company(&a, at) || is_numbered(&a, &b, at) || is_side(&a, &b)
}

fn han(parts: &[Part]) -> Option<Vec<char>> {
    parts.iter().map(|part| if let Part::Han(one) = part { Some(*one) } else { None }).collect()
}

/// The characters that differ make another word: 订金 is no slip of 定金.
fn is_word(written: &[char], at: usize) -> bool {
    [at.checked_sub(1), Some(at)].into_iter().flatten().any(|start| {
        let word: String = written.iter().skip(start).take(2).collect();
        words::HAN.contains(word.as_str())
    })
}

/// Companies are called whatever they like: 贾公司 and 甲公司, 华威公司 and 华为公司.
fn is_company(written: &[char], at: usize) -> bool {
    let name: String = written.iter().collect();
    COMPANIES.iter().any(|end| name.ends_with(end) && at + end.chars().count() < written.len())
}

/// 股东贾 is a shareholder of that name, and not 股东甲.
fn is_numbered(written: &[char], known: &[char], at: usize) -> bool {
    let is_pair = |one: char, other: char| series::is_member(one) && people::is_surname(other);
    let (a, b) = (written[at], known[at]);
    at >= 2 && at + 1 == written.len() && (is_pair(b, a) || is_pair(a, b))
}

/// One character and 方 is what sides are called, and there are many: 丙方 is a side like 病方, and 人方 is none more
/// than 入方. Only 已 and 巳 name nobody, and what only sounds like 甲, 乙 or 丙 is the choice of an input method.
fn is_side(written: &[char], known: &[char]) -> bool {
    let ([one, end], [other, _]) = (written, known) else { return false };
    let is_look = crate::han::look_alike(*one, *other) && !matches!(one, '已' | '巳');
    *end == '方' && (series::is_member(*one) || is_look)
}
