//! Which of the declared names was meant by one that is not declared, and which was certainly not.
//!
//! Lives here: the one judgement of two names that every message and every offer of an editor asks for. Meaning comes
//! before letters: a wrong offer puts one party, document or amount in the place of another, and a person who trusts it
//! signs with the wrong side. So a name is offered only for a reason that can be named (another script, width or case,
//! the same sound, the same look, letters swapped, doubled or left out), never between members of a series, opposites
//! or people, and in doubt not at all. Knows characters ([`crate::han`]) and nothing of the language.

mod letters;
mod own;
mod people;
mod series;
mod words;

pub use series::SERIES;

use std::borrow::Cow;

use crate::han::{is_han, look_alike, same_sound, simple};

/// What names are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// People and companies: names of people are never one another.
    Parties,
    /// Documents, params, environments.
    Things,
}

/// The one declared name that was meant by `written`; `None` where nothing or more than one thing may have been.
pub fn meant<'a>(written: &str, of: Of, declared: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut looks = usize::MAX;
    meant_within(written, of, declared, &mut looks)
}

/// The same, which looks closely at so many names and no more: then nothing is offered, for any other might have been
/// meant.
pub fn meant_within<'a>(
    written: &str,
    of: Of,
    declared: impl IntoIterator<Item = &'a str>,
    looks: &mut usize,
) -> Option<&'a str> {
    let written = Name::of(written);
    let sketched = sketch(&written.plain);
    let mut best: Option<(Slip, &str)> = None;
    let mut unsure = false;
    for name in declared {
        // Most names have nothing in common, and are not looked at closely.
        if name.len().abs_diff(written.plain.len()) > FURTHEST
            || (sketched ^ sketch(name)).count_ones() > MOST_APART
        {
            continue;
        }
        *looks = looks.checked_sub(1)?;
        let Some(slip) = slip(&written, &Name::of(name), of) else { continue };
        // 已方 sounds like 乙方 and looks like 己方: only a matter of spelling outdoes another reason.
        match best {
            Some((Slip::Spelling, _)) if slip != Slip::Spelling => {}
            Some((least, _)) if least == Slip::Spelling || slip != Slip::Spelling => unsure = true,
            _ => (best, unsure) = (Some((slip, name)), false),
        }
    }
    best.filter(|_| !unsure).map(|(_, name)| name)
}

/// The characters of a name as bits: cheap to make, and hardly different where one name is a slip of the other.
fn sketch(name: &str) -> u64 {
    let plain = crate::vocabulary::narrowed(name);
    let characters = plain.chars().filter(|character| character.is_alphanumeric());
    characters.fold(0, |bits, character| {
        let lower = match character {
            '\0'..='\x7F' => character.to_ascii_lowercase(),
            _ => simple(character).to_lowercase().next().unwrap_or(character),
        };
        bits | 1 << (lower as u32 % u64::BITS)
    })
}

/// Bits in which the sketches of two names may differ: two of either for each of the two characters that a slip changes
/// at most.
const MOST_APART: u32 = 4;

/// Whether what is typed may become a name: it is a part of it, in order, or a slip of it.
pub fn may_become(typed: &str, name: &str) -> bool {
    let (typed, name) = (Name::of(typed), Name::of(name));
    let joined = name.joined();
    let mut rest = joined.chars();
    typed.joined().chars().all(|character| rest.any(|one| one == character))
        || slip(&typed, &name, Of::Parties).is_some()
}

/// What the name of a party says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party {
    Person,
    Company,
}

/// Whether a name is a person's or a company's; `None` where it may be either.
pub fn kind(name: &str) -> Option<Party> {
    let name = Name::of(name);
    if people::is_person(&name.parts) {
        return Some(Party::Person);
    }
    let plain = name.joined();
    let is_company = COMPANIES.iter().any(|ending| plain.ends_with(ending));
    is_company.then_some(Party::Company)
}

/// What names of companies and offices end in.
static COMPANIES: &[&str] = &[
    "公司",
    "集团",
    "企业",
    "厂",
    "店",
    "银行",
    "支行",
    "分行",
    "事务所",
    "研究院",
    "研究所",
    "学校",
    "大学",
    "学院",
    "医院",
    "中心",
    "合作社",
    "基金",
    "协会",
    "委员会",
    "局",
    "商行",
    "工作室",
    "inc",
    "ltd",
    "llc",
    "corp",
    "company",
];

/// Bytes that two names may differ in length.
const FURTHEST: usize = 12;

/// Why two spellings are one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slip {
    /// Nothing but script, width, case or what stands between the words.
    Spelling,
    /// Two characters or letters swapped, or one typed twice.
    Order,
    /// Characters that sound the same: the input method's choice.
    Sound,
    /// A character that looks like the right one.
    Look,
    /// Latin letters changed, left out or added.
    Letters,
}

/// A name and its parts: each ideograph, each run of letters and each number is one.
struct Name<'n> {
    plain: Cow<'n, str>,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Han(char),
    Letters(String),
    Number(String),
}

impl<'n> Name<'n> {
    fn of(written: &'n str) -> Self {
        let plain = crate::vocabulary::narrowed(written);
        let mut parts: Vec<Part> = Vec::new();
        let mut before = ' ';
        for character in plain.chars() {
            let lower = simple(character).to_lowercase().next().unwrap_or(character);
            // `partyB`: the capital begins a word.
            let begins = character.is_uppercase() && before.is_lowercase();
            let follows = before.is_alphanumeric() && !begins;
            match parts.last_mut() {
                _ if is_han(character) => parts.push(Part::Han(lower)),
                Some(Part::Number(digits)) if follows && character.is_numeric() => digits.push(character),
                _ if character.is_numeric() => parts.push(Part::Number(character.into())),
                Some(Part::Letters(letters)) if follows && character.is_alphanumeric() => letters.push(lower),
                _ if character.is_alphanumeric() => parts.push(Part::Letters(lower.into())),
                _ => {}
            }
            before = character;
        }
        Self { plain, parts }
    }

    /// Its letters and numbers without what stands between them.
    fn joined(&self) -> String {
        let mut joined = String::with_capacity(self.plain.len());
        for part in &self.parts {
            match part {
                Part::Han(character) => joined.push(*character),
                Part::Letters(run) | Part::Number(run) => joined.push_str(run),
            }
        }
        joined
    }
}

/// Why one name may have been written for the other; `None` where it was not.
fn slip(written: &Name<'_>, known: &Name<'_>, of: Of) -> Option<Slip> {
    let (a, b) = (&written.parts, &known.parts);
    if a.is_empty() || b.is_empty() {
        return None;
    }
    if a == b || (a.len() != b.len() && written.joined() == known.joined() && same_numbers(a, b)) {
        return Some(Slip::Spelling);
    }
    let slip = match a.len() == b.len() {
        true => replaced(a, b),
        false => (doubled(a, b) || doubled(b, a)).then_some(Slip::Order),
    };
    let are_people = match of {
        Of::Parties => people::is_person(a) || people::is_person(b),
        // 单好 is 单号 mistyped; 李思 and 李四 are people, papers about them too.
        Of::Things => people::is_person(b) || (people::is_person(a) && a.first() != b.first()),
    };
    slip.filter(|_| !are_people && !series::is_role(a) && !own::is_own(a, b))
}

/// Why some parts of a name may have been written for others.
fn replaced(a: &[Part], b: &[Part]) -> Option<Slip> {
    let mut differing = a.iter().zip(b).filter(|(a, b)| a != b);
    let first = differing.next()?;
    let second = differing.next();
    if differing.next().is_some() {
        return None;
    }
    let one = |pair: (&Part, &Part)| match pair {
        // A name of one character has nothing else to be known by.
        (Part::Han(x), Part::Han(y)) if a.len() > 1 => han(*x, *y),
        (Part::Letters(x), Part::Letters(y)) => letters::slip(x, y).then_some(Slip::Letters),
        _ => None,
    };
    match second {
        None => one(first),
        Some(second) => {
            if let ((Part::Han(x), _), (Part::Han(y), _)) = (first, second)
                && swapped(a, b)
            {
                return (!series::apart(*x, *y)).then_some(Slip::Order);
            }
            // Two slips of the eye or of the fingers in one name are another name.
            (one(first)? == Slip::Sound && one(second)? == Slip::Sound).then_some(Slip::Sound)
        }
    }
}

fn same_numbers(a: &[Part], b: &[Part]) -> bool {
    let numbers = |parts: &[Part]| -> Vec<Part> {
        parts.iter().filter(|part| matches!(part, Part::Number(_))).cloned().collect()
    };
    numbers(a) == numbers(b)
}

/// One ideograph for another.
fn han(written: char, known: char) -> Option<Slip> {
    if series::apart(written, known) {
        return None;
    }
    if same_sound(written, known) {
        return Some(Slip::Sound);
    }
    look_alike(written, known).then_some(Slip::Look)
}

/// Whether two neighbours are swapped, and all else is the same.
fn swapped(a: &[Part], b: &[Part]) -> bool {
    let at = a.iter().zip(b).position(|(a, b)| a != b).unwrap_or(a.len());
    matches!((a.get(at..at + 2), b.get(at..at + 2)), (Some([a1, a2]), Some([b1, b2])) if a1 == b2 && a2 == b1)
        && a[at + 2..] == b[at + 2..]
}

/// Whether `long` is `short` with one ideograph typed twice, which counts nothing.
fn doubled(long: &[Part], short: &[Part]) -> bool {
    if long.len() != short.len() + 1 {
        return false;
    }
    let at = long.iter().zip(short).position(|(a, b)| a != b).unwrap_or(short.len());
    let Part::Han(twice) = &long[at] else { return false };
    let is_twice = at > 0 && long[at - 1] == long[at] && long[at + 1..] == short[at..];
    is_twice && !series::is_member(*twice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubt_offers_nothing() {
        let meant =
            |written, declared: &[&'static str]| meant(written, Of::Parties, declared.iter().copied());
        assert_eq!(meant("贾方", &["乙方", "甲方"]), Some("甲方"));
        assert_eq!(meant("乙方", &["甲方"]), None);
        assert_eq!(meant("已方", &["己方", "甲方"]), Some("己方"));
        assert_eq!(meant("已方", &["己方", "乙方"]), None);
        assert_eq!(meant("employe", &["employer", "employee"]), None);
        assert_eq!(meant("主和同", &["主合同", "主河同"]), None);
        assert_eq!(meant("主和同", &["主河同", "主和同", "主合同"]), Some("主和同"));
        assert_eq!(meant("Lease-No", &["lease_no", "lease_nos"]), Some("lease_no"));
        assert_eq!(meant("", &["甲方"]), None);
    }

    #[test]
    fn only_so_many_names_are_looked_at() {
        let declared: Vec<String> = (0..100).map(|number| format!("company{number}x")).collect();
        let names = || declared.iter().map(String::as_str);
        let mut looks = 1_000;
        assert_eq!(meant_within("compnay7x", Of::Parties, names(), &mut looks), Some("company7x"));
        assert!(looks < 1_000);
        looks = 10;
        assert_eq!(meant_within("compnay7x", Of::Parties, names(), &mut looks), None, "any may be meant");
        assert_eq!(looks, 0);
    }

    #[test]
    fn only_parties_are_people() {
        assert_eq!(meant("单好", Of::Things, ["单号"]), Some("单号"));
        assert_eq!(meant("单好", Of::Parties, ["单号"]), None);
        for (one, other) in [("李四", "李思"), ("华为", "华威"), ("红楼", "洪楼")] {
            assert_eq!(meant(one, Of::Things, [other]), None, "{one} {other}");
            assert_eq!(meant(other, Of::Things, [one]), None, "{other} {one}");
        }
    }

    #[test]
    fn what_is_typed_becomes_no_other_party() {
        for (typed, name) in [
            ("", "甲方"),
            ("甲", "甲方"),
            ("方", "甲方"),
            ("贾方", "甲方"),
            ("buy", "buyer"),
            ("BUY", "buyer"),
        ] {
            assert!(may_become(typed, name), "{typed} {name}");
        }
        for (typed, name) in [("乙", "甲方"), ("乙方", "甲方"), ("seller", "buyer"), ("李", "张三")]
        {
            assert!(!may_become(typed, name), "{typed} {name}");
        }
    }

    #[test]
    fn names_fall_into_parts() {
        let parts = |name| Name::of(name).parts.len();
        assert_eq!((parts("甲方"), parts("partyB"), parts("annex12"), parts("附件１０")), (2, 2, 2, 3));
        assert_eq!(Name::of("Party_B").parts, Name::of("partyB").parts);
    }
}
