//! `qdc send`: carries out what files ask for.

mod agree;
mod dry;
mod found;
pub mod human;
mod lines;
mod machine;
mod outcome;
mod resend;
mod same_code;
mod settle;
mod unsent;
mod watching;

use std::collections::{HashMap, HashSet};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use tokio::task::JoinSet;
use tracing::Instrument;

use super::messages::pick;
use super::ready::{Reader, Ready};
use super::session::{self, Session};
use super::signals::Interrupts;
use super::trust::Agreed;
use super::{Code, Env, Failure, Outcome, args, input, json, log, output, params, project, saved};
use crate::delivery::ledger::Ledger;
use crate::delivery::{Environment, Job, Report, Sender, Subject, blame, no_upload};
use crate::findings::{Lang, Words};
use crate::model::Model;
use crate::plan::{Kind, MadeFiles, Plan, Platform};
use crate::platform::trace;
use crate::words;

use lines::Lines;
use machine::{Destination, File};
pub use outcome::NextSigner;
use outcome::Sent;

pub fn command(lang: Lang) -> Command {
    Command::new("send")
        .about(pick(
            lang,
            "发送合同，同一份不会发两次；不设置环境时发到本机沙箱",
            "Send contracts, each exactly once; to a sandbox on this machine unless told otherwise",
        ))
        .arg(
            Arg::new("paths")
                .required(true)
                .num_args(1..)
                .value_hint(ValueHint::FilePath)
                .value_name(pick(lang, "文件", "FILE"))
                .help(pick(
                    lang,
                    ".qdc 文件，或 qdc plan -o 存下的 .json；- 表示标准输入",
                    ".qdc files, or a .json saved by `qdc plan -o`; - for standard input",
                )),
        )
        .arg(session::env_arg(lang))
        .arg(Arg::new("yes").long("yes").short('y').action(ArgAction::SetTrue).help(pick(
            lang,
            "不再询问，直接发送",
            "Send without asking",
        )))
        .arg(Arg::new("dry-run").long("dry-run").action(ArgAction::SetTrue).help(pick(
            lang,
            "只说明会发送什么，不发送",
            "Say what would be sent, and send nothing",
        )))
        .arg(Arg::new("resend").long("resend").action(ArgAction::SetTrue).help(pick(
            lang,
            "已经发过的也再发一次，会产生第二份合同",
            "Send again what was sent before; this makes a second contract",
        )))
        .arg(
            Arg::new("sent-as")
                .long("sent-as")
                .value_name(pick(lang, "合同 ID", "ID"))
                .conflicts_with_all(["resend", "dry-run"])
                .help(pick(
                    lang,
                    "结果不明、在平台的控制台找到了合同时：记下它的 ID，不发送",
                    "Where the outcome is unknown and the platform's console shows the contract: note its id, send nothing",
                )),
        )
        .arg(args::human_json_or_jsonl(lang))
        .arg(project::ledger(lang))
        .args(log::args(lang))
        .args(params::args(lang))
        .args(args::levels(lang))
}

/// A file that is to be sent.
pub struct Parcel {
    pub file: String,
    /// Whether the file alone says what was sent: it needs no values, and is no saved plan.
    pub speaks_for_itself: bool,
    pub ready: Ready,
    pub job: Job,
}

impl Parcel {
    fn has_errors(&self) -> bool {
        self.ready.has_errors()
    }
}

pub fn run(matches: &ArgMatches, env: &Env) -> Outcome {
    let format = args::format(matches);
    let parcels = read(matches, env)?;
    if parcels.iter().any(|parcel| parcel.has_errors()) {
        let words = match parcels.len() {
            1 => words!("有错误，没有发送", "not sent, since there are errors"),
            _ => words!("有文件有错误，一份也没有发送", "nothing was sent, since there are errors"),
        };
        output::say(words.get(env.lang));
        if format != "human" {
            machine::print_unsent(&parcels, format, env)?;
        }
        return Ok(1);
    }
    if let Some(failure) = same_code::clash(&parcels) {
        return same_code::refuse(&failure, &parcels, format, env);
    }
    let (environment, ledger) = destination(matches, &parcels)?;
    let parcels = named(parcels, &ledger);
    if matches.get_flag("dry-run") {
        let resend = matches.get_flag("resend");
        return dry::run(&parcels, resend, &environment, &ledger, format, env);
    }
    if let Some(id) = matches.get_one::<String>("sent-as") {
        return settle::run(id, &parcels, &environment, &ledger, matches.get_flag("yes"), format, env);
    }
    let environment = Agreed::of(environment, matches, env)?;
    let resend = matches.get_flag("resend");
    if resend && !resend::agreed(&parcels, &environment, &ledger, matches.get_flag("yes"), env)? {
        let failure =
            Failure::new(Code::NotAgreed, words!("没有得到确认，没有发送", "not sent: it was not agreed to"));
        json::print_failure("send", format, &failure, env);
        return Ok(2);
    }
    if environment.confirm && !matches.get_flag("yes") && !agree::asked(&parcels, &environment, env)? {
        let failure =
            Failure::new(Code::NotAgreed, words!("没有得到确认，没有发送", "not sent: it was not agreed to"));
        json::print_failure("send", format, &failure, env);
        return Ok(2);
    }
    let lines = (format == "jsonl").then(|| Arc::new(Lines::new(*env)));
    session::runtime()?.block_on(async {
        let needed = needed(&parcels);
        let waiting = || {
            let words = words!(
                "另一个 qdc send 正在发送，等它结束……",
                "another `qdc send` is at work; waiting for it …"
            );
            output::say(words.get(env.lang));
            if let Some(lines) = &lines {
                lines.waiting_for_ledger();
            }
        };
        let listening = Interrupts::listen();
        let mut interrupts = listening.map_err(|error| Failure::new(Code::Failed, Words::same(error)))?;
        let mut open = async || {
            tokio::select! {
                opened = Ledger::open(&ledger, waiting) => opened.map_err(Failure::from),
                () = interrupts.next() => Err(Failure::new(
                    Code::Cancelled,
                    words!("还没有轮到就停止了，没有发送", "stopped before its turn came; nothing was sent"),
                )),
            }
        };
        let (session, book) = if environment.is_embedded() {
            // The sandbox inside the program is one at a time, as the ledger is: whoever waits for one has both.
            let book = open().await?;
            (Session::open(environment, &needed, &ledger).await?, book)
        } else {
            // Where a key or a certificate is missing, no ledger is made.
            let session = Session::open(environment, &needed, &ledger).await?;
            (session, open().await?)
        };
        let bar = if log::is_verbose(matches) { ProgressBar::hidden() } else { progress(parcels.len()) };
        let sender = Sender::new(session.platforms.clone(), book.clone(), resend);
        let sender = Arc::new(sender.watched(watching::shown(env, bar.clone(), lines.clone())));
        watching::stop_when_asked(sender.clone(), interrupts, env.lang);
        let jobs = parcels.iter().map(|parcel| &parcel.job);
        sender.expect(jobs).await.map_err(Failure::from)?;
        let address = session.environment.address();
        let destination = Destination { environment: &session.environment.name, address: &address };
        if let Some(lines) = &lines {
            lines.begin(destination, parcels.len());
        }
        let ended = |one: &Sent| {
            if let Some(lines) = &lines {
                lines.sent(one);
            }
        };
        let sent = send_all(&sender, parcels, &bar, ended).await;
        let broken = sender.broken().map(Failure::from);
        book.close().await;
        let code = match &broken {
            Some(_) => 2,
            None => sent.iter().map(Sent::code).max().unwrap_or(0),
        };
        match (&lines, format) {
            (Some(lines), _) => {
                if let Some(failure) = &broken {
                    lines.error(failure);
                }
                lines.end(sent.iter().map(Sent::outcome), code)?;
            }
            (None, "json") => {
                let files: Vec<File<'_>> =
                    sent.iter().map(|one| File::sent(one, env)).collect::<Result<_, _>>()?;
                machine::print(&files, Some(destination), broken.as_ref(), env)?;
            }
            (None, _) => human::print(&sent, &session, env)?,
        }
        session.close().await;
        if let Some(failure) = broken {
            failure.say(env);
        }
        Ok(code)
    })
}

/// Every file read and checked. When one has errors nothing is sent, of the others neither.
fn read(matches: &ArgMatches, env: &Env) -> Result<Vec<Parcel>, Failure> {
    let reader = Reader::new(matches)?;
    let files: Vec<&String> = matches.get_many::<String>("paths").into_iter().flatten().collect();
    let read: Vec<Result<Parcel, Failure>> =
        files.par_iter().map(|file| parcel(&reader, file, env)).collect();
    let mut parcels = Vec::with_capacity(read.len());
    for parcel in read {
        parcels.push(parcel?);
    }
    found::say(&parcels, env);
    if parcels.iter().any(|parcel| parcel.has_errors()) {
        return Ok(parcels);
    }
    if let Some(empty) = parcels.iter().find(|parcel| parcel.job.steps.is_empty()) {
        let file = &empty.job.source;
        return Err(Failure::new(
            Code::NothingToDo,
            words!("{file} 里没有要发送的内容", "{file} holds nothing to send"),
        ));
    }
    Ok(parcels)
}

fn parcel(reader: &Reader, file: &str, env: &Env) -> Result<Parcel, Failure> {
    let path = Path::new(file);
    if path.is_dir() {
        return Err(Failure::new(
            Code::FileUnreadable,
            words!(
                "{file} 是文件夹；请写明要发送的文件，如 {file}/*.qdc",
                "{file} is a folder; name the files to send, such as {file}/*.qdc"
            ),
        ));
    }
    if path.extension().is_some_and(|ending| ending == "json") {
        return saved::open(file, env);
    }
    let ready = reader.read(file)?;
    let job = job(&ready)?;
    let speaks_for_itself = reader.given.is_empty() && file != "-";
    Ok(Parcel { file: file.to_owned(), speaks_for_itself, ready, job })
}

/// The job of a checked file.
pub fn job(ready: &Ready) -> Result<Job, Failure> {
    let made = MadeFiles::of(&ready.model);
    let plan = Plan::of(&ready.model, &ready.facts, &ready.settings, &made);
    Job::of(&plan, &ready.model)
        .map(|job| job.with_uploads(|path| ready.contents.get(path).cloned()))
        .map_err(json::unwritable)
}

/// Where everything goes, and the ledger that records it: one of each in one run.
fn destination(matches: &ArgMatches, parcels: &[Parcel]) -> Result<(Environment, PathBuf), Failure> {
    let mut all: Option<(Environment, PathBuf)> = None;
    // Files of one folder have one destination.
    let mut folders = HashSet::new();
    for parcel in parcels {
        let name = Path::new(parcel.ready.model.sources[Model::ROOT].name());
        if folders.insert(name.parent()) {
            let environment = session::environment(matches, &parcel.ready.settings)?;
            let this = (environment, project::chosen_ledger(matches, name));
            if all.as_ref().is_some_and(|first| *first != this) {
                let file = &parcel.file;
                return Err(Failure::new(
                    Code::OtherProject,
                    words!(
                        "{file} 与前面的文件属于不同的项目（qdc.toml 或 .qdc 不同），请分开发送",
                        "{file} belongs to another project than the files before it (another qdc.toml or .qdc); send it by itself"
                    ),
                ));
            }
            all.get_or_insert(this);
        }
    }
    let all = all.ok_or_else(|| {
        Failure::new(Code::NothingToDo, words!("没有要发送的文件", "there is nothing to send"))
    })?;
    let uploads = parcels.iter().flat_map(|parcel| &parcel.job.steps).any(|step| step.kind == Kind::Upload);
    if uploads && all.0.upload.is_none() {
        return Err(Failure::new(Code::SettingsInvalid, no_upload()));
    }
    Ok(all)
}

/// The record names files from the project's folder.
fn named(mut parcels: Vec<Parcel>, ledger: &Path) -> Vec<Parcel> {
    // A folder is looked at once, however many of its files are sent.
    let mut folders: HashMap<PathBuf, String> = HashMap::new();
    for parcel in parcels.iter_mut().filter(|parcel| parcel.job.source != input::STDIN) {
        let path = PathBuf::from(&parcel.job.source);
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { continue };
        let folder = folders.entry(folder.to_owned()).or_insert_with(|| {
            let inside = project::source_name(ledger, &path);
            inside.strip_suffix(&*name.to_string_lossy()).unwrap_or_default().to_owned()
        });
        parcel.job.source = format!("{folder}{}", name.to_string_lossy());
    }
    parcels
}

fn needed(parcels: &[Parcel]) -> Vec<Platform> {
    let uses =
        |platform| parcels.iter().flat_map(|parcel| &parcel.job.steps).any(|step| step.platform == platform);
    [Platform::QianDun, Platform::Qiyuesuo].into_iter().filter(|platform| uses(*platform)).collect()
}

/// As many files are on their way at once. More than there are connections: while some are POSTed, the receipts
/// of the next are written, many with one flush to the disk.
const UNDER_WAY: usize = 128;

/// Sends in the order given; each is shown to `ended` as soon as it is known what became of it. Every file is there
/// at the end, also when sending stopped half-way.
async fn send_all(
    sender: &Arc<Sender>,
    parcels: Vec<Parcel>,
    bar: &ProgressBar,
    ended: impl Fn(&Sent),
) -> Vec<Sent> {
    let mut running: JoinSet<(usize, Parcel, Report)> = JoinSet::new();
    let mut sent: Vec<Option<Sent>> = parcels.iter().map(|_| None).collect();
    let mut waiting = parcels.into_iter().enumerate();
    loop {
        if running.len() < UNDER_WAY
            && let Some((at, parcel)) = waiting.next()
        {
            let sender = sender.clone();
            let subject = parcel.job.start().and_then(|start| start.subject.as_ref());
            let about = trace::contract(subject.and_then(Subject::code));
            let sending = async move {
                let report = sender.send(&parcel.job).await;
                (at, parcel, report)
            };
            running.spawn(sending.instrument(about));
            continue;
        }
        match running.join_next().await {
            None => break,
            Some(Ok((at, parcel, report))) => {
                bar.inc(1);
                let one = finish(parcel, report);
                ended(&one);
                sent[at] = Some(one);
            }
            // A panic was shown when it happened, and what it left open is asked about by the next run.
            Some(Err(_)) => bar.inc(1),
        }
    }
    bar.finish_and_clear();
    sent.into_iter().flatten().collect()
}

/// What became of a file, its refusals explained at their lines.
fn finish(parcel: Parcel, report: Report) -> Sent {
    let mut findings = Vec::new();
    for step in &report.steps {
        if let crate::delivery::Fate::Refused(answer) = &step.fate
            && let Some(asked) = parcel.job.steps.iter().find(|asked| asked.number == step.number)
        {
            let ready = &parcel.ready;
            findings.push(blame(&ready.model, &ready.facts, &ready.settings, asked, answer));
        }
    }
    Sent { parcel, report, findings }
}

/// A bar where a person is watching and there is something to wait for.
pub fn progress(count: usize) -> ProgressBar {
    if count < 2 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(count as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {eta}") {
        bar.set_style(style);
    }
    bar
}
