//! Findings that were accepted, so that only new ones count: the baseline of a project as data.
//!
//! A finding is known by its file, its rule and its words, as [`super::identity`] has it, and by how many are the same in
//! these. Nothing of the words is in the file: it lies under version control, and they may be a person's number.

use std::collections::BTreeMap;
use std::io;

use serde::{Deserialize, Serialize};

use super::{Found, Words, identity, lines};
use crate::words;

/// The version of the file's shape.
const VERSION: u32 = 1;

/// What findings that count as one have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// From the baseline's folder on, with `/`.
    pub file: String,
    pub rule: String,
    words: u32,
}

impl Key {
    pub fn new(file: &str, found: &Found<'_>) -> Self {
        Self {
            file: file.to_owned(),
            rule: found.finding.rule.name.to_owned(),
            words: identity::words(found),
        }
    }
}

/// How many findings are accepted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline(BTreeMap<Key, usize>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "version")]
    _version: u32,
    accepted: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    file: String,
    rule: String,
    words: String,
    count: usize,
}

/// Why a file is no baseline.
#[derive(Debug)]
pub enum NoBaseline {
    /// Of a later version of the program.
    Version(u32),
    Broken(Words),
}

impl Baseline {
    pub fn read(text: &str) -> Result<Self, NoBaseline> {
        let broken = |error: serde_json::Error| {
            let (line, column) = (error.line(), error.column());
            NoBaseline::Broken(words!("第 {line} 行第 {column} 列读不懂", "{error}"))
        };
        // The version first: another one may have other members.
        let version = serde_json::from_str::<serde_json::Value>(text).map_err(broken)?["version"].as_u64();
        if let Some(other) = version.filter(|version| *version != u64::from(VERSION)) {
            return Err(NoBaseline::Version(other.try_into().unwrap_or(u32::MAX)));
        }
        let file: File = serde_json::from_str(text).map_err(broken)?;
        let mut accepted = BTreeMap::new();
        for Entry { file, rule, words, count } in file.accepted {
            let words = u32::from_str_radix(&words, 16).map_err(|_| {
                NoBaseline::Broken(words!("`{words}` 不是六位数", "`{words}` is no number of six digits"))
            })?;
            // Where a merge kept an entry twice, both count.
            *accepted.entry(Key { file, rule, words }).or_default() += count;
        }
        Ok(Self(accepted))
    }

    /// An entry a line, in order: a merge has few conflicts, and those are plain.
    pub fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        write!(out, "{{\"version\":{VERSION},\"accepted\":")?;
        lines::array(
            out,
            self.0.iter().map(|(Key { file, rule, words }, count)| Entry {
                file: file.clone(),
                rule: rule.clone(),
                words: format!("{words:06x}"),
                count: *count,
            }),
        )?;
        out.write_all(b"}\n")
    }

    /// Whether a finding is accepted; each is taken off the count.
    pub fn takes(&mut self, key: &Key) -> bool {
        match self.0.get_mut(key).filter(|count| **count > 0) {
            Some(count) => {
                *count -= 1;
                true
            }
            None => false,
        }
    }

    /// What was accepted and not taken since.
    pub fn left(&self) -> impl Iterator<Item = (&Key, usize)> {
        self.0.iter().filter(|(_, count)| **count > 0).map(|(key, count)| (key, *count))
    }

    /// Forgets what is accepted of some files and accepts these findings.
    pub fn renew(&mut self, gone: impl Fn(&str) -> bool, found: impl Iterator<Item = Key>) {
        self.0.retain(|key, _| !gone(&key.file));
        let mut now: BTreeMap<Key, usize> = BTreeMap::new();
        for key in found {
            *now.entry(key).or_default() += 1;
        }
        for (key, count) in now {
            // Of a file that was only used, this run saw a part.
            let known = self.0.entry(key).or_default();
            *known = count.max(*known);
        }
    }

    /// How many findings are accepted.
    pub fn total(&self) -> usize {
        self.0.values().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(file: &str, words: u32) -> Key {
        Key { file: file.into(), rule: "seal-overlap".into(), words }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut baseline = Baseline::default();
        baseline.renew(|_| false, [key("甲.qdc", 7), key("a.qdc", 0xAB_CDEF), key("甲.qdc", 7)].into_iter());
        let mut out = Vec::new();
        baseline.write(&mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(
            text,
            "{\"version\":1,\"accepted\":[\n  \
             {\"file\":\"a.qdc\",\"rule\":\"seal-overlap\",\"words\":\"abcdef\",\"count\":1},\n  \
             {\"file\":\"甲.qdc\",\"rule\":\"seal-overlap\",\"words\":\"000007\",\"count\":2}\n]}\n"
        );
        assert_eq!(Baseline::read(&text).unwrap(), baseline);
        assert!(matches!(Baseline::read("{\"version\":2,\"found\":[]}"), Err(NoBaseline::Version(2))));
        for broken in
            ["", "[]", "{}", "{\"version\":1}", &text.replace("abcdef", "words"), &text.replace("count", "n")]
        {
            assert!(matches!(Baseline::read(broken), Err(NoBaseline::Broken(_))), "{broken}");
        }
    }

    #[test]
    fn as_many_are_accepted_as_were_counted() {
        let mut baseline = Baseline::default();
        baseline.renew(|_| false, [key("a", 1), key("a", 1), key("b", 1)].into_iter());
        let taken = [key("a", 1), key("a", 1), key("a", 1), key("a", 2)].map(|key| baseline.takes(&key));
        assert_eq!(taken, [true, true, false, false]);
        assert_eq!(baseline.left().collect::<Vec<_>>(), [(&key("b", 1), 1)]);
    }

    #[test]
    fn renewing_leaves_other_files_alone() {
        let mut baseline = Baseline::default();
        baseline.renew(|_| false, [key("a", 1), key("b", 1), key("b", 1)].into_iter());
        baseline.renew(|file| file == "a", [key("a", 2), key("b", 1)].into_iter());
        assert_eq!(baseline.left().collect::<Vec<_>>(), [(&key("a", 2), 1), (&key("b", 1), 2)]);
        assert_eq!(baseline.total(), 3);
    }
}
