//! The catalogue: everything the rules say of themselves.

use std::fmt::Write;

use qdc::findings::{Group, Lang, Level, Rule};
use qdc::rules::RULES;
use qdc::rules::examples::spelled;

use super::{code, pick};

const INTRO: (&str, &str) = (
    "# 规则目录\n\n\
     `qdc explain 规则名` 在终端里给出同样的说明，`qdc explain oc_40016` 按平台的错误码查。\
     级别可以在 [qdc.toml](settings.md) 里改；语言本身的规则除外，没有它们就读不懂文件。\n",
    "# Rules\n\n\
     `qdc explain NAME` prints the same in the terminal, and `qdc explain oc_40016` looks a rule up by the platform's code. \
     Levels can be changed in [qdc.toml](settings.md), but for the language's own: without them a file cannot be read.\n",
);

pub fn page(lang: Lang) -> String {
    let mut out = pick(lang, INTRO).to_owned();
    let groups = [
        (Group::Platform, ("平台写明的规则", "What the platform documents")),
        (Group::Language, ("语言本身的规则", "The language's own")),
        (Group::Lint, ("提醒", "Lints")),
    ];
    for (group, title) in groups {
        let rules: Vec<&Rule> =
            RULES.iter().map(|check| check.rule).filter(|rule| rule.group == group).collect();
        if rules.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n## {}\n", pick(lang, title));
        let header = ("| 规则 | 级别 | 平台错误码 | 何时 |", "| Rule | Level | Platform | When |");
        let _ = writeln!(out, "{}\n|---|---|---|---|", pick(lang, header));
        for rule in &rules {
            let platform = rule.platform.map(code).unwrap_or_default();
            let _ = writeln!(
                out,
                "| [{}](#{}) | {} | {platform} | {} |",
                code(rule.name),
                rule.name,
                level(rule.level, lang),
                rule.title(lang)
            );
        }
        for rule in rules {
            section(&mut out, rule, lang);
        }
    }
    out
}

fn section(out: &mut String, rule: &Rule, lang: Lang) {
    let _ = writeln!(out, "\n### {}\n", rule.name);
    let _ = write!(out, "**{}** ({}", rule.title(lang), level(rule.level, lang));
    if let Some(platform) = rule.platform {
        let _ = write!(out, ", {}", code(platform));
    }
    out.push_str(")\n\n");
    let _ = writeln!(out, "{}\n", rule.why(lang).trim());
    for (title, example) in [(("错", "Wrong"), rule.wrong), (("对", "Right"), rule.right)] {
        if example.trim().is_empty() {
            continue;
        }
        let _ = writeln!(out, "{}:\n", pick(lang, title));
        let _ = writeln!(out, "```qdc\n{}\n```\n", spelled(example, lang).trim_end());
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
}

fn level(level: Level, lang: Lang) -> &'static str {
    match level {
        Level::Error => pick(lang, ("错误", "error")),
        Level::Warning => pick(lang, ("警告", "warning")),
        Level::Hint => pick(lang, ("提示", "hint")),
    }
}
