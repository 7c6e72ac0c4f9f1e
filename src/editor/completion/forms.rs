//! Whole statements to be filled in.

use crate::findings::Lang;
use crate::vocabulary::Key;

/// A statement with its block, in both languages, as a snippet.
#[derive(Debug)]
pub struct Form {
    pub key: Key,
    /// Chinese, English.
    pub title: (&'static str, &'static str),
    pub zh: &'static str,
    pub en: &'static str,
}

impl Form {
    pub fn text(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

/// The forms. Filled in as they stand, each is free of errors.
pub static FORMS: &[Form] = &[
    Form {
        key: Key::Contract,
        title: ("一份完整的合同", "a whole contract"),
        zh: "合同 \"${1:劳动合同}\" {\n    业务编号 \"${2:HR-2026-001}\"\n    发起方   \"${3:发起方账号}\"\n    截止     ${4:30}天内\n\n    \
             文件 ${5:正文} \"${6:FC_文件编码}\"\n\n    签署方 \"${7:签署方账号}\" 认证 ${8|短信,人脸|} {\n        \
             签章 ${5:正文} 页 ${9:1} 位置 (${10:280}, ${11:420})\n    }\n}\n$0",
        en: "contract \"${1:Employment contract}\" {\n    code      \"${2:HR-2026-001}\"\n    initiator \"${3:initiator account}\"\n    \
             deadline  in ${4:30}d\n\n    document ${5:main} \"${6:FC_file_code}\"\n\n    signer \"${7:signer account}\" auth ${8|sms,face|} {\n        \
             sign ${5:main} page ${9:1} at (${10:280}, ${11:420})\n    }\n}\n$0",
    },
    Form {
        key: Key::Signer,
        title: ("签署方，带盖章位置", "a signer with a place to sign"),
        zh: "签署方 ${1:\"签署方账号\"} 认证 ${2|短信,人脸|} {\n    签章 ${3:正文} 页 ${4:1} 位置 (${5:280}, ${6:420})\n}\n$0",
        en: "signer ${1:\"signer account\"} auth ${2|sms,face|} {\n    sign ${3:main} page ${4:1} at (${5:280}, ${6:420})\n}\n$0",
    },
    Form {
        key: Key::Sign,
        title: ("一处盖章", "a place to sign"),
        zh: "签章 ${1:正文} 页 ${2:1} 位置 (${3:280}, ${4:420})",
        en: "sign ${1:main} page ${2:1} at (${3:280}, ${4:420})",
    },
    Form {
        key: Key::Person,
        title: ("一个人", "a person"),
        zh: "个人 ${1:张三} {\n    账号   \"${2:账号}\"\n    姓名   \"${3:姓名}\"\n    身份证 \"${4:身份证号码}\"\n    手机   \"${5:手机号}\"\n}\n$0",
        en: "person ${1:zhangsan} {\n    account \"${2:account id}\"\n    name    \"${3:real name}\"\n    idcard  \"${4:ID number}\"\n    phone   \"${5:mobile number}\"\n}\n$0",
    },
    Form {
        key: Key::Company,
        title: ("一家企业", "a company"),
        zh: "企业 ${1:甲方} {\n    账号 \"${2:账号}\"\n}\n$0",
        en: "company ${1:buyer} {\n    account \"${2:account id}\"\n}\n$0",
    },
    Form {
        key: Key::Authorization,
        title: ("静默签署授权", "an authorization of silent signing"),
        zh: "静默授权 ${1:授权名} {\n    账号 \"${2:账号}\"\n    印章 ${3:全部}\n    认证 ${4|短信,人脸|}\n}\n$0",
        en: "authorization ${1:grant} {\n    account \"${2:account id}\"\n    seals ${3:all}\n    auth ${4|sms,face|}\n}\n$0",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::completion::items::plain;
    use crate::findings::Level;
    use crate::{Facts, Model, NoFiles, Settings, Source};

    #[test]
    fn every_form_is_free_of_errors() {
        for form in FORMS {
            for lang in [Lang::Zh, Lang::En] {
                let form_text = plain(form.text(lang));
                let text = match form.key {
                    Key::Signer => {
                        format!(
                            "contract \"a\" {{\ninitiator \"B\"\ndocument main \"FC_1\"\ndocument 正文 \"FC_2\"\n{form_text}\n}}"
                        )
                    }
                    Key::Sign => {
                        format!(
                            "contract \"a\" {{\ninitiator \"B\"\ndocument main \"FC_1\"\ndocument 正文 \"FC_2\"\nsigner \"A\" {{\n{form_text}\n}}\n}}"
                        )
                    }
                    _ => form_text,
                };
                let model = Model::read(Source::new("a.qdc", text.clone()), &NoFiles, &Default::default());
                let facts = Facts::at("2026-01-05T09:00".parse().unwrap());
                let findings = crate::check(&model, &facts, &Settings::default());
                let errors: Vec<_> = findings
                    .iter()
                    .filter(|finding| finding.level == Level::Error)
                    // What stands for a number is no number yet.
                    .filter(|finding| !matches!(finding.rule.name, "id-number" | "phone-number"))
                    .map(|finding| &finding.message.en)
                    .collect();
                assert!(errors.is_empty(), "{text}\n{errors:?}");
            }
        }
    }

    #[test]
    fn snippets_look_like_what_they_become() {
        assert_eq!(plain("a \"${1:x}\" ${2|sms,face|} ($3, ${4:5})$0"), "a \"x\" sms (, 5)");
    }
}
