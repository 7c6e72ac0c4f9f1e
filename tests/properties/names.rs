//! Which names are offered for which: 300 pairs of names of Chinese contracts, and every series with what may stand
//! around its members.

use std::path::Path;

use qdc::findings::Finding;
use qdc::likeness::{Of, SERIES, meant};
use qdc::settings::Settings;

use super::common::{NoFiles, model, today};

const PAIRS: &str = include_str!("name_pairs.txt");

/// Group, what is written, what is declared.
fn pairs() -> Vec<(&'static str, &'static str, &'static str)> {
    let lines = PAIRS.lines().filter(|line| !line.starts_with('#'));
    let row = |line: &'static str| {
        let mut words = line.split(' ');
        Some((words.next()?, words.next()?, words.next()?))
    };
    lines.map(|line| row(line).unwrap_or_else(|| panic!("{line}"))).collect()
}

/// What a file says of a name that is used as a party, a document and a param, where only another is declared.
fn said_of(written: &str, declared: &str) -> Vec<Finding> {
    let files = [
        format!(
            "company {declared} account \"CORP_TEST_001\"\ncontract \"合同\" {{\n    initiator {declared}\n    signer {written} {{\n    }}\n}}\n"
        ),
        format!(
            "contract \"合同\" {{\n    document {declared} \"FC_1\"\n    signer \"PSN_1\" {{\n        sign {written} page 1 at (1, 1)\n    }}\n}}\n"
        ),
        format!("param {declared} text\ncontract \"{{{declared}}}\" {{\n    code \"{{{written}}}\"\n}}\n"),
    ];
    let check = |text: &String| {
        let model = model(Path::new("a.qdc"), text, &NoFiles);
        qdc::rules::check(&model, &today(), &Settings::default())
    };
    let findings = files.iter().flat_map(check);
    findings
        .filter(|finding| finding.rule.name == "undeclared-name" || finding.rule.name == "wrong-value")
        .collect()
}

/// Whether a finding speaks of a name or writes it.
fn speaks_of(finding: &Finding, name: &str) -> bool {
    let help = finding.help.iter().flat_map(|help| [&help.zh, &help.en]);
    let mut words = help.chain([&finding.message.zh, &finding.message.en]);
    let quoted = format!("`{name}`");
    words.any(|words| words.contains(&quoted))
        || finding.edit.iter().flat_map(|edit| &edit.changes).any(|change| change.text == name)
        || !finding.related.is_empty()
}

#[test]
fn there_are_three_hundred_pairs() {
    let pairs = pairs();
    for group in ["opposite", "people", "slip"] {
        let count = pairs.iter().filter(|(of, ..)| *of == group).count();
        assert!(count >= 90, "{group}: {count}");
    }
    assert!(pairs.len() >= 300);
}

#[test]
fn no_side_and_no_person_is_offered_for_another() {
    let mut wrong = Vec::new();
    for (group, written, declared) in pairs().into_iter().filter(|(group, ..)| *group != "slip") {
        let of: &[Of] = if group == "people" { &[Of::Parties] } else { &[Of::Parties, Of::Things] };
        for &of in of {
            if meant(written, of, [declared]).is_some() {
                wrong.push(format!("{written} -> {declared}"));
            }
        }
        let said = said_of(written, declared);
        let parties = said.iter().take(1);
        let all = said.iter();
        let said: Vec<_> = if group == "people" { parties.collect() } else { all.collect() };
        if said.iter().any(|finding| speaks_of(finding, declared)) {
            wrong.push(format!("the file with {written} speaks of {declared}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn slips_are_offered_and_never_made_unasked() {
    let mut wrong = Vec::new();
    for (_, written, declared) in pairs().into_iter().filter(|(group, ..)| *group == "slip") {
        let others = ["监理方", "witness"];
        if meant(written, Of::Parties, others.into_iter().chain([declared])) != Some(declared) {
            wrong.push(format!("{written} -> {declared}"));
        }
        let edits = said_of(written, declared).into_iter().filter_map(|finding| finding.edit);
        let unasked =
            edits.filter(|edit| edit.safe && edit.changes.iter().any(|change| change.text == declared));
        wrong.extend(unasked.map(|_| format!("{written} becomes {declared} unasked")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_offer_crosses_a_series() {
    let before = ["", "附件", "北京", "甲方之", "contract_"];
    let after = ["方", "人", "号合同", "公司", "包方", "_2"];
    let latin: Vec<String> = ('a'..='z').map(String::from).collect();
    let numbers: Vec<String> = (1..=24).map(|number| number.to_string()).collect();
    let roman =
        ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"].map(String::from).to_vec();
    let han = SERIES.iter().map(|series| series.chars().map(String::from).collect());
    let mut series: Vec<Vec<String>> = vec![latin, numbers, roman];
    series.extend(han);
    for series in &series {
        let members = series.iter().flat_map(|one| series.iter().map(move |other| (one, other)));
        for (one, other) in members.filter(|(one, other)| one != other) {
            for before in before {
                for after in after {
                    let (written, declared) =
                        (format!("{before}{one}{after}"), format!("{before}{other}{after}"));
                    for of in [Of::Parties, Of::Things] {
                        assert_eq!(meant(&written, of, [&*declared]), None, "{written} -> {declared}");
                    }
                }
            }
        }
    }
}
