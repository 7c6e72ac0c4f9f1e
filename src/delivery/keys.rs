//! Keys and secrets: from environment variables or the system's keyring, printed nowhere.

use secrecy::SecretString;

use super::environment::Endpoint;
use super::keyring;
use crate::findings::Words;
use crate::plan::Platform;
use crate::privacy::shell;
use crate::sandbox;
use crate::settings::{self, KeySource, SANDBOX};
use crate::words;

/// An application's two keys at one platform.
#[derive(Debug, Clone)]
pub struct Keys {
    /// AppKey or AppToken: names the application.
    pub key: String,
    /// AppSecret.
    pub secret: SecretString,
}

impl Keys {
    /// What the sandbox takes unless told otherwise.
    pub fn of_the_sandbox() -> Keys {
        Keys { key: sandbox::KEY.to_owned(), secret: SecretString::from(sandbox::SECRET) }
    }
}

/// One of the two keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Key,
    Secret,
}

/// The keys of an environment at one platform.
pub fn keys(environment: &str, platform: Platform, endpoint: &Endpoint) -> Result<Keys, Words> {
    let part = |part, source: &Option<KeySource>| match get(environment, platform, part, source.as_ref())? {
        Some(value) => Ok(value),
        None if environment == SANDBOX => {
            Ok(if part == Part::Key { sandbox::KEY } else { sandbox::SECRET }.to_owned())
        }
        None => Err(missing(environment, platform, part, source.as_ref())),
    };
    let key = part(Part::Key, &endpoint.key)?;
    let secret = SecretString::from(part(Part::Secret, &endpoint.secret)?);
    // It becomes a header's value.
    if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        let name = variable(environment, platform, Part::Key);
        return Err(words!(
            "环境 `{environment}` 的 AppKey（{name}）里有空白或不能用的字符",
            "the AppKey of the environment `{environment}` ({name}) holds a blank or a character that cannot be used"
        ));
    }
    Ok(Keys { key, secret })
}

/// Where a key is looked for when nothing is set: `QDC_TEST_KEY`, `QDC_TEST_QIYUESUO_SECRET`.
pub fn variable(environment: &str, platform: Platform, part: Part) -> String {
    let setting: &[&str] = match (platform, part) {
        (Platform::QianDun, Part::Key) => &["key"],
        (Platform::QianDun, Part::Secret) => &["secret"],
        (Platform::Qiyuesuo, Part::Key) => &["qiyuesuo", "token"],
        (Platform::Qiyuesuo, Part::Secret) => &["qiyuesuo", "secret"],
    };
    settings::variable(environment, setting)
}

fn get(
    environment: &str,
    platform: Platform,
    part: Part,
    source: Option<&KeySource>,
) -> Result<Option<String>, Words> {
    match source {
        // Whatever its settings say: an entry of the keyring is a real key.
        _ if environment == SANDBOX => Ok(from_variable(&variable(environment, platform, part))),
        Some(KeySource::Variable(name)) => Ok(from_variable(name)),
        Some(KeySource::Keyring) => {
            let found = from_keyring(environment, platform, part);
            found.map_err(|why| instead(&why, environment, platform))
        }
        None => {
            if let Some(value) = from_variable(&variable(environment, platform, part)) {
                return Ok(Some(value));
            }
            // A machine without a keyring has none to look into: what is missing is said by the caller.
            Ok(from_keyring(environment, platform, part).unwrap_or(None))
        }
    }
}

fn from_variable(name: &str) -> Option<String> {
    std::env::var(name).ok().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

fn from_keyring(environment: &str, platform: Platform, part: Part) -> Result<Option<String>, Words> {
    keyring::get(&variable(environment, platform, part))
}

/// Whether the keyring answers at all; else what to set instead.
pub fn try_keyring(environment: &str, platform: Platform) -> Result<(), Words> {
    let tried = keyring::get(&variable(environment, platform, Part::Key)).map(drop);
    tried.map_err(|why| instead(&why, environment, platform))
}

/// Puts a key into the system's keyring.
pub fn store(environment: &str, platform: Platform, part: Part, value: &str) -> Result<(), Words> {
    let stored = keyring::set(&variable(environment, platform, part), value);
    stored.map_err(|why| instead(&why, environment, platform))
}

/// Without a keyring there are two variables.
fn instead(why: &Words, environment: &str, platform: Platform) -> Words {
    let [key, secret] = [Part::Key, Part::Secret].map(|part| variable(environment, platform, part));
    let Words { zh, en } = why;
    words!(
        "{zh}。不用钥匙串也可以：请设置环境变量 {key} 和 {secret}",
        "{en}. Without it, set the environment variables {key} and {secret}"
    )
}

/// Takes a key out of the system's keyring; false where there was none.
pub fn remove(environment: &str, platform: Platform, part: Part) -> Result<bool, Words> {
    keyring::remove(&variable(environment, platform, part))
}

fn missing(environment: &str, platform: Platform, part: Part, source: Option<&KeySource>) -> Words {
    let what = match (platform, part) {
        (Platform::QianDun, Part::Key) => "AppKey",
        (Platform::Qiyuesuo, Part::Key) => "AppToken",
        (_, Part::Secret) => "AppSecret",
    };
    let quoted = shell::word(environment);
    match source {
        Some(KeySource::Variable(name)) => words!(
            "环境 `{environment}` 缺 {what}：环境变量 {name} 没有设置",
            "the environment `{environment}` has no {what}: the variable {name} is not set"
        ),
        Some(KeySource::Keyring) => words!(
            "环境 `{environment}` 缺 {what}：系统钥匙串里没有，用 qdc login --env {quoted} 存入",
            "the environment `{environment}` has no {what}: the keyring holds none; store it with `qdc login --env {quoted}`"
        ),
        None => {
            let name = match part {
                Part::Key => [Part::Key, Part::Secret].map(|part| variable(environment, platform, part)),
                Part::Secret => [variable(environment, platform, part), String::new()],
            };
            let [key, secret] = name;
            let (zh, en) = match secret.is_empty() {
                true => (key.clone(), key),
                false => (format!("{key} 和 {secret}"), format!("{key} and {secret}")),
            };
            words!(
                "环境 `{environment}` 缺 {what}：设置环境变量 {zh}，或用 qdc login --env {quoted} 存入系统钥匙串",
                "the environment `{environment}` has no {what}: set {en}, or store it with `qdc login --env {quoted}`"
            )
        }
    }
}
