//! `qdc ledger verify`: does the platform know what the record has as sent, and only that? Changes nothing.

use std::collections::HashSet;
use std::sync::Arc;

use clap::{ArgMatches, Command};
use serde::Serialize;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::{path, read};
use crate::cli::config::Configs;
use crate::cli::messages::pick;
use crate::cli::session::{self, Session};
use crate::cli::trust::{self, Agreed};
use crate::cli::{Code, Env, Failure, Outcome, args, history, input, json, labels, output, project};
use crate::delivery::ledger::{Filter, Record, State};
use crate::delivery::{Environment, Presence, Wire, label, presence};
use crate::findings::{Lang, Words};
use crate::plan::{Kind, Platform};
use crate::privacy::on_one_line;
use crate::words;

pub fn command(lang: Lang) -> Command {
    Command::new("verify")
        .about(pick(
            lang,
            "逐份向平台查询，列出与记录不符的合同；不改动任何东西",
            "Ask the platform about each contract and list where the record differs; changes nothing",
        ))
        .arg(session::env_arg(lang))
        .arg(trust::yes(lang))
        .arg(args::human_or_json(lang))
        .arg(project::ledger(lang))
        .after_help(pick(
            lang,
            "退出码：0 全部相符，1 有不符，2 有的查询不到。",
            "Exit code: 0 all agree, 1 some differ, 2 some could not be asked about.",
        ))
}

pub fn run(matches: &ArgMatches, env: &Env) -> Outcome {
    // Those of the current folder.
    let settings = Configs::of_files().of(input::STDIN)?;
    let environment = session::environment(matches, &settings)?;
    let agreed = Agreed::of(environment.clone(), matches, env)?;
    let path = path(matches);
    let (verified, elsewhere) = session::runtime()?.block_on(async {
        let ledger = read(&path).await?;
        let filter = Filter { kind: Some(Kind::Start), ..Filter::default() };
        let records = ledger.history(&filter).await.map_err(Failure::from);
        ledger.close().await;
        let label = label(&environment);
        let (records, others): (Vec<_>, Vec<_>) = (records?.into_iter())
            .filter(|record| labels::is_of(record, &environment.name))
            .partition(|record| record.environment == label);
        let records = asked_about(records);
        let session = Session::open(agreed, &[Platform::QianDun], &path).await?;
        let verified = verify(&session, &environment, records).await;
        session.close().await;
        Ok::<_, Failure>((verified, others.len()))
    })?;
    match args::wants_json(matches) {
        true => json::print(&machine(&verified, &environment, env.lang))?,
        false => output::print(&human(&verified, &environment, env.lang))?,
    }
    if elsewhere > 0 {
        let words = words!(
            "另有 {elsewhere} 份发往别的沙箱，没有核对；每个沙箱各是一个平台，用 qdc.toml 里的 address 指明",
            "{elsewhere} more went to other sandboxes and were not verified; each is a platform of its own, named by `address` in qdc.toml"
        );
        output::say(words.get(env.lang));
    }
    Ok(exit_code(&verified))
}

/// Oldest first. What came to nothing is left out where the same code was sent later: it exists then.
fn asked_about(records: Vec<Record>) -> Vec<Record> {
    let live: HashSet<Option<String>> =
        records.iter().filter(|record| record.state.is_live()).map(|record| record.subject.clone()).collect();
    let is_asked = |record: &Record| record.state.is_live() || !live.contains(&record.subject);
    let mut seen = HashSet::new();
    let is_first = |record: &Record| record.state.is_live() || seen.insert(record.subject.clone());
    // The newest of those that came to nothing stands for all of one code.
    let mut asked: Vec<Record> = records.into_iter().filter(is_asked).filter(is_first).collect();
    asked.reverse();
    asked
}

/// A record and what the platform says of it.
struct Verified {
    record: Record,
    platform: Result<Presence, Words>,
}

/// How the two agree.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Agreement {
    Agrees,
    Differs,
    Unasked,
}

impl Verified {
    fn agreement(&self) -> Agreement {
        match (&self.platform, self.record.state) {
            (Err(_), _) => Agreement::Unasked,
            (Ok(Presence::There(_)), State::Sent) => Agreement::Agrees,
            (Ok(Presence::Absent), State::Refused | State::NotSent) => Agreement::Agrees,
            // What is unknown here the platform knows.
            _ => Agreement::Differs,
        }
    }
}

/// Side by side, as many as the environment allows; the platform's rate is kept in any case.
async fn verify(session: &Session, environment: &Environment, records: Vec<Record>) -> Vec<Verified> {
    let places = Arc::new(Semaphore::new(environment.connections.max(1)));
    let mut asked = JoinSet::new();
    for (at, record) in records.into_iter().enumerate() {
        let (platforms, places) = (session.platforms.clone(), places.clone());
        asked.spawn(async move {
            // Nobody closes it; without a place it would be asked all the same.
            let _place = places.acquire().await;
            let platform = match platforms.is_at(Platform::QianDun, &record.address) {
                true => presence(&platforms, &record).await,
                false => Err(elsewhere(&record)),
            };
            (at, Verified { record, platform })
        });
    }
    let mut verified = asked.join_all().await;
    verified.sort_by_key(|(at, _)| *at);
    verified.into_iter().map(|(_, one)| one).collect()
}

fn elsewhere(record: &Record) -> Words {
    let address = on_one_line(&record.address);
    words!(
        "记录是发往另一个地址 {address} 的，没有查询",
        "the record is of another address, {address}, and was not asked about"
    )
}

fn exit_code(verified: &[Verified]) -> u8 {
    let has = |agreement| verified.iter().any(|one| one.agreement() == agreement);
    if has(Agreement::Unasked) { 2 } else { u8::from(has(Agreement::Differs)) }
}

// ---- for people ----

fn human(verified: &[Verified], environment: &Environment, lang: Lang) -> String {
    let mut out = String::new();
    let mut say = |words: Words| {
        out.push_str(words.get(lang));
        out.push('\n');
    };
    for one in verified.iter().filter(|one| one.agreement() != Agreement::Agrees) {
        let (name, Words { zh, en }) = (named(&one.record), one.words());
        say(words!("{name}：{zh}", "{name}: {en}"));
    }
    let count = |agreement| verified.iter().filter(|one| one.agreement() == agreement).count();
    let (agree, differ, unasked) =
        (count(Agreement::Agrees), count(Agreement::Differs), count(Agreement::Unasked));
    let name = on_one_line(&environment.name);
    say(words!(
        "环境 {name}：{agree} 份相符，{differ} 份不符，{unasked} 份查询不到",
        "{name}: {agree} agree, {differ} differ, {unasked} could not be asked about"
    ));
    out
}

/// Code, title and file, as far as there are any.
fn named(record: &Record) -> String {
    let parts = [record.subject.as_deref().unwrap_or_default(), &record.title, &record.source];
    let parts = parts.into_iter().filter(|part| !part.is_empty()).map(|part| on_one_line(part).into_owned());
    parts.collect::<Vec<_>>().join("  ")
}

impl Verified {
    fn words(&self) -> Words {
        let state = history::state(self.record.state);
        let there = match &self.platform {
            Err(why) => return why.clone(),
            Ok(Presence::Absent) => None,
            Ok(Presence::There(id)) => Some(id.as_ref().or(self.record.contract_id.as_ref())),
        };
        let Words { zh, en } = state;
        match (there, self.record.state) {
            (None, State::Sending | State::Unknown) => words!(
                "记录是“{zh}”，平台上没有这份合同；重新运行 qdc send 会先向平台查询，不会重复发送",
                "recorded as {en}, and the platform has no such contract; running `qdc send` again asks the platform first and sends nothing twice"
            ),
            (None, _) => words!(
                "记录是“{zh}”，但平台上没有这份合同；请确认环境和密钥属于同一个应用",
                "recorded as {en}, but the platform has no such contract; check that environment and keys belong to the same application"
            ),
            (Some(id), state) => {
                let id = id.map(|id| on_one_line(id).into_owned()).unwrap_or_else(|| "?".to_owned());
                match state {
                    State::Sending | State::Unknown => words!(
                        "记录是“{zh}”，平台上有这份合同（{id}）；重新运行 qdc send 会先向平台查询，不会重复发送",
                        "recorded as {en}, and the platform has it (contract {id}); running `qdc send` again asks the platform first and sends nothing twice"
                    ),
                    _ => words!(
                        "记录是“{zh}”，但平台上有这份合同（{id}）；用 qdc send --sent-as 记下来",
                        "recorded as {en}, but the platform has it (contract {id}); note it with `qdc send --sent-as`"
                    ),
                }
            }
        }
    }
}

// ---- for programs ----

#[derive(Serialize)]
struct Output<'a> {
    version: u32,
    environment: &'a str,
    agree: usize,
    contracts: Vec<One<'a>>,
}

/// A contract on which record and platform do not agree, or which could not be asked about.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct One<'a> {
    file: &'a str,
    business_code: Option<&'a str>,
    contract_id: Option<&'a str>,
    environment: &'a str,
    state: &'static str,
    /// `there`, `absent`, or `null` where it could not be asked.
    platform: Option<&'static str>,
    error: Option<json::Error>,
}

impl<'a> One<'a> {
    fn of(verified: &'a Verified, lang: Lang) -> Self {
        let Verified { record, platform } = verified;
        Self {
            file: &record.source,
            business_code: record.subject.as_deref(),
            contract_id: match platform {
                Ok(Presence::There(Some(id))) => Some(id),
                _ => record.contract_id.as_deref(),
            },
            environment: labels::name(&record.environment),
            state: record.state.text(),
            platform: match platform {
                Ok(Presence::There(_)) => Some("there"),
                Ok(Presence::Absent) => Some("absent"),
                Err(_) => None,
            },
            error: platform.as_ref().err().map(|why| json::Error::masked(Code::CannotAsk, why, lang)),
        }
    }
}

fn machine<'a>(verified: &'a [Verified], environment: &'a Environment, lang: Lang) -> Output<'a> {
    let (agree, others): (Vec<_>, Vec<_>) =
        verified.iter().partition(|one| one.agreement() == Agreement::Agrees);
    Output {
        version: json::VERSION,
        environment: &environment.name,
        agree: agree.len(),
        contracts: others.into_iter().map(|one| One::of(one, lang)).collect(),
    }
}
