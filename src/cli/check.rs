//! `qdc check`: findings of files and folders.

use std::collections::HashSet;
use std::path::PathBuf;

#[cfg(feature = "send")]
use clap::ArgAction;
use clap::{Arg, ArgMatches, Command};
use rayon::prelude::*;

use super::cache::{Cache, Seen};
use super::config::Configs;
use super::facts::Surroundings;
use super::input::STDIN;
use super::mend::{self, Mending};
use super::messages::pick;
use super::{Env, Failure, Outcome, args, cache, gather, input, links, output, report, walk, watch};
use crate::findings::paths::Base;
use crate::findings::{Finding, Lang, Report, Unchecked};
use crate::model::ProblemKind;
use crate::source::Sources;
use crate::{rules, words};

pub fn command(lang: Lang) -> Command {
    Command::new("check")
        .about(pick(lang, "检查文件，说明每一处错误", "Check files and explain every mistake"))
        .arg(args::paths(lang))
        .args(args::reading(lang))
        .args(report::args(lang))
        .args(mend::args(lang))
        .group(mend::group())
        .args(args::levels(lang))
        .arg(watch::arg(lang))
        .args(cache::args(lang))
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

#[cfg(feature = "send")]
fn asks_others(matches: &ArgMatches) -> bool {
    matches.get_flag("online")
}

#[cfg(not(feature = "send"))]
fn asks_others(_: &ArgMatches) -> bool {
    false
}

/// A file and what was found in it.
pub struct Checked {
    pub sources: Sources,
    pub findings: Vec<Finding>,
    /// The values given for params that it does not declare, one for each such finding, in their order.
    pub unknown: Vec<String>,
    /// The used files and local copies that the findings rest on.
    pub rests_on: Vec<String>,
}

/// How a check ended.
#[derive(Default)]
pub struct Done {
    pub code: u8,
    /// The files besides those checked that the findings rest on, there or not.
    pub rests_on: Vec<String>,
}

pub fn run(matches: &ArgMatches, env: &Env) -> Outcome {
    report::possible(matches)?;
    match matches.get_flag("watch") {
        true => watch::run(matches, env),
        false => Ok(once(matches, env)?.code),
    }
}

/// Checks everything and reports it.
pub fn once(matches: &ArgMatches, env: &Env) -> Result<Done, Failure> {
    let (files, mut unchecked) = walk::files(matches.get_many::<String>("paths"), env)?;
    let given = args::given(matches)?;
    let surroundings = Surroundings::new(args::now(matches)?);
    let configs = Configs::new(matches)?;
    let mending = Mending::new(matches, &given, &surroundings, &configs);
    if matches.get_flag("diff") {
        let code = mend::show(each(&files, |file| mending.mended(file)), env)?;
        let code = if unchecked.is_empty() { code } else { 2 };
        return Ok(Done { code, ..Done::default() });
    }
    let mut fixed = 0;
    if matches.get_flag("fix") {
        if files.iter().any(|file| file == "-") {
            return Err(Failure(words!(
                "标准输入不能用 --fix 改正，请给出文件",
                "--fix has nothing to write to on standard input; name a file"
            )));
        }
        // All are mended before any is checked: a used file must not change under those that use it. What fails
        // here fails again below, where it is said.
        fixed = each(&files, |file| mending.mend(file)).into_iter().flatten().sum();
    }
    #[cfg(feature = "send")]
    let online = match files.first().filter(|_| matches.get_flag("online")) {
        Some(first) => Some(super::online::Online::open(matches, &*configs.of(first)?, first)?),
        None => None,
    };
    // What changes the files, or asks others, is done each time.
    let is_plain = !matches.get_flag("fix") && !asks_others(matches);
    let cache = if is_plain { Cache::open(matches, &given) } else { None };
    let check = |file: &String| -> Result<Checked, Failure> {
        let settings = configs.of(file)?;
        let (name, bytes) = input::read(file)?;
        let place = cache.as_ref().filter(|_| settings.cache && name != STDIN);
        let place = place.map(|cache| cache.place(&name, &bytes, &settings));
        let bytes = match &place {
            Some(place) => match place.recall(&name, bytes, &surroundings) {
                Ok(checked) => return Ok(checked),
                Err(bytes) => bytes,
            },
            None => bytes,
        };
        let seen = Seen::default();
        let model = input::model(name, bytes, &seen, &given);
        let read = seen.all();
        #[cfg_attr(not(feature = "send"), expect(unused_mut, reason = "nobody is asked"))]
        let mut facts = surroundings.facts(&model);
        #[cfg(feature = "send")]
        if let Some(online) = &online {
            facts.online = Some(online.facts(&model)?);
        }
        let findings = rules::check(&model, &facts, &settings);
        let unknown = model.problems.iter().filter_map(|problem| match &problem.kind {
            ProblemKind::UnknownParam { name, .. } => Some(name.clone()),
            _ => None,
        });
        let unknown: Vec<String> = unknown.collect();
        if let Some(place) = &place {
            place.remember(&model, &read, &facts, &surroundings, (&findings, &unknown));
        }
        let rests_on = read.into_iter().map(|(path, _)| path).chain(facts.documents.into_keys()).collect();
        Ok(Checked { unknown, sources: model.sources, findings, rests_on })
    };

    let mut checked = Vec::new();
    let mut said = HashSet::new();
    for (file, result) in files.iter().zip(each(&files, check)) {
        match result {
            Ok(one) => checked.push(one),
            Err(Failure(words)) => {
                // One broken qdc.toml fails every file below it.
                let why = words.get(env.lang).to_owned();
                if !said.contains(&why) {
                    output::say(format_args!("qdc: {why}"));
                    said.insert(why);
                }
                let file = if file == "-" { STDIN } else { file };
                unchecked.push(Unchecked { file: file.to_owned(), why: words });
            }
        }
    }
    if let Some(cache) = cache {
        cache.close(env.lang);
    }
    unchecked.sort_by(|one, other| one.file.cmp(&other.file));
    gather::drop_unknown_params(&mut checked);
    let address = links::address();
    let report = Report {
        files: gather::files(&checked),
        found: gather::gather(&checked),
        unchecked: &unchecked,
        lang: env.lang,
        base: base(),
        pages: links::pages(address.as_deref(), env.lang),
    };
    let code = report::finish(report, fixed, matches, env)?;
    let code = if unchecked.is_empty() { code } else { 2 };
    let settings = configs.files().into_iter().map(|file| file.to_string_lossy().into_owned());
    let rests_on = checked.into_iter().flat_map(|one| one.rests_on).chain(settings).collect();
    Ok(Done { code, rests_on })
}

/// Every file's result, in order of files. For one file no threads are started.
fn each<T: Send>(files: &[String], run: impl Fn(&String) -> T + Send + Sync) -> Vec<T> {
    match files {
        [file] => vec![run(file)],
        _ => files.par_iter().map(run).collect(),
    }
}

/// Reports name files from the folder of the run on: as the system calls it, and as the shell does, which keeps links.
fn base() -> Base {
    let here = std::env::current_dir().ok();
    let shell = std::env::var_os("PWD").map(PathBuf::from);
    let shell = shell
        .filter(|path| path.canonicalize().ok() == here.as_ref().and_then(|here| here.canonicalize().ok()));
    let names: Vec<String> =
        here.iter().chain(&shell).map(|path| path.to_string_lossy().into_owned()).collect();
    Base::new(names.iter().map(String::as_str))
}
