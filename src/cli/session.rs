//! What commands that speak to a platform share: the environment, the record, and the sandbox inside the
//! program.

use std::net::SocketAddr;
use std::path::Component;
use std::time::{Duration, Instant};

use clap::{Arg, ArgMatches};

use super::messages::pick;
use super::reach::{Beyond, Reaches};
use super::trust::Agreed;
use super::{Code, Failure};
use crate::delivery::{Environment, Platforms};
use crate::findings::{Lang, Words};
use crate::plan::Platform;
use crate::privacy::on_one_line;
use crate::sandbox::{self, Sandbox};
use crate::settings::Settings;
use crate::words;

/// `--env NAME`
pub fn env_arg(lang: Lang) -> Arg {
    Arg::new("env").long("env").value_name(pick(lang, "环境", "NAME")).help(pick(
        lang,
        "发往哪个环境：sandbox（默认）、test、production，或 qdc.toml 里的名字",
        "The environment: sandbox (the default), test, production, or a name from qdc.toml",
    ))
}

/// The environment of the command line and the settings.
pub fn environment(matches: &ArgMatches, settings: &Settings) -> Result<Environment, Failure> {
    let name = matches.get_one::<String>("env").map(String::as_str);
    let code = match Environment::is_known(settings, name) {
        true => Code::SettingsInvalid,
        false => Code::UnknownEnvironment,
    };
    let environment = Environment::of(settings, name).map_err(|words| Failure::new(code, words))?;
    hold_certificates(&environment)?;
    Ok(environment)
}

/// Certificates that settings name by a path of theirs lie in the project, links followed. Those elsewhere, as a company
/// keeps them for all its machines, are named in full, and shown to whoever has to agree.
fn hold_certificates(environment: &Environment) -> Result<(), Failure> {
    let Some(ca) = &environment.ca else { return Ok(()) };
    let unusable = |why: Words| {
        let (shown, Words { zh, en }) = (ca.to_string_lossy(), why);
        let shown = on_one_line(&shown);
        Err(Failure::new(
            Code::SettingsInvalid,
            words!("证书文件 {shown} 不能用：{zh}", "the certificates {shown} cannot be used: {en}"),
        ))
    };
    // A device may never end. What is not there is said by whoever opens it.
    if ca.exists() && !ca.is_file() {
        return unusable(Beyond::NotRegular.words());
    }
    let Some(folder) = &environment.folder else { return Ok(()) };
    let turns_back = ca.components().any(|part| part == Component::ParentDir);
    if ca.is_absolute() && !turns_back && !ca.starts_with(folder) {
        return Ok(());
    }
    match Reaches::default().in_folder(folder).follow(ca) {
        Ok(_) | Err(Beyond::System(_)) => Ok(()),
        Err(beyond) => unusable(beyond.words()),
    }
}

/// Where the sandbox inside the program keeps what it received, beside the ledger.
pub const SANDBOX_FOLDER: &str = "sandbox";

/// How long another command may have the sandbox's store before this one gives up.
const PATIENCE: Duration = Duration::from_secs(10);

/// A sandbox of this process; or where another one runs in a window of its own, that one's address.
async fn own_or_running(options: sandbox::Options) -> Result<(Option<Sandbox>, SocketAddr), Failure> {
    let begun = Instant::now();
    loop {
        let failed = match Sandbox::start(options.clone()).await {
            Ok(sandbox) => {
                let address = sandbox.address();
                return Ok((Some(sandbox), address));
            }
            Err(failed) => failed,
        };
        let Some(folder) = options.data.as_deref().filter(|_| failed.is_busy) else {
            return Err(Failure::new(Code::SandboxNotStarted, failed.words));
        };
        if let Some(running) = sandbox::running(folder) {
            return Ok((None, running.address));
        }
        // Another command asks it something; that is soon over.
        if begun.elapsed() >= PATIENCE {
            return Err(Failure::new(Code::SandboxNotStarted, in_use()));
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// That another process has the sandbox's store and cannot be asked to share it.
pub fn in_use() -> Words {
    words!(
        "沙箱正被另一个 qdc 命令使用（例如另一个窗口里的 qdc send）；等它结束后再试",
        "another qdc command is using the sandbox, such as `qdc send` in another window; try again when it is done"
    )
}

/// The runtime that requests run on.
pub fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(Code::Failed, words!("无法启动：{error}", "cannot start: {error}")))
}

/// An environment that was opened.
pub struct Session {
    pub environment: Environment,
    pub platforms: Platforms,
    embedded: bool,
    /// The one that was started here; `None` where another window's is used.
    sandbox: Option<Sandbox>,
}

impl Session {
    /// Opens the platforms that are needed. Where nothing is set, the sandbox inside the program is started; it
    /// keeps what it received beside the ledger, so that later commands find it.
    pub async fn open(
        environment: Agreed,
        needed: &[Platform],
        ledger: &std::path::Path,
    ) -> Result<Session, Failure> {
        let mut environment = environment.into_environment();
        if !environment.is_embedded() {
            let platforms = Platforms::open(&environment, needed)?;
            return Ok(Session { environment, platforms, embedded: false, sandbox: None });
        }
        let options = sandbox::Options {
            data: ledger.parent().map(|folder| folder.join(SANDBOX_FOLDER)),
            upload_path: environment.upload.as_ref().map(|upload| upload.path.clone()),
            ..sandbox::Options::default()
        };
        let (sandbox, address) = own_or_running(options).await?;
        environment.qiandun.address = format!("http://{address}/api").parse().ok();
        environment.qiyuesuo.address = format!("http://{address}").parse().ok();
        let platforms = Platforms::embedded(&environment, needed)?;
        Ok(Session { environment, platforms, embedded: true, sandbox })
    }

    /// Whether the sandbox inside the program is spoken to.
    pub fn is_embedded(&self) -> bool {
        self.embedded
    }

    pub async fn close(self) {
        if let Some(sandbox) = self.sandbox {
            sandbox.stop().await;
        }
    }
}
