//! `qdc compile`: the body that starts a contract.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::config::Configs;
use super::facts::Surroundings;
use super::files::Disk;
use super::messages::pick;
use super::{Env, Failure, Outcome, args, input, output};
use crate::facts::Facts;
use crate::findings::{Lang, Level, human};
use crate::model::Model;
use crate::plan::{MadeFiles, Plan};
use crate::rules;
use crate::settings::Settings;
use crate::words;

pub fn command(lang: Lang) -> Command {
    Command::new("compile")
        .about(pick(
            lang,
            "输出发起合同的 JSON（POST /open/contract/start 的请求体）",
            "Print the JSON that starts the contract (the body of POST /open/contract/start)",
        ))
        .arg(args::file(lang))
        .arg(args::output(lang))
        .arg(Arg::new("compact").long("compact").action(ArgAction::SetTrue).help(pick(
            lang,
            "写成一行",
            "Write it on one line",
        )))
        .args(args::reading(lang))
        .arg(force(lang))
        .args(args::levels(lang))
}

pub fn force(lang: Lang) -> Arg {
    Arg::new("force").long("force").action(ArgAction::SetTrue).help(pick(
        lang,
        "有错误也输出",
        "Go on in spite of errors",
    ))
}

pub fn run(matches: &ArgMatches, env: &Env) -> Outcome {
    let Some(ready) = prepare(matches, env)? else { return Ok(1) };
    let made = MadeFiles::of(&ready.model);
    let plan = Plan::of(&ready.model, &ready.facts, &ready.settings, &made);
    let Some(body) = plan.start() else {
        let name = ready.model.sources[Model::ROOT].name();
        return Err(Failure(words!(
            "{name} 里没有合同，没有可输出的内容",
            "{name} holds no contract to compile"
        )));
    };
    let json = if matches.get_flag("compact") {
        serde_json::to_string(body)
    } else {
        serde_json::to_string_pretty(body)
    };
    let json = json
        .map_err(|error| Failure(words!("无法写成 JSON：{error}", "cannot be written as JSON: {error}")))?;
    output::deliver(matches.get_one::<String>("output"), &(json + "\n"))?;
    Ok(0)
}

/// A file ready to be compiled.
pub struct Ready {
    pub model: Model,
    pub facts: Facts,
    pub settings: std::sync::Arc<Settings>,
}

/// Reads and checks a file; its findings go to standard error. `None` when they forbid to go on.
pub fn prepare(matches: &ArgMatches, env: &Env) -> Result<Option<Ready>, Failure> {
    let file = matches.get_one::<String>("file").map_or("-", String::as_str);
    let given = args::given(matches)?;
    let (name, bytes) = input::read(file)?;
    let settings = Configs::new(matches)?.of(&name)?;
    let mut model = input::model(name, bytes, &Disk, &given);
    model.demand_values();
    let facts = Surroundings::new(args::now(matches)?).facts(&model);
    let findings = rules::check(&model, &facts, &settings);
    for finding in &findings {
        output::say(human::render(finding, &model.sources, env.err_style()));
    }
    if !findings.is_empty() {
        output::say(human::summary(&findings, 1, env.lang));
    }
    let errors = findings.iter().any(|finding| finding.level == Level::Error);
    if errors && !matches.get_flag("force") {
        let words = words!(
            "有错误，没有输出；改正后再试，或用 --force 仍然输出",
            "not written, since there are errors; mend them, or use --force"
        );
        output::say(words.get(env.lang));
        return Ok(None);
    }
    Ok(Some(Ready { model, facts, settings }))
}
