//! `qdc check`: findings of files and folders.

use std::collections::HashSet;

use clap::{Arg, ArgAction, ArgMatches, Command};
use rayon::prelude::*;

use super::config::Configs;
use super::facts::Surroundings;
use super::files::Disk;
use super::messages::pick;
use super::{Env, Failure, Outcome, args, input, output, walk};
use crate::findings::{Finding, Lang, Level, human, json, short};
use crate::model::Model;
use crate::source::Sources;
use crate::{rules, words};

/// A file is fixed again while fixing shows new safe edits, but not for ever.
const ROUNDS: usize = 10;

pub fn command(lang: Lang) -> Command {
    Command::new("check")
        .about(pick(lang, "检查文件，说明每一处错误", "Check files and explain every mistake"))
        .arg(args::paths(lang))
        .args(args::reading(lang))
        .arg(
            Arg::new("format")
                .long("format")
                .value_name(pick(lang, "格式", "FORMAT"))
                .value_parser(["human", "short", "json"])
                .default_value("human")
                .hide_default_value(true)
                .hide_possible_values(true)
                .help(pick(lang, "输出格式：human、short 或 json", "Output as human, short or json")),
        )
        .arg(Arg::new("fix").long("fix").action(ArgAction::SetTrue).help(pick(
            lang,
            "改正有把握的错误",
            "Mend what is surely meant otherwise",
        )))
        .args(args::levels(lang))
}

/// A file with something found in it.
struct Checked {
    sources: Sources,
    findings: Vec<Finding>,
    fixed: usize,
}

pub fn run(matches: &ArgMatches, env: &Env) -> Outcome {
    let (files, mut failed) = walk::files(matches.get_many::<String>("paths"), env)?;
    let given = args::given(matches)?;
    let surroundings = Surroundings::new(args::now(matches)?);
    let configs = Configs::new(matches);
    let fix = matches.get_flag("fix");
    let check = |file: &String| -> Result<Checked, Failure> {
        let settings = configs.of(file)?;
        let mut fixed = 0;
        loop {
            let (name, bytes) = input::read(file)?;
            let model = input::model(name, bytes, &Disk, &given);
            let findings = rules::check(&model, &surroundings.facts(&model), &settings);
            if fix && file != "-" && fixed < ROUNDS {
                let (text, count) = mend(&model, &findings);
                if count > 0 {
                    output::write(file, text.as_bytes())?;
                    fixed += count;
                    continue;
                }
            }
            return Ok(Checked { sources: model.sources, findings, fixed });
        }
    };
    let results: Vec<Result<Checked, Failure>> = if files.len() == 1 {
        files.iter().map(check).collect()
    } else {
        files.par_iter().map(check).collect()
    };

    let mut checked = Vec::new();
    for result in results {
        match result {
            Ok(one) => checked.push(one),
            Err(Failure(words)) => {
                failed = true;
                output::say(format_args!("qdc: {}", words.get(env.lang)));
            }
        }
    }
    drop_repeated(&mut checked);
    print(&checked, matches.get_one::<String>("format").map_or("human", String::as_str), env)?;
    let errors = checked.iter().flat_map(|one| &one.findings).any(|finding| finding.level == Level::Error);
    Ok(if failed { 2 } else { u8::from(errors) })
}

/// What is said of a file that several use is said once, at the file itself where it is checked too; and a
/// value given for a param is unknown only when no file knows it.
fn drop_repeated(checked: &mut [Checked]) {
    if checked.len() == 1 {
        return;
    }
    let key = |finding: &Finding, sources: &Sources| {
        let span = finding.span;
        (finding.rule.name, sources[span.file].name().to_owned(), span.start, span.end)
    };
    let is_own = |finding: &Finding| finding.span.file == Model::ROOT;
    let mut said: HashSet<_> = checked
        .iter()
        .flat_map(|one| {
            one.findings.iter().filter(|finding| is_own(finding)).map(|finding| key(finding, &one.sources))
        })
        .collect();
    let nobody_knows = checked.iter().all(|one| one.findings.iter().any(is_unknown_param));
    let mut unknown_said = false;
    for one in checked {
        let sources = &one.sources;
        one.findings.retain(|finding| match finding {
            unknown if is_unknown_param(unknown) => {
                nobody_knows && !std::mem::replace(&mut unknown_said, true)
            }
            own if is_own(own) => true,
            used => said.insert(key(used, sources)),
        });
    }
}

fn is_unknown_param(finding: &Finding) -> bool {
    finding.rule.name == "unknown-param"
}

fn print(checked: &[Checked], format: &str, env: &Env) -> Result<(), Failure> {
    let all =
        || checked.iter().flat_map(|one| one.findings.iter().map(move |finding| (finding, &one.sources)));
    match format {
        "json" => output::stream(|mut out| json::write(&mut out, all(), env.lang)),
        "short" => output::stream(|out| {
            for (finding, sources) in all() {
                writeln!(out, "{}", short::render(finding, sources, env.lang))?;
            }
            Ok(())
        }),
        _ => {
            output::stream(|out| {
                for (finding, sources) in all() {
                    writeln!(out, "{}", human::render(finding, sources, env.out_style()))?;
                }
                Ok(())
            })?;
            let fixed: usize = checked.iter().map(|one| one.fixed).sum();
            if fixed > 0 {
                let words = words!("改正了 {fixed} 处", "mended {fixed}");
                output::say(words.get(env.lang));
            }
            output::say(human::summary(all().map(|(finding, _)| finding), checked.len(), env.lang));
            Ok(())
        }
    }
}

/// The file's text with its safe edits made, and how many they are. Of edits that overlap, the first.
fn mend(model: &Model, findings: &[Finding]) -> (String, usize) {
    let text = model.sources[Model::ROOT].text();
    let mut changes = Vec::new();
    let mut count = 0;
    let mut taken = 0;
    for edit in findings.iter().filter_map(|finding| finding.edit.as_ref()).filter(|edit| edit.safe) {
        let mut own: Vec<_> = edit.changes.iter().collect();
        own.sort_by_key(|change| change.span);
        let fits = own.first().is_some_and(|first| first.span.start >= taken)
            && own.iter().all(|change| change.span.file == Model::ROOT);
        if fits {
            taken = own.iter().map(|change| change.span.end).max().unwrap_or(taken).max(taken);
            changes.extend(own);
            count += 1;
        }
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for change in changes {
        let range = change.span.range();
        if range.start < at {
            continue;
        }
        out.push_str(&text[at..range.start]);
        out.push_str(&change.text);
        at = range.end;
    }
    out.push_str(&text[at..]);
    (out, count)
}
