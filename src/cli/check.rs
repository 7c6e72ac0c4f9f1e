//! `qdc check`: findings of files and folders.

use std::collections::HashSet;

use clap::{Arg, ArgAction, ArgMatches, Command};
use rayon::prelude::*;

use super::config::Configs;
use super::facts::Surroundings;
use super::files::Disk;
use super::mend::mend;
use super::messages::pick;
use super::{Env, Failure, Outcome, args, input, output, report, walk};
use crate::findings::{Finding, Lang, Level};
use crate::model::{Model, ProblemKind};
use crate::source::Sources;
use crate::{rules, words};

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
        .args(online_args(lang))
}

/// `--online` and the environment that is asked.
#[cfg(feature = "send")]
fn online_args(lang: Lang) -> Vec<Arg> {
    let online = Arg::new("online").long("online").action(ArgAction::SetTrue).help(pick(
        lang,
        "还向平台查询账号是否已认证、印章是否存在",
        "Ask the platform too whether accounts are verified and seals exist",
    ));
    vec![online, super::session::env_arg(lang).requires("online")]
}

#[cfg(not(feature = "send"))]
fn online_args(_: Lang) -> Vec<Arg> {
    Vec::new()
}

/// A file and what was found in it.
pub struct Checked {
    pub sources: Sources,
    pub findings: Vec<Finding>,
    /// The values given for params that it does not declare, one for each such finding, in their order.
    unknown: Vec<String>,
}

pub fn run(matches: &ArgMatches, env: &Env) -> Outcome {
    let (files, mut failed) = walk::files(matches.get_many::<String>("paths"), env)?;
    let given = args::given(matches)?;
    let surroundings = Surroundings::new(args::now(matches)?);
    let configs = Configs::new(matches)?;
    let mut fixed = 0;
    if matches.get_flag("fix") {
        if files.iter().any(|file| file == "-") {
            return Err(Failure(words!(
                "标准输入不能用 --fix 改正，请给出文件",
                "--fix has nothing to write to on standard input; name a file"
            )));
        }
        // All are mended before any is checked: a used file must not change under those that use it.
        let mend = |file: &String| mend(file, &given, &surroundings, &*configs.of(file)?);
        // What fails here fails again below, where it is said.
        fixed = each(&files, mend).into_iter().flatten().sum();
    }
    #[cfg(feature = "send")]
    let online = match files.first().filter(|_| matches.get_flag("online")) {
        Some(first) => Some(super::online::Online::open(matches, &*configs.of(first)?, first)?),
        None => None,
    };
    let check = |file: &String| -> Result<Checked, Failure> {
        let settings = configs.of(file)?;
        let (name, bytes) = input::read(file)?;
        let model = input::model(name, bytes, &Disk, &given);
        #[cfg_attr(not(feature = "send"), expect(unused_mut, reason = "nobody is asked"))]
        let mut facts = surroundings.facts(&model);
        #[cfg(feature = "send")]
        if let Some(online) = &online {
            facts.online = Some(online.facts(&model)?);
        }
        let findings = rules::check(&model, &facts, &settings);
        let unknown = model.problems.into_iter().filter_map(|problem| match problem.kind {
            ProblemKind::UnknownParam { name, .. } => Some(name),
            _ => None,
        });
        Ok(Checked { unknown: unknown.collect(), sources: model.sources, findings })
    };

    let mut checked = Vec::new();
    let mut said = HashSet::new();
    for result in each(&files, check) {
        match result {
            Ok(one) => checked.push(one),
            Err(Failure(words)) => {
                failed = true;
                // One broken qdc.toml fails every file below it.
                let words = words.get(env.lang).to_owned();
                if !said.contains(&words) {
                    output::say(format_args!("qdc: {words}"));
                    said.insert(words);
                }
            }
        }
    }
    drop_unknown_params(&mut checked);
    drop_repeated(&mut checked);
    report::print(&checked, fixed, matches.get_one::<String>("format").map_or("human", String::as_str), env)?;
    let errors = checked.iter().flat_map(|one| &one.findings).any(|finding| finding.level == Level::Error);
    Ok(if failed { 2 } else { u8::from(errors) })
}

/// Every file's result, in order of files. For one file no threads are started.
fn each<T: Send>(files: &[String], run: impl Fn(&String) -> T + Send + Sync) -> Vec<T> {
    match files {
        [file] => vec![run(file)],
        _ => files.par_iter().map(run).collect(),
    }
}

/// A value given for a param is unknown only when no file declares the param, and then that is said once.
fn drop_unknown_params(checked: &mut [Checked]) {
    let Some((first, rest)) = checked.split_first_mut() else { return };
    if rest.is_empty() {
        return;
    }
    let mut nobody_knows: HashSet<String> = first.unknown.iter().cloned().collect();
    for one in rest.iter() {
        nobody_knows.retain(|name| one.unknown.contains(name));
    }
    let mut names = first.unknown.iter();
    first.findings.retain(|finding| {
        !is_unknown_param(finding) || names.next().is_none_or(|name| nobody_knows.contains(name))
    });
    for one in rest {
        one.findings.retain(|finding| !is_unknown_param(finding));
    }
}

/// What is said of a file that several use is said once, at the file itself where it is checked too.
fn drop_repeated(checked: &mut [Checked]) {
    if checked.len() == 1 {
        return;
    }
    let key = |finding: &Finding, sources: &Sources| {
        let span = finding.span;
        (finding.rule.name, sources[span.file].name().to_owned(), span.start, span.end)
    };
    // Files are known by name only where one is used; most runs have none.
    if checked.iter().all(|one| one.findings.iter().all(is_own)) {
        return;
    }
    let mut said: HashSet<_> = checked
        .iter()
        .flat_map(|one| {
            one.findings.iter().filter(|finding| is_own(finding)).map(|finding| key(finding, &one.sources))
        })
        .collect();
    for one in checked {
        let sources = &one.sources;
        one.findings.retain(|finding| is_own(finding) || said.insert(key(finding, sources)));
    }
}

fn is_own(finding: &Finding) -> bool {
    finding.span.file == Model::ROOT
}

fn is_unknown_param(finding: &Finding) -> bool {
    finding.rule.name == "unknown-param"
}
