//! `--verbose` and `--log-file`: what passed between the program and the platforms, a line an event.
//!
//! A line is `TIME EVENT key=value …`: `grep` finds by nonce, business code or outcome, and people read it without a
//! tool. Values with blanks, quotes or `=` in them are quoted as in JSON. What may be noted at all is decided where it
//! happens, in [`crate::platform::trace`]; here it is only written down.

use std::fmt::{self, Write as _};
use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use clap::{Arg, ArgAction, ArgMatches, ValueHint};
use jiff::Timestamp;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

use super::facts::SHANGHAI;
use super::messages::pick;
use super::{Code, Env, Failure, output, variables};
use crate::findings::{Lang, Words};
use crate::privacy::on_one_line;
use crate::words;

pub fn args(lang: Lang) -> [Arg; 2] {
    [
        Arg::new("verbose").long("verbose").short('v').action(ArgAction::SetTrue).help(pick(
            lang,
            "在标准错误上显示每个发往平台的请求：时间、路径、nonce、结果和耗时",
            "Show each request to the platform on standard error: time, path, nonce, outcome and duration",
        )),
        variables::stands_for(Arg::new("log-file"), variables::LOG_FILE)
            .long("log-file")
            .value_hint(ValueHint::FilePath)
            .value_parser(clap::builder::NonEmptyStringValueParser::new())
            .value_name(pick(lang, "文件", "FILE"))
            .help(pick(
                lang,
                "把每个发往平台的请求追加到这个文件；其中没有密钥，也没有个人信息",
                "Append each request to the platform to this file; no secrets and no personal data are in it",
            )),
    ]
}

/// Whether lines of the log go to standard error: a bar would be drawn over them.
pub fn is_verbose(matches: &ArgMatches) -> bool {
    matches!(matches.try_get_one::<bool>("verbose"), Ok(Some(true)))
}

/// Notes from now on what the command line wants noted, where the command has requests to note.
pub fn start(matches: &ArgMatches, env: &Env) -> Result<(), Failure> {
    let path = matches.try_get_one::<String>("log-file").ok().flatten();
    let shows = is_verbose(matches);
    // `check` asks nobody unless it is to.
    let is_offline = matches!(matches.try_get_one::<bool>("online"), Ok(Some(false)));
    if is_offline || (path.is_none() && !shows) {
        return Ok(());
    }
    let file = match path {
        Some(path) => {
            let file =
                open(path).map_err(|error| Failure::new(Code::FileUnwritable, unusable(path, &error)))?;
            Some(Kept { path: path.clone(), file: Mutex::new(file), has_failed: AtomicBool::new(false) })
        }
        None => None,
    };
    let log = Log { shows, file, lang: env.lang };
    // Set once in a process, which runs one command.
    let _ = tracing::subscriber::set_global_default(tracing_subscriber::registry().with(log));
    Ok(())
}

/// A new file can be read by its owner alone; one that is there keeps its permissions.
fn open(path: &str) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn unusable(path: &str, error: &io::Error) -> Words {
    let Words { zh, en } = Words::of_io(error);
    words!(
        "无法写日志文件 {path}：{zh}。请检查 --log-file（或环境变量 QDC_LOG_FILE）写的位置",
        "cannot write the log file {path}: {en}; check what --log-file (or the variable QDC_LOG_FILE) names"
    )
}

struct Log {
    shows: bool,
    file: Option<Kept>,
    lang: Lang,
}

struct Kept {
    path: String,
    file: Mutex<File>,
    /// Reported once: a log that cannot be written stops nothing.
    has_failed: AtomicBool,
}

impl Log {
    fn write(&self, line: &str) {
        if self.shows {
            output::say(line);
        }
        let Some(Kept { path, file, has_failed }) = &self.file else { return };
        // One write a line: other processes may append to the same file.
        let whole = format!("{line}\n");
        let written = file.lock().unwrap_or_else(PoisonError::into_inner).write_all(whole.as_bytes());
        if let Err(error) = written
            && !has_failed.swap(true, Ordering::Relaxed)
        {
            output::say(format_args!("qdc: {}", unwritten(path, &error).get(self.lang)));
        }
    }
}

fn unwritten(path: &str, error: &io::Error) -> Words {
    let Words { zh, en } = Words::of_io(error);
    words!(
        "日志文件 {path} 写不进去（{zh}），其中会缺少内容；发送和查询不受影响",
        "the log file {path} cannot be written ({en}) and will have gaps; requests go on as before"
    )
}

/// What a span adds to every line within it.
struct Added(String);

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Log {
    /// Libraries have events of their own, some with what they send.
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        metadata.target().starts_with("qdc::")
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, cx: Context<'_, S>) {
        let mut line = Line::default();
        attributes.record(&mut line);
        if let Some(span) = cx.span(id) {
            span.extensions_mut().insert(Added(line.members));
        }
    }

    fn on_event(&self, event: &Event<'_>, cx: Context<'_, S>) {
        let mut line = Line::default();
        event.record(&mut line);
        for span in cx.event_scope(event).into_iter().flatten() {
            if let Some(Added(members)) = span.extensions().get::<Added>() {
                line.members.push_str(members);
            }
        }
        let time = SHANGHAI.to_datetime(Timestamp::now()).strftime("%Y-%m-%dT%H:%M:%S%.3f");
        self.write(&format!("{time}+08:00 {}{}", line.event, line.members));
    }
}

/// A line while its members are gathered.
#[derive(Default)]
struct Line {
    event: String,
    /// Each with a blank before it.
    members: String,
}

impl Line {
    fn add(&mut self, field: &Field, value: &str) {
        if field.name() == "message" {
            value.clone_into(&mut self.event);
            return;
        }
        let value = on_one_line(value);
        let is_plain =
            !value.is_empty() && !value.contains(|c: char| c.is_whitespace() || "\"=\\".contains(c));
        // INVARIANT: writing to a string does not fail.
        let _ = match is_plain {
            true => write!(self.members, " {}={value}", field.name()),
            false => {
                let quoted = value.replace('\\', "\\\\").replace('"', "\\\"");
                write!(self.members, " {}=\"{quoted}\"", field.name())
            }
        };
    }
}

impl Visit for Line {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.add(field, value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.add(field, &format!("{value:?}"));
    }
}
