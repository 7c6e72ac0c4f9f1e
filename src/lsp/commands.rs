//! What a client can have done to a file.

use serde_json::{Value, json};

use super::answers::Asked;
use super::documents::name_of;
use crate::editor::{Snapshot, preview};
use crate::findings::{Lang, Level, Words};
use crate::model::FileError;
use crate::plan::{MadeFiles, Plan, describe};
use crate::source::Source;
use crate::words;

pub const PLAN: &str = "qdc.plan";
pub const PREVIEW: &str = "qdc.preview";
pub const SEND: &str = "qdc.sendSandbox";

pub const ALL: &[&str] = &[PLAN, PREVIEW, SEND];

/// What a command came to.
pub enum Result {
    /// Text to be read.
    Text { title: String, text: String },
    /// A page to be looked at.
    Page { title: String, html: String },
    /// Sending takes its time.
    Later { title: String, run: Box<dyn FnOnce() -> super::Sent + Send> },
}

impl Result {
    /// As it goes to clients that show results themselves.
    pub fn json(&self) -> Value {
        match self {
            Result::Text { title, text } => json!({ "title": title, "text": text }),
            Result::Page { title, html } => json!({ "title": title, "html": html }),
            Result::Later { .. } => Value::Null,
        }
    }
}

/// Carries a command out on the file its first argument names.
pub fn run(command: &str, arguments: &[Value], asked: &Asked<'_>) -> std::result::Result<Result, Words> {
    let lang = asked.client.options.lang;
    let uri = arguments.first().and_then(Value::as_str).and_then(|uri| uri.parse().ok());
    let missing = || words!("命令后面要写文件的地址", "the command needs the address of a file");
    let uri: gen_lsp_types::Uri = uri.ok_or_else(missing)?;
    let saved;
    let snapshot = match asked.documents.snapshot(&uri) {
        Some(open) => open,
        None => {
            saved = from_disk(&name_of(&uri), asked)?;
            &saved
        }
    };
    match command {
        PLAN => plan(snapshot, lang),
        PREVIEW => {
            let html = preview::page(snapshot, lang)
                .ok_or_else(|| words!("这个文件没有合同可预览", "this file has no contract to preview"))?;
            Ok(Result::Page { title: preview::title(snapshot), html })
        }
        SEND => {
            let name = name_of(&uri);
            // What is sent is what is on the disk; it must be what the person sees, in used files too.
            let files = asked.host.files(&name);
            for (_, source) in snapshot.model.sources.iter() {
                if files.read(source.name()).as_deref() != Ok(source.text()) {
                    let file = source.name().rsplit(['/', '\\']).next().unwrap_or_default();
                    return Err(words!("请先保存 {file}，再发送", "save {file} before sending"));
                }
            }
            refuse_errors(snapshot)?;
            let title = words!("已发到沙箱", "Sent to the sandbox").get(lang).to_owned();
            Ok(Result::Later { title, run: asked.host.send(&name, lang) })
        }
        _ => Err(words!("没有命令 {command}", "there is no command {command}")),
    }
}

/// A file that the client does not have open.
fn from_disk(name: &str, asked: &Asked<'_>) -> std::result::Result<Snapshot, Words> {
    let text = asked.host.files(name).read(name).map_err(|error| {
        let Words { zh, en } = match error {
            FileError::NotFound | FileError::Near(_) => words!("没有这个文件", "there is no such file"),
            FileError::NotText(_) => words!("不是文本", "it is no text"),
            FileError::Other(words) => words,
        };
        words!("打不开 {name}：{zh}", "{name} cannot be opened: {en}")
    })?;
    let model = asked.documents.read(None, Source::new(name, text), asked.host);
    let facts = asked.host.facts(&model);
    Ok(Snapshot::new(model, facts, asked.host.settings(name)?))
}

fn plan(snapshot: &Snapshot, lang: Lang) -> std::result::Result<Result, Words> {
    refuse_errors(snapshot)?;
    let made = MadeFiles::of(&snapshot.model);
    let plan = Plan::of(&snapshot.model, &snapshot.facts, &snapshot.settings, &made);
    let text = describe(&plan, &snapshot.model, &snapshot.facts, &snapshot.settings, lang);
    let title = words!("发送计划", "Plan").get(lang).to_owned();
    Ok(Result::Text { title, text })
}

fn refuse_errors(snapshot: &Snapshot) -> std::result::Result<(), Words> {
    let errors = snapshot.findings.iter().filter(|finding| finding.level == Level::Error).count();
    match errors {
        0 => Ok(()),
        _ => Err(words!("文件有 {errors} 处错误，请先改正", "the file has {errors} errors; mend them first")),
    }
}
