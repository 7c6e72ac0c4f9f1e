//! `qdc plan`: every request a file leads to, in order.

use clap::{Arg, ArgMatches, Command};
use serde::Serialize;

use super::compile::force;
use super::messages::pick;
use super::output::Form;
use super::ready::{Reader, prepare};
use super::{Env, Outcome, args, json, output};
use crate::findings::Lang;
use crate::model::Model;
use crate::plan::{MadeFiles, Plan, Request, describe};

pub fn command(lang: Lang) -> Command {
    Command::new("plan")
        .about(pick(
            lang,
            "说明将依次发出哪些请求，不发送",
            "Show every request that would be sent, in order",
        ))
        .arg(args::file(lang))
        .arg(args::output(lang))
        .arg(
            Arg::new("format")
                .long("format")
                .value_name(pick(lang, "格式", "FORMAT"))
                .value_parser(["human", "json"])
                .default_value("human")
                .hide_default_value(true)
                .hide_possible_values(true)
                .help(pick(
                    lang,
                    "human：给人看，个人信息打码；json：与发送的完全一致",
                    "human: for people, personal data masked; json: exactly what is sent",
                )),
        )
        .args(args::reading(lang))
        .arg(force(lang))
        .args(args::levels(lang))
}

pub fn run(matches: &ArgMatches, env: &Env) -> Outcome {
    let reader = Reader::new(matches)?;
    let Some(ready) = prepare(&reader, matches, env)? else { return Ok(1) };
    // What is kept is kept to be sent.
    #[cfg(feature = "send")]
    if is_saved(matches) {
        let text = super::saved::text(&ready, &reader.given)?;
        output::deliver_private(matches.get_one::<String>("output"), Form::Json, &text)?;
        return Ok(0);
    }
    let made = MadeFiles::of(&ready.model);
    let plan = Plan::of(&ready.model, &ready.facts, &ready.settings, &made);
    let (form, text) = match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => {
            let file = ready.model.sources[Model::ROOT].name();
            let output = Output { version: json::VERSION, file, requests: &plan.requests };
            (Form::Json, json::text(&output)?)
        }
        _ => (Form::Text, describe(&plan, &ready.model, &ready.facts, &ready.settings, env.lang)),
    };
    output::deliver_private(matches.get_one::<String>("output"), form, &text)?;
    Ok(0)
}

/// Exactly what is sent: nothing is masked.
#[derive(Serialize)]
struct Output<'a> {
    version: u32,
    file: &'a str,
    requests: &'a [Request<'a>],
}

/// Whether the plan is saved for `qdc send`: in a `.json`, and not asked to be for people.
#[cfg(feature = "send")]
fn is_saved(matches: &ArgMatches) -> bool {
    let output = matches.get_one::<String>("output").map(std::path::Path::new);
    let is_json = output.and_then(|path| path.extension()).is_some_and(|ending| ending == "json");
    let chosen = matches.value_source("format") == Some(clap::parser::ValueSource::CommandLine);
    is_json && !(chosen && matches.get_one::<String>("format").is_some_and(|format| format == "human"))
}
