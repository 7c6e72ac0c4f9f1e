//! What `qdc.toml` may set, with its defaults.
//!
//! Lives here: the data and the default of every setting the platform's documents leave open.
//! Finding and reading files, and putting one over another, is the program's work.

mod environment;

use std::collections::BTreeMap;

pub use environment::{
    Environment, FOREIGN_VARIABLE, KEY_SETTINGS, KeySource, LITERAL_KEY, QiyuesuoAccess, SANDBOX, Upload,
    prefix, variable,
};

use serde::{Deserialize, Deserializer, Serialize};

pub use crate::calendar::Calendar;
use crate::findings::Level;

/// All settings. `Settings::default()` is what holds without a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// Whether the folders above are not looked at.
    pub root: bool,
    /// Whether `check` remembers what it found.
    pub cache: bool,
    /// Rule name → level, or `off`.
    pub lint: BTreeMap<String, LintLevel>,
    pub seal: SealSizes,
    pub platform: Convention,
    pub calendar: Calendar,
    /// The environment that `send` takes where none is named; the sandbox where this is not set either.
    pub environment: Option<String>,
    pub environments: BTreeMap<String, Environment>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            root: false,
            cache: true,
            lint: BTreeMap::new(),
            seal: SealSizes::default(),
            platform: Convention::default(),
            calendar: Calendar::default(),
            environment: None,
            environments: BTreeMap::new(),
        }
    }
}

/// A level as set by a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LintLevel {
    Off,
    Hint,
    Warning,
    Error,
}

impl LintLevel {
    /// `None` for `off`.
    pub fn level(self) -> Option<Level> {
        match self {
            LintLevel::Off => None,
            LintLevel::Hint => Some(Level::Hint),
            LintLevel::Warning => Some(Level::Warning),
            LintLevel::Error => Some(Level::Error),
        }
    }
}

/// The size of a seal's picture on the page, in points. QianDun documents none; the defaults are those of
/// its sister platform with the same field names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct SealSizes {
    #[serde(deserialize_with = "person")]
    pub person: SealSize,
    #[serde(deserialize_with = "company")]
    pub company: SealSize,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SealSize {
    pub width: f64,
    pub height: f64,
}

const PERSON: SealSize = SealSize { width: 95.0, height: 95.0 };
const COMPANY: SealSize = SealSize { width: 159.0, height: 159.0 };

impl Default for SealSizes {
    fn default() -> Self {
        Self { person: PERSON, company: COMPANY }
    }
}

fn person<'de, D: Deserializer<'de>>(from: D) -> Result<SealSize, D::Error> {
    sized(from, PERSON)
}

fn company<'de, D: Deserializer<'de>>(from: D) -> Result<SealSize, D::Error> {
    sized(from, COMPANY)
}

/// A size of which one side may be left out.
fn sized<'de, D: Deserializer<'de>>(from: D, default: SealSize) -> Result<SealSize, D::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sides {
        width: Option<f64>,
        height: Option<f64>,
    }
    let Sides { width, height } = Sides::deserialize(from)?;
    Ok(SealSize { width: width.unwrap_or(default.width), height: height.unwrap_or(default.height) })
}

/// How the platform counts coordinates. QianDun documents none of it; the defaults follow its sister
/// platform with the same field names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Convention {
    pub origin: Origin,
    pub anchor: Anchor,
    /// Points (1/72 inch) in one unit of the platform.
    pub points_per_unit: f64,
    /// Kinds of file taken as documents and attachments, by ending.
    pub file_types: Vec<String>,
}

impl Default for Convention {
    fn default() -> Self {
        Self {
            origin: Origin::LowerLeft,
            anchor: Anchor::Centre,
            points_per_unit: 1.0,
            file_types: ["pdf", "doc", "docx", "xls", "xlsx", "jpg", "jpeg", "png"]
                .map(String::from)
                .to_vec(),
        }
    }
}

/// Which corner of the visible page is (0, 0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    LowerLeft,
    UpperLeft,
}

/// Which point of the seal's picture is put on the coordinates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Anchor {
    Centre,
    LowerLeft,
    UpperLeft,
}
