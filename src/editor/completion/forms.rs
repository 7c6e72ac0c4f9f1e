//! Whole statements to be filled in.

use super::items::one_of;
use crate::findings::Lang;
use crate::vocabulary::Key;

/// A statement with its block, in both languages, as a snippet.
#[derive(Debug)]
pub struct Form {
    pub key: Key,
    /// The clause that sets it apart from others of its keyword.
    pub with: Option<Key>,
    /// Chinese, English.
    pub title: (&'static str, &'static str),
    pub zh: &'static str,
    pub en: &'static str,
}

impl Form {
    /// The snippet, which signs one of these documents.
    pub fn text(&self, lang: Lang, documents: &[&str]) -> String {
        let text = match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        };
        let signs = matches!(self.key, Key::Signer | Key::Sign);
        if !signs || documents.is_empty() {
            return text.to_owned();
        }
        let name = match lang {
            Lang::Zh => "正文",
            Lang::En => "main",
        };
        let holes = (1..=9).map(|stop| (stop, format!("${{{stop}:{name}}}")));
        holes.fold(text.to_owned(), |text, (stop, hole)| text.replace(&hole, &one_of(stop, documents)))
    }
}

/// The forms. Filled in as they stand, each is free of mistakes.
pub static FORMS: &[Form] = &[
    Form {
        key: Key::Contract,
        with: None,
        title: ("一份完整的合同", "a whole contract"),
        zh: "合同 \"${1:劳动合同}\" {\n    业务编号 \"${2:HR-2026-001}\"\n    发起方   \"${3:发起方账号}\"\n    截止     ${4:30}天内\n\n    \
             文件 ${5:正文} \"${6:FC_文件编码}\"\n\n    签署方 \"${7:签署方账号}\" 认证 ${8|短信,人脸|} {\n        \
             签章 ${5:正文} 页 ${9:1} 位置 (${10:280}, ${11:420})\n    }\n}\n$0",
        en: "contract \"${1:Employment contract}\" {\n    code      \"${2:HR-2026-001}\"\n    initiator \"${3:initiator account}\"\n    \
             deadline  in ${4:30}d\n\n    document ${5:main} \"${6:FC_file_code}\"\n\n    signer \"${7:signer account}\" auth ${8|sms,face|} {\n        \
             sign ${5:main} page ${9:1} at (${10:280}, ${11:420})\n    }\n}\n$0",
    },
    Form {
        key: Key::Document,
        with: Some(Key::Upload),
        title: ("本机的文件，发起前先上传", "a file on this machine, uploaded first"),
        zh: "文件 ${1:正文} 上传 \"${2:合同.pdf}\"",
        en: "document ${1:main} upload \"${2:contract.pdf}\"",
    },
    Form {
        key: Key::Document,
        with: Some(Key::From),
        title: ("由模板生成的文件", "a document made from a template"),
        zh: "文件 ${1:正文} 来自 模板 \"${2:模板ID}\" {\n    填写 \"${3:组件ID}\" \"${4:值}\"\n}\n$0",
        en: "document ${1:main} from template \"${2:template id}\" {\n    field \"${3:component id}\" \"${4:value}\"\n}\n$0",
    },
    Form {
        key: Key::Signer,
        with: None,
        title: ("签署方，带盖章位置", "a signer with a place to sign"),
        zh: "签署方 ${1:\"签署方账号\"} 认证 ${2|短信,人脸|} {\n    签章 ${3:正文} 页 ${4:1} 位置 (${5:280}, ${6:420})\n}\n$0",
        en: "signer ${1:\"signer account\"} auth ${2|sms,face|} {\n    sign ${3:main} page ${4:1} at (${5:280}, ${6:420})\n}\n$0",
    },
    Form {
        key: Key::Signer,
        with: Some(Key::Silent),
        title: ("自动盖章的签署方，不用人到场", "a signer whose seal is set without anyone present"),
        zh: "签署方 ${1:\"签署方账号\"} {\n    签章 ${2:正文} 页 ${3:1} 位置 (${4:280}, ${5:420}) 静默 \"${6:授权码}\"\n}\n$0",
        en: "signer ${1:\"signer account\"} {\n    sign ${2:main} page ${3:1} at (${4:280}, ${5:420}) silent \"${6:authorization code}\"\n}\n$0",
    },
    Form {
        key: Key::Sign,
        with: None,
        title: ("一处盖章", "a place to sign"),
        zh: "签章 ${1:正文} 页 ${2:1} 位置 (${3:280}, ${4:420})",
        en: "sign ${1:main} page ${2:1} at (${3:280}, ${4:420})",
    },
    Form {
        key: Key::Person,
        with: None,
        title: ("一个人", "a person"),
        zh: "个人 ${1:张三} {\n    账号   \"${2:账号}\"\n    姓名   \"${3:姓名}\"\n    身份证 \"${4:身份证号码}\"\n    手机   \"${5:手机号}\"\n}\n$0",
        en: "person ${1:zhangsan} {\n    account \"${2:account id}\"\n    name    \"${3:real name}\"\n    idcard  \"${4:ID number}\"\n    phone   \"${5:mobile number}\"\n}\n$0",
    },
    Form {
        key: Key::Company,
        with: None,
        title: ("一家企业", "a company"),
        zh: "企业 ${1:甲方} {\n    账号 \"${2:账号}\"\n}\n$0",
        en: "company ${1:buyer} {\n    account \"${2:account id}\"\n}\n$0",
    },
    Form {
        key: Key::Authorization,
        with: None,
        title: ("静默签署授权", "an authorization of silent signing"),
        zh: "静默授权 ${1:授权名} {\n    账号 \"${2:账号}\"\n    印章 ${3:全部}\n    认证 ${4|短信,人脸|}\n}\n$0",
        en: "authorization ${1:grant} {\n    account \"${2:account id}\"\n    seals   ${3:all}\n    auth    ${4|sms,face|}\n}\n$0",
    },
    Form {
        key: Key::Ticket,
        with: None,
        title: ("在小程序里打开签署页面的令牌", "a ticket that opens the signing page in a mini-program"),
        zh: "签署令牌 ${1:客户签署} {\n    业务编号 \"${2:HR-2026-001}\"\n    用户 ${3|员工,手机,邮箱,工号|} \"${4:联系方式}\"\n}\n$0",
        en: "ticket ${1:customer} {\n    code \"${2:HR-2026-001}\"\n    user ${3|employee,mobile,email,number|} \"${4:contact}\"\n}\n$0",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::completion::items::plain;
    use crate::{Facts, Keywords, Model, NoFiles, Settings, Source};

    const CODE: &str = "\"FC_20241212171254RkztvLleUICgRSe\"";

    /// Where a form belongs, with what is needed so that nothing else is found; it stands for `FORM`.
    fn place(form: &Form) -> String {
        let head = "contract \"a\" {\n    code \"N-1\"\n    initiator \"B\"\n    deadline in 30d\n";
        let document = format!("    document main {CODE} pages 8\n");
        match form.key {
            Key::Document => format!(
                "{head}    FORM\n    signer \"C\" auth sms {{\n        sign NAME page 1 at (280, 420)\n    }}\n}}\n"
            ),
            Key::Signer => format!(
                "{head}{document}    FORM\n    signer \"C\" auth sms {{\n        sign main page 2 at (280, 420)\n    }}\n}}\n"
            ),
            Key::Sign => format!("{head}{document}    signer \"C\" auth sms {{\n        FORM\n    }}\n}}\n"),
            Key::Person | Key::Company => {
                "FORM\nauthorization grant {\n    account NAME\n    seals all\n}\n".to_owned()
            }
            _ => "FORM\n".to_owned(),
        }
    }

    #[test]
    fn every_form_checks_clean_and_is_in_shape() {
        for form in FORMS {
            for lang in [Lang::Zh, Lang::En] {
                let filled = plain(&form.text(lang, &["main"]));
                let declared = filled.split_whitespace().nth(1).unwrap();
                let text = place(form).replace("NAME", declared);
                let margin = text.lines().find_map(|line| line.strip_suffix("FORM")).unwrap();
                let written = filled.trim_end().replace('\n', &format!("\n{margin}"));
                let text = crate::format(&text.replace("FORM", &written), Keywords::Keep);
                let model = Model::read(Source::new("a.qdc", text.clone()), &NoFiles, &Default::default());
                let facts = Facts::at("2026-01-05T09:00".parse().unwrap());
                let findings: Vec<_> = crate::check(&model, &facts, &Settings::default())
                    .into_iter()
                    // What stands for a number or a code is none yet, and what stands for a file no file.
                    .filter(|finding| {
                        let stands_for = ["id-number", "phone-number", "file-not-found", "suspicious-value"];
                        !stands_for.contains(&finding.rule.name)
                    })
                    .map(|finding| format!("{}: {}", finding.rule.name, finding.message.en))
                    .collect();
                assert!(findings.is_empty(), "{text}\n{findings:?}");
                assert!(text.contains(&written), "not as the formatter has it:\n{written}\n{text}");
            }
        }
    }

    #[test]
    fn a_form_signs_the_documents_there_are() {
        let sign = FORMS.iter().find(|form| form.key == Key::Sign).unwrap();
        assert!(sign.text(Lang::Zh, &[]).starts_with("签章 ${1:正文} "));
        assert!(sign.text(Lang::Zh, &["租约"]).starts_with("签章 ${1:租约} "));
        assert!(sign.text(Lang::En, &["租约", "附表"]).starts_with("sign ${1|租约,附表|} "));
    }

    #[test]
    fn snippets_look_like_what_they_become() {
        assert_eq!(plain("a \"${1:x}\" ${2|sms,face|} ($3, ${4:5})$0"), "a \"x\" sms (, 5)");
    }
}
