//! `qdc history`: what was sent, newest first.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, ValueHint};
use serde::Serialize;
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use super::facts::SHANGHAI;
use super::messages::pick;
use super::project::{chosen_ledger, folder_name, ledger, source_name};
use super::{Code, Env, Failure, Outcome, args, json, labels, output};
use crate::delivery::ledger::{Filter, Ledger, Record, State};
use crate::findings::{Lang, Words};
use crate::plan::Kind;
use crate::privacy::on_one_line;
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
                .value_parser(clap::value_parser!(u32).range(1..))
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
    let records = runtime.block_on(gather(&wanted, environment, limit))?;
    if args::wants_json(matches) {
        json::print(&history(&records))?;
        return Ok(0);
    }
    if records.is_empty() {
        let nothing = words!("没有发送记录", "nothing was sent");
        output::say(nothing.get(env.lang));
        return Ok(0);
    }
    output::print(&table(&records, env.lang))?;
    if records.iter().any(|record| matches!(record.state, State::Sending | State::Unknown)) {
        let open = words!(
            "“未完”和“不明”的请求可能已经到达平台；重新运行 qdc send 会先向平台查询，不会重复发送",
            "what is unfinished or unknown may have reached the platform; running `qdc send` again asks the platform first and sends nothing twice"
        );
        output::say(open.get(env.lang));
    }
    Ok(0)
}

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

async fn gather(
    wanted: &[Wanted],
    environment: Option<&str>,
    limit: Option<u32>,
) -> Result<Vec<Record>, Failure> {
    let mut found: Vec<(&Path, Record)> = Vec::new();
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
    Ok(found.into_iter().map(|(_, record)| record).collect())
}

// ---- for people ----

fn table(records: &[Record], lang: Lang) -> String {
    let head = [
        words!("时间", "time"),
        words!("环境", "environment"),
        words!("状态", "state"),
        words!("内容", "what"),
        words!("编号", "code"),
        words!("合同 ID", "contract id"),
        words!("标题", "title"),
        words!("文件", "file"),
    ];
    let mut rows = vec![head.map(|words| words.get(lang).to_owned())];
    rows.extend(records.iter().map(|record| {
        let empty = || "-".to_owned();
        [
            SHANGHAI.to_datetime(record.begun_at).strftime("%F %T").to_string(),
            cell(&record.environment),
            state(record.state).get(lang).to_owned(),
            kind(record.kind).get(lang).to_owned(),
            record.subject.as_deref().map_or_else(empty, cell),
            record.contract_id.as_deref().map_or_else(empty, cell),
            cell(&record.title),
            cell(&record.source),
        ]
    }));
    let width = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or_default();
    let widths: [usize; 8] = std::array::from_fn(width);
    let mut out = String::new();
    for (index, row) in rows.iter().enumerate() {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line += cell;
            line.extend(std::iter::repeat_n(' ', width - cell.width() + 2));
        }
        out += line.trim_end();
        out.push('\n');
        // Why it is not simply sent, under it.
        let record = index.checked_sub(1).map(|index| &records[index]);
        if let Some(record) = record.filter(|record| record.state != State::Sent) {
            let why = [&record.code, &record.message].into_iter().flatten().map(|text| cell(text));
            let why = why.collect::<Vec<_>>().join(" ");
            if !why.is_empty() {
                out += &format!("    {why}\n");
            }
        }
    }
    out
}

/// Personal numbers are masked in the ledger already.
fn cell(text: &str) -> String {
    on_one_line(text).into_owned()
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

fn kind(kind: Kind) -> Words {
    match kind {
        Kind::Person => words!("创建个人", "person"),
        Kind::Authorization => words!("静默签授权", "authorization"),
        Kind::Upload => words!("上传文件", "upload"),
        Kind::Template => words!("模板生成文件", "template"),
        Kind::Start => words!("发起合同", "contract"),
        Kind::Ticket => words!("签署令牌", "ticket"),
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

fn history(records: &[Record]) -> History<'_> {
    History { version: json::VERSION, records: records.iter().map(Sent::from).collect() }
}
