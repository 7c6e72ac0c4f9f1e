//! Where requests go: environments by name, and where their keys come from.
//!
//! Only what a file may say. Addresses that hold without one, and asking the system for a key, are
//! `delivery`'s work.

use std::fmt;

use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

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
    /// Whether a person has to agree before anything is sent, although it stays on this machine or goes to the
    /// documented test platform. Everywhere else a person has to agree anyway.
    pub confirm: Option<bool>,
    pub upload: Option<Upload>,
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
    /// `{ env = "QDC_…" }`: an environment variable. Its name begins with `QDC_`, so that a stranger's
    /// settings cannot have another program's secrets sent.
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
