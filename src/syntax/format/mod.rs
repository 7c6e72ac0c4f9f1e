//! Tree to text: one way of writing what a file says.
//!
//! Works line by line on tokens. A line that is broken keeps its words, whatever they are; only its
//! indentation changes. What is written is parsed again and compared before it is handed out: a formatter
//! that changes what a file means, or loses a comment, does nothing instead.

mod spell;

use unicode_width::UnicodeWidthStr;

use super::scan::{Kind, Token};
use super::tree::{NONE, NodeId, Tree};
use crate::vocabulary::Key;

/// Which spelling keywords get.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Keywords {
    /// As written.
    #[default]
    Keep,
    Zh,
    En,
}

/// The text in its uniform shape: four spaces a block, one statement a line, ASCII punctuation, at most one
/// blank line in a row. Formatting the result again changes nothing.
pub fn format(text: &str, keywords: Keywords) -> String {
    let tree = super::parse(text);
    let mut written = Writer::new(text, &tree, keywords).write();
    // A broken file may settle only at the second writing: indentation is a hint to which brace is missing.
    for _ in 0..ROUNDS {
        let again = super::parse(&written);
        if !same_meaning((text, &tree), (&written, &again)) {
            break;
        }
        let settled = Writer::new(&written, &again, keywords).write();
        if settled == written {
            return written;
        }
        written = settled;
    }
    text.to_owned()
}

/// How often a text is written before it is left as it was.
const ROUNDS: usize = 4;

/// Whether two texts have the same statements and the same comments, spelling aside.
fn same_meaning(before: (&str, &Tree), after: (&str, &Tree)) -> bool {
    let comments = |(text, tree): (&str, &Tree)| -> Vec<String> {
        tree.comments().map(|token| text[token.range()].trim().to_owned()).collect()
    };
    let (old, new) = (before.1, after.1);
    old.len() == new.len()
        && old.problems.len() == new.problems.len()
        && comments(before) == comments(after)
        && (0..old.len() as NodeId).all(|id| {
            let (a, b) = (old.node(id), new.node(id));
            a.word == b.word
                && a.parent == b.parent
                && a.misplaced == b.misplaced
                && (a.open == NONE) == (b.open == NONE)
                && spell::values(before.0, old, id, Keywords::En)
                    == spell::values(after.0, new, id, Keywords::En)
        })
}

/// One line to be written.
#[derive(Default)]
struct Line {
    depth: usize,
    /// A statement of one value, which is aligned with its neighbours of the same parent: where the value
    /// starts, in bytes of `words`.
    aligned: Option<(NodeId, usize)>,
    words: String,
    comment: String,
    /// Whether a blank line stood before it.
    blank_before: bool,
    /// It is, or ends with, an opening brace; or starts with a closing one.
    opens: bool,
    closes: bool,
}

impl Line {
    fn is_empty(&self) -> bool {
        self.words.is_empty() && self.comment.is_empty()
    }
}

struct Writer<'t> {
    text: &'t str,
    tree: &'t Tree,
    keywords: Keywords,
    /// The node of each token, where the token is its keyword or one of its values.
    owners: Vec<NodeId>,
    lines: Vec<Line>,
    depth: usize,
}

impl<'t> Writer<'t> {
    fn new(text: &'t str, tree: &'t Tree, keywords: Keywords) -> Self {
        let mut owners = vec![NONE; tree.tokens.len()];
        for id in 0..tree.len() as NodeId {
            owners[tree.node(id).keyword as usize] = id;
            for &value in tree.values(id) {
                owners[value as usize] = id;
            }
        }
        Self { text, tree, keywords, owners, lines: Vec::new(), depth: 0 }
    }

    fn write(mut self) -> String {
        let mut next = 0;
        let mut problem = 0;
        let mut blank = false;
        let (mut start, mut end, mut broken_until) = (0, 0, 0);
        for source in self.text.split_inclusive('\n') {
            end += source.len();
            let first = next;
            while self.tree.tokens.get(next).is_some_and(|token| (token.start as usize) < end) {
                next += 1;
            }
            // A text or a comment over several lines is written with all of them.
            if next > 0 && self.tree.tokens[next - 1].end as usize > end {
                next = first;
                continue;
            }
            let mut broken = start < broken_until;
            while let Some(one) = self.tree.problems.get(problem).filter(|one| (one.start as usize) < end) {
                broken |= one.start as usize >= start;
                broken_until = broken_until.max(one.end as usize);
                problem += 1;
            }
            if first == next {
                blank = true;
            } else if broken {
                self.verbatim(first..next, std::mem::take(&mut blank));
            } else {
                self.statements(first..next, std::mem::take(&mut blank));
            }
            start = end;
        }
        self.finish()
    }

    /// A broken line: its own words.
    fn verbatim(&mut self, tokens: std::ops::Range<usize>, blank_before: bool) {
        let tokens = &self.tree.tokens[tokens];
        let (first, last) = (tokens[0], tokens[tokens.len() - 1]);
        let words = self.text[first.start as usize..last.end as usize].trim().to_owned();
        let closes = first.kind == Kind::Close;
        let mut depth = self.depth;
        if closes {
            depth = depth.saturating_sub(1);
        }
        for token in tokens {
            match token.kind {
                Kind::Open => self.depth += 1,
                Kind::Close => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
        let opens = last.kind == Kind::Open;
        self.lines.push(Line { depth, words, blank_before, opens, closes, ..Line::default() });
    }

    /// A line that parses: one line of output for each statement and each closing brace.
    fn statements(&mut self, tokens: std::ops::Range<usize>, blank_before: bool) {
        let mut line = Line { depth: self.depth, blank_before, ..Line::default() };
        for index in tokens.clone() {
            let token = self.tree.tokens[index];
            match token.kind {
                Kind::Comment => line.comment = self.text[token.range()].trim().to_owned(),
                Kind::Open if index == tokens.start && self.join_open(index) => {
                    self.depth += 1;
                    line.depth = self.depth;
                }
                Kind::Open => {
                    push_word(&mut line.words, "{");
                    line.opens = true;
                    line.aligned = None;
                    self.depth += 1;
                    let comment = self.comment_after(index, tokens.end);
                    line.comment = comment.unwrap_or_default();
                    self.push(&mut line);
                }
                Kind::Close => {
                    self.push(&mut line);
                    self.depth = self.depth.saturating_sub(1);
                    line.depth = self.depth;
                    line.words.push('}');
                    line.closes = true;
                    line.comment = self.comment_after(index, tokens.end).unwrap_or_default();
                    self.push(&mut line);
                }
                Kind::Comma | Kind::Colon | Kind::FullStop => {}
                _ => self.word(&mut line, index, token),
            }
        }
        // A comment that went with a brace already is not written twice.
        if line.words.is_empty() && tokens.len() > 1 && self.last_comment_is_placed(&tokens) {
            return;
        }
        self.push(&mut line);
    }

    fn last_comment_is_placed(&self, tokens: &std::ops::Range<usize>) -> bool {
        let before = &self.tree.tokens[tokens.end - 2];
        matches!(before.kind, Kind::Open | Kind::Close)
            && self.lines.last().is_some_and(|line| !line.comment.is_empty())
    }

    /// The comment that directly follows a brace on its line.
    fn comment_after(&self, index: usize, end: usize) -> Option<String> {
        let next = self.tree.tokens.get(index + 1).filter(|_| index + 1 < end)?;
        (next.kind == Kind::Comment).then(|| self.text[next.range()].trim().to_owned())
    }

    fn word(&mut self, line: &mut Line, index: usize, token: Token) {
        let owner = self.owners[index];
        let is_keyword = owner != NONE && self.tree.node(owner).keyword as usize == index;
        if owner == NONE || is_keyword {
            let spelled = spell::keyword(self.text, self.tree, owner, token, self.keywords);
            push_word(&mut line.words, &spelled);
            line.aligned = None;
            return;
        }
        let values = self.tree.values(owner);
        if values.first() == Some(&(index as u32)) && self.is_simple(owner) && line.aligned.is_none() {
            line.aligned = Some((self.tree.node(owner).parent, line.words.len() + 1));
        }
        // `in 30d` and `30天内` change places: the first value's turn writes both.
        if self.tree.node(owner).word.is_some_and(|word| word.key == Key::Deadline) && values.len() == 2 {
            if values[0] as usize == index {
                let spelled = spell::values(self.text, self.tree, owner, self.keywords);
                push_word(&mut line.words, &spelled.join(" "));
            }
            return;
        }
        push_word(&mut line.words, &spell::value(self.text, self.tree, owner, token, self.keywords));
    }

    /// One keyword, one value, nothing else.
    fn is_simple(&self, id: NodeId) -> bool {
        let node = self.tree.node(id);
        let values = self.tree.values(id);
        let parent_line_owner = node.parent == NONE || self.tree.node(node.parent).open != NONE;
        let one = values.len() == 1
            || (values.len() == 2 && node.word.is_some_and(|word| word.key == Key::Deadline));
        one && node.first_child == NONE && node.open == NONE && parent_line_owner
    }

    /// A `{` on a line of its own goes up to its statement, when that stands on the line before.
    fn join_open(&mut self, index: usize) -> bool {
        // Two comments do not fit on one line.
        let has_comment = self.lines.last().is_some_and(|line| !line.comment.is_empty());
        if has_comment && self.comment_follows(index) {
            return false;
        }
        let previous = self.tree.tokens[..index].iter().rfind(|token| token.kind != Kind::Comment);
        let adjacent = previous.is_some_and(|previous| {
            let between = &self.text[previous.end as usize..self.tree.tokens[index].start as usize];
            memchr::memchr_iter(b'\n', between.as_bytes()).count() == 1
        });
        match self.lines.last_mut() {
            Some(line) if adjacent && !line.opens && !line.closes && !line.words.is_empty() => {
                push_word(&mut line.words, "{");
                line.opens = true;
                line.aligned = None;
                true
            }
            _ => false,
        }
    }

    /// Whether a comment stands on the line of a token, after it.
    fn comment_follows(&self, index: usize) -> bool {
        let start = self.tree.tokens[index].end as usize;
        self.tree.tokens[index + 1..]
            .iter()
            .take_while(|token| !self.text[start..token.start as usize].contains('\n'))
            .any(|token| token.kind == Kind::Comment)
    }

    fn push(&mut self, line: &mut Line) {
        if line.is_empty() {
            line.depth = self.depth;
            return;
        }
        let next = Line { depth: self.depth, ..Line::default() };
        self.lines.push(std::mem::replace(line, next));
    }

    fn finish(self) -> String {
        let mut lines = self.lines;
        align(&mut lines);
        let line_end = match self.text.find('\n') {
            Some(at) if self.text[..at].ends_with('\r') => "\r\n",
            _ => "\n",
        };
        let mut out = String::with_capacity(self.text.len() + self.text.len() / 8);
        let mut after_open = true;
        for line in &lines {
            if line.blank_before && !after_open && !line.closes {
                out.push_str(line_end);
            }
            after_open = line.opens;
            // Deeper than anything the language has, indentation only costs.
            for _ in 0..line.depth.min(32) {
                out.push_str("    ");
            }
            out.push_str(&line.words);
            if !line.comment.is_empty() {
                if !line.words.is_empty() {
                    out.push(' ');
                }
                out.push_str(&line.comment);
            }
            out.push_str(line_end);
        }
        out
    }
}

fn push_word(words: &mut String, word: &str) {
    if !words.is_empty() {
        words.push(' ');
    }
    words.push_str(word);
}

/// Lines of one value that follow each other in one block have their values in one column.
fn align(lines: &mut [Line]) {
    let mut start = 0;
    while start < lines.len() {
        let Some((parent, _)) = lines[start].aligned else {
            start += 1;
            continue;
        };
        let mut end = start + 1;
        while end < lines.len()
            && !lines[end].blank_before
            && lines[end].aligned.is_some_and(|(other, _)| other == parent)
        {
            end += 1;
        }
        let width = |line: &Line| line.aligned.map_or(0, |(_, at)| line.words[..at - 1].width());
        let widest = lines[start..end].iter().map(width).max().unwrap_or(0);
        for line in &mut lines[start..end] {
            let padding = widest - width(line);
            if let Some((_, at)) = line.aligned {
                line.words.insert_str(at, &" ".repeat(padding));
            }
        }
        start = end;
    }
}
