//! One `qdc.toml`: read, found right by itself, and put over those above it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

use super::chinese::in_chinese;
use super::holidays;
use crate::calendar::List;
use crate::cli::input::shown;
use crate::cli::regular;
use crate::cli::{Code, Failure, args};
use crate::findings::Words;
use crate::settings::{FOREIGN_VARIABLE, LITERAL_KEY, Settings};
use crate::vocabulary::nearest_name;
use crate::words;

/// The environment that no file may make the default.
const PRODUCTION: &str = "production";

/// No settings file is larger, in bytes.
const LARGEST: u64 = 16 << 20;

/// What one file says.
pub struct Layer {
    /// The file, as it is shown.
    pub name: String,
    text: String,
    table: Table,
    /// Whether the folders above are not looked at.
    pub root: bool,
    /// Where the file lies.
    folder: PathBuf,
    /// The list of holidays it names, and where that lies.
    holidays: Option<(PathBuf, List)>,
}

impl Layer {
    /// Reads a file that `shown` names for people.
    pub fn read(path: &Path, shown_as: &Path) -> Result<Layer, Failure> {
        let name = shown(shown_as);
        if !path.is_file() {
            return Err(Failure::new(
                Code::SettingsInvalid,
                words!(
                    "{name} 不是普通文件，读不出设置",
                    "{name} is no regular file that settings could be read from"
                ),
            ));
        }
        let text = regular::text(path, LARGEST).map_err(|error| {
            let Words { zh, en } = Words::of_io(&error);
            Failure::new(Code::SettingsInvalid, words!("无法读取 {name}：{zh}", "cannot read {name}: {en}"))
        })?;
        let settings: Settings = toml::from_str(&text).map_err(|error| wrong(&name, &text, &error))?;
        hold_sizes(&name, &text, &settings)?;
        hold_keys(&name, &text, &settings)?;
        if settings.environment.as_deref() == Some(PRODUCTION) {
            let line = key_line(&text, &["environment"]);
            return Err(Failure::new(
                Code::SettingsInvalid,
                words!(
                    "{name} 第 {line} 行：`environment` 不能是 production；要发往正式环境，每次写 --env production",
                    "{name}:{line}: `environment` is never production; say --env production each time it is meant"
                ),
            ));
        }
        for rule in settings.lint.keys() {
            args::configurable(rule).map_err(|Failure { code, words: why }| {
                let line = lint_line(&text, rule);
                let (zh, en) = (why.zh, why.en);
                Failure::new(code, words!("{name} 第 {line} 行：{zh}", "{name}:{line}: {en}"))
            })?;
        }
        let mut table: Table = toml::from_str(&text).map_err(|error| wrong(&name, &text, &error))?;
        for environment in environments(&mut table) {
            // A path in the settings starts at their folder.
            if let Some(Value::String(ca)) = environment.get_mut("ca") {
                *ca = shown_as.with_file_name(&*ca).to_string_lossy().into_owned();
            }
        }
        let folder = path.parent().unwrap_or(path).to_owned();
        let holidays = match &settings.calendar.file {
            Some(file) => Some(holidays::named(&folder, file, &shown(&shown_as.with_file_name(file)))?),
            None => None,
        };
        Ok(Layer { name, text, table, root: settings.root, folder, holidays })
    }

    /// Where the list of holidays lies that it names.
    pub fn holidays(&self) -> Option<PathBuf> {
        self.holidays.as_ref().map(|(path, _)| path.clone())
    }

    fn says_environment(&self, name: &str) -> bool {
        self.table.get("environments").and_then(|all| all.get(name)).is_some()
    }

    /// The line of every setting in the file, by its path.
    pub fn lines(&self) -> Vec<(Vec<String>, usize)> {
        let mut found = Vec::new();
        if let Ok(table) = DeTable::parse(&self.text) {
            let mut lines = Lines { text: &self.text, at: 0, line: 1 };
            places(table.get_ref(), &mut Vec::new(), &mut found);
            // In order of place, so that the file is run through once.
            found.sort_by_key(|(_, start)| *start);
            return found.into_iter().map(|(path, start)| (path, lines.to(start))).collect();
        }
        Vec::new()
    }
}

/// The settings that files laid over each other amount to, the outermost first.
pub fn settings(layers: &[Arc<Layer>]) -> Result<Settings, Failure> {
    let mut laid = Table::new();
    for layer in layers {
        lay(&mut laid, &layer.table, &mut Vec::new());
    }
    // Each was right by itself, and keys replace keys of the same kind.
    let mut settings = Settings::deserialize(Value::Table(laid))
        .map_err(|error| Failure::new(Code::SettingsInvalid, Words::same(error)))?;
    let named = layers.iter().rev().find_map(|layer| layer.holidays.as_ref());
    settings.calendar.list = named.map(|(_, list)| list.clone()).unwrap_or_default();
    for (name, environment) in &mut settings.environments {
        // One file says all of an environment.
        let said = layers.iter().rfind(|layer| layer.says_environment(name));
        environment.folder = said.map(|layer| layer.folder.clone());
    }
    Ok(settings)
}

/// Whether a setting is taken from one file as a whole. An environment is: a key meant for one address must never
/// meet the address of another file.
pub fn is_whole(path: &[String]) -> bool {
    matches!(path, [environments, _] if environments == "environments")
}

/// Puts a table over another, key by key.
fn lay(below: &mut Table, above: &Table, path: &mut Vec<String>) {
    for (key, value) in above {
        path.push(key.clone());
        match (below.get_mut(key), value) {
            (Some(Value::Table(below)), Value::Table(above)) if !is_whole(path) => lay(below, above, path),
            _ => {
                below.insert(key.clone(), value.clone());
            }
        }
        path.pop();
    }
}

fn environments(table: &mut Table) -> impl Iterator<Item = &mut Table> {
    let all = table.get_mut("environments").and_then(Value::as_table_mut);
    all.into_iter().flatten().filter_map(|(_, environment)| environment.as_table_mut())
}

/// Where each setting starts: every key that does not hold a table.
fn places(table: &DeTable<'_>, path: &mut Vec<String>, found: &mut Vec<(Vec<String>, usize)>) {
    for (key, value) in table {
        path.push(key.get_ref().to_string());
        match value.get_ref() {
            DeValue::Table(inner) if !inner.is_empty() => places(inner, path, found),
            _ => found.push((path.clone(), key.span().start)),
        }
        path.pop();
    }
}

/// Lines of places asked for in order.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    fn to(&mut self, at: usize) -> usize {
        self.line += self.text.as_bytes()[self.at..at].iter().filter(|&&byte| byte == b'\n').count();
        self.at = at;
        self.line
    }
}

fn hold_sizes(name: &str, text: &str, settings: &Settings) -> Result<(), Failure> {
    let (person, company) = (settings.seal.person, settings.seal.company);
    let sizes: [(&[&str], f64); 5] = [
        (&["platform", "points-per-unit"], settings.platform.points_per_unit),
        (&["seal", "person", "width"], person.width),
        (&["seal", "person", "height"], person.height),
        (&["seal", "company", "width"], company.width),
        (&["seal", "company", "height"], company.height),
    ];
    let Some((path, size)) = sizes.into_iter().find(|(_, size)| !(size.is_finite() && *size > 0.0)) else {
        return Ok(());
    };
    let (line, key) = (key_line(text, path), path.join("."));
    Err(Failure::new(
        Code::SettingsInvalid,
        words!(
            "{name} 第 {line} 行：`{key}` 必须大于 0，不能是 {size}",
            "{name}:{line}: `{key}` must be above 0, not {size}"
        ),
    ))
}

/// No environment names the keys of another.
fn hold_keys(name: &str, text: &str, settings: &Settings) -> Result<(), Failure> {
    for (environment, set) in &settings.environments {
        if let Some((setting, Words { zh, en })) = set.foreign_key(environment) {
            let path = [&["environments", environment], setting].concat();
            let line = key_line(text, &path);
            return Err(Failure::new(
                Code::SettingsInvalid,
                words!("{name} 第 {line} 行：{zh}", "{name}:{line}: {en}"),
            ));
        }
    }
    Ok(())
}

/// The line that sets a key, or the first of a table, by its path.
fn key_line(text: &str, path: &[&str]) -> usize {
    let mut found = Vec::new();
    if let Ok(table) = DeTable::parse(text) {
        places(table.get_ref(), &mut Vec::new(), &mut found);
    }
    let start = found.into_iter().find(|(known, _)| starts_with(known, path)).map_or(0, |(_, start)| start);
    line_of(text, start)
}

fn starts_with(path: &[String], head: &[&str]) -> bool {
    path.len() >= head.len() && path.iter().zip(head).all(|(part, head)| part == head)
}

/// The line that sets a rule's level.
fn lint_line(text: &str, rule: &str) -> usize {
    #[derive(serde::Deserialize)]
    struct Lint {
        lint: BTreeMap<toml::Spanned<String>, toml::Value>,
    }
    let start = toml::from_str::<Lint>(text)
        .ok()
        .and_then(|settings| settings.lint.into_keys().find(|key| key.get_ref() == rule))
        .map_or(0, |key| key.span().start);
    line_of(text, start)
}

/// The line, from 1, that holds a byte.
fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())].iter().filter(|&&byte| byte == b'\n').count() + 1
}

/// What is wrong with a settings file, with the line and, for an unknown key, the nearest known one.
fn wrong(name: &str, text: &str, error: &toml::de::Error) -> Failure {
    let line = line_of(text, error.span().map_or(0, |span| span.start));
    let message = error.message();
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    if let (true, Some((value, known))) = (message.starts_with("unknown variant"), quoted.split_first()) {
        let known = known.join(", ");
        return Failure::new(
            Code::SettingsInvalid,
            words!(
                "{name} 第 {line} 行：不能是 `{value}`，可以是：{known}",
                "{name}:{line}: `{value}` cannot stand here; possible are: {known}"
            ),
        );
    }
    if let (true, Some((key, known))) = (message.starts_with("unknown field"), quoted.split_first()) {
        let near = nearest_name(key, known.iter().copied());
        return Failure::new(
            Code::SettingsInvalid,
            match near {
                Some(near) => words!(
                    "{name} 第 {line} 行：没有 `{key}` 这个设置，是不是 `{near}`？",
                    "{name}:{line}: there is no setting `{key}`; did you mean `{near}`?"
                ),
                None => {
                    let known = known.join(", ");
                    words!(
                        "{name} 第 {line} 行：没有 `{key}` 这个设置，这里可以写：{known}",
                        "{name}:{line}: there is no setting `{key}`; here there are: {known}"
                    )
                }
            },
        );
    }
    if message.contains(LITERAL_KEY) {
        return Failure::new(
            Code::SettingsInvalid,
            words!(
                "{name} 第 {line} 行：这里不能写密钥本身，只能写 \"keyring\"（先用 qdc login 存入系统钥匙串）或 {{ env = \"QDC_…\" }}（环境变量）",
                "{name}:{line}: a key itself never stands here; write \"keyring\" (filled by `qdc login`) or {{ env = \"QDC_…\" }} (an environment variable)"
            ),
        );
    }
    if message.contains(FOREIGN_VARIABLE) {
        return Failure::new(
            Code::SettingsInvalid,
            words!(
                "{name} 第 {line} 行：环境变量的名字要以 QDC_环境名_ 开头，以免误把别的程序的密钥发出去",
                "{name}:{line}: the variable's name must begin with QDC_ and the environment's name, so that another program's secret is never sent by mistake"
            ),
        );
    }
    let zh = in_chinese(message);
    Failure::new(Code::SettingsInvalid, words!("{name} 第 {line} 行：{zh}", "{name}:{line}: {message}"))
}
