//! A file read and checked, ready to be compiled, planned or sent.

use std::collections::BTreeMap;
use std::sync::Arc;

use clap::ArgMatches;

use super::config::Configs;
use super::facts::Surroundings;
use super::files::Disk;
use super::reach::Reaches;
use super::{Env, Failure, args, input, json, output, params};
use crate::facts::Facts;
use crate::findings::{Finding, Level, human};
use crate::model::Model;
use crate::rules;
use crate::settings::Settings;
use crate::words;

/// Reads many files under one command line.
pub struct Reader {
    pub given: BTreeMap<String, String>,
    configs: Configs,
    surroundings: Surroundings,
    reaches: Arc<Reaches>,
}

/// A file and what was found in it.
pub struct Ready {
    pub model: Model,
    pub facts: Facts,
    pub settings: Arc<Settings>,
    pub findings: Vec<Finding>,
    /// The BLAKE3 of each local copy, as it was when the facts were read from it.
    #[cfg(feature = "send")]
    pub contents: BTreeMap<String, String>,
}

impl Reader {
    pub fn new(matches: &ArgMatches) -> Result<Reader, Failure> {
        let given = params::given(matches)?;
        Ok(Reader::with(given, Configs::new(matches)?, args::now(matches)?))
    }

    /// Reads as at another time, under the settings alone.
    #[cfg(feature = "send")]
    pub fn again(given: BTreeMap<String, String>, now: jiff::civil::DateTime) -> Reader {
        Reader::with(given, Configs::of_files(), Some(now))
    }

    fn with(given: BTreeMap<String, String>, configs: Configs, now: Option<jiff::civil::DateTime>) -> Reader {
        let reaches = Arc::new(Reaches::new([], &given));
        Reader { given, configs, surroundings: Surroundings::new(now, reaches.clone()), reaches }
    }

    /// The settings that hold for a file, or for the current folder.
    #[cfg(feature = "send")]
    pub fn settings(&self, file: &str) -> Result<Arc<Settings>, Failure> {
        Ok(self.configs.of(if file == "-" { input::STDIN } else { file })?)
    }

    /// Reads a file, `-` for standard input. Every param needs a value.
    pub fn read(&self, file: &str) -> Result<Ready, Failure> {
        let (name, bytes) = input::read_source(file)?;
        let settings = self.configs.of(&name)?;
        let disk = Disk(self.reaches.of(&name));
        let mut model = input::model(name, bytes, &disk, &self.given);
        model.demand_values();
        let facts = self.surroundings.facts(&model);
        let findings = rules::check(&model, &facts, &settings);
        #[cfg(feature = "send")]
        let contents = {
            let root = model.sources[Model::ROOT].name();
            let copies = model.local_files().map(|copy| copy.path.clone());
            copies
                .map(|path| (path.clone(), self.surroundings.print_of_document(root, &path).hex()))
                .collect()
        };
        Ok(Ready {
            model,
            facts,
            settings,
            findings,
            #[cfg(feature = "send")]
            contents,
        })
    }
}

impl Ready {
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.level == Level::Error)
    }

    /// Refuses a file that nothing can be told of while its params have no values.
    #[cfg(feature = "send")]
    pub fn demand_params(&self) -> Result<(), Failure> {
        if self.findings.iter().any(|finding| finding.rule.name == "param-without-value") {
            let name = self.model.sources[Model::ROOT].name();
            return Err(Failure::new(
                super::Code::ParamsMissing,
                words!(
                    "{name} 有参数没有值：用 --set 名字=值 给出，或不写文件、写业务编号",
                    "{name} has params without values: give them with --set name=value, or name the business code instead of the file"
                ),
            ));
        }
        Ok(())
    }

    /// Shows the findings on standard error.
    pub fn say(&self, env: &Env) {
        for finding in &self.findings {
            output::say(human::render(finding, &self.model.sources, env.err_style()));
        }
    }
}

/// Reads and checks a file; its findings go to standard error. `None` when they forbid to go on.
pub fn prepare(reader: &Reader, matches: &ArgMatches, env: &Env) -> Result<Option<Ready>, Failure> {
    let file = matches.get_one::<String>("file").map_or("-", String::as_str);
    let ready = reader.read(file)?;
    ready.say(env);
    if !ready.findings.is_empty() {
        output::say(human::summary(&ready.findings, 1, env.lang));
    }
    if ready.has_errors() && !matches.get_flag("force") {
        let words = words!(
            "有错误，没有输出；改正后再试，或用 --force 仍然输出",
            "not written, since there are errors; mend them, or use --force"
        );
        output::say(words.get(env.lang));
        if args::wants_json(matches) {
            json::print_errors(&ready, &words, env)?;
        }
        return Ok(None);
    }
    Ok(Some(ready))
}
