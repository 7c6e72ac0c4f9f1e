//! Words that several messages share.

use jiff::civil::Date;

use crate::findings::Words;
use crate::model::Model;
use crate::privacy::numbers_masked;
use crate::privacy::personal::REACH;
use crate::source::Span;
use crate::vocabulary::{ChoiceSet, Key, Shape, WORDS, Word};
use crate::words;

/// The most characters of somebody's words in a message.
const QUOTED: usize = 40;

/// The user's own words at a span, short, and without the number of a person. Masked before they are cut: half a number
/// is known by nothing.
pub fn quoted(model: &Model, span: Span) -> String {
    let line = model.sources.slice(span).lines().next().unwrap_or_default();
    let masked = numbers_masked(&line[..line.floor_char_boundary(QUOTED * 4 + REACH)]);
    let mut rest = masked.chars();
    let mut text: String = rest.by_ref().take(QUOTED).collect();
    if rest.next().is_some() {
        text.push('…');
    }
    text
}

/// Whether what stands at this keyword belongs in no message.
pub fn is_personal(word: &Word) -> bool {
    matches!(word.key, Key::IdCard | Key::Phone | Key::PersonName | Key::Silent | Key::Flow | Key::User)
}

/// A keyword spelled as the words it replaces: Chinese for Chinese, English for English.
pub fn spelled_like(word: &Word, written: &str) -> &'static str {
    if written.is_ascii() { word.en } else { word.zh }
}

/// Words that take the place of a value, Chinese and English: in the language of the keyword before it.
pub fn spelled_at(model: &Model, value: Span, (zh, en): (&'static str, &'static str)) -> &'static str {
    let before = &model.sources[value.file].text()[..value.start as usize];
    let letter = before.chars().rev().find(|c| c.is_alphabetic());
    if letter.is_some_and(|letter| !letter.is_ascii()) { zh } else { en }
}

/// A date in the way of writing of the one it replaces: `2026年1月5日` or `2026-01-05`.
pub fn date_like(model: &Model, replaced: Span, date: Date) -> String {
    match model.sources.slice(replaced).contains('年') {
        true => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        false => date.to_string(),
    }
}

/// The keywords a keyword belongs to, in both languages; `None` where it belongs to the file itself.
pub fn parents(word: &Word) -> Option<Words> {
    let parents = word.parents.iter().filter_map(|key| WORDS.iter().find(|word| word.key == *key));
    let (zh, en): (Vec<_>, Vec<_>) =
        parents.map(|parent| (format!("`{}`", parent.zh), format!("`{}`", parent.en))).unzip();
    (!zh.is_empty()).then(|| Words { zh: zh.join("、"), en: en.join(" or ") })
}

/// The words of a set.
pub fn choices(set: &ChoiceSet) -> Words {
    let (zh, en): (Vec<_>, Vec<_>) =
        set.0.iter().map(|choice| (format!("`{}`", choice.zh), format!("`{}`", choice.en))).unzip();
    Words { zh: zh.join("、"), en: en.join(", ") }
}

/// What a keyword takes.
pub fn shape(shape: Shape) -> Words {
    let Words { zh, en } = shape_words(shape);
    // Chinese text stands off from what is in backticks.
    Words { zh: if zh.starts_with('`') { format!(" {zh}") } else { zh }, en }
}

fn shape_words(shape: Shape) -> Words {
    match shape {
        Shape::Text => words!("引号里的文字", "text in quotes"),
        Shape::Url => words!(
            "引号里的网址，如 `“https://example.com/”`",
            "an address in quotes such as `\"https://example.com/\"`"
        ),
        Shape::Path => words!("引号里的文件路径", "a path in quotes"),
        Shape::Name => words!("一个自己起的名字，不加引号", "a name of your own, without quotes"),
        Shape::DocumentName => words!("本合同里一个文件的名字", "the name of a document of this contract"),
        Shape::Account => words!(
            "引号里的账号 ID，或声明过的个人、企业的名字",
            "an account id in quotes, or the name of a declared person or company"
        ),
        Shape::Integer(0, _) => words!("整数", "a whole number"),
        Shape::Integer(least, _) => words!("从 {least} 起的整数", "a whole number from {least}"),
        Shape::IntegerOr(set) => {
            let Words { zh, en } = choices(set);
            words!("整数，或 {zh}", "a whole number, or {en}")
        }
        Shape::TextOrInteger => words!("引号里的文字或整数", "text in quotes or a whole number"),
        Shape::Duration => {
            words!("一段时间，如 `3秒`、`1小时`、`30天`", "a length of time such as `3s`, `1h` or `30d`")
        }
        Shape::Deadline => words!(
            "日期，如 `2026-12-31`，或期限，如 `30天内`",
            "a date such as `2026-12-31`, or a length of time such as `in 30d`"
        ),
        Shape::Length => words!(
            "数字，可带单位，如 `300` 或 `120mm`",
            "a number with or without a unit, such as `300` or `120mm`"
        ),
        Shape::Point => words!("坐标，如 `(280, 420)`", "a point such as `(280, 420)`"),
        Shape::Spot => words!("坐标，如 `(280, 420)`", "a point such as `(280, 420)`"),
        Shape::Template => words!("`模板 “模板ID”`", "`template \"template id\"`"),
        Shape::Choice(set) => {
            let Words { zh, en } = choices(set);
            if set.0.len() == 1 { words!("{zh}", "{en}") } else { words!("{zh} 之一", "one of {en}") }
        }
        Shape::ChoiceOrText(set) => {
            let Words { zh, en } = choices(set);
            words!("{zh}，或引号里的文字", "{en}, or text in quotes")
        }
        Shape::Seals => words!("`全部`，或逐个写印章 ID", "`all`, or seal ids"),
        Shape::ParamValue => words!("与参数类型一致的值", "a value of the param's type"),
    }
}

/// `甲、乙 和 丙`, `a, b and c`.
pub fn list(parts: &[Words]) -> Words {
    fn join(parts: Vec<&str>, comma: &str, and: &str) -> String {
        match parts.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, rest)) => format!("{}{and}{last}", rest.join(comma)),
            None => String::new(),
        }
    }
    Words {
        zh: join(parts.iter().map(|words| words.zh.as_str()).collect(), "、", " 和 "),
        en: join(parts.iter().map(|words| words.en.as_str()).collect(), ", ", " and "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_well() {
        let words = |zh: &str| Words { zh: zh.into(), en: zh.into() };
        assert_eq!(list(&[words("a"), words("b"), words("c")]).zh, "a、b 和 c");
        assert_eq!(list(&[words("a"), words("b"), words("c")]).en, "a, b and c");
        assert_eq!(list(&[words("a")]).en, "a");
    }
}
