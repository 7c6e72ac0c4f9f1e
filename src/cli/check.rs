//! `qdc check`: findings of files and folders.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[cfg(feature = "send")]
use clap::ArgAction;
use clap::{Arg, ArgMatches, Command, ValueHint};
use rayon::prelude::*;

use super::cache::Cache;
use super::checking::Checking;
use super::config::Configs;
use super::facts::Surroundings;
use super::fix::{self, Fixing};
use super::input::{STDIN, shown};
use super::messages::pick;
use super::reach::Reaches;
use super::{Code, Env, Failure, Outcome, args, cache, gather, links, output, params, report, walk, watch};
use crate::findings::paths::Base;
use crate::findings::{Lang, Report};
use crate::words;

pub fn command(lang: Lang) -> Command {
    Command::new("check")
        .about(pick(lang, "检查文件，说明每一处错误", "Check files and explain every mistake"))
        .arg(args::paths(lang))
        .arg(
            Arg::new("stdin-filename")
                .long("stdin-filename")
                .value_hint(ValueHint::FilePath)
                .value_name(pick(lang, "文件", "FILE"))
                .help(pick(
                    lang,
                    "标准输入的内容属于这个文件：按它的位置找 qdc.toml 和引用的文件",
                    "Standard input is this file: qdc.toml and used files are looked for where it is",
                )),
        )
        .args(args::reading(lang))
        .args(report::args(lang))
        .args(fix::args(lang))
        .group(fix::group())
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
    let yes = super::trust::yes(lang).requires("online");
    let mut args = vec![online, super::session::env_arg(lang).requires("online"), yes];
    args.extend(super::log::args(lang));
    args
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
    let given = params::given(matches)?;
    let named = matches.get_many::<String>("paths").into_iter().flatten().map(Path::new);
    let reaches = Arc::new(Reaches::new(named, &given));
    let surroundings = Surroundings::new(args::now(matches)?, reaches.clone());
    let configs = Configs::new(matches)?;
    // Standard input is shown by this name, and has the settings and used files that a file of this name has.
    let stdin =
        matches.get_one::<String>("stdin-filename").map_or(STDIN.to_owned(), |name| shown(Path::new(name)));
    let fixing = Fixing::new(matches, &given, &surroundings, &configs, &reaches, &stdin);
    if matches.get_flag("diff") {
        let code = fix::show(each(&files, |file| fixing.preview(file)), env)?;
        let code = if unchecked.is_empty() { code } else { 2 };
        return Ok(Done { code, ..Done::default() });
    }
    let mut done = fix::Done::default();
    if matches.get_flag("fix") {
        if files.iter().any(|file| file == "-") {
            return Err(Failure::new(
                Code::Usage,
                words!(
                    "标准输入不能用 --fix 改正，请给出文件",
                    "--fix has nothing to write to on standard input; name a file"
                ),
            ));
        }
        // All are fixed before any is checked: a used file must not change under those that use it.
        done = fix::Done::of(&files, each(&files, |file| fixing.fix(file)), env);
        unchecked.append(&mut done.unwritten);
    }
    #[cfg(feature = "send")]
    let online = match files.first().filter(|_| matches.get_flag("online")) {
        Some(first) => Some(super::online::Online::open(matches, &*configs.of(first)?, first, env)?),
        None => None,
    };
    // What changes the files, or asks others, is done each time.
    let is_plain = !matches.get_flag("fix") && !asks_others(matches);
    let cache = if is_plain { Cache::open(matches, &given) } else { None };
    let checking = Checking {
        given,
        surroundings,
        configs,
        reaches,
        stdin,
        cache,
        #[cfg(feature = "send")]
        online,
    };
    let mut checked = Vec::new();
    let mut said = HashSet::new();
    for result in each(&files, |file| checking.check(file)) {
        match result {
            Ok(one) => checked.push(one),
            Err(one) => {
                if said.insert((one.file.clone(), one.why.zh.clone())) {
                    output::say(format_args!("qdc: {}", one.why.get(env.lang)));
                    unchecked.push(one);
                }
            }
        }
    }
    let Checking { cache, configs, .. } = checking;
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
    let code = report::finish(report, &done, matches, env)?;
    let code = if unchecked.is_empty() { code } else { 2 };
    let rests_on = match matches.get_flag("watch") {
        true => {
            let settings = configs.files().into_iter().map(|file| file.to_string_lossy().into_owned());
            let links = files.into_iter().filter(|file| Path::new(file).is_symlink());
            let values = params::files(matches);
            checked
                .into_iter()
                .flat_map(|one| one.rests_on)
                .chain(settings)
                .chain(links)
                .chain(values)
                .collect()
        }
        false => Vec::new(),
    };
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
