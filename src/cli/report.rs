//! What `qdc check` found: printed in the format asked for, and weighed for the exit code.

use clap::{Arg, ArgAction, ArgMatches};

use super::fix::Done;
use super::messages::pick;
use super::output::Form;
use super::{Code, Env, Failure, args, baseline, links, output, variables};
use crate::findings::human::Style;
use crate::findings::{
    Lang, Level, Report, Unchecked, Words, github, gitlab, human, json, jsonl, junit, sarif, short,
    statistics,
};
use crate::words;

const FORMATS: [&str; 8] = ["human", "short", "json", "jsonl", "sarif", "github", "gitlab", "junit"];

pub fn args(lang: Lang) -> Vec<Arg> {
    let format = variables::stands_for(Arg::new("format"), variables::FORMAT)
        .long("format")
        .value_name(pick(lang, "格式", "FORMAT"))
        .value_parser(FORMATS)
        .default_value("human")
        .hide_default_value(true)
        .hide_possible_values(true)
        .help(pick(
            lang,
            "输出格式：human、short、json、jsonl、sarif、github、gitlab 或 junit",
            "Output as human, short, json, jsonl, sarif, github, gitlab or junit",
        ));
    let statistics = Arg::new("statistics").long("statistics").action(ArgAction::SetTrue).help(pick(
        lang,
        "不逐条列出，只数每条规则各有几处",
        "Instead of findings, say how many each rule has",
    ));
    let warnings = Arg::new("max-warnings")
        .long("max-warnings")
        .value_name(pick(lang, "个数", "N"))
        .value_parser(move |written: &str| {
            written
                .parse::<usize>()
                .map_err(|_| pick(lang, "要写一个不小于 0 的整数", "it wants a whole number, 0 or more"))
        })
        .help(pick(lang, "警告多于这个数时退出码为 1", "Exit with 1 when there are more warnings than this"));
    let mut args = vec![format, statistics, warnings];
    args.extend(baseline::args(lang));
    args
}

/// Refuses what no format can say, before anything is done.
pub fn possible(matches: &ArgMatches) -> Result<(), Failure> {
    // The other formats have findings in them, and no place for numbers.
    let counts = ["human", "short", "json", "jsonl"];
    match matches.get_flag("statistics") && !counts.contains(&args::format(matches)) {
        true => Err(Failure::new(
            Code::Usage,
            words!(
                "--statistics 只能用 human、short、json 或 jsonl 格式",
                "--statistics can be written as human, short, json or jsonl only"
            ),
        )),
        false => Ok(()),
    }
}

/// Takes out what the baseline accepts, prints the rest, and says what the exit code is.
pub fn finish(mut report: Report<'_>, done: &Done, matches: &ArgMatches, env: &Env) -> Result<u8, Failure> {
    let format = args::format(matches);
    let accepted = baseline::accept(&mut report, matches, env)?;
    if matches.get_flag("statistics") {
        print_statistics(&report, format)?;
    } else {
        print(&report, format, env)?;
    }
    if format == "human" {
        summarize(&report, done, accepted, matches.get_flag("fix"), env);
    }
    let count = |level| report.found.iter().filter(|found| found.finding.level == level).count();
    let warnings = count(Level::Warning);
    let most = matches.get_one::<usize>("max-warnings").copied().filter(|most| warnings > *most);
    if let Some(most) = most {
        let s = if warnings == 1 { "" } else { "s" };
        let words = words!(
            "有 {warnings} 个警告，最多允许 {most} 个",
            "{warnings} warning{s}, and no more than {most} allowed"
        );
        output::say(words.get(env.lang));
    }
    Ok(u8::from(count(Level::Error) > 0 || most.is_some()))
}

fn print(report: &Report<'_>, format: &str, env: &Env) -> Result<(), Failure> {
    let form = match format {
        "human" => Form::Drawn,
        "short" | "github" | "junit" => Form::Text,
        _ => Form::Json,
    };
    output::stream(form, |out| match format {
        "short" => short::write(out, report),
        "json" => json::write(out, report),
        "jsonl" => jsonl::write(out, report),
        "sarif" => sarif::write(out, report),
        "github" => github::write(out, report),
        "gitlab" => gitlab::write(out, report),
        "junit" => junit::write(out, report),
        _ => {
            let pages = report.pages.filter(|_| links::are_shown());
            human::write(out, report, Style { pages, ..env.out_style() })
        }
    })
}

/// Writes why nothing could be checked.
pub fn print_failure(format: &str, failure: &Failure, env: &Env) -> Result<(), Failure> {
    if matches!(format, "human" | "short") {
        return Ok(());
    }
    let unchecked = [Unchecked { file: None, code: failure.code, why: failure.words.clone() }];
    print(&Report { unchecked: &unchecked, lang: env.lang, ..Report::default() }, format, env)
}

fn print_statistics(report: &Report<'_>, format: &str) -> Result<(), Failure> {
    let form = if matches!(format, "json" | "jsonl") { Form::Json } else { Form::Text };
    output::stream(form, |out| match format {
        "json" => statistics::write_json(out, report),
        "jsonl" => statistics::write_jsonl(out, report),
        _ => statistics::write(out, report),
    })
}

/// Changed lines shown after `--fix`; the others are counted.
const SHOWN: usize = 20;

/// What was fixed, how many findings there are, and what can be done about them, for people.
fn summarize(report: &Report<'_>, done: &Done, accepted: usize, is_fixing: bool, env: &Env) {
    let lang = env.lang;
    if done.edits > 0 {
        let edits = done.edits;
        let es = if edits == 1 { "" } else { "es" };
        say_list(&words!("改正了 {edits} 处：", "made {edits} fix{es}:"), &done.changed, lang);
    }
    if !done.left.is_empty() {
        let left = done.left.len();
        let es = if left == 1 { "" } else { "es" };
        say_list(&words!("有 {left} 处没有改：", "did not make {left} fix{es}:"), &done.left, lang);
    }
    // Where nothing could be read, nothing is said to be fine.
    if report.files.is_empty() {
        return;
    }
    let findings = || report.found.iter().map(|found| found.finding);
    output::say(human::summary(findings(), report.files.len(), lang));
    if accepted > 0 {
        let s = if accepted == 1 { "" } else { "s" };
        let words =
            words!("基线已接受的 {accepted} 处没有列出", "{accepted} finding{s} hidden by the baseline");
        output::say(words.get(lang));
    }
    let edits =
        |safe| findings().filter(|one| one.edit.as_ref().is_some_and(|edit| edit.safe == safe)).count();
    let (safe, offers) = (edits(true), edits(false));
    if safe > 0 {
        let words =
            words!("标有“修改”的 {safe} 处可用 --fix 改正", "{safe} marked `fix` can be applied with --fix");
        output::say(words.get(lang));
    }
    if offers > 0 {
        let s = if offers == 1 { "" } else { "s" };
        let words = match is_fixing || safe > 0 {
            true => words!(
                "另有 {offers} 处建议（标有“可改”），可用 --fix --unsafe 改，改后请核对",
                "{offers} suggestion{s} marked `maybe` can be applied with --fix --unsafe; review the result"
            ),
            false => words!(
                "有 {offers} 处建议（标有“可改”），可用 --fix --unsafe 改，改后请核对",
                "{offers} suggestion{s} marked `maybe` can be applied with --fix --unsafe; review the result"
            ),
        };
        output::say(words.get(lang));
    }
}

/// A heading and the first lines under it.
fn say_list(heading: &Words, lines: &[Words], lang: Lang) {
    output::say(heading.get(lang));
    for line in lines.iter().take(SHOWN) {
        output::say(format_args!("  {}", line.get(lang)));
    }
    if let Some(more) = lines.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        let words = words!("  …… 还有 {more} 处", "  … and {more} more");
        output::say(words.get(lang));
    }
}
