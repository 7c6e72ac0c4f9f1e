//! A phone that is no mainland mobile number.

use super::Context;
use crate::findings::{Finding, Group, Level, Rule};
use crate::model::normal_phone;
use crate::words;

pub static RULE: Rule = Rule {
    name: "phone-number",
    level: Level::Error,
    group: Group::Lint,
    platform: None,
    title: ("不是大陆手机号", "not a mainland mobile number"),
    why: (
        "签署通知和验证码发到手机，号码错了对方就收不到。大陆手机号是 1 开头、第二位 3 到 9 的 11 位数字；\
         空格、短横、+86 和全角数字会先整理再比较。固定电话不能收短信。",
        "Notices and codes go to the phone; with a wrong number they reach nobody. A mainland mobile number has 11 digits, a 1 \
         and then 3 to 9 first; blanks, dashes, +86 and full-width digits are put in order before comparing. A landline \
         takes no text messages.",
    ),
    wrong: r#"person 王芳 {
    account "PSN_TEST_011"
    flow    "FLOW20260105000002"
    phone   "1380013800"
}
"#,
    right: r#"person 王芳 {
    account "PSN_TEST_011"
    flow    "FLOW20260105000002"
    phone   "+86 138-0013-8000"
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for person in &cx.model.people {
        let Some(phone) = &person.phone else { continue };
        let Some(written) = phone.value.value().filter(|written| !is_mobile(written)) else { continue };
        let digits = normal_phone(written);
        let count = digits.chars().count();
        let help = if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) && count != 11 {
            words!("手机号是 11 位，这里有 {count} 位", "a mobile number has 11 digits, this one has {count}")
        } else {
            words!("手机号是 1 开头的 11 位数字", "a mobile number has 11 digits and begins with 1")
        };
        let name = &person.name.value;
        findings.push(
            Finding::new(
                &RULE,
                phone.span,
                words!("`{name}` 的手机不是大陆手机号", "the phone of `{name}` is no mainland mobile number"),
            )
            .help(help),
        );
    }
}

/// Whether it is a mainland mobile number, however it is written.
pub fn is_mobile(written: &str) -> bool {
    let digits = normal_phone(written);
    let bytes = digits.as_bytes();
    bytes.len() == 11
        && bytes.iter().all(u8::is_ascii_digit)
        && bytes[0] == b'1'
        && (b'3'..=b'9').contains(&bytes[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_it_is_written() {
        for good in ["13800138000", "138 0013 8000", "+86-138-0013-8000", "１３８００１３８０００", "8613800138000", "0086 13800138000", "19912345678"] {
            assert!(is_mobile(good), "{good}");
        }
        for bad in ["", "1380013800", "138001380000", "12800138000", "010-62345678", "1380013800a", "+1 13800138000"] {
            assert!(!is_mobile(bad), "{bad}");
        }
    }
}
