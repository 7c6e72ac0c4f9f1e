//! `check --fix` and `check --diff`: the edits of findings made, or only shown.
//!
//! Which edits hold is proven by `fixing`; files are read and written here.

use std::collections::BTreeMap;

use clap::{Arg, ArgAction, ArgGroup, ArgMatches};

use super::config::Configs;
use super::facts::Surroundings;
use super::files::Disk;
use super::messages::pick;
use super::output::Form;
use super::reach::Reaches;
use super::{Env, Failure, changed, input, output};
use crate::findings::{Lang, Unchecked, Words};
use crate::fixing::{self, Left, Reading, Scope};
use crate::source::decode;
use crate::{rules, words};

pub fn args(lang: Lang) -> [Arg; 3] {
    let flag = |name: &'static str, zh, en| {
        Arg::new(name).long(name).action(ArgAction::SetTrue).help(pick(lang, zh, en))
    };
    [
        flag("fix", "改正有把握的错误", "Apply safe fixes"),
        flag("diff", "不改写，只显示 --fix 会改什么", "Change nothing; show what --fix would change")
            .conflicts_with("fix"),
        flag(
            "unsafe",
            "与 --fix 或 --diff 同用：没有把握的修改也算在内，请随后检查",
            "With --fix or --diff: also apply suggestions; review the result",
        )
        .requires("fixes"),
    ]
}

/// What `--unsafe` belongs to.
pub fn group() -> ArgGroup {
    ArgGroup::new("fixes").args(["fix", "diff"]).multiple(true)
}

/// Under what files are fixed.
pub struct Fixing<'a> {
    given: &'a BTreeMap<String, String>,
    surroundings: &'a Surroundings,
    configs: &'a Configs,
    reaches: &'a Reaches,
    /// What standard input is called.
    stdin: &'a str,
    scope: Scope,
}

/// A file before and after its edits were made.
pub struct Fixed {
    name: String,
    before: String,
    after: String,
    edits: usize,
    left: Vec<Left>,
    /// How many edits would be made with `--unsafe` only; counted where nothing is written.
    offers: usize,
}

/// What was done to the files, in words.
#[derive(Default)]
pub struct Done {
    pub edits: usize,
    /// Which lines were changed, and how.
    pub changed: Vec<Words>,
    /// Which edits were not made, and why.
    pub left: Vec<Words>,
    pub unwritten: Vec<Unchecked>,
}

impl<'a> Fixing<'a> {
    pub fn new(
        matches: &ArgMatches,
        given: &'a BTreeMap<String, String>,
        surroundings: &'a Surroundings,
        configs: &'a Configs,
        reaches: &'a Reaches,
        stdin: &'a str,
    ) -> Self {
        let scope = if matches.get_flag("unsafe") { Scope::Offered } else { Scope::Safe };
        Self { given, surroundings, configs, reaches, stdin, scope }
    }

    /// What becomes of a file; it is not written. `None` where it is no text, which the check reports.
    fn fixed(&self, file: &str, counts: bool) -> Result<Option<Fixed>, Failure> {
        let settings = self.configs.of(if file == "-" { self.stdin } else { file })?;
        let (name, bytes) = input::read_as(file, self.stdin)?;
        let Ok(before) = decode(bytes) else { return Ok(None) };
        let disk = Disk(self.reaches.of(&name));
        let read = |text: String| {
            let model = input::model(name.clone(), text.into_bytes(), &disk, self.given);
            let findings = rules::check(&model, &self.surroundings.facts(&model), &settings);
            Reading { sources: model.sources, findings }
        };
        let first = read(before.clone());
        let fixed = fixing::fix(first.view(), &read, self.scope);
        let offers = if counts && self.scope == Scope::Safe { offers(&fixed.text, &read) } else { 0 };
        let fixing::Fixed { text: after, made: edits, left } = fixed;
        Ok(Some(Fixed { before, after, edits, left, offers, name: name.clone() }))
    }

    /// What would become of a file.
    pub fn preview(&self, file: &str) -> Result<Option<Fixed>, Failure> {
        self.fixed(file, true)
    }

    /// Fixes a file. A file that cannot be read is left to the check, which reports it.
    pub fn fix(&self, file: &str) -> Result<Option<Fixed>, Failure> {
        let Ok(Some(fixed)) = self.fixed(file, false) else { return Ok(None) };
        if fixed.after != fixed.before {
            output::write(file, fixed.after.as_bytes())?;
        }
        Ok(Some(fixed))
    }
}

/// How many edits of a text are only offered.
fn offers(text: &str, read: &fixing::Read<'_>) -> usize {
    let reading = read(text.to_owned());
    let holds = fixing::proven(reading.view(), read);
    let is_offer = |index: &usize| {
        holds[*index] && reading.findings[*index].edit.as_ref().is_some_and(|edit| !edit.safe)
    };
    (0..holds.len()).filter(is_offer).count()
}

impl Done {
    /// Of all files; those that could not be written are reported.
    pub fn of(files: &[String], results: Vec<Result<Option<Fixed>, Failure>>, env: &Env) -> Self {
        let mut done = Done::default();
        for (file, result) in files.iter().zip(results) {
            match result {
                Ok(None) => {}
                Ok(Some(fixed)) => {
                    done.edits += fixed.edits;
                    done.changed.extend(changed::lines(&fixed.name, &fixed.before, &fixed.after));
                    done.left.extend(fixed.left.iter().map(|left| unmade(&fixed.name, left)));
                }
                Err(Failure { code, words: why }) => {
                    output::say(format_args!("qdc: {}", why.get(env.lang)));
                    done.unwritten.push(Unchecked { file: Some(file.clone()), code, why });
                }
            }
        }
        done
    }
}

/// An edit that was not made, and why.
fn unmade(name: &str, left: &Left) -> Words {
    let (line, why) = (left.line, left.why.words());
    let title = left.finding.edit.as_ref().map(|edit| edit.title.clone()).unwrap_or_default();
    let (zh, en) = (why.zh, why.en);
    let (title_zh, title_en) = (title.zh, title.en);
    words!("{name} 第 {line} 行没有{title_zh}：{zh}", "{name}, line {line}: did not {title_en}: {en}")
}

/// Shows what fixing would change; 1 where it would change something.
pub fn show(results: Vec<Result<Option<Fixed>, Failure>>, env: &Env) -> Result<u8, Failure> {
    let mut said = std::collections::HashSet::new();
    let (mut files, mut edits, mut offers, mut failed) = (0_usize, 0_usize, 0_usize, false);
    for result in results {
        match result {
            Ok(None) => {}
            Ok(Some(fixed)) => {
                offers += fixed.offers;
                if fixed.before != fixed.after {
                    files += 1;
                    edits += fixed.edits;
                    output::print_as(Form::File, &output::unified(&fixed.name, &fixed.before, &fixed.after))?;
                }
            }
            Err(Failure { words, .. }) => {
                failed = true;
                let words = words.get(env.lang).to_owned();
                if said.insert(words.clone()) {
                    output::say(format_args!("qdc: {words}"));
                }
            }
        }
    }
    let words = match (edits, offers) {
        (0, 0) => words!("没有可以改正的", "nothing to fix"),
        (0, _) => words!("没有有把握的修改", "no safe fixes"),
        _ => {
            let (s, es) = (if files == 1 { "" } else { "s" }, if edits == 1 { "" } else { "es" });
            words!("会改正 {edits} 处（{files} 个文件）", "would make {edits} fix{es} in {files} file{s}")
        }
    };
    output::say(words.get(env.lang));
    if offers > 0 {
        let s = if offers == 1 { "" } else { "s" };
        let words = words!(
            "另有 {offers} 处建议，用 --diff --unsafe 查看",
            "{offers} suggestion{s} not shown; use --diff --unsafe to see more"
        );
        output::say(words.get(env.lang));
    }
    Ok(if failed { 2 } else { u8::from(files > 0) })
}
