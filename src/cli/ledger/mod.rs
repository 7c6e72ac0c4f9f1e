//! `qdc ledger`: the record of what was sent, taken elsewhere and back, copied, and held against the platform.

mod backup;
mod export;
mod import;
mod verify;

use std::path::{Path, PathBuf};

use clap::{ArgMatches, Command};

use super::messages::{localize, pick};
use super::{Code, Env, Failure, Outcome, project};
use crate::delivery::ledger::Ledger;
use crate::findings::Lang;
use crate::words;

pub fn command(lang: Lang) -> Command {
    let command = Command::new("ledger")
        .about(pick(
            lang,
            "导出、合并、备份、核对发送记录",
            "Export, merge, back up and verify the record of what was sent",
        ))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true);
    [export::command(lang), import::command(lang), backup::command(lang), verify::command(lang)]
        .into_iter()
        .fold(command, |command, one| {
            let called = format!("qdc ledger {}", one.get_name());
            command.subcommand(localize(one.bin_name(called), lang))
        })
}

pub fn run(matches: &ArgMatches, env: &Env) -> Outcome {
    match matches.subcommand() {
        Some(("export", matches)) => export::run(matches),
        Some(("import", matches)) => import::run(matches, env),
        Some(("backup", matches)) => backup::run(matches, env),
        Some(("verify", matches)) => verify::run(matches, env),
        _ => Ok(2),
    }
}

fn path(matches: &ArgMatches) -> PathBuf {
    project::chosen_ledger(matches, Path::new("."))
}

/// The ledger, which must be there.
async fn read(path: &Path) -> Result<Ledger, Failure> {
    let ledger = Ledger::read(path).await.map_err(Failure::from)?;
    ledger.ok_or_else(|| {
        let path = path.display();
        Failure::new(
            Code::FileNotFound,
            words!(
                "没有发送记录 {path}；换到项目的文件夹里运行，或用 --ledger 指明",
                "there is no ledger {path}; run this in the project's folder, or name it with --ledger"
            ),
        )
    })
}
