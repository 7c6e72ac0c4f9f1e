//! `qdc status`: who has signed, who is next, how long there is.

mod human;
mod machine;

use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};
use indicatif::ProgressBar;
use serde_json::Value;

use crate::cli::messages::pick;
use crate::cli::parties::{Parties, Recorded as Origins};
use crate::cli::ready::{Reader, Ready};
use crate::cli::send::{job, progress as bar};
use crate::cli::session::{self, Session};
use crate::cli::trust::{self, Agreed};
use crate::cli::walk::is_qdc_name;
use crate::cli::{Code, Env, Failure, Outcome, args, json, log, numbers, output, params, project};
use crate::delivery::ledger::{Filter, Ledger, Place, Record, State};
use crate::delivery::{Job, Progress, Subject, Trouble, address, blame, label, progress_of_all};
use crate::findings::{Lang, Words, human as findings};
use crate::plan::{Kind, Platform};
use crate::privacy::shown;
use crate::words;

/// As often as `--watch` asks unless told otherwise, and at most, in seconds.
const INTERVAL: u64 = 60;
const SHORTEST: u64 = 5;
/// Contracts asked about where none is named.
const LATEST: usize = 20;

pub fn command(lang: Lang) -> Command {
    Command::new("status")
        .about(pick(
            lang,
            "查询已发送的合同：谁签了，轮到谁，还剩几天",
            "Ask who has signed, who is next and how long there is",
        ))
        .arg(
            Arg::new("what")
                .num_args(0..)
                .value_hint(ValueHint::FilePath)
                .value_name(pick(lang, "文件或业务编号", "FILE|CODE"))
                .help(pick(
                    lang,
                    ".qdc 文件，或业务编号；不写则为这个项目最近发送的 20 份",
                    ".qdc files or business codes; without any, the last 20 that this project sent",
                )),
        )
        .arg(flag(
            "all",
            pick(
                lang,
                "这个环境里发送过的全部合同，并行查询",
                "Every contract that was sent to this environment, asked about side by side",
            ),
        ))
        .arg(flag(
            "unfinished",
            pick(
                lang,
                "同 --all，但只显示还没签完和查询不到的",
                "As --all, but show only those that are not finished, or that could not be asked about",
            ),
        ))
        .arg(session::env_arg(lang))
        .arg(Arg::new("watch").long("watch").action(ArgAction::SetTrue).help(pick(
            lang,
            "隔一段时间再问，直到全部签完",
            "Ask again and again until everybody has signed",
        )))
        .arg(
            Arg::new("every")
                .long("every")
                .value_name(pick(lang, "秒", "SECONDS"))
                .value_parser(numbers::number::<u64>(lang, SHORTEST..=u64::MAX))
                .help(pick(
                    lang,
                    "--watch 的间隔，默认 60 秒，最短 5 秒",
                    "How often --watch asks; 60 seconds by default, 5 at least",
                )),
        )
        .arg(trust::yes(lang))
        .arg(args::human_or_json(lang))
        .arg(project::ledger(lang))
        .args(log::args(lang))
        .args(params::args(lang))
        .args(args::levels(lang))
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).conflicts_with("what").help(help)
}

pub fn run(matches: &ArgMatches, env: &Env) -> Outcome {
    let reader = Reader::new(matches)?;
    let named: Vec<&String> = matches.get_many::<String>("what").into_iter().flatten().collect();
    let is_file = |name: &str| is_qdc_name(Path::new(name)) || Path::new(name).is_file();
    // Settings and record are those of the first file, else of the current folder.
    let first = named.iter().map(|name| name.as_str()).find(|name| is_file(name)).unwrap_or("-");
    let settings = reader.settings(first)?;
    let environment = session::environment(matches, &settings)?;
    let path = project::chosen_ledger(matches, Path::new(first));
    let (label, address) = (label(&environment), address(&environment, Platform::QianDun));
    let mut asked = Vec::new();
    for name in &named {
        let mut one = Asked { name: (*name).clone(), subject: Subject::Code((*name).clone()), file: None };
        if is_file(name) {
            let ready = reader.read(name)?;
            ready.demand_params()?;
            let job = job(&ready)?;
            let Some(subject) = job.start().and_then(|start| start.subject.clone()) else {
                return Err(Failure::new(
                    Code::NotAContract,
                    words!("{name} 里没有合同", "{name} holds no contract"),
                ));
            };
            one = Asked { subject, file: Some(Arc::new((ready, job))), ..one };
        }
        asked.push(one);
    }
    let for_programs = args::wants_json(matches);
    let watch = matches.get_flag("watch");
    let every = matches.get_one::<u64>("every").copied().unwrap_or(INTERVAL);
    let unfinished = matches.get_flag("unfinished");
    let all_of_them = unfinished || matches.get_flag("all");
    let limit = (!all_of_them && named.is_empty()).then_some(LATEST);
    session::runtime()?.block_on(async {
        let book = Ledger::read(&path).await.map_err(Failure::from)?;
        let mut records = match &book {
            Some(book) => records(book, Place { environment: &label, address: &address }, asked).await?,
            None => Vec::new(),
        };
        // The newest are the last.
        let more = limit.map_or(0, |limit| records.len().saturating_sub(limit));
        let records = records.split_off(more);
        if records.is_empty() {
            let name = &environment.name;
            return Err(Failure::new(
                Code::NotRecorded,
                match named.first() {
                    Some(what) => words!(
                        "没有向 {name} 发送过 {what} 的记录；先用 qdc send 发送",
                        "there is no record of {what} being sent to {name}; send it with `qdc send` first"
                    ),
                    None => words!("还没有向 {name} 发送过合同", "nothing was sent to {name} yet"),
                },
            ));
        }
        let environment = Agreed::of(environment, matches, env)?;
        let mut origins = Origins::of(&path);
        let parties: Vec<Parties> = records.iter().map(|one| parties(one, &mut origins)).collect();
        let code = loop {
            // Opened for each round: meanwhile others may send.
            let session = Session::open(environment.clone(), &[Platform::QianDun], &path).await?;
            let bar = if log::is_verbose(matches) { ProgressBar::hidden() } else { bar(records.len()) };
            let mut all = ask(&session, &records, &bar).await;
            bar.finish_and_clear();
            for (one, parties) in all.iter_mut().zip(&parties) {
                one.parties = Some(parties);
            }
            for (one, (_, file)) in all.iter().zip(&records) {
                if let (Some(file), Err(Trouble::Refused(answer)), false) = (file, &one.state, for_programs)
                    && let Some(start) = file.1.start()
                {
                    let ready = &file.0;
                    let finding = blame(&ready.model, &ready.facts, &ready.settings, start, answer);
                    output::say(findings::render(&finding, &ready.model.sources, env.err_style()));
                }
            }
            let address = session.environment.address();
            session.close().await;
            let code = u8::from(all.iter().any(|one| one.state.is_err())) * 2;
            let is_over = all.iter().all(|one| is_finished(&one.state));
            let counts = counts(&all);
            if unfinished {
                all.retain(|one| !is_finished(&one.state));
            }
            match for_programs {
                true => json::print(&machine::output(&all, &address, &environment.name, env.lang))?,
                false if all.is_empty() => output::print(&every_one_finished(env.lang))?,
                false => output::print(&human::text(&all, env.lang))?,
            }
            if all_of_them && !for_programs && !all.is_empty() {
                output::print(counts.get(env.lang))?;
            }
            if more > 0 && !for_programs {
                let words = words!(
                    "还有 {more} 份没有显示，--all 显示全部",
                    "{more} more are not shown; --all shows them"
                );
                output::say(words.get(env.lang));
            }
            if !watch || is_over || code != 0 {
                break code;
            }
            if std::io::stderr().is_terminal() && !for_programs {
                let words =
                    words!("{every} 秒后再问，Ctrl-C 结束", "asking again in {every} seconds; Ctrl-C ends");
                output::say(words.get(env.lang));
            }
            tokio::time::sleep(Duration::from_secs(every)).await;
        };
        Ok(code)
    })
}

/// Something asked about: a business code, or a file.
struct Asked {
    name: String,
    subject: Subject,
    file: Option<Named>,
}

/// A file that was named, shared by the contracts of its business code.
type Named = Arc<(Ready, Job)>;

type Recorded = (Record, Option<Named>);

/// Asks about those that were sent; the others are told from the record.
async fn ask<'a>(session: &Session, records: &'a [Recorded], bar: &ProgressBar) -> Vec<Told<'a>> {
    let is_sent = |record: &Record| record.state == State::Sent;
    // The file has what the record masks.
    let body = |(record, file): &Recorded| {
        let start = file.as_ref().and_then(|file| file.1.start());
        start.map_or(&record.body, |start| &start.body).clone()
    };
    let sent = records.iter().filter(|(record, _)| is_sent(record));
    let asked = sent.map(|one| (one.0.clone(), body(one))).collect();
    bar.inc(records.iter().filter(|(record, _)| !is_sent(record)).count() as u64);
    let mut states = progress_of_all(&session.platforms, asked, || bar.inc(1)).await.into_iter();
    let told = |(record, _): &'a Recorded| {
        let state = if is_sent(record) { states.next() } else { None };
        let state = state.unwrap_or_else(|| Err(Trouble::Unasked(unsent(record.state))));
        Told { record, state, parties: None }
    };
    records.iter().map(told).collect()
}

/// Whether two bodies are of the same signers, as far as the one that is masked shows.
fn have_one_party(whole: &Value, masked: &Value) -> bool {
    let accounts = |body: &Value| -> Vec<String> {
        let signers = body.get("signers").and_then(Value::as_array);
        let ids = signers.into_iter().flatten().filter_map(|signer| signer.get("accountId")?.as_str());
        ids.map(shown).collect()
    };
    accounts(whole) == accounts(masked)
}

fn is_finished(state: &Result<Progress, Trouble>) -> bool {
    state.as_ref().is_ok_and(Progress::is_finished)
}

/// How far all of them came, in a line.
fn counts(all: &[Told<'_>]) -> Words {
    let count = all.len();
    let finished = all.iter().filter(|one| is_finished(&one.state)).count();
    let unasked = all.iter().filter(|one| one.state.is_err()).count();
    let open = count - finished - unasked;
    words!(
        "共 {count} 份：{finished} 份签完，{open} 份没有签完，{unasked} 份查询不到\n",
        "{count} contracts: {finished} finished, {open} not finished, {unasked} could not be asked about\n"
    )
}

fn every_one_finished(lang: Lang) -> String {
    words!("没有未签完的合同\n", "every contract is finished\n").get(lang).to_owned()
}

async fn records(book: &Ledger, at: Place<'_>, asked: Vec<Asked>) -> Result<Vec<Recorded>, Failure> {
    let broken = |error: crate::delivery::ledger::LedgerError| Failure::from(error);
    let mut records = Vec::new();
    if asked.is_empty() {
        let filter = Filter {
            environment: Some(at.environment.to_owned()),
            kind: Some(Kind::Start),
            ..Filter::default()
        };
        for record in book.history(&filter).await.map_err(broken)?.into_iter().rev() {
            if matches!(record.state, State::Sent | State::Sending | State::Unknown) {
                records.push((record, None));
            }
        }
        return Ok(records);
    }
    for Asked { name, subject, file } in asked {
        let Some(record) = book.find(at, Kind::Start, &subject).await.map_err(broken)? else {
            return Err(Failure::new(
                Code::NotRecorded,
                words!("没有发送过 {name} 的记录", "there is no record of {name} being sent"),
            ));
        };
        let latest = record.id;
        records.push((record, file.clone()));
        // Sent again on purpose: the ones before are contracts of their own, and still there.
        let filter = Filter {
            environment: Some(at.environment.to_owned()),
            kind: Some(Kind::Start),
            subject: Some(subject),
            ..Filter::default()
        };
        let others = book.history(&filter).await.map_err(broken)?;
        let others = others.into_iter().filter(|other| other.state.is_live() && other.id != latest);
        records.extend(others.map(|other| {
            // The file speaks for an older one only where it has the same signers.
            let body = file.as_ref().and_then(|file| Some(&file.1.start()?.body));
            let is_same = body.is_some_and(|body| have_one_party(body, &other.body));
            let file = file.clone().filter(|_| is_same);
            (other, file)
        }));
    }
    Ok(records)
}

/// What the file calls those who sign: the one that was named, else the one the record came of.
fn parties((record, file): &Recorded, origins: &mut Origins) -> Parties {
    match file {
        Some(file) => Parties::in_body(&file.0.model, &record.body),
        None => origins.parties(record),
    }
}

fn unsent(state: State) -> Failure {
    match state {
        State::Sending | State::Unknown => Failure::new(
            Code::OutcomeUnknown,
            words!(
                "不知道是否已发送；重新运行 qdc send 会先向平台查询，不会重复发送",
                "nobody can tell whether it was sent; running `qdc send` again asks the platform first and sends nothing twice"
            ),
        ),
        _ => Failure::new(Code::NotSent, words!("没有发送成功", "it was not sent")),
    }
}

/// A record and how far it came, or why that is not known.
struct Told<'a> {
    record: &'a Record,
    state: Result<Progress, Trouble>,
    parties: Option<&'a Parties>,
}
