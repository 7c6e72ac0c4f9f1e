//! What the system and the readers of JSON say, in both languages: they know English only.

use std::io::{self, ErrorKind};

use serde_json::error::Category;

use super::Words;
use crate::words;

impl Words {
    /// Why the system refused. In English its own words; in Chinese those of the common reasons, else that it is an
    /// error of the system, with its number.
    pub fn of_io(error: &io::Error) -> Words {
        let zh = match error.kind() {
            ErrorKind::NotFound => "没有这个文件或文件夹",
            ErrorKind::PermissionDenied => "没有权限",
            ErrorKind::AlreadyExists => "已经存在",
            ErrorKind::IsADirectory => "是文件夹",
            ErrorKind::NotADirectory => "上级路径是文件，不是文件夹",
            ErrorKind::ReadOnlyFilesystem => "磁盘是只读的",
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "磁盘已满",
            ErrorKind::NotSeekable => "不是普通文件",
            ErrorKind::FileTooLarge => "文件太大",
            ErrorKind::InvalidFilename => "文件名太长，或含有不能用的字符",
            ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "正被另一个程序占用",
            ErrorKind::InvalidData => "内容不是 UTF-8 编码的文本",
            ErrorKind::ConnectionRefused => "对方拒绝连接（没有程序在这个端口上监听）",
            ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => {
                "连接被对方断开"
            }
            ErrorKind::UnexpectedEof => "数据还没有收完，对方就断开了",
            ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown => "网络不通",
            ErrorKind::AddrInUse => "端口已被占用",
            ErrorKind::AddrNotAvailable => "本机没有这个地址",
            ErrorKind::TimedOut | ErrorKind::WouldBlock => "超时",
            ErrorKind::Unsupported => "系统不支持这个操作",
            ErrorKind::OutOfMemory => "内存不足",
            ErrorKind::Interrupted => "被中断",
            _ => "",
        };
        match (zh.is_empty(), error.raw_os_error()) {
            (false, _) => Words { zh: zh.to_owned(), en: error.to_string() },
            (true, Some(number)) => words!("系统错误 {number}（{error}）", "{error}"),
            (true, None) => words!("系统错误（{error}）", "{error}"),
        }
    }

    /// Why a text is not the JSON it should be, and where.
    pub fn of_json(error: &serde_json::Error) -> Words {
        let (line, column) = (error.line(), error.column());
        match error.classify() {
            Category::Eof => words!("第 {line} 行第 {column} 列：内容不完整，末尾缺少引号或括号", "{error}"),
            Category::Syntax => {
                words!("第 {line} 行第 {column} 列不是正确的 JSON，多半少了或多了逗号、引号、括号", "{error}")
            }
            Category::Data => {
                let why = of_data(&error.to_string());
                words!("第 {line} 行第 {column} 列：{why}", "{error}")
            }
            Category::Io => words!("无法读取（{error}）", "{error}"),
        }
    }
}

/// What serde says of a value of the wrong kind.
fn of_data(message: &str) -> String {
    let quoted = || message.split('`').nth(1).unwrap_or_default();
    if message.starts_with("missing field") {
        return format!("缺少 `{}`", quoted());
    }
    if message.starts_with("unknown field") {
        return format!("没有 `{}` 这一项", quoted());
    }
    if message.starts_with("duplicate field") {
        return format!("`{}` 写了两次", quoted());
    }
    if message.starts_with("unknown variant") {
        return format!("不能是 `{}`", quoted());
    }
    "值的类型不对".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a text holds an English word.
    fn is_english(text: &str) -> bool {
        text.split(|c: char| !c.is_ascii_lowercase()).any(|word| word.len() > 2)
    }

    #[test]
    fn chinese_ends_in_chinese() {
        for kind in
            [ErrorKind::NotFound, ErrorKind::ConnectionRefused, ErrorKind::TimedOut, ErrorKind::AddrInUse]
        {
            let words = Words::of_io(&kind.into());
            assert!(!words.zh.is_empty() && !is_english(&words.zh), "{words:?}");
        }
        for wrong in ["{", "[1,,2]", "{\"a\": }", "\"", "x"] {
            let words = Words::of_json(&serde_json::from_str::<serde_json::Value>(wrong).unwrap_err());
            assert!(words.zh.contains("第 1 行") && !is_english(&words.zh), "{words:?}");
        }
        let words = Words::of_json(&serde_json::from_str::<u8>("\"a\"").unwrap_err());
        assert!(words.zh.contains("值的类型不对") && !is_english(&words.zh), "{words:?}");
    }
}
