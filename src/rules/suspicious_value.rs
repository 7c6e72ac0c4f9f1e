//! A value with characters that nobody sees. So far of business codes alone.

use super::Context;
use crate::findings::{Change, Finding, Group, Level, Rule, Words};
use crate::model::{canonical, is_invisible};
use crate::source::Span;
use crate::vocabulary::narrow;
use crate::words;

pub static RULE: Rule = Rule {
    name: "suspicious-value",
    level: Level::Warning,
    group: Group::Lint,
    platform: None,
    title: ("业务编号里有容易忽略的字符", "a business code with characters that are easily overlooked"),
    why: (
        "两端的空格、全角的字母和符号、不可见的字符（零宽空格、字节顺序标记等）多半是复制时带来的。平台按原样比较编号，\
         `CG-1` 和 `CG-1 ` 对它是两份合同，在对方系统里也查不到；qdc 则把它们当作同一个编号，不会发成两份。\
         请写成看上去的样子。只有中文里的全角符号（如 `采购（2026）15 号`）时，只作提示。",
        "Blanks at the ends, full-width letters and signs, and invisible characters (zero-width spaces, byte order marks) \
         mostly come from copying. The platform compares codes as they are: to it `CG-1` and `CG-1 ` are two contracts, and \
         your own system may not find either. qdc takes them for one code and does not send a second contract. Write the code as \
         it looks. Full-width signs among Chinese characters, as in `采购（2026）15 号`, are only a hint.",
    ),
    wrong: r#"contract "采购合同" {
    code      "ＣＧ-2026-015 "
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms { sign main page 1 at (280, 420) }
}
"#,
    right: r#"contract "采购合同" {
    code      "CG-2026-015"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms { sign main page 1 at (280, 420) }
}
"#,
};

/// More than that are not named one by one.
const NAMED: usize = 5;

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(code) = cx.contract().and_then(|contract| contract.code.as_ref()) else { return };
    let value = code.value.value();
    // While its params have no values, what is written around them.
    let Some(written) = value.map(str::to_owned).or_else(|| code.value.key().map(around_params)) else { return };
    let odd = odd(&written);
    let Some(Words { zh, en }) = named(&odd) else { return };
    let finding = Finding::new(
        &RULE,
        code.span,
        words!(
            "业务编号里有容易忽略的字符：{zh}",
            "the business code holds characters that are easily overlooked: {en}"
        ),
    )
    .level(if is_chinese_writing(&written) { Level::Hint } else { RULE.level });
    let Some(plain) = value.map(canonical).filter(|plain| !plain.is_empty()) else {
        findings.push(finding.help(words!(
            "平台按原样比较编号，qdc 则不分这些差别；写成半角，两端不留空格",
            "the platform compares codes as they are, while qdc ignores such differences; write it half-width, without blanks at its ends"
        )));
        return;
    };
    let finding = finding.help(words!(
        "平台按原样比较编号，qdc 则把它当作 `{plain}`；写成 `{plain}`",
        "the platform compares codes as they are, while qdc takes this one for `{plain}`; write `{plain}`"
    ));
    findings.push(match inside(cx, code.span).filter(|(_, text)| *text == written) {
        Some((inside, _)) => {
            finding.offer(words!("改为 `{plain}`", "write `{plain}`"), vec![Change::new(inside, plain)])
        }
        // With params or escapes in it, what is written is not what is sent.
        None => finding,
    });
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

/// Each character of a code that people overlook, in words; each once.
fn odd(code: &str) -> Vec<Words> {
    let is_outer = |c: char| c.is_whitespace() || is_invisible(c);
    let head = code.len() - code.trim_start_matches(is_outer).len();
    let tail = code.trim_end_matches(is_outer).len();
    let mut odd: Vec<Words> = Vec::new();
    for (at, c) in code.char_indices() {
        let number = format!("U+{:04X}", c as u32);
        let words = if is_invisible(c) {
            words!("不可见的 {number}", "the invisible {number}")
        } else if c.is_whitespace() && at < head {
            words!("开头的空格（{number}）", "a blank at the beginning ({number})")
        } else if c.is_whitespace() && at >= tail {
            words!("末尾的空格（{number}）", "a blank at the end ({number})")
        } else if c == '\u{3000}' {
            words!("全角空格（{number}）", "a full-width blank ({number})")
        } else if narrow(c) != c {
            words!("全角的 `{c}`（{number}）", "the full-width `{c}` ({number})")
        } else {
            continue;
        };
        if odd.iter().all(|known| known.zh != words.zh) {
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
    code.trim() == code && code.contains(|c| matches!(c, '\u{4E00}'..='\u{9FFF}')) && code.chars().all(is_usual)
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
