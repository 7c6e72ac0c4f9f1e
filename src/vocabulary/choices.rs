//! The words a value may be.

use crate::findings::Lang;

/// One word of a set of values.
#[derive(Debug, PartialEq)]
pub struct Choice {
    pub en: &'static str,
    pub zh: &'static str,
    /// What it means: Chinese, English.
    pub doc: (&'static str, &'static str),
    /// What is sent for it; empty where nothing is.
    pub sent: &'static str,
}

/// All words a value may be.
#[derive(Debug, PartialEq)]
pub struct ChoiceSet(pub &'static [Choice]);

impl ChoiceSet {
    /// The choice spelled like this, in either language.
    pub fn find(&self, word: &str) -> Option<&'static Choice> {
        let word = super::narrowed(word);
        self.0.iter().find(|choice| choice.en == word || choice.zh == word)
    }
}

impl Choice {
    pub fn spelled(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

const fn choice(
    en: &'static str,
    zh: &'static str,
    sent: &'static str,
    doc: (&'static str, &'static str),
) -> Choice {
    Choice { en, zh, doc, sent }
}

pub static PARAM_KINDS: ChoiceSet = ChoiceSet(&[
    choice("text", "文本", "", ("文字", "text")),
    choice("date", "日期", "", ("日期，如 2026-12-31", "a date such as 2026-12-31")),
    choice("number", "数字", "", ("数字", "a number")),
]);

pub static ORDERS: ChoiceSet = ChoiceSet(&[
    choice("free", "不限", "false", ("各方可同时签署", "all may sign at any time")),
    choice("sequential", "依次", "true", ("按次序逐个签署", "one after the other by `seq`")),
]);

pub static FORMATS: ChoiceSet =
    ChoiceSet(&[choice("pdf", "pdf", "PDF", ("签署文件为 PDF", "signed as PDF"))]);

pub static AUTH_MODES: ChoiceSet = ChoiceSet(&[
    choice("sms", "短信", "CODE_SMS", ("短信验证码", "a code by text message")),
    choice("face", "人脸", "PSN_FACE", ("人脸识别", "face recognition")),
]);

pub static LAST_PAGE: ChoiceSet = ChoiceSet(&[choice("last", "末页", "", ("最后一页", "the last page"))]);

pub static LAST_MATCH: ChoiceSet =
    ChoiceSet(&[choice("last", "末个", "", ("最后一处", "the last place found"))]);

pub static ALL_SEALS: ChoiceSet =
    ChoiceSet(&[choice("all", "全部", "null", ("该账号的全部印章", "every seal of the account"))]);

pub static CONTACT_KINDS: ChoiceSet = ChoiceSet(&[
    choice("mobile", "手机", "MOBILE", ("手机号", "a mobile number")),
    choice("email", "邮箱", "EMAIL", ("电子邮箱", "an e-mail address")),
    choice("employee", "员工", "EMPLOYEEID", ("员工 ID", "an employee id")),
    choice("number", "工号", "NUMBER", ("员工编号", "an employee number")),
]);

pub static YES_NO: ChoiceSet =
    ChoiceSet(&[choice("yes", "是", "true", ("是", "yes")), choice("no", "否", "false", ("否", "no"))]);

/// `deadline in 30d`, `截止 30天内`.
pub static IN: ChoiceSet = ChoiceSet(&[choice(
    "in",
    "内",
    "",
    (
        "从今天起的期限，当天不算：in 30d、30天内、10个工作日内",
        "a length of time from today, which does not count: `in 30d`, `in 10wd`",
    ),
)]);

/// `at text "…"`.
pub static TEXT: ChoiceSet =
    ChoiceSet(&[choice("text", "文字", "", ("按关键字定位", "found by words on the page"))]);

/// `from template "…"`.
pub static TEMPLATE: ChoiceSet =
    ChoiceSet(&[choice("template", "模板", "", ("由模板生成", "made from a template"))]);

/// Every set, for the highlighters and the formatter.
pub static ALL: &[&ChoiceSet] = &[
    &PARAM_KINDS,
    &ORDERS,
    &FORMATS,
    &AUTH_MODES,
    &LAST_PAGE,
    &LAST_MATCH,
    &ALL_SEALS,
    &CONTACT_KINDS,
    &YES_NO,
    &IN,
    &TEXT,
    &TEMPLATE,
];
