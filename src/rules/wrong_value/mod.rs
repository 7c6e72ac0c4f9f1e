//! A value of another kind than its keyword takes.

mod given;
mod otherwise;
mod unquoted;

pub(super) use otherwise::pages;

use super::{Context, phrase};
use crate::findings::{Change, Finding, Group, Level, Rule, Words};
use crate::model::{Model, ProblemKind, Wrong};
use crate::source::Span;
use crate::vocabulary::{Shape, Word};
use crate::words;

pub static RULE: Rule = Rule {
    name: "wrong-value",
    level: Level::Error,
    group: Group::Language,
    platform: None,
    title: ("值的种类、单位或范围不对", "a value of the wrong kind, unit or range"),
    why: (
        "关键字后面的值不是它要的那一种：该写数字的地方写了文字，日期不存在，单位不认识，数字超出范围，\
         或该加引号的没有加。给平台的文字写在引号里，数字、日期、关键字和名字不加引号。",
        "The value is not of the kind its keyword takes: text for a number, a date that does not exist, a unit \
         that is none, a number out of range, quotation marks left out or put in. Text for the platform stands \
         in quotes; numbers, dates, keywords and names do not.",
    ),
    wrong: r#"contract "年度审计服务合同" {
    code      "AUD-2026-002"
    initiator "CORP_TEST_001"
    deadline  2026-02-30
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms {
        sign main page 1 at (280, 420)
    }
}
"#,
    right: r#"contract "年度审计服务合同" {
    code      "AUD-2026-002"
    initiator "CORP_TEST_001"
    deadline  2026-02-28
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms {
        sign main page 1 at (280, 420)
    }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for (span, kind) in cx.problems() {
        match kind {
            ProblemKind::WrongValue { word, wanted, why } => {
                findings.push(explain(cx.model, span, word, *wanted, why));
            }
            ProblemKind::ExtraValue { word } => {
                let (zh, en) = (word.zh, word.en);
                findings.push(
                    Finding::new(&RULE, span, words!("`{zh}` 后面多了一个值", "`{en}` has a value too many"))
                        .label(words!("多出来的", "too many")),
                );
            }
            ProblemKind::Several { word } => findings.push(otherwise::several(cx.model, span, word)),
            ProblemKind::WrongParamValue { name, kind, why } => {
                findings.push(given::explain(cx, span, name, *kind, why));
            }
            _ => {}
        }
    }
}

fn explain(model: &Model, span: Span, word: &Word, wanted: Shape, why: &Wrong) -> Finding {
    let (zh, en) = (word.zh, word.en);
    let Words { zh: shape_zh, en: shape_en } = phrase::shape(wanted);
    let is_hidden = phrase::is_personal(word) && !matches!(wanted, Shape::Choice(_));
    let written = if is_hidden { "…".to_owned() } else { phrase::quoted(model, span) };
    let new = |message| Finding::new(&RULE, span, message);
    let takes = words!("`{zh}` 后面写{shape_zh}", "`{en}` takes {shape_en}");
    match why {
        Wrong::Kind => {
            new(words!("`{written}` 不能作为 `{zh}` 的值", "`{written}` is no value for `{en}`")).help(takes)
        }
        Wrong::Unquoted => unquoted::explain(model, span, word, takes),
        Wrong::Respelled(text) => otherwise::respelled(model, span, &written, text, true),
        Wrong::Perhaps(text) => otherwise::respelled(model, span, &written, text, false),
        Wrong::Amount(number) => otherwise::amount(span, &written, number),
        // Only a value from outside, which is explained as that.
        Wrong::Time { .. } => new(words!("`{written}` 不能作为 `{zh}` 的值", "`{written}` is no value for `{en}`")).help(takes),
        Wrong::Pages(words) => otherwise::pages(model, span, *words, None),
        Wrong::Twice => otherwise::twice(model, span, &written),
        Wrong::NamedAttachment => otherwise::named_attachment(model, span, &written),
        Wrong::UploadedAttachment => otherwise::uploaded_attachment(span),
        Wrong::NoContactKind(kind) => otherwise::no_contact_kind(model, span, *kind),
        Wrong::Quoted => unquote(model, span, new(words!("`{written}` 不加引号", "`{written}` takes no quotation marks")))
            .help(takes),
        Wrong::NotOneOf(near) => {
            let finding =
                new(words!("`{written}` 不能作为 `{zh}` 的值", "`{written}` is no value for `{en}`")).help(takes);
            let Some(near) = near else { return finding };
            let near = if model.sources.slice(span).is_ascii() { near.en } else { near.zh };
            finding.help(words!("是不是 `{near}`？", "did you mean `{near}`?")).offer(
                words!("改成 `{near}`", "change it to `{near}`"),
                vec![Change::new(span, near)],
            )
        }
        Wrong::NoSuchDate => new(words!("没有 `{written}` 这一天", "there is no such day as `{written}`")),
        Wrong::UnknownUnit(unit) => {
            new(words!("单位 `{unit}` 不能用在这里", "`{unit}` is no unit that fits here")).help(takes)
        }
        Wrong::OutOfRange(least, i64::MAX) => {
            new(words!("`{written}` 太小", "`{written}` is too small"))
                .help(words!("不小于 {least}", "at least {least}"))
        }
        Wrong::OutOfRange(least, most) => {
            new(words!("`{written}` 超出范围", "`{written}` is out of range"))
                .help(words!("从 {least} 到 {most}", "from {least} to {most}"))
        }
        Wrong::NotWhole => new(words!("`{written}` 不是整数", "`{written}` is not a whole number")),
        Wrong::NoUnit if wanted == Shape::Deadline => new(words!("`{written}` 缺少单位", "`{written}` lacks a unit"))
            .help(words!("加上 `天`、`周` 或 `个月`，如 `{written}天内`", "add `d`, `w` or `mo`, as in `in {written}d`")),
        Wrong::NoUnit => new(words!("`{written}` 缺少单位", "`{written}` lacks a unit"))
            .help(words!("加上 `秒`、`分钟`、`小时` 或 `天`，如 `{written}秒`", "add `s`, `m`, `h` or `d`, as in `{written}s`")),
        Wrong::ParamKind => {
            new(words!("参数 `{written}` 的类型不合适", "the param `{written}` is of another type")).help(takes)
        }
        Wrong::ReservedName => new(words!(
            "`{written}` 是关键字，不能作名字",
            "`{written}` is a keyword and cannot be a name"
        ))
        .help(words!("换一个名字", "choose another name")),
        Wrong::NotAName => new(words!("`{written}` 不能作名字", "`{written}` cannot be a name")).help(words!(
            "名字里只写文字、字母、数字、`_`、`-` 和 `.`",
            "a name holds letters, digits, `_`, `-` and `.` only"
        )),
        Wrong::DigitFirst => new(words!(
            "名字不能以数字开头：`{written}`",
            "a name cannot begin with a digit: `{written}`"
        ))
        .help(words!("以文字或字母开头，数字写在后面", "begin it with a letter and put the digits after that")),
        Wrong::Empty => new(words!("`{zh}` 的文字是空的", "the text of `{en}` is empty")),
        Wrong::BlankInUrl(without) => {
            let finding = new(words!("网址 `{written}` 里有空格", "there is a blank in the address `{written}`"));
            match inside(model, span).zip(without.as_ref()) {
                Some((inside, url)) => finding
                    .help(words!("删去前后的空格", "remove the blanks around it"))
                    .fix(words!("改成 `{url}`", "write `{url}`"), vec![Change::new(inside, url.as_str())]),
                None => finding.help(words!("删去它，或写成 `%20`", "remove it, or write it `%20`")),
            }
        }
        Wrong::CapitalUrl(url) => {
            let finding =
                new(words!("网址 `{written}` 开头要用小写", "the address `{written}` begins in small letters"))
                    .help(words!("以 `https://` 或 `http://` 开头", "it begins with `https://` or `http://`"));
            match inside(model, span) {
                Some(inside) => {
                    finding.fix(words!("改成 `{url}`", "write `{url}`"), vec![Change::new(inside, url.as_str())])
                }
                None => finding,
            }
        }
        Wrong::NotUrl => new(words!("`{written}` 不是网址", "`{written}` is no web address"))
            .help(words!("以 `https://` 或 `http://` 开头", "it begins with `https://` or `http://`")),
    }
}

/// What stands between the quotation marks; `None` where it is not the text itself, but a param or an escape.
fn inside(model: &Model, span: Span) -> Option<Span> {
    let slice = model.sources.slice(span);
    let mut inner = slice.chars();
    let (open, close) = (inner.next()?, inner.next_back()?);
    let is_plain = "\"“”＂".contains(open) && "\"“”＂".contains(close) && !slice.contains('{');
    is_plain.then(|| Span { start: span.start + open.len_utf8() as u32, end: span.end - close.len_utf8() as u32, ..span })
}

/// Takes the quotation marks off where there are some.
fn unquote(model: &Model, span: Span, finding: Finding) -> Finding {
    let mut inner = model.sources.slice(span).chars();
    let (Some(open), Some(close)) = (inner.next(), inner.next_back()) else { return finding };
    let first = Span { end: span.start + open.len_utf8() as u32, ..span };
    let last = Span { start: span.end - close.len_utf8() as u32, ..span };
    let changes = vec![Change::new(first, ""), Change::new(last, "")];
    // A bare word holds no blanks and no marks: only then is the text without its marks the value meant.
    let plain = inner.as_str().chars().all(|c| c.is_alphanumeric() || "_-./".contains(c));
    if plain { finding.fix(words!("去掉引号", "remove the quotation marks"), changes) } else { finding }
}
