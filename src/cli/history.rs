//! `qdc history`: what was sent.

use clap::{Arg, ArgMatches, Command, ValueHint};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::messages::pick;
use super::send::human::time;
use super::{Env, Failure, Outcome, output, session};
use crate::delivery::business_code;
use crate::delivery::ledger::{Filter, Ledger, Record, State};
use crate::findings::{Lang, Words};
use crate::plan::{Kind, shown};
use crate::words;

/// As many as are shown unless told otherwise.
const LIMIT: u32 = 50;

pub fn command(lang: Lang) -> Command {
    Command::new("history")
        .about(pick(lang, "列出发送过的合同和请求，最近的在前", "List what was sent, the latest first"))
        .arg(
            Arg::new("file")
                .value_hint(ValueHint::FilePath)
                .value_name(pick(lang, "文件", "FILE"))
                .help(pick(lang, "只列这个文件的", "Only what this file asked for")),
        )
        .arg(Arg::new("env").long("env").value_name(pick(lang, "环境", "NAME")).help(pick(
            lang,
            "只列这个环境的",
            "Only what was sent to this environment",
        )))
        .arg(Arg::new("all").long("all").action(clap::ArgAction::SetTrue).help(pick(
            lang,
            "连同创建用户、生成文件等请求",
            "With the requests around contracts: people, files, links",
        )))
        .arg(
            Arg::new("limit")
                .long("limit")
                .value_name("N")
                .value_parser(clap::value_parser!(u32))
                .help(pick(lang, "最多列几条，默认 50", "At most so many; 50 by default")),
        )
        .arg(
            Arg::new("format")
                .long("format")
                .value_name(pick(lang, "格式", "FORMAT"))
                .value_parser(["human", "json"])
                .default_value("human")
                .hide_default_value(true)
                .hide_possible_values(true)
                .help(pick(lang, "输出格式：human 或 json", "Output as human or json")),
        )
        .arg(session::ledger_arg(lang))
}

pub fn run(matches: &ArgMatches, env: &Env) -> Outcome {
    let file = matches.get_one::<String>("file");
    let path = session::ledger_path(matches, file.map_or("-", String::as_str));
    let filter = Filter {
        environment: matches.get_one::<String>("env").cloned(),
        kind: (!matches.get_flag("all")).then_some(Kind::Start),
        source: file.map(|file| super::project::source_name(std::path::Path::new(file), &path)),
        limit: Some(matches.get_one::<u32>("limit").copied().unwrap_or(LIMIT)),
    };
    let records = session::runtime()?.block_on(async {
        match Ledger::read(&path).await? {
            Some(book) => book.history(&filter).await,
            None => Ok(Vec::new()),
        }
    });
    let records = records.map_err(|error| Failure(error.0))?;
    if matches.get_one::<String>("format").is_some_and(|format| format == "json") {
        output::print(&machine(&records)?)?;
    } else if records.is_empty() {
        let words = words!("还没有发送过", "nothing was sent yet");
        output::say(words.get(env.lang));
    } else {
        output::print(&human(&records, env.lang))?;
    }
    Ok(0)
}

/// One line a request, in columns.
fn human(records: &[Record], lang: Lang) -> String {
    let rows: Vec<[String; 6]> = records
        .iter()
        .map(|record| {
            let subject = record.subject.as_deref().and_then(business_code).map_or("—".to_owned(), shown);
            let what = if record.kind == Kind::Start { record.title.clone() } else { record.path.clone() };
            [
                time(record.begun_at),
                record.environment.clone(),
                state(record.state).get(lang).to_owned(),
                subject,
                record.contract_id.clone().unwrap_or_else(|| "—".to_owned()),
                format!("{what}  {}", record.source),
            ]
        })
        .collect();
    let mut widths = [0; 6];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let mut out = String::new();
    for row in &rows {
        for (at, cell) in row.iter().enumerate() {
            out.push_str(cell);
            if at + 1 < row.len() {
                out.push_str(&" ".repeat(widths[at] - cell.width() + 2));
            }
        }
        out.push('\n');
    }
    out
}

fn state(state: State) -> Words {
    match state {
        State::Sending => words!("发送中或中断", "sending, or cut off"),
        State::Sent => words!("已发送", "sent"),
        State::Refused => words!("被拒绝", "refused"),
        State::NotSent => words!("未发出", "not sent"),
        State::Unknown => words!("不明", "unknown"),
    }
}

#[derive(Serialize)]
struct Output<'a> {
    version: u32,
    records: Vec<One<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct One<'a> {
    kind: Kind,
    state: &'static str,
    environment: &'a str,
    address: &'a str,
    path: &'a str,
    /// The business code of a contract, the account of a person.
    subject: Option<&'a str>,
    contract_id: Option<&'a str>,
    title: &'a str,
    file: &'a str,
    deadline: Option<&'a str>,
    attempts: i64,
    begun_at: String,
    finished_at: Option<String>,
    code: Option<&'a str>,
    message: Option<&'a str>,
    log_key: Option<&'a str>,
    body_hash: &'a str,
}

fn machine(records: &[Record]) -> Result<String, Failure> {
    let records = records.iter().map(|record| One {
        kind: record.kind,
        state: record.state.name(),
        environment: &record.environment,
        address: &record.address,
        path: &record.path,
        subject: record.subject.as_deref().filter(|subject| business_code(subject).is_some()),
        contract_id: record.contract_id.as_deref(),
        title: &record.title,
        file: &record.source,
        deadline: record.deadline.as_deref(),
        attempts: record.attempts,
        begun_at: record.begun_at.to_string(),
        finished_at: record.finished_at.map(|at| at.to_string()),
        code: record.code.as_deref(),
        message: record.message.as_deref(),
        log_key: record.log_key.as_deref(),
        body_hash: &record.body_hash,
    });
    serde_json::to_string_pretty(&Output { version: 1, records: records.collect() })
        .map(|text| text + "\n")
        .map_err(|error| Failure(words!("无法写成 JSON：{error}", "cannot be written as JSON: {error}")))
}
