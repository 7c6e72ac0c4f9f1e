//! The environment variables that stand for options.
//!
//! They are few and named here. Other names that begin with `QDC_` hold keys (`QDC_TEST_KEY`) and are nobody's mistake.

use std::collections::BTreeMap;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches};

use serde_json::Value;

use super::messages::pick;
use super::{Env, Failure, args, cache};
use crate::findings::Words;
use crate::settings::LintLevel;
use crate::words;

pub const LANG: &str = "QDC_LANG";
pub const FORMAT: &str = "QDC_FORMAT";
pub const NO_CACHE: &str = "QDC_NO_CACHE";
pub const CACHE_DIR: &str = "QDC_CACHE_DIR";
#[cfg(feature = "send")]
pub const LOG_FILE: &str = "QDC_LOG_FILE";

/// The options of levels with the variables for them, the weakest first: `--allow` wins over `--deny`, which wins
/// over `--warn`.
const LEVELS: [(&str, &str, LintLevel); 3] = [
    ("--warn", "QDC_WARN", LintLevel::Warning),
    ("--deny", "QDC_DENY", LintLevel::Error),
    ("--allow", "QDC_ALLOW", LintLevel::Off),
];

/// Has an option take the value of a variable where it is not written. An empty one is none, as scripts have it.
pub fn stands_for(arg: Arg, variable: &'static str) -> Arg {
    if is_set(variable) { arg.env(variable).hide_env(true) } else { arg }
}

pub fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty())
}

/// The levels of variables and, over them, of the command line, by rule; each with what said it.
pub fn levels(
    matches: Option<&ArgMatches>,
) -> Result<BTreeMap<&'static str, (LintLevel, &'static str)>, Failure> {
    let mut chosen = BTreeMap::new();
    for (_, variable, level) in LEVELS {
        let written = std::env::var(variable).unwrap_or_default();
        for name in written.split([',', '，', '、']).map(str::trim).filter(|name| !name.is_empty()) {
            let rule = args::configurable(name).map_err(|Failure { code, words: Words { zh, en } }| {
                Failure::new(code, words!("环境变量 {variable}：{zh}", "the variable {variable}: {en}"))
            })?;
            chosen.insert(rule, (level, variable));
        }
    }
    for (option, _, level) in LEVELS {
        let names = matches.and_then(|matches| matches.get_many::<String>(option.trim_start_matches('-')));
        for name in names.into_iter().flatten() {
            chosen.insert(args::configurable(name)?, (level, option));
        }
    }
    Ok(chosen)
}

/// Says which variable a value came from that cannot be: the command line that is blamed does not show it.
pub fn blame(error: &clap::Error, is_written: impl Fn(&str) -> bool) -> Option<Words> {
    let (ErrorKind::InvalidValue, Some(ContextValue::String(arg))) =
        (error.kind(), error.get(ContextKind::InvalidArg))
    else {
        return None;
    };
    let option = arg.split(' ').next()?;
    let variable = match option {
        "--lang" => LANG,
        "--format" => FORMAT,
        _ => return None,
    };
    (!is_written(option) && is_set(variable))
        .then(|| words!("这个值来自环境变量 {variable}", "the value comes from the variable {variable}"))
}

/// What variables and options of the whole program amount to: name, value, and what said it where anything did.
pub fn settings(matches: &ArgMatches, env: &Env) -> Vec<(&'static str, Value, Option<&'static str>)> {
    let of_variable = |variable| is_set(variable).then(|| std::env::var(variable).unwrap_or_default());
    let said = |id, option, variable| match matches.value_source(id) {
        Some(ValueSource::CommandLine) => Some(option),
        Some(ValueSource::EnvVariable) => Some(variable),
        _ => None,
    };
    let format = of_variable(FORMAT);
    let folder = cache::folder(matches).map_or(Value::Null, |path| path.display().to_string().into());
    vec![
        ("lang", pick(env.lang, "zh", "en").into(), said("lang", "--lang", LANG)),
        ("format", format.clone().unwrap_or_else(|| "human".to_owned()).into(), format.map(|_| FORMAT)),
        ("no-cache", matches.get_flag("no-cache").into(), said("no-cache", "--no-cache", NO_CACHE)),
        ("cache-dir", folder, said("cache-dir", "--cache-dir", CACHE_DIR)),
    ]
}
