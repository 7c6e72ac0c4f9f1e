//! `qdc diff`: what changed in a file since it was sent.

use std::path::Path;

use clap::{ArgMatches, Command};
use serde::Serialize;

use super::messages::pick;
use super::output::Form;
use super::parties::names;
use super::ready::Reader;
use super::send::{human::time, job};
use super::{Code, Env, Failure, Outcome, args, json, output, params, project, session};
use crate::delivery::ledger::{Change, Ledger, LedgerError, Place, State, describe};
use crate::delivery::{address, changed, label, recorded};
use crate::findings::Lang;
use crate::privacy::on_one_line;
use crate::words;

pub fn command(lang: Lang) -> Command {
    Command::new("diff")
        .about(pick(lang, "说明文件发送之后改了什么", "Show what changed in a file since it was sent"))
        .arg(args::file(lang))
        .arg(session::env_arg(lang))
        .arg(args::human_or_json(lang))
        .arg(project::ledger(lang))
        .args(params::args(lang))
        .args(args::levels(lang))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Output<'a> {
    version: u32,
    file: &'a str,
    environment: &'a str,
    /// Of the record.
    address: &'a str,
    contract_id: Option<&'a str>,
    business_code: Option<&'a str>,
    title: &'a str,
    state: &'static str,
    sent_at: String,
    changed: bool,
    changes: &'a [Change],
}

/// 0 where nothing changed, 1 where something did, as `diff` does.
pub fn run(matches: &ArgMatches, env: &Env) -> Outcome {
    let reader = Reader::new(matches)?;
    let file = matches.get_one::<String>("file").map_or("-", String::as_str);
    let ready = reader.read(file)?;
    ready.demand_params()?;
    let job = job(&ready)?;
    let Some(start) = job.start() else {
        return Err(Failure::new(
            Code::NotAContract,
            words!("{file} 里没有合同", "{file} holds no contract"),
        ));
    };
    let environment = session::environment(matches, &ready.settings)?;
    let (label, address) = (label(&environment), address(&environment, start.platform));
    let path = project::chosen_ledger(matches, Path::new(file));
    let broken = |error: LedgerError| Failure::from(error);
    let found = session::runtime()?.block_on(async {
        let Some(book) = Ledger::read(&path).await? else { return Ok(None) };
        let record = recorded(&book, Place { environment: &label, address: &address }, start).await?;
        match record.filter(|record| matches!(record.state, State::Sent | State::Sending | State::Unknown)) {
            Some(record) => {
                let changes = changed(&book, &job, start, &record).await?;
                Ok(Some((record, changes)))
            }
            None => Ok(None),
        }
    });
    let Some((record, changes)) = found.map_err(broken)? else {
        let name = &environment.name;
        return Err(Failure::new(
            Code::NotRecorded,
            words!("{file} 还没有发往 {name}", "{file} was not sent to {name} yet"),
        ));
    };
    let is_changed = changes.is_some();
    let changes = changes.unwrap_or_default();
    let is_json = args::wants_json(matches);
    let text = if is_json {
        json::text(&Output {
            version: json::VERSION,
            file,
            environment: &environment.name,
            address: &record.address,
            contract_id: record.contract_id.as_deref(),
            business_code: record.subject.as_deref(),
            title: &record.title,
            state: record.state.text(),
            sent_at: record.begun_at.to_string(),
            changed: is_changed,
            changes: &changes,
        })?
    } else {
        let time = time(record.begun_at);
        let id = record.contract_id.as_deref().map_or("—".into(), on_one_line);
        let words = match (is_changed, changes.is_empty()) {
            (false, _) => words!(
                "自 {time} 发送（合同 ID {id}）以来没有变化",
                "unchanged since it was sent on {time} (contract {id})"
            ),
            (true, true) => words!(
                "自 {time} 发送（合同 ID {id}）以来变了：不同的是打码的内容（个人信息或授权码），或由模板生成的文件",
                "changed since it was sent on {time} (contract {id}): what differs is masked (personal data or an authorization code) or a file made from its template"
            ),
            (true, false) => words!(
                "自 {time} 发送（合同 ID {id}）以来的变化：",
                "changed since it was sent on {time} (contract {id}):"
            ),
        };
        let mut text = format!("{}\n", words.get(env.lang));
        if !changes.is_empty() {
            text += &describe(&changes, &names(&ready.model, &record.body, &start.body, env.lang), env.lang);
            if !text.ends_with('\n') {
                text.push('\n');
            }
        }
        text
    };
    output::print_as(if is_json { Form::Json } else { Form::Text }, &text)?;
    Ok(u8::from(is_changed))
}
