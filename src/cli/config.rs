//! `qdc.toml`: found upwards from a file, each folder looked at once.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use clap::ArgMatches;

use super::input::{STDIN, shown};
use super::{Failure, args};
use crate::settings::{FOREIGN_VARIABLE, LITERAL_KEY, LintLevel, Settings};
use crate::vocabulary::nearest_name;
use crate::words;

const NAME: &str = "qdc.toml";

/// Settings for many files.
#[derive(Default)]
pub struct Configs {
    /// The levels of the command line, which stand over every file's.
    levels: BTreeMap<String, LintLevel>,
    known: Mutex<HashMap<PathBuf, Arc<Settings>>>,
}

impl Configs {
    pub fn new(matches: &ArgMatches) -> Result<Self, Failure> {
        Ok(Self { levels: args::chosen_levels(matches)?, known: Mutex::default() })
    }

    /// The settings that hold for a file, those of the command line on top.
    pub fn of(&self, file: &str) -> Result<Arc<Settings>, Failure> {
        let folder =
            if file == STDIN { Path::new("") } else { Path::new(file).parent().unwrap_or(Path::new("")) };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(settings) = known.get(folder) {
            return Ok(settings.clone());
        }
        let mut settings = match find(folder) {
            Some(path) => load(&path)?,
            None => Settings::default(),
        };
        settings.lint.extend(self.levels.clone());
        let settings = Arc::new(settings);
        known.insert(folder.to_owned(), settings.clone());
        Ok(settings)
    }
}

fn find(folder: &Path) -> Option<PathBuf> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let absolute = folder.canonicalize().ok()?;
    let found = absolute.ancestors().map(|above| above.join(NAME)).find(|path| path.is_file())?;
    let here = std::env::current_dir().ok().and_then(|here| here.canonicalize().ok());
    // Shown from here where it lies here.
    Some(here.and_then(|here| found.strip_prefix(here).ok().map(Path::to_owned)).unwrap_or(found))
}

fn load(path: &Path) -> Result<Settings, Failure> {
    let name = shown(path);
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure(words!("无法读取 {name}：{error}", "cannot read {name}: {error}")))?;
    let mut settings: Settings = toml::from_str(&text).map_err(|error| wrong(&name, &text, &error))?;
    // A path in the settings starts at their folder.
    for ca in settings.environments.values_mut().filter_map(|environment| environment.ca.as_mut()) {
        *ca = path.with_file_name(&*ca).to_string_lossy().into_owned();
    }
    let sizes = [
        settings.platform.points_per_unit,
        settings.seal.person.width,
        settings.seal.person.height,
        settings.seal.company.width,
        settings.seal.company.height,
    ];
    if sizes.iter().any(|size| !(size.is_finite() && *size > 0.0)) {
        return Err(Failure(words!(
            "{name}：points-per-unit 和印章的宽、高必须大于 0",
            "{name}: `points-per-unit` and the width and height of seals must be above 0"
        )));
    }
    for rule in settings.lint.keys() {
        args::configurable(rule).map_err(|Failure(why)| {
            let line = lint_line(&text, rule);
            let (zh, en) = (why.zh, why.en);
            Failure(words!("{name} 第 {line} 行：{zh}", "{name}:{line}: {en}"))
        })?;
    }
    Ok(settings)
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
        return Failure(words!(
            "{name} 第 {line} 行：不能是 `{value}`，可以是：{known}",
            "{name}:{line}: `{value}` cannot stand here; possible are: {known}"
        ));
    }
    if let (true, Some((key, known))) = (message.starts_with("unknown field"), quoted.split_first()) {
        let near = nearest_name(key, known.iter().copied());
        return Failure(match near {
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
        });
    }
    if message.contains(LITERAL_KEY) {
        return Failure(words!(
            "{name} 第 {line} 行：这里不能写密钥本身，只能写 \"keyring\"（先用 qdc login 存入系统钥匙串）或 {{ env = \"QDC_…\" }}（环境变量）",
            "{name}:{line}: a key itself never stands here; write \"keyring\" (filled by `qdc login`) or {{ env = \"QDC_…\" }} (an environment variable)"
        ));
    }
    if message.contains(FOREIGN_VARIABLE) {
        return Failure(words!(
            "{name} 第 {line} 行：环境变量的名字要以 QDC_ 开头，以免误把别的程序的密钥发出去",
            "{name}:{line}: the variable's name must begin with QDC_, lest another program's secret be sent"
        ));
    }
    Failure(words!("{name} 第 {line} 行：{message}", "{name}:{line}: {message}"))
}
