//! `qdc explain`: what a rule or a platform code means.

use std::borrow::Cow;
use std::fmt::Write as _;

use clap::{Arg, ArgMatches, Command};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::messages::pick;
use super::output::Form;
use super::{Code, Env, Failure, Outcome, args, json, output};
use crate::findings::human::level_name;
use crate::findings::{Lang, Level, Rule};
use crate::platform::{self, Code as PlatformCode};
use crate::rules::RULES;
use crate::rules::examples::without_directives;
use crate::syntax::{Keywords, format};
use crate::vocabulary::nearest_name;
use crate::words;

/// What the platform's own codes open with; the others are as in HTTP.
const FAMILY: &str = "oc_";
const CODE_DIGITS: usize = 5;

/// Longer lines tire, however wide the window is.
const PROSE: usize = 100;

pub fn command(lang: Lang) -> Command {
    Command::new("explain")
        .about(pick(lang, "解释一条规则或平台错误码", "Explain a rule or a platform code"))
        .arg(Arg::new("name").value_name(pick(lang, "名字", "NAME")).help(pick(
            lang,
            "规则名或错误码，如 duplicate-position、oc_40016；不写则列出全部规则",
            "A rule or a code such as duplicate-position or oc_40016; without it, all rules are listed",
        )))
        .arg(args::human_or_json(lang))
}

pub fn run(matches: &ArgMatches, env: &Env) -> Outcome {
    let for_programs = args::wants_json(matches);
    let name = matches.get_one::<String>("name").map(|name| full(name.trim()));
    let name = name.as_deref();
    let rules: Vec<&'static Rule> = RULES
        .iter()
        .map(|check| check.rule)
        .filter(|rule| {
            name.is_none_or(|name| {
                rule.name == name || rule.platform.is_some_and(|code| code.eq_ignore_ascii_case(name))
            })
        })
        .collect();
    let code = name.and_then(platform::find);
    if let Some(name) = name.filter(|_| rules.is_empty() && code.is_none()) {
        return Err(unknown(name));
    }
    let text = if for_programs {
        json::text(&explained(&rules, code, env.lang))?
    } else if name.is_none() {
        list(&rules, env.lang)
    } else {
        let mut page = String::new();
        if let Some(code) = code {
            describe_code(code, env, &mut page);
        }
        for rule in rules {
            describe(rule, env, &mut page);
        }
        page
    };
    output::print_as(if for_programs { Form::Json } else { Form::Text }, &text)?;
    Ok(0)
}

/// The number of a code stands for the code: `40016` is `oc_40016`, as people read it from a log.
fn full(name: &str) -> Cow<'_, str> {
    match is_number(name) && name.len() == CODE_DIGITS {
        true => format!("{FAMILY}{name}").into(),
        false => name.into(),
    }
}

/// A name that is no rule and no code. Codes one digit apart have nothing in common: for those no nearest
/// one is offered.
fn unknown(name: &str) -> Failure {
    let number = name.to_ascii_lowercase();
    if is_number(number.strip_prefix(FAMILY).unwrap_or(&number)) {
        return Failure::new(
            Code::UnknownName,
            words!(
                "平台的公开文档里没有错误码 `{name}`，请按平台返回的说明处理，或联系平台客服",
                "the platform's public pages do not list the code `{name}`; go by the message that came with it, \
             or ask the platform"
            ),
        );
    }
    let known = RULES.iter().map(|check| check.rule.name);
    Failure::new(
        Code::UnknownName,
        match nearest_name(name, known) {
            Some(near) => words!(
                "没有 `{name}` 这条规则或错误码，是不是 `{near}`？",
                "there is no rule or code `{name}`; did you mean `{near}`?"
            ),
            None => words!(
                "没有 `{name}` 这条规则或错误码；不带名字运行 qdc explain 可列出全部规则",
                "there is no rule or code `{name}`; `qdc explain` alone lists them all"
            ),
        },
    )
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn list(rules: &[&Rule], lang: Lang) -> String {
    let widest = rules.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let mut page = String::new();
    for rule in rules {
        let level = level_name(rule.level, lang);
        let padding = " ".repeat(8 - level.width().min(8));
        let code = rule.platform.unwrap_or("-");
        let _ = writeln!(page, "{:widest$}  {level}{padding}{code:10}{}", rule.name, rule.title(lang));
    }
    page
}

fn describe_code(code: &PlatformCode, env: &Env, page: &mut String) {
    let lang = env.lang;
    let meaning = prose(pick(lang, code.meaning.0, code.meaning.1), env);
    let _ = writeln!(page, "{}\n{meaning}", format!("{} {}", code.code, code.message).trim_end());
    if code.seen_on != "*" {
        let _ = writeln!(page, "{}{}", pick(lang, "接口：", "Seen on: "), code.seen_on);
    }
    page.push('\n');
}

fn describe(rule: &Rule, env: &Env, page: &mut String) {
    let lang = env.lang;
    let code = rule.platform.map(|code| format!(" {code}")).unwrap_or_default();
    let _ = writeln!(page, "{}[{}]{code}  {}\n", level_name(rule.level, lang), rule.name, rule.title(lang));
    let _ = writeln!(page, "{}\n", prose(rule.why(lang), env));
    for (heading, example) in
        [(pick(lang, "错误写法：", "Wrong:"), rule.wrong), (pick(lang, "正确写法：", "Right:"), rule.right)]
    {
        let _ = writeln!(page, "{heading}\n");
        for line in spelled(example, lang).lines() {
            let _ = writeln!(page, "{}", format!("    {line}").trim_end());
        }
        page.push('\n');
    }
}

/// Sentences in lines, none ended inside an English word or before a Chinese comma.
fn prose(text: &str, env: &Env) -> String {
    textwrap::fill(text, env.width.min(PROSE))
}

/// An example with the keywords of the reader's language.
fn spelled(example: &str, lang: Lang) -> String {
    let example = without_directives(example);
    match lang {
        Lang::Zh => format(&example, Keywords::Zh),
        Lang::En => example,
    }
}

/// Texts are in the language of the run.
#[derive(Serialize)]
struct Output<'a> {
    version: u32,
    code: Option<ExplainedCode<'a>>,
    rules: Vec<ExplainedRule<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ExplainedCode<'a> {
    code: &'a str,
    message: &'a str,
    meaning: &'a str,
    seen_on: &'a str,
}

#[derive(Serialize)]
struct ExplainedRule<'a> {
    rule: &'a str,
    level: Level,
    platform: Option<&'a str>,
    title: &'a str,
    why: &'a str,
    wrong: String,
    right: String,
}

fn explained<'a>(rules: &[&'a Rule], code: Option<&'a PlatformCode>, lang: Lang) -> Output<'a> {
    let rule = |rule: &&'a Rule| ExplainedRule {
        rule: rule.name,
        level: rule.level,
        platform: rule.platform,
        title: rule.title(lang),
        why: rule.why(lang),
        wrong: spelled(rule.wrong, lang),
        right: spelled(rule.right, lang),
    };
    let code = code.map(|code| ExplainedCode {
        code: code.code,
        message: code.message,
        meaning: pick(lang, code.meaning.0, code.meaning.1),
        seen_on: code.seen_on,
    });
    Output { version: json::VERSION, code, rules: rules.iter().map(rule).collect() }
}
