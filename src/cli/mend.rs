//! `check --fix` and `check --diff`: the edits of findings made, or only shown.

use std::collections::BTreeMap;

use clap::{Arg, ArgAction, ArgGroup, ArgMatches};

use super::config::Configs;
use super::facts::Surroundings;
use super::files::Disk;
use super::messages::pick;
use super::output::Form;
use super::reach::Reaches;
use super::{Env, Failure, input, output};
use crate::findings::{Lang, Unchecked, apply, changes};
use crate::model::Model;
use crate::source::decode;
use crate::{rules, words};

/// A file is mended again while mending shows new edits, but not for ever: two rules may disagree.
const ROUNDS: usize = 10;

pub fn args(lang: Lang) -> [Arg; 3] {
    let flag = |name: &'static str, zh, en| {
        Arg::new(name).long(name).action(ArgAction::SetTrue).help(pick(lang, zh, en))
    };
    [
        flag("fix", "改正有把握的错误", "Mend what is surely meant otherwise"),
        flag("diff", "不改写，只显示 --fix 会改什么", "Change nothing; show what --fix would change")
            .conflicts_with("fix"),
        flag(
            "unsafe",
            "与 --fix 或 --diff 同用：没有把握的修改也算在内，请随后检查",
            "With --fix or --diff: also the edits that are only offered; look at them afterwards",
        )
        .requires("mends"),
    ]
}

/// What `--unsafe` belongs to.
pub fn group() -> ArgGroup {
    ArgGroup::new("mends").args(["fix", "diff"]).multiple(true)
}

/// Under what files are mended.
pub struct Mending<'a> {
    given: &'a BTreeMap<String, String>,
    surroundings: &'a Surroundings,
    configs: &'a Configs,
    reaches: &'a Reaches,
    /// What standard input is called.
    stdin: &'a str,
    /// Also what is only offered.
    offered: bool,
}

/// A file before and after its edits were made.
pub struct Mended {
    name: String,
    before: String,
    after: String,
    edits: usize,
}

impl<'a> Mending<'a> {
    pub fn new(
        matches: &ArgMatches,
        given: &'a BTreeMap<String, String>,
        surroundings: &'a Surroundings,
        configs: &'a Configs,
        reaches: &'a Reaches,
        stdin: &'a str,
    ) -> Self {
        Self { given, surroundings, configs, reaches, stdin, offered: matches.get_flag("unsafe") }
    }

    /// What becomes of a file; it is not written. `None` where there is nothing to mend.
    pub fn mended(&self, file: &str) -> Result<Option<Mended>, Failure> {
        let settings = self.configs.of(if file == "-" { self.stdin } else { file })?;
        let (name, bytes) = input::read_as(file, self.stdin)?;
        // What is no text is said to be none by the check.
        let Ok(before) = decode(bytes) else { return Ok(None) };
        let disk = Disk(self.reaches.of(&name));
        let (mut after, mut edits) = (before.clone(), 0);
        for _ in 0..ROUNDS {
            let model = input::model(name.clone(), after.into_bytes(), &disk, self.given);
            let findings = rules::check(&model, &self.surroundings.facts(&model), &settings);
            let text = model.sources[Model::ROOT].text();
            let (changes, count) = changes(&findings, Model::ROOT, |edit| edit.safe || self.offered);
            after = apply(text, &changes);
            edits += count;
            if count == 0 {
                break;
            }
        }
        Ok((after != before).then_some(Mended { name, before, after, edits }))
    }

    /// Mends a file; how many edits were made. A file that cannot be read is left to the check, which tells of it.
    pub fn mend(&self, file: &str) -> Result<usize, Failure> {
        let Ok(Some(mended)) = self.mended(file) else { return Ok(0) };
        output::write(file, mended.after.as_bytes())?;
        Ok(mended.edits)
    }
}

/// How many edits were made, and the files that could not be written, which is said.
pub fn count(files: &[String], results: Vec<Result<usize, Failure>>, env: &Env) -> (usize, Vec<Unchecked>) {
    let (mut edits, mut unwritten) = (0, Vec::new());
    for (file, result) in files.iter().zip(results) {
        match result {
            Ok(made) => edits += made,
            Err(Failure { code, words: why }) => {
                output::say(format_args!("qdc: {}", why.get(env.lang)));
                unwritten.push(Unchecked { file: Some(file.clone()), code, why });
            }
        }
    }
    (edits, unwritten)
}

/// Shows what mending would change; 1 where it would change something.
pub fn show(results: Vec<Result<Option<Mended>, Failure>>, env: &Env) -> Result<u8, Failure> {
    let mut said = std::collections::HashSet::new();
    let (mut files, mut edits, mut failed) = (0_usize, 0_usize, false);
    for result in results {
        match result {
            Ok(None) => {}
            Ok(Some(mended)) => {
                files += 1;
                edits += mended.edits;
                output::print_as(Form::File, &output::unified(&mended.name, &mended.before, &mended.after))?;
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
    let words = match edits {
        0 => words!("没有可以改正的", "nothing to mend"),
        _ => {
            let s = if files == 1 { "" } else { "s" };
            words!("会改正 {edits} 处（{files} 个文件）", "would mend {edits} in {files} file{s}")
        }
    };
    output::say(words.get(env.lang));
    Ok(if failed { 2 } else { u8::from(files > 0) })
}
