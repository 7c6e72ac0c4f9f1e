//! The platforms of an environment, with the keys they were opened with.

use std::time::Duration;

use url::Url;

use super::environment::{Endpoint, Environment, is_loopback};
use super::job::Step;
use super::keys::{Keys, keys};
use super::ledger::bare_address;
use super::wire::Wire;
use crate::findings::{Code, Failure, Words};
use crate::plan::Platform;
use crate::platform::signature::sha256;
use crate::platform::{Answer, Fault, LINGER, Link, QianDun, Qiyuesuo, Turn};
use crate::settings::Upload;
use crate::words;

/// Clients for what a job needs of an environment.
#[derive(Debug, Clone)]
pub struct Platforms {
    /// What the record calls the environment.
    label: String,
    qiandun: Option<(Url, QianDun)>,
    qiyuesuo: Option<(Url, Qiyuesuo)>,
    upload: Option<Upload>,
    settle: Duration,
    timeout: Duration,
    ask_first: bool,
    /// Whether it is the sandbox inside the program.
    embedded: bool,
}

impl Platforms {
    /// Opens the platforms that are needed; their keys must be there.
    pub fn open(environment: &Environment, needed: &[Platform]) -> Result<Platforms, Failure> {
        let keys = |platform, endpoint: &Endpoint| keys(&environment.name, platform, endpoint);
        Platforms::with(environment, label(environment), needed, keys)
    }

    /// Opens the sandbox inside the program, at an address that changes from run to run. Keys that are set are
    /// for others.
    pub fn embedded(environment: &Environment, needed: &[Platform]) -> Result<Platforms, Failure> {
        let keys = |_, _: &Endpoint| Ok(Keys::of_the_sandbox());
        let open = Platforms::with(environment, environment.name.clone(), needed, keys)?;
        Ok(Platforms { embedded: true, ..open })
    }

    fn with(
        environment: &Environment,
        label: String,
        needed: &[Platform],
        keys: impl Fn(Platform, &Endpoint) -> Result<Keys, Words>,
    ) -> Result<Platforms, Failure> {
        let unset = |words| Failure::new(Code::SettingsInvalid, words);
        let no_keys = |words| Failure::new(Code::KeysMissing, words);
        let mut platforms = Platforms {
            label,
            qiandun: None,
            qiyuesuo: None,
            upload: environment.upload.clone(),
            settle: environment.settle,
            timeout: environment.timeout,
            ask_first: environment.ask_first,
            embedded: false,
        };
        for platform in needed {
            let endpoint = match platform {
                Platform::QianDun => &environment.qiandun,
                Platform::Qiyuesuo => &environment.qiyuesuo,
            };
            let base = base(environment, *platform, endpoint).map_err(unset)?;
            let Keys { key, secret } = keys(*platform, endpoint).map_err(no_keys)?;
            let link = Link {
                connections: environment.connections,
                timeout: environment.timeout,
                connect_timeout: environment.connect_timeout,
                rate: environment.rate,
                ca: environment.ca.as_deref(),
                proxy: environment.proxy.as_deref(),
                loopback: is_loopback(&base),
            };
            match platform {
                Platform::QianDun => {
                    platforms.qiandun =
                        Some((base.clone(), QianDun::new(base, key, secret, &link).map_err(unset)?));
                }
                Platform::Qiyuesuo => {
                    platforms.qiyuesuo =
                        Some((base.clone(), Qiyuesuo::new(base, key, secret, &link).map_err(unset)?));
                }
            }
        }
        Ok(platforms)
    }

    /// QianDun's AppKey; empty where QianDun was not opened.
    pub fn key(&self) -> &str {
        self.qiandun.as_ref().map_or("", |(_, client)| client.key())
    }

    fn qiandun(&self) -> Result<&QianDun, Fault> {
        self.qiandun.as_ref().map(|(_, client)| client).ok_or_else(not_open)
    }
}

impl Wire for Platforms {
    type Turn<'a> = Turn<'a>;

    fn label(&self) -> &str {
        &self.label
    }

    fn address(&self, platform: Platform) -> String {
        if self.embedded {
            return String::new();
        }
        let base = match platform {
            Platform::QianDun => self.qiandun.as_ref().map(|(base, _)| base),
            Platform::Qiyuesuo => self.qiyuesuo.as_ref().map(|(base, _)| base),
        };
        base.map(Url::to_string).unwrap_or_default()
    }

    fn application(&self, platform: Platform) -> String {
        let key = match platform {
            Platform::QianDun => self.qiandun.as_ref().map(|(_, client)| client.key()),
            Platform::Qiyuesuo => self.qiyuesuo.as_ref().map(|(_, client)| client.key()),
        };
        match key.filter(|_| !self.embedded) {
            Some(key) => sha256(format!("qdc application\n{key}").as_bytes()).chars().take(16).collect(),
            None => String::new(),
        }
    }

    fn is_at(&self, platform: Platform, recorded: &str) -> bool {
        // The sandbox inside the program is the same one at another port each time.
        self.embedded || recorded == bare_address(&self.address(platform))
    }

    fn settle(&self) -> Duration {
        self.settle
    }

    fn timeout(&self) -> Duration {
        self.timeout
    }

    fn asks_first(&self) -> bool {
        self.ask_first
    }

    fn upload_answer(&self) -> &str {
        self.upload.as_ref().map_or("/result/fileCode", |upload| &upload.answer)
    }

    async fn turn(&self, platform: Platform) -> Result<Turn<'_>, Fault> {
        match (platform, &self.qiyuesuo) {
            (Platform::QianDun, _) => Ok(self.qiandun()?.turn().await),
            (Platform::Qiyuesuo, Some((_, client))) => Ok(client.turn().await),
            (Platform::Qiyuesuo, None) => Err(not_open()),
        }
    }

    /// Uploads are off until settings say where to.
    async fn post<'a>(&'a self, turn: Turn<'a>, step: &'a Step, body: Vec<u8>) -> Result<Answer, Fault> {
        if let Some(file) = &step.upload {
            let Some(upload) = &self.upload else { return Err(Fault::NotSent(no_upload())) };
            let name = std::path::Path::new(&file.path).file_name();
            let name = name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            return self.qiandun()?.upload(turn, &upload.path, &upload.field, &name, body).await;
        }
        match (step.platform, &self.qiyuesuo) {
            (Platform::QianDun, _) => self.qiandun()?.post(turn, step.path, body).await,
            (Platform::Qiyuesuo, Some((_, client))) => client.post(turn, step.path, body).await,
            (Platform::Qiyuesuo, None) => Err(not_open()),
        }
    }

    fn linger(&self) -> Duration {
        let is_far = |base: Option<&Url>| base.is_some_and(|base| !is_loopback(base));
        match is_far(self.qiandun.as_ref().map(|(base, _)| base)) {
            true => LINGER.min(self.timeout),
            false => Duration::ZERO,
        }
    }

    async fn get_within(&self, path: &str, query: &[(&str, &str)]) -> Result<Answer, Fault> {
        self.qiandun()?.get_within(path, query).await
    }

    async fn get(&self, path: &str, query: &[(&str, &str)]) -> Result<Answer, Fault> {
        self.qiandun()?.get(path, query).await
    }
}

/// Where the record looks for what was sent to a platform; empty for the sandbox inside the program.
pub fn address(environment: &Environment, platform: Platform) -> String {
    let endpoint = match platform {
        Platform::QianDun => &environment.qiandun,
        Platform::Qiyuesuo => &environment.qiyuesuo,
    };
    endpoint.address.as_ref().map(Url::to_string).unwrap_or_default()
}

/// What the record calls an environment. Each sandbox that runs by itself is a platform of its own.
pub fn label(environment: &Environment) -> String {
    let port = match &environment.qiandun.address {
        Some(address) if environment.name == super::environment::SANDBOX => address.port_or_known_default(),
        _ => None,
    };
    match port {
        Some(port) => format!("{}:{port}", environment.name),
        None => environment.name.clone(),
    }
}

fn base(environment: &Environment, platform: Platform, endpoint: &Endpoint) -> Result<Url, Words> {
    endpoint.address.clone().ok_or_else(|| {
        let name = &environment.name;
        match platform {
            Platform::QianDun => words!(
                "环境 `{name}` 没有签盾的地址；在 qdc.toml 的 [environments.{name}] 里写 address",
                "the environment `{name}` has no address of QianDun; write `address` under [environments.{name}] in qdc.toml"
            ),
            Platform::Qiyuesuo => words!(
                "环境 `{name}` 没有契约锁的地址；在 qdc.toml 的 [environments.{name}.qiyuesuo] 里写 address",
                "the environment `{name}` has no address of Qiyuesuo; write `address` under [environments.{name}.qiyuesuo] in qdc.toml"
            ),
        }
    })
}

/// What is said where a file is to be uploaded and no endpoint is set.
pub fn no_upload() -> Words {
    words!(
        "签盾公开的文档没有写明上传接口，所以默认不上传；向平台问清后，在 qdc.toml 里写 [environments.名字] upload = {{ path = \"/open/…\", field = \"file\" }}",
        "QianDun's public pages do not name the endpoint for uploads, so it is off; ask the platform, then write upload = {{ path = \"/open/…\", field = \"file\" }} under [environments.NAME] in qdc.toml"
    )
}

fn not_open() -> Fault {
    Fault::NotSent(words!("没有连接这个平台", "this platform was not opened"))
}
