//! What comes with text that was pasted: characters that nobody sees, numbers of lists, whole contracts and tables.

use super::{RULE, first_line, indent, line_end};
use crate::findings::{Change, Finding, Level};
use crate::model::Model;
use crate::source::Span;
use crate::syntax::Pasted;
use crate::vocabulary::Odd;
use crate::words;

pub(super) fn odd(model: &Model, span: Span) -> Finding {
    let slice = model.sources.slice(span);
    let count = slice.chars().count();
    let odd = slice.chars().filter_map(Odd::of).max().unwrap_or(Odd::Invisible);
    let first = slice.chars().find(|c| Odd::of(*c) == Some(odd)).unwrap_or_default();
    let (zh, en) = name(first);
    let code = format!("U+{:04X}", first as u32);
    let new = |message| Finding::new(&RULE, span, message);
    match odd {
        Odd::Invisible => {
            let message = match count {
                1 => words!(
                    "这里有一个看不见的字符（{code}{zh}），多半是从网页或微信粘贴来的",
                    "there is an invisible character here ({code}{en}), most likely pasted from a web page or a chat"
                ),
                _ => words!(
                    "这里有 {count} 个看不见的字符（{code}{zh} 等），多半是从网页或微信粘贴来的",
                    "there are {count} invisible characters here ({code}{en} and more), most likely pasted from a web page or a chat"
                ),
            };
            new(message)
                .help(words!("删去即可", "remove it"))
                .fix(words!("删去看不见的字符", "remove what nobody sees"), vec![Change::new(span, "")])
        }
        Odd::Blank => new(words!("这里的空格不是普通空格（{code}{zh}）", "this blank is not a plain one ({code}{en})"))
            .level(Level::Warning)
            .help(words!("改成普通空格", "use a plain blank"))
            .fix(words!("改成普通空格", "use a plain blank"), vec![Change::new(span, " ")]),
        Odd::LineEnd => {
            let text = model.sources[span.file].text();
            let is_end = |c: Option<char>| c.is_none_or(|c| c == '\n' || c == '\r');
            let before = text[..span.start as usize].chars().next_back();
            let rest = &text[span.end as usize..];
            let after = rest.chars().next();
            let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\u{3000}', '\u{A0}']).len();
            let whole = Span { end: span.end + blanks as u32, ..span };
            let (title, change) = match is_end(before) || is_end(after) {
                true => (words!("删去它", "remove it"), String::new()),
                false => (
                    words!("改成普通换行", "make it a plain line end"),
                    format!("{}{}", line_end(model, span), indent(model, span)),
                ),
            };
            new(words!("这里的换行不是普通换行（{code}{zh}）", "this line end is not a plain one ({code}{en})"))
                .help(words!("改成按回车键得到的换行", "use the line end that the Enter key makes"))
                .fix(title, vec![Change::new(whole, change)])
        }
    }
}

/// What people call a character, to stand behind its number.
fn name(character: char) -> (&'static str, &'static str) {
    match character {
        '\u{0B}' => (" Word 的手动换行", ", Word's manual line break"),
        '\u{0C}' => (" 分页符", ", a page break"),
        '\u{85}' => (" 换行", ", next line"),
        '\u{AD}' => (" 软连字符", ", a soft hyphen"),
        '\u{200B}' => (" 零宽空格", ", a zero-width space"),
        '\u{200C}' | '\u{200D}' => (" 零宽连字", ", a zero-width joiner"),
        '\u{200E}' | '\u{200F}' | '\u{61C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            (" 文字方向符", ", a mark of writing direction")
        }
        '\u{2028}' => (" 行分隔符", ", a line separator"),
        '\u{2029}' => (" 段分隔符", ", a paragraph separator"),
        '\u{202F}' => (" 窄空格", ", a narrow no-break space"),
        '\u{2060}' => (" 文字连接符", ", a word joiner"),
        '\u{FE00}'..='\u{FE0F}' => (" 变体选择符", ", a variation selector"),
        '\u{FEFF}' => (" 字节顺序标记", ", a byte order mark"),
        _ => ("", ""),
    }
}

pub(super) fn list_mark(model: &Model, span: Span, written: &str) -> Finding {
    let rest = &model.sources[span.file].text()[span.end as usize..];
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\u{3000}', '\u{A0}']).len();
    let whole = Span { end: span.end + blanks as u32, ..span };
    Finding::new(
        &RULE,
        span,
        words!("行首不写编号或项目符号 `{written}`", "lines do not open with a number or a bullet such as `{written}`"),
    )
    .help(words!("每一行以关键字开头", "a line opens with a keyword"))
    .fix(words!("删去行首的 `{written}`", "remove the `{written}`"), vec![Change::new(whole, "")])
}

/// Lines that are no statements at all.
pub(super) fn pasted(model: &Model, span: Span, what: Pasted) -> Finding {
    let source = &model.sources[span.file];
    let (first, last) = (source.line_of(span.start as usize), source.line_of(span.end as usize));
    let count = last - first + 1;
    let message = match (what, count) {
        (Pasted::Prose, 1) => words!("这一行像是合同正文或说明文字", "this line looks like the words of a contract or a note"),
        (Pasted::Prose, _) => words!("从这里起 {count} 行像是合同正文或说明文字", "{count} lines from here look like the words of a contract or a note"),
        (Pasted::Table, 1) => words!("这一行像是粘贴来的表格", "this line looks like a row of a table"),
        (Pasted::Table, _) => words!("从这里起 {count} 行像是粘贴来的表格", "{count} lines from here look like a table"),
    };
    let changes: Vec<Change> = (first..=last)
        .map(|line| source.line_range(line))
        .filter_map(|line| {
            let content = &source.text()[line.clone()];
            let at = line.start + (content.len() - content.trim_start().len());
            (at < line.end).then(|| Change::new(Span::new(span.file, at, at), "// "))
        })
        .collect();
    Finding::new(&RULE, first_line(model, span), message)
        .help(words!(
            ".qdc 只写谁签、签在哪里，正文和表格放在 PDF 里；要留作说明，就写成 `//` 注释",
            "a .qdc file holds who signs and where; the words and tables of the contract go into the PDF. To keep them as a note, make them `//` comments"
        ))
        .offer(words!("改成注释", "make them comments"), changes)
}
