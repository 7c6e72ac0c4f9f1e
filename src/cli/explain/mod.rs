//! `qdc explain`: what a rule, a platform code or a word of the language means.

mod json;
mod subject;

use std::fmt::Write as _;

use clap::{Arg, ArgMatches, Command};
use unicode_width::UnicodeWidthStr;

use self::subject::Subject;
use super::messages::pick;
use super::names::Names;
use super::output::Form;
use super::{Env, Outcome, args, output};
use crate::editor::about::{self, About};
use crate::findings::human::level_name;
use crate::findings::{Lang, Rule};
use crate::platform::Code;
use crate::rules::examples::spelled;

/// Longer lines tire, however wide the window is.
const PROSE: usize = 100;

/// Room for a level and for a code, and a blank behind it.
const LEVEL: usize = 8;
const CODE: usize = 10;

pub fn command(lang: Lang) -> Command {
    Command::new("explain")
        .about(pick(
            lang,
            "解释一条规则、一个关键字或平台错误码",
            "Explain a rule, a word of the language or a platform code",
        ))
        .arg(
            Arg::new("name")
                .value_name(pick(lang, "名字", "NAME"))
                .value_parser(Names::new(lang, subject::names))
                .hide_possible_values(true)
                .help(pick(
                    lang,
                    "规则名、关键字或错误码，如 duplicate-position、骑缝、oc_40016；不写则列出全部规则和关键字",
                    "A rule, a word or a code such as duplicate-position, across or oc_40016; without it, all rules \
                     and words are listed",
                )),
        )
        .arg(args::human_or_json(lang))
}

pub fn run(matches: &ArgMatches, env: &Env) -> Outcome {
    let name = matches.get_one::<String>("name");
    let subject = match name {
        Some(name) => Subject::find(name)?,
        None => Subject::everything(),
    };
    if args::wants_json(matches) {
        output::print_as(Form::Json, &json::text(&subject, env.lang)?)?;
        return Ok(0);
    }
    let text = match name {
        Some(_) => pages(&subject, env),
        None => list(&subject, env.lang),
    };
    output::print_as(Form::Text, &text)?;
    Ok(0)
}

/// A line for each rule, keyword and value, its name first.
fn list(subject: &Subject, lang: Lang) -> String {
    let widest = subject.rules.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let mut page = String::new();
    for rule in &subject.rules {
        let level = padded(level_name(rule.level, lang), LEVEL);
        let code = rule.platform.unwrap_or("-");
        let _ = writeln!(page, "{:widest$}  {level}{code:CODE$}{}", rule.name, rule.title(lang));
    }
    let keywords = subject.keywords.iter().map(|word| about::keyword(word, lang, lang));
    let values = subject.choices.iter().map(|choice| about::choice(choice, lang));
    for words in [keywords.collect::<Vec<_>>(), values.collect()] {
        page.push('\n');
        let mut listed: Vec<&About> = Vec::new();
        for word in &words {
            // A word of several places is one line; its page has them all.
            if !listed.iter().any(|known| known.name == word.name) {
                listed.push(word);
            }
        }
        for word in listed {
            let other = word.other.unwrap_or("-");
            let (name, other) = (padded(word.name, LEVEL * 2), padded(other, LEVEL * 2));
            let _ = writeln!(page, "{name}{other}{}", first_sentence(word.doc));
        }
    }
    page
}

fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(text.width()).max(1)))
}

fn first_sentence(doc: &str) -> &str {
    let end = doc.find(['。', '；', ';']).or_else(|| doc.find(". ")).unwrap_or(doc.len());
    doc[..end].trim_end_matches('.')
}

fn pages(subject: &Subject, env: &Env) -> String {
    let mut page = String::new();
    if let Some(code) = subject.code {
        describe_code(code, env, &mut page);
    }
    for rule in &subject.rules {
        describe(rule, env, &mut page);
    }
    let keywords = subject.keywords.iter().map(|word| about::keyword(word, env.lang, env.lang));
    for word in keywords.chain(subject.choices.iter().map(|choice| about::choice(choice, env.lang))) {
        describe_word(&word, env, &mut page);
    }
    page
}

fn describe_code(code: &Code, env: &Env, page: &mut String) {
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

/// A keyword or a value: what an editor shows under the cursor, as plain text.
fn describe_word(word: &About, env: &Env, page: &mut String) {
    let _ = writeln!(
        page,
        "{}",
        [Some(word.name), word.other].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    );
    let _ = writeln!(page, "{}", prose(word.doc, env));
    for (label, value) in &word.rows {
        let _ = writeln!(page, "{}", prose(&format!("{label}{value}"), env));
    }
    if !word.holds.is_empty() {
        let _ = writeln!(page, "{}", pick(env.lang, "里面可写：", "Holds:"));
        let widest = word.holds.iter().map(|(name, _)| name.width()).max().unwrap_or(0) + 2;
        for (name, doc) in &word.holds {
            let _ = writeln!(page, "  {}{}", padded(name, widest), first_sentence(doc));
        }
    }
    page.push('\n');
}

/// Sentences in lines, none ended inside an English word or before a Chinese comma.
fn prose(text: &str, env: &Env) -> String {
    textwrap::fill(text, env.width.min(PROSE))
}
