//! A keyword and a name without a blank between them: `签署方甲方`. Taken for the two words they are.
//!
//! Only where nothing else can be meant: the name is one that the file knows, or what follows is what follows such a
//! name. `签署方式` is no name 式, and `企业名称` none called 名称.

use std::collections::HashSet;

use super::scan::{Kind, Token};
use crate::vocabulary::{Key, Shape, WORDS, Word, choices, find_child, is_keyword, misnamed, parse_keyword};

/// Where two words were taken for one: the bytes of both, and where the second starts.
pub struct Glued {
    pub start: u32,
    pub end: u32,
    pub at: u32,
}

/// What follows a keyword to make another word of it.
const COMPOUNDS: &[&str] = &[
    "方式", "名称", "名字", "信息", "资料", "账号", "帐号", "编号", "编码", "代码", "日期", "时间", "顺序",
    "次序", "列表", "清单", "类型", "种类", "格式", "大小", "页数", "页码", "位置", "路径", "地址", "内容",
    "数量", "意愿", "认证", "证书",
];

/// The tokens of a text with glued ones parted.
pub fn parted(text: &str, tokens: Vec<Token>) -> (Vec<Token>, Vec<Glued>) {
    let mut names = Names { text, tokens: &tokens, known: None };
    let mut glued = Vec::new();
    let mut line_end = 0;
    for (index, token) in tokens.iter().enumerate() {
        let mut starts = index > 0 && tokens[index - 1].kind == Kind::Open;
        if token.start as usize >= line_end {
            let rest = &text.as_bytes()[token.start as usize..];
            line_end = memchr::memchr(b'\n', rest).map_or(text.len(), |end| token.start as usize + end);
            starts = true;
        }
        if token.kind != Kind::Word {
            continue;
        }
        let written = &text[token.range()];
        let next = tokens.get(index + 1).filter(|next| (next.start as usize) < line_end);
        let at = match starts {
            true => names.keyword_before(written, next),
            false => names.keyword_behind(written),
        };
        if let Some(at) = at {
            glued.push(Glued { start: token.start, end: token.end, at: token.start + at as u32 });
        }
    }
    if glued.is_empty() {
        return (tokens, glued);
    }
    let mut parts = Vec::with_capacity(tokens.len() + glued.len());
    let mut next = glued.iter().peekable();
    for token in tokens {
        match next.next_if(|glued| glued.start == token.start) {
            Some(glued) => {
                parts.push(Token { end: glued.at, ..token });
                parts.push(Token { start: glued.at, ..token });
            }
            None => parts.push(token),
        }
    }
    (parts, glued)
}

/// Tokens with those that were parted as one again.
pub fn whole(tokens: &[Token]) -> Vec<Token> {
    let mut whole: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        match whole.last_mut() {
            // The scanner takes as many letters as there are: two words touch only where one was parted.
            Some(last) if (last.kind, token.kind) == (Kind::Word, Kind::Word) && last.end == token.start => {
                last.end = token.end;
            }
            _ => whole.push(*token),
        }
    }
    whole
}

fn declares(word: &Word) -> bool {
    word.takes.first().is_some_and(|take| take.shape == Shape::Name)
}

/// Whether a keyword takes a name, new or declared.
fn takes_name(word: &Word) -> bool {
    let first = word.takes.first().map(|take| take.shape);
    matches!(first, Some(Shape::Name | Shape::Account | Shape::DocumentName))
}

/// The names that a file speaks of, gathered when one is asked for.
struct Names<'t> {
    text: &'t str,
    tokens: &'t [Token],
    known: Option<Known<'t>>,
}

#[derive(Default)]
struct Known<'t> {
    declared: HashSet<&'t str>,
    /// Those that stand by themselves anywhere but at the head of a line.
    written: HashSet<&'t str>,
}

impl<'t> Names<'t> {
    fn known(&mut self) -> &Known<'t> {
        let (text, tokens) = (self.text, self.tokens);
        self.known.get_or_insert_with(|| {
            let mut known = Known::default();
            for pair in tokens.windows(2).filter(|pair| pair[1].kind == Kind::Word) {
                let (before, word) = (&text[pair[0].range()], &text[pair[1].range()]);
                if text[pair[0].end as usize..pair[1].start as usize].contains('\n') {
                    continue;
                }
                if parse_keyword(before).any(declares) {
                    known.declared.insert(word);
                } else if !is_keyword(word) {
                    known.written.insert(word);
                }
            }
            known
        })
    }

    fn is_known(&mut self, name: &str) -> bool {
        let known = self.known();
        known.declared.contains(name) || known.written.contains(name)
    }

    /// `签署方甲方`: where the name starts.
    fn keyword_before(&mut self, written: &str, next: Option<&Token>) -> Option<usize> {
        if is_keyword(written) {
            return None;
        }
        let spellings =
            |word: &'static Word| [word.zh, word.en].into_iter().map(move |spelling| (word, spelling));
        let keywords = WORDS.iter().filter(|word| takes_name(word)).flat_map(spellings);
        let begins = keywords.filter(|(_, spelling)| written.starts_with(spelling));
        let (word, keyword) = begins.max_by_key(|(_, spelling)| spelling.len())?;
        let name = &written[keyword.len()..];
        if !name.starts_with(|c: char| c.is_alphabetic() || c == '_')
            || word.parents.iter().any(|parent| misnamed(*parent, written).is_some())
        {
            return None;
        }
        (self.is_known(name) || self.fits(word, keyword, name, next)).then_some(keyword.len())
    }

    /// Whether what stands behind such a name is what stands behind a name.
    fn fits(&self, word: &Word, keyword: &str, name: &str, next: Option<&Token>) -> bool {
        if keyword.is_ascii() || COMPOUNDS.contains(&name) || name.chars().count() < 2 {
            return false;
        }
        match next {
            Some(next) if next.kind == Kind::Word => {
                let spelling = &self.text[next.range()];
                find_child(word.key, spelling).is_some()
                    || (word.key == Key::Param && choices::PARAM_KINDS.find(spelling).is_some())
            }
            Some(next) => next.kind == Kind::Open && !is_keyword(name),
            None => false,
        }
    }

    /// `甲方次序`: where the keyword starts.
    fn keyword_behind(&mut self, written: &str) -> Option<usize> {
        if written.is_ascii() {
            return None;
        }
        let clauses = WORDS.iter().filter(|word| word.clause && written.ends_with(word.zh));
        let length = clauses.map(|word| word.zh.len()).max().filter(|&length| length < written.len())?;
        let at = written.len() - length;
        let known = self.known();
        (known.declared.contains(&written[..at]) && !known.declared.contains(written)).then_some(at)
    }
}
