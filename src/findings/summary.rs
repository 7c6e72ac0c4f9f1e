//! How many findings there are, in words.

use super::{Finding, Lang, Level};

impl Level {
    /// The level's name as people read it.
    pub fn word(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Level::Error, Lang::Zh) => "错误",
            (Level::Warning, Lang::Zh) => "警告",
            (Level::Hint, Lang::Zh) => "提示",
            (Level::Error, Lang::En) => "error",
            (Level::Warning, Lang::En) => "warning",
            (Level::Hint, Lang::En) => "hint",
        }
    }
}

/// How many findings there are of each level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub errors: usize,
    pub warnings: usize,
    pub hints: usize,
}

impl Counts {
    pub fn add(&mut self, level: Level) {
        match level {
            Level::Error => self.errors += 1,
            Level::Warning => self.warnings += 1,
            Level::Hint => self.hints += 1,
        }
    }
}

impl<'a> FromIterator<&'a Finding> for Counts {
    fn from_iter<T: IntoIterator<Item = &'a Finding>>(findings: T) -> Self {
        let mut counts = Counts::default();
        findings.into_iter().for_each(|finding| counts.add(finding.level));
        counts
    }
}

/// How many findings there are of each level in so many files checked: `3 errors, 1 warning in 2 files`.
pub fn summary<'a>(findings: impl IntoIterator<Item = &'a Finding>, files: usize, lang: Lang) -> String {
    sentence(findings.into_iter().collect(), files, lang)
}

fn sentence(counts: Counts, files: usize, lang: Lang) -> String {
    let parts: Vec<String> =
        [(counts.errors, Level::Error), (counts.warnings, Level::Warning), (counts.hints, Level::Hint)]
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, level)| match lang {
                Lang::Zh => format!("{count} 个{}", level.word(lang)),
                Lang::En => format!("{count} {}{}", level.word(lang), if count == 1 { "" } else { "s" }),
            })
            .collect();
    match (lang, parts.is_empty()) {
        (Lang::Zh, true) => format!("没有发现问题（检查了 {files} 个文件）"),
        (Lang::Zh, false) => format!("{}（检查了 {files} 个文件）", parts.join("，")),
        (Lang::En, true) => format!("no problems found in {}", files_en(files)),
        (Lang::En, false) => format!("{} in {}", parts.join(", "), files_en(files)),
    }
}

fn files_en(files: usize) -> String {
    format!("{files} file{}", if files == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_said_with_the_right_plurals() {
        let say =
            |errors, warnings, hints, files, lang| sentence(Counts { errors, warnings, hints }, files, lang);
        assert_eq!(say(3, 1, 0, 1, Lang::Zh), "3 个错误，1 个警告（检查了 1 个文件）");
        assert_eq!(say(3, 1, 0, 1, Lang::En), "3 errors, 1 warning in 1 file");
        assert_eq!(say(1, 0, 2, 12, Lang::En), "1 error, 2 hints in 12 files");
        assert_eq!(say(0, 0, 0, 1, Lang::Zh), "没有发现问题（检查了 1 个文件）");
        assert_eq!(say(0, 0, 0, 3, Lang::En), "no problems found in 3 files");
    }
}
