//! Plans kept in a file: `qdc plan -o p.json`, and `qdc send p.json`, which sends exactly that or nothing.
//!
//! A saved plan holds what the file, the params, the settings and the day came to. On sending, the same is
//! made again from the same sources as of the same moment; anything that comes out otherwise is a change.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ready::{Reader, Ready};
use super::regular;
use super::send::{Parcel, job};
use super::{Code, Env, Failure, json, output};
use crate::facts::Clock;
use crate::findings::Words;
use crate::model::Model;
use crate::plan::{MadeFiles, Plan, Request, VERSION};
use crate::platform::signature::sha256;
use crate::privacy::{on_one_line, shell};
use crate::rules;
use crate::words;

/// What is written.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Saving<'a> {
    version: u32,
    /// In Asia/Shanghai.
    made_at: String,
    /// The file itself first, then those it uses.
    sources: Vec<SourceHash>,
    /// Local copies and files that are uploaded, by the BLAKE3 of their content.
    files: &'a BTreeMap<String, String>,
    params: &'a BTreeMap<String, String>,
    requests: &'a [Request<'a>],
}

/// What is read.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Saved {
    version: u32,
    made_at: String,
    sources: Vec<SourceHash>,
    files: BTreeMap<String, String>,
    params: BTreeMap<String, String>,
    requests: Value,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct SourceHash {
    path: String,
    sha256: String,
}

/// The text of a saved plan.
pub fn text(ready: &Ready, given: &BTreeMap<String, String>) -> Result<String, Failure> {
    let made = MadeFiles::of(&ready.model);
    let plan = Plan::of(&ready.model, &ready.facts, &ready.settings, &made);
    let saving = Saving {
        version: VERSION,
        made_at: ready.facts.now().to_string(),
        sources: sources(&ready.model),
        files: &ready.contents,
        params: given,
        requests: &plan.requests,
    };
    let text = serde_json::to_string_pretty(&saving);
    text.map(|text| text + "\n").map_err(json::unwritable)
}

fn sources(model: &Model) -> Vec<SourceHash> {
    let one = |source: &crate::source::Source| SourceHash {
        path: source.name().to_owned(),
        sha256: sha256(source.text().as_bytes()),
    };
    model.sources.iter().map(|(_, source)| one(source)).collect()
}

/// No saved plan is larger, in bytes.
const LARGEST: u64 = 64 << 20;

/// A saved plan, as it was: refused where anything came to differ since.
pub fn open(file: &str, env: &Env) -> Result<Parcel, Failure> {
    let text = regular::text(Path::new(file), LARGEST).map_err(|error| {
        let Words { zh, en } = Words::of_io(&error);
        Failure::new(Code::FileUnreadable, words!("无法读取 {file}：{zh}", "cannot read {file}: {en}"))
    })?;
    let saved: Saved = serde_json::from_str(&text).map_err(|error| {
        let Words { zh, en } = Words::of_json(&error);
        Failure::new(
            Code::PlanInvalid,
            words!(
                "{file} 不是 qdc plan -o 存下的计划：{zh}",
                "{file} is not a plan saved by `qdc plan -o`: {en}"
            ),
        )
    })?;
    if saved.version != VERSION {
        let version = saved.version;
        return Err(Failure::new(
            Code::PlanInvalid,
            words!(
                "{file} 是第 {version} 版的计划，这个程序认识第 {VERSION} 版；请重新生成",
                "{file} is a plan of version {version}; this program knows version {VERSION}; make it anew"
            ),
        ));
    }
    let quoted = shell::file(file);
    // What it was made of, to be planned again.
    let origin = saved.sources.first().map_or("FILE.qdc".into(), |source| shell::file(&source.path));
    let changed = |what: &str| {
        let what = on_one_line(what);
        Failure::new(
            Code::PlanChanged,
            words!(
                "{file} 存下之后，{what} 变了：没有发送；请重新运行 qdc plan {origin} -o {quoted}",
                "{what} changed since {file} was saved: nothing was sent; run `qdc plan {origin} -o {quoted}` again"
            ),
        )
    };
    let made_at: DateTime = saved.made_at.parse().map_err(|_| changed("madeAt"))?;
    let Some(root) = saved.sources.first() else { return Err(changed("sources")) };
    // Paths are as they were where the plan was made.
    if !Path::new(&root.path).exists() {
        let path = &root.path;
        return Err(Failure::new(
            Code::FileNotFound,
            words!(
                "找不到 {path}，{file} 是由它生成的；请在当时的文件夹里运行",
                "there is no file {path}, which {file} was made of; run this where the plan was made"
            ),
        ));
    }
    let mut ready = Reader::again(saved.params.clone(), made_at).read(&root.path)?;
    let now = sources(&ready.model);
    for (before, now) in saved.sources.iter().zip(&now) {
        if before != now {
            return Err(changed(&before.path));
        }
    }
    if saved.sources.len() != now.len() {
        return Err(changed(&root.path));
    }
    let is_same = |path: &&String| saved.files.get(*path) == ready.contents.get(*path);
    if let Some(other) = saved.files.keys().chain(ready.contents.keys()).find(|path| !is_same(path)) {
        return Err(changed(other));
    }
    let made = MadeFiles::of(&ready.model);
    let plan = Plan::of(&ready.model, &ready.facts, &ready.settings, &made);
    let requests = serde_json::to_value(&plan.requests).unwrap_or_default();
    if requests != saved.requests {
        return Err(changed(match env.lang {
            crate::findings::Lang::Zh => "设置、本地文件或计划本身",
            crate::findings::Lang::En => "settings, a local copy or the plan itself",
        }));
    }
    let job = job(&ready)?;
    // What was right on that day may be too late today.
    let now = super::facts::SHANGHAI.to_datetime(jiff::Timestamp::now());
    ready.facts.clock = Clock::at(now.max(made_at));
    ready.findings = rules::check(&ready.model, &ready.facts, &ready.settings);
    let words = words!("按 {file} 里存下的计划发送", "sending as planned in {file}");
    output::say(words.get(env.lang));
    Ok(Parcel { file: file.to_owned(), speaks_for_itself: false, ready, job })
}
