//! What commands that speak to a platform share: the environment, the record, and the sandbox inside the
//! program.

use clap::{Arg, ArgMatches};

use super::messages::pick;
use super::{Code, Failure};
use crate::delivery::{Environment, Platforms};
use crate::findings::Lang;
use crate::plan::Platform;
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
    Environment::of(settings, name).map_err(|words| Failure::new(code, words))
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
    sandbox: Option<Sandbox>,
}

impl Session {
    /// Opens the platforms that are needed. Where nothing is set, the sandbox inside the program is started; it
    /// keeps what it received beside the ledger, so that later commands find it.
    pub async fn open(
        environment: Environment,
        needed: &[Platform],
        ledger: &std::path::Path,
    ) -> Result<Session, Failure> {
        if !environment.is_embedded() {
            let platforms = Platforms::open(&environment, needed)?;
            return Ok(Session { environment, platforms, sandbox: None });
        }
        let options = sandbox::Options {
            data: ledger.parent().map(|folder| folder.join("sandbox")),
            // Another command asks it something; that is soon over.
            wait: true,
            upload_path: environment.upload.as_ref().map(|upload| upload.path.clone()),
            ..sandbox::Options::default()
        };
        let sandbox =
            Sandbox::start(options).await.map_err(|error| Failure::new(Code::SandboxNotStarted, error.0))?;
        let mut environment = environment;
        let address = sandbox.address();
        environment.qiandun.address = format!("http://{address}/api").parse().ok();
        environment.qiyuesuo.address = format!("http://{address}").parse().ok();
        let platforms = Platforms::embedded(&environment, needed)?;
        Ok(Session { environment, platforms, sandbox: Some(sandbox) })
    }

    /// Whether the sandbox inside the program is spoken to.
    pub fn is_embedded(&self) -> bool {
        self.sandbox.is_some()
    }

    pub async fn close(self) {
        if let Some(sandbox) = self.sandbox {
            sandbox.stop().await;
        }
    }
}
