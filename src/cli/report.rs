//! Prints what `qdc check` found, in the format asked for.

use super::check::Checked;
use super::{Env, Failure, output};
use crate::findings::{Finding, human, json, short};
use crate::words;

pub fn print(checked: &[Checked], fixed: usize, format: &str, env: &Env) -> Result<(), Failure> {
    let all =
        || checked.iter().flat_map(|one| one.findings.iter().map(move |finding| (finding, &one.sources)));
    match format {
        "json" => output::stream(|mut out| json::write(&mut out, all(), env.lang)),
        "short" => output::stream(|out| {
            for (finding, sources) in all() {
                writeln!(out, "{}", short::render(finding, sources, env.lang))?;
            }
            Ok(())
        }),
        _ => {
            output::stream(|out| {
                for (finding, sources) in all() {
                    writeln!(out, "{}", human::render(finding, sources, env.out_style()))?;
                }
                Ok(())
            })?;
            if fixed > 0 {
                let words = words!("改正了 {fixed} 处", "mended {fixed}");
                output::say(words.get(env.lang));
            }
            // Where nothing could be read, nothing is said to be fine.
            if checked.is_empty() {
                return Ok(());
            }
            output::say(human::summary(all().map(|(finding, _)| finding), checked.len(), env.lang));
            let is_safe = |finding: &Finding| finding.edit.as_ref().is_some_and(|edit| edit.safe);
            let mendable = all().filter(|(finding, _)| is_safe(finding)).count();
            if mendable > 0 {
                let words = words!("其中 {mendable} 处可用 --fix 改正", "--fix mends {mendable} of them");
                output::say(words.get(env.lang));
            }
            Ok(())
        }
    }
}
