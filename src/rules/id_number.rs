//! An ID number that cannot be one (GB 11643).

use jiff::civil::Date;

use super::Context;
use crate::findings::{Finding, Group, Level, Rule, Words};
use crate::model::normal_id_number;
use crate::words;

pub static RULE: Rule = Rule {
    name: "id-number",
    level: Level::Error,
    group: Group::Lint,
    platform: None,
    title: ("身份证号码不对", "not a possible ID number"),
    why: (
        "居民身份证号码（GB 11643）是 18 位：前六位地区，随后八位出生日期，三位顺序码，最后一位校验码（0 到 9 或 X）。\
         位数、地区、日期或校验码不对，就一定抄错了，平台核验会失败。请照证件重新输入。",
        "A mainland resident's ID number (GB 11643) has 18 characters: six digits of region, eight of the day of birth, three of \
         sequence, and a check character, 0 to 9 or X. Where length, region, day or check character is wrong the number was surely \
         mistyped, and the platform's check would fail. Type it again from the card.",
    ),
    wrong: r#"person 陈静 {
    account "PSN_TEST_012"
    name    "陈静"
    idcard  "110105194912310021"
    phone   "13800138000"
}
"#,
    right: r#"person 陈静 {
    account "PSN_TEST_012"
    name    "陈静"
    idcard  "11010519491231002X"
    phone   "13800138000"
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for person in &cx.model.people {
        let Some(number) = &person.id_number else { continue };
        let Some(fault) = number.value.value().and_then(|written| fault(written, cx.facts.today())) else { continue };
        let name = &person.name.value;
        if fault == Fault::OtherCard {
            let message = words!(
                "`{name}` 的证件号码不是大陆居民身份证的",
                "the number of `{name}` is not that of a mainland resident ID card"
            );
            findings.push(Finding::new(&RULE, number.span, message).help(other_cards()));
            continue;
        }
        let Words { zh, en } = fault.words();
        findings.push(
            Finding::new(
                &RULE,
                number.span,
                words!("`{name}` 的身份证号码不对：{zh}", "the ID number of `{name}` cannot be right: {en}"),
            )
            .help(words!("照证件重新输入", "type it again from the card")),
        );
    }
}

/// What to write for people with another card.
pub fn other_cards() -> Words {
    words!(
        "这里只能写大陆居民身份证；护照、港澳台证件的用户请用 `流水号`",
        "only mainland resident ID cards go here; for people with a passport or a permit of Hong Kong, Macao or Taiwan use `flow`"
    )
}

#[derive(Debug, PartialEq, Eq)]
enum Fault {
    /// A passport, or a permit of Hong Kong, Macao or Taiwan.
    OtherCard,
    Length(usize),
    Characters,
    Region,
    Birthday,
    Check,
}

impl Fault {
    fn words(&self) -> Words {
        match self {
            Fault::OtherCard => other_cards(),
            Fault::Length(15) => words!("是 15 位的旧号码，要用 18 位的", "it is an old one of 15 digits; 18 are wanted"),
            Fault::Length(count) => words!("应为 18 位，这里有 {count} 位", "it has {count} characters instead of 18"),
            Fault::Characters => words!("只能是数字，最后一位可以是 X", "it holds digits only, the last may be X"),
            Fault::Region => words!("没有这个地区", "there is no such region"),
            Fault::Birthday => words!("出生日期不存在", "there is no such day of birth"),
            Fault::Check => words!("最后一位校验码不符", "its check character does not agree"),
        }
    }
}

/// The first two digits of every region.
const PROVINCES: &[&str] = &[
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43",
    "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83",
];

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: &[u8; 11] = b"10X98765432";

fn fault(written: &str, today: Date) -> Option<Fault> {
    let number = normal_id_number(written);
    let count = number.chars().count();
    if is_other_card(&number) {
        return Some(Fault::OtherCard);
    }
    if count != 18 {
        return Some(Fault::Length(count));
    }
    let Some((body, check)) = number.split_at_checked(17) else { return Some(Fault::Characters) };
    let check = check.as_bytes();
    if !body.bytes().all(|b| b.is_ascii_digit()) || !matches!(check, [b'0'..=b'9' | b'X']) {
        return Some(Fault::Characters);
    }
    if !PROVINCES.contains(&&body[..2]) {
        return Some(Fault::Region);
    }
    let part = |range: std::ops::Range<usize>| body[range].parse::<i16>().unwrap_or_default();
    let birthday = Date::new(part(6..10), part(10..12) as i8, part(12..14) as i8);
    if !birthday.is_ok_and(|day| day.year() >= 1850 && day <= today) {
        return Some(Fault::Birthday);
    }
    let sum: u32 = body.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    (check[0] != CHECKS[(sum % 11) as usize]).then_some(Fault::Check)
}

/// One or two letters and six to ten digits (passports, `H12345678`, `M12345678`), or the eight digits of a Taiwan permit.
fn is_other_card(number: &str) -> bool {
    let digits = number.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = number.len() - digits.len();
    let is_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    is_digits && matches!((letters, digits.len()), (1 | 2, 6..=10) | (0, 8))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_standards_own_examples_and_their_faults() {
        let at = |written| fault(written, date(2026, 1, 5));
        // GB 11643-1999, appendix.
        assert_eq!(at("11010519491231002X"), None);
        assert_eq!(at("440524188001010014"), None);
        assert_eq!(at("11010519491231002x"), None);
        assert_eq!(at("１１０１０５１９４９１２３１００２X"), None);
        assert_eq!(at("110105194912310021"), Some(Fault::Check));
        assert_eq!(at("1101051949123100"), Some(Fault::Length(16)));
        assert_eq!(at("110105491231002"), Some(Fault::Length(15)));
        assert_eq!(at("99010519491231002X"), Some(Fault::Region));
        assert_eq!(at("11010519490231002X"), Some(Fault::Birthday));
        assert_eq!(at("11010520490131002X"), Some(Fault::Birthday));
        assert_eq!(at("1101051949123100一X"), Some(Fault::Characters));
        assert_eq!(at("11010519491231002一"), Some(Fault::Characters));
        assert_eq!(at("1101X519491231002X"), Some(Fault::Characters));
        assert_eq!(at(""), Some(Fault::Length(0)));
        for other in ["H12345678", "E12345678", "EA1234567", "M 12345678", "12345678", "h1234567890"] {
            assert_eq!(at(other), Some(Fault::OtherCard), "{other}");
        }
        assert_eq!(at("11010519491231002"), Some(Fault::Length(17)));
    }
}
