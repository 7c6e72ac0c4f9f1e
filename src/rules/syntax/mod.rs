//! The text itself is broken: a quotation mark, a brace, a point or a date that is not right.

mod comments;
mod file;
mod lines;
mod names;
mod pasted;
mod quotes;
mod times;
mod values;

pub(super) use times::given_time;

use super::{Context, phrase};
use crate::findings::{Change, Finding, Group, Level, Rule};
use crate::model::{Model, ProblemKind};
use crate::source::Span;
use crate::syntax::{Broken, ProblemKind as Tree};
use crate::vocabulary::{PageWords, count_in_words, narrow, page_words};
use crate::words;

pub static RULE: Rule = Rule {
    name: "syntax",
    level: Level::Error,
    group: Group::Language,
    platform: None,
    title: ("写法不对，读不懂", "the text cannot be read as written"),
    why: (
        "文件里有一处写法不合语言的规则：引号没有关上、大括号不成对、点或日期写成了别的样子，等等。\
         每一行是“关键字 值… 子句…”，文字写在引号里并在同一行结束，大括号成对出现。\
         只有这一处会被指出，其余各行照常检查。",
        "Something is not written as the language wants it: a quotation mark left open, braces that do not \
         match, a point or a date of another shape. A line is `keyword value… clause…`; text stands in quotes \
         and ends on its line; braces come in pairs. Only this one place is reported, the other lines are \
         checked as usual.",
    ),
    wrong: r#"contract "办公室租赁合同 {
    code      "LEASE-2026-001"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document lease "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms {
        sign lease page 1 at (280, 420)
    }
}
"#,
    right: r#"contract "办公室租赁合同" {
    code      "LEASE-2026-001"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
    document lease "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms {
        sign lease page 1 at (280, 420)
    }
}
"#,
};

pub fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    for (span, kind) in cx.problems() {
        if let ProblemKind::Tree(Tree::Broken(broken)) = kind {
            findings.push(explain(cx, span, broken));
        }
    }
}

fn explain(cx: &Context<'_>, span: Span, broken: &Broken) -> Finding {
    let model = cx.model;
    let written = phrase::quoted(model, span);
    let new = |message| Finding::new(&RULE, span, message);
    match broken {
        Broken::UnclosedText { opening, closing } => quotes::unclosed_text(model, span, *opening, *closing),
        Broken::NestedQuotes => quotes::nested_quotes(model, span),
        Broken::Json => new(words!("这是 JSON 文件，不是 .qdc", "this is JSON, not a .qdc file"))
            .help(words!("用 qdc import 把它变成 .qdc", "make a .qdc of it with qdc import")),
        Broken::LineTooLong => new(words!(
            "这一行太长，没有读",
            "the line is too long and was not read"
        ))
        .help(words!("分成几行", "break it into several lines")),
        Broken::WrongQuotes => quotes::wrong_quotes(model, span),
        Broken::Unexpected if matches!(model.sources.slice(span), "=" | "＝") => {
            new(words!("关键字和值之间不写 `=`", "no `=` stands between a keyword and its value"))
                .fix(words!("删去 `=`", "remove the `=`"), vec![names::without(model, span)])
        }
        Broken::Unexpected => {
            let finding = new(words!("`{written}` 在这里没有意义", "`{written}` means nothing here"));
            match written.contains(['"', '“', '”', '‘', '’', '\'']) {
                true => finding,
                false => finding
                    .help(words!("删去它；要写进文字的，连同文字写在引号里", "remove it; what belongs to a text stands with it in quotes"))
                    .offer(words!("删去 `{written}`", "remove `{written}`"), vec![Change::new(span, "")]),
            }
        }
        Broken::FullStop => comments::full_stop(model, span, &written),
        Broken::WrongComment { sure } => comments::wrong_comment(model, span, *sure),
        Broken::BlockComment => comments::block_comment(model, span),
        Broken::Remark => comments::remark(model, span, &written),
        Broken::LineEndInComment => comments::line_end_in_comment(model, span),
        Broken::Odd => pasted::odd(model, span),
        Broken::ListMark => pasted::list_mark(model, span, &written),
        Broken::Pasted(what) => pasted::pasted(model, span, *what),
        Broken::LinesText => quotes::lines_text(model, span),
        Broken::UnquotedValue => values::unquoted(model, span, &written),
        Broken::BracketInName => names::bracket_in_name(model, span),
        Broken::BracketsAround => names::brackets_around(model, span, &written),
        Broken::Separator => names::separator(model, span, &written),
        Broken::BadPoint => values::bad_point(model, span, &written),
        Broken::BadDate => times::bad_date(cx, span),
        Broken::LooseTime { found, wanted } => times::loose_time(cx, span, found, *wanted),
        Broken::Glued { at } => {
            let gap = Span { start: *at, end: *at, ..span };
            new(words!("`{written}` 里关键字和值连在了一起", "keyword and value are glued together in `{written}`"))
                .help(words!("中间加一个空格", "put a blank between them"))
                .fix(words!("加空格", "add a blank"), vec![Change::new(gap, " ")])
        }
        Broken::GluedName { at } => {
            let gap = Span { start: *at, end: *at, ..span };
            new(words!(
                "`{written}` 里关键字和名字连在了一起",
                "keyword and name are glued together in `{written}`"
            ))
            .help(words!("中间加一个空格", "put a blank between them"))
            .fix(words!("加空格", "add a blank"), vec![Change::new(gap, " ")])
        }
        Broken::BlankInName => {
            let name: String = model.sources.slice(span).chars().filter(|c| !c.is_whitespace()).collect();
            new(words!("名字 `{written}` 里不能有空格", "there is a blank in the name `{written}`"))
                .help(words!("写成 `{name}`", "write `{name}`"))
                .offer(words!("改成 `{name}`", "change it to `{name}`"), vec![Change::new(span, &*name)])
        }
        Broken::ParamInBraces { text } => values::param_in_braces(cx.model, span, *text),
        Broken::KeywordAsParam { text } => values::keyword_as_param(span, &written, *text),
        Broken::PageInWords => {
            let number = written.trim_matches(|c: char| matches!(c, '第' | '页') || c.is_whitespace()).to_owned();
            new(words!("`{written}` 要写成 `页 {number}`", "`{written}` is written `page {number}`"))
                .fix(words!("改成 `页 {number}`", "write `页 {number}`"), vec![Change::new(span, format!("页 {number}"))])
        }
        Broken::PageInOtherWords { word } => {
            let slice = model.sources.slice(span);
            match page_words(slice).or_else(|| count_in_words(slice).map(PageWords::One)) {
                Some(words) => Finding { rule: &RULE, ..super::wrong_value::pages(model, span, words, Some(word)) },
                None => new(words!("`{written}` 不是页码", "`{written}` is not a page number")),
            }
        }
        Broken::SeveralPages => {
            Finding { rule: &RULE, ..super::wrong_value::pages(model, span, PageWords::Several, None) }
        }
        Broken::OtherNumeral => {
            let number = count_in_words(&written).unwrap_or_default();
            new(words!("`{written}` 要写成 `{number}`", "`{written}` is written `{number}`"))
                .fix(words!("改成 `{number}`", "write `{number}`"), vec![Change::new(span, number.to_string())])
        }
        Broken::WrongSeparator => new(words!(
            "多个值之间用空格或顿号隔开，不写 `{written}`",
            "several values are separated by blanks or commas, not by `{written}`"
        ))
        .fix(words!("改成空格", "write a blank"), vec![Change::new(span, " ")]),
        Broken::WithoutKeyword { word } => {
            // A point has no letters of its own to tell the language by.
            let keyword = match written.contains(char::is_alphabetic) {
                true => phrase::spelled_like(word, &written),
                false => phrase::spelled_at(model, span, (word.zh, word.en)),
            };
            let before = model.sources[span.file].text()[..span.start as usize].chars().next_back();
            let gap = if before.is_some_and(char::is_alphanumeric) { " " } else { "" };
            new(words!("`{written}` 前面缺少 `{keyword}`", "`{keyword}` is missing before `{written}`")).fix(
                words!("加上 `{keyword}`", "add `{keyword}`"),
                vec![Change::new(span.before(), format!("{gap}{keyword} "))],
            )
        }
        Broken::MissingOpen { at } => {
            let end = Span { start: *at, end: *at, ..span };
            let finding = new(words!("`{written}` 这一行末尾缺少 `{{`", "`{{` is missing at the end of the line of `{written}`"))
                .related(end, words!("这里应有 `{{`", "a `{{` is expected here"));
            // Behind a text that is still open it would be part of the text.
            match lines::ends_in_text(model, end) {
                true => finding,
                false => finding.fix(words!("加上 `{{`", "add `{{`"), vec![Change::new(end, " {")]),
            }
        }
        Broken::WrongBrace { right } => {
            let is_colon = matches!(model.sources.slice(span), ":" | "：");
            let glued = model.sources[span.file].text()[..span.start as usize].ends_with(|c: char| !c.is_whitespace());
            let gap = if is_colon && glued { " " } else { "" };
            new(words!("这里应写 `{right}`，不是 `{written}`", "a `{right}` belongs here instead of `{written}`"))
                .fix(words!("改成 `{right}`", "change it to `{right}`"), vec![Change::new(span, format!("{gap}{right}"))])
        }
        Broken::ClauseFirst { word, clause } => {
            let name = model.sources.slice(span).split_whitespace().next_back().unwrap_or_default();
            let (keyword, clause) = (phrase::spelled_like(word, &written), phrase::spelled_like(clause, &written));
            let right = format!("{keyword} {name} {clause}");
            new(words!("这一行以 `{keyword}` 开头：`{right} …`", "the line opens with `{keyword}`: `{right} …`"))
                .fix(words!("改成 `{right}`", "change it to `{right}`"), vec![Change::new(span, &*right)])
        }
        Broken::Numbered { word } => {
            let keyword = phrase::spelled_like(word, &written);
            new(words!("`{keyword}` 不编号：`{written}`", "`{keyword}` takes no number: `{written}`"))
                .help(words!("写成 `{keyword} “文件编码”`", "write `{keyword} \"file code\"`"))
                .fix(words!("改成 `{keyword}`", "change it to `{keyword}`"), vec![Change::new(span, keyword)])
        }
        Broken::TitleAlone { word } => names::title_alone(model, span, word),
        Broken::DoubledOpen => new(words!("多写了一个 `{{`", "one `{{` too many"))
            .fix(words!("删去 `{{`", "remove the `{{`"), vec![Change::new(span, "")]),
        Broken::TwoStatements { starts } => lines::two_statements(model, span, starts),
        Broken::NoKeyword => new(words!("这一行缺少开头的关键字", "the line does not open with a keyword"))
            .help(words!(
                "每一行以关键字开头，例如 `签署方 “账号ID”`",
                "a line opens with a keyword, as in `signer \"account id\"`"
            )),
        Broken::Unclosed { missing_at } => {
            let missing = Span { start: *missing_at, end: *missing_at, ..span };
            let brace = format!("\n{}}}", indent(model, span));
            new(words!("这个 `{{` 没有对应的 `}}`", "this `{{` is never closed"))
                .label(words!("从这里打开", "opened here"))
                .related(missing, words!("这里应有 `}}`", "a `}}` is expected here"))
                .offer(words!("补上 `}}`", "add the `}}`"), vec![Change::new(missing, brace)])
        }
        Broken::StrayOpen => new(words!("这个 `{{` 不属于任何语句", "this `{{` belongs to no statement")),
        Broken::NoBlock { word } => {
            let (zh, en) = (word.zh, word.en);
            new(words!("`{zh}` 后面没有大括号", "`{en}` has no block in braces"))
        }
        Broken::StrayClose => new(words!("多了一个 `}}`", "this `}}` closes nothing"))
            .offer(words!("删去 `}}`", "remove the `}}`"), vec![Change::new(span, "")]),
        Broken::BadPlaceholder => new(words!(
            "文字里的 `{{` 既不是参数，也不是 `{{{{`",
            "the `{{` in this text is neither a param nor `{{{{`"
        ))
        .help(words!(
            "参数写成 `{{名字}}`；要写大括号本身，写两个：`{{{{`",
            "a param is written `{{name}}`; for a brace itself write two: `{{{{`"
        ))
        .offer(words!("写成大括号本身", "make it a brace"), vec![Change::new(span.before(), "{")]),
        Broken::Encoding(why) => file::encoding(span, *why),
    }
}

/// More than this is no indentation, and copying it for every finding of a line would add up.
const INDENT: usize = 64;

/// The blanks before the statement at a span.
pub fn indent(model: &Model, span: Span) -> String {
    let source = &model.sources[span.file];
    let line = source.line_range(source.line_of(span.start as usize));
    source.text()[line].chars().take_while(|c| narrow(*c) == ' ' || *c == '\t').take(INDENT).collect()
}

/// The part of a span that stands on its first line: what goes on over many would fill the screen.
fn first_line(model: &Model, span: Span) -> Span {
    let source = &model.sources[span.file];
    let line = source.line_range(source.line_of(span.start as usize));
    Span { end: span.end.min(line.end as u32).max(span.start), ..span }
}

/// How the lines of a file end.
fn line_end(model: &Model, span: Span) -> &'static str {
    let text = model.sources[span.file].text();
    match memchr::memchr(b'\n', text.as_bytes()) {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}
