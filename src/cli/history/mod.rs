//! `qdc history`: what was sent, newest first.

mod human;

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, ValueHint};
use serde::Serialize;
use serde_json::Value;

use crate::cli::messages::pick;
use crate::cli::project::{chosen_ledger, folder_name, ledger, source_name};
use crate::cli::{Code, Env, Failure, Outcome, args, json, labels, numbers, output};
use crate::delivery::ledger::{Filter, Ledger, Record, State};
use crate::findings::{Lang, Words};
use crate::plan::Kind;
use crate::words;

pub fn command(lang: Lang) -> Command {
    Command::new("history")
        .about(pick(lang, "列出发送过的请求，新的在前", "List what was sent, newest first"))
        .arg(
            Arg::new("paths")
                .num_args(0..)
                .value_hint(ValueHint::AnyPath)
                .value_name(pick(lang, "文件或文件夹", "PATH"))
                .help(pick(
                    lang,
                    "只看这些文件或文件夹；不写则为当前项目的全部",
                    "Only of these files and folders; by default everything of the current project",
                )),
        )
        .arg(Arg::new("env").long("env").value_name(pick(lang, "环境", "NAME")).help(pick(
            lang,
            "只看这个环境",
            "Only of this environment",
        )))
        .arg(
            Arg::new("limit")
                .long("limit")
                .value_name(pick(lang, "条数", "N"))
                .value_parser(numbers::number::<u32>(lang, 1..=u32::MAX))
                .help(pick(lang, "最多列出这么多条", "At most so many")),
        )
        .arg(args::human_or_json(lang))
        .arg(ledger(lang))
}

pub fn run(matches: &ArgMatches, env: &Env) -> Outcome {
    let wanted = wanted(matches);
    let environment = matches.get_one::<String>("env").map(String::as_str);
    let limit = matches.get_one::<u32>("limit").copied();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime
        .map_err(|error| Failure::new(Code::Failed, words!("无法启动：{error}", "cannot start: {error}")))?;
    let found = runtime.block_on(gather(&wanted, environment, limit))?;
    if args::wants_json(matches) {
        json::print(&history(&found))?;
        return Ok(0);
    }
    if found.is_empty() {
        let nothing = words!("没有发送记录", "nothing was sent");
        output::say(nothing.get(env.lang));
        return Ok(0);
    }
    output::print(&human::text(&found, env))?;
    if found.iter().any(|(_, record)| matches!(record.state, State::Sending | State::Unknown)) {
        let open = words!(
            "“未完”和“不明”的请求可能已经到达平台；重新运行 qdc send 会先向平台查询，不会重复发送",
            "what is unfinished or unknown may have reached the platform; running `qdc send` again asks the platform first and sends nothing twice"
        );
        output::say(open.get(env.lang));
    }
    Ok(0)
}

/// A record and the ledger it is in.
type Found<'a> = (&'a Path, Record);

/// Some records of one ledger.
struct Wanted {
    ledger: PathBuf,
    /// A file or, with a `/` at its end, a folder; `None` for all.
    source: Option<String>,
}

fn wanted(matches: &ArgMatches) -> Vec<Wanted> {
    let Some(paths) = matches.get_many::<String>("paths") else {
        return vec![Wanted { ledger: chosen_ledger(matches, Path::new(".")), source: None }];
    };
    let wanted = |path: &String| {
        let path = Path::new(path);
        let ledger = chosen_ledger(matches, path);
        let source = match path.is_dir() {
            false => Some(source_name(&ledger, path)),
            true => Some(folder_name(&ledger, path)).filter(|name| !name.is_empty()).map(|name| name + "/"),
        };
        Wanted { ledger, source }
    };
    paths.map(wanted).collect()
}

async fn gather<'a>(
    wanted: &'a [Wanted],
    environment: Option<&str>,
    limit: Option<u32>,
) -> Result<Vec<Found<'a>>, Failure> {
    let mut found: Vec<Found<'a>> = Vec::new();
    for Wanted { ledger: path, source } in wanted {
        let Some(ledger) = Ledger::read(path).await.map_err(Failure::from)? else { continue };
        let folder = source.as_ref().filter(|source| source.ends_with('/'));
        let filter = Filter {
            source: source.clone().filter(|_| folder.is_none()),
            // Of those of a folder or of an environment the first may be anywhere.
            limit: limit.filter(|_| folder.is_none() && environment.is_none()),
            ..Filter::default()
        };
        let mut records = ledger.history(&filter).await.map_err(Failure::from)?;
        records.retain(|record| folder.is_none_or(|folder| record.source.starts_with(folder.as_str())));
        records.retain(|record| environment.is_none_or(|asked| labels::is_of(record, asked)));
        found.extend(records.into_iter().map(|record| (path.as_path(), record)));
        ledger.close().await;
    }
    // By time across ledgers, by number within one: a clock may have been set back.
    if wanted.iter().any(|one| one.ledger != wanted[0].ledger) {
        found.sort_by_key(|(path, record)| std::cmp::Reverse((record.begun_at, *path, record.id)));
    } else {
        found.sort_by_key(|(_, record)| std::cmp::Reverse(record.id));
    }
    // A file that was named twice, or with its folder.
    found.dedup_by_key(|(path, record)| (*path, record.id));
    found.truncate(limit.map_or(usize::MAX, |limit| limit as usize));
    Ok(found)
}

pub fn state(state: State) -> Words {
    match state {
        State::Sending => words!("未完", "unfinished"),
        State::Sent => words!("已发送", "sent"),
        State::Refused => words!("被拒绝", "refused"),
        State::NotSent => words!("未发出", "not sent"),
        State::Unknown => words!("不明", "unknown"),
    }
}

// ---- for programs ----

#[derive(Serialize)]
struct History<'a> {
    version: u32,
    records: Vec<Sent<'a>>,
}

/// One record. Every member is always there; `null` says there is nothing. Times are UTC.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Sent<'a> {
    id: i64,
    file: &'a str,
    environment: &'a str,
    address: &'a str,
    kind: &'static str,
    state: &'static str,
    contract_id: Option<&'a str>,
    business_code: Option<&'a str>,
    /// Of a person or an authorization; masked where it is an ID number or a phone number.
    account_id: Option<&'a str>,
    /// The name of a document that was made or uploaded.
    document: Option<&'a str>,
    title: &'a str,
    deadline: Option<&'a str>,
    meaning_hash: &'a str,
    path: &'a str,
    body_hash: &'a str,
    attempts: u32,
    begun_at: String,
    handed_over_at: Option<String>,
    finished_at: Option<String>,
    result: Option<&'a Value>,
    code: Option<&'a str>,
    message: Option<&'a str>,
    log_key: Option<&'a str>,
    platform_time: Option<&'a str>,
}

impl<'a> From<&'a Record> for Sent<'a> {
    fn from(record: &'a Record) -> Self {
        let subject = |kinds: &[Kind]| record.subject.as_deref().filter(|_| kinds.contains(&record.kind));
        Self {
            id: record.id,
            file: &record.source,
            environment: labels::name(&record.environment),
            address: &record.address,
            kind: record.kind.text(),
            state: record.state.text(),
            contract_id: record.contract_id.as_deref(),
            business_code: subject(&[Kind::Start]),
            account_id: subject(&[Kind::Person, Kind::Authorization]),
            // Behind what its contract is known by.
            document: subject(&[Kind::Upload, Kind::Template])
                .map(|subject| subject.rsplit_once('/').map_or(subject, |(_, name)| name)),
            title: &record.title,
            deadline: record.deadline.as_deref(),
            meaning_hash: &record.meaning,
            path: &record.path,
            body_hash: &record.body_hash,
            attempts: record.attempts,
            begun_at: record.begun_at.to_string(),
            handed_over_at: record.handed_over_at.map(|time| time.to_string()),
            finished_at: record.finished_at.map(|time| time.to_string()),
            result: record.result.as_ref(),
            code: record.code.as_deref(),
            message: record.message.as_deref(),
            log_key: record.log_key.as_deref(),
            platform_time: record.platform_time.as_deref(),
        }
    }
}

fn history<'a>(found: &'a [Found<'_>]) -> History<'a> {
    History { version: json::VERSION, records: found.iter().map(|(_, record)| Sent::from(record)).collect() }
}
