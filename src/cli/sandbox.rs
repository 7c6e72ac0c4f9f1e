//! `qdc sandbox`: both platforms on this machine, until it is interrupted.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};

use super::input::shown;
use super::messages::pick;
use super::parties::Parties;
use super::walk::is_qdc_name;
use super::{Code, Env, Failure, Outcome, args, config, numbers, output, project, session};
use crate::delivery::environment::SANDBOX_UPLOAD;
use crate::delivery::ledger::make_folder;
use crate::findings::{Lang, Words};
use crate::privacy::on_one_line;
use crate::sandbox::{
    self, FaultKind, FaultRule, KEY, MAX_CONNECTIONS, NotStarted, Options, PartyNames, REQUEST_TIMEOUT,
    SECRET, Sandbox,
};
use crate::words;

pub fn command(lang: Lang) -> Command {
    let text = |name: &'static str, value: (&'static str, &'static str), zh, en| {
        Arg::new(name).long(name).value_name(pick(lang, value.0, value.1)).help(pick(lang, zh, en))
    };
    let number = |name, zh, en| text(name, ("数", "N"), zh, en);
    let path = ("文件", "FILE");
    Command::new("sandbox")
        .about(pick(
            lang,
            "在本机运行一个模拟平台，供试用和测试",
            "Run both platforms on this machine, for trying out and for tests",
        ))
        .arg(
            number("port", "端口，不写则任选一个", "The port; by default any free one")
                .value_parser(numbers::number::<u16>(lang, 0..=u16::MAX)),
        )
        .arg(text(
            "key",
            ("KEY", "KEY"),
            "签盾的 AppKey，默认 sandbox-key",
            "QianDun's AppKey; by default sandbox-key",
        ))
        .arg(text(
            "secret",
            ("SECRET", "SECRET"),
            "签盾的 AppSecret，默认 sandbox-secret",
            "QianDun's AppSecret; by default sandbox-secret",
        ))
        .arg(text(
            "token",
            ("TOKEN", "TOKEN"),
            "契约锁的 AppToken，默认与 --key 相同",
            "Qiyuesuo's AppToken; by default that of --key",
        ))
        .arg(text(
            "token-secret",
            ("SECRET", "SECRET"),
            "契约锁的 AppSecret，默认与 --secret 相同",
            "Qiyuesuo's AppSecret; by default that of --secret",
        ))
        .arg(
            text(
                "data",
                ("文件夹", "DIR"),
                "把状态存在这个文件夹；不写则用项目里 qdc send 的数据（.qdc/sandbox），项目之外、或写了 --key、--secret、--seed 时只在内存里",
                "Keep the state in this folder; by default in the project's .qdc/sandbox, as `qdc send` does, and outside a project or with --key, --secret or --seed in memory only",
            )
            .value_hint(ValueHint::DirPath),
        )
        .arg(Arg::new("memory").long("memory").action(ArgAction::SetTrue).conflicts_with("data").help(pick(
            lang,
            "状态只在内存里，不用项目里的数据",
            "Keep the state in memory only, and leave the project's alone",
        )))
        .arg(
            text("seed", path, "启动时已有的账号、文件、印章和模板（JSON）", "Accounts, files, seals and templates that exist from the start (JSON)")
                .value_hint(ValueHint::FilePath),
        )
        .arg(Arg::new("strict").long("strict").action(ArgAction::SetTrue).help(pick(
            lang,
            "没见过的账号、文件、印章和模板一律不存在",
            "Accounts, files, seals and templates never heard of do not exist",
        )))
        .arg(
            text(
                "fault",
                ("故障", "FAULT"),
                "制造故障，可写多次：种类见下，后面可加 :before、:after 或 :late、:every=N、:probability=0.5、:path=/…、\
                 :times=N、:ms=N",
                "Inject a fault: a kind from the list below, followed by :before, :after or :late, :every=N, \
                 :probability=0.5, :path=/…, :times=N, :ms=N; may be repeated",
            )
            .action(ArgAction::Append),
        )
        .arg(
            number("fault-seed", "概率的种子，默认 0", "The random seed for probability=…; by default 0")
                .value_parser(numbers::number::<u64>(lang, 0..=u64::MAX)),
        )
        .arg(text(
            "upload-path",
            ("路径", "PATH"),
            "上传文件的路径；平台没有公开，默认没有",
            "Where files are uploaded; the platform's path is not public, by default there is none",
        ))
        .arg(Arg::new("no-own-verification").long("no-own-verification").action(ArgAction::SetTrue).help(pick(
            lang,
            "不开启平台自身认证方式：没有流水号就不能创建用户（oc_10041）",
            "People cannot be created without a flow number (oc_10041)",
        )))
        .arg(text(
            "now",
            ("日期", "DATE"),
            "用这一天（北京时间）判断截止日期",
            "Hold deadlines against this day in Asia/Shanghai",
        ))
        .arg(
            text(
                "request-timeout",
                ("秒", "SECONDS"),
                "请求头、请求体和读取回答各自最多用多久，空闲连接保留多久，默认 60",
                "How long a client may take to send a request's head, to send its body and to read the answer, and how long an idle connection is kept; by default 60",
            )
            .value_parser(numbers::number::<u64>(lang, 1..=86_400)),
        )
        .arg(
            number(
                "max-connections",
                "最多同时打开多少个连接，默认 512",
                "How many connections may be open at once; by default 512",
            )
            .value_parser(numbers::number::<u32>(lang, 1..=u32::MAX)),
        )
        .after_help(kinds(lang))
}

/// The table of faults, as text.
fn kinds(lang: Lang) -> String {
    let mut text = pick(
        lang,
        "故障（before：不生效；after：已生效；late：立即回答，`ms` 毫秒后生效）：\n",
        "Faults (before: never committed; after: committed first; late: committed `ms` milliseconds after the answer):\n",
    )
    .to_owned();
    for kind in FaultKind::all() {
        let right = pick(lang, "正确的客户端：", "A correct client ");
        let (sees, does) = (kind.sees(), kind.correct_client());
        text += &format!("\n  {}\n      {}\n      {right}{}\n", kind.usage(), sees.get(lang), does.get(lang));
    }
    text
}

pub fn run(matches: &ArgMatches, env: &Env) -> Outcome {
    let options = options(matches)?;
    // A store of a project's own folder is as private as its ledger.
    if let Some(folder) = options.data.as_deref().filter(|_| !matches.contains_id("data")) {
        make_folder(folder).map_err(Failure::from)?;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::new(Code::Failed, Words::same(error)))?;
    let is_of_project = options.data.is_some() && !matches.contains_id("data");
    runtime.block_on(serve(options, is_of_project, env.lang))?;
    Ok(0)
}

fn options(matches: &ArgMatches) -> Result<Options, Failure> {
    let text = |name| matches.get_one::<String>(name).cloned();
    let key = text("key").unwrap_or_else(|| KEY.to_owned());
    let secret = text("secret").unwrap_or_else(|| SECRET.to_owned());
    let project = store(matches);
    let data = text("data").map(PathBuf::from).or_else(|| project.clone());
    let faults = matches.get_many::<String>("fault").into_iter().flatten();
    let faults = faults.map(|written| FaultRule::parse(written)).collect::<Result<_, _>>();
    Ok(Options {
        shared: true,
        names: names(data.as_deref()),
        port: matches.get_one("port").copied().unwrap_or(0),
        token: text("token").unwrap_or_else(|| key.clone()),
        token_secret: text("token-secret").unwrap_or_else(|| secret.clone()),
        key,
        secret,
        data,
        strict: matches.get_flag("strict"),
        now: args::now(matches)?,
        seed: text("seed").map(Into::into),
        faults: faults.map_err(|words| Failure::new(Code::Usage, words))?,
        fault_seed: matches.get_one("fault-seed").copied().unwrap_or(0),
        // As `send` has it there.
        upload_path: text("upload-path").or_else(|| project.map(|_| SANDBOX_UPLOAD.to_owned())),
        own_verification: !matches.get_flag("no-own-verification"),
        log: true,
        request_timeout: matches
            .get_one("request-timeout")
            .map_or(REQUEST_TIMEOUT, |seconds| Duration::from_secs(*seconds)),
        max_connections: matches
            .get_one::<u32>("max-connections")
            .map_or(MAX_CONNECTIONS, |count| usize::try_from(*count).unwrap_or(usize::MAX)),
    })
}

async fn serve(options: Options, is_of_project: bool, lang: Lang) -> Result<(), Failure> {
    // Before anything is said: who reads the first line may end it at once.
    let ended = interrupted().map_err(|error| Failure::new(Code::Failed, Words::same(error)))?;
    let data = options.data.clone();
    let sandbox = Sandbox::start(options).await.map_err(|failed| refused(failed, data.as_deref()))?;
    let (address, page) = (sandbox.address(), sandbox.page());
    let told = words!(
        "签盾的地址：http://{address}/api\n契约锁的地址：http://{address}\n页面：{page}\n按 Ctrl-C 结束",
        "QianDun: http://{address}/api\nQiyuesuo: http://{address}\nPage: {page}\nCtrl-C ends it"
    );
    if let Some(folder) = &data {
        let folder = on_one_line(&shown(folder)).into_owned();
        let words = words!(
            "数据在 {folder}，qdc send、qdc status 也用它",
            "the data is in {folder}, which `qdc send` and `qdc status` use too"
        );
        if is_of_project {
            output::say(words.get(lang));
        }
    }
    output::print(&format!("http://{address}\n{}\n", told.get(lang)))?;
    ended.await;
    sandbox.stop().await;
    Ok(())
}

/// The store that `send` uses in this folder, where the folder is a project: its record or settings are there, or
/// contracts are. A repository alone is none: what is tested there begins anew each time.
fn store(matches: &ArgMatches) -> Option<PathBuf> {
    let here = Path::new(".");
    // Keys and data of its own make it another platform than the one that `send` speaks to.
    let is_another = ["data", "key", "secret", "seed"].into_iter().any(|name| matches.contains_id(name));
    let is_meant = !is_another && !matches.get_flag("memory");
    let ledger = project::ledger_path(here);
    let beside = ledger.parent()?;
    let is_project = || {
        let has_files = || {
            let mut entries = std::fs::read_dir(here).into_iter().flatten().flatten();
            entries.any(|entry| is_qdc_name(&entry.path()))
        };
        beside.exists() || beside.with_file_name(config::NAME).exists() || has_files()
    };
    (is_meant && is_project()).then(|| beside.join(session::SANDBOX_FOLDER))
}

/// What the project's files call accounts.
fn names(store: Option<&Path>) -> PartyNames {
    let project = store
        .and_then(Path::parent)
        .filter(|folder| folder.file_name().is_some_and(|name| name == ".qdc"))
        .and_then(Path::parent);
    PartyNames(project.map(|project| {
        let project = project.to_owned();
        let of = move || Parties::of_folder(&project).into_names();
        Arc::new(of) as Arc<dyn Fn() -> HashMap<String, String> + Send + Sync>
    }))
}

/// Why it did not start; of one that runs already, where.
fn refused(failed: NotStarted, data: Option<&Path>) -> Failure {
    let words = match data.filter(|_| failed.is_busy) {
        None => failed.words,
        Some(folder) => match sandbox::running(folder) {
            Some(running) => {
                let page = running.page();
                words!(
                    "沙箱正在另一个窗口运行，页面：{page}",
                    "the sandbox is running in another window; its page: {page}"
                )
            }
            None => session::in_use(),
        },
    };
    Failure::new(Code::SandboxNotStarted, words)
}

/// Ctrl-C, or being asked to end.
#[cfg(unix)]
fn interrupted() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn interrupted() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
