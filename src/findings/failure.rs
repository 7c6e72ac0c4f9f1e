//! Why something could not be done: a code for programs and words for people.

use super::Words;

/// Why a command could not be carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub code: Code,
    pub words: Words,
}

impl Failure {
    pub fn new(code: Code, words: Words) -> Self {
        Self { code, words }
    }
}

/// Lists the codes once: name, text and both meanings.
macro_rules! codes {
    ($($name:ident $text:literal $zh:literal $en:literal,)*) => {
        /// What a failure is called in JSON. Programs depend on the texts: one is added, none changes its meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {
            $(#[doc = $en] $name,)*
        }

        impl Code {
            pub const ALL: &[Code] = &[$(Code::$name,)*];

            /// As it is in JSON.
            pub fn text(self) -> &'static str {
                match self {
                    $(Code::$name => $text,)*
                }
            }

            /// What it means, for the pages that list the codes.
            pub fn meaning(self) -> Words {
                match self {
                    $(Code::$name => Words { zh: $zh.to_owned(), en: $en.to_owned() },)*
                }
            }
        }
    };
}

codes! {
    Usage "usage" "命令行不对" "the command line is wrong",
    FileNotFound "file-not-found" "文件不存在" "a file does not exist",
    FileUnreadable "file-unreadable" "文件读不出：没有权限、是文件夹、不是普通文件" "a file cannot be read: no permission, a folder, no regular file",
    FileUnwritable "file-unwritable" "文件写不了" "a file cannot be written",
    FileExists "file-exists" "文件已存在，没有覆盖" "a file exists and was not overwritten",
    NotText "not-text" "文件不是 UTF-8 文本" "a file is not UTF-8 text",
    NothingToDo "nothing-to-do" "没有可处理的文件，或文件里没有要发送的内容" "there are no files, or nothing in them to send",
    NotAContract "not-a-contract" "文件里没有合同" "the file holds no contract",
    SameCode "same-code" "同一条命令里有不同的合同用了同一个业务编号" "files of one command have one business code and different content",
    HasErrors "has-errors" "文件有错误，见 `findings`" "the file has errors, see `findings`",
    ParamsMissing "params-missing" "参数没有值" "params have no values",
    ParamsInvalid "params-invalid" "参数值的文件不对" "a file of values for params is wrong",
    SettingsInvalid "settings-invalid" "qdc.toml 不对，或缺少需要的设置" "`qdc.toml` is wrong, or a setting that is needed is missing",
    BaselineInvalid "baseline-invalid" "基线文件不对" "the baseline is wrong",
    UnknownName "unknown-name" "没有这条规则、错误码或关键字" "there is no such rule, platform code or word of the language",
    UnknownEnvironment "unknown-environment" "没有这个环境" "there is no such environment",
    KeysMissing "keys-missing" "没有这个环境的密钥" "the keys of the environment are missing",
    NotAgreed "not-agreed" "发送前没有得到确认" "sending was not agreed to",
    NotTrusted "not-trusted" "设置通向平台文档里没有的地方，还没有得到信任" "settings lead to a destination that no platform documents and that is not trusted",
    OtherProject "other-project" "文件属于不同的项目" "the files belong to different projects",
    PlanInvalid "plan-invalid" "不是存下的计划，或版本不对" "the file is not a saved plan, or one of another version",
    PlanChanged "plan-changed" "计划存下之后有东西变了" "something changed since the plan was saved",
    LedgerBusy "ledger-busy" "发送记录正被另一个程序占用" "another program is using the ledger",
    LedgerDamaged "ledger-damaged" "发送记录已损坏，或不是发送记录" "the ledger is damaged, or is not a ledger",
    LedgerNewer "ledger-newer" "发送记录由更新的 qdc 写成" "a newer qdc wrote the ledger",
    LedgerInvalid "ledger-invalid" "要导入的文件不是导出的发送记录" "the file to import is not an exported ledger",
    LedgerUnusable "ledger-unusable" "发送记录读不出或写不了，原因见 `message`" "the ledger cannot be read or written, for the reason in `message`",
    DiskFull "disk-full" "磁盘已满" "the disk is full",
    NotRecorded "not-recorded" "没有这份合同的发送记录" "the ledger has no record of the contract",
    AlreadyRecorded "already-recorded" "记录里已经是已发送" "the ledger has the contract as sent already",
    SandboxNotStarted "sandbox-not-started" "沙箱没有启动" "the sandbox did not start",
    PlatformUnreachable "platform-unreachable" "平台没有回答" "the platform did not answer",
    PlatformRefused "platform-refused" "平台拒绝了，见 `code`" "the platform refused, see `code`",
    CannotAsk "cannot-ask" "无法查询：没有合同 ID 和业务编号，或账号在记录里打了码" "there is nothing to ask by: no contract id and no business code, or account ids masked in the ledger",
    NotSent "not-sent" "请求没有发出，可以重新运行" "the request was not sent; the command may be run again",
    OutcomeUnknown "outcome-unknown" "请求可能已经到达平台" "the request may have reached the platform",
    Cancelled "cancelled" "已取消" "it was cancelled",
    Failed "failed" "其他原因，见 `message`" "another reason, see `message`",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_one_kebab_case_text() {
        let mut texts: Vec<&str> = Code::ALL.iter().map(|code| code.text()).collect();
        texts.iter().for_each(|text| {
            assert!(text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{text}");
        });
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), Code::ALL.len());
    }
}
