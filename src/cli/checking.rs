//! One file checked, from its bytes to its findings, or from what is remembered of it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::cache::{Cache, Seen};
use super::config::{Broken, Configs};
use super::facts::Surroundings;
use super::files::Disk;
use super::input::shown;
#[cfg(feature = "send")]
use super::online::Online;
use super::reach::Reaches;
use super::{Code, Failure, input};
use crate::findings::{Finding, Unchecked};
use crate::fixing::{self, Reading, View};
use crate::model::ProblemKind;
use crate::rules;
use crate::source::Sources;

/// Under what files are checked.
pub struct Checking {
    /// The values of params.
    pub given: BTreeMap<String, String>,
    pub surroundings: Surroundings,
    pub configs: Configs,
    pub reaches: Arc<Reaches>,
    /// What standard input is called.
    pub stdin: String,
    pub cache: Option<Cache>,
    #[cfg(feature = "send")]
    pub online: Option<Online>,
}

/// A file and what was found in it.
pub struct Checked {
    pub sources: Sources,
    pub findings: Vec<Finding>,
    /// The values given for params that it does not declare, one for each such finding, in their order.
    pub unknown: Vec<String>,
    /// The used files and local copies that the findings rest on.
    pub rests_on: Vec<String>,
}

impl Checking {
    /// Checks a file, or standard input as `-`.
    pub fn check(&self, file: &str) -> Result<Checked, Unchecked> {
        let called = if file == "-" { self.stdin.as_str() } else { file };
        // One broken qdc.toml fails every file below it.
        let settings = self.configs.of(called).map_err(|Broken { file, why }| Unchecked {
            file: Some(file),
            code: Code::SettingsInvalid,
            why,
        })?;
        let fails =
            |Failure { code, words }| Unchecked { file: Some(shown(Path::new(called))), code, why: words };
        let (name, bytes) = input::read_as(file, &self.stdin).map_err(fails)?;
        let disk = Disk(self.reaches.of(&name));
        let place = self.cache.as_ref().filter(|_| settings.cache && file != "-");
        let place = place.map(|cache| cache.place(&name, &bytes, &settings, disk.clone()));
        let bytes = match &place {
            Some(place) => match place.recall(&name, bytes, &self.surroundings) {
                Ok(checked) => return Ok(checked),
                Err(bytes) => bytes,
            },
            None => bytes,
        };
        let seen = Seen::new(disk);
        let model = input::model(name.clone(), bytes, &seen, &self.given);
        #[cfg_attr(not(feature = "send"), expect(unused_mut, reason = "nobody is asked"))]
        let mut facts = self.surroundings.facts(&model);
        #[cfg(feature = "send")]
        if let Some(online) = &self.online {
            facts.online = Some(online.facts(&model).map_err(fails)?);
        }
        let mut findings = rules::check(&model, &facts, &settings);
        // What is shown as a fix, or offered, holds.
        if findings.iter().any(|finding| finding.edit.is_some()) {
            let again = |text: String| {
                let model = input::model(name.clone(), text.into_bytes(), &seen, &self.given);
                #[cfg_attr(not(feature = "send"), expect(unused_mut, reason = "nobody is asked"))]
                let mut of_text = self.surroundings.facts(&model);
                #[cfg(feature = "send")]
                of_text.online.clone_from(&facts.online);
                let findings = rules::check(&model, &of_text, &settings);
                Reading { sources: model.sources, findings }
            };
            let view = View { sources: &model.sources, findings: &findings };
            let holds = fixing::proven(view, &again);
            let unproven = findings.iter_mut().zip(holds).filter(|(_, holds)| !holds);
            unproven.for_each(|(finding, _)| finding.edit = None);
        }
        let unknown = model.problems.iter().filter_map(|problem| match &problem.kind {
            ProblemKind::UnknownParam { name, .. } => Some(name.clone()),
            _ => None,
        });
        let unknown: Vec<String> = unknown.collect();
        let read = seen.all();
        if let Some(place) = &place {
            place.remember(&model, &read, &facts, &self.surroundings, (&findings, &unknown));
        }
        let rests_on = read.into_iter().map(|(path, _)| path).chain(facts.documents.into_keys()).collect();
        Ok(Checked { unknown, sources: model.sources, findings, rests_on })
    }
}
