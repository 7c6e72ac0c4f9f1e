//! `qdc compile`: the body that starts a contract.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::messages::pick;
use super::output::Form;
use super::ready::{Reader, prepare};
use super::{Code, Env, Failure, Outcome, args, json, output};
use crate::findings::Lang;
use crate::model::Model;
use crate::plan::{MadeFiles, Plan};
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
    let reader = Reader::new(matches)?;
    let Some(ready) = prepare(&reader, matches, env)? else { return Ok(1) };
    let made = MadeFiles::of(&ready.model);
    let plan = Plan::of(&ready.model, &ready.facts, &ready.settings, &made);
    let Some(body) = plan.start() else {
        let name = ready.model.sources[Model::ROOT].name();
        return Err(Failure::new(
            Code::NotAContract,
            words!("{name} 里没有合同，没有可输出的内容", "{name} holds no contract to compile"),
        ));
    };
    let json = if matches.get_flag("compact") {
        serde_json::to_string(body)
    } else {
        serde_json::to_string_pretty(body)
    };
    let json = json.map_err(json::unwritable)?;
    output::deliver_private(matches.get_one::<String>("output"), Form::Json, &(json + "\n"))?;
    Ok(0)
}
