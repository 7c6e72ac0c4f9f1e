//! Words in Latin letters: slips of the fingers, and words that are one letter apart and mean two things.

use super::{people, words};

/// Whether one word is the other mistyped. Both are in small letters.
pub fn slip(written: &str, known: &str) -> bool {
    let (a, b) = (written.chars().count(), known.chars().count());
    let short = a.min(b);
    // `A` and `B`, `ii` and `iii`: the letters are all there is.
    if short < 3 || a.abs_diff(b) > 1 {
        return false;
    }
    let distance = strsim::osa_distance(written, known);
    // Fingers slip within a word: `barrier` is none for `carrier`.
    let begins_alike = written.chars().next() == known.chars().next();
    let is_swap = a == b && distance == 1 && strsim::levenshtein(written, known) == 2;
    // At the end of a word another letter may count: `siteb`.
    let ends_alike = written.chars().last() == known.chars().last();
    let is_near = match distance {
        1 if is_swap => true,
        _ if !begins_alike => false,
        1 if a != b => true,
        // In a short word another letter is another word.
        1 => short >= 5 && ends_alike,
        2 => short >= 9 && ends_alike,
        _ => false,
    };
    let are_people = || people::is_latin_person(written) && people::is_latin_person(known);
    let is_another = || {
        words::LATIN.contains(&written)
            || are_one_and_many(written, known)
            || are_opposite(written, known)
            || is_roman(written)
            || is_roman(known)
    };
    is_near && !is_another() && !are_people()
}

/// One of a kind and several: `client` and `clients`.
fn are_one_and_many(one: &str, other: &str) -> bool {
    let many = |many: &str, one: &str| many.strip_suffix('s') == Some(one) && !one.ends_with('s');
    many(one, other) || many(other, one)
}

/// The two sides of one deed: `lessor` and `lessee`, and their plurals.
fn are_opposite(one: &str, other: &str) -> bool {
    let giver = |word: &str| {
        let word = word.strip_suffix('s').unwrap_or(word);
        word.strip_suffix("or").or_else(|| word.strip_suffix("er")).map(str::to_owned)
    };
    let taker = |word: &str| {
        let word = word.strip_suffix('s').unwrap_or(word);
        word.strip_suffix("ee").map(str::to_owned)
    };
    let opposite = |a: &str, b: &str| giver(a).is_some_and(|stem| taker(b) == Some(stem));
    opposite(one, other)
        || opposite(other, one)
        || PREFIXES.iter().any(|(a, b)| {
            let parted = |one: &str, other: &str| {
                one.strip_prefix(a)
                    .is_some_and(|rest| !rest.is_empty() && other.strip_prefix(b) == Some(rest))
            };
            parted(one, other) || parted(other, one)
        })
}

/// Beginnings that turn a word into its opposite or set two of a kind apart.
static PREFIXES: &[(&str, &str)] = &[
    ("im", "ex"),
    ("in", "out"),
    ("in", "ex"),
    ("pre", "post"),
    ("pre", "pro"),
    ("un", ""),
    ("non", ""),
    ("sub", ""),
    ("co", ""),
    ("re", ""),
    ("ex", ""),
    ("our", "your"),
    ("de", "re"),
    ("up", "down"),
    ("over", "under"),
    ("a", "b"),
];

fn is_roman(word: &str) -> bool {
    word.chars().all(|c| matches!(c, 'i' | 'v' | 'x'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingers_slip_and_words_do_not() {
        for (written, known) in [
            ("employe", "employee"),
            ("mian", "main"),
            ("lesse", "lessee"),
            ("buyerr", "buyer"),
            ("contarct", "contract"),
            ("adress", "address"),
            ("salery", "salary"),
            ("acount", "account"),
            ("attachmnt", "attachment"),
        ] {
            assert!(slip(written, known), "{written} {known}");
        }
        for (written, known) in [
            ("lessor", "lessee"),
            ("employer", "employee"),
            ("lender", "sender"),
            ("seller", "teller"),
            ("mar", "may"),
            ("sitea", "siteb"),
            ("acme", "acne"),
            ("iii", "ii"),
            ("lina", "lili"),
            ("zhangwei", "zhangmei"),
            ("paid", "unpaid"),
            ("buyer", "payer"),
            ("xiii", "xii"),
            ("annexa", "annexb"),
            ("cosigner", "consigner"),
            ("carrier", "barrier"),
            ("shipper", "chipper"),
            ("settlor", "settler"),
            ("client", "clients"),
        ] {
            assert!(!slip(written, known) && !slip(known, written), "{written} {known}");
        }
    }
}
