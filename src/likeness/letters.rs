//! Words in Latin letters: slips of the fingers, and words that are one letter apart and mean two things.

use super::people;

/// Words for parties, papers, times and sides that are a letter or two from another such word. Whoever writes one of
/// them means it.
static WORDS: &[&str] = &[
    "lender",
    "sender",
    "vendor",
    "vendee",
    "tender",
    "renter",
    "tenant",
    "seller",
    "teller",
    "buyer",
    "payer",
    "payee",
    "player",
    "lessor",
    "lessee",
    "employer",
    "employee",
    "licensor",
    "licensee",
    "assignor",
    "assignee",
    "grantor",
    "grantee",
    "mortgagor",
    "mortgagee",
    "guarantor",
    "guarantee",
    "trustor",
    "trustee",
    "bailor",
    "bailee",
    "franchisor",
    "franchisee",
    "transferor",
    "transferee",
    "consignor",
    "consignee",
    "promisor",
    "promisee",
    "pledgor",
    "pledgee",
    "donor",
    "donee",
    "owner",
    "debtor",
    "creditor",
    "debit",
    "credit",
    "import",
    "export",
    "importer",
    "exporter",
    "inbound",
    "outbound",
    "inner",
    "outer",
    "upper",
    "lower",
    "former",
    "latter",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "three",
    "four",
    "five",
    "seven",
    "eight",
    "nine",
    "north",
    "south",
    "east",
    "west",
    "left",
    "right",
    "monthly",
    "daily",
    "weekly",
    "yearly",
    "hourly",
    "annual",
    "month",
    "year",
    "week",
    "hour",
    "spring",
    "summer",
    "autumn",
    "winter",
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
    "june",
    "july",
    "march",
    "april",
    "ours",
    "yours",
    "our",
    "your",
    "male",
    "female",
    "mother",
    "father",
    "brother",
    "sister",
    "husband",
    "wife",
    "master",
    "client",
    "agent",
    "broker",
    "banker",
    "baker",
    "partner",
    "parent",
    "patent",
    "patient",
    "plan",
    "plant",
    "lease",
    "release",
    "rent",
    "loan",
    "bond",
    "gross",
    "net",
    "main",
    "annex",
    "appendix",
    "draft",
    "final",
    "host",
    "guest",
    "maker",
    "taker",
    "giver",
    "helper",
    "writer",
    "waiter",
    "holder",
    "folder",
    "builder",
    "bidder",
    "dealer",
    "leader",
    "reader",
    "trader",
    "drawer",
    "drawee",
    "endorser",
    "endorsee",
    "insurer",
    "insured",
    "indemnitor",
    "indemnitee",
    "contractor",
    "contractee",
    "manager",
    "director",
    "inspector",
    "investor",
    "investee",
    "inventor",
    "advisor",
    "advisee",
    "supervisor",
    "principal",
    "alpha",
    "beta",
    "delta",
    "zeta",
    "theta",
];

/// Whether one word is the other mistyped. Both are in small letters.
pub fn slip(written: &str, known: &str) -> bool {
    let (a, b) = (written.chars().count(), known.chars().count());
    let short = a.min(b);
    // `A` and `B`, `ii` and `iii`: the letters are all there is.
    if short < 3 || a.abs_diff(b) > 1 {
        return false;
    }
    let distance = strsim::osa_distance(written, known);
    let is_swap = a == b && distance == 1 && strsim::levenshtein(written, known) == 2;
    // At the end of a word another letter may count: `siteb`.
    let ends_alike = written.chars().last() == known.chars().last();
    let is_near = match distance {
        1 if a != b || is_swap => true,
        // In a short word another letter is another word.
        1 => short >= 5 && ends_alike,
        2 => short >= 9 && ends_alike,
        _ => false,
    };
    let are_people = || people::is_latin_person(written) && people::is_latin_person(known);
    let is_another =
        || WORDS.contains(&written) || are_opposite(written, known) || is_roman(written) || is_roman(known);
    is_near && !is_another() && !are_people()
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
        ] {
            assert!(!slip(written, known) && !slip(known, written), "{written} {known}");
        }
    }
}
