//! How single tokens are spelled.

use std::borrow::Cow;

use super::Keywords;
use crate::findings::Lang;
use crate::syntax::scan::{Kind, Token, coordinates};
use crate::syntax::tree::{NONE, NodeId, Tree};
use crate::vocabulary::{Choice, Shape, choices, narrowed};

impl Keywords {
    fn lang(self) -> Option<Lang> {
        match self {
            Keywords::Keep => None,
            Keywords::Zh => Some(Lang::Zh),
            Keywords::En => Some(Lang::En),
        }
    }
}

/// A keyword in the wanted language. One that was a slip of the pen stays as it is.
pub fn keyword<'t>(
    text: &'t str,
    tree: &Tree,
    owner: NodeId,
    token: Token,
    keywords: Keywords,
) -> Cow<'t, str> {
    let written = narrowed(&text[token.range()]);
    let word = if owner == NONE { None } else { tree.node(owner).word };
    match (word, keywords.lang()) {
        (Some(word), Some(lang)) if word.en == written || word.zh == written => word.spelled(lang).into(),
        _ => written,
    }
}

/// The values of a node, spelled, in the order they are written in.
pub fn values(text: &str, tree: &Tree, owner: NodeId, keywords: Keywords) -> Vec<String> {
    let tokens: Vec<Token> = tree.values(owner).iter().map(|&at| tree.token(at)).collect();
    let is_marker =
        |token: &Token| token.kind == Kind::Word && choices::IN.find(&text[token.range()]).is_some();
    let spell = |token: &Token| value(text, tree, owner, *token, keywords).into_owned();
    if let [a, b] = tokens.as_slice()
        && is_marker(a) != is_marker(b)
        && shape(tree, owner, 0) == Some(Shape::Deadline)
    {
        let (marker, length) = if is_marker(a) { (a, b) } else { (b, a) };
        return match keywords {
            Keywords::En => vec![spell(marker), spell(length)],
            Keywords::Zh => vec![spell(length) + &spell(marker)],
            Keywords::Keep if is_marker(b) && !spell(b).is_ascii() => vec![spell(a) + &spell(b)],
            Keywords::Keep => vec![spell(a), spell(b)],
        };
    }
    tokens.iter().map(spell).collect()
}

fn shape(tree: &Tree, owner: NodeId, index: usize) -> Option<Shape> {
    let takes = tree.node(owner).word?.takes;
    takes.get(index).or(takes.last().filter(|take| take.many)).map(|take| take.shape)
}

pub fn value<'t>(
    text: &'t str,
    tree: &Tree,
    owner: NodeId,
    token: Token,
    keywords: Keywords,
) -> Cow<'t, str> {
    let written = &text[token.range()];
    match token.kind {
        Kind::Text => quoted(written),
        Kind::Date => date(written, keywords),
        Kind::Quantity => quantity(written, keywords),
        Kind::Point => point(written, keywords),
        Kind::Word => {
            let narrow = narrowed(written);
            let index = tree.values(owner).partition_point(|&at| tree.token(at).start < token.start);
            match (choice(tree, owner, index, &narrow), keywords.lang()) {
                (Some(choice), Some(lang)) => choice.spelled(lang).into(),
                _ => narrow,
            }
        }
        _ => written.into(),
    }
}

/// The choice a word stands for, where the keyword takes one.
fn choice(tree: &Tree, owner: NodeId, index: usize, word: &str) -> Option<&'static Choice> {
    match shape(tree, owner, index.min(tree.node(owner).word?.takes.len().max(1) - 1))? {
        Shape::Choice(set) | Shape::ChoiceOrText(set) | Shape::IntegerOr(set) => set.find(word),
        Shape::Seals if index == 0 => choices::ALL_SEALS.find(word),
        Shape::Deadline => choices::IN.find(word),
        Shape::Spot => choices::TEXT.find(word),
        Shape::Template => choices::TEMPLATE.find(word),
        _ => None,
    }
}

/// In ASCII marks, unless the text holds one.
fn quoted(written: &str) -> Cow<'_, str> {
    let mut content = written.chars();
    content.next();
    content.next_back();
    match content.as_str() {
        _ if written.starts_with('"') => written.into(),
        content if content.contains('"') => format!("“{content}”").into(),
        content => format!("\"{content}\"").into(),
    }
}

fn date(written: &str, keywords: Keywords) -> Cow<'_, str> {
    let narrow = narrowed(written).into_owned();
    let numbers: Vec<&str> =
        narrow.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let &[year, month, day] = numbers.as_slice() else { return written.into() };
    let chinese = match keywords {
        Keywords::Keep => narrow.contains('年'),
        Keywords::Zh => true,
        Keywords::En => false,
    };
    if chinese {
        let plain = |number: &str| number.trim_start_matches('0').to_owned();
        format!("{year}年{}月{}日", plain(month), plain(day)).into()
    } else {
        format!("{year}-{month:0>2}-{day:0>2}").into()
    }
}

/// The units that have a spelling in each language.
const UNITS: &[(&str, &str)] = &[
    ("s", "秒"),
    ("m", "分钟"),
    ("h", "小时"),
    ("d", "天"),
    ("wd", "个工作日"),
    ("w", "周"),
    ("mo", "个月"),
    ("y", "年"),
    ("mm", "毫米"),
    ("cm", "厘米"),
    ("pt", "磅"),
];

fn quantity(written: &str, keywords: Keywords) -> Cow<'_, str> {
    let narrow = narrowed(written);
    let end =
        narrow.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).unwrap_or(narrow.len());
    if end == narrow.len() {
        return narrow;
    }
    let (number, unit) = (&narrow[..end], narrow[end..].trim());
    let unit = match unit {
        "分" => "分钟",
        "日" => "天",
        "工作日" => "个工作日",
        unit => unit,
    };
    let known = UNITS.iter().find(|(en, zh)| *en == unit || *zh == unit);
    let unit = match (known, keywords.lang()) {
        (Some((en, _)), Some(Lang::En)) => en,
        (Some((_, zh)), Some(Lang::Zh)) => zh,
        _ => unit,
    };
    format!("{number}{unit}").into()
}

fn point(written: &str, keywords: Keywords) -> Cow<'_, str> {
    let Some(parts) = coordinates(written) else { return written.into() };
    let [x, y] = parts.map(|(kind, range)| match kind {
        Kind::Quantity => quantity(&written[range], keywords).into_owned(),
        _ => narrowed(&written[range]).into_owned(),
    });
    format!("({x}, {y})").into()
}
