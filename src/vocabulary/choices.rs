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
    /// What people write instead of it, in small letters.
    pub misnomers: &'static [&'static str],
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

    /// The choice that people also call by this word.
    pub fn find_misnamed(&self, word: &str) -> Option<&'static Choice> {
        let word = super::narrowed(word).to_lowercase();
        self.0.iter().find(|choice| choice.en == word || choice.misnomers.contains(&word.as_str()))
    }
}

impl Choice {
    pub fn spelled(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }

    /// Its spelling in the script of another word.
    pub fn spelled_like(&self, written: &str) -> &'static str {
        self.spelled(if written.is_ascii() { Lang::En } else { Lang::Zh })
    }

    const fn also(mut self, misnomers: &'static [&'static str]) -> Choice {
        self.misnomers = misnomers;
        self
    }
}

const fn choice(
    en: &'static str,
    zh: &'static str,
    sent: &'static str,
    doc: (&'static str, &'static str),
) -> Choice {
    Choice { en, zh, doc, sent, misnomers: &[] }
}

pub static PARAM_KINDS: ChoiceSet = ChoiceSet(&[
    choice("text", "文本", "", ("文字", "text")).also(&["文字", "字符", "字符串", "string", "str"]),
    choice("date", "日期", "", ("日期，如 2026-12-31", "a date such as 2026-12-31")),
    choice("number", "数字", "", ("数字", "a number"))
        .also(&["数值", "整数", "小数", "金额", "数额", "int", "integer", "float", "decimal", "amount"]),
]);

pub static ORDERS: ChoiceSet = ChoiceSet(&[
    choice("free", "不限", "false", ("各方可同时签署", "all may sign at any time")).also(&[
        "同时",
        "并行",
        "任意",
        "无序",
        "不分先后",
        "不限制",
        "不限顺序",
        "同时签",
        "同时签署",
        "一起签",
        "并行签署",
        "无序签署",
        "parallel",
        "any",
    ]),
    choice("sequential", "依次", "true", ("按次序逐个签署", "one after the other by `seq`")).also(&[
        "顺序",
        "按顺序",
        "按次序",
        "依次签署",
        "依次签",
        "逐个签",
        "按顺序签",
        "按顺序签署",
        "先后签署",
        "顺序签署",
        "逐个",
        "先后",
        "有序",
        "sequence",
        "ordered",
    ]),
]);

pub static FORMATS: ChoiceSet =
    ChoiceSet(&[choice("pdf", "pdf", "PDF", ("签署文件为 PDF", "signed as PDF"))]);

pub static AUTH_MODES: ChoiceSet = ChoiceSet(&[
    choice("sms", "短信", "CODE_SMS", ("短信验证码", "a code by text message")).also(&[
        "短信验证码",
        "短信验证",
        "短信认证",
        "验证码",
        "手机短信",
        "手机验证码",
        "code_sms",
    ]),
    choice("face", "人脸", "PSN_FACE", ("人脸识别", "face recognition")).also(&[
        "人脸识别",
        "人脸认证",
        "人脸验证",
        "刷脸",
        "扫脸",
        "面部识别",
        "psn_face",
        "facial",
    ]),
]);

pub static LAST_PAGE: ChoiceSet = ChoiceSet(&[choice("last", "末页", "", ("最后一页", "the last page"))]);

pub static LAST_MATCH: ChoiceSet =
    ChoiceSet(&[choice("last", "末个", "", ("最后一处", "the last place found"))]);

pub static ALL_SEALS: ChoiceSet =
    ChoiceSet(&[choice("all", "全部", "null", ("该账号的全部印章", "every seal of the account")).also(&[
        "所有",
        "全部印章",
        "所有印章",
    ])]);

pub static CONTACT_KINDS: ChoiceSet = ChoiceSet(&[
    choice("mobile", "手机", "MOBILE", ("手机号", "a mobile number")).also(&[
        "手机号",
        "手机号码",
        "电话",
        "phone",
        "tel",
    ]),
    choice("email", "邮箱", "EMAIL", ("电子邮箱", "an e-mail address")).also(&[
        "邮件",
        "电子邮箱",
        "电子邮件",
        "mail",
        "e-mail",
    ]),
    choice("employee", "员工", "EMPLOYEEID", ("员工 ID", "an employee id")).also(&["员工id", "employeeid"]),
    choice("number", "工号", "NUMBER", ("员工编号", "an employee number")).also(&["员工编号", "员工号"]),
]);

pub static YES_NO: ChoiceSet = ChoiceSet(&[
    choice("yes", "是", "true", ("是", "yes")).also(&["允许", "可以", "true", "allow"]),
    choice("no", "否", "false", ("否", "no")).also(&["不", "不允许", "不可以", "禁止", "false", "deny"]),
]);

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
