//! `qdc config`: what holds for a file, and where it comes from.

use std::collections::BTreeMap;
use std::path::Path;

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};
use serde::Serialize;
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use super::schema::schema;
use super::{Configs, Folder, layer};
use crate::cli::messages::pick;
use crate::cli::output::Form;
use crate::cli::{Code, Env, Failure, Outcome, args, cache, input, json, output, variables};
use crate::findings::{Group, Lang, Words};
use crate::{rules, words};

pub fn command(lang: Lang) -> Command {
    Command::new("config")
        .about(pick(
            lang,
            "显示每一项设置的值，以及它来自哪里",
            "Show what every setting is and where it comes from",
        ))
        .arg(
            Arg::new("path")
                .value_hint(ValueHint::AnyPath)
                .value_name(pick(lang, "文件或文件夹", "PATH"))
                .help(pick(
                    lang,
                    "对哪个文件或文件夹有效的设置；不写则为当前文件夹",
                    "The file or folder that settings hold for; by default the current folder",
                )),
        )
        .arg(args::human_or_json(lang))
        .arg(Arg::new("schema").long("schema").action(ArgAction::SetTrue).help(pick(
            lang,
            "输出 qdc.toml 的 JSON schema，供编辑器使用",
            "Print the JSON schema of qdc.toml, for editors",
        )))
        .args(args::levels(lang))
        .args(cache::args(lang))
}

pub fn run(matches: &ArgMatches, env: &Env) -> Outcome {
    if matches.get_flag("schema") {
        output::print_as(Form::Json, &(serde_json::to_string_pretty(&schema()).unwrap_or_default() + "\n"))?;
        return Ok(0);
    }
    let path = matches.get_one::<String>("path").map_or(".", String::as_str);
    let folder = match Path::new(path) {
        folder if folder.is_dir() => folder,
        file if file.exists() => file.parent().unwrap_or(Path::new("")),
        _ => {
            return Err(Failure::new(
                Code::FileNotFound,
                words!("找不到文件 {path}", "there is no file {path}"),
            ));
        }
    };
    let configs = Configs::new(matches)?;
    let folder = configs.in_folder(folder)?;
    let rows = rows(matches, &configs, &folder, env);
    if args::wants_json(matches) {
        let files: Vec<&str> = folder.layers.iter().rev().map(|layer| layer.name.as_str()).collect();
        let file = input::shown(Path::new(path));
        json::print(&Output { version: json::VERSION, file, files, settings: &rows })?;
    } else {
        output::print(&human(&rows, env.lang))?;
    }
    Ok(0)
}

#[derive(Serialize)]
struct Output<'a> {
    version: u32,
    /// The file or folder that the settings hold for.
    file: String,
    /// The settings files, the innermost first.
    files: Vec<&'a str>,
    settings: &'a [Row],
}

/// A setting.
#[derive(Serialize)]
struct Row {
    key: String,
    value: Value,
    origin: Origin,
}

/// Where a value comes from.
#[derive(Serialize)]
#[serde(tag = "by", rename_all = "lowercase")]
enum Origin {
    Default,
    File {
        file: String,
        line: usize,
    },
    Variable {
        name: &'static str,
    },
    Option {
        name: &'static str,
    },
    /// The language of the system.
    System,
}

/// What said a level, by its name.
fn said(by: &'static str) -> Origin {
    if by.starts_with('-') { Origin::Option { name: by } } else { Origin::Variable { name: by } }
}

/// Every setting: those of the program first, then those of files in their order.
fn rows(matches: &ArgMatches, configs: &Configs, folder: &Folder, env: &Env) -> Vec<Row> {
    let mut lines = lines(folder);
    let mut rows = variables::settings(matches, env)
        .into_iter()
        .map(|(key, value, by)| Row {
            key: key.to_owned(),
            value,
            origin: match by {
                Some(by) => said(by),
                None if key == "lang" => Origin::System,
                None => Origin::Default,
            },
        })
        .collect::<Vec<_>>();
    let mut add = |path: &[&str], value: Value| {
        let path: Vec<String> = path.iter().map(|part| (*part).to_owned()).collect();
        let origin = match path.as_slice() {
            [lint, rule] if lint == "lint" => configs.levels.get(rule.as_str()).map(|(_, by)| said(by)),
            _ => None,
        };
        let origin = origin.or_else(|| lines.remove(&path)).unwrap_or(Origin::Default);
        rows.push(Row { key: dotted(&path), value, origin });
    };
    let settings = &folder.settings;
    for rule in rules::RULES.iter().map(|check| check.rule).filter(|rule| rule.group != Group::Language) {
        let set = settings.lint.get(rule.name).and_then(|level| serde_json::to_value(level).ok());
        let level = set.or_else(|| serde_json::to_value(rule.level).ok());
        add(&["lint", rule.name], level.unwrap_or_default());
    }
    if settings.environment.is_none() {
        add(&["environment"], Value::from("sandbox"));
    }
    let all = serde_json::to_value(&**settings).unwrap_or_default();
    let mut path = Vec::new();
    leaves(&all, &mut path, &mut |path, value| {
        if path.first() != Some(&"lint") {
            add(path, without_login(value));
        }
    });
    rows
}

/// Every value that is no table, but for what is not set.
fn leaves<'v>(value: &'v Value, path: &mut Vec<&'v str>, leaf: &mut dyn FnMut(&[&'v str], &Value)) {
    match value {
        Value::Null => {}
        // Where a key comes from is one value, though it is written as a table.
        Value::Object(table) if !table.contains_key("env") => {
            for (key, value) in table {
                path.push(key);
                leaves(value, path, leaf);
                path.pop();
            }
        }
        value => leaf(path, value),
    }
}

/// Where files say each setting: the innermost that does.
fn lines(folder: &Folder) -> BTreeMap<Vec<String>, Origin> {
    let mut found: BTreeMap<Vec<String>, Origin> = BTreeMap::new();
    for layer in &folder.layers {
        let lines = layer.lines();
        for (path, _) in lines.iter().filter(|(path, _)| path.len() >= 2 && layer::is_whole(&path[..2])) {
            found.retain(|known, _| !known.starts_with(&path[..2]));
        }
        for (mut path, line) in lines {
            if path.last().is_some_and(|key| key == "env") {
                path.pop();
            }
            found.insert(path, Origin::File { file: layer.name.clone(), line });
        }
    }
    found
}

/// A value without the user name and password of an address: what is shown ends in logs.
fn without_login(value: &Value) -> Value {
    let masked = || {
        let (scheme, rest) = value.as_str()?.split_once("://")?;
        let end = rest.find('/').unwrap_or(rest.len());
        let at = rest[..end].rfind('@')?;
        Some(Value::String(format!("{scheme}://***{}", &rest[at..])))
    };
    masked().unwrap_or_else(|| value.clone())
}

/// A path as TOML writes it.
fn dotted(path: &[String]) -> String {
    let is_bare = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    let part =
        |part: &String| if is_bare(part) { part.clone() } else { Value::from(part.as_str()).to_string() };
    path.iter().map(part).collect::<Vec<_>>().join(".")
}

fn human(rows: &[Row], lang: Lang) -> String {
    let settings: Vec<String> =
        rows.iter().map(|row| format!("{} = {}", row.key, written(&row.value))).collect();
    let width = settings.iter().map(|setting| setting.width_cjk()).filter(|width| *width <= 60).max();
    let mut out = String::new();
    for (setting, row) in settings.iter().zip(rows) {
        let blanks = " ".repeat(width.unwrap_or(0).saturating_sub(setting.width_cjk()));
        out += &format!("{setting}{blanks}  # {}\n", row.origin.words().get(lang));
    }
    out
}

/// A value as TOML writes it.
fn written(value: &Value) -> String {
    match value {
        Value::Object(table) => {
            let parts: Vec<String> = table.iter().map(|(key, value)| format!("{key} = {value}")).collect();
            format!("{{ {} }}", parts.join(", "))
        }
        Value::Array(all) => format!("[{}]", all.iter().map(written).collect::<Vec<_>>().join(", ")),
        value => value.to_string(),
    }
}

impl Origin {
    fn words(&self) -> Words {
        match self {
            Origin::Default => words!("默认", "default"),
            Origin::File { file, line } => words!("{file} 第 {line} 行", "{file}:{line}"),
            Origin::Variable { name } => words!("环境变量 {name}", "variable {name}"),
            Origin::Option { name } => words!("选项 {name}", "option {name}"),
            Origin::System => words!("系统语言", "the system's language"),
        }
    }
}
