//! `qdc ledger export`: every record as a line of JSON.

use clap::{Arg, ArgMatches, Command};

use super::{path, read};
use crate::cli::messages::pick;
use crate::cli::output::Form;
use crate::cli::{Code, Failure, Outcome, args, labels, output, project, session};
use crate::delivery::ledger::Filter;
use crate::findings::Lang;
use crate::words;

pub fn command(lang: Lang) -> Command {
    Command::new("export")
        .about(pick(
            lang,
            "把记录导出为 JSON，一行一条，打码处照旧",
            "Write the records as JSON, one a line, masked as they are",
        ))
        .arg(args::output(lang))
        .arg(Arg::new("env").long("env").value_name(pick(lang, "环境", "NAME")).help(pick(
            lang,
            "只导出这个环境的记录",
            "Only records of this environment",
        )))
        .arg(project::ledger(lang))
}

pub fn run(matches: &ArgMatches) -> Outcome {
    let path = path(matches);
    let environment = matches.get_one::<String>("env");
    let entries = session::runtime()?.block_on(async {
        let ledger = read(&path).await?;
        let mut entries = ledger.entries(&Filter::default()).await.map_err(Failure::from)?;
        entries.retain(|entry| environment.is_none_or(|asked| labels::is_of(&entry.record, asked)));
        ledger.close().await;
        Ok::<_, Failure>(entries)
    })?;
    let mut text = String::new();
    for entry in &entries {
        let line = entry.to_line();
        let line = line.map_err(|error| {
            Failure::new(Code::Failed, words!("无法写成 JSON：{error}", "cannot be written as JSON: {error}"))
        })?;
        text += &line;
        text.push('\n');
    }
    output::deliver_private(matches.get_one::<String>("output"), Form::Json, &text)?;
    Ok(0)
}
