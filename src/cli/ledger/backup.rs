//! `qdc ledger backup`: a copy, also while something is being sent.

use std::path::Path;

use clap::{Arg, ArgMatches, Command, ValueHint};

use super::{path, read};
use crate::cli::messages::pick;
use crate::cli::{Env, Failure, Outcome, output, project, session};
use crate::findings::Lang;
use crate::words;

pub fn command(lang: Lang) -> Command {
    Command::new("backup")
        .about(pick(
            lang,
            "备份发送记录，正在发送时也可以",
            "Copy the ledger, also while something is being sent",
        ))
        .arg(
            Arg::new("to")
                .required(true)
                .value_hint(ValueHint::FilePath)
                .value_name(pick(lang, "文件", "FILE"))
                .help(pick(
                    lang,
                    "备份写到哪里；已有的文件不会被覆盖",
                    "Where the copy goes; a file that exists is not overwritten",
                )),
        )
        .arg(project::ledger(lang))
}

pub fn run(matches: &ArgMatches, env: &Env) -> Outcome {
    let path = path(matches);
    let to = matches.get_one::<String>("to").map_or("", String::as_str);
    session::runtime()?.block_on(async {
        let ledger = read(&path).await?;
        let copied = ledger.back_up(Path::new(to)).await;
        ledger.close().await;
        copied.map_err(Failure::from)
    })?;
    let words = words!("已备份到 {to}", "copied to {to}");
    output::say(words.get(env.lang));
    Ok(0)
}
