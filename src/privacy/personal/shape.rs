//! What makes digits a person's number: how many there are, and what they say.

use std::ops::Range;

use super::{Gap, is_announced, is_code, shown_of};

/// The value of the `X` that ends some ID numbers.
pub const CHECK_LETTER: u8 = 10;

/// No number has more digits: three mobile numbers with nothing between them.
pub const LONGEST: usize = 33;

/// No number has fewer.
pub const FEWEST: usize = 7;

/// So many numbers that grow, none with a zero before it, are a list of numbers.
const LIST: usize = 5;

/// A point joins groups of this size whatever else stands in the number.
const BEHIND_A_POINT: usize = 4;

/// Digits with nothing but separators between them.
#[derive(Default)]
pub struct Chain {
    digits: Vec<(Range<usize>, u8)>,
    groups: Vec<Group>,
}

/// Digits with nothing between them.
struct Group {
    first: usize,
    end: usize,
    /// What stands before it.
    gap: Option<Gap>,
}

impl Group {
    fn size(&self) -> usize {
        self.end - self.first
    }
}

impl Chain {
    pub fn is_empty(&self) -> bool {
        self.digits.is_empty()
    }

    /// A digit, and what stands between it and the one before.
    pub fn push(&mut self, at: Range<usize>, value: u8, gap: Option<Gap>) {
        let first = self.digits.len();
        self.digits.push((at, value));
        match self.groups.last_mut() {
            Some(group) if gap.is_none() => group.end += 1,
            _ => self.groups.push(Group { first, end: first + 1, gap }),
        }
    }

    /// Adds what of the chain is not shown, and begins anew. Where letters are `glued` to the last digits, these may be
    /// part of a code.
    pub fn hide(&mut self, text: &str, glued: bool, hidden: &mut Vec<Range<usize>>) {
        let before = hidden.len();
        if glued
            && let Some(Group { first, .. }) = self.groups.last()
            && let (Some(from), Some(to)) = (self.digits.get(*first), self.digits.last())
            && is_code(&text[..from.0.start], &text[to.0.end..])
        {
            self.digits.truncate(*first);
            self.groups.pop();
        }
        self.hide_numbers(text, hidden);
        if hidden.len() == before && self.digits.last().is_some_and(|(_, value)| *value == CHECK_LETTER) {
            self.drop_letter();
            self.hide_numbers(text, hidden);
        }
        if hidden.len() == before
            && (FEWEST..=2 * LONGEST).contains(&self.digits.len())
            && is_announced(&text[..self.digits[0].0.start])
        {
            self.star(0..self.digits.len(), hidden);
        }
        self.digits.clear();
        self.groups.clear();
    }

    fn hide_numbers(&self, text: &str, hidden: &mut Vec<Range<usize>>) {
        let mut at = 0;
        while at < self.groups.len() {
            match self.number_at(at, text) {
                Some(end) => {
                    let digits = self.groups[at].first..self.groups[end - 1].end;
                    let values = self.values(digits.clone());
                    if is_glued(&values) {
                        for start in digits.step_by(MOBILE) {
                            self.star(start..start + MOBILE, hidden);
                        }
                    } else {
                        self.star(digits.start + prefix(&values)..digits.end, hidden);
                    }
                    at = end;
                }
                None => at += 1,
            }
        }
    }

    /// An `x` that ends no ID number is a letter or a sign like any other.
    fn drop_letter(&mut self) {
        self.digits.pop();
        match self.groups.last_mut() {
            Some(group) if group.size() > 1 => group.end -= 1,
            _ => drop(self.groups.pop()),
        }
    }

    /// Behind which group the longest number ends that opens with this one.
    fn number_at(&self, at: usize, text: &str) -> Option<usize> {
        let first = self.groups[at].first;
        let mut longest = None;
        for (index, group) in self.groups.iter().enumerate().skip(at) {
            let count = group.end - first;
            if count > LONGEST {
                break;
            }
            if !matches!(count, 11..=13 | 15 | 16 | 18 | 22 | 33) {
                continue;
            }
            let values = self.values(first..group.end);
            if (is_mobile(&values) || is_id_number(&values) || is_glued(&values))
                && self.is_one(at..index + 1, text)
            {
                longest = Some(index + 1);
            }
        }
        longest
    }

    /// Whether groups may be one number, by what stands between them and by how they are cut.
    fn is_one(&self, groups: Range<usize>, text: &str) -> bool {
        let groups = &self.groups[groups];
        let between =
            |group: &Group| &text[self.digits[group.first - 1].0.end..self.digits[group.first].0.start];
        let Some((head, rest)) = groups.split_first() else { return false };
        // Digits one by one are a spelling, however many; the first may have more before it.
        let is_list = rest.iter().any(|group| group.size() > 1) && self.is_list(groups);
        let is_plain = |group: &Group| {
            group.gap == Some(Gap::Free)
                || (matches!(between(group), "." | "．") && group.size() >= BEHIND_A_POINT)
        };
        if rest.iter().all(is_plain) {
            return !is_list;
        }
        let is_even = rest.windows(2).all(|two| between(&two[0]) == between(&two[1]));
        // `13,800,138,000` is a sum, and two numbers may be a place on a page.
        let is_sum = head.size() <= 3 && rest.iter().all(|group| group.size() == 3);
        let is_pair = rest.len() == 1 && !matches!(head.size(), 3 | 6 | 7);
        is_even && !is_list && !is_sum && !is_pair && !self.is_address(groups, between(&rest[0]))
    }

    fn is_list(&self, groups: &[Group]) -> bool {
        let number = |group: &Group| {
            let values = self.values(group.first..group.end);
            values.iter().fold(0_u64, |sum, value| sum * 10 + u64::from(*value))
        };
        groups.len() >= LIST
            && groups.iter().all(|group| self.digits[group.first].1 != 0)
            && groups.iter().map(number).is_sorted_by(|one, next| one < next)
    }

    /// Four numbers below 256 with points between, none with a zero before it.
    fn is_address(&self, groups: &[Group], between: &str) -> bool {
        let is_octet = |group: &Group| {
            let values = self.values(group.first..group.end);
            let number = values.iter().take(4).fold(0_u32, |sum, value| sum * 10 + u32::from(*value));
            number < 256 && (values.len() == 1 || values[0] != 0)
        };
        between == "." && groups.len() == 4 && groups.iter().all(is_octet)
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

/// Digits of a mobile number.
const MOBILE: usize = 11;

fn is_mobile(digits: &[u8]) -> bool {
    is_bare(&digits[prefix(digits)..])
}

/// A mobile number with nothing before it.
fn is_bare(digits: &[u8]) -> bool {
    matches!(digits, [1, 3..=9, ..] if digits.len() == MOBILE && !digits.contains(&CHECK_LETTER))
}

/// Mobile numbers with nothing between them.
fn is_glued(digits: &[u8]) -> bool {
    digits.len() > MOBILE && digits.len().is_multiple_of(MOBILE) && digits.chunks(MOBILE).all(is_bare)
}

/// How many digits before a mobile number are dialled for the country, another city or a cheaper line.
fn prefix(digits: &[u8]) -> usize {
    let before = digits.len().saturating_sub(MOBILE);
    let is_dialled = DIALLED.contains(&&digits[..before]) && is_bare(&digits[before..]);
    if is_dialled { before } else { 0 }
}

static DIALLED: &[&[u8]] =
    &[&[0], &[8, 6], &[0, 0, 8, 6], &[1, 7, 9, 5, 1], &[1, 7, 9, 1, 1], &[1, 2, 5, 9, 3], &[1, 0, 1, 9, 3]];

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
