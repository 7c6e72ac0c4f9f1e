//! Single values of a body, each as what it should be, or named as what it is.

use super::body::Body;
use super::json::{Members, Node, Path};
use super::number::exact;
use crate::findings::Words;
use crate::vocabulary::{Key, Shape, WORDS, nearest_name};
use crate::words;

/// Why an empty value is a problem.
pub(super) fn empty() -> Words {
    words!("是空的，文件里没有对应的写法", "is empty, which a file cannot say")
}

impl Body<'_> {
    pub(super) fn problem(&mut self, node: Node<'_>, path: &Path<'_>, message: Words) {
        self.found.add(node.offset(), path.pointer(), message);
    }

    pub(super) fn wrong_kind(&mut self, node: Node<'_>, path: &Path<'_>, wanted: Words) {
        let (Words { zh, en }, kind) = (wanted, node.kind());
        let message = Words {
            zh: format!("应是{zh}，这里是{}", kind.zh),
            en: format!("should be {en}, not {}", kind.en),
        };
        self.problem(node, path, message);
    }

    /// An object with its members looked over: those that are unknown, there twice, or null are named.
    pub(super) fn object<'a>(
        &mut self,
        node: Node<'a>,
        path: &Path<'_>,
        known: &[&str],
    ) -> Option<Members<'a>> {
        let Some(members) = node.members() else {
            self.wrong_kind(node, path, words!("对象", "an object"));
            return None;
        };
        let mut seen = vec![false; known.len()];
        for (name, value) in members.iter() {
            let path = path.member(name);
            let name_at = value.name_offset();
            if let Some(half) = self.half_in(name_at..value.offset()) {
                self.found.add(name_at, path.pointer(), half);
                continue;
            }
            let message = match known.iter().position(|known| *known == name) {
                None => match nearest_name(name, known.iter().copied()) {
                    Some(near) => {
                        words!("不认识的成员，是否指 {near}", "no member that is known; perhaps `{near}`")
                    }
                    None => words!(
                        "不认识的成员，文件里没有对应的写法",
                        "no member that is known, so a file cannot say it"
                    ),
                },
                Some(at) if std::mem::replace(&mut seen[at], true) => {
                    words!("这个成员出现了两次", "this member is there twice")
                }
                Some(_) if value.is_null() => {
                    words!("是 null，文件里没有对应的写法", "is null, which a file cannot say")
                }
                Some(_) => continue,
            };
            self.found.add(name_at, path.pointer(), message);
        }
        Some(members)
    }

    pub(super) fn optional<'a, T>(
        &mut self,
        members: &Members<'a>,
        path: &Path<'_>,
        name: &str,
        read: impl FnOnce(&mut Self, Node<'a>, &Path<'_>) -> Option<T>,
    ) -> Option<T> {
        let node = members.get(name).filter(|node| !node.is_null())?;
        read(self, node, &path.member(name))
    }

    /// A member that every compiled body has.
    pub(super) fn required<'a, T>(
        &mut self,
        object: Node<'a>,
        members: &Members<'a>,
        path: &Path<'_>,
        name: &str,
        read: impl FnOnce(&mut Self, Node<'a>, &Path<'_>) -> Option<T>,
    ) -> Option<T> {
        if members.get(name).is_none() {
            let message =
                words!("缺少 {name}，编译出的请求总有它", "has no `{name}`, which every compiled body has");
            self.problem(object, path, message);
        }
        self.optional(members, path, name, read)
    }

    pub(super) fn text(&mut self, node: Node<'_>, path: &Path<'_>) -> Option<String> {
        let Some(text) = node.string() else {
            self.wrong_kind(node, path, words!("字符串", "a string"));
            return None;
        };
        if let Some(half) = self.half_in(node.range()) {
            self.problem(node, path, half);
            return None;
        }
        if text.trim().is_empty() {
            self.problem(node, path, empty());
            return None;
        }
        Some(text)
    }

    pub(super) fn items<'a>(&mut self, node: Node<'a>, path: &Path<'_>) -> Option<Vec<Node<'a>>> {
        let items = node.items();
        if items.is_none() {
            self.wrong_kind(node, path, words!("数组", "an array"));
        }
        items
    }

    /// An array that a file can only leave out when it is empty.
    pub(super) fn filled<'a>(&mut self, node: Node<'a>, path: &Path<'_>) -> Option<Vec<Node<'a>>> {
        let items = self.items(node, path)?;
        if items.is_empty() {
            self.problem(node, path, empty());
        }
        Some(items)
    }

    pub(super) fn number(&mut self, node: Node<'_>, path: &Path<'_>) -> Option<f64> {
        let Some(written) = node.number() else {
            self.wrong_kind(node, path, words!("数字", "a number"));
            return None;
        };
        let value = exact(written);
        if value.is_none() {
            self.problem(
                node,
                path,
                words!("数字位数太多，无法原样保留", "a number with more digits than can be kept"),
            );
        }
        value
    }

    pub(super) fn integer(&mut self, node: Node<'_>, path: &Path<'_>, least: i64, most: i64) -> Option<i64> {
        let value = self.number(node, path)?;
        // What the language reads as a whole number.
        if value.fract() != 0.0 || value.abs() > 9e15 {
            self.wrong_kind(node, path, words!("整数", "a whole number"));
            return None;
        }
        let value = value as i64;
        if value < least || value > most {
            self.problem(
                node,
                path,
                words!("应在 {least} 到 {most} 之间", "should be from {least} to {most}"),
            );
            return None;
        }
        Some(value)
    }

    /// A whole number in the range that a keyword takes.
    pub(super) fn counted_by(&mut self, key: Key, node: Node<'_>, path: &Path<'_>) -> Option<i64> {
        let shape = WORDS.iter().find(|word| word.key == key).and_then(|word| word.takes.first());
        let (least, most) = match shape.map(|take| take.shape) {
            Some(Shape::Integer(least, most)) => (least, most),
            _ => (i64::MIN, i64::MAX),
        };
        self.integer(node, path, least, most)
    }
}
