//! A keyword without what it takes, or a statement without a clause it needs.

use super::{Context, phrase};
use crate::findings::{Change, Finding, Group, Level, Rule, Words};
use crate::model::{Model, ProblemKind, looks_like_name};
use crate::source::Span;
use crate::vocabulary::{Key, Shape, Word};
use crate::words;

pub static RULE: Rule = Rule {
    name: "missing-value",
    level: Level::Error,
    group: Group::Language,
    platform: None,
    title: ("缺少值或必需的子句", "a value or a clause is missing"),
    why: (
        "关键字后面没有它要的值，或语句缺了一个不能少的子句：例如合同没有名称，签章没有写页和位置，\
         个人没有账号。补上它；`qdc explain 截止` 这样可以查每个关键字后面写什么。",
        "A keyword stands without the value it takes, or a statement lacks a clause it cannot do without: a \
         contract without a title, a sign field without page and point, a person without an account. Add it; \
         `qdc explain deadline` and the like show what a keyword takes.",
    ),
    wrong: r#"contract "劳动合同" {
    code      "HR-2026-031"
    initiator "CORP_TEST_001"
    deadline
    document main "FC_20241212171254RkztvLleUICgRSe"
    signer "PSN_TEST_001" auth sms {
        sign main page 1 at (280, 420)
    }
}
"#,
    right: r#"contract "劳动合同" {
    code      "HR-2026-031"
    initiator "CORP_TEST_001"
    deadline  2026-03-31
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
            ProblemKind::MissingValue { word, wanted } => {
                let (zh, en) = (word.zh, word.en);
                let Words { zh: shape_zh, en: shape_en } = phrase::shape(*wanted);
                let Words { zh: what_zh, en: what_en } = what(word, *wanted);
                let help = match (word.key, wanted) {
                    (Key::Document, Shape::Text) => words!(
                        "写平台给的文件编码 “FC_…”，或用 `上传` 写本机的文件",
                        "write the platform's file code \"FC_…\", or `upload` with a file on this machine"
                    ),
                    (Key::Date, _) => words!(
                        "写日期的样式，如 `“YYYY-MM-DD”`",
                        "write how the date is to look, such as `\"YYYY-MM-DD\"`"
                    ),
                    (Key::Silent, _) => words!(
                        "写静默签授权得到的授权码，如 `“授权码”`",
                        "write the authorization code of the silent authorization, such as `\"code\"`"
                    ),
                    _ => words!("这里写{shape_zh}", "write {shape_en} here"),
                };
                let message = words!("`{zh}` 缺少{what_zh}", "`{en}` lacks {what_en}");
                let finding = Finding::new(&RULE, span, message).help(help);
                findings.push(match word.key {
                    Key::Param => kind_of_param(cx.model, span, finding),
                    _ => finding,
                });
            }
            ProblemKind::ValueWithoutClause { word, clause } => {
                findings.push(without_clause(cx.model, span, word, clause));
            }
            ProblemKind::MissingClause { word, clause, insert } => {
                findings.push(missing_clause(cx.model, span, word, clause, insert.as_deref()));
            }
            _ => {}
        }
    }
}

/// `参数 姓名`: most params are texts.
fn kind_of_param(model: &Model, span: Span, finding: Finding) -> Finding {
    let Some(end) = end_of_line(model, span) else { return finding };
    let rest = &model.sources[span.file].text()[span.end as usize..end.start as usize];
    if rest.split_whitespace().count() != 1 {
        return finding;
    }
    let kind = phrase::spelled_at(model, end, ("文本", "text"));
    finding.offer(words!("加上 `{kind}`", "add `{kind}`"), vec![Change::new(end, format!(" {kind}"))])
}

/// What people call that which is missing.
fn what(word: &Word, wanted: Shape) -> Words {
    match (word.key, wanted) {
        (Key::Contract, _) => words!("名称", "a title"),
        (Key::Param, Shape::Choice(_)) => words!("类型", "its kind"),
        (Key::Document, Shape::Text) => words!("文件编码", "a file code"),
        (Key::Date, _) => words!("日期的样式", "the shape of the date"),
        (Key::Silent, _) => words!("授权码", "the authorization code"),
        (_, Shape::Name) => words!("名字", "a name"),
        _ => words!("值", "a value"),
    }
}

/// `企业 甲方 "CORP_A"`: an account without its keyword, or the party's own name, which goes nowhere.
fn without_clause(model: &Model, span: Span, word: &Word, clause: &Word) -> Finding {
    let (zh, en, clause_zh, clause_en) = (word.zh, word.en, clause.zh, clause.en);
    let written = phrase::quoted(model, span);
    let new = |message| Finding::new(&RULE, span, message);
    if looks_like_name(&written) {
        let finding = new(words!("`{zh}` 缺少 `{clause_zh}`", "`{clause_en}` is missing in `{en}`"));
        return match word.key {
            Key::Person => finding.help(words!(
                "{written} 像是姓名：写成 `姓名 {written}`，并加上 `{clause_zh} “账号ID”`",
                "{written} looks like the person's name: write `name {written}`, and add `{clause_en} \"account id\"`"
            )),
            _ => finding.help(words!(
                "企业的名称不写在这里，平台按账号取；写成 `{clause_zh} “账号ID”`",
                "a company's name is not written here, as the platform knows it by the account; write `{clause_en} \"account id\"`"
            )),
        };
    }
    let spelled = phrase::spelled_at(model, span, (clause.zh, clause.en));
    new(words!("{written} 前面缺少 `{clause_zh}`", "`{clause_en}` is missing before {written}"))
        .help(words!("写成 `{clause_zh} {written}`", "write `{clause_en} {written}`"))
        .fix(words!("加上 `{spelled}`", "add `{spelled}`"), vec![Change::new(span.before(), format!("{spelled} "))])
}

fn missing_clause(model: &Model, span: Span, word: &Word, clause: &Word, insert: Option<&str>) -> Finding {
    let (zh, en, clause_zh, clause_en) = (word.zh, word.en, clause.zh, clause.en);
    let shape = clause.takes.first().map(|take| phrase::shape(take.shape)).unwrap_or_default();
    let Words { zh: shape_zh, en: shape_en } = shape;
    let finding =
        Finding::new(&RULE, span, words!("`{zh}` 缺少 `{clause_zh}`", "`{en}` lacks `{clause_en}`")).help(
            words!("加上 `{clause_zh}`，后面写{shape_zh}", "add `{clause_en}` with {shape_en}"),
        );
    let (Some(value), Some(end)) = (insert, end_of_line(model, span)) else { return finding };
    let spelled = phrase::spelled_like(clause, model.sources.slice(span));
    finding.offer(
        words!("加上 `{spelled} {value}`", "add `{spelled} {value}`"),
        vec![Change::new(end, format!(" {spelled} {value}"))],
    )
}

/// Where a clause can be added to a statement's line; `None` where a comment or a brace makes that unsure.
pub fn end_of_line(model: &Model, span: Span) -> Option<Span> {
    let source = &model.sources[span.file];
    let line = source.line_range(source.line_of(span.start as usize));
    // A line of many statements would be looked through for each of them.
    let rest = source.text().get(span.end as usize..line.end).filter(|rest| rest.len() < 500)?;
    let unsure = rest.contains("//") || rest.contains(['{', '}', '｛', '｝']);
    let end = span.end as usize + rest.trim_end().len();
    (!unsure).then(|| Span::new(span.file, end, end))
}
