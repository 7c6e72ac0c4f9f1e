//! No value that stands where none is expected goes unnoticed, whatever the keyword and whatever the value.

use std::collections::HashSet;

use super::{Finding, check, examples};
use crate::findings::Level;
use crate::model::{FileError, Files, Model};
use crate::settings::Settings;
use crate::source::Source;
use crate::vocabulary::{Shape, WORDS, Word};

/// Every keyword of the language on a line of its own.
const STATEMENTS: [&str; 3] = [
    // By itself: whatever is named elsewhere may come from a file that is not there.
    "引用 \"parties.qdc\"\n",
    r#"参数 编号 数字
默认 3
企业 甲方 {
    账号 "CORP_TEST_001"
    信用代码 "91110000600037341L"
}
个人 乙方 {
    账号 "PSN_TEST_001"
    流水号 "FLOW_0001"
    姓名 "李伟"
    身份证 "110105190003070016"
    手机 "13800138000"
}
合同 "劳动合同" {
    业务编号 "HT-2026-1"
    发起方 甲方
    截止 2026-12-20 {
        顺延
    }
    顺序 依次
    格式 pdf
    文件 正文 "FC_20241212171254RkztvLleUICgRSe" {
        名称 "正文.pdf"
        编号 "42"
        页数 8
        本地 "main.pdf"
    }
    文件 附表 {
        来自 模板 "TPL_0001"
        填写 "a" "1"
    }
    文件 清单 {
        上传 "list.pdf"
    }
    附件 "FC_20241212171254RkztvLleUICgRSf"
    签署方 甲方 {
        次序 1
        认证 短信 人脸
        通知 1
        签章 正文 {
            页 8
            位置 (100, 200)
            日期 "YYYY-MM-DD"
            静默 "AUTH_0001"
        }
        签章 附表 {
            页 末页
            位置 文字 "甲方" {
                第 1
                偏移 (10, 10)
            }
        }
        签章 正文 {
            骑缝 420
        }
    }
    跳转 "https://hr.example.com/signed" {
        延时 3秒
    }
    存证 1 2
}
"#,
    r#"企业 甲方 {
    账号 "CORP_TEST_001"
}
静默授权 用印 {
    账号 甲方
    印章 "SEAL_1" 33
    认证 短信 人脸
    有效期 30天
}
签署令牌 令牌 {
    合同 "HT-1"
    业务编号 "HT-1"
    子公司 "T_1"
    用户 手机 "13800138000"
    密码签署 是
}
"#,
];

/// Values of every kind, right and broken.
const VALUES: [&str; 15] = [
    "(1, 2)",
    "（短信、人脸）",
    "(1, 2",
    "2026-12-20",
    "2026年12月20日",
    "2026.12.20",
    "42",
    "3天",
    "3mm",
    "\"x\"",
    "“x”",
    "a@b.cn",
    "https://x.cn",
    "随便",
    "随便（1）",
];

struct Nothing;

impl Files for Nothing {
    fn resolve(&self, _from: &str, path: &str) -> String {
        path.to_owned()
    }

    fn read(&self, _resolved: &str) -> Result<String, FileError> {
        Err(FileError::NotFound)
    }
}

fn errors(text: &str) -> HashSet<String> {
    let (facts, params) = examples::facts_of(text);
    let model = Model::read(Source::new("x.qdc", text), &Nothing, &params);
    let is_error = |finding: &Finding| finding.level == Level::Error;
    let findings = check(&model, &facts, &Settings::default());
    findings.into_iter().filter(is_error).map(|finding| finding.message.en).collect()
}

/// Whether a keyword takes any number of such values.
fn takes_more(word: &Word, value: &str) -> bool {
    word.takes.last().filter(|take| take.many).is_some_and(|take| match take.shape {
        Shape::Integer(..) => value == "42",
        Shape::Seals => value == "42" || value.starts_with(['"', '“']),
        Shape::ChoiceOrText(_) => value.starts_with(['"', '“']),
        _ => false,
    })
}

#[test]
fn no_value_too_many_goes_unnoticed() {
    let mut silent = Vec::new();
    let mut met = HashSet::new();
    for text in STATEMENTS {
        let known = errors(text);
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let Some(keyword) = line.split_whitespace().next().filter(|word| *word != "}") else { continue };
            let words: Vec<&Word> = WORDS.iter().filter(|word| word.zh == keyword).collect();
            assert!(!words.is_empty(), "{keyword} is no keyword");
            met.insert(keyword);
            for value in VALUES {
                if words.iter().any(|word| takes_more(word, value)) {
                    continue;
                }
                let changed = match line.strip_suffix(" {") {
                    Some(head) => format!("{head} {value} {{"),
                    None => format!("{line} {value}"),
                };
                let mut lines = lines.clone();
                lines[at] = &changed;
                if errors(&lines.join("\n")).is_subset(&known) {
                    silent.push(changed);
                }
            }
        }
    }
    let unmet: Vec<&str> = WORDS.iter().map(|word| word.zh).filter(|word| !met.contains(word)).collect();
    assert!(unmet.is_empty(), "keywords without a line: {unmet:?}");
    assert!(silent.is_empty(), "unnoticed:\n{}", silent.join("\n"));
}
