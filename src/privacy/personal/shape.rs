//! What makes digits a person's number: how many there are, and what they say.

use std::ops::Range;

use super::{is_announced, shown_of};

/// The value of the `X` that ends some ID numbers.
pub const CHECK_LETTER: u8 = 10;

/// No number has more digits, its country code included.
pub const LONGEST: usize = 22;

/// No number has fewer.
pub const FEWEST: usize = 7;

/// Groups that people cut a number into; every digit alone is a spelling too.
const GROUPS: usize = 6;

/// A point joins groups of this size only: no address of a network is a number.
const BEHIND_A_POINT: usize = 4;

/// Digits with nothing but separators between them.
#[derive(Default)]
pub struct Chain {
    digits: Vec<(Range<usize>, u8)>,
    groups: Vec<Group>,
    /// Whether a point was met since the last digit.
    pub dotted: bool,
}

/// Digits with nothing between them.
struct Group {
    first: usize,
    end: usize,
    dotted: bool,
}

impl Chain {
    pub fn is_empty(&self) -> bool {
        self.digits.is_empty()
    }

    /// `apart` where separators stand before it.
    pub fn push(&mut self, at: Range<usize>, value: u8, apart: bool) {
        let first = self.digits.len();
        self.digits.push((at, value));
        match self.groups.last_mut() {
            Some(group) if !apart => group.end += 1,
            _ => self.groups.push(Group { first, end: first + 1, dotted: self.dotted }),
        }
        self.dotted = false;
    }

    /// Adds what of the chain is not shown, and begins anew. Where the last digits are `glued` to a letter they are part of
    /// a code.
    pub fn hide(&mut self, text: &str, glued: bool, hidden: &mut Vec<Range<usize>>) {
        let before = hidden.len();
        let mut at = 0;
        if glued && let Some(group) = self.groups.pop() {
            self.digits.truncate(group.first);
        }
        while at < self.groups.len() {
            match self.number_at(at) {
                Some(end) => {
                    let digits = self.groups[at].first..self.groups[end - 1].end;
                    let code = country_code(&self.values(digits.clone()));
                    self.star(digits.start + code..digits.end, hidden);
                    at = end;
                }
                None => at += 1,
            }
        }
        if hidden.len() == before
            && (FEWEST..=2 * LONGEST).contains(&self.digits.len())
            && is_announced(&text[..self.digits[0].0.start])
        {
            self.star(0..self.digits.len(), hidden);
        }
        self.digits.clear();
        self.groups.clear();
        self.dotted = false;
    }

    /// Behind which group the longest number ends that opens with this one.
    fn number_at(&self, at: usize) -> Option<usize> {
        let first = self.groups[at].first;
        let mut alone = true;
        let mut longest = None;
        for (index, group) in self.groups.iter().enumerate().skip(at) {
            let (size, count) = (group.end - group.first, index - at + 1);
            // The first may have the country code before it.
            alone &= size == 1 || count == 1;
            let joined = index == at || !group.dotted || size >= BEHIND_A_POINT;
            if group.end - first > LONGEST || !joined || (count > GROUPS && !alone) {
                break;
            }
            let values = self.values(first..group.end);
            if is_mobile(&values) || is_id_number(&values) {
                longest = Some(index + 1);
            }
        }
        longest
    }

    fn values(&self, digits: Range<usize>) -> Vec<u8> {
        self.digits[digits].iter().map(|(_, value)| *value).collect()
    }

    fn star(&self, digits: Range<usize>, hidden: &mut Vec<Range<usize>>) {
        let inner = shown_of(digits.len());
        for (at, _) in &self.digits[digits.start + inner.start..digits.start + inner.end] {
            match hidden.last_mut().filter(|last| last.end == at.start) {
                Some(last) => last.end = at.end,
                None => hidden.push(at.clone()),
            }
        }
    }
}

fn is_mobile(digits: &[u8]) -> bool {
    let digits = &digits[country_code(digits)..];
    matches!(digits, [1, 3..=9, rest @ ..] if rest.len() == 9 && !rest.contains(&CHECK_LETTER))
}

/// How many digits before a mobile number are the country's.
fn country_code(digits: &[u8]) -> usize {
    match digits {
        [0, 0, 8, 6, rest @ ..] if rest.len() == 11 => 4,
        [8, 6, rest @ ..] if rest.len() == 11 => 2,
        _ => 0,
    }
}

/// GB 11643, and its form until 1999. The check character may be wrong and the number a person's all the same.
fn is_id_number(digits: &[u8]) -> bool {
    let (last, body) = match digits.split_last() {
        Some(parts) => parts,
        None => return false,
    };
    if body.contains(&CHECK_LETTER) {
        return false;
    }
    let number =
        |range: Range<usize>| digits[range].iter().fold(0, |sum, digit| sum * 10 + u32::from(*digit));
    let is_day = |month: u32, day: u32| (1..=12).contains(&month) && (1..=31).contains(&day);
    match digits.len() {
        18 => (1800..2100).contains(&number(6..10)) && is_day(number(10..12), number(12..14)),
        15 => *last != CHECK_LETTER && is_province(number(0..2)) && is_day(number(8..10), number(10..12)),
        _ => false,
    }
}

/// GB/T 2260.
fn is_province(code: u32) -> bool {
    matches!(code, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83 | 91)
}
