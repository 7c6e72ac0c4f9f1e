//! The contracts of the scenarios, each read once: as it is, with a comment, and with a seal moved.

use std::sync::Arc;

use qdc::delivery::{Job, Subject};
use qdc::plan::MadeFiles;
use qdc::{Facts, Model, NoFiles, Plan, Settings, Source};

use crate::choice::Choices;

pub const SIGNER: &str = "PSN_TEST_001";

/// The edition with a seal moved.
const MOVED: usize = 2;

/// One after another, and one more with the code of the first in full-width letters.
pub struct Jobs(Vec<[Arc<Job>; 3]>, [Arc<Job>; 3]);

impl Jobs {
    pub fn new(count: usize) -> Jobs {
        // The last has no business code.
        let code = |at: usize| (at + 1 < count).then(|| format!("CG-{at}"));
        let twin = editions(count, Some("ＣＧ－0 "));
        Jobs((0..count).map(|at| editions(at, code(at).as_deref())).collect(), twin)
    }

    /// The first so many of each edition, or as many from the end.
    pub fn some(&self, count: usize, choices: &Choices) -> Vec<Vec<Arc<Job>>> {
        let skip = if choices.choose("nameless", 2) == 1 { self.0.len() - count } else { 0 };
        // Two files of one business code, written in two ways.
        let twin = count > 1 && choices.choose("twin", 2) == 1;
        (0..3)
            .map(|edition| {
                let jobs = self.0[skip..skip + count].iter().chain(twin.then_some(&self.1));
                jobs.map(|job| match job[0].start().unwrap().subject {
                    // Another content without a code is another contract.
                    Some(Subject::Meaning(_)) if edition == MOVED => job[0].clone(),
                    _ => job[edition].clone(),
                })
                .collect()
            })
            .collect()
    }
}

fn editions(at: usize, code: Option<&str>) -> [Arc<Job>; 3] {
    let code = code.map(|code| format!("code \"{code}\"")).unwrap_or_default();
    let text = |x: u32| {
        format!(
            r#"contract "Employment" {{
    {code}
    initiator "CORP_TEST_001"
    deadline in 30d
    document main "FC_20241212171254RkztvLleUICgRSe" pages 3
    signer "{SIGNER}" auth sms {{ sign main page 1 at ({x}, 420) }}
}}
"#
        )
    };
    [text(280), format!("// for the archive\n{}", text(280)), text(300)].map(|text| Arc::new(job(at, &text)))
}

fn job(at: usize, text: &str) -> Job {
    let model = Model::read(Source::new(format!("{at}.qdc"), text), &NoFiles, &Default::default());
    let facts = Facts::at("2026-01-05T09:00".parse().unwrap());
    let settings = Settings::default();
    let made = MadeFiles::of(&model);
    Job::of(&Plan::of(&model, &facts, &settings, &made), &model).unwrap()
}
