//! Numbers in digits and in Chinese.

use super::Cursor;

/// A number and how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    pub value: i64,
    /// How many digits it has; of `十二`, as many as `12`.
    pub digits: usize,
}

const DIGITS: &str = "〇一二三四五六七八九";

fn digit(character: char) -> Option<i64> {
    let plain = match character {
        '零' | '○' | 'Ｏ' => '〇',
        '壹' => '一',
        '贰' | '貳' | '两' => '二',
        '叁' | '參' => '三',
        '肆' => '四',
        '伍' => '五',
        '陆' | '陸' => '六',
        '柒' => '七',
        '捌' => '八',
        '玖' => '九',
        character => character,
    };
    DIGITS.chars().position(|digit| digit == plain).map(|at| at as i64)
}

fn power(character: char) -> Option<i64> {
    match character {
        '十' | '拾' => Some(10),
        '百' | '佰' => Some(100),
        '千' | '仟' => Some(1000),
        _ => None,
    }
}

impl Cursor<'_> {
    pub fn number(&mut self) -> Option<Number> {
        let rest = self.rest.trim_start();
        let is_chinese = |c: char| digit(c).is_some() || power(c).is_some() || "廿卅".contains(c);
        let arabic = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (number, length) = if arabic > 0 {
            let number = Number { value: rest[..arabic].parse().ok()?, digits: arabic };
            (number, arabic)
        } else {
            let length = rest.find(|c: char| !is_chinese(c)).unwrap_or(rest.len());
            (chinese(&rest[..length])?, length)
        };
        self.rest = &rest[length..];
        (number.value <= 99_999_999).then_some(number)
    }
}

/// `三十`, `一百二十`, `二〇二六`.
fn chinese(written: &str) -> Option<Number> {
    if written.is_empty() || written.chars().count() > 12 {
        return None;
    }
    let by_place: Option<i64> = written.chars().try_fold(0, |number, c| Some(number * 10 + digit(c)?));
    if let Some(value) = by_place {
        return Some(Number { value, digits: written.chars().count() });
    }
    let (mut total, mut open) = (0, None);
    for character in written.chars() {
        match (digit(character), power(character)) {
            (Some(digit), _) => open = Some(digit),
            (_, Some(power)) => total += open.take().unwrap_or(1) * power,
            _ => total += if character == '廿' { 20 } else { 30 },
        }
    }
    let value: i64 = total + open.unwrap_or(0);
    Some(Number { value, digits: value.to_string().len() })
}
