//! `--seed`: what is true at the platforms before the first request.

use std::path::Path;

use serde::Deserialize;

use crate::findings::Words;
use crate::words;

/// The file's whole.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Seed {
    #[serde(default)]
    pub accounts: Vec<SeedAccount>,
    #[serde(default)]
    pub files: Vec<SeedFile>,
    #[serde(default)]
    pub seals: Vec<SeedSeal>,
    #[serde(default)]
    pub templates: Vec<SeedTemplate>,
    /// Contracts at Qiyuesuo.
    #[serde(default)]
    pub contracts: Vec<SeedContract>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AccountKind {
    #[default]
    Person,
    Company,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct SeedAccount {
    pub account_id: String,
    #[serde(default)]
    pub kind: AccountKind,
    #[serde(default = "yes")]
    pub verified: bool,
    pub name: Option<String>,
    /// Whether the account was created with an ID number.
    #[serde(default)]
    pub id_number: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileKind {
    #[default]
    Pdf,
    Unsupported,
    Broken,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct SeedFile {
    pub file_code: String,
    pub pages: Option<u32>,
    #[serde(default)]
    pub kind: FileKind,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct SeedSeal {
    pub seal_id: i64,
    pub account_id: Option<String>,
    #[serde(default)]
    pub authorized: bool,
    pub authorize_code: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct SeedTemplate {
    pub doc_template_id: String,
    #[serde(default)]
    pub file_missing: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct SeedContract {
    pub contract_id: Option<String>,
    pub biz_id: Option<String>,
    /// The contacts of those who may view it.
    #[serde(default)]
    pub users: Vec<String>,
}

fn yes() -> bool {
    true
}

impl Seed {
    pub fn read(path: &Path) -> Result<Seed, Words> {
        let shown = path.display();
        // A pipe or a device may never end.
        if std::fs::metadata(path).is_ok_and(|there| !there.is_file()) {
            return Err(words!("{shown} 不是普通文件", "{shown} is not a regular file"));
        }
        let text = std::fs::read_to_string(path).map_err(|error| {
            let Words { zh, en } = Words::of_io(&error);
            words!("无法读取 {shown}：{zh}", "cannot read {shown}: {en}")
        })?;
        serde_json::from_str(&text).map_err(|error| {
            let Words { zh, en } = Words::of_json(&error);
            words!("{shown} 不是初始数据：{zh}", "{shown} is not a seed: {en}")
        })
    }
}
