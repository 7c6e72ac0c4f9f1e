//! Which platform is spoken to, and how: a name and the settings become an address with limits.

use std::path::PathBuf;
use std::time::Duration;

use url::{Host, Url};

use crate::findings::Words;
use crate::likeness;
pub use crate::settings::SANDBOX;
use crate::settings::{self, KeySource, Settings, Upload};
use crate::words;

const TEST: &str = "test";
const PRODUCTION: &str = "production";

/// Where the sandbox inside the program takes files.
pub const SANDBOX_UPLOAD: &str = "/open/sandbox/upload";

/// The platforms' documented hosts (doc-2536165; document/2279605535600803840).
const QIANDUN_TEST: &str = "https://api.pre-qiandun365.com/api";
const QIANDUN_PRODUCTION: &str = "https://api.qiandun365.com/api";
const QIYUESUO_TEST: &str = "https://openapi.qiyuesuo.cn";
const QIYUESUO_PRODUCTION: &str = "https://openapi.qiyuesuo.com";

/// One of the two platforms of an environment.
#[derive(Debug, Clone, PartialEq)]
pub struct Endpoint {
    /// `None` for the sandbox inside the program, and where none is known.
    pub address: Option<Url>,
    /// Where its two keys come from, as set.
    pub key: Option<KeySource>,
    pub secret: Option<KeySource>,
}

impl Endpoint {
    /// Whether requests stay on this machine.
    fn stays_here(&self) -> bool {
        self.address.as_ref().is_none_or(is_loopback)
    }
}

/// An environment with every default filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Environment {
    pub name: String,
    pub qiandun: Endpoint,
    pub qiyuesuo: Endpoint,
    /// Requests in a second to each platform; `None` for no limit.
    pub rate: Option<u32>,
    /// Requests under way at once.
    pub connections: usize,
    pub timeout: Duration,
    pub connect_timeout: Duration,
    pub settle: Duration,
    pub ask_first: bool,
    pub ca: Option<PathBuf>,
    pub proxy: Option<String>,
    /// Whether a person agrees to each sending.
    pub confirm: bool,
    pub upload: Option<Upload>,
    /// The folder of the settings that say so; `None` where the defaults hold.
    pub folder: Option<PathBuf>,
}

impl Environment {
    /// Where it is, as records and outputs have it; empty for the sandbox inside the program, until it runs.
    pub fn address(&self) -> String {
        let address = self.qiandun.address.as_ref().or(self.qiyuesuo.address.as_ref());
        address.map(ToString::to_string).unwrap_or_default()
    }

    /// Whether there is an environment of this name; of none, see [`Environment::of`].
    pub fn is_known(settings: &Settings, name: Option<&str>) -> bool {
        let chosen = name.or(settings.environment.as_deref()).unwrap_or(SANDBOX);
        [SANDBOX, TEST, PRODUCTION].contains(&chosen) || settings.environments.contains_key(chosen)
    }

    /// The environment of this name; of none, the one that settings name, else the sandbox.
    pub fn of(settings: &Settings, name: Option<&str>) -> Result<Environment, Words> {
        let chosen = name.or(settings.environment.as_deref()).unwrap_or(SANDBOX);
        let set = settings.environments.get(chosen);
        if set.is_none() && ![SANDBOX, TEST, PRODUCTION].contains(&chosen) {
            return Err(unknown(chosen, settings));
        }
        let (qiandun, qiyuesuo) = documented(chosen);
        let none = settings::Environment::default();
        let set = set.unwrap_or(&none);
        if let Some((_, why)) = set.foreign_key(chosen) {
            return Err(why);
        }
        hold_apart(chosen, set, settings)?;
        let mut environment = Environment {
            name: chosen.to_owned(),
            qiandun: Endpoint {
                address: address(chosen, set.address.as_deref().or(qiandun))?,
                key: set.key.clone(),
                secret: set.secret.clone(),
            },
            qiyuesuo: Endpoint {
                address: address(chosen, set.qiyuesuo.address.as_deref().or(qiyuesuo))?,
                key: set.qiyuesuo.token.clone(),
                secret: set.qiyuesuo.secret.clone(),
            },
            rate: set.rate.or((chosen != SANDBOX).then_some(5)).filter(|rate| *rate > 0),
            connections: set.connections.unwrap_or(8).clamp(1, 256) as usize,
            timeout: seconds(chosen, "timeout", set.timeout.unwrap_or(30.0))?,
            connect_timeout: seconds(chosen, "connect-timeout", set.connect_timeout.unwrap_or(10.0))?,
            settle: Duration::ZERO,
            ask_first: set.ask_first.unwrap_or(chosen != SANDBOX),
            ca: set.ca.as_ref().map(PathBuf::from),
            proxy: set.proxy.clone(),
            confirm: set.confirm == Some(true),
            upload: set.upload.clone(),
            folder: set.folder.clone(),
        };
        environment.settle = settle(&environment, set.settle)?;
        environment.confirm |= environment.is_production();
        // The sandbox inside the program takes files at a path of its own; that is no claim about a platform.
        if environment.is_embedded() && environment.upload.is_none() {
            environment.upload = Some(Upload { path: SANDBOX_UPLOAD.to_owned(), ..Upload::default() });
        }
        if chosen == SANDBOX && !(environment.qiandun.stays_here() && environment.qiyuesuo.stays_here()) {
            return Err(words!(
                "沙箱只能在本机（127.0.0.1、::1 或 localhost）：别处的平台请另起一个环境名，它有自己的密钥",
                "the sandbox is on this machine only (127.0.0.1, ::1 or localhost): give a platform elsewhere an environment of its own, which has its own keys"
            ));
        }
        // Settings are under version control and change unseen; production is somebody's decision each time.
        if name.is_none() && environment.is_production() {
            return Err(words!(
                "正式环境不能在 qdc.toml 里设为默认，要发送请写明 --env {chosen}",
                "production cannot be the default in qdc.toml; say --env {chosen}"
            ));
        }
        if chosen != SANDBOX
            && environment.qiandun.address.is_none()
            && environment.qiyuesuo.address.is_none()
        {
            return Err(words!(
                "环境 `{chosen}` 没有地址；在 qdc.toml 里写 [environments.{chosen}] address = \"https://…/api\"",
                "the environment `{chosen}` has no address; write [environments.{chosen}] address = \"https://…/api\" in qdc.toml"
            ));
        }
        Ok(environment)
    }

    /// Whether it is the sandbox inside the program.
    pub fn is_embedded(&self) -> bool {
        self.name == SANDBOX && self.qiandun.address.is_none()
    }

    /// Whether real contracts come of it.
    pub fn is_production(&self) -> bool {
        // A name with a dot at its end is the same name.
        let host = |url: &Url| url.host_str().map(|host| host.trim_end_matches('.').to_owned());
        let real = |endpoint: &Endpoint, base: &str| {
            let real = Url::parse(base).ok();
            endpoint.address.as_ref().is_some_and(|url| host(url) == real.as_ref().and_then(host))
        };
        self.name == PRODUCTION
            || real(&self.qiandun, QIANDUN_PRODUCTION)
            || real(&self.qiyuesuo, QIYUESUO_PRODUCTION)
    }
}

/// How long a platform may still be at work on a request. It is not shorter than an answer is waited for: what may
/// be answered after 30 seconds cannot be ruled out after 20.
fn settle(environment: &Environment, set: Option<f64>) -> Result<Duration, Words> {
    let (name, timeout) = (&environment.name, environment.timeout);
    // The sandbox inside the program is done when it answers.
    if environment.is_embedded() {
        return seconds(name, "settle", set.unwrap_or(2.0));
    }
    let default = if name == SANDBOX { 2.0 } else { 60.0 };
    let Some(set) = set else { return Ok(Duration::from_secs_f64(default).max(timeout)) };
    let settle = seconds(name, "settle", set)?;
    if settle < timeout {
        let timeout = timeout.as_secs_f64();
        return Err(words!(
            "环境 `{name}` 的 settle（{set} 秒）比 timeout（{timeout} 秒）短：{timeout} 秒之内平台还可能回答“已发起”，早于它就认定“没有这份合同”会重复发送；请把 settle 改成 {timeout} 以上，或缩短 timeout",
            "`settle` of the environment `{name}` ({set} s) is shorter than `timeout` ({timeout} s): the platform may still say within {timeout} s that the contract was started, so believing \"no such contract\" before that would send it twice. Set settle to {timeout} or more, or shorten timeout"
        ));
    }
    Ok(settle)
}

/// The documented addresses of an environment: QianDun's and Qiyuesuo's.
pub fn documented(environment: &str) -> (Option<&'static str>, Option<&'static str>) {
    match environment {
        TEST => (Some(QIANDUN_TEST), Some(QIYUESUO_TEST)),
        PRODUCTION => (Some(QIANDUN_PRODUCTION), Some(QIYUESUO_PRODUCTION)),
        _ => (None, None),
    }
}

/// Names as different as `a-b` and `a_b` have variables of one name. No key belongs to two environments.
fn hold_apart(chosen: &str, set: &settings::Environment, settings: &Settings) -> Result<(), Words> {
    let none = settings::Environment::default();
    let own = set.variables(chosen);
    let named = settings.environments.iter().map(|(name, set)| (name.as_str(), set));
    let always = [SANDBOX, TEST, PRODUCTION].map(|name| (name, &none));
    for (other, theirs) in named.chain(always).filter(|(other, _)| *other != chosen) {
        let theirs = theirs.variables(other);
        if let Some(shared) = own.iter().find(|variable| theirs.contains(variable)) {
            return Err(words!(
                "环境 `{chosen}` 和 `{other}` 会用同一个变量 {shared}，无法分清是谁的密钥；请给其中一个改名",
                "the environments `{chosen}` and `{other}` would share the variable {shared}, so that nobody could tell whose key it holds; rename one of them"
            ));
        }
    }
    Ok(())
}

/// A length of time that a request can take: above 0, an hour at most.
fn seconds(environment: &str, name: &str, seconds: f64) -> Result<Duration, Words> {
    if seconds > 0.0 && seconds <= 3600.0 {
        return Ok(Duration::from_secs_f64(seconds));
    }
    Err(words!(
        "环境 `{environment}` 的 {name} 要在 0 到 3600 秒之间，不能是 {seconds}",
        "`{name}` of the environment `{environment}` is between 0 and 3600 seconds, not {seconds}"
    ))
}

fn unknown(name: &str, settings: &Settings) -> Words {
    let mut names = vec![SANDBOX, TEST, PRODUCTION];
    names.extend(
        settings
            .environments
            .keys()
            .map(String::as_str)
            .filter(|name| ![SANDBOX, TEST, PRODUCTION].contains(name)),
    );
    match likeness::meant(name, likeness::Of::Things, names.iter().copied()) {
        Some(near) => {
            words!(
                "没有 `{name}` 这个环境，是不是 `{near}`？",
                "there is no environment `{name}`; did you mean `{near}`?"
            )
        }
        None => {
            let names = names.join(", ");
            words!(
                "没有 `{name}` 这个环境，可以是：{names}",
                "there is no environment `{name}`; there are: {names}"
            )
        }
    }
}

/// An address that may be spoken to: https, or http on this machine.
fn address(environment: &str, written: Option<&str>) -> Result<Option<Url>, Words> {
    let Some(written) = written else { return Ok(None) };
    let url = Url::parse(written.trim_end_matches('/'))
        .ok()
        .filter(|url| url.has_host() && url.query().is_none() && url.fragment().is_none());
    let Some(url) = url else {
        return Err(words!(
            "环境 `{environment}` 的地址 `{written}` 不是网址；要写成 https://主机/api",
            "the address `{written}` of the environment `{environment}` is no address; write https://host/api"
        ));
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Err(words!(
            "环境 `{environment}` 的地址里不能有用户名和密码",
            "the address of the environment `{environment}` must hold no user name and password"
        ));
    }
    match url.scheme() {
        "https" => Ok(Some(url)),
        "http" if is_loopback(&url) => Ok(Some(url)),
        _ => Err(words!(
            "环境 `{environment}` 的地址 `{written}` 必须以 https:// 开头（本机除外）：合同里有个人信息",
            "the address `{written}` of the environment `{environment}` must begin with https:// (but on this machine): contracts hold personal data"
        )),
    }
}

/// Whether an address is on this machine.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(name: &str, environment: settings::Environment) -> Settings {
        Settings { environments: [(name.to_owned(), environment)].into(), ..Settings::default() }
    }

    fn at(address: &str) -> settings::Environment {
        settings::Environment { address: Some(address.to_owned()), ..Default::default() }
    }

    #[test]
    fn a_no_is_not_believed_before_a_yes_could_have_come() {
        let of = |settle, timeout| {
            let set = settings::Environment { settle, timeout, ..at("https://example.com/api") };
            Environment::of(&self::set("trial", set), Some("trial"))
        };
        let wrong = of(Some(20.0), Some(30.0)).unwrap_err();
        assert!(
            wrong.en.contains("settle") && wrong.en.contains("20 s") && wrong.en.contains("30 s"),
            "{wrong:?}"
        );
        assert_eq!(of(Some(30.0), Some(30.0)).unwrap().settle, Duration::from_secs(30));
        assert_eq!(of(None, Some(90.0)).unwrap().settle, Duration::from_secs(90));
        assert_eq!(of(None, None).unwrap().settle, Duration::from_secs(60));
    }

    #[test]
    fn nothing_set_is_the_sandbox_inside_the_program() {
        let environment = Environment::of(&Settings::default(), None).unwrap();
        assert!(environment.is_embedded() && !environment.confirm && !environment.is_production());
    }

    #[test]
    fn production_is_never_a_default_and_always_asks() {
        let settings = Settings { environment: Some("production".into()), ..Settings::default() };
        assert!(Environment::of(&settings, None).unwrap_err().en.contains("--env production"));
        assert!(Environment::of(&settings, Some("production")).unwrap().confirm);
        let disguised =
            settings::Environment { confirm: Some(false), ..at("https://API.qiandun365.com/api") };
        assert!(Environment::of(&set("test", disguised), Some("test")).unwrap().confirm);
    }

    #[test]
    fn the_sandbox_stays_on_this_machine() {
        let of = |set_to| Environment::of(&set("sandbox", set_to), None);
        assert!(of(at("https://example.com/api")).unwrap_err().en.contains("on this machine only"));
        let qiyuesuo =
            settings::QiyuesuoAccess { address: Some("https://example.com".into()), ..Default::default() };
        assert!(of(settings::Environment { qiyuesuo, ..Default::default() }).is_err());
        for here in ["http://127.0.0.1:8090/api", "http://[::1]:8090/api", "http://localhost/api"] {
            assert!(of(at(here)).is_ok(), "{here}");
        }
    }

    #[test]
    fn an_environment_takes_its_own_keys_only() {
        let with = |name: &str, key| {
            let environment = settings::Environment { key: Some(key), ..at("http://127.0.0.1:1/api") };
            Environment::of(&set(name, environment), Some(name))
        };
        let variable = |name: &str| KeySource::Variable(name.to_owned());
        assert!(with("office", variable("QDC_OFFICE_SECOND_KEY")).is_ok());
        assert!(with("office", KeySource::Keyring).is_ok());
        assert!(with("sandbox", variable("QDC_SANDBOX_KEY")).is_ok());
        for (name, key) in [
            ("office", variable("QDC_PRODUCTION_KEY")),
            ("office", variable("QDC_OFFICE")),
            ("prod", variable("QDC_PRODUCTION_KEY")),
            ("sandbox", variable("QDC_SANDBOX_SECOND_KEY")),
            ("sandbox", variable("QDC_TEST_KEY")),
            ("sandbox", KeySource::Keyring),
        ] {
            let refused = with(name, key.clone()).unwrap_err();
            let right = settings::variable(name, &["key"]);
            assert!(refused.en.contains(&right) && refused.zh.contains(&right), "{name} {key:?} {refused:?}");
        }
    }

    #[test]
    fn no_two_environments_share_a_key() {
        let mut two = set("a-b", at("https://one.example/api"));
        two.environments.insert("a_b".into(), at("https://two.example/api"));
        for name in ["a-b", "a_b"] {
            assert!(Environment::of(&two, Some(name)).unwrap_err().en.contains("QDC_A_B_KEY"));
        }
        // One that folds to a built-in name, and one whose secret is another's of Qiyuesuo.
        for name in ["TEST", "Sandbox", "production-qiyuesuo"] {
            assert!(
                Environment::of(&set(name, at("https://one.example/api")), Some(name)).is_err(),
                "{name}"
            );
        }
    }

    #[test]
    fn plain_http_stays_on_this_machine() {
        for bad in
            ["http://example.com/api", "ftp://127.0.0.1", "example.com", "https://user:pass@example.com/api"]
        {
            assert!(Environment::of(&set("test", at(bad)), Some("test")).is_err(), "{bad}");
        }
        for good in ["http://127.0.0.1:8090/api", "http://localhost/api/", "https://example.com/api"] {
            assert!(Environment::of(&set("test", at(good)), Some("test")).is_ok(), "{good}");
        }
    }

    #[test]
    fn an_unknown_name_gets_the_nearest() {
        let words = Environment::of(&Settings::default(), Some("prodction")).unwrap_err();
        assert!(words.en.contains("`production`"), "{words:?}");
    }
}
