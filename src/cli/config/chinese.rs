//! What the reader of TOML says of a settings file, in Chinese. It speaks English only, and its messages have no codes.

/// What its messages begin with (toml_parser, `ParseError::new`), and what a person is to do.
const KNOWN: &[(&str, &str)] = &[
    ("duplicate key", "同一个键写了两次"),
    ("string values must be quoted", "文字要加引号，写成 `名字 = \"值\"`"),
    ("missing value", "`=` 后面缺少值"),
    ("key with no value", "这里只有名字，没有 `= 值`"),
    ("missing assignment between key-value pairs", "两项之间缺少换行，或者少了 `=`"),
    ("extra `=`", "多了一个 `=`"),
    ("extra assignment", "多了一个 `=`"),
    ("unexpected `=` in array", "方括号里多了一个 `=`"),
    ("missing opening quote", "缺少开头的引号"),
    ("missing closing quote", "缺少结尾的引号"),
    ("invalid basic string", "引号里的文字写法不对：路径里的 `\\` 要写成 `/`，或用单引号"),
    ("missing escaped value", "引号里的 `\\` 后面写法不对：路径里的 `\\` 要写成 `/`，或用单引号"),
    ("unclosed inline table", "缺少 `}`"),
    ("unclosed array table", "缺少 `]]`"),
    ("unclosed array", "缺少 `]`"),
    ("unclosed table", "缺少 `]`"),
    ("missing comma", "两个值之间缺少逗号"),
    ("extra comma", "多了一个逗号"),
    ("invalid unquoted key", "名字只能用字母、数字、`-` 和 `_`；别的文字（包括中文）要加引号"),
    ("unquoted keys cannot be empty", "`=` 前面缺少名字"),
    ("invalid key-value pair", "要写成 `名字 = 值`"),
    ("unexpected leading zero", "数字前面不能有 0"),
    ("invalid value", "这个值写法不对：文字要加引号"),
    ("unexpected key or value", "这里多了内容：一行只能写一项"),
    ("unexpected content", "这里多了内容：一行只能写一项"),
    ("carriage return", "换行符不对，请用编辑器另存为普通的 UTF-8 文本"),
    ("invalid comment character", "注释里有看不见的字符"),
    ("missing field", "少写了一项"),
];

/// A message of the reader of TOML, in Chinese.
pub fn in_chinese(message: &str) -> String {
    let kind = |english: &str| {
        let name = match english {
            "f64" | "f32" | "a float" | "floating point" => "数字",
            "u32" | "u64" | "usize" | "i64" | "integer" => "整数",
            "a string" | "string" => "引号里的文字",
            "a boolean" | "boolean" => " true 或 false",
            "a sequence" | "sequence" => "方括号里的列表",
            "a map" | "map" | "a table" => "一段设置",
            _ => return None,
        };
        Some(name.to_owned())
    };
    let wrong_type = || {
        let (found, expected) = message.strip_prefix("invalid type: ")?.split_once(", expected ")?;
        let expected = kind(expected)?;
        // `string "80"`, `integer `3``: the value stands behind its kind.
        let value = found.split_once(['"', '`']).map(|(_, value)| value.trim_end_matches(['"', '`']));
        Some(match value {
            Some(value) => format!("这里要写{expected}，不是 `{value}`"),
            None => format!("这里要写{expected}"),
        })
    };
    let known = KNOWN.iter().find(|(theirs, _)| message.starts_with(theirs));
    let known = || known.map(|(_, ours)| (*ours).to_owned());
    wrong_type().or_else(known).unwrap_or_else(|| "写法不对：每行写成 `名字 = 值`，文字要加引号".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_mistakes_are_explained_without_english() {
        for wrong in [
            "environment = test",
            "environment test",
            "environment =",
            "环境 = \"test\"",
            "[environments.test\n",
            "[environments]\ntest = { address = \"https://x\"",
            "environment = \"a\" \"b\"",
            "environment = \"C:\\用户\"",
            "a = 1\na = 2",
            "= 3",
            "[lint\nx = 1",
            "lint = [1 2]",
        ] {
            let error = toml::from_str::<toml::Table>(wrong).unwrap_err();
            let chinese = in_chinese(error.message());
            let english = ["expected", "invalid", "missing", "unclosed", "key", "value"];
            assert!(
                !english.iter().any(|word| chinese.contains(word)),
                "{wrong}: {chinese} ({})",
                error.message()
            );
        }
    }
}
