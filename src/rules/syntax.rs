//! The text itself is broken: a quotation mark, a brace, a point or a date that is not right.

use super::{Context, phrase};
use crate::findings::{Change, Finding, Group, Level, Rule};
use crate::model::{Model, ProblemKind};
use crate::source::{Span, Undecodable};
use crate::syntax::{Broken, ProblemKind as Tree};
use crate::vocabulary::{find_child, narrow, narrowed, parse_keyword};
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
            findings.push(explain(cx.model, span, broken));
        }
    }
}

fn explain(model: &Model, span: Span, broken: &Broken) -> Finding {
    let written = phrase::quoted(model, span);
    let new = |message| Finding::new(&RULE, span, message);
    match broken {
        Broken::UnclosedText { opening, closing } => unclosed_text(model, span, *opening, *closing),
        Broken::NestedQuotes => nested_quotes(model, span),
        Broken::Json => new(words!("这是 JSON 文件，不是 .qdc", "this is JSON, not a .qdc file"))
            .help(words!("用 qdc import 把它变成 .qdc", "make a .qdc of it with qdc import")),
        Broken::LineTooLong => new(words!(
            "这一行太长，没有读",
            "the line is too long and was not read"
        ))
        .help(words!("分成几行", "break it into several lines")),
        Broken::WrongQuotes => wrong_quotes(model, span),
        Broken::Unexpected if matches!(model.sources.slice(span), "=" | "＝") => {
            new(words!("关键字和值之间不写 `=`", "no `=` stands between a keyword and its value"))
                .fix(words!("删去 `=`", "remove the `=`"), vec![Change::new(span, "")])
        }
        Broken::Unexpected => new(words!("`{written}` 在这里没有意义", "`{written}` means nothing here")),
        Broken::FullStop => full_stop(model, span, &written),
        Broken::WrongComment => wrong_comment(model, span),
        Broken::BadPoint => bad_point(model, span, &written),
        Broken::BadDate => bad_date(model, span, &written),
        Broken::Glued { at } => {
            let gap = Span { start: *at, end: *at, ..span };
            new(words!("`{written}` 里关键字和值连在了一起", "keyword and value are glued together in `{written}`"))
                .help(words!("中间加一个空格", "put a blank between them"))
                .fix(words!("加空格", "add a blank"), vec![Change::new(gap, " ")])
        }
        Broken::PageInWords => {
            let number = written.trim_matches(|c: char| matches!(c, '第' | '页') || c.is_whitespace()).to_owned();
            new(words!("`{written}` 要写成 `页 {number}`", "`{written}` is written `page {number}`"))
                .fix(words!("改成 `页 {number}`", "write `页 {number}`"), vec![Change::new(span, format!("页 {number}"))])
        }
        Broken::PageWithoutKeyword { word } => {
            let keyword = phrase::spelled_like(word, &written);
            new(words!("`{written}` 前面缺少 `{keyword}`", "`{written}` lacks `{keyword}` before it"))
                .fix(words!("加上 `{keyword}`", "add `{keyword}`"), vec![Change::new(span.before(), format!("{keyword} "))])
        }
        Broken::MissingOpen { at } => {
            let end = Span { start: *at, end: *at, ..span };
            new(words!("`{written}` 这一行末尾缺少 `{{`", "the line of `{written}` lacks a `{{` at its end"))
                .related(end, words!("这里应有 `{{`", "a `{{` is expected here"))
                .fix(words!("加上 `{{`", "add `{{`"), vec![Change::new(end, " {")])
        }
        Broken::WrongBrace { right } => {
            new(words!("这里应写 `{right}`，不是 `{written}`", "a `{right}` belongs here instead of `{written}`"))
                .fix(words!("改成 `{right}`", "change it to `{right}`"), vec![Change::new(span, right.to_string())])
        }
        Broken::TwoStatements => new(words!(
            "一行只写一条语句，`{written}` 应另起一行",
            "one statement a line: `{written}` belongs on a line of its own"
        ))
        .offer(
            words!("另起一行", "start a new line"),
            vec![Change::new(span.before(), format!("\n{}", indent(model, span)))],
        ),
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
        Broken::Encoding(why) => encoding(span, *why),
    }
}

fn unclosed_text(model: &Model, span: Span, opening: char, closing: Option<(u32, u32)>) -> Finding {
    let wanted = if opening == '"' { '"' } else { '”' };
    let finding = Finding::new(
        &RULE,
        span,
        words!("引号 `{opening}` 没有在这一行关上", "the quotation mark `{opening}` is not closed on its line"),
    );
    let title = words!("补上 `{wanted}`", "close it with `{wanted}`");
    match closing {
        Some((start, end)) => finding
            .help(words!(
                "用 `{opening}` 打开的文字要用 `{wanted}` 结束",
                "text that opens with `{opening}` ends with `{wanted}`"
            ))
            .offer(title, vec![Change::new(Span { start, end, ..span }, wanted)]),
        None => finding
            .help(words!("在文字末尾加上 `{wanted}`", "add `{wanted}` where the text ends"))
            .offer(title, vec![Change::new(text_end(model, span), wanted)]),
    }
}

/// Where a text that was not closed probably ends: before the first word that goes on with its statement.
fn text_end(model: &Model, span: Span) -> Span {
    let source = &model.sources[span.file];
    let line = source.line_range(source.line_of(span.start as usize));
    let text = &source.text()[span.range()];
    let before = source.text()[line.start..span.start as usize].trim_start();
    let first = before.split([' ', '\t', '\u{3000}']).next().unwrap_or_default();
    let statements: Vec<_> = parse_keyword(first).collect();
    let goes_on = |word: &str| {
        word.starts_with("//") || statements.iter().any(|statement| find_child(statement.key, word).is_some())
    };
    let mut at = 0;
    for word in text.split_inclusive([' ', '\t', '\u{3000}']) {
        if at > 0 && goes_on(word.trim_end()) {
            let end = span.start as usize + text[..at].trim_end().len();
            return Span::new(span.file, end, end);
        }
        at += word.len();
    }
    span.after()
}

fn nested_quotes(model: &Model, span: Span) -> Finding {
    let finding = Finding::new(
        &RULE,
        span,
        words!("引号里又用了同样的引号", "quotation marks within quotation marks of the same kind"),
    )
    .help(words!("里面的改成 `“ ”`", "use `“ ”` for the inner ones"));
    let slice = model.sources.slice(span);
    let inner: Vec<usize> = slice.match_indices('"').map(|(at, _)| at).collect();
    let [_, inner @ .., _] = inner.as_slice() else { return finding };
    if inner.is_empty() || inner.len() % 2 == 1 {
        return finding;
    }
    let mark = |at: usize| Span::new(span.file, span.start as usize + at, span.start as usize + at + 1);
    let changes = inner.iter().zip(["“", "”"].into_iter().cycle());
    finding.offer(
        words!("里面的改成 `“ ”`", "use `“ ”` for the inner ones"),
        changes.map(|(at, text)| Change::new(mark(*at), text)).collect(),
    )
}

fn wrong_quotes(model: &Model, span: Span) -> Finding {
    let slice = model.sources.slice(span);
    let finding = Finding::new(
        &RULE,
        span,
        words!("文字要写在 `“ ”` 或 `\" \"` 里", "text stands in `\" \"` or `“ ”`"),
    );
    let mut inner = slice.chars();
    let (Some(open), Some(close)) = (inner.next(), inner.next_back()) else { return finding };
    if inner.as_str().contains(['"', '“', '”', '＂']) {
        return finding;
    }
    let first = Span { end: span.start + open.len_utf8() as u32, ..span };
    let last = Span { start: span.end - close.len_utf8() as u32, ..span };
    let title = words!("改成引号", "use quotation marks");
    match open {
        // The marks of a title are part of it.
        '《' => finding.offer(title, vec![Change::new(span.before(), "“"), Change::new(span.after(), "”")]),
        '\'' => finding.fix(title, vec![Change::new(first, "\""), Change::new(last, "\"")]),
        _ => finding.fix(title, vec![Change::new(first, "“"), Change::new(last, "”")]),
    }
}

fn full_stop(model: &Model, span: Span, written: &str) -> Finding {
    let finding =
        Finding::new(&RULE, span, words!("语句末尾不写 `{written}`", "statements do not end in `{written}`"));
    let source = &model.sources[span.file];
    let line = source.line_range(source.line_of(span.start as usize));
    let rest = source.text().get(span.end as usize..line.end).unwrap_or_default().trim();
    if rest.is_empty() || rest.starts_with("//") {
        finding.fix(words!("删去 `{written}`", "remove `{written}`"), vec![Change::new(span, "")])
    } else {
        finding.help(words!("一行只写一条语句", "write one statement a line"))
    }
}

fn wrong_comment(model: &Model, span: Span) -> Finding {
    let slice = model.sources.slice(span);
    let finding = Finding::new(&RULE, span, words!("注释用 `//` 开头", "comments open with `//`"));
    match ["#", "--", "／／"].into_iter().find(|mark| slice.starts_with(mark)) {
        Some(mark) => {
            let mark = Span { end: span.start + mark.len() as u32, ..span };
            finding.fix(words!("改成 `//`", "use `//`"), vec![Change::new(mark, "//")])
        }
        None => finding,
    }
}

fn bad_point(model: &Model, span: Span, written: &str) -> Finding {
    let finding = Finding::new(&RULE, span, words!("`{written}` 不是一个点", "`{written}` is not a point")).help(
        words!(
            "写成 `(280, 420)`，或带单位，如 `(35mm, 120mm)`",
            "write `(280, 420)`, or with units such as `(35mm, 120mm)`"
        ),
    );
    let narrow = narrowed(model.sources.slice(span));
    let numbers: Vec<&str> =
        narrow.split(|c: char| !c.is_ascii_digit() && !".-".contains(c)).filter(|part| !part.is_empty()).collect();
    let only_numbers = !narrow.contains(char::is_alphabetic);
    match numbers[..] {
        [x, y] if only_numbers && [x, y].iter().all(|number| number.parse::<f64>().is_ok()) => {
            let point = format!("({x}, {y})");
            finding.offer(words!("改成 `{point}`", "write `{point}`"), vec![Change::new(span, point)])
        }
        _ => finding,
    }
}

fn bad_date(model: &Model, span: Span, written: &str) -> Finding {
    let finding =
        Finding::new(&RULE, span, words!("`{written}` 不是日期的写法", "`{written}` is not a way to write a date"))
            .help(words!(
                "写成 `2026-12-31`、`2026/12/31` 或 `2026年12月31日`，不写时间",
                "write `2026-12-31`, `2026/12/31` or `2026年12月31日`, without a time of day"
            ));
    let narrow = narrowed(model.sources.slice(span));
    let numbers: Vec<&str> = narrow.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let [year, month, day, ref time @ ..] = numbers[..] else { return finding };
    let date = (year.len() == 4)
        .then(|| jiff::civil::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok())
        .flatten();
    let Some(date) = date else { return finding };
    let title = words!("改成 `{date}`", "write `{date}`");
    let changes = vec![Change::new(span, date.to_string())];
    // A time of day says something that would be lost.
    if time.is_empty() { finding.fix(title, changes) } else { finding.offer(title, changes) }
}

fn encoding(span: Span, why: Undecodable) -> Finding {
    let message = match why {
        Undecodable::Utf16 => words!("文件是 UTF-16 编码，不是 UTF-8", "the file is UTF-16, not UTF-8"),
        Undecodable::NotUtf8 { at } => words!(
            "文件不是 UTF-8 编码：第 {at} 个字节之后读不懂，多半是 GBK（ANSI）",
            "the file is not UTF-8 from byte {at} on; most likely it is GBK (ANSI)"
        ),
        Undecodable::Document(kind) => {
            words!("这是 {kind} 文件，不是文本", "this is a {kind} file and no text")
        }
        Undecodable::TooLarge => words!("文件太大，超过 4 GB", "the file is too large, over 4 GB"),
    };
    let finding = Finding::new(&RULE, span, message);
    match why {
        Undecodable::TooLarge => finding,
        Undecodable::Document(_) => finding.help(words!(
            "要签的文件写在 .qdc 里：`文件 正文 上传 “合同.pdf”`；.qdc 本身是文本",
            "a document to sign is named in a .qdc file: `document main upload \"contract.pdf\"`; the .qdc itself is text"
        )),
        _ => finding.help(words!(
            "用编辑器另存为 UTF-8 编码",
            "save it as UTF-8 in your editor"
        )),
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
