//! Values that are something else: a file name, a company's name, a date. Of no form the platform documents, so each is a
//! doubt, not an error; where the platform documents what it takes, the words say that.

use super::super::{Context, phrase};
use super::RULE;
use super::sent::{Form, Sent};
use crate::findings::{Change, Finding, Words};
use crate::model::{Model, is_han, looks_like_name};
use crate::vocabulary::narrowed;
use crate::words;

/// Why a value is probably not what it should be, and what to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    pub message: Words,
    pub help: Words,
}

pub(super) fn check(cx: &Context<'_>, sent: &Sent<'_>) -> Option<Finding> {
    // What a param stands for is put right where its value is given.
    let value = sent.text.value()?;
    let doubt = match sent.form {
        Form::Account => account(value)?,
        Form::FileCode => file_code(value)?,
        Form::AttachmentCode => Doubt { help: attachment_help(), ..file_code(value)? },
        Form::SealId => seal_id(value)?,
        Form::DateFormat => date_format(value)?,
        Form::TemplateId | Form::ContractId | Form::AuthorizeCode | Form::Flow => other_code(sent.form, value)?,
        _ => return None,
    };
    let finding = Finding::new(&RULE, sent.span, doubt.message).help(doubt.help);
    Some(match sent.form {
        Form::Account => declared(cx, sent, value, finding),
        Form::FileCode if looks_like_file(value) && !sent.text.has_params() => {
            let upload = phrase::spelled_at(cx.model, sent.span, ("上传", "upload"));
            finding.offer(
                words!("加上 `{upload}`，由 qdc 上传这个文件", "add `{upload}`, so that qdc uploads the file"),
                vec![Change::new(sent.span.before(), format!("{upload} "))],
            )
        }
        Form::DateFormat => match upper_format(value).filter(|_| !sent.text.has_params()) {
            Some(format) => finding.offer(
                words!("改成 `{format}`", "write `{format}`"),
                vec![Change::new(sent.span, format!("\"{format}\""))],
            ),
            None => finding,
        },
        _ => finding,
    })
}

/// A declared name in quotes is taken for an account id.
fn declared(cx: &Context<'_>, sent: &Sent<'_>, value: &str, finding: Finding) -> Finding {
    let name = narrowed(value.trim());
    let is_use = uses_names(cx.model, sent);
    if !is_use || !is_declared(cx.model, &name) || sent.text.has_params() {
        return finding;
    }
    let message = words!(
        "`{name}` 是声明过的名字，加了引号就成了账号",
        "`{name}` is a declared name; in quotation marks it is taken for an account id"
    );
    Finding { message, ..finding }
        .help(words!("用名字时不加引号", "write a name without quotation marks"))
        .offer(words!("去掉引号", "remove the quotation marks"), vec![Change::new(sent.span, name.as_ref())])
}

/// Whether a name may go where this account is, rather than an account id alone.
fn uses_names(model: &Model, sent: &Sent<'_>) -> bool {
    let own = model.people.iter().filter_map(|person| person.account.as_ref());
    let own = own.chain(model.companies.iter().filter_map(|company| company.account.as_ref()));
    own.into_iter().all(|account| account.span != sent.span)
}

fn is_declared(model: &Model, name: &str) -> bool {
    model.people.iter().any(|person| person.name.value == name)
        || model.companies.iter().any(|company| company.name.value == name)
}

/// What is wrong with an account id: that it is somebody's name.
pub fn account(value: &str) -> Option<Doubt> {
    let value = value.trim();
    if !looks_like_name(value) {
        return None;
    }
    Some(Doubt {
        message: words!("`{value}` 像是名称，不像账号", "`{value}` looks like a name, not like an account id"),
        help: words!(
            "这里写平台上的账号 ID，即创建用户时自定的那个，如 `CORP_A_001`；平台没有写明它的格式，如果账号确实就是这个名称，可以不改",
            "write the account id on the platform, as chosen when the user was created, such as `CORP_A_001`; the platform does not \
             document its form: if this name really is the account id, leave it"
        ),
    })
}

/// What is wrong with a file code: that it is the name of a file.
pub fn file_code(value: &str) -> Option<Doubt> {
    let value = value.trim();
    let message = if looks_like_file(value) {
        words!(
            "`{value}` 像是本机的文件名，不是平台的文件编码",
            "`{value}` looks like the name of a file on this machine, not like the platform's file code"
        )
    } else if looks_like_name(value) {
        words!("`{value}` 像是文件的名称，不像文件编码", "`{value}` looks like a file's name, not like its file code")
    } else {
        return None;
    };
    Some(Doubt {
        message,
        help: words!(
            "要签本机的文件，写 `上传 “合同.pdf”`；平台上已有的文件，写平台给的编码，如 `FC_…`（编码的格式平台没有写明）",
            "for a file on this machine write `upload \"contract.pdf\"`; for one the platform has, write the code it gave, such as \
             `FC_…` (the platform does not document the form of its codes)"
        ),
    })
}

/// What can be written for an attachment.
pub fn attachment_help() -> Words {
    words!(
        "附件还不能上传本机的文件，只能写平台给的文件编码，如 `FC_…`",
        "attachments cannot be uploaded yet; write the file code the platform gave, such as `FC_…`"
    )
}

/// What is wrong with a seal id: that it is the seal's name.
pub fn seal_id(value: &str) -> Option<Doubt> {
    let value = value.trim();
    looks_like_name(value).then(|| Doubt {
        message: words!("`{value}` 像是印章的名称，不是印章 ID", "`{value}` looks like the name of a seal, not like a seal id"),
        help: words!(
            "写 `全部`，或平台给的印章 ID（数字）",
            "write `all`, or the seal id that the platform gave (a number)"
        ),
    })
}

/// What is wrong with the format of a signing date: that it is a date, or does not say year, month and day.
pub fn date_format(value: &str) -> Option<Doubt> {
    let has = |letter| value.contains(letter);
    let message = if value.contains(|c: char| c.is_numeric()) && !has("YYYY") {
        words!("`{value}` 是一个日期，不是日期的格式", "`{value}` is a date, not the format of a date")
    } else if upper_format(value).is_some() {
        words!(
            "`{value}` 用了小写字母，平台的示例用大写的 `YYYY-MM-DD`",
            "`{value}` is in lowercase letters; the platform's example has `YYYY-MM-DD`"
        )
    } else if !has("YYYY") || !has("M") || !has("D") {
        words!(
            "日期格式 `{value}` 里没有 `YYYY`、`MM`、`DD`",
            "the date format `{value}` is without `YYYY`, `MM` and `DD`"
        )
    } else {
        return None;
    };
    Some(Doubt { message, help: date_help() })
}

/// What goes behind `date`.
pub fn date_help() -> Words {
    words!(
        "`日期` 后面写的是格式（如 “YYYY-MM-DD”），签署当天由平台填写，不能指定日期",
        "`date` takes a format (such as \"YYYY-MM-DD\"); the platform fills in the day of signing, which cannot be chosen"
    )
}

/// `yyyy-mm-dd` in the capitals of the platform's example.
fn upper_format(value: &str) -> Option<String> {
    let small = value.to_ascii_lowercase();
    let is_format = small.contains("yyyy") && small.contains('m') && small.contains('d');
    let letters = value.chars().filter(char::is_ascii_alphabetic);
    let only = letters.clone().all(|c| "yYmMdD".contains(c));
    let upper = value.to_ascii_uppercase();
    (is_format && only && upper != value && !value.contains(['"', '{'])).then_some(upper)
}

/// Ids and codes that have no words of their own: Chinese in them is a name.
fn other_code(form: Form, value: &str) -> Option<Doubt> {
    let Words { zh, en } = form.words();
    let zh = zh.trim();
    value.contains(is_han).then(|| Doubt {
        message: words!("这里写的像是名称，不像{zh}", "this looks like a name; {en} goes here"),
        help: words!("写平台给的{zh}", "write {en} as the platform gave it"),
    })
}

/// Endings that files have and codes do not.
const ENDINGS: &[&str] = &[
    "pdf", "doc", "docx", "wps", "ofd", "xls", "xlsx", "ppt", "pptx", "txt", "rtf", "jpg", "jpeg", "png", "bmp", "tif",
    "tiff", "gif", "html", "zip", "rar", "qdc",
];

/// Whether a value is a file's name or a path.
pub fn looks_like_file(value: &str) -> bool {
    let value = value.trim();
    let ending = value.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let has_drive = value.get(1..3).is_some_and(|rest| rest == ":\\" || rest == ":/");
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
        || has_drive
        || ["./", "../", "~/", "/", "\\\\"].iter().any(|start| value.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_from_codes() {
        for file in ["采购合同.pdf", "a.PDF", r"C:\Users\张三\采购合同", "./a", "合同/正文.docx", "D:/a"] {
            assert!(looks_like_file(file), "{file}");
        }
        for code in ["FC_20241212171254RkztvLleUICgRSe", "FC_2", "a.b", "v1.2", "1/2", ""] {
            assert!(!looks_like_file(code), "{code}");
        }
    }

    #[test]
    fn names_are_told_from_ids() {
        for name in ["北京华裕科技有限公司", "李伟", "John Smith", "Huayu Technology Co., Ltd."] {
            assert!(account(name).is_some(), "{name}");
        }
        for id in ["CORP_A_001", "corp-7", "13800138000", "a@example.com", "7d9f", "CORP 7 ", "430100 201510"] {
            assert_eq!(account(id), None, "{id}");
        }
    }

    #[test]
    fn formats_are_told_from_dates() {
        for good in ["YYYY-MM-DD", "YYYY年MM月DD日", "YYYY/M/D", "DD.MM.YYYY", "YYYY-MM-DD HH:mm"] {
            assert_eq!(date_format(good), None, "{good}");
        }
        for bad in ["2026-12-01", "2026年12月1日", "年 月 日", "yyyy-mm-dd", "yyyy-MM-dd", "YYYY", "签署日期"] {
            assert!(date_format(bad).is_some(), "{bad}");
        }
        assert_eq!(upper_format("yyyy年mm月dd日").as_deref(), Some("YYYY年MM月DD日"));
    }
}
