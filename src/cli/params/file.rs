//! A file of values: a JSON object, or lines of `name=value`.
//!
//! In lines, blanks around name and value are not part of them, empty lines and those that begin with `#` are passed
//! over, and nothing else is special; a value that begins or ends with a blank, or has line breaks, wants JSON.

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::cli::{Code, Failure};
use crate::source::{Undecodable, decode};
use crate::words;

/// A value and the line, counted from 1, that it is written on.
#[derive(Debug, PartialEq)]
pub struct Member {
    pub name: String,
    pub value: String,
    pub line: usize,
}

/// A file's text, without a byte order mark.
pub fn text(file: &str, bytes: Vec<u8>) -> Result<String, Failure> {
    let lines_before = |at: usize| bytes[..at].iter().filter(|byte| **byte == b'\n').count();
    let line = std::str::from_utf8(&bytes).err().map(|error| lines_before(error.valid_up_to()) + 1);
    let mut text =
        decode(bytes).map_err(|why| Failure::new(Code::NotText, unreadable(file, why, line.unwrap_or(1))))?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(text)
}

fn unreadable(file: &str, why: Undecodable, line: usize) -> crate::findings::Words {
    match why {
        Undecodable::Utf16 => {
            words!("{file} 是 UTF-16 编码，请另存为 UTF-8", "{file} is UTF-16; save it as UTF-8")
        }
        Undecodable::NotUtf8 { .. } => words!(
            "{file} 第 {line} 行不是 UTF-8 编码（可能是 GBK），请另存为 UTF-8",
            "line {line} of {file} is not UTF-8 (perhaps GBK); save it as UTF-8"
        ),
        Undecodable::Document(kind) => {
            words!("{file} 是 {kind} 文件，不是文本", "{file} is a document ({kind}), not text")
        }
        Undecodable::TooLarge => words!("{file} 太大", "{file} is too large"),
    }
}

/// The values of a file, in its order.
pub fn members(file: &str, text: &str) -> Result<Vec<Member>, Failure> {
    match text.trim_start().starts_with('{') {
        true => of_json(file, text),
        false => of_lines(file, text),
    }
}

fn of_lines(file: &str, text: &str) -> Result<Vec<Member>, Failure> {
    let mut members = Vec::new();
    for (at, written) in text.lines().enumerate() {
        let (line, written) = (at + 1, written.trim());
        if written.is_empty() || written.starts_with('#') {
            continue;
        }
        let parts = written.split_once(['=', '＝']).map(|(name, value)| (name.trim(), value.trim()));
        let Some((name, value)) = parts.filter(|(name, _)| !name.is_empty()) else {
            // Not repeated: it may be half of somebody's data.
            if written.contains([':', '：']) {
                return Err(Failure::new(
                    Code::ParamsInvalid,
                    words!(
                        "{file}:{line}：名字和值之间写 =，不写冒号",
                        "{file}:{line}: between a name and its value goes `=`, not a colon"
                    ),
                ));
            }
            return Err(Failure::new(
                Code::ParamsInvalid,
                words!(
                    "{file}:{line}：每行要写成 名字=值，注释以 # 开头",
                    "{file}:{line}: a line is name=value, or a comment that begins with #"
                ),
            ));
        };
        if super::without_quotes(value).is_some() {
            return Err(Failure::new(
                Code::ParamsInvalid,
                words!(
                    "{file}:{line}：值不写在引号里，引号会一起填进合同；去掉引号，要填引号的改写成 JSON 文件",
                    "{file}:{line}: a value has no quotation marks here, they would go into the contract; remove them, \
                     or write a JSON file where they are meant"
                ),
            ));
        }
        members.push(Member { name: name.to_owned(), value: value.to_owned(), line });
    }
    Ok(members)
}

fn of_json(file: &str, text: &str) -> Result<Vec<Member>, Failure> {
    let Object(members) = serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Failure::new(
            Code::ParamsInvalid,
            words!(
                "{file}:{line}:{column}：不是 JSON 对象，应写成 {{\"名字\": \"值\"}}",
                "{file}:{line}:{column}: not a JSON object, which is written {{\"name\": \"value\"}}"
            ),
        )
    })?;
    let one =
        |(name, value): (String, &RawValue)| {
            let written = value.get();
            // INVARIANT: it was borrowed from the text.
            let at = (written.as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len());
            let line = text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
            let value = match written.as_bytes().first() {
                Some(b'"') => serde_json::from_str(written).ok(),
                // A number as it is written: 1.10 is not 1.1.
                Some(b'0'..=b'9' | b'-' | b't' | b'f') => Some(written.to_owned()),
                _ => None,
            };
            let value = value.ok_or_else(|| {
            Failure::new(Code::ParamsInvalid, words!(
                "{file}:{line}：参数 `{name}` 的值要是文本、数字、true 或 false",
                "{file}:{line}: the value of the param `{name}` has to be a text, a number, true or false"
            ))
        })?;
            Ok(Member { name, value, line })
        };
    members.into_iter().map(one).collect()
}

/// The members of a JSON object as they are written, repeated ones too.
struct Object<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(members)
            }
        }

        deserializer.deserialize_map(Members).map(Object)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String, usize)> {
        let members = members("v", text).unwrap_or_else(|failure| panic!("{}", failure.words.en));
        members.into_iter().map(|member| (member.name, member.value, member.line)).collect()
    }

    fn refused(text: &str) -> String {
        match members("v", text) {
            Err(failure) => failure.words.en,
            Ok(members) => panic!("{members:?}"),
        }
    }

    fn member(name: &str, value: &str, line: usize) -> (String, String, usize) {
        (name.into(), value.into(), line)
    }

    #[test]
    fn lines_as_any_editor_saves_them() {
        assert_eq!(
            read("# 员工\r\n\r\n姓名 = 张三 # 先生\r\n  # 备注\r\ncode＝A=1\nempty="),
            [member("姓名", "张三 # 先生", 3), member("code", "A=1", 5), member("empty", "", 6)]
        );
        assert_eq!(read(""), []);
    }

    #[test]
    fn a_colon_and_quotation_marks_are_named() {
        assert!(refused("手机号：13800138000").contains("colon"));
        assert!(refused("a: 1").contains("colon"));
        assert!(refused("a=1\n姓名=“陈静”").starts_with("v:2:"));
        assert!(!refused("姓名=\"陈静\"").contains("陈静"));
        assert_eq!(read("a=“双11”和“双12”"), [member("a", "“双11”和“双12”", 1)]);
        assert_eq!(read("{\"a\": \"“陈静”\"}"), [member("a", "“陈静”", 1)]);
    }

    #[test]
    fn json_as_it_is_written() {
        assert_eq!(
            read("\n{\"a\": \"x\\ny \",\n \"rate\": 1.10, \"big\": 2591540368898105360,\n\"on\": true}"),
            [
                member("a", "x\ny ", 2),
                member("rate", "1.10", 3),
                member("big", "2591540368898105360", 3),
                member("on", "true", 4)
            ]
        );
        assert_eq!(read("{\"a\": 1,\n\"a\": 2}"), [member("a", "1", 1), member("a", "2", 2)]);
    }

    #[test]
    fn mistakes_are_at_their_lines_and_repeat_no_value() {
        assert!(refused("a=1\n11010519491231002X").starts_with("v:2:"));
        assert!(!refused("a=1\n11010519491231002X").contains("11010519491231002X"));
        assert!(refused("=1").starts_with("v:1:"));
        assert!(refused("{\"a\": 1,\n\"b\": [1]}").starts_with("v:2:"));
        assert!(refused("{\"a\":\nnull}").contains("`a`"));
        assert!(refused("{\"a\": 1,\n").starts_with("v:2:"));
        assert!(refused("{\"a\": 1} x").starts_with("v:1:"));
    }

    #[test]
    fn other_encodings_are_named() {
        let why = |bytes: &[u8]| match text("v", bytes.to_vec()) {
            Err(failure) => failure.words.en,
            Ok(text) => panic!("{text}"),
        };
        assert!(why(b"\xff\xfea\0").contains("UTF-16"));
        assert!(why(b"a=1\nb=\xd5\xc5").contains("line 2"));
        assert!(why(b"PK\x03\x04").contains("Excel"));
        assert_eq!(text("v", "\u{feff}a=1".into()).unwrap_or_else(|_| panic!()), "a=1");
    }
}
