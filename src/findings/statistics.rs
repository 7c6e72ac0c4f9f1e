//! How many findings each rule has.

use std::io;

use serde::Serialize;

use super::{Found, Lang, Level, Report, json, lines};

/// The findings of one rule at one level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    pub rule: &'static str,
    pub level: Level,
    pub platform: Option<&'static str>,
    pub title: &'static str,
    pub count: usize,
    /// How many of them `--fix` mends.
    pub fixable: usize,
}

/// The most frequent first.
pub fn counts(found: &[Found<'_>], lang: Lang) -> Vec<Count> {
    let mut counts = std::collections::BTreeMap::new();
    for Found { finding, .. } in found {
        let rule = finding.rule;
        let (name, level) = (rule.name, finding.level);
        let count = counts.entry((name, level)).or_insert(Count {
            rule: name,
            level,
            platform: rule.platform,
            title: rule.title(lang),
            count: 0,
            fixable: 0,
        });
        count.count += 1;
        count.fixable += usize::from(finding.edit.as_ref().is_some_and(|edit| edit.safe));
    }
    let mut counts: Vec<Count> = counts.into_values().collect();
    counts.sort_by_key(|count| std::cmp::Reverse(count.count));
    counts
}

/// A line a rule: how often, how much it matters, its name, its code, in Chinese its title.
pub fn write(out: &mut dyn io::Write, report: &Report<'_>) -> io::Result<()> {
    let counts = counts(&report.found, report.lang);
    let digits = counts.first().map_or(1, |most| most.count.to_string().len());
    let widest = counts.iter().map(|count| count.rule.len()).max().unwrap_or(0);
    for Count { rule, level, platform, title, count, fixable } in &counts {
        // Chinese characters are two columns wide.
        let level = match report.lang {
            Lang::Zh => format!("{}   ", level.word(Lang::Zh)),
            Lang::En => format!("{:7}", level.word(Lang::En)),
        };
        let fixable = match (fixable, report.lang) {
            (0, _) => String::new(),
            (_, Lang::Zh) => format!("{fixable} 处可用 --fix 改正"),
            (_, Lang::En) => format!("--fix mends {fixable}"),
        };
        let title = if report.lang == Lang::Zh { format!("{title}  ") } else { String::new() };
        let line = format!(
            "{count:digits$}  {level}  {rule:widest$}  {:8}  {title}{fixable}",
            platform.unwrap_or("")
        );
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

pub fn write_json(out: &mut dyn io::Write, report: &Report<'_>) -> io::Result<()> {
    lines::array(out, json::elements(report, counts(&report.found, report.lang)))?;
    out.write_all(b"\n")
}

pub fn write_jsonl(out: &mut dyn io::Write, report: &Report<'_>) -> io::Result<()> {
    lines::each(out, json::elements(report, counts(&report.found, report.lang)))
}
