//! Arguments that several commands share.

use clap::builder::{OsStringValueParser, TypedValueParser};
use clap::{Arg, ArgAction, ArgMatches, ValueHint};
use jiff::Timestamp;
use jiff::civil::DateTime;

use super::facts::SHANGHAI;
use super::messages::pick;
use super::names::Names;
use super::{Code, Failure, params, variables};
use crate::findings::{Group, Lang};
use crate::vocabulary::nearest_name;
use crate::{rules, words};

/// Options that every command has stand below its own in help.
pub const LAST: usize = 900;

pub fn lang(lang: Lang) -> Arg {
    variables::stands_for(Arg::new("lang"), variables::LANG)
        .long("lang")
        .global(true)
        .display_order(LAST)
        .help_heading(heading(lang))
        .value_name(pick(lang, "语言", "LANG"))
        .value_parser(["zh", "en"])
        .hide_possible_values(true)
        .help(pick(
            lang,
            "用中文 zh 还是英文 en 说话，默认随系统",
            "Speak zh or en; by default as the system does",
        ))
}

pub fn color(lang: Lang) -> Arg {
    Arg::new("color")
        .long("color")
        .global(true)
        .display_order(LAST + 1)
        .help_heading(heading(lang))
        .value_name(pick(lang, "何时", "WHEN"))
        .value_parser(["auto", "always", "never"])
        .hide_possible_values(true)
        .help(pick(lang, "颜色：auto、always 或 never", "Colours: auto, always or never"))
}

/// Where options stand in help; clap's own heading where it fits.
fn heading(lang: Lang) -> Option<&'static str> {
    match lang {
        Lang::Zh => Some("选项"),
        Lang::En => None,
    }
}

pub fn version(lang: Lang) -> Arg {
    Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version)
        .help_heading(heading(lang))
        .help(pick(lang, "显示版本", "Print version"))
}

/// The one file a command works on.
pub fn file(lang: Lang) -> Arg {
    Arg::new("file")
        .required(true)
        .value_hint(ValueHint::FilePath)
        .value_name(pick(lang, "文件", "FILE"))
        .help(pick(lang, ".qdc 文件，- 表示标准输入", "A .qdc file, or - for standard input"))
}

/// Files and folders.
pub fn paths(lang: Lang) -> Arg {
    // A name in another encoding is told as a file that cannot be read, and the others are read.
    let path = OsStringValueParser::new().map(|path| path.to_string_lossy().into_owned());
    Arg::new("paths")
        .num_args(0..)
        .value_parser(path)
        .value_hint(ValueHint::AnyPath)
        .value_name(pick(lang, "文件或文件夹", "PATH"))
        .help(pick(
            lang,
            ".qdc 文件、文件夹（按 .gitignore 略过），或 - 表示标准输入；不写则为当前文件夹",
            "Files, folders (.gitignore is obeyed), or - for standard input; by default the current folder",
        ))
}

pub fn output(lang: Lang) -> Arg {
    Arg::new("output")
        .short('o')
        .long("output")
        .value_hint(ValueHint::FilePath)
        .value_name(pick(lang, "文件", "FILE"))
        .help(pick(lang, "写到这个文件，不写则输出到屏幕", "Write to this file instead of standard output"))
}

/// `--format` of commands that speak to people and to programs.
pub fn human_or_json(lang: Lang) -> Arg {
    Arg::new("format")
        .long("format")
        .value_name(pick(lang, "格式", "FORMAT"))
        .value_parser(["human", "json"])
        .default_value("human")
        .hide_default_value(true)
        .hide_possible_values(true)
        .help(pick(lang, "human：给人看；json：给程序用", "human: for people; json: for programs"))
}

/// The same of commands that also report while they work.
#[cfg(feature = "send")]
pub fn human_json_or_jsonl(lang: Lang) -> Arg {
    human_or_json(lang).value_parser(["human", "json", "jsonl"]).help(pick(
        lang,
        "human：给人看；json：给程序用；jsonl：给程序用，一有结果就输出一行",
        "human: for people; json: for programs; jsonl: for programs, a line as soon as something happens",
    ))
}

/// The value of `--format`.
pub fn format(matches: &ArgMatches) -> &str {
    matches.get_one::<String>("format").map_or("human", String::as_str)
}

/// Whether `--format json` was asked for.
pub fn wants_json(matches: &ArgMatches) -> bool {
    matches!(matches.try_get_one::<String>("format"), Ok(Some(format)) if format == "json")
}

/// `--set`, `--set-file` and `--now`: what a file is read under.
pub fn reading(lang: Lang) -> [Arg; 3] {
    let [set, set_file] = params::args(lang);
    [
        set,
        set_file,
        Arg::new("now").long("now").value_name(pick(lang, "日期", "DATE")).help(pick(
            lang,
            "把这一天（或 2026-01-05T18:30）当作现在，默认为北京时间的现在",
            "Take this day (or 2026-01-05T18:30) for now; by default the time in Asia/Shanghai",
        )),
    ]
}

/// `--deny`, `--warn`, `--allow`.
pub fn levels(lang: Lang) -> [Arg; 3] {
    let level = |name, zh, en| {
        Arg::new(name)
            .long(name)
            .action(ArgAction::Append)
            .value_delimiter(',')
            .value_name(pick(lang, "规则", "RULE"))
            .value_parser(Names::new(lang, configurable_rules))
            .hide_possible_values(true)
            .help(pick(lang, zh, en))
    };
    [
        level("deny", "把这条规则当作错误", "Treat this rule as an error"),
        level("warn", "把这条规则当作警告", "Treat this rule as a warning"),
        level("allow", "不检查这条规则", "Switch this rule off"),
    ]
}

/// The time of `--now`, in Asia/Shanghai. One written with another offset is the same moment there.
pub fn now(matches: &ArgMatches) -> Result<Option<DateTime>, Failure> {
    // Not every command has it: what is sent is sent now.
    let Ok(Some(written)) = matches.try_get_one::<String>("now") else { return Ok(None) };
    let time = written.trim().replacen(' ', "T", 1);
    // The moment first: a bare time reads past an offset as if there were none.
    let moment = time.parse::<Timestamp>().map(|moment| SHANGHAI.to_datetime(moment));
    moment.or_else(|_| time.parse()).map(Some).map_err(|_| {
        Failure::new(
            Code::Usage,
            words!(
                "--now 要写成 2026-01-05 或 2026-01-05T18:30，`{written}` 不是日期",
                "--now wants 2026-01-05 or 2026-01-05T18:30; `{written}` is no date"
            ),
        )
    })
}

/// The rules whose levels may be set, with their titles.
fn configurable_rules() -> Vec<(&'static str, (&'static str, &'static str))> {
    let rules = rules::RULES.iter().map(|check| check.rule).filter(|rule| rule.group != Group::Language);
    rules.map(|rule| (rule.name, rule.title)).collect()
}

/// The name of a rule whose level may be set.
pub fn configurable(name: &str) -> Result<&'static str, Failure> {
    let Some(rule) = rules::find(name) else {
        let names = rules::RULES.iter().map(|check| check.rule.name);
        return Err(Failure::new(
            Code::UnknownName,
            match nearest_name(name, names) {
                Some(near) => {
                    words!(
                        "没有 `{name}` 这条规则，是不是 `{near}`？",
                        "there is no rule `{name}`; did you mean `{near}`?"
                    )
                }
                None => words!(
                    "没有 `{name}` 这条规则；用 qdc explain 查看全部规则",
                    "there is no rule `{name}`; `qdc explain` lists them all"
                ),
            },
        ));
    };
    if rule.group == Group::Language {
        return Err(Failure::new(
            Code::Usage,
            words!(
                "规则 `{name}` 属于语言本身，不能更改级别",
                "the rule `{name}` belongs to the language; its level cannot be changed"
            ),
        ));
    }
    Ok(rule.name)
}
