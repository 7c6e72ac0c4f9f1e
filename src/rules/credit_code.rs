//! A unified social credit code that cannot be one (GB 32100).

use super::Context;
use crate::findings::{Finding, Group, Level, Rule, Words};
use crate::vocabulary::narrow;
use crate::words;

pub static RULE: Rule = Rule {
    name: "credit-code",
    level: Level::Error,
    group: Group::Lint,
    platform: None,
    title: ("统一社会信用代码不对", "not a possible unified social credit code"),
    why: (
        "统一社会信用代码（GB 32100）是 18 位数字和大写字母，不用 I、O、S、V、Z，最后一位是校验码。\
         长度、字符或校验码不对，就一定抄错了，合同主体会对不上。请照营业执照重新输入；它只用来核对，不会发送。",
        "A unified social credit code (GB 32100) has 18 digits and capital letters, without I, O, S, V and Z, and ends in a check \
         character. Where length, alphabet or check character is wrong it was surely mistyped, and names another party or none. Type \
         it again from the licence; it is checked and never sent.",
    ),
    wrong: r#"company 甲方 {
    account "CORP_TEST_001"
    credit  "91350100M000100Y44"
}
"#,
    right: r#"company 甲方 {
    account "CORP_TEST_001"
    credit  "91350100M000100Y43"
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for company in &cx.model.companies {
        let Some(code) = &company.credit_code else { continue };
        let Some(fault) = code.value.value().and_then(fault) else { continue };
        let name = &company.name.value;
        let Words { zh, en } = fault.words();
        findings.push(
            Finding::new(
                &RULE,
                code.span,
                words!("`{name}` 的统一社会信用代码不对：{zh}", "the credit code of `{name}` cannot be right: {en}"),
            )
            .help(words!("照营业执照重新输入", "type it again from the licence")),
        );
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Fault {
    Length(usize),
    Character(char),
    Check,
}

impl Fault {
    fn words(&self) -> Words {
        match self {
            Fault::Length(count) => words!("应为 18 位，这里有 {count} 位", "it has {count} characters instead of 18"),
            Fault::Character(c) => words!("不会有字符 `{c}`", "it never holds `{c}`"),
            Fault::Check => words!("最后一位校验码不符", "its check character does not agree"),
        }
    }
}

const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

fn fault(written: &str) -> Option<Fault> {
    let code: Vec<char> = written.trim().chars().map(|c| narrow(c).to_ascii_uppercase()).collect();
    if code.len() != 18 {
        return Some(Fault::Length(code.len()));
    }
    let mut values = [0usize; 18];
    for (value, character) in values.iter_mut().zip(&code) {
        match ALPHABET.find(*character) {
            Some(found) => *value = found,
            None => return Some(Fault::Character(*character)),
        }
    }
    let sum: usize = values.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
    (values[17] != (31 - sum % 31) % 31).then_some(Fault::Check)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_their_faults() {
        // GB 32100-2015, appendix.
        assert_eq!(fault("91350100M000100Y43"), None);
        assert_eq!(fault("91350100m000100y43"), None);
        // Of a well-known company.
        assert_eq!(fault("914403001922038216"), None);
        assert_eq!(fault("91350100M000100Y44"), Some(Fault::Check));
        assert_eq!(fault("91350100M00O100Y43"), Some(Fault::Character('O')));
        assert_eq!(fault("91350100M000100Y4"), Some(Fault::Length(17)));
        assert_eq!(fault("一二"), Some(Fault::Length(2)));
    }
}
