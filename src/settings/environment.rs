//! Where requests go: environments by name, and where their keys come from.
//!
//! Only what a file may say. Addresses that hold without one, and asking the system for a key, are
//! `delivery`'s work.

use std::fmt;
use std::path::PathBuf;

use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use crate::findings::Words;
use crate::words;

/// What is taken where nothing is said. It has keys of its own, which are no secret.
pub const SANDBOX: &str = "sandbox";

/// One environment of `qdc.toml`; what is left out has a default by its name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Environment {
    /// QianDun's base address, which ends in `/api`.
    pub address: Option<String>,
    /// The AppKey.
    pub key: Option<KeySource>,
    /// The AppSecret.
    pub secret: Option<KeySource>,
    pub qiyuesuo: QiyuesuoAccess,
    /// Requests in a second, to each platform. The platforms publish no limit.
    pub rate: Option<u32>,
    /// Requests under way at once.
    pub connections: Option<u32>,
    /// Seconds until an answer is given up.
    pub timeout: Option<f64>,
    /// Seconds until a connection is given up.
    pub connect_timeout: Option<f64>,
    /// Seconds since a request was sent until "there is no such contract" is believed: the platform may still
    /// be working on it. It documents no such time.
    pub settle: Option<f64>,
    /// Whether the platform is asked before a business code is first sent that the ledger does not know.
    pub ask_first: Option<bool>,
    /// A PEM file of further certificate authorities.
    pub ca: Option<String>,
    /// A proxy's address, or `none`; else as `HTTPS_PROXY` and the like say.
    pub proxy: Option<String>,
    /// Whether a person has to agree each time something is sent, as always in production.
    pub confirm: Option<bool>,
    pub upload: Option<Upload>,
    /// The folder of the file that says all this; whoever read the file fills it in.
    #[serde(skip)]
    pub folder: Option<PathBuf>,
}

/// The settings that say where a key or secret comes from, by their paths in an environment.
pub const KEY_SETTINGS: [&[&str]; 4] =
    [&["key"], &["secret"], &["qiyuesuo", "token"], &["qiyuesuo", "secret"]];

impl Environment {
    /// What is set for one of [`KEY_SETTINGS`].
    fn key_source(&self, setting: &[&str]) -> Option<&KeySource> {
        let source = match setting {
            ["key"] => &self.key,
            ["secret"] => &self.secret,
            ["qiyuesuo", "token"] => &self.qiyuesuo.token,
            _ => &self.qiyuesuo.secret,
        };
        source.as_ref()
    }

    /// Every variable that may hold a key of this environment, and the names of its entries in the keyring, which are
    /// the same.
    pub fn variables(&self, name: &str) -> Vec<String> {
        let own = KEY_SETTINGS.iter().map(|setting| variable(name, setting));
        let set = KEY_SETTINGS.iter().filter_map(|setting| match self.key_source(setting)? {
            KeySource::Variable(variable) => Some(variable.to_ascii_uppercase()),
            KeySource::Keyring => None,
        });
        own.chain(set).collect()
    }

    /// The first key that an environment of this name may not take, as the path of its setting, with the reason.
    /// Settings may be a stranger's: what they name must not sign with the keys of another environment.
    pub fn foreign_key(&self, name: &str) -> Option<(&'static [&'static str], Words)> {
        KEY_SETTINGS.into_iter().find_map(|setting| {
            let own = variable(name, setting);
            let words = match self.key_source(setting)? {
                KeySource::Variable(written) if name == SANDBOX && *written == own => return None,
                _ if name == SANDBOX => words!(
                    "沙箱只用自己的密钥，不用别的：删去这一项，或写 {{ env = \"{own}\" }}",
                    "the sandbox has keys of its own and takes no others: leave this out, or write {{ env = \"{own}\" }}"
                ),
                KeySource::Keyring => return None,
                KeySource::Variable(written) => {
                    let prefix = prefix(name);
                    if written.starts_with(&prefix) {
                        return None;
                    }
                    words!(
                        "环境 `{name}` 只能用名字以 {prefix} 开头的环境变量，不能用 `{written}`，否则别人的 qdc.toml 可以用另一个环境的密钥签名；请写 {{ env = \"{own}\" }}",
                        "the environment `{name}` takes only variables that begin with {prefix}, not `{written}`, so that a stranger's qdc.toml cannot sign with the keys of another environment; write {{ env = \"{own}\" }}"
                    )
                }
            };
            Some((setting, words))
        })
    }
}

/// What the names of an environment's variables begin with: `QDC_TEST_`.
pub fn prefix(environment: &str) -> String {
    let upper = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
    let name: String = environment.chars().map(upper).collect();
    format!("QDC_{name}_")
}

/// The variable of a setting where none is named: `QDC_TEST_KEY`, `QDC_TEST_QIYUESUO_SECRET`.
pub fn variable(environment: &str, setting: &[&str]) -> String {
    prefix(environment) + &setting.join("_").to_ascii_uppercase()
}

/// Qiyuesuo's open platform.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct QiyuesuoAccess {
    pub address: Option<String>,
    /// The AppToken.
    pub token: Option<KeySource>,
    /// The AppSecret.
    pub secret: Option<KeySource>,
}

/// The endpoint that takes files. QianDun's public pages name neither its path nor its form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Upload {
    /// Below the base address, such as `/open/file/upload`.
    pub path: String,
    /// The form's field that holds the file.
    #[serde(default = "field")]
    pub field: String,
    /// Where the file code stands in the answer, as a JSON pointer.
    #[serde(default = "answer")]
    pub answer: String,
}

impl Default for Upload {
    fn default() -> Self {
        Self { path: String::new(), field: field(), answer: answer() }
    }
}

fn field() -> String {
    "file".to_owned()
}

fn answer() -> String {
    "/result/fileCode".to_owned()
}

/// Where a key or secret comes from. Never the key itself: settings lie beside the contracts, under version
/// control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeySource {
    /// `{ env = "QDC_…" }`: an environment variable. Its name begins as [`prefix`] says, so that a stranger's
    /// settings cannot sign with another program's or another environment's secrets.
    Variable(String),
    /// `"keyring"`: the system's, as filled by `qdc login`.
    Keyring,
}

/// What is said of a key written out. The value itself must not be repeated.
pub const LITERAL_KEY: &str = "a key or secret is never written here";
/// What is said of a variable that may not be read.
pub const FOREIGN_VARIABLE: &str = "the variable's name must begin with QDC_";

impl Serialize for KeySource {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            KeySource::Keyring => to.serialize_str("keyring"),
            KeySource::Variable(name) => {
                let mut map = to.serialize_map(Some(1))?;
                map.serialize_entry("env", name)?;
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for KeySource {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(KeySourceVisitor)
    }
}

struct KeySourceVisitor;

impl<'de> Visitor<'de> for KeySourceVisitor {
    type Value = KeySource;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"keyring\" or { env = \"QDC_…\" }")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<KeySource, E> {
        if text == "keyring" { Ok(KeySource::Keyring) } else { Err(E::custom(LITERAL_KEY)) }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<KeySource, A::Error> {
        let Some(key) = map.next_key::<String>()? else { return Err(de::Error::missing_field("env")) };
        if key != "env" {
            return Err(de::Error::unknown_field(&key, &["env"]));
        }
        let name = map.next_value::<String>()?;
        if map.next_key::<String>()?.is_some() {
            return Err(de::Error::custom("only `env` can stand here"));
        }
        if !name.starts_with("QDC_") {
            return Err(de::Error::custom(FOREIGN_VARIABLE));
        }
        Ok(KeySource::Variable(name))
    }
}
