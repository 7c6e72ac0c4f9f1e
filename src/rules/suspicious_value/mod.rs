//! A value that goes to the platform and does not look like what it should be: with characters that nobody sees, or
//! something else altogether, such as a file name where a file code is wanted.

mod characters;
mod form;
mod sent;
mod unlikely;

pub(super) use form::{attachment_help, date_format, date_help, looks_like_file, seal_id};
pub use form::{Doubt, account, file_code};

use super::Context;
use crate::findings::{Finding, Group, Level, Rule};

pub static RULE: Rule = Rule {
    name: "suspicious-value",
    level: Level::Warning,
    group: Group::Lint,
    platform: None,
    title: ("发给平台的值不像是它该有的样子", "a value for the platform that does not look like one"),
    why: (
        "两类值多半会被平台拒绝，或者发出一份不对的合同。一类带有容易忽略的字符：两端的空格、全角的字母和符号、不可见的字符\
         （零宽空格、字节顺序标记等），多半是复制时带来的。平台按原样比较，`CG-1` 和 `CG-1 ` 对它是两个编号；qdc 把它们当作\
         同一个，不会发成两份。业务编号里只有中文的全角符号（如 `采购（2026）15 号`）时，只作提示。\
         另一类是把别的东西写到了这里：文件名写成了文件编码，公司或个人的名称写成了账号，印章的名称写成了印章 ID，\
         具体的日期写成了日期格式。平台没有写明账号、文件编码等的格式，所以这里只是警告；确实无误的，可以注明原因后不再提示。",
        "Two kinds of values will probably be refused by the platform, or lead to a wrong contract. Some hold characters that are \
         easily overlooked: blanks at the ends, full-width letters and signs, and invisible characters (zero-width spaces, byte \
         order marks) that mostly come from copying. The platform compares values as they are: to it `CG-1` and `CG-1 ` are two \
         codes, while qdc takes them for one and does not send a second contract. Full-width signs among Chinese characters in a business code, as in \
         `采购（2026）15 号`, are only a hint. Others are something else altogether: a file name as a file code, the name of a \
         company or person as an account id, the name of a seal as a seal id, a date as a date format. The platform does not \
         document the form of account ids, file codes and the like, so this is a warning; where the value is right, suppress it \
         with a reason.",
    ),
    wrong: r#"contract "采购合同" {
    code      "ＣＧ-2026-015 "
    initiator "北京华裕科技有限公司"
    deadline  2026-03-31
    document main "采购合同.pdf"
    signer "PSN_TEST_001" auth sms { sign main page 1 at (280, 420) date "2026-03-01" }
}
"#,
    right: r#"contract "采购合同" {
    code      "CG-2026-015"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms { sign main page 1 at (280, 420) date "YYYY-MM-DD" }
}
"#,
};

/// At most one finding a value: what is something else altogether is not looked at letter by letter.
pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for sent in sent::of(cx.model) {
        findings.extend(form::check(cx, &sent).or_else(|| characters::check(cx, &sent)));
    }
}
