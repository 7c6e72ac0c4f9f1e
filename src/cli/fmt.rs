//! `qdc fmt`: one way of writing files.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::messages::pick;
use super::output::Form;
use super::{Code, Env, Failure, Outcome, args, input, output, walk};
use crate::findings::{Finding, Group, Lang, human};
use crate::model::{Model, NoFiles};
use crate::privacy::on_one_line;
use crate::settings::Settings;
use crate::source::{Source, decode};
use crate::syntax::{Keywords, format};
use crate::{rules, words};

pub fn command(lang: Lang) -> Command {
    Command::new("fmt")
        .about(pick(lang, "统一文件的写法", "Bring files into one shape"))
        .arg(args::paths(lang))
        .arg(Arg::new("check").long("check").action(ArgAction::SetTrue).help(pick(
            lang,
            "不改写，只列出写法不统一的文件",
            "Change nothing; list files not in that shape",
        )))
        .arg(Arg::new("diff").long("diff").action(ArgAction::SetTrue).help(pick(
            lang,
            "不改写，只显示会改什么",
            "Change nothing; show what would change",
        )))
        .arg(
            Arg::new("keywords")
                .long("keywords")
                .value_name(pick(lang, "语言", "SCRIPT"))
                .value_parser(["zh", "en", "keep"])
                .default_value("keep")
                .hide_default_value(true)
                .hide_possible_values(true)
                .help(pick(
                    lang,
                    "关键字写成中文 zh、英文 en，或保持原样 keep",
                    "Write keywords in Chinese (zh) or English (en), or keep them",
                )),
        )
}

pub fn run(matches: &ArgMatches, env: &Env) -> Outcome {
    let (files, unreadable) = walk::files(matches.get_many::<String>("paths"), env)?;
    let mut failed = !unreadable.is_empty();
    let keywords = match matches.get_one::<String>("keywords").map(String::as_str) {
        Some("zh") => Keywords::Zh,
        Some("en") => Keywords::En,
        _ => Keywords::Keep,
    };
    let (check, diff) = (matches.get_flag("check"), matches.get_flag("diff"));
    let mut code = 0;
    for file in &files {
        match one(file, keywords, check, diff, env) {
            Ok(outcome) => code = code.max(outcome),
            Err(Failure { words, .. }) => {
                failed = true;
                output::say(format_args!("qdc: {}", words.get(env.lang)));
            }
        }
    }
    Ok(if failed { 2 } else { code })
}

fn one(file: &str, keywords: Keywords, check: bool, diff: bool, env: &Env) -> Outcome {
    let (name, bytes) = input::read_source(file)?;
    let text = decode(bytes).map_err(|why| Failure::new(Code::NotText, input::undecodable(&name, why)))?;
    if report_broken(&name, &text, env) {
        return Ok(1);
    }
    let formatted = format(&text, keywords);
    let changed = formatted != text;
    if diff {
        if changed {
            output::print_as(Form::File, &output::unified(&name, &text, &formatted))?;
        }
        return Ok(u8::from(changed));
    }
    if check {
        if changed {
            output::print(&format!("{}\n", on_one_line(&name)))?;
        }
        return Ok(u8::from(changed));
    }
    if file == "-" {
        output::print_as(Form::File, &formatted)?;
    } else if changed {
        output::write(file, formatted.as_bytes())?;
        let name = on_one_line(&name);
        let words = words!("已统一 {name}", "formatted {name}");
        output::say(words.get(env.lang));
    }
    Ok(0)
}

/// Says what is broken in a file, which is then left as it is.
fn report_broken(name: &str, text: &str, env: &Env) -> bool {
    let tree = crate::syntax::parse(text);
    if tree.problems.is_empty() {
        return false;
    }
    let model = Model::read(Source::new(name, text), &NoFiles, &Default::default());
    // The time does not matter to what is broken.
    let facts = crate::facts::Facts::at(jiff::civil::DateTime::default());
    let findings = rules::check(&model, &facts, &Settings::default());
    // The rest does not stand in the way of formatting, or is about files that are not looked at here.
    let at_problem = |finding: &Finding| {
        let (start, end) = (finding.span.start, finding.span.end);
        tree.problems.iter().any(|problem| problem.start <= end && start <= problem.end)
    };
    let broken = findings.iter().filter(|finding| {
        let group = finding.rule.group;
        finding.span.file == Model::ROOT
            && (group == Group::Language || finding.rule.name == "literal-secret")
            && at_problem(finding)
    });
    for finding in broken {
        output::say(human::render(finding, &model.sources, env.err_style()));
    }
    let name = on_one_line(name);
    let words = words!("{name} 有错误，没有改写", "{name} has mistakes and is left as it is");
    output::say(words.get(env.lang));
    true
}
