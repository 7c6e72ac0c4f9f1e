//! JSON with the place of every value. serde_json reads; what is added is where things stand, members that
//! are there twice, and words for both languages.

use std::borrow::Cow;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::ImportProblem;
use crate::findings::Words;
use crate::words;

/// A value of the body, not looked into yet: depth costs nothing until it is asked for.
#[derive(Clone, Copy)]
pub struct Node<'a> {
    whole: &'a str,
    raw: &'a RawValue,
}

/// Where a value stands in the body, from the inside out.
#[derive(Clone, Copy)]
pub struct Path<'p> {
    outer: Option<&'p Path<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy)]
enum Step<'p> {
    Root,
    Member(&'p str),
    Item(usize),
}

impl<'p> Path<'p> {
    pub const ROOT: Path<'static> = Path { outer: None, step: Step::Root };

    pub fn member(&'p self, name: &'p str) -> Path<'p> {
        Path { outer: Some(self), step: Step::Member(name) }
    }

    pub fn item(&'p self, index: usize) -> Path<'p> {
        Path { outer: Some(self), step: Step::Item(index) }
    }

    /// As a JSON pointer (RFC 6901).
    pub fn pointer(&self) -> String {
        let mut pointer = self.outer.map(Path::pointer).unwrap_or_default();
        match self.step {
            Step::Root => {}
            Step::Member(name) => pointer += &format!("/{}", name.replace('~', "~0").replace('/', "~1")),
            Step::Item(index) => pointer += &format!("/{index}"),
        }
        pointer
    }
}

/// The members of an object, in order of writing.
pub struct Members<'a>(Vec<(Cow<'a, str>, Node<'a>)>);

impl<'a> Members<'a> {
    /// The first member of this name.
    pub fn get(&self, name: &str) -> Option<Node<'a>> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, node)| *node)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, Node<'a>)> {
        self.0.iter().map(|(name, node)| (name.as_ref(), *node))
    }
}

impl<'a> Node<'a> {
    /// The whole body, or where and why it is no JSON.
    pub fn root(whole: &'a str) -> Result<Node<'a>, (usize, Words)> {
        let text = whole.trim_start_matches('\u{FEFF}');
        match serde_json::from_str::<&RawValue>(text) {
            Ok(raw) => Ok(Node { whole, raw }),
            Err(error) => {
                let line_start = nth_line(text, error.line());
                let at = whole.len() - text.len()
                    + (line_start + error.column().saturating_sub(1)).min(text.len());
                let why = error.to_string();
                // The place is said apart.
                let why = why.split(" at line ").next().unwrap_or_default().to_owned();
                let message = if error.is_eof() {
                    words!("JSON 没有写完", "the JSON ends too early")
                } else {
                    words!("不是合法的 JSON，多半少了或多了逗号、引号、括号", "not valid JSON: {why}")
                };
                Err((at, message))
            }
        }
    }

    /// Its first byte in the body.
    pub fn offset(&self) -> usize {
        self.raw.get().as_ptr() as usize - self.whole.as_ptr() as usize
    }

    /// Where it stands in the body.
    pub fn range(&self) -> Range<usize> {
        self.offset()..self.offset() + self.raw.get().len()
    }

    /// The first byte of the name of the member that it is the value of.
    pub fn name_offset(&self) -> usize {
        let bytes = self.whole.as_bytes();
        let before = self.whole[..self.offset()].trim_end().trim_end_matches(':').trim_end();
        let Some(mut at) = before.len().checked_sub(1) else { return self.offset() };
        while let Some(quote) = memchr::memrchr(b'"', &bytes[..at]) {
            let slashes = bytes[..quote].iter().rev().take_while(|byte| **byte == b'\\').count();
            if slashes % 2 == 0 {
                return quote;
            }
            at = quote;
        }
        self.offset()
    }

    pub fn is_null(&self) -> bool {
        self.raw.get() == "null"
    }

    pub fn string(&self) -> Option<String> {
        serde_json::from_str(self.raw.get()).ok()
    }

    pub fn boolean(&self) -> Option<bool> {
        serde_json::from_str(self.raw.get()).ok()
    }

    /// A number's own digits.
    pub fn number(&self) -> Option<&'a str> {
        let written = self.raw.get();
        written.starts_with(|c: char| c == '-' || c.is_ascii_digit()).then_some(written)
    }

    pub fn items(&self) -> Option<Vec<Node<'a>>> {
        let items: Vec<&'a RawValue> = serde_json::from_str(self.raw.get()).ok()?;
        Some(items.into_iter().map(|raw| Node { whole: self.whole, raw }).collect())
    }

    pub fn members(&self) -> Option<Members<'a>> {
        let Entries(entries) = serde_json::from_str(self.raw.get()).ok()?;
        let node = |raw| Node { whole: self.whole, raw };
        Some(Members(entries.into_iter().map(|(name, raw)| (name, node(raw))).collect()))
    }

    /// What kind of value it is.
    pub fn kind(&self) -> Words {
        match self.raw.get().as_bytes().first() {
            Some(b'{') => words!("对象", "an object"),
            Some(b'[') => words!("数组", "an array"),
            Some(b'"') => words!("字符串", "a string"),
            Some(b't' | b'f') => words!("布尔值", "a boolean"),
            Some(b'n') => words!("null", "null"),
            _ => words!("数字", "a number"),
        }
    }
}

/// The offset of a line, counted from 1.
fn nth_line(text: &str, line: usize) -> usize {
    line.checked_sub(2)
        .and_then(|ends| memchr::memchr_iter(b'\n', text.as_bytes()).nth(ends))
        .map_or(0, |at| at + 1)
}

/// An object as it stands, members that are there twice included.
struct Entries<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<'de>, A::Error> {
                let mut entries = Vec::new();
                while let Some((Name(name), raw)) = map.next_entry()? {
                    entries.push((name, raw));
                }
                Ok(Entries(entries))
            }
        }
        from.deserialize_map(Object)
    }
}

/// Problems with the byte they stand at.
#[derive(Default)]
pub struct Found(Vec<(usize, String, Words)>);

impl Found {
    pub fn add(&mut self, offset: usize, pointer: String, message: Words) {
        self.0.push((offset, pointer, message));
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// In order of place, with lines and columns, which are counted in one walk over the body.
    pub fn placed(mut self, body: &str) -> Vec<ImportProblem> {
        self.0.sort_by_key(|(offset, ..)| *offset);
        let (mut at, mut line, mut column) = (0, 1, 1);
        let mut problems = Vec::with_capacity(self.0.len());
        for (offset, pointer, message) in self.0 {
            let between = body.get(at..offset.min(body.len())).unwrap_or_default();
            at += between.len();
            for character in between.chars() {
                column = if character == '\n' { 1 } else { column + 1 };
                line += usize::from(character == '\n');
            }
            problems.push(ImportProblem { pointer, line, column, message });
        }
        problems
    }
}
