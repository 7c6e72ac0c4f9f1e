//! Characters that are easily overlooked: blanks at the ends, full-width twins, and those that nobody sees.

use std::collections::BTreeSet;

use super::super::Context;
use super::sent::{Form, Sent};
use super::unlikely;
use super::RULE;
use crate::findings::{Change, Finding, Level, Words};
use crate::model::{is_han, is_invisible};
use crate::source::Span;
use crate::vocabulary::{Odd, narrow};
use crate::words;

/// More than that are not named one by one.
const NAMED: usize = 5;

pub(super) fn check(cx: &Context<'_>, sent: &Sent<'_>) -> Option<Finding> {
    let slice = cx.model.sources.slice(sent.span);
    let value = sent.text.value();
    // While its params have no values, what is written around them.
    let written = value.map(str::to_owned).or_else(|| sent.text.key().map(around_params))?;
    // In text for people an escape says that the character is wanted.
    if sent.form.is_prose() && !sent.text.has_params() && !slice.contains(is_unmeant) {
        return None;
    }
    let odd = odd(sent.form, &written);
    let Words { zh, en } = named(&odd)?;
    let Words { zh: what_zh, en: what_en } = sent.form.words();
    let is_hint = sent.form == Form::BusinessCode && is_chinese_writing(&written);
    let finding = Finding::new(
        &RULE,
        sent.span,
        words!(
            "{what_zh}里有容易忽略的字符：{zh}",
            "{what_en} holds characters that are easily overlooked: {en}"
        ),
    )
    .level(if is_hint { Level::Hint } else { RULE.level });
    let plain = value.map(|value| plain(sent.form, value)).filter(|plain| !plain.is_empty());
    let is_left = |c: char| unlikely::is_lost(c) || unlikely::is_unlikely(sent.form, c);
    if plain.as_ref().is_some_and(|plain| plain.contains(is_left)) {
        return Some(finding.help(visible_help()));
    }
    let finding = finding.help(help(sent.form, plain.as_deref()));
    let Some((plain, (inside, _))) = plain.zip(inside(cx, sent.span).filter(|(_, text)| *text == written)) else {
        // With params or escapes in it, what is written is not what is sent.
        return Some(finding);
    };
    let title = match sent.form.is_personal() || sent.form.is_prose() {
        true => words!("去掉这些字符", "remove these characters"),
        false => words!("改为 `{plain}`", "write `{plain}`"),
    };
    let is_safe = !is_hint && is_certain(sent.form, &written, &plain);
    Some(finding.edit(title, vec![Change::new(inside, plain)], is_safe))
}

/// What to do about characters that are seen, and that nothing can be put in the place of.
fn visible_help() -> Words {
    words!(
        "这些字符多半是转换编码或复制时带来的，各处显示不同，平台也未必接受；改成本来要写的字",
        "they mostly come from a conversion or a copy, look different from place to place, and the platform may refuse \
         them; write the characters that were meant"
    )
}

/// What no text means: a character that nobody sees, the end of a line, and one that stands for what was lost.
fn is_unmeant(character: char) -> bool {
    is_invisible(character) || is_line_end(character) || unlikely::is_lost(character)
}

fn is_line_end(character: char) -> bool {
    Odd::of(character) == Some(Odd::LineEnd)
}

fn help(form: Form, plain: Option<&str>) -> Words {
    match plain {
        _ if form.is_prose() || form.is_personal() => words!(
            "多半是从网页、微信或表格复制时带来的，去掉即可",
            "they mostly come with what is copied from web pages, chats or spreadsheets; remove them"
        ),
        None => words!(
            "平台按原样比较，qdc 则不分这些差别；写成半角，两端不留空格",
            "the platform compares values as they are, while qdc ignores such differences; write it half-width, without blanks at its ends"
        ),
        Some(plain) if form == Form::BusinessCode => words!(
            "平台按原样比较编号，qdc 则把它当作 `{plain}`；写成 `{plain}`",
            "the platform compares codes as they are, while qdc takes this one for `{plain}`; write `{plain}`"
        ),
        Some(plain) => words!(
            "多半是从网页、微信或表格复制时带来的，平台按原样比较；写成 `{plain}`",
            "they mostly come with what is copied from web pages, chats or spreadsheets, and the platform compares values as \
             they are; write `{plain}`"
        ),
    }
}

/// The value without what is odd in it.
fn plain(form: Form, value: &str) -> String {
    let characters: Vec<char> = value.chars().collect();
    let visible = characters.iter().enumerate().filter(|(at, _)| !is_stray(form, &characters, *at)).map(|(at, c)| match is_line_end(*c) {
        // Only prose has line ends left, between two words.
        true if form.is_prose() && (at > 0 && at + 1 < characters.len()) => ' ',
        _ => *c,
    });
    if form.is_prose() {
        return visible.collect();
    }
    let is_person = form == Form::PersonName && value.chars().all(|c| is_han(c) || c.is_whitespace() || is_invisible(c));
    let plain: String = visible
        .map(|c| match narrow(c) {
            // The signs of Chinese writing belong in a name.
            narrow if form.is_name() && !narrow.is_ascii_alphanumeric() => c,
            narrow => narrow,
        })
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !(is_person && c.is_whitespace()))
        .collect();
    plain.trim().to_owned()
}

/// Whether nothing else can be meant: only what is at the ends or unseen goes, or what is left is plain letters and digits.
fn is_certain(form: Form, written: &str, plain: &str) -> bool {
    let visible: String = written.chars().filter(|c| !is_invisible(*c) && !is_line_end(*c)).collect();
    let has_odd_blank = visible.trim().contains(|c: char| c.is_whitespace() && c != ' ');
    visible.trim() == plain || form.is_prose() || (plain.is_ascii() && !has_odd_blank)
}

/// What stands between the marks of a text.
fn inside<'a>(cx: &Context<'a>, text: Span) -> Option<(Span, &'a str)> {
    let is_mark = |c: &char| "\"“”＂".contains(*c);
    let whole = cx.model.sources.slice(text);
    let first = whole.chars().next().filter(is_mark)?.len_utf8();
    let last = whole.chars().next_back().filter(is_mark)?.len_utf8();
    let inside = whole.get(first..whole.len() - last)?;
    let start = text.start as usize + first;
    Some((Span::new(text.file, start, start + inside.len()), inside))
}

/// Whether the character at a place is invisible and no part of how a language is written: a variation selector chooses
/// the form of a rare character or an emoji, a joiner ties the letters of Uyghur, Mongolian or an emoji.
fn is_stray(form: Form, characters: &[char], at: usize) -> bool {
    let neighbour = |at: Option<usize>| at.and_then(|at| characters.get(at)).copied();
    let (before, after) = (neighbour(at.checked_sub(1)), neighbour(Some(at + 1)));
    let is_script = |c: Option<char>| {
        c.is_some_and(|c| !c.is_ascii() && !is_han(c) && !is_invisible(c) && !c.is_whitespace() && narrow(c) == c)
    };
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_han(c));
    match characters[at] {
        c if is_line_end(c) => !(form.is_prose() && is_word(before) && is_word(after)),
        // What machines compare is written in no language.
        c if is_invisible(c) && !form.is_prose() && !form.is_name() => true,
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => !before.is_some_and(|c| is_han(c) || is_script(Some(c))),
        '\u{180B}'..='\u{180F}' => !is_script(before),
        '\u{200C}' | '\u{200D}' => !(is_script(after) && before.is_some_and(|c| is_script(Some(c)) || is_invisible(c))),
        c => is_invisible(c),
    }
}

/// Each character of a value that people overlook, in words; each once.
fn odd(form: Form, value: &str) -> Vec<Words> {
    let characters: Vec<char> = value.chars().collect();
    let is_outer = |c: &char| c.is_whitespace() || is_invisible(*c);
    let head = characters.iter().take_while(|c| is_outer(c)).count();
    let tail = characters.len() - characters.iter().rev().take_while(|c| is_outer(c)).count();
    let is_person = form == Form::PersonName && characters.iter().all(|c| is_han(*c) || is_outer(c));
    let mut odd: Vec<Words> = Vec::new();
    let mut seen = BTreeSet::new();
    for (at, c) in characters.iter().copied().enumerate() {
        let (is_head, is_tail) = (at < head, at >= tail);
        if c.is_ascii_graphic() || seen.contains(&(c, is_head, is_tail)) {
            continue;
        }
        let number = format!("U+{:04X}", c as u32);
        let words = if is_line_end(c) {
            words!("换行符 {number}", "the line end {number}")
        } else if is_stray(form, &characters, at) {
            words!("不可见的 {number}", "the invisible {number}")
        } else if unlikely::is_lost(c) {
            words!("转码时丢失的字符（{number}）", "a character lost in a conversion ({number})")
        } else if is_invisible(c) || form.is_prose() {
            continue;
        } else if c.is_whitespace() && is_head {
            words!("开头的空格（{number}）", "a blank at the beginning ({number})")
        } else if c.is_whitespace() && is_tail {
            words!("末尾的空格（{number}）", "a blank at the end ({number})")
        } else if c == '\u{3000}' {
            words!("全角空格（{number}）", "a full-width blank ({number})")
        } else if c.is_whitespace() && c != ' ' {
            words!("特殊的空格（{number}）", "an unusual blank ({number})")
        } else if c == ' ' && is_person {
            words!("姓名中间的空格（{number}）", "a blank within the name ({number})")
        } else if narrow(c) != c && (!form.is_name() || narrow(c).is_ascii_alphanumeric()) {
            words!("全角的 `{c}`（{number}）", "the full-width `{c}` ({number})")
        } else if unlikely::is_unlikely(form, c) {
            words!("少见的字符 {number}", "the unusual character {number}")
        } else {
            continue;
        };
        if seen.insert((c, is_head, is_tail)) && odd.iter().all(|known| known.zh != words.zh) {
            odd.push(words);
        }
    }
    odd
}

/// Whether nothing is odd but full-width signs beside Chinese characters, where they belong: `采购（2026）15 号`.
fn is_chinese_writing(code: &str) -> bool {
    let is_usual = |c: char| {
        let is_sign = narrow(c) != c && narrow(c).is_ascii_punctuation();
        !is_invisible(c) && (is_sign || narrow(c) == c)
    };
    code.trim() == code && code.contains(is_han) && code.chars().all(is_usual)
}

/// The first few in a row.
fn named(odd: &[Words]) -> Option<Words> {
    let row = |separator, pick: fn(&Words) -> &str| {
        let named: Vec<&str> = odd.iter().take(NAMED).map(pick).collect();
        named.join(separator)
    };
    let (zh, en) = (row("、", |words| &words.zh), row(", ", |words| &words.en));
    match odd.len().checked_sub(NAMED) {
        _ if odd.is_empty() => None,
        None | Some(0) => Some(Words { zh, en }),
        Some(more) => Some(words!("{zh}，另有 {more} 个", "{en}, and {more} more")),
    }
}

/// A pattern with a letter for each param.
fn around_params(pattern: &str) -> String {
    let mut around = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        around.push_str(before);
        match after.strip_prefix('{') {
            Some(after) => {
                around.push('{');
                rest = after;
            }
            None => {
                around.push('x');
                rest = after.split_once('}').map_or("", |(_, after)| after);
            }
        }
    }
    around + rest
}
