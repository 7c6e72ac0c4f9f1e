//! The values of params: `--set` on the command line, `--set-file` from files, `--set name=@FILE` from one each.
//!
//! What stands on the command line shows in the list of processes; what comes from a file or standard input does not.
//! No message here repeats a value from a file.

mod file;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use clap::{Arg, ArgAction, ArgMatches, ValueHint};

use super::messages::pick;
use super::{Code, Failure, input};
use crate::findings::Lang;
use crate::vocabulary::narrowed;
use crate::words;

pub fn args(lang: Lang) -> [Arg; 2] {
    [
        Arg::new("set").long("set").action(ArgAction::Append).value_name(pick(lang, "名字=值", "NAME=VALUE")).help(
            pick(
                lang,
                "给参数一个值，可写多次；名字=@文件 取文件的内容，名字=@- 取标准输入，值以 @ 开头时写 @@",
                "Give a param its value; may be repeated. NAME=@FILE takes a file's content, NAME=@- standard input; @@ begins \
                 a value with @",
            ),
        ),
        Arg::new("set-file")
            .long("set-file")
            .action(ArgAction::Append)
            .value_hint(ValueHint::FilePath)
            .value_name(pick(lang, "文件", "FILE"))
            .help(pick(
                lang,
                "从文件取参数的值，可写多次：一个 JSON 对象，或每行一个 名字=值；- 表示标准输入",
                "Take the values of params from a file; may be repeated: a JSON object, or lines of NAME=VALUE; - for \
                 standard input",
            )),
    ]
}

/// Where a value is written.
#[derive(Clone)]
enum Origin {
    Option,
    Line(String, usize),
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Origin::Option => f.write_str("--set"),
            Origin::Line(file, line) => write!(f, "{file}:{line}"),
        }
    }
}

/// The values that a command line gives, by param.
pub fn given(matches: &ArgMatches) -> Result<BTreeMap<String, String>, Failure> {
    let options = all(matches, "set").map(option).collect::<Result<Vec<_>, _>>()?;
    read_once(matches, &options)?;
    let mut given = Given::default();
    for Written { name, value } in options {
        let value = match value {
            Value::Plain(value) => match without_quotes(value) {
                Some(plain) => return Err(quoted(name, plain)),
                None => value.to_owned(),
            },
            Value::Of(path) => content(name, path)?,
        };
        given.add(name, value, Origin::Option)?;
    }
    for path in all(matches, "set-file") {
        let (file, bytes) = input::read(path)?;
        let text = file::text(&file, bytes)?;
        for file::Member { name, value, line } in file::members(&file, &text)? {
            given.add(&name, value, Origin::Line(file.clone(), line))?;
        }
    }
    Ok(given.0.into_iter().map(|(name, (value, _))| (name, value)).collect())
}

/// A value without the quotation marks around the whole of it, which are a habit: they would go into the contract.
fn without_quotes(value: &str) -> Option<&str> {
    let mut inner = value.trim().chars();
    let (open, close) = (inner.next()?, inner.next_back()?);
    let is_pair = match open {
        '"' | '＂' | '“' | '”' => matches!(close, '"' | '＂' | '“' | '”'),
        '\'' | '‘' | '’' => matches!(close, '\'' | '‘' | '’'),
        _ => false,
    };
    // `“甲”与“乙”` has them in it, not around it.
    let plain = inner.as_str();
    (is_pair && !plain.contains(['"', '＂', '“', '”', '\'', '‘', '’'])).then_some(plain)
}

fn quoted(name: &str, plain: &str) -> Failure {
    Failure::new(
        Code::Usage,
        words!(
            "参数 `{name}` 的值带着引号，引号会一起填进合同；写成 --set {name}={plain}，要填引号的用 --set {name}=@文件",
            "the value of the param `{name}` has quotation marks, which would go into the contract; write \
             --set {name}={plain}, or --set {name}=@FILE where they are meant"
        ),
    )
}

/// The files that values come from.
pub fn files(matches: &ArgMatches) -> Vec<String> {
    sources(matches).filter(|path| *path != "-").map(str::to_owned).collect()
}

/// Whether a value comes from standard input.
pub fn reads_stdin(matches: &ArgMatches) -> bool {
    sources(matches).any(|path| path == "-")
}

fn sources(matches: &ArgMatches) -> impl Iterator<Item = &str> {
    let named = all(matches, "set").filter_map(|written| match option(written).ok()?.value {
        Value::Of(path) => Some(path),
        Value::Plain(_) => None,
    });
    named.chain(all(matches, "set-file"))
}

/// Not every command has every option.
fn all<'a>(matches: &'a ArgMatches, id: &str) -> impl Iterator<Item = &'a str> {
    matches.try_get_many::<String>(id).ok().flatten().into_iter().flatten().map(String::as_str)
}

#[derive(Default)]
struct Given(BTreeMap<String, (String, Origin)>);

impl Given {
    /// Which of two values goes into a contract is not for a program to choose.
    fn add(&mut self, name: &str, value: String, origin: Origin) -> Result<(), Failure> {
        match self.0.entry(narrowed(name).into_owned()) {
            Entry::Vacant(place) => drop(place.insert((value, origin))),
            Entry::Occupied(place) if place.get().0 == value => {}
            Entry::Occupied(place) => {
                let name = place.key();
                return Err(Failure::new(
                    Code::Usage,
                    match (&place.get().1, &origin) {
                        (Origin::Option, Origin::Option) => words!(
                            "--set 给了参数 `{name}` 两个不同的值",
                            "--set gives the param `{name}` two different values"
                        ),
                        (first, second) => words!(
                            "参数 `{name}` 有两个不同的值：一个来自 {first}，一个来自 {second}",
                            "the param `{name}` has two different values: one from {first}, one from {second}"
                        ),
                    },
                ));
            }
        }
        Ok(())
    }
}

/// One `--set`.
struct Written<'a> {
    name: &'a str,
    value: Value<'a>,
}

enum Value<'a> {
    Plain(&'a str),
    /// The content of this file; `-` is standard input.
    Of(&'a str),
}

fn option(written: &str) -> Result<Written<'_>, Failure> {
    let parts = written.split_once(['=', '＝']).map(|(name, value)| (name.trim(), value));
    let Some((name, value)) = parts.filter(|(name, _)| !name.is_empty()) else {
        return Err(Failure::new(
            Code::Usage,
            words!("--set 要写成 名字=值，不是 `{written}`", "--set wants name=value, not `{written}`"),
        ));
    };
    let value = match value.strip_prefix('@') {
        None => Value::Plain(value),
        Some(literal) if literal.starts_with('@') => Value::Plain(literal),
        Some("") => {
            return Err(Failure::new(
                Code::Usage,
                words!(
                    "--set {name}=@ 后面要写文件名，或 - 表示标准输入；值本身是 @ 时写 {name}=@@",
                    "after --set {name}=@ goes the name of a file, or - for standard input; the value @ is written {name}=@@"
                ),
            ));
        }
        Some(path) => Value::Of(path),
    };
    Ok(Written { name, value })
}

/// A file's content, or that of standard input, without the line end that editors and `echo` put after it.
fn content(name: &str, path: &str) -> Result<String, Failure> {
    let read = input::read(path).and_then(|(file, bytes)| file::text(&file, bytes));
    let mut text = read.map_err(|Failure { code, words: why }| {
        let (zh, en) = (why.zh, why.en);
        Failure::new(code, words!("参数 `{name}` 的值：{zh}", "the value of the param `{name}`: {en}"))
    })?;
    if text.ends_with('\n') {
        text.pop();
        if text.ends_with('\r') {
            text.pop();
        }
    }
    Ok(text)
}

/// Refuses to read standard input twice: the second would find nothing.
fn read_once(matches: &ArgMatches, options: &[Written<'_>]) -> Result<(), Failure> {
    let files = ["file", "paths"].into_iter().flat_map(|id| all(matches, id));
    let mut readers: Vec<String> = files.filter(|file| *file == "-").map(str::to_owned).take(1).collect();
    for Written { name, value } in options {
        if matches!(value, Value::Of("-")) {
            readers.push(format!("--set {name}=@-"));
        }
    }
    readers.extend(all(matches, "set-file").filter(|path| *path == "-").map(|_| "--set-file -".to_owned()));
    match &readers[..] {
        [first, second, ..] => Err(Failure::new(
            Code::Usage,
            words!(
                "标准输入只能读一次，这里 `{first}` 和 `{second}` 都要读它；把其中一个改为文件",
                "standard input can be read only once, and both `{first}` and `{second}` read it; put one of them into a file"
            ),
        )),
        _ => Ok(()),
    }
}
